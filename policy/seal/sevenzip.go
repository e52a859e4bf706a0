package seal

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"

	"github.com/ulikunitz/xz/lzma"
)

const (
	sevenMagic     = "7z\xBC\xAF\x27\x1C"
	sevenStart     = 32 // length of the signature header
	maxSevenHeader = 64 << 20
	maxSevenCount  = 200_000
	minSevenCycles = 10 // 7-Zip writes 19: 2^19 rounds
)

// Property ids of the 7z header (7zFormat.txt of the 7-Zip sources).
const (
	sevenEnd          = 0x00
	sevenHeader       = 0x01
	sevenArchiveProps = 0x02
	sevenMainStreams  = 0x04
	sevenFiles        = 0x05
	sevenPack         = 0x06
	sevenUnpack       = 0x07
	sevenSubStreams   = 0x08
	sevenSize         = 0x09
	sevenCRC          = 0x0A
	sevenFolders      = 0x0B
	sevenUnpackSizes  = 0x0C
	sevenStreamCount  = 0x0D
	sevenEmptyStream  = 0x0E
	sevenNames        = 0x11
	sevenEncoded      = 0x17
)

const (
	coderAES   = "\x06\xF1\x07\x01"
	coderLZMA  = "\x03\x01\x01"
	coderLZMA2 = "\x21"
	coderPPMd  = "\x03\x04\x01"
	coderCopy  = "\x00"
)

// SevenZip is the header of a 7z archive.
type SevenZip struct {
	Files  []SevenZipFile
	Locked bool   // the header itself is encrypted: no name can be seen
	Stray  bool   // there are bytes behind the archive
	Window uint64 // the largest dictionary that its coders want, in bytes
	packed Span   // where the members' data stand
	main   sevenStreams
	cycles int // the lowest exponent of key rounds met; -1: no AES anywhere
}

// SevenZipFile is a member of a 7z archive.
type SevenZipFile struct {
	Name   string
	Empty  bool // a folder, or a file of no bytes
	Locked bool // under AES
}

// sevenFolder is a chain of coders that makes one solid block.
type sevenFolder struct {
	coders  []sevenCoder
	outs    int
	packs   int // packed streams that it takes
	sizes   []uint64
	crc     bool
	streams int
}

type sevenCoder struct {
	id    string
	props []byte
}

// sevenStreams says where packed data stands and how it is decoded.
type sevenStreams struct {
	pos     uint64
	sizes   []uint64
	folders []sevenFolder
}

func sniffSevenZip(data []byte) bool { return bytes.HasPrefix(data, []byte(sevenMagic)) }

// OpenSevenZip reads the header of an archive at the start of data, compressed or not.
func OpenSevenZip(data []byte) (*SevenZip, error) {
	if len(data) < sevenStart || !sniffSevenZip(data) {
		return nil, ErrDamaged
	}
	le := binary.LittleEndian
	offset, size := le.Uint64(data[12:]), le.Uint64(data[20:])
	rest := uint64(len(data) - sevenStart)
	if offset > rest || size > rest-offset {
		return nil, ErrDamaged
	}
	z := &SevenZip{packed: Span{sevenStart, sevenStart + int(offset)}, cycles: -1, Stray: offset+size < rest}
	if size == 0 { // an empty archive
		return z, nil
	}
	header := data[sevenStart+offset : sevenStart+offset+size]
	body := data[sevenStart : sevenStart+offset]
	for range 4 { // a header may be encoded more than once
		r := &sevenReader{b: header}
		switch r.byte() {
		case sevenHeader:
			return z, z.readHeader(r, offset)
		case sevenEncoded:
			s := r.streams()
			if r.bad || len(s.folders) != 1 {
				return nil, ErrDamaged
			}
			z.note(s)
			if s.folders[0].locked() {
				z.Locked = true
				return z, nil
			}
			offset -= min(offset, s.total())
			var err error
			if header, err = s.decode(body); err != nil {
				return nil, err
			}
		default:
			return nil, ErrDamaged
		}
	}
	return nil, ErrDamaged
}

// note keeps the lowest number of key rounds and the largest dictionary.
func (z *SevenZip) note(s sevenStreams) {
	for _, f := range s.folders {
		for _, c := range f.coders {
			z.Window = max(z.Window, c.window())
			if c.id != coderAES || len(c.props) == 0 {
				continue
			}
			if n := int(c.props[0] & 0x3F); z.cycles < 0 || n < z.cycles {
				z.cycles = n
			}
		}
	}
}

// total is how many packed bytes there are; so many that they overflow are none.
func (s sevenStreams) total() uint64 {
	var n uint64
	for _, size := range s.sizes {
		if n += size; n > 1<<48 {
			return 1 << 48
		}
	}
	return n
}

// window is the memory that a coder's properties ask for.
func (c sevenCoder) window() uint64 {
	switch {
	case (c.id == coderLZMA || c.id == coderPPMd) && len(c.props) == 5:
		return uint64(binary.LittleEndian.Uint32(c.props[1:]))
	case c.id == coderLZMA2 && len(c.props) == 1:
		if c.props[0] > 40 {
			return 1 << 62
		}
		return uint64(2|c.props[0]&1) << (c.props[0]/2 + 11)
	}
	return 0
}

