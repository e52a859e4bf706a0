package seal

import (
	"bytes"
	"errors"
	"strconv"
)

var errPDF = errors.New("malformed PDF object")

const maxPDFDepth = 100

// The values of a PDF file (ISO 32000-2, 7.3) are Go values: nil, bool, int, float64, and these.
type (
	PDFName    string          // without the slash, #xx decoded
	PDFString  []byte          // decoded and, where the file is encrypted and opens, decrypted
	PDFArray   []any           //
	PDFDict    map[PDFName]any //
	PDFRef     struct{ Num, Gen int }
	PDFKeyword string // an operator, or a word such as obj
	// PDFStream is a dictionary and the bytes behind it, still filtered and encrypted.
	PDFStream struct {
		Dict PDFDict
		Raw  []byte
		Ref  PDFRef // of the object it is
	}
)

// PDFLexer reads values and keywords one after another: from a file's objects and from content streams.
type PDFLexer struct {
	Data []byte
	Pos  int
	refs bool // "1 0 R" is a reference; in content streams it is not
}

// Next reads a value or a keyword; ok is false at the end of the data. Rubbish is passed over.
func (l *PDFLexer) Next() (v any, ok bool) {
	for {
		l.skipSpace()
		if l.Pos >= len(l.Data) {
			return nil, false
		}
		if v, err := l.value(0); err == nil {
			return v, true
		}
		l.Pos++
	}
}

// value reads one value; at a closing delimiter it fails without moving.
func (l *PDFLexer) value(depth int) (any, error) {
	l.skipSpace()
	if l.Pos >= len(l.Data) || depth > maxPDFDepth {
		return nil, errPDF
	}
	switch c := l.Data[l.Pos]; {
	case c == '/':
		l.Pos++
		return l.name(), nil
	case c == '(':
		l.Pos++
		return l.literal(), nil
	case c == '<' && l.at(1) == '<':
		l.Pos += 2
		return l.dict(depth)
	case c == '<':
		l.Pos++
		return l.hex(), nil
	case c == '[':
		l.Pos++
		return l.array(depth)
	case c == ']' || c == '>' || c == ')' || c == '}' || c == '{':
		return nil, errPDF
	case c == '+' || c == '-' || c == '.' || c >= '0' && c <= '9':
		return l.number(), nil
	}
	return l.keyword(), nil
}

func (l *PDFLexer) at(n int) byte {
	if l.Pos+n < len(l.Data) {
		return l.Data[l.Pos+n]
	}
	return 0
}

// skipSpace passes over white space and comments; afterwards Pos is inside the data or at its end.
func (l *PDFLexer) skipSpace() {
	l.Pos = min(l.Pos, len(l.Data))
	for l.Pos < len(l.Data) {
		switch c := l.Data[l.Pos]; {
		case isPDFSpace(c):
			l.Pos++
		case c == '%':
			n := bytes.IndexAny(l.Data[l.Pos:], "\r\n")
			if n < 0 {
				n = len(l.Data) - l.Pos
			}
			l.Pos += n
		default:
			return
		}
	}
}

func isPDFSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isPDFDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

// regular takes the bytes up to the next white space or delimiter.
func (l *PDFLexer) regular() []byte {
	start := l.Pos
	for l.Pos < len(l.Data) && !isPDFSpace(l.Data[l.Pos]) && !isPDFDelimiter(l.Data[l.Pos]) {
		l.Pos++
	}
	return l.Data[start:l.Pos]
}

func (l *PDFLexer) name() PDFName {
	raw := l.regular()
	if bytes.IndexByte(raw, '#') < 0 {
		return PDFName(raw)
	}
	return PDFName(AppendUnescaped(nil, raw, '#'))
}

// AppendUnescaped adds to out what b says, in which a mark and two hexadecimal digits stand for an octet. What is malformed stays.
func AppendUnescaped(out, b []byte, mark byte) []byte {
	for i := 0; i < len(b); i++ {
		if b[i] == mark && i+2 < len(b) && Unhex(b[i+1]) >= 0 && Unhex(b[i+2]) >= 0 {
			out = append(out, byte(Unhex(b[i+1])<<4|Unhex(b[i+2])))
			i += 2
			continue
		}
		out = append(out, b[i])
	}
	return out
}

// Unhex gives the value of a hexadecimal digit, or -1.
func Unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func (l *PDFLexer) keyword() any {
	raw := l.regular()
	switch word := string(raw); word {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	case "":
		l.Pos++
		return PDFKeyword("")
	default:
		return PDFKeyword(word)
	}
}

