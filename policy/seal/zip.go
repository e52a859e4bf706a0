package seal

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"io"
	"slices"
)

// Errors of the archive readings. Whoever reads on after ErrAmbiguous reads what only some readers see.
var (
	ErrDamaged   = errors.New("the archive's own rules are broken")
	ErrAmbiguous = errors.New("two readers would see two contents")
	ErrTooMany   = errors.New("more entries than are read")
)

const (
	sigLocal     = "PK\x03\x04"
	sigCentral   = "PK\x01\x02"
	sigEnd       = "PK\x05\x06"
	sigEnd64     = "PK\x06\x06"
	sigEnd64Loc  = "PK\x06\x07"
	sigSplit     = "PK\x07\x08" // also in front of an archive that was meant to be split
	sigSpan      = "PK00"
	lenLocal     = 30
	lenCentral   = 46
	lenEnd       = 22
	maxZIPEntry  = 100_000
	maxEndRecord = 32
)

// ZIP is the one reading of an archive in which the central directory, the local headers and the bytes agree
// (APPNOTE 6.3.10, sections 4.3 and 4.4).
type ZIP struct {
	Entries []ZIPEntry
	Comment []byte
	Total   int    // bytes of the archive
	Stray   []Span // bytes that belong to no entry: before, between and behind
}

// Span is a range of bytes in a file: from Start up to End.
type Span struct{ Start, End int }

// ZIPEntry is a member of an archive.
type ZIPEntry struct {
	Name    []byte // as written: UTF-8 if UTF8, else whatever the writer used
	UTF8    bool
	Flags   uint16
	Method  uint16 // 99: AES, see AESMethod
	CRC     uint32
	Size    uint64
	Packed  []byte // the bytes as stored
	Extra   []byte
	Comment []byte
	span    Span // local header, data and descriptor
	offset  uint64
	packed  uint64
}

// Locked says whether the entry cannot be read without a password.
func (e *ZIPEntry) Locked() bool { return e.Flags&1 != 0 }

// Empty says whether the entry has no content: folders and files of no bytes.
func (e *ZIPEntry) Empty() bool { return e.Size == 0 && len(e.Packed) == 0 }

// Open reads a stored or deflated entry; ok is false for the other methods and for locked entries.
func (e *ZIPEntry) Open() (r io.Reader, ok bool) {
	switch {
	case e.Locked():
		return nil, false
	case e.Method == 0:
		return bytes.NewReader(e.Packed), true
	case e.Method == 8:
		return flate.NewReader(bytes.NewReader(e.Packed)), true
	}
	return nil, false
}

// OpenZIP reads the directory of an archive, wherever in data it stands. With ErrAmbiguous it returns the reading
// that most readers have; with any other error what could be had.
func OpenZIP(data []byte) (*ZIP, error) {
	z, used, err := lastDirectory(data)
	if err != nil {
		return z, err
	}
	if err := z.resolve(data); err != nil {
		return z, err
	}
	strayErr := z.findStray(data, used)
	if used.forked || secondDirectory(data, z, used) {
		return z, ErrAmbiguous
	}
	return z, strayErr
}

// directory is an end record and the central directory it points to.
type directory struct {
	whole      Span // from the first central header to the end of the comment
	end        int  // of the end record proper
	base       int  // what is to be added to each recorded offset
	comment    []byte
	headers    []byte
	count      uint64
	countExact bool
	forked     bool // its offset points to another central directory
}

// lastDirectory takes the last end record that makes sense, as Info-ZIP, Python and Go do.
func lastDirectory(data []byte) (*ZIP, directory, error) {
	at := len(data)
	for range maxEndRecord {
		at = bytes.LastIndex(data[:at], []byte(sigEnd))
		if at < 0 {
			break
		}
		d, err := readEnd(data, at)
		if err != nil {
			continue
		}
		z := &ZIP{Comment: d.comment, Total: len(data)}
		return z, d, z.readCentral(d)
	}
	return &ZIP{}, directory{}, ErrDamaged
}

