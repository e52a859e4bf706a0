package message

import "slices"

// qpLine is the longest line of quoted-printable text, with its "=" (RFC 2045 6.7).
const qpLine = 76

const hexDigits = "0123456789ABCDEF"

// qpWriter writes quoted-printable text. CRLF in the text is a line break; every other control character is escaped, so
// that decoding gives the same octets back.
type qpWriter struct {
	out    []byte
	column int
}

// encodeQP encodes what all copies share; each slot gets lines of its own between soft line breaks.
func encodeQP(in []segment) []segment {
	var out []segment
	var w qpWriter
	for i, s := range in {
		if s.slot == NoSlot {
			w.out = slices.Grow(w.out, len(s.static)+len(s.static)/16) // a guess: most text has few octets to escape
			w.write(s.static, endsLine(in[i+1:]))
			continue
		}
		w.softBreak()
		out = append(out, segment{static: w.out}, segment{slot: s.slot, html: s.html, quoted: true})
		w = qpWriter{}
	}
	return append(out, segment{static: w.out})
}

// endsLine reports whether the text that follows begins with a line break, or whether nothing follows.
func endsLine(rest []segment) bool {
	for _, s := range rest {
		if s.slot != NoSlot {
			return false
		}
		if len(s.static) > 0 {
			return s.static[0] == '\r'
		}
	}
	return true
}

func (w *qpWriter) write(text []byte, endsLine bool) {
	for i := 0; i < len(text); i++ {
		if n := plainRun(text[i:], qpLine-1-w.column); n > 1 {
			w.out = append(w.out, text[i:i+n]...)
			w.column += n
			i += n - 1
			continue
		}
		c := text[i]
		if c == '\r' && i+1 < len(text) && text[i+1] == '\n' {
			w.out = append(w.out, '\r', '\n')
			w.column = 0
			i++
			continue
		}
		atEnd := i+1 == len(text) && endsLine || i+2 < len(text) && text[i+1] == '\r' && text[i+2] == '\n'
		literal := c > ' ' && c < 0x7f && c != '=' || (c == ' ' || c == '\t') && !atEnd
		w.octet(c, literal)
	}
}

// plainRun counts the octets that stand for themselves, up to so many. A space at the end of a run may end the line.
func plainRun(text []byte, most int) (n int) {
	for i, c := range text[:min(most, len(text))] {
		switch {
		case c > ' ' && c < 0x7f && c != '=':
			n = i + 1
		case c != ' ' && c != '\t':
			return n
		}
	}
	return n
}

// octet writes one octet, breaking the line softly where it would not fit.
func (w *qpWriter) octet(c byte, literal bool) {
	width := 3
	if literal {
		width = 1
	}
	if w.column+width > qpLine-1 {
		w.softBreak()
	}
	if literal {
		w.out = append(w.out, c)
	} else {
		w.out = append(w.out, '=', hexDigits[c>>4], hexDigits[c&15])
	}
	w.column += width
}

// softBreak ends a line without ending the text's line.
func (w *qpWriter) softBreak() {
	if w.column > 0 {
		w.out = append(w.out, '=', '\r', '\n')
		w.column = 0
	}
}

// appendQPValue writes a slot's value, which begins at the beginning of a line and leaves at the beginning of one.
func appendQPValue(dst []byte, value string) []byte {
	w := qpWriter{out: dst}
	for i := range len(value) {
		c := value[i]
		w.octet(c, c > ' ' && c < 0x7f && c != '=')
	}
	w.softBreak()
	return w.out
}
