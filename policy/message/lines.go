package message

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// EditLines gives the edits that change a part whose content is lines folded as in a header: calendars (RFC 5545 3.1), cards,
// delivery status. The function gets each unfolded line and gives what stands in its place, or false to take it out. The
// params are set in the part's Content-Type. Nothing is edited where no line changes.
func (m *Message) EditLines(part int, edit func(line string) (string, bool), params ...Param) []Edit {
	p := &m.Parts[part]
	content, _ := Decode(p.Encoding, m.Bytes(part))
	r := m.recode(part, content, "")
	text := r.text(content)
	for at := 0; at < len(text); {
		end := foldedEnd(text, at)
		line := unfold(text[at:end])
		if changed, keep := edit(line); !keep {
			r.Inserts = append(r.Inserts, Insert{At: at, Drop: end - at})
		} else if changed != line {
			r.Inserts = append(r.Inserts, Insert{At: at, Drop: end - at, Pieces: []Piece{{Text: foldOctets(changed)}}})
		}
		at = end
	}
	if len(r.Inserts) == 0 {
		return nil
	}
	r.To = m.encodingFor(part, r, text)
	return append(m.describeAs(part, r, params...), Edit{Offset: p.Body, Length: p.End - p.Body, Recode: &r})
}

// foldedEnd gives the offset behind a line and its continuations.
func foldedEnd(text []byte, at int) int {
	for at = lineEnd(text, at); at < len(text) && (text[at] == ' ' || text[at] == '\t'); {
		at = lineEnd(text, at)
	}
	return at
}

func unfold(b []byte) string {
	var line strings.Builder
	for i, piece := range bytes.Split(b, []byte("\n")) {
		if i > 0 && len(piece) > 0 {
			piece = piece[1:]
		}
		line.Write(bytes.TrimRight(piece, "\r"))
	}
	return line.String()
}

// foldOctets folds a line at 75 octets, never inside a character.
func foldOctets(line string) string {
	const width = 75
	var b strings.Builder
	column := 0
	for _, r := range line {
		if column+utf8.RuneLen(r) > width {
			b.WriteString("\r\n ")
			column = 1
		}
		n, _ := b.WriteRune(r)
		column += n
	}
	return b.String() + "\r\n"
}

// WriteType gives the edit that writes a Content-Type or Content-Disposition anew.
func WriteType(f Field, t MediaType) Edit {
	return ReplaceField(f, Piece{Text: FormatField(f.Name, t.format())})
}