// readEnd reads the end record at data[at:] and finds its central directory: directly before the end records, or
// where the offset says. If both places look like one, readers disagree.
func readEnd(data []byte, at int) (directory, error) {
	b := data[at:]
	if len(b) < lenEnd {
		return directory{}, ErrDamaged
	}
	le := binary.LittleEndian
	n := int(le.Uint16(b[20:]))
	if lenEnd+n > len(b) || le.Uint16(b[4:]) != 0 && le.Uint16(b[4:]) != 0xFFFF {
		return directory{}, ErrDamaged
	}
	size, offset := uint64(le.Uint32(b[12:])), uint64(le.Uint32(b[16:]))
	d := directory{end: at, comment: b[lenEnd : lenEnd+n], count: uint64(le.Uint16(b[10:]))}
	tail := at
	if rec, pos, ok := end64(data, at); ok {
		tail = pos
		d.count, size, offset, d.countExact = le.Uint64(rec[32:]), le.Uint64(rec[40:]), le.Uint64(rec[48:]), true
	}
	if size > uint64(tail) {
		return directory{}, ErrDamaged
	}
	start := tail - int(size)
	if size > 0 && !bytes.HasPrefix(data[start:], []byte(sigCentral)) {
		if start = int(min(offset, uint64(len(data)))); !bytes.HasPrefix(data[start:], []byte(sigCentral)) || uint64(start)+size > uint64(tail) {
			return directory{}, ErrDamaged
		}
	}
	recorded := int(min(offset, uint64(len(data))))
	d.base = start - recorded
	d.forked = d.base != 0 && size > 0 && bytes.HasPrefix(data[recorded:], []byte(sigCentral))
	d.whole = Span{start, at + lenEnd + n}
	d.headers = data[start : start+int(size)]
	return d, nil
}

// end64 finds the zip64 end record by its locator, which stands right before the end record (APPNOTE 4.3.14).
func end64(data []byte, at int) (rec []byte, pos int, ok bool) {
	if at < 20 || !bytes.HasPrefix(data[at-20:], []byte(sigEnd64Loc)) {
		return nil, 0, false
	}
	told := binary.LittleEndian.Uint64(data[at-12:])
	for _, pos := range []uint64{uint64(at - 20 - 56), told} {
		if pos <= uint64(at) && uint64(at)-pos >= 56 && bytes.HasPrefix(data[pos:], []byte(sigEnd64)) {
			return data[pos : pos+56], int(pos), true
		}
	}
	return nil, 0, false
}

// readCentral reads the central headers (APPNOTE 4.3.12).
func (z *ZIP) readCentral(d directory) error {
	b := d.headers
	for len(b) > 0 {
		if len(z.Entries) == maxZIPEntry {
			return ErrTooMany
		}
		if len(b) < lenCentral || string(b[:4]) != sigCentral {
			return ErrAmbiguous
		}
		var e ZIPEntry
		n, err := e.readCentral(b)
		if err != nil {
			return err
		}
		e.offset += uint64(d.base)
		z.Entries = append(z.Entries, e)
		b = b[n:]
	}
	if n := uint64(len(z.Entries)); n != d.count && (d.countExact || n&0xFFFF != d.count) {
		return ErrAmbiguous
	}
	return nil
}

func (e *ZIPEntry) readCentral(b []byte) (int, error) {
	le := binary.LittleEndian
	names, extras, comments := int(le.Uint16(b[28:])), int(le.Uint16(b[30:])), int(le.Uint16(b[32:]))
	n := lenCentral + names + extras + comments
	if n > len(b) {
		return 0, ErrDamaged
	}
	e.Flags, e.Method, e.CRC = le.Uint16(b[8:]), le.Uint16(b[10:]), le.Uint32(b[16:])
	e.packed, e.Size, e.offset = uint64(le.Uint32(b[20:])), uint64(le.Uint32(b[24:])), uint64(le.Uint32(b[42:]))
	e.Name = b[lenCentral : lenCentral+names]
	e.Extra = b[lenCentral+names : lenCentral+names+extras]
	e.Comment = b[lenCentral+names+extras : n]
	e.UTF8 = e.Flags&0x800 != 0
	if wide := extraField(e.Extra, 0x0001); wide != nil {
		for _, f := range []*uint64{&e.Size, &e.packed, &e.offset} {
			if *f == 0xFFFFFFFF && len(wide) >= 8 {
				*f, wide = le.Uint64(wide), wide[8:]
			}
		}
	}
	return n, nil
}

// extraField finds the extra field with the given header id (APPNOTE 4.5.1).
func extraField(extra []byte, id uint16) []byte {
	for len(extra) >= 4 {
		n := int(binary.LittleEndian.Uint16(extra[2:]))
		if 4+n > len(extra) {
			return nil
		}
		if binary.LittleEndian.Uint16(extra) == id {
			return extra[4 : 4+n]
		}
		extra = extra[4+n:]
	}
	return nil
}

// resolve finds the data of each entry through its local header, which must say the same as the directory. It goes
// on after a disagreement, so that both the entry and the verdict are there.
func (z *ZIP) resolve(data []byte) error {
	var fault error
	for i := range z.Entries {
		e := &z.Entries[i]
		if err := e.resolve(data); err != nil && fault == nil {
			fault = err
		}
	}
	return fault
}

