package message

import (
	"bytes"
	"slices"
	"strings"
)

// Wrap gives the edits that put a message whose bytes may not change into a multipart/mixed, with the footer as a second text
// behind it, as list managers do. The id makes the boundary; nil where it stands in the message already.
func (m *Message) Wrap(id string, f Footer) []Edit {
	boundary := "=_souspli_" + id
	top := &m.Parts[0]
	if bytes.Contains(m.Raw, []byte(boundary)) || top.HeaderEnd == top.Body {
		return nil
	}
	var edits []Edit
	inner := "--" + boundary + "\r\n"
	for _, field := range top.Fields {
		if strings.HasPrefix(strings.ToLower(field.Name), "content-") {
			edits = append(edits, RemoveField(field))
			inner += string(m.Raw[field.Start:field.End])
		}
	}
	literal := func(offset int, text string) Edit { return Edit{Offset: offset, Pieces: []Piece{{Text: text}}} }
	return append(edits,
		literal(top.HeaderEnd, FormatField("Content-Type", `multipart/mixed; boundary="`+boundary+`"`)),
		literal(top.Body, inner+"\r\n"),
		literal(top.End, "\r\n--"+boundary+"\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"),
		Edit{Offset: top.End, Recode: &Recode{To: QuotedPrintable, ToUTF8: true, Inserts: []Insert{{Pieces: withCRLF(f.Text)}}}},
		literal(top.End, "\r\n--"+boundary+"--\r\n"),
	)
}

func withCRLF(pieces []Piece) []Piece {
	out := slices.Clone(pieces)
	for i := range out {
		out[i].Text = strings.ReplaceAll(out[i].Text, "\n", "\r\n")
	}
	return out
}
