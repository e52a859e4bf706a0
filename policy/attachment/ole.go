package attachment

import (
	"bytes"
	"encoding/binary"
)

// oleObject takes the file out of an OLE 1.0 embedded object: version, format id, then three counted strings and the
// data (MS-OLEDS 2.2.4, 2.2.5).
func oleObject(data []byte) (File, bool) {
	rest := data
	if len(rest) < 8 || binary.LittleEndian.Uint32(rest[4:]) != 2 {
		return File{Name: "object", Data: data}, len(data) > 0
	}
	rest = rest[8:]
	var names [3][]byte
	for i := range names {
		if len(rest) < 4 {
			return File{}, false
		}
		n := int(binary.LittleEndian.Uint32(rest))
		if n > len(rest)-4 {
			return File{}, false
		}
		names[i], rest = rest[4:4+n], rest[4+n:]
	}
	if len(rest) < 4 {
		return File{}, false
	}
	n := int(binary.LittleEndian.Uint32(rest))
	body := rest[4:min(len(rest), 4+max(n, 0))]
	if bytes.HasPrefix(bytes.ToLower(names[0]), []byte("package")) {
		if f, ok := olePackage(body); ok {
			return f, true
		}
	}
	return File{Name: "object", Data: body}, len(body) > 0
}

// olePackage takes the file out of the packager's stream: a type, name, path, then another path and the bytes.
// Nobody documents it; every mail reader knows it.
func olePackage(b []byte) (File, bool) {
	if len(b) < 4 {
		return File{}, false
	}
	rest := b[2:]
	name, rest, ok := bytes.Cut(rest, []byte{0})
	if !ok {
		return File{}, false
	}
	_, rest, ok = bytes.Cut(rest, []byte{0})
	if !ok || len(rest) < 8 {
		return File{}, false
	}
	rest = rest[4:]
	n := int(binary.LittleEndian.Uint32(rest))
	if n < 0 || n > len(rest)-4 {
		return File{}, false
	}
	rest = rest[4+n:]
	if len(rest) < 4 {
		return File{}, false
	}
	size := int(binary.LittleEndian.Uint32(rest))
	return File{Name: fromWindows1252(name), Data: rest[4:min(len(rest), 4+max(size, 0))]}, true
}