func (e *ZIPEntry) resolve(data []byte) error {
	if e.offset > uint64(len(data)) || len(data)-int(e.offset) < lenLocal || string(data[e.offset:e.offset+4]) != sigLocal {
		return ErrDamaged
	}
	h := data[e.offset:]
	le := binary.LittleEndian
	names, extras := int(le.Uint16(h[26:])), int(le.Uint16(h[28:]))
	start := lenLocal + names + extras
	if start > len(h) || e.packed > uint64(len(h)-start) {
		return ErrDamaged
	}
	e.Packed = h[start : start+int(e.packed)]
	after := descriptor(h[start+int(e.packed):], le.Uint16(h[6:]), e.CRC)
	e.span = Span{int(e.offset), int(e.offset) + start + int(e.packed) + after}
	if !bytes.Equal(h[lenLocal:lenLocal+names], e.Name) || (le.Uint16(h[6:])^e.Flags)&1 != 0 || le.Uint16(h[8:]) != e.Method {
		return ErrAmbiguous
	}
	return e.sizesAgree(h, extraField(h[lenLocal+names:start], 0x0001))
}

// sizesAgree compares the sizes of the local header, where they are told at all (not in streamed entries), with
// those of the directory.
func (e *ZIPEntry) sizesAgree(h, wide []byte) error {
	le := binary.LittleEndian
	if le.Uint16(h[6:])&8 != 0 {
		return nil
	}
	packed, size := uint64(le.Uint32(h[18:])), uint64(le.Uint32(h[22:]))
	for _, f := range []*uint64{&size, &packed} {
		if *f == 0xFFFFFFFF && len(wide) >= 8 {
			*f, wide = le.Uint64(wide), wide[8:]
		}
	}
	if (packed != e.packed || size != e.Size) && packed|size != 0 { // some writers leave both out
		return ErrAmbiguous
	}
	return nil
}

// descriptor is the length of the data descriptor behind the data of a streamed entry (APPNOTE 4.3.9), with or
// without signature, with sizes of 4 or 8 bytes.
func descriptor(b []byte, flags uint16, crc uint32) int {
	if flags&8 == 0 {
		return 0
	}
	sig := 0
	if bytes.HasPrefix(b, []byte(sigSplit)) {
		sig = 4
	}
	for _, n := range []int{12, 20} {
		next := b[min(len(b), sig+n):]
		if len(next) >= 4 && next[0] == 'P' && next[1] == 'K' {
			return sig + n
		}
	}
	if sig > 0 || len(b) >= 12 && binary.LittleEndian.Uint32(b) == crc {
		return min(len(b), sig+12)
	}
	return 0
}

// findStray lists the bytes that no entry and no directory accounts for. Entries that overlap are two readings of
// the same bytes, or a bomb.
func (z *ZIP) findStray(data []byte, d directory) error {
	spans := make([]Span, 0, len(z.Entries)+1)
	for i := range z.Entries {
		spans = append(spans, z.Entries[i].span)
	}
	tail := d.whole
	if end := d.whole.Start + len(d.headers); !onlyEndRecords(data[end:d.end]) {
		z.Stray = append(z.Stray, Span{end, d.end})
	}
	spans = append(spans, tail)
	slices.SortFunc(spans, func(a, b Span) int { return a.Start - b.Start })
	at := 0
	for _, s := range spans {
		if s.Start < at {
			return ErrAmbiguous
		}
		if s.Start > at {
			z.Stray = append(z.Stray, Span{at, s.Start})
		}
		at = s.End
	}
	if at < len(data) {
		z.Stray = append(z.Stray, Span{at, len(data)})
	}
	z.Stray = slices.DeleteFunc(z.Stray, func(s Span) bool {
		b := data[s.Start:s.End]
		return allZero(b) || s.Start == 0 && (string(b) == sigSplit || string(b) == sigSpan)
	})
	return nil
}

// onlyEndRecords says whether b, between the last central header and the end record, holds zip64 records alone.
func onlyEndRecords(b []byte) bool {
	return len(b) == 0 || len(b) >= 76 && string(b[:4]) == sigEnd64 && string(b[len(b)-20:len(b)-16]) == sigEnd64Loc
}

// secondDirectory looks for an end record with a directory of its own outside the members of z: in the comment, in
// front or behind. One inside a member is a stored archive and belongs to that member.
func secondDirectory(data []byte, z *ZIP, used directory) bool {
	at := len(data)
	for range maxEndRecord {
		at = bytes.LastIndex(data[:at], []byte(sigEnd))
		if at < 0 {
			return false
		}
		if at == used.end || z.inMember(at) {
			continue
		}
		if d, err := readEnd(data, at); err == nil && len(d.headers) > 0 {
			return true
		}
	}
	return false
}

func (z *ZIP) inMember(at int) bool {
	for i := range z.Entries {
		if s := z.Entries[i].span; s.Start <= at && at < s.End {
			return true
		}
	}
	return false
}
