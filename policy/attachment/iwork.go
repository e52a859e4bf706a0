package attachment

import (
	"encoding/binary"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klauspost/compress/snappy"
)

// isIWork tells a document of Pages, Numbers or Keynote, or the archive inside one: nobody documents it, but its objects lie in
// members of their own kind.
func (p *parts) isIWork() bool {
	for i := range p.zip.Entries {
		if strings.HasSuffix(strings.ToLower(string(p.zip.Entries[i].Name)), ".iwa") {
			return true
		}
	}
	return false
}

// readIWork reads the texts of the objects. The cells of tables are packed otherwise: of a document with tables the texts are
// read, but not the numbers and dates.
func (p *parts) readIWork() error {
	p.s.kind = "iwork"
	if p.has(".iwpv2") || p.has(".iwph") {
		return errLocked
	}
	for _, name := range p.unread() {
		lower := strings.ToLower(name)
		switch {
		case strings.HasSuffix(lower, ".plist"), strings.HasPrefix(lower, "metadata/"):
		case !strings.HasSuffix(lower, ".iwa"):
			p.embedded(name)
		default:
			if strings.HasPrefix(path.Base(lower), "tile") {
				p.s.note(errUnsupported)
			}
			if packed, ok := p.data(name); ok {
				p.s.note(p.s.readObjects(packed))
			}
		}
	}
	return nil
}

// readObjects reads a member: chunks with a header of four bytes, zero and a length, each packed by Snappy without its frame.
// Behind the length of a description and the description itself come its objects.
func (s *scope) readObjects(packed []byte) error {
	var data []byte
	for len(packed) > 0 {
		n := 0
		if len(packed) >= 4 {
			n = int(binary.LittleEndian.Uint32(packed) >> 8)
		}
		if len(packed) < 4 || packed[0] != 0 || n > len(packed)-4 {
			return errDamaged
		}
		size, err := snappy.DecodedLen(packed[4 : 4+n])
		if err != nil {
			return err
		}
		if err := s.w.budget.take(int64(size)); err != nil {
			return err
		}
		chunk, err := snappy.Decode(nil, packed[4:4+n])
		if err != nil {
			return err
		}
		data, packed = append(data, chunk...), packed[4+n:]
	}
	out := paragraph{s: s}
	defer func() { out.flush() }()
	for len(data) > 0 {
		n, used := binary.Uvarint(data)
		if used <= 0 || n > uint64(len(data)-used) {
			return errDamaged
		}
		objects := data[used+int(n):]
		size := objectsSize(data[used : used+int(n)])
		if size > len(objects) {
			return errDamaged
		}
		out.object(objects[:size], 0)
		data = objects[size:]
	}
	return nil
}

// objectsSize adds up the lengths in a description: field 3 of each field 2.
func objectsSize(description []byte) int {
	size := 0
	eachField(description, func(field int, _ uint64, info []byte) {
		if field == 2 {
			eachField(info, func(field int, n uint64, _ []byte) {
				if field == 3 {
					size += int(min(n, 1<<30))
				}
			})
		}
	})
	return size
}

const maxObjectDepth = 32

// object writes the texts in a protocol buffer: what is text is one, what parses is an object inside.
func (p *paragraph) object(b []byte, depth int) {
	if depth > maxObjectDepth {
		return
	}
	eachField(b, func(_ int, _ uint64, value []byte) {
		switch {
		case len(value) == 0:
		case isPlain(value):
			p.write(string(value))
			p.line()
		case eachField(value, func(int, uint64, []byte) {}):
			p.object(value, depth+1)
		}
	})
}

func isPlain(b []byte) bool {
	return utf8.Valid(b) && strings.IndexFunc(string(b), func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' }) < 0
}

// eachField calls f with each field of a protocol buffer, a number or bytes, and says whether it parses to the end.
func eachField(b []byte, f func(field int, n uint64, value []byte)) bool {
	for len(b) > 0 {
		key, used := binary.Uvarint(b)
		if used <= 0 || key>>3 == 0 || key>>3 > 1<<28 {
			return false
		}
		b = b[used:]
		var n uint64
		var value []byte
		switch size := len(b); key & 7 {
		case 0:
			if n, used = binary.Uvarint(b); used <= 0 {
				return false
			}
		case 1:
			used = 8
		case 2:
			if n, used = binary.Uvarint(b); used <= 0 || n > uint64(size-used) {
				return false
			}
			value = b[used : used+int(n)]
			used += int(n)
		case 5:
			used = 4
		default:
			return false
		}
		if used > len(b) {
			return false
		}
		f(int(key>>3), n, value)
		b = b[used:]
	}
	return true
}