// number reads an integer or a real, and a reference where one follows. What is no number counts as zero, as in
// other readers.
func (l *PDFLexer) number() any {
	raw := l.regular()
	if n, err := strconv.Atoi(string(raw)); err == nil {
		if l.refs && n >= 0 {
			if ref, ok := l.reference(n); ok {
				return ref
			}
		}
		return n
	}
	if f, err := strconv.ParseFloat(string(raw), 64); err == nil {
		return f
	}
	if i := bytes.LastIndexByte(raw, '-'); i > 0 { // "12-34", of broken writers
		if f, err := strconv.ParseFloat(string(raw[:i]), 64); err == nil {
			return f
		}
	}
	return 0
}

// reference looks for "gen R" behind an object number.
func (l *PDFLexer) reference(num int) (PDFRef, bool) {
	ahead := PDFLexer{Data: l.Data, Pos: l.Pos}
	ahead.skipSpace()
	if c := ahead.at(0); c < '0' || c > '9' {
		return PDFRef{}, false
	}
	gen, err := strconv.Atoi(string(ahead.regular()))
	if err != nil {
		return PDFRef{}, false
	}
	ahead.skipSpace()
	if ahead.at(0) != 'R' || string(ahead.regular()) != "R" {
		return PDFRef{}, false
	}
	l.Pos = ahead.Pos
	return PDFRef{num, gen}, true
}

// literal reads a string in parentheses (7.3.4.2), to the end of the data if it is never closed.
func (l *PDFLexer) literal() PDFString {
	var out PDFString
	for depth := 1; l.Pos < len(l.Data); l.Pos++ {
		switch c := l.Data[l.Pos]; c {
		case '(':
			depth++
			out = append(out, c)
		case ')':
			if depth--; depth == 0 {
				l.Pos++
				return out
			}
			out = append(out, c)
		case '\\':
			l.Pos++
			out = l.escape(out)
		case '\r':
			if l.at(1) == '\n' {
				l.Pos++
			}
			out = append(out, '\n')
		default:
			out = append(out, c)
		}
	}
	return out
}

// escape handles what follows a backslash and stops at its last byte.
func (l *PDFLexer) escape(out PDFString) PDFString {
	c := l.at(0)
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	switch {
	case c == '\r':
		if l.at(1) == '\n' {
			l.Pos++
		}
		return out
	case c == '\n':
		return out
	case c >= '0' && c <= '7':
		n := int(c - '0')
		for i := 0; i < 2 && l.at(1) >= '0' && l.at(1) <= '7'; i++ {
			l.Pos++
			n = n<<3 | int(l.Data[l.Pos]-'0')
		}
		return append(out, byte(n))
	}
	return append(out, c)
}

func (l *PDFLexer) hex() PDFString {
	var out PDFString
	half := -1
	for ; l.Pos < len(l.Data); l.Pos++ {
		c := l.Data[l.Pos]
		if c == '>' {
			l.Pos++
			break
		}
		d := Unhex(c)
		if d < 0 {
			continue
		}
		if half < 0 {
			half = d
			continue
		}
		out = append(out, byte(half<<4|d))
		half = -1
	}
	if half >= 0 {
		out = append(out, byte(half<<4))
	}
	return out
}

func (l *PDFLexer) array(depth int) (any, error) {
	list := PDFArray{}
	for {
		l.skipSpace()
		if l.Pos >= len(l.Data) {
			return list, nil
		}
		if l.Data[l.Pos] == ']' {
			l.Pos++
			return list, nil
		}
		v, err := l.value(depth + 1)
		if err != nil {
			if depth >= maxPDFDepth || l.Pos >= len(l.Data) {
				return nil, errPDF
			}
			l.Pos++ // a stray delimiter
			continue
		}
		if v == PDFKeyword("endobj") {
			return list, nil
		}
		list = append(list, v)
	}
}

func (l *PDFLexer) dict(depth int) (any, error) {
	d := PDFDict{}
	for {
		l.skipSpace()
		if l.Pos >= len(l.Data) {
			return d, nil
		}
		if l.Data[l.Pos] == '>' {
			l.Pos++
			if l.at(0) == '>' {
				l.Pos++
			}
			return d, nil
		}
		key, err := l.value(depth + 1)
		name, ok := key.(PDFName)
		if err != nil || !ok {
			if depth >= maxPDFDepth || key == PDFKeyword("endobj") || key == PDFKeyword("stream") {
				return d, nil
			}
			if err != nil {
				l.Pos++
			}
			continue
		}
		l.skipSpace()
		if l.at(0) == '>' { // a key without a value
			continue
		}
		v, err := l.value(depth + 1)
		if err != nil {
			l.Pos++
			continue
		}
		if _, twice := d[name]; !twice {
			d[name] = v
		}
	}
}
