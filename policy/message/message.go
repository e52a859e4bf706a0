package message

import (
	"fmt"
	"strings"

	"souspli/policy/address"
)

// Message is a parsed message. Parts[0] is the whole; the parts follow in the order in which they begin.
type Message struct {
	Raw   []byte
	Parts []Part
}

// Part is one node of the MIME tree. Offsets are into Message.Raw.
type Part struct {
	Fields    []Field
	Header    int // where the header begins
	HeaderEnd int // where the blank line behind the fields begins
	Body      int // where the body begins, behind the blank line
	End       int // where the body ends, before the line break of the delimiter that follows

	MediaType MediaType // as declared, or text/plain where the header does not say (RFC 2045 5.2)
	Encoding  Encoding
	Parent    int // index into Message.Parts; -1 for the whole
	Children  []int
}

// Field is one header field.
type Field struct {
	Name       string // as written
	Start, End int    // of the whole field with its last line break
	value      int    // where the value begins, behind the colon
}

// Is reports whether the field has this name, in any case.
func (f Field) Is(name string) bool { return strings.EqualFold(f.Name, name) }

// Value gives a field's value as it stands in the message, folds included, without the last line break.
func (m *Message) Value(f Field) string {
	return strings.TrimSpace(string(m.Raw[f.value:f.End]))
}

// ColonSpace gives the edit that takes out white space between a field's name and its colon, which is obsolete (RFC 5322
// 4.5.8) and hides the field, or the rest of the header, from some readers; ok is false where there is none.
func (m *Message) ColonSpace(f Field) (e Edit, ok bool) {
	at := f.Start + len(f.Name)
	return Edit{Offset: at, Length: f.value - 1 - at}, f.value-1 > at
}

// Unfolded gives a field's value on one line (RFC 5322 2.2.3).
func (m *Message) Unfolded(f Field) string {
	return strings.TrimSpace(strings.ReplaceAll(string(m.Raw[f.value:f.End]), "\r\n", ""))
}

// Text gives a field's value as people read it: unfolded, encoded words decoded, raw 8-bit text as what it most likely is.
func (m *Message) Text(f Field) string { return address.DecodeWords(m.UnfoldedUTF8(f)) }

// UnfoldedUTF8 gives a field's value on one line, raw 8-bit text as what it most likely is, encoded words as they stand.
func (m *Message) UnfoldedUTF8(f Field) string { return toUTF8(m.Unfolded(f)) }

// Header gives the fields of the whole message.
func (m *Message) Header() []Field { return m.Parts[0].Fields }

// First gives the unfolded value of the first field of that name in the message's own header.
func (m *Message) First(name string) (value string, found bool) {
	return m.first(0, name)
}

func (m *Message) first(part int, name string) (value string, found bool) {
	for _, f := range m.Parts[part].Fields {
		if f.Is(name) {
			return m.Unfolded(f), true
		}
	}
	return "", false
}

// All gives the unfolded values of every field of that name in the message's own header.
func (m *Message) All(name string) []string {
	var values []string
	for _, f := range m.Header() {
		if f.Is(name) {
			values = append(values, m.Unfolded(f))
		}
	}
	return values
}

// Bytes gives a part's body as transferred.
func (m *Message) Bytes(part int) []byte {
	return m.Raw[m.Parts[part].Body:m.Parts[part].End]
}

// Limits bound what Parse reads, so that the cost of a message is linear in its size.
type Limits struct {
	Depth       int // multiparts inside multiparts
	Parts       int
	Fields      int // header fields, of all parts together
	HeaderBytes int // octets of header, of all parts together
}

// DefaultLimits leave room for every message seen in practice.
func DefaultLimits() Limits {
	return Limits{Depth: 50, Parts: 1000, Fields: 5000, HeaderBytes: 512 << 10}
}

// Malformed says why a message is refused. It never repeats content.
type Malformed struct {
	Fault  Fault
	Offset int // about where
}

func (e *Malformed) Error() string { return fmt.Sprintf("message: %s at octet %d", e.Fault, e.Offset) }

// Fault is one reason to refuse a message.
type Fault string

// Faults of structure. Each is a key of the wording catalogue.
const (
	FaultLineEnds     Fault = "line-ends"  // CR or LF alone
	FaultNUL          Fault = "nul"        // a NUL octet
	FaultField        Fault = "field"      // a header line that is no field
	FaultFrom         Fault = "from"       // not exactly one From with one mailbox
	FaultRepeated     Fault = "repeated"   // a field or parameter that decides about structure stands twice
	FaultMediaType    Fault = "media-type" // a Content-Type that readers read differently
	FaultEncoding     Fault = "encoding"   // an unknown transfer encoding, or one where none may stand
	FaultBoundary     Fault = "boundary"   // missing, reused, or the beginning of another
	FaultTooDeep      Fault = "too-deep"   // beyond Limits.Depth
	FaultTooManyParts Fault = "too-many-parts"
	FaultHeaderSize   Fault = "header-size"
)
