package message

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// charset is how the content of a text part is written.
type charset struct {
	label string            // as declared, lower case; "" where nothing was
	enc   encoding.Encoding // nil for UTF-8 and ASCII
	wide  bool              // ASCII text is not its own bytes: UTF-16, UTF-32, UTF-7, ISO-2022
	loose bool              // readers disagree about characters beyond ASCII: enc is a browser's superset of what the label says
	known bool
	utf7  bool
}

// lookupCharset finds a declared charset (RFC 2046 4.1.2; IANA names and the aliases that browsers know).
func lookupCharset(label string) charset {
	label = strings.ToLower(strings.Trim(label, ` '"`))
	c := charset{label: label, known: true}
	switch label {
	case "", "us-ascii", "ascii", "ansi_x3.4-1968", "utf-8", "utf8", "unicode-1-1-utf-8":
		return c
	case "utf-7", "unicode-1-1-utf-7", "x-unicode-2-0-utf-7":
		return charset{label: label, wide: true, known: true, utf7: true}
	case "utf-16", "utf-16be", "ucs-2", "iso-10646-ucs-2", "unicode":
		c.enc, c.wide = unicode.UTF16(unicode.BigEndian, unicode.UseBOM), true
	case "utf-16le":
		c.enc, c.wide = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), true
	case "utf-32", "utf-32be":
		c.enc, c.wide = utf32.UTF32(utf32.BigEndian, utf32.UseBOM), true
	case "utf-32le":
		c.enc, c.wide = utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), true
	case "iso-8859-1", "latin1", "l1", "iso_8859-1":
		c.enc = charmap.ISO8859_1 // htmlindex would give Windows-1252
	default:
		enc, name := findEncoding(label)
		c.enc, c.known = enc, enc != nil
		c.wide = c.shifts() || enc != nil && !keepsASCII(enc)
		c.loose = isSuperset(label, name)
	}
	return c
}

// findEncoding gives the encoding of a label and the name that browsers have for it: as browsers know it, as Python, Java and
// Windows write it, or as IANA lists it. It is nil for what nobody reads any more (iso-2022-kr and the like).
func findEncoding(label string) (enc encoding.Encoding, name string) {
	windows := map[string]string{"cp932": "shift_jis", "cp936": "gbk", "ms936": "gbk", "cp949": "euc-kr", "ms949": "euc-kr", "x-windows-949": "euc-kr", "cp950": "big5", "latin-1": "windows-1252", "cp858": "ibm00858"}
	if strings.HasPrefix(label, "iso-2022-jp-") { // with more characters; the usual ones stand where they stood
		label = "iso-2022-jp"
	}
	for _, spelling := range []string{label, strings.ReplaceAll(label, "_", "-"), windows[label]} {
		if enc, err := htmlindex.Get(spelling); err == nil {
			if name, _ = htmlindex.Name(enc); name != "replacement" {
				return enc, name
			}
		}
		if enc, err := ianaindex.IANA.Encoding(spelling); err == nil && enc != nil {
			return enc, ""
		}
	}
	return nil, ""
}

// keepsASCII reports whether ASCII text is its own bytes, as it is not in EBCDIC.
func keepsASCII(enc encoding.Encoding) bool {
	const sample = "<A z9>"
	b, err := enc.NewEncoder().String(sample)
	return err == nil && b == sample
}

// metaCharset is the charset that a page declares itself (HTML 13.2.3.2).
var metaCharset = regexp.MustCompile(`(?i)<meta\s[^>]*?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)`)

// metaWindow is where browsers look for it.
const metaWindow = 1024

// charsetOf gives the label of a text's charset, and whether the page alone declares it: the header wins.
func (m *Message) charsetOf(part int, content []byte) (label string, byPage bool) {
	t := m.Parts[part].MediaType
	if label = t.Param("charset"); label != "" || !t.Is("text/html") {
		return label, false
	}
	found := metaCharset.FindSubmatch(content[:min(len(content), metaWindow)])
	if found == nil {
		return "", false
	}
	if label = string(found[1]); lookupCharset(label).wide { // a page that could be read so far is not in it
		return "", false
	}
	return label, true
}

// isSuperset reports whether the encoding that browsers use for a label holds more than the label's own: Windows-1254 for
// ISO-8859-9, Big5 with the characters of Hong Kong. Other readers cannot read what only the superset has.
func isSuperset(label, name string) bool {
	switch name {
	case "big5", "gbk", "euc-kr", "euc-jp", "shift_jis":
		return true
	}
	return strings.HasPrefix(name, "windows-") && !strings.HasPrefix(label, "windows-") && !strings.HasPrefix(label, "cp") && !strings.HasPrefix(label, "x-cp")
}

// decode gives the content as UTF-8. A charset that is unknown or does not fit falls back to UTF-8, then Windows-1252:
// a wrong label must not lose text.
func (c charset) decode(content []byte) []byte {
	if c.utf7 {
		if text, ok := decodeUTF7(content); ok {
			return text
		}
	}
	if c.known && c.enc != nil {
		if text, err := c.enc.NewDecoder().Bytes(content); err == nil && !bytes.ContainsRune(text, utf8.RuneError) {
			return text
		}
	}
	if utf8.Valid(content) {
		return content
	}
	text, _ := charmap.Windows1252.NewDecoder().Bytes(content)
	return text
}

// isLost reports whether content in c cannot be read here, so that it has to stay as it is: in a charset that nobody knows, or
// with octets that are no characters in it. Where nothing is declared, or only ASCII or UTF-8, a guess can be made.
func (c charset) isLost(content []byte) bool {
	switch {
	case c.shifts():
	case c.wide || utf8.Valid(content):
		return false
	case c.known && c.enc == nil:
		return c.label != "" && hasUTF8(content)
	}
	if !c.known {
		return true
	}
	text, err := c.enc.NewDecoder().Bytes(content)
	return err != nil || bytes.ContainsRune(text, utf8.RuneError)
}

// shifts reports whether c writes characters in ASCII octets between shifts, and is back in ASCII at the end of each line.
func (c charset) shifts() bool {
	return strings.HasPrefix(c.label, "iso-2022") || strings.HasPrefix(c.label, "hz")
}

// hasUTF8 reports whether a character beyond ASCII stands in content: then it is damaged UTF-8 and not another charset.
func hasUTF8(content []byte) bool {
	for len(content) > 0 {
		r, n := utf8.DecodeRune(content)
		if r >= utf8.RuneSelf && r != utf8.RuneError {
			return true
		}
		content = content[n:]
	}
	return false
}

// canHold reports whether text can be written in c beside content that is in c already, leaving the content as it is.
func (c charset) canHold(content []byte, text string) bool {
	switch {
	case !c.known || c.wide:
		return false
	case isASCII(text):
		return true
	case c.loose:
		return false
	case c.enc != nil:
		_, err := c.enc.NewEncoder().String(text)
		return err == nil
	case c.label == "utf-8" || c.label == "utf8":
		return utf8.Valid(content)
	}
	return false
}

// encode writes UTF-8 text in c.
func (c charset) encode(text string) []byte {
	if c.enc == nil {
		return []byte(text)
	}
	b, err := c.enc.NewEncoder().Bytes([]byte(text))
	if err != nil { // canHold was asked before; a slot's value is ASCII
		return []byte(text)
	}
	return b
}

func isASCII[T string | []byte](s T) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
