package seal

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"slices"
)

const (
	rar4Magic   = "Rar!\x1a\x07\x00"
	rar5Magic   = "Rar!\x1a\x07\x01\x00"
	maxRARBlock = 200_000
)

// RAR is what the block headers of an archive say.
type RAR struct {
	Files  []RARFile
	Locked bool // the headers themselves are encrypted
	// Comments in clear, of the archive and its members: each is an archive of its own, with the comment as its only file.
	Comments [][]byte
	locked   []Span // data of the encrypted files
	Stray    bool   // there are bytes behind the archive
	old      bool   // a file under the ciphers of RAR 1.5 or 2
}

// RARFile is a member of a RAR archive.
type RARFile struct {
	Name   string
	Dir    bool
	Empty  bool
	Locked bool
}

func sniffRAR(data []byte) bool {
	return bytes.HasPrefix(data, []byte(rar4Magic)) || bytes.HasPrefix(data, []byte(rar5Magic))
}

// OpenRAR reads the block headers of an archive at the start of data. What parses before a fault is returned with it.
func OpenRAR(data []byte) (*RAR, error) {
	r := &RAR{}
	switch {
	case bytes.HasPrefix(data, []byte(rar5Magic)):
		return r, r.read5(data)
	case bytes.HasPrefix(data, []byte(rar4Magic)):
		return r, r.read4(data)
	}
	return nil, ErrDamaged
}

// Flags and types of RAR 1.5 to 4 (technote of the RAR sources).
const (
	rar4Main       = 0x73
	rar4File       = 0x74
	rar4Service    = 0x7A
	rar4End        = 0x7B
	rar4HasData    = 0x8000
	rar4MainLocked = 0x0080
	rar4FileLocked = 0x0004
	rar4Large      = 0x0100
	rar4DirMask    = 0x00E0
)

// read4 walks blocks of: CRC (2), type (1), flags (2), size (2), and where the flags say so the size of data behind (4).
func (r *RAR) read4(data []byte) error {
	le := binary.LittleEndian
	at := len(rar4Magic)
	for n := 0; at+7 <= len(data) && n < maxRARBlock; n++ {
		b := data[at:]
		kind, flags, size := b[2], le.Uint16(b[3:]), int(le.Uint16(b[5:]))
		if size < 7 || size > len(b) {
			return ErrDamaged
		}
		head, packed := b[:size], 0
		if flags&rar4HasData != 0 || kind == rar4File || kind == rar4Service {
			if size < 11 {
				return ErrDamaged
			}
			packed = int(le.Uint32(head[7:]))
		}
		switch kind {
		case rar4Main:
			if flags&rar4MainLocked != 0 {
				r.Locked = true
				r.locked = append(r.locked, Span{at + size, len(data)})
				return nil
			}
		case rar4File, rar4Service:
			f, n, err := r.file4(head, kind, flags, packed)
			if err != nil {
				return err
			}
			packed = n
			body := data[at+size : max(at+size, min(at+size+packed, len(data)))]
			switch {
			case f.Locked:
				r.locked = append(r.locked, Span{at + size, at + size + len(body)})
			case kind == rar4Service && f.Name == rarComment:
				r.Comments = append(r.Comments, rar4Comment(head, body))
			}
		case rar4End:
			r.Stray = at+size+packed < len(data)
			return nil
		}
		if packed < 0 || packed > len(data)-at-size {
			return ErrDamaged
		}
		at += size + packed
	}
	return nil
}

// file4 reads a file header; a service block (comment, recovery record) has the same form.
func (r *RAR) file4(head []byte, kind byte, flags uint16, packed int) (RARFile, int, error) {
	le := binary.LittleEndian
	if len(head) < 32 {
		return RARFile{}, 0, ErrDamaged
	}
	size := uint64(le.Uint32(head[11:]))
	nameAt, names := 32, int(le.Uint16(head[26:]))
	if flags&rar4Large != 0 {
		if len(head) < 40 {
			return RARFile{}, 0, ErrDamaged
		}
		packed |= int(le.Uint32(head[32:])) << 32
		size |= uint64(le.Uint32(head[36:])) << 32
		nameAt = 40
	}
	if nameAt+names > len(head) {
		return RARFile{}, 0, ErrDamaged
	}
	name := head[nameAt : nameAt+names]
	if i := bytes.IndexByte(name, 0); i >= 0 { // a Unicode form follows
		name = name[:i]
	}
	f := RARFile{
		Name:   string(name),
		Dir:    flags&rar4DirMask == rar4DirMask,
		Locked: flags&rar4FileLocked != 0,
		Empty:  size == 0 && packed == 0,
	}
	r.old = r.old || f.Locked && head[24] < 29
	if kind == rar4File || !f.Locked && f.Name != "RR" && f.Name != rarComment {
		r.Files = append(r.Files, f)
	}
	return f, packed, nil
}

const rarComment = "CMT"

// rar4Comment makes an archive of a comment, whose header has the form of a file's.
func rar4Comment(head, packed []byte) []byte {
	file := slices.Clone(head)
	file[2] = rar4File
	main := append([]byte{0, 0, rar4Main, 0, 0, 13, 0}, make([]byte, 6)...)
	out := []byte(rar4Magic)
	for _, b := range [][]byte{main, file} {
		binary.LittleEndian.PutUint16(b, uint16(crc32.ChecksumIEEE(b[2:])))
		out = append(out, b...)
	}
	return append(out, packed...)
}

