package address

import (
	"encoding/base64"
	"errors"
	"mime"
	"slices"
	"strings"
	"unicode/utf8"
)

// ErrList says that an address field could not be read as RFC 5322 3.4 wants it.
var ErrList = errors.New("address: not an address list")

// Mailbox is an address with the name that stands before it in a header.
type Mailbox struct {
	Name    string // decoded (RFC 2047); empty if there is none
	Address Address
}

// Header writes the mailbox for a header field: Name <address>, the name quoted or encoded as needed, on one line.
func (m Mailbox) Header() string {
	if m.Name == "" {
		return m.Address.Reveal()
	}
	return Phrase(m.Name) + " <" + m.Address.Reveal() + ">"
}

// Phrase writes text as an RFC 5322 phrase: atoms, a quoted string, or encoded words. Control characters become spaces.
func Phrase(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || isForbidden(r) }), " ")
	if strings.IndexFunc(text, func(r rune) bool { return r > 0x7e }) >= 0 || strings.Contains(text, "=?") {
		return encodeWords(text)
	}
	if strings.IndexFunc(text, func(r rune) bool { return r != ' ' && !isAtomRune(r) }) < 0 {
		return text
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

// EncodeText writes text for an unstructured field such as Subject, as encoded words where it is not plain ASCII.
func EncodeText(text string) string {
	text = strings.Map(func(r rune) rune {
		if isForbidden(r) {
			return ' '
		}
		return r
	}, text)
	return encodeAs(mime.QEncoding, text)
}

// encodeWords writes text as encoded words; Q where every ASCII character may stand in a phrase (RFC 2047 5), else B.
func encodeWords(text string) string {
	special := func(r rune) bool { return r < 0x80 && r != ' ' && !isAlphanumeric(byte(r)) }
	if strings.ContainsFunc(text, special) {
		return encodeAs(mime.BEncoding, text)
	}
	return encodeAs(mime.QEncoding, text)
}

// encodeAs writes text in encoded words where it needs them: where it is not ASCII, or would itself be read as one. The
// encoders of package mime see only the first.
func encodeAs(encoding mime.WordEncoder, text string) string {
	if words := encoding.Encode("utf-8", text); words != text || !strings.Contains(text, "=?") {
		return words
	}
	return InWords(text)
}

// InWords writes text in encoded words (RFC 2047 2) whether it needs them or not, so that it can be folded anywhere and
// nothing in it means anything to the header.
func InWords(text string) string {
	const octets = 42 // fill a word of 75 characters; a multiple of three
	var words []string
	for chunk := range slices.Chunk([]rune(text), octets/utf8.UTFMax) {
		words = append(words, "=?utf-8?b?"+base64.StdEncoding.EncodeToString([]byte(string(chunk)))+"?=")
	}
	return strings.Join(words, " ")
}

// ParseList reads the value of an address field, folded or not: mailboxes and groups (RFC 5322 3.4), comments, quoted
// names, encoded words, and the obsolete forms with a route or empty elements (4.4). A semicolon between mailboxes, as
// Outlook writes it, separates too. The mailboxes before a fault are returned with ErrList.
func ParseList(value string) ([]Mailbox, error) {
	p := listParser{s: value}
	var list []Mailbox
	for {
		m, found, err := p.mailbox()
		if err != nil {
			return list, err
		}
		if found {
			list = append(list, m)
		}
		if p.rest() == "" {
			return list, nil
		}
	}
}

// listParser is a cursor over an address list.
type listParser struct {
	s       string
	i       int
	inGroup bool
	comment string // the last comment: the name in the old form "address (name)"
}

func (p *listParser) rest() string { return p.s[p.i:] }

// mailbox reads up to and including the next separator. found is false for an empty element or the name of a group.
func (p *listParser) mailbox() (m Mailbox, found bool, err error) {
	var words phrase
	p.comment = ""
	for {
		if err := p.skipSpace(); err != nil {
			return m, false, err
		}
		if p.rest() == "" {
			return p.end(m, found, words)
		}
		switch c := p.s[p.i]; {
		case c == ',', c == ';':
			p.i++
			p.inGroup = p.inGroup && c != ';'
			return p.end(m, found, words)
		case found && c == '<':
			m, err = p.again(m)
		case found:
			return m, false, ErrList
		case c == ':' && !p.inGroup:
			p.i++
			p.inGroup = true
			return m, false, nil
		case c == '<':
			m, err = p.angle(words)
			found = true
		case c == '@':
			m, err = p.bare(words)
			found = true
		default:
			err = p.word(&words)
		}
		if err != nil {
			return m, false, err
		}
	}
}

// end closes an element: it is a mailbox, or empty; words without an address are a fault.
func (p *listParser) end(m Mailbox, found bool, words phrase) (Mailbox, bool, error) {
	if !found && len(words) > 0 {
		return m, false, ErrList
	}
	if found && m.Name == "" {
		m.Name = DecodeWords(p.comment)
	}
	return m, found, nil
}

// word reads an atom (with dots, as obsolete phrases have them) or a quoted string.
func (p *listParser) word(words *phrase) error {
	if p.s[p.i] == '"' {
		text, n, err := unquote(p.rest())
		p.i += n
		*words = append(*words, phraseWord{text, true})
		return err
	}
	n := strings.IndexAny(p.rest(), "()<>[]:;@\\,\" \t\r\n")
	if n < 0 {
		n = len(p.rest())
	}
	if n == 0 {
		return ErrList
	}
	*words = append(*words, phraseWord{p.s[p.i : p.i+n], false})
	p.i += n
	return nil
}

// angle reads <address>, dropping an obsolete route.
func (p *listParser) angle(name phrase) (Mailbox, error) {
	end := endOfAngle(p.rest())
	if end < 0 {
		return Mailbox{}, ErrList
	}
	spec := strings.Join(strings.Fields(p.rest()[1:end]), "")
	if strings.HasPrefix(p.rest()[1:end], `"`) {
		spec = strings.TrimSpace(p.rest()[1:end])
	}
	p.i += end + 1
	if strings.HasPrefix(spec, "@") {
		_, spec, _ = strings.Cut(spec, ":")
	}
	a, err := Parse(spec)
	if err != nil {
		return Mailbox{}, ErrList
	}
	return Mailbox{Name: name.String(), Address: a}, nil
}

// again reads the address that was just read once more in brackets: "a@b.org <a@b.org>", as scripts write it, is one mailbox
// to every reader. With another address it would be two authors.
func (p *listParser) again(m Mailbox) (Mailbox, error) {
	same, err := p.angle(phrase{{m.Address.Reveal(), true}})
	if err == nil && same.Address.Normal() != m.Address.Normal() {
		err = ErrList
	}
	return same, err
}

// endOfAngle finds the closing bracket of s, which begins with "<", outside quotes.
func endOfAngle(s string) int {
	quoted := false
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '>' && !quoted:
			return i
		}
	}
	return -1
}