// decode unpacks an encoded header; 7-Zip writes LZMA, or nothing at all.
func (s sevenStreams) decode(body []byte) ([]byte, error) {
	f := s.folders[0]
	if len(f.coders) != 1 || len(s.sizes) != 1 || len(f.sizes) != 1 || f.sizes[0] > maxSevenHeader {
		return nil, ErrDamaged
	}
	if s.pos > uint64(len(body)) || s.sizes[0] > uint64(len(body))-s.pos {
		return nil, ErrDamaged
	}
	packed := body[s.pos : s.pos+s.sizes[0]]
	c := f.coders[0]
	switch {
	case c.id == coderCopy:
		return packed, nil
	case c.id == coderLZMA && len(c.props) == 5:
		head := binary.LittleEndian.AppendUint64(bytes.Clone(c.props), f.sizes[0])
		r, err := lzma.NewReader(io.MultiReader(bytes.NewReader(head), bytes.NewReader(packed)))
		if err != nil {
			return nil, ErrDamaged
		}
		out, err := io.ReadAll(io.LimitReader(r, int64(f.sizes[0])))
		if err != nil {
			return nil, ErrDamaged
		}
		return out, nil
	}
	return nil, ErrDamaged
}

func (f sevenFolder) locked() bool {
	for _, c := range f.coders {
		if c.id == coderAES {
			return true
		}
	}
	return false
}

// readHeader reads the header proper: streams, then files. All of the data in front must belong to a stream.
func (z *SevenZip) readHeader(r *sevenReader, data uint64) error {
	var s sevenStreams
	for !r.bad {
		switch r.byte() {
		case sevenEnd:
			return z.check(r)
		case sevenArchiveProps:
			for r.byte() != sevenEnd && !r.bad {
				r.skip(r.number())
			}
		case sevenMainStreams:
			s = r.streams()
			z.main = s
			z.note(s)
			if s.pos > data || s.total() > data-s.pos {
				return ErrDamaged
			}
			z.packed = Span{sevenStart + int(s.pos), sevenStart + int(s.pos+s.total())}
			z.Stray = z.Stray || s.pos+s.total() != data
		case sevenFiles:
			z.readFiles(r, s)
		default:
			return ErrDamaged
		}
	}
	return ErrDamaged
}

func (z *SevenZip) check(r *sevenReader) error {
	if r.bad {
		return ErrDamaged
	}
	return nil
}

// readFiles reads names and which files have no stream, and deals the streams of the folders out to the others.
func (z *SevenZip) readFiles(r *sevenReader, s sevenStreams) {
	n := r.count()
	files := make([]SevenZipFile, n)
	for !r.bad {
		kind := r.byte()
		if kind == sevenEnd {
			break
		}
		size := r.number()
		body := r.take(size)
		switch kind {
		case sevenEmptyStream:
			for i, empty := range bitVector(body, n) {
				files[i].Empty = empty
			}
		case sevenNames:
			readSevenNames(body, files)
		}
	}
	folder, left := -1, 0
	for i := range files {
		if files[i].Empty {
			continue
		}
		for left == 0 && folder+1 < len(s.folders) {
			folder++
			left = s.folders[folder].streams
		}
		if left == 0 {
			r.bad = true
			break
		}
		left--
		files[i].Locked = s.folders[folder].locked()
	}
	z.Files = files
}

// readSevenNames reads UTF-16 names, each ended by a zero; the byte in front says that they are not elsewhere.
func readSevenNames(b []byte, files []SevenZipFile) {
	if len(b) == 0 || b[0] != 0 {
		return
	}
	b = b[1:]
	for i := range files {
		var units []uint16
		for len(b) >= 2 {
			u := binary.LittleEndian.Uint16(b)
			b = b[2:]
			if u == 0 {
				break
			}
			units = append(units, u)
		}
		files[i].Name = string(utf16.Decode(units))
	}
}

func bitVector(b []byte, n int) []bool {
	out := make([]bool, n)
	for i := range out {
		if i/8 < len(b) {
			out[i] = b[i/8]&(0x80>>(i%8)) != 0
		}
	}
	return out
}

func proveSevenZip(data []byte) Proof {
	z, err := OpenSevenZip(data)
	if err != nil {
		return none("7z", "the header does not parse")
	}
	locked, clear := z.Locked, false
	for _, f := range z.Files {
		locked = locked || f.Locked
		clear = clear || !f.Empty && !f.Locked
	}
	switch {
	case !locked:
		return none("7z", "nothing in it is encrypted")
	case clear:
		return none("7z", "mixed: some members are in clear")
	case z.Stray:
		return none("7z", "data behind the archive")
	}
	switch z.Protection(data) {
	case None:
		return none("7z", "the packed data is not random: clear text behind a header")
	case Weak:
		return weak("7z", "the password is hardly hashed")
	}
	return sealed("7z", "AES-256 on every member")
}

// Protection says how far the encrypted members of the archive in data are protected.
func (z *SevenZip) Protection(data []byte) Verdict {
	switch {
	case z.cycles < 0 || !Random(data[z.packed.Start:z.packed.End]) || z.main.unpacks(data[z.packed.Start:z.packed.End]):
		return None
	case z.cycles < minSevenCycles || z.cycles == 0x3F:
		return Weak
	}
	return Encrypted
}
