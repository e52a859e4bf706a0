package message

import (
	"bytes"
	"strings"
)

// maxLine is the longest line of text in octets without its line break (RFC 5321 4.5.3.1.6).
const maxLine = 998

// Footer is what is added to the texts of a message. The literal text of its pieces is UTF-8 with \n between lines and no
// line break at the end.
type Footer struct {
	Text, HTML           []Piece // with the way out
	PlainText, PlainHTML []Piece // without, for a text that holds the way out already
	Way                  string  // what every way out begins with: older footers in a quoted text are known by it
}

// AddFooter gives the edits that put the footer into one of the Bodies: behind the last line of a plain text, before the
// end of the HTML body. {{unsubscribe}} in the text becomes the link, and the footer then comes without its own. A footer
// that an earlier message brought along goes, so that none stands below another and nobody is handed a stranger's way out.
func (m *Message) AddFooter(part int, f Footer) []Edit {
	p := &m.Parts[part]
	content, _ := Decode(p.Encoding, m.Bytes(part))
	isHTML := p.MediaType.Is("text/html")
	label, _ := m.charsetOf(part, content)
	cs := lookupCharset(label)
	isLost := cs.isLost(content)
	if isLost {
		f = f.asASCII()
	}
	r := m.recode(part, content, literals(f.Text)+literals(f.HTML))
	text := r.text(content)

	inserts, hasLink := placeholders(text, isHTML)
	pieces := f.pick(isHTML, hasLink)
	inserts = merge(inserts, f.older(text, isHTML))
	if len(pieces) > 0 {
		unclear := isLost && cs.shifts() // what looks like a tag may be half a character
		inserts = merge(inserts, []Insert{placeFooter(text, p.MediaType, pieces, isHTML && !unclear)})
	}
	if len(inserts) == 0 {
		return nil
	}
	r.Inserts = inserts
	r.To = m.encodingFor(part, r, text)
	return append(m.describeAs(part, r), Edit{Offset: p.Body, Length: p.End - p.Body, Recode: &r})
}

// pick chooses the form of the footer.
func (f Footer) pick(isHTML, hasLink bool) []Piece {
	switch {
	case isHTML && hasLink:
		return f.PlainHTML
	case isHTML:
		return f.HTML
	case hasLink:
		return f.PlainText
	}
	return f.Text
}