// bare reads the domain behind a local part that stands without brackets.
func (p *listParser) bare(local phrase) (Mailbox, error) {
	if len(local) != 1 {
		return Mailbox{}, ErrList
	}
	p.i++
	n := strings.IndexAny(p.rest(), "()<>,;: \t\r\n\"")
	if strings.HasPrefix(p.rest(), "[") {
		n = strings.IndexByte(p.rest(), ']') + 1
	}
	if n < 0 {
		n = len(p.rest())
	}
	domain := p.s[p.i : p.i+n]
	p.i += n
	text := local[0].text
	if local[0].quoted {
		text = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
	}
	a, err := Parse(text + "@" + domain)
	if err != nil {
		return Mailbox{}, ErrList
	}
	return Mailbox{Address: a}, nil
}

// skipSpace passes folding white space and comments, keeping the last comment.
func (p *listParser) skipSpace() error {
	for p.i < len(p.s) {
		switch p.s[p.i] {
		case ' ', '\t', '\r', '\n':
			p.i++
		case '(':
			n := endOfComment(p.rest())
			if n < 0 {
				return ErrList
			}
			p.comment = strings.TrimSpace(p.s[p.i+1 : p.i+n-1])
			p.i += n
		default:
			return nil
		}
	}
	return nil
}

// endOfComment gives the length of the comment that s begins with; comments nest.
func endOfComment(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 {
			return i + 1
		}
	}
	return -1
}

// unquote reads the quoted string that s begins with and says how long it was.
func unquote(s string) (text string, n int, err error) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			return b.String(), i + 1, nil
		case '\\':
			i++
			if i < len(s) {
				b.WriteByte(s[i])
			}
		case '\r', '\n':
		default:
			b.WriteByte(s[i])
		}
	}
	return "", len(s), ErrList
}

// phrase is the words of a name.
type phrase []phraseWord

type phraseWord struct {
	text   string
	quoted bool
}

// String joins the words, decoding those outside quotes; adjacent encoded words join without a space (RFC 2047 6.2).
func (ph phrase) String() string {
	var parts []string
	var run []string
	flush := func() {
		if len(run) > 0 {
			parts = append(parts, DecodeWords(strings.Join(run, " ")))
			run = nil
		}
	}
	for _, w := range ph {
		if !w.quoted {
			run = append(run, w.text)
			continue
		}
		flush()
		parts = append(parts, DecodeWords(w.text)) // against RFC 2047 5, as many programs write it
	}
	flush()
	return strings.Join(parts, " ")
}