// rar5Comment does the same; head begins with the header's type.
func rar5Comment(head, packed []byte) []byte {
	file := slices.Clone(head)
	file[0] = 2
	out := []byte(rar5Magic)
	for _, b := range [][]byte{{1, 0, 0}, file} {
		b = append(binary.AppendUvarint(nil, uint64(len(b))), b...)
		out = binary.LittleEndian.AppendUint32(out, crc32.ChecksumIEEE(b))
		out = append(out, b...)
	}
	return append(out, packed...)
}

// read5 walks blocks of: CRC (4), and as vints size, type, flags, size of extra area, size of data (RAR 5.0 archive
// format, "General archive block format").
func (r *RAR) read5(data []byte) error {
	at := len(rar5Magic)
	for n := 0; at < len(data) && n < maxRARBlock; n++ {
		v := &vintReader{b: data[min(at+4, len(data)):]}
		before := len(v.b)
		size := v.next()
		lead := before - len(v.b)
		if v.bad || size == 0 || size > uint64(len(v.b)) {
			return ErrDamaged
		}
		v.b = v.b[:size]
		head := v.b
		kind, flags := v.next(), v.next()
		var extra, packed uint64
		if flags&1 != 0 {
			extra = v.next()
		}
		if flags&2 != 0 {
			packed = v.next()
		}
		end := at + 4 + lead + int(size)
		if v.bad || extra > uint64(len(v.b)) || packed > uint64(len(data)-end) {
			return ErrDamaged
		}
		switch kind {
		case 2, 3:
			f, err := r.file5(v, extra, kind == 3)
			switch {
			case err != nil:
				return err
			case f.Locked:
				r.locked = append(r.locked, Span{end, end + int(packed)})
			case kind == 3 && f.Name == rarComment:
				r.Comments = append(r.Comments, rar5Comment(head, data[end:end+int(packed)]))
			}
		case 4:
			r.Locked = true
			r.locked = append(r.locked, Span{end, len(data)})
			return nil
		case 5:
			r.Stray = end < len(data)
			return nil
		}
		at = end + int(packed)
	}
	return nil
}

// file5 reads a file or service header. The data is encrypted if there is an extra record 1.
func (r *RAR) file5(v *vintReader, extra uint64, service bool) (RARFile, error) {
	area := v.b[uint64(len(v.b))-extra:]
	v.b = v.b[:uint64(len(v.b))-extra]
	flags, size := v.next(), v.next()
	v.next() // attributes
	if flags&2 != 0 {
		v.skip(4)
	}
	if flags&4 != 0 {
		v.skip(4)
	}
	v.next() // compression
	v.next() // system
	n := v.next()
	if v.bad || n > uint64(len(v.b)) {
		return RARFile{}, ErrDamaged
	}
	f := RARFile{Name: string(v.b[:n]), Dir: flags&1 != 0, Empty: size == 0, Locked: hasRecord(area, 1)}
	if !service || !f.Locked && f.Name == "STM" {
		r.Files = append(r.Files, f)
	}
	return f, nil
}

// hasRecord looks for a record of the given type in an extra area: size, type, data.
func hasRecord(area []byte, kind uint64) bool {
	for len(area) > 0 {
		v := &vintReader{b: area}
		size := v.next()
		if v.bad || size > uint64(len(v.b)) {
			return false
		}
		area = v.b[size:]
		if v.next() == kind && !v.bad {
			return true
		}
	}
	return false
}

// vintReader reads RAR 5 integers: seven bits a byte, low ones first.
type vintReader struct {
	b   []byte
	bad bool
}

func (v *vintReader) next() uint64 {
	var n uint64
	for i := range 10 {
		if i == len(v.b) {
			break
		}
		c := v.b[i]
		n |= uint64(c&0x7F) << (7 * i)
		if c&0x80 == 0 {
			v.b = v.b[i+1:]
			return n
		}
	}
	v.b, v.bad = nil, true
	return 0
}

func (v *vintReader) skip(n int) {
	if n > len(v.b) {
		v.b, v.bad = nil, true
		return
	}
	v.b = v.b[n:]
}

func proveRAR(data []byte) Proof {
	r, err := OpenRAR(data)
	if err != nil {
		return none("rar", "the headers do not parse")
	}
	locked, clear := r.Locked, false
	for _, f := range r.Files {
		locked = locked || f.Locked
		clear = clear || !f.Dir && !f.Empty && !f.Locked
	}
	switch {
	case !locked:
		return none("rar", "nothing in it is encrypted")
	case clear:
		return none("rar", "mixed: some members are in clear")
	case r.Stray:
		return none("rar", "data behind the archive")
	}
	switch r.Protection(data) {
	case None:
		return none("rar", "the packed data is not random: clear text behind a header")
	case Weak:
		return weak("rar", "cipher of RAR 1.5 or 2")
	}
	return sealed("rar", "AES on every member")
}

// Protection says how far the encrypted members of the archive in data are protected.
func (r *RAR) Protection(data []byte) Verdict {
	for _, s := range r.locked {
		if !randomPart(data[s.Start:s.End], len(data)) {
			return None
		}
	}
	if r.old {
		return Weak
	}
	return Encrypted
}
