package attachment

import (
	"bytes"
	"encoding/binary"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// markup reads XML one token at a time from a stream, with no tree, no DTD and no entities but the five and the
// numbered ones. It never fails on what a forgiving reader would show: Office files are read by their tags alone.
type markup struct {
	r    io.Reader
	buf  []byte
	pos  int
	err  error // why the stream ended; io.EOF is a normal end
	last bool  // the last start tag was self-closing: its end comes next
	name string

	lines    int        // ends of lines before counted
	counted  int        // a position in buf
	comments *paragraph // where comments go; nil if they are of no interest
}

// token is a start tag, an end tag, or a stretch of text (which may come in pieces).
type token struct {
	kind  byte   // tokStart, tokEnd, tokText
	name  string // with its prefix: "w:t"
	local string // without: "t"
	attrs []byte // of a start tag, as written
	text  string
}

const (
	tokStart = iota + 1
	tokEnd
	tokText
)

const (
	markupChunk = 64 << 10
	maxTag      = 4 << 20 // a data URL in an attribute may be long
)

func newMarkup(r io.Reader) *markup {
	m := &markup{r: r}
	m.fill()
	switch { // UTF-16 parts are allowed (ECMA-376 part 2, 8.1.4) and nearly never met
	case bytes.HasPrefix(m.buf, []byte("\xFF\xFE")), bytes.HasPrefix(m.buf, []byte("<\x00")):
		m.recode(binary.LittleEndian)
	case bytes.HasPrefix(m.buf, []byte("\xFE\xFF")), bytes.HasPrefix(m.buf, []byte("\x00<")):
		m.recode(binary.BigEndian)
	}
	return m
}

// recode reads the rest as UTF-16.
func (m *markup) recode(order binary.ByteOrder) {
	rest, err := io.ReadAll(io.LimitReader(m.r, 64<<20))
	m.buf = []byte(strings.TrimPrefix(fromUTF16(append(m.buf, rest...), order), "\uFEFF"))
	m.r, m.err = bytes.NewReader(nil), err
}

// fill reads more and says whether there was more.
func (m *markup) fill() bool {
	if m.err != nil {
		return false
	}
	if m.pos > 0 {
		m.line()
		m.counted = 0
		m.buf = append(m.buf[:0], m.buf[m.pos:]...)
		m.pos = 0
	}
	start := len(m.buf)
	if cap(m.buf)-start < markupChunk {
		m.buf = append(make([]byte, 0, 2*cap(m.buf)+markupChunk), m.buf...)
	}
	n, err := m.r.Read(m.buf[start : start+markupChunk])
	m.buf = m.buf[:start+n]
	m.err = err
	return n > 0 || err == nil
}

// line gives the line that the reader has come to.
func (m *markup) line() int {
	m.lines += bytes.Count(m.buf[m.counted:m.pos], []byte("\n"))
	m.counted = m.pos
	return m.lines + 1
}

// fault is the error that ended the stream, nil at a normal end.
func (m *markup) fault() error {
	if m.err == io.EOF {
		return nil
	}
	return m.err
}

// next gives the next token; false at the end.
func (m *markup) next() (token, bool) {
	if m.last {
		m.last = false
		return token{kind: tokEnd, name: m.name, local: localName(m.name)}, true
	}
	for {
		if m.pos >= len(m.buf) && !m.fill() {
			return token{}, false
		}
		if m.pos >= len(m.buf) {
			continue
		}
		if m.buf[m.pos] != '<' {
			return m.chars(), true
		}
		if t, ok := m.tag(); ok {
			return t, true
		}
	}
}

// chars reads text up to the next tag, or as much of it as is there.
func (m *markup) chars() token {
	end := bytes.IndexByte(m.buf[m.pos:], '<')
	for end < 0 && len(m.buf)-m.pos < markupChunk && m.fill() {
		end = bytes.IndexByte(m.buf[m.pos:], '<')
	}
	raw := m.buf[m.pos:]
	if end >= 0 {
		raw = raw[:end]
	} else if m.err == nil {
		raw = wholeText(raw)
	}
	m.pos += len(raw)
	return token{kind: tokText, text: unescape(raw)}
}

// wholeText cuts b before an entity or a character that goes on in the next piece.
func wholeText(b []byte) []byte {
	if i := bytes.LastIndexByte(b, '&'); i > 0 && len(b)-i < 12 && bytes.IndexByte(b[i:], ';') < 0 {
		return b[:i]
	}
	for i := 1; i < utf8.UTFMax && i < len(b); i++ {
		if utf8.RuneStart(b[len(b)-i]) {
			if !utf8.FullRune(b[len(b)-i:]) {
				return b[:len(b)-i]
			}
			break
		}
	}
	return b
}

// tag reads what begins with '<'; ok is false for what carries nothing: comments, declarations, instructions.
func (m *markup) tag() (token, bool) {
	if len(m.buf)-m.pos < 2 {
		m.fill()
	}
	if next := m.buf[m.pos+1:]; len(next) > 0 && next[0] != '!' && next[0] != '?' {
		m.pos++
		return m.element()
	}
	for _, skip := range []struct{ begin, end string }{{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}, {"<!", ">"}} {
		for len(m.buf)-m.pos < len(skip.begin) && m.fill() {
		}
		if !bytes.HasPrefix(m.buf[m.pos:], []byte(skip.begin)) {
			continue
		}
		m.pos += len(skip.begin)
		inner := m.until(skip.end)
		if m.comments != nil && (skip.begin == "<!--" || skip.begin != "<![CDATA[" && isPhrase(inner) && hasFigures(string(inner)) && !bytes.HasPrefix(inner, []byte("xml "))) {
			m.comments.at = m.line()
			m.comments.write(unescape(inner))
			m.comments.line()
		}
		return token{kind: tokText, text: string(inner)}, skip.begin == "<![CDATA["
	}
	m.pos++
	return m.element()
}

// until reads up to and over end, or to the end of the stream. Very long stretches are cut.
func (m *markup) until(end string) []byte {
	from := 0
	for {
		if i := bytes.Index(m.buf[m.pos+from:], []byte(end)); i >= 0 {
			inner := m.buf[m.pos : m.pos+from+i]
			m.pos += from + i + len(end)
			return inner
		}
		from = max(0, len(m.buf)-m.pos-len(end)+1)
		if len(m.buf)-m.pos > maxTag || !m.fill() {
			inner := m.buf[m.pos:]
			m.pos = len(m.buf)
			return inner
		}
	}
}

// element reads a start or end tag behind its '<'.
func (m *markup) element() (token, bool) {
	end, from := -1, 0
	var quote byte
	for end < 0 {
		for i := m.pos + from; i < len(m.buf) && end < 0; i++ {
			switch c := m.buf[i]; {
			case quote != 0 && c == quote:
				quote = 0
			case quote != 0:
			case c == '"' || c == '\'':
				quote = c
			case c == '>':
				end = i
			}
		}
		from = len(m.buf) - m.pos
		if end < 0 && (from > maxTag || !m.fill()) {
			m.pos = len(m.buf)
			return token{}, false
		}
	}
	raw := m.buf[m.pos:end]
	m.pos = end + 1
	return m.parseTag(raw)
}

func (m *markup) parseTag(raw []byte) (token, bool) {
	kind := byte(tokStart)
	if bytes.HasPrefix(raw, []byte("/")) {
		kind, raw = tokEnd, raw[1:]
	}
	selfClosing := bytes.HasSuffix(raw, []byte("/"))
	raw = bytes.TrimSuffix(raw, []byte("/"))
	n := 0
	for n < len(raw) && raw[n] != ' ' && raw[n] != '\n' && raw[n] != '\r' && raw[n] != '\t' {
		n++
	}
	if n == 0 {
		return token{}, false
	}
	name := tagName(raw[:n])
	if kind == tokStart && selfClosing {
		m.last, m.name = true, name
	}
	return token{kind: kind, name: name, local: localName(name), attrs: raw[n:]}, true
}

// tagName saves allocations for the names that make up most of a big sheet or text.
func tagName(b []byte) string {
	switch string(b) {
	case "c":
		return "c"
	case "v":
		return "v"
	case "row":
		return "row"
	case "si":
		return "si"
	case "t":
		return "t"
	case "w:t":
		return "w:t"
	case "w:r":
		return "w:r"
	case "w:p":
		return "w:p"
	case "text:p":
		return "text:p"
	case "table:table-cell":
		return "table:table-cell"
	}
	return string(b)
}

func localName(name string) string {
	if i := strings.LastIndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

// attr is the value of the attribute with that local name; "" if there is none.
func (t token) attr(local string) string {
	found := ""
	t.eachAttr(func(name, value []byte) bool {
		if i := bytes.LastIndexByte(name, ':'); i >= 0 {
			name = name[i+1:]
		}
		if string(name) != local {
			return true
		}
		found = unescape(value)
		return false
	})
	return found
}

// eachAttr calls f with each attribute as written, until it returns false.
func (t token) eachAttr(f func(name, value []byte) bool) {
	b := t.attrs
	for {
		eq := bytes.IndexByte(b, '=')
		if eq < 0 {
			return
		}
		name := bytes.TrimSpace(b[:eq])
		b = bytes.TrimLeft(b[eq+1:], " \t\r\n")
		if len(b) == 0 {
			return
		}
		quote := b[0]
		if quote != '"' && quote != '\'' {
			b = b[1:]
			continue
		}
		end := bytes.IndexByte(b[1:], quote)
		if end < 0 {
			return
		}
		if !f(name, b[1:1+end]) {
			return
		}
		b = b[end+2:]
	}
}

// truthy reads an xsd:boolean or ST_OnOff attribute.
func truthy(value string) bool { return value == "1" || value == "true" || value == "on" }

// unescape replaces entities.
func unescape(b []byte) string {
	i := bytes.IndexByte(b, '&')
	if i < 0 {
		return string(b)
	}
	var out strings.Builder
	out.Grow(len(b))
	for i >= 0 {
		out.Write(b[:i])
		b = b[i:]
		end := bytes.IndexByte(b[:min(len(b), 12)], ';')
		r, ok := rune(0), false
		if end > 0 {
			r, ok = entity(string(b[1:end]))
		}
		if ok {
			out.WriteRune(r)
			b = b[end+1:]
		} else {
			out.WriteByte('&')
			b = b[1:]
		}
		i = bytes.IndexByte(b, '&')
	}
	out.Write(b)
	return out.String()
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, ok := strings.CutPrefix(name, "#")
	if !ok {
		return 0, false
	}
	base := 10
	if hex, ok := strings.CutPrefix(strings.ToLower(digits), "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n <= utf8.MaxRune
}