// literals joins the text of pieces: what a charset must be able to hold.
func literals(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// recode decides in which charset a text with this addition is written: its own if that can hold both or cannot be read, else
// UTF-8.
func (m *Message) recode(part int, content []byte, addition string) Recode {
	label, byPage := m.charsetOf(part, content)
	cs := lookupCharset(label)
	r := Recode{From: m.Parts[part].Encoding, FromCharset: label}
	r.ToUTF8 = !cs.isLost(content) && (byPage || !cs.canHold(content, addition))
	return r
}

// text gives the decoded text in which the offsets of the inserts count.
func (r Recode) text(content []byte) []byte {
	if r.ToUTF8 {
		return lookupCharset(r.FromCharset).decode(content)
	}
	return content
}

// encodingFor keeps the part's transfer encoding where the new text fits it, else quoted-printable.
func (m *Message) encodingFor(part int, r Recode, text []byte) Encoding {
	if r.From.transforms() {
		return r.From
	}
	ascii := isASCII(text)
	for _, in := range r.Inserts {
		ascii = ascii && isASCII(literals(in.Pieces))
	}
	switch {
	case longestLine(text) > maxLine:
		return QuotedPrintable
	case ascii && r.From == SevenBit:
		return SevenBit
	case r.From == SevenBit:
		return QuotedPrintable
	}
	return EightBit
}

func longestLine(text []byte) int {
	longest := 0
	for line := range bytes.Lines(text) {
		longest = max(longest, len(bytes.TrimRight(line, "\r\n")))
	}
	return longest
}

// BreakLongLines gives the edits that write a part anew because a line of it is longer than mail may have (RFC 5321
// 4.5.3.1.6): text in quoted-printable, base64 in shorter lines. Everything under a signature or in an encryption stays.
func (m *Message) BreakLongLines(part int) []Edit {
	p := &m.Parts[part]
	if p.MediaType.IsMultipart() || p.MediaType.Type == "message" || m.IsSealed(part) || longestLine(m.Bytes(part)) <= maxLine {
		return nil
	}
	r := Recode{From: p.Encoding, To: p.Encoding, FromCharset: p.MediaType.Param("charset")}
	switch _, clean := Decode(p.Encoding, m.Bytes(part)); {
	case !clean: // what readers disagree about stays theirs to read
		return nil
	case p.Encoding.transforms():
	case p.MediaType.Type == "text":
		r.To = QuotedPrintable
	default:
		r.To = Base64
	}
	return append(m.describeAs(part, r), Edit{Offset: p.Body, Length: p.End - p.Body, Recode: &r})
}

// IsSealed reports whether a part lies in a multipart whose bytes are signed or encrypted.
func (m *Message) IsSealed(part int) bool {
	for p := m.Parts[part].Parent; p >= 0; p = m.Parts[p].Parent {
		if sub := m.Parts[p].MediaType.Subtype; sub == "signed" || sub == "encrypted" {
			return true
		}
	}
	return false
}

// describeAs gives the edits of the part's header that a change of charset or encoding needs, with params set in its type.
func (m *Message) describeAs(part int, r Recode, params ...Param) []Edit {
	var edits []Edit
	p := &m.Parts[part]
	if r.ToUTF8 {
		params = append(params, Param{"charset", "utf-8"})
	}
	if len(params) > 0 {
		edits = append(edits, m.setField(part, "Content-Type", FormatField("Content-Type", p.MediaType.with(params...).format())))
	}
	if r.To != r.From {
		edits = append(edits, m.setField(part, "Content-Transfer-Encoding", FormatField("Content-Transfer-Encoding", r.To.String())))
	}
	return edits
}

// setField replaces a field of a part's header, or adds it.
func (m *Message) setField(part int, name, field string) Edit {
	for _, f := range m.Parts[part].Fields {
		if f.Is(name) {
			return ReplaceField(f, Piece{Text: field})
		}
	}
	return m.AddFields(part, Piece{Text: field})
}

// placeFooter says where the footer goes, with the line breaks that the text uses, before the end of a page or behind the
// last line of a text. In flowed text its lines are stuffed (RFC 3676 4.4).
func placeFooter(text []byte, t MediaType, pieces []Piece, isPage bool) Insert {
	eol := "\r\n"
	if bytes.Contains(text, []byte("\n")) && !bytes.Contains(text, []byte("\r\n")) {
		eol = "\n"
	}
	at, before := len(text), eol
	if isPage {
		place := placeInHTML(text)
		at, before = place.at, place.closing+eol
	} else if len(text) > 0 && text[len(text)-1] != '\n' {
		before = eol + eol
	}
	flowed := strings.EqualFold(t.Param("format"), "flowed")
	out := []Piece{{Text: before}}
	for _, p := range pieces {
		if flowed {
			p.Text = stuffLines(p.Text)
		}
		p.Text = strings.ReplaceAll(p.Text, "\n", eol)
		out = append(out, p)
	}
	return Insert{At: at, Pieces: append(out, Piece{Text: eol})}
}

// stuffLines puts a space before lines that would read as something else in flowed text, and takes it from the ends of lines,
// where it would join them.
func stuffLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if i > 0 && (strings.HasPrefix(line, " ") || strings.HasPrefix(line, ">") || strings.HasPrefix(line, "From ")) {
			line = " " + line
		}
		if i < len(lines)-1 {
			line = strings.TrimRight(line, " ")
		}
		lines[i] = line
	}
	return strings.Join(lines, "\n")
}
