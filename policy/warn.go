package policy

import (
	"bytes"
	"iter"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"souspli/policy/address"
	"souspli/policy/attachment"
	"souspli/policy/message"
	"souspli/policy/seal"
)

// Warning is something that a sender should know about a message although it may go out: what a relay cannot mend.
type Warning struct {
	Kind  WarningKind
	Count int
}

// WarningKind is a word for explain, and a key of the wording catalogue.
type WarningKind string

// The kinds of warning.
const (
	WarnKeyIDs        WarningKind = "key-ids"        // encrypted to several keys, whose ids every reader sees; Count keys
	WarnBodyAddresses WarningKind = "body-addresses" // a quoted header in the text shows other people; Count addresses
	WarnInvitation    WarningKind = "invitation"     // an invitation to a list became a publication that nobody can answer
)

// manyAddresses is how many other people's addresses a quoted header may show before it is said.
const manyAddresses = 5

// warnings finds what a copy still shows of others.
func (r Rules) warnings(a Assessment) []Warning {
	var list []Warning
	if len(a.Submission.Recipients) > 1 {
		if keys := visibleKeys(a); keys > 1 {
			list = append(list, Warning{WarnKeyIDs, keys})
		}
	}
	if n := r.bodyAddresses(a); n >= manyAddresses {
		list = append(list, Warning{WarnBodyAddresses, n})
	}
	if a.Purpose != nil && slices.ContainsFunc(a.Message.Parts, func(p message.Part) bool { return p.MediaType.Is("text/calendar") && isRequest(p.MediaType) }) {
		list = append(list, Warning{WarnInvitation, 1})
	}
	return list
}

// visibleKeys counts the keys that the encrypted parts of a message name.
func visibleKeys(a Assessment) int {
	most := 0
	for _, part := range slices.Concat(a.Attachments, a.Texts) {
		if !strings.HasPrefix(part.MediaType, "message/") && !strings.HasPrefix(part.MediaType, "image/") {
			most = max(most, seal.Recipients(part.Content))
		}
	}
	return most
}

// bodyAddresses counts the most addresses of others that one quoted header in the text or in an attached message shows.
func (r Rules) bodyAddresses(a Assessment) int {
	known := map[string]bool{a.From.Address.Normal(): true}
	if a.Purpose == nil { // the reader sees them in the header as well
		for _, m := range recipientsInHeader(a.Message, "To", "Cc", "Reply-To") {
			known[m.Address.Normal()] = true
		}
	}
	isOther := func(other address.Address) bool {
		return !known[other.Normal()] && !matchesAny(a.Submission.Account.Senders, other) && !slices.Contains(r.InternalDomains, other.Domain())
	}
	most := 0
	for part, p := range a.Message.Parts {
		switch {
		case a.Message.IsText(part):
			text := a.Message.DecodedText(part)
			lines := bytes.Lines(text)
			if p.MediaType.Is("text/html") {
				lines = linesOfHTML(text)
			}
			most = max(most, quotedAddresses(lines, isOther))
		case p.MediaType.Is("message/rfc822"):
			most = max(most, quotedAddresses(bytes.Lines(a.Message.Bytes(part)), isOther))
		}
	}
	return most
}

// addressLabel begins a line of a quoted header that lists recipients, in the languages of the usual mail programs.
var addressLabel = regexp.MustCompile(`(?i)^[>\s*_|]*(?:to|cc|bcc|à|a|cci|copie à|copie|an|kopie|para|per|aan|till|kopia|til|kopi|do|dw|komu|kopie an|envoyé à|destinataires?)[*_\s]*:`)

// anyLabel begins another line of a quoted header.
var anyLabel = regexp.MustCompile(`^[>\s*_|]*[\pL][\pL -]{0,20}[*_\s]*:(?:\s|$)`)

// quotedAddresses gives the most addresses that one such line shows, with the lines that continue it.
func quotedAddresses(lines iter.Seq[[]byte], isOther func(address.Address) bool) int {
	most := 0
	seen := map[string]bool{}
	inside := false
	for line := range lines {
		line = bytes.TrimRight(line, "\r\n")
		isLabel := bytes.IndexByte(line, ':') >= 0 // cheaper than the expressions
		switch {
		case isLabel && addressLabel.Match(line):
			inside = true
			clear(seen)
		case len(bytes.Trim(line, "> \t")) == 0, isLabel && anyLabel.Match(line):
			inside = false
		}
		if !inside {
			continue
		}
		for _, token := range addressTokens(string(line)) {
			if other, err := address.Parse(token); err == nil && isOther(other) {
				seen[token] = true
			}
		}
		most = max(most, len(seen))
	}
	return most
}

// linesOfHTML gives what a page says, a line for each block, which the next one overwrites.
func linesOfHTML(page []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		var line []byte
		z := html.NewTokenizer(bytes.NewReader(page))
		for {
			switch z.Next() {
			case html.ErrorToken:
				yield(line)
				return
			case html.TextToken:
				line = appendUnbroken(line, z.Text())
			case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
				if name, _ := z.TagName(); !attachment.BeginsLine(atom.Lookup(name)) {
					continue
				}
				if !yield(line) {
					return
				}
				line = line[:0]
			}
		}
	}
}

// appendUnbroken adds a text in which a line break is a space, as in a page.
func appendUnbroken(line, text []byte) []byte {
	begin := len(line)
	line = append(line, text...)
	for i, c := range line[begin:] {
		if c == '\r' || c == '\n' {
			line[begin+i] = ' '
		}
	}
	return line
}
