package message

import (
	"bytes"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// maxLine is the longest line of text in octets without its line break (RFC 5321 4.5.3.1.6).
const maxLine = 998

// Footer is what is added to the texts of a message. The literal text of its pieces is UTF-8 with \n between lines and no
// line break at the end.
type Footer struct {
	Text, HTML           []Piece // with the way out
	PlainText, PlainHTML []Piece // without, for a text that holds the way out already
}

// AddFooter gives the edits that put the footer into one of the Bodies: behind the last line of a plain text, before the
// end of the HTML body. {{unsubscribe}} in the text becomes the link, and the footer then comes without its own.
func (m *Message) AddFooter(part int, f Footer) []Edit {
	p := &m.Parts[part]
	content, _ := Decode(p.Encoding, m.Bytes(part))
	isHTML := p.MediaType.Is("text/html")
	r := m.recode(part, content, literals(f.Text)+literals(f.HTML))
	text := r.text(content)

	inserts := placeholders(text, isHTML)
	pieces := f.pick(isHTML, len(inserts) > 0)
	if len(pieces) > 0 {
		inserts = append(inserts, placeFooter(text, isHTML, pieces))
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

// recode decides in which charset a text with this addition is written: its own if that can hold both, else UTF-8.
func (m *Message) recode(part int, content []byte, addition string) Recode {
	p := &m.Parts[part]
	r := Recode{From: p.Encoding, FromCharset: p.MediaType.Param("charset")}
	r.ToUTF8 = !lookupCharset(r.FromCharset).canHold(content, addition)
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
	ascii := isASCII(string(text))
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

// BreakLongLines gives the edits that write a text part in quoted-printable because a line of it is longer than mail may have
// (RFC 5321 4.5.3.1.6). Other parts, and everything under a signature or in an encryption, stay as they are.
func (m *Message) BreakLongLines(part int) []Edit {
	p := &m.Parts[part]
	if p.MediaType.Type != "text" || p.Encoding.transforms() || m.isSealed(part) || longestLine(m.Bytes(part)) <= maxLine {
		return nil
	}
	r := Recode{From: p.Encoding, To: QuotedPrintable, FromCharset: p.MediaType.Param("charset")}
	return append(m.describeAs(part, r), Edit{Offset: p.Body, Length: p.End - p.Body, Recode: &r})
}

// isSealed reports whether a part lies in a multipart whose bytes are signed or encrypted.
func (m *Message) isSealed(part int) bool {
	for p := m.Parts[part].Parent; p >= 0; p = m.Parts[p].Parent {
		if sub := m.Parts[p].MediaType.Subtype; sub == "signed" || sub == "encrypted" {
			return true
		}
	}
	return false
}

// describeAs gives the edits of the part's header that a change of charset or encoding needs.
func (m *Message) describeAs(part int, r Recode) []Edit {
	var edits []Edit
	p := &m.Parts[part]
	if r.ToUTF8 {
		edits = append(edits, m.setField(part, "Content-Type", contentType(p.MediaType, "utf-8")))
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

// placeholders finds {{unsubscribe}}, also as editors write it into an address of a link, and says what goes there.
func placeholders(text []byte, isHTML bool) []Insert {
	if !bytes.Contains(text, []byte("unsubscribe")) {
		return nil
	}
	form := regexp.MustCompile(`(?:https?://)?(?:\{\{|%7[Bb]%7[Bb])(?: |%20)?unsubscribe(?: |%20)?(?:\}\}|%7[Dd]%7[Dd])`)
	var inserts []Insert
	for _, at := range form.FindAllIndex(text, -1) {
		inserts = append(inserts, Insert{At: at[0], Drop: at[1] - at[0], Pieces: []Piece{{Slot: SlotLink, HTML: isHTML}}})
	}
	return inserts
}

// placeFooter says where the footer goes, with the line breaks that the text uses.
func placeFooter(text []byte, isHTML bool, pieces []Piece) Insert {
	eol := "\r\n"
	if bytes.Contains(text, []byte("\n")) && !bytes.Contains(text, []byte("\r\n")) {
		eol = "\n"
	}
	at, before := len(text), eol
	switch {
	case isHTML:
		at = endOfBody(text)
	case len(text) > 0 && text[len(text)-1] != '\n':
		before = eol + eol
	}
	out := []Piece{{Text: before}}
	for _, p := range pieces {
		p.Text = strings.ReplaceAll(p.Text, "\n", eol)
		out = append(out, p)
	}
	return Insert{At: at, Pieces: append(out, Piece{Text: eol})}
}

// endOfBody gives the offset of the last </body> that a browser would see, else of the last </html>, else the end.
func endOfBody(text []byte) int {
	z := html.NewTokenizer(bytes.NewReader(text))
	body, page, at := -1, -1, 0
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind == html.EndTagToken {
			switch name, _ := z.TagName(); string(name) {
			case "body":
				body = at
			case "html":
				page = at
			}
		}
		at += len(z.Raw())
	}
	switch {
	case body >= 0:
		return body
	case page >= 0:
		return page
	}
	return len(text)
}
