package message

import (
	"cmp"
	"slices"
	"strings"
)

// Plan turns the stored message into copies. It is data: it is kept in the queue beside the original.
type Plan struct {
	Edits []Edit // by offset, not overlapping
}

// Edit replaces Length octets of the original at Offset: by Pieces, or by the same text decoded, changed and encoded again.
type Edit struct {
	Offset int     `json:"o"`
	Length int     `json:"l,omitempty"`
	Pieces []Piece `json:"p,omitempty"`
	Recode *Recode `json:"r,omitempty"`
	Blank  bool    `json:"b,omitempty"` // an empty line follows, once behind all such edits at one offset
}

// Piece is literal text, or a slot that each copy fills.
type Piece struct {
	Text string `json:"t,omitempty"`
	Slot Slot   `json:"s,omitempty"`
	HTML bool   `json:"h,omitempty"` // the slot's value is escaped for HTML text and attributes
}

// Slot is a place that differs between the copies of one submission.
type Slot int

// The slots. Their values must be ASCII without line breaks, except SlotTo, which may be folded.
const (
	NoSlot     Slot = iota
	SlotTo          // the recipient as a header shows it
	SlotLink        // the way out: BASE_URL/u/TOKEN
	SlotMailto      // the way out by mail: mailto:u+TOKEN@DOMAIN
	slotCount
)

// Values fill the slots of one copy.
type Values [slotCount]string

// Recode says how a text part's body is read, what goes into the text, and how it is written again.
type Recode struct {
	From        Encoding `json:"f,omitempty"`
	To          Encoding `json:"t,omitempty"`
	FromCharset string   `json:"fc,omitempty"`
	ToUTF8      bool     `json:"u,omitempty"` // the text is written in UTF-8, else in its own charset
	Inserts     []Insert `json:"i,omitempty"` // by offset, not overlapping
}

// Insert replaces Drop octets of the decoded text at At.
type Insert struct {
	At     int     `json:"a"`
	Drop   int     `json:"d,omitempty"`
	Pieces []Piece `json:"p"`
}

// Add puts edits into the plan, keeping it sorted; at one offset insertions come first, in the order in which they were added.
func (p *Plan) Add(edits ...Edit) {
	for _, e := range edits {
		at, _ := slices.BinarySearchFunc(p.Edits, e, func(old, e Edit) int {
			if cmp.Or(cmp.Compare(old.Offset, e.Offset), cmp.Compare(min(old.Length, 1), min(e.Length, 1))) <= 0 {
				return -1
			}
			return 1
		})
		p.Edits = slices.Insert(p.Edits, at, e)
	}
}

// Changes reports whether the plan replaces or removes the field.
func (p Plan) Changes(f Field) bool {
	return slices.ContainsFunc(p.Edits, func(e Edit) bool { return e.Offset == f.Start && e.Length > 0 })
}

// RemoveField takes a field out.
func RemoveField(f Field) Edit {
	return Edit{Offset: f.Start, Length: f.End - f.Start}
}

// ReplaceField puts pieces, a whole field with its line break, in place of a field.
func ReplaceField(f Field, pieces ...Piece) Edit {
	return Edit{Offset: f.Start, Length: f.End - f.Start, Pieces: pieces}
}

// AddFields puts pieces, whole fields with their line breaks, at the end of a part's header.
func (m *Message) AddFields(part int, pieces ...Piece) Edit {
	p := &m.Parts[part]
	// A part that ended without a blank line gets one, so that what follows does not become header.
	return Edit{Offset: p.HeaderEnd, Pieces: pieces, Blank: p.HeaderEnd == p.Body}
}

// Field writes a whole header field, folded at spaces so that lines stay within 78 octets where they can (RFC 5322 2.2.3).
// No word is ever broken. Control characters in the value are dropped.
func FormatField(name, value string) string {
	return name + ": " + FoldValue(len(name)+2, value) + "\r\n"
}

// FoldValue folds a header value at spaces; used is how much of the first line is taken.
func FoldValue(used int, value string) string {
	value = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, value)
	var b strings.Builder
	column := used
	for i, word := range strings.Split(value, " ") {
		switch {
		case i == 0:
		case column+1+len(word) > 78 && word != "":
			b.WriteString("\r\n ")
			column = 1
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}
