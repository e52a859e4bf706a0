package attachment

import (
	"bytes"
	"encoding/binary"
	"strings"

	"souspli/policy/personal"
)

// TNEF attributes (MS-OXTNEF 2.1.3.1), the low half of the identifier.
const (
	tnefAttachRend = 0x9002
	tnefAttachment = 0x9005
	tnefAttachData = 0x800F
	tnefAttachName = 0x8010
	tnefMAPIProps  = 0x9003
	tnefBody       = 0x800C
	tnefSubject    = 0x8004
	tnefFrom       = 0x8000
)

func isTNEF(s *sample) bool { return bytes.HasPrefix(s.Data, []byte("\x78\x9F\x3E\x22")) }

// tnefReader collects the attachment being described: its attributes come one by one.
type tnefReader struct {
	s    *scope
	open bool
	file File
	long string // name from the MAPI properties
}

// readTNEF reads winmail.dat: level (1), identifier (4), length (4), data, checksum (2), over and over.
func readTNEF(s *scope) error {
	s.container = true
	r := &tnefReader{s: s}
	b := s.Data[min(6, len(s.Data)):]
	for len(b) >= 9 {
		id, n := binary.LittleEndian.Uint32(b[1:]), int(binary.LittleEndian.Uint32(b[5:]))
		if n < 0 || n > len(b)-9 {
			r.end()
			return errDamaged
		}
		r.attribute(uint16(id), b[9:9+n])
		b = b[min(len(b), 9+n+2):]
	}
	r.end()
	return nil
}

func (r *tnefReader) attribute(id uint16, body []byte) {
	switch id {
	case tnefAttachRend:
		r.end()
		r.open = true
	case tnefAttachName:
		r.file.Name = fromWindows1252(bytes.TrimRight(body, "\x00"))
	case tnefAttachData:
		r.open, r.file.Data = true, body
	case tnefAttachment:
		r.properties(body, r.attachmentProperty)
	case tnefMAPIProps:
		r.properties(body, r.messageProperty)
	case tnefBody:
		r.s.member(File{MediaType: "text/plain", Data: bytes.TrimRight(body, "\x00")})
	case tnefSubject, tnefFrom:
		r.s.text(personal.Place{Part: personal.PartHeader}, printable(body))
	}
}

// printable keeps what of a binary structure is text.
func printable(b []byte) string { return stringsIn(b, 1) }

// end examines the attachment that is complete.
func (r *tnefReader) end() {
	if r.open {
		if r.long != "" {
			r.file.Name = r.long
		}
		r.s.member(r.file)
	}
	r.open, r.file, r.long = false, File{}, ""
}

func (r *tnefReader) attachmentProperty(id uint16, value []byte) {
	switch id {
	case mapiAttachLong:
		r.long = tnefText(value)
	case mapiAttachData:
		r.open = true
		const messageID = 16 // the interface identifier in front of an embedded message
		if len(value) > messageID && bytes.HasPrefix(value[messageID:], []byte("\x78\x9F\x3E\x22")) {
			value = value[messageID:]
		}
		r.file.Data = value
	}
}

func (r *tnefReader) messageProperty(id uint16, value []byte) {
	switch id {
	case mapiRTF:
		r.s.compressedRTF(value)
	case mapiHTML:
		r.s.member(File{MediaType: "text/html", Data: value})
	case mapiBody:
		r.s.member(File{MediaType: "text/plain", Data: []byte(tnefText(value))})
	case mapiSubject, mapiSenderName, mapiSenderMail, mapiDisplayTo, mapiDisplayCC, mapiDisplayBCC:
		r.s.text(personal.Place{Part: personal.PartHeader}, tnefText(value))
	}
}

// tnefText decodes a string of either width.
func tnefText(b []byte) string {
	if len(b) > 3 && b[1] == 0 && b[3] == 0 {
		return strings.TrimRight(fromUTF16(b, binary.LittleEndian), "\x00")
	}
	return fromWindows1252(bytes.TrimRight(b, "\x00"))
}

// properties walks a MAPI property list (MS-OXTNEF 2.1.3.4): type, identifier, a name for those above 0x8000, and
// the value, in multiples of four bytes.
func (r *tnefReader) properties(b []byte, f func(id uint16, value []byte)) {
	in := &pieceReader{pieces: [][]byte{b}}
	count := in.uint32()
	for range min(count, 10_000) {
		kind, id := in.uint16(), in.uint16()
		if in.bad {
			return
		}
		if id >= 0x8000 {
			in.bytes(16)
			if in.uint32() == 0 {
				in.bytes(4)
			} else {
				in.padded(int(in.uint32()))
			}
		}
		values := uint32(1)
		multiple := kind&0x1000 != 0
		if kind &^= 0x1000; multiple || variable(kind) {
			values = in.uint32()
		}
		for range min(values, 10_000) {
			value := in.value(kind)
			if in.bad {
				r.s.note(errDamaged)
				return
			}
			f(id, value)
		}
	}
}

func variable(kind uint16) bool {
	return kind == 0x001E || kind == 0x001F || kind == 0x0102 || kind == 0x000D
}

// value reads one value of a MAPI type.
func (p *pieceReader) value(kind uint16) []byte {
	switch kind {
	case 0x001E, 0x001F, 0x0102, 0x000D:
		return p.padded(int(p.uint32()))
	case 0x0005, 0x0006, 0x0007, 0x0014, 0x0040:
		return p.bytes(8)
	case 0x0048:
		return p.bytes(16)
	}
	return p.bytes(4)
}

// padded reads n bytes and what fills them up to four.
func (p *pieceReader) padded(n int) []byte {
	if n < 0 || len(p.pieces) == 0 || n > len(p.pieces[0]) {
		p.bad = true
		return nil
	}
	b := p.bytes(n)
	p.bytes(-n & 3)
	return b
}
