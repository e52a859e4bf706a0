package seal

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/ulikunitz/xz/lzma"

	"souspli/policy/seal/sealtest"
)

// sevenFile writes an archive with a plain header: each folder is one stored or encrypted stream of the given bytes.
type sevenPart struct {
	name   string
	data   []byte
	locked bool
	cycles byte
	lzma   bool // the coder behind the cipher is LZMA: the folder's output is 900 bytes
}

func sevenFile(parts ...sevenPart) []byte {
	var packed, folders, packSizes, sizes, names []byte
	for _, p := range parts {
		packed = append(packed, p.data...)
		packSizes = append(packSizes, sevenNumber(len(p.data))...)
		sizes = append(sizes, sevenNumber(len(p.data))...)
		if p.lzma {
			sizes = append(sizes, sevenNumber(900)...)
			folders = append(folders, sealtest.Join(byte(2), byte(0x24), coderAES, byte(2), p.cycles, byte(0),
				byte(0x23), coderLZMA, byte(5), "\x5d\x00\x00\x80\x00", byte(1), byte(0))...)
		} else if p.locked {
			folders = append(folders, sealtest.Join(byte(1), byte(0x24), coderAES, byte(2), p.cycles, byte(0))...)
		} else {
			folders = append(folders, sealtest.Join(byte(1), byte(0x01), coderCopy)...)
		}
		for _, u := range utf16.Encode([]rune(p.name + "\x00")) {
			names = binary.LittleEndian.AppendUint16(names, u)
		}
	}
	n := byte(len(parts))
	header := sealtest.Join(byte(sevenHeader), byte(sevenMainStreams),
		byte(sevenPack), byte(0), n, byte(sevenSize), packSizes, byte(sevenEnd),
		byte(sevenUnpack), byte(sevenFolders), n, byte(0), folders, byte(sevenUnpackSizes), sizes, byte(sevenEnd), byte(sevenEnd),
		byte(sevenFiles), n, byte(sevenNames), sevenNumber(len(names)+1), byte(0), names, byte(sevenEnd), byte(sevenEnd))
	start := sealtest.Join(uint64(len(packed)), uint64(len(header)), crc32.ChecksumIEEE(header))
	return sealtest.Join(sevenMagic, byte(0), byte(4), crc32.ChecksumIEEE(start), start, packed, header)
}

// rawLZMA packs b without the header of an .lzma file.
func rawLZMA(b []byte) []byte {
	var out bytes.Buffer
	w, err := lzma.NewWriter(&out)
	if err != nil {
		panic(err)
	}
	w.Write(b)
	w.Close()
	return out.Bytes()[13:]
}

func sevenNumber(n int) []byte {
	if n < 0x80 {
		return []byte{byte(n)}
	}
	return []byte{0xC0 | byte(n>>16), byte(n), byte(n >> 8)} // two more bytes, the upper bits in the first
}

func TestSevenZip(t *testing.T) {
	locked := sevenPart{"liste.xlsx", noise(4000, 1), true, 19, false}
	clear := sevenPart{"readme.txt", prose(100), false, 0, false}
	holds(t, "7z", []proof{
		{"encrypted", sevenFile(locked), Encrypted},
		{"encrypted, two folders", sevenFile(locked, sevenPart{"b", noise(300, 2), true, 19, false}), Encrypted},
		{"mixed", sevenFile(locked, clear), None},
		{"clear", sevenFile(clear), None},
		{"few key rounds", sevenFile(sevenPart{"a", noise(4000, 1), true, 2, false}), Weak},
		{"no key rounds at all", sevenFile(sevenPart{"a", noise(4000, 1), true, 0x3F, false}), Weak},
		{"forged: text where the ciphertext should be", sevenFile(sevenPart{"a", prose(4000), true, 19, false}), None},
		{"LZMA behind the cipher", sevenFile(sevenPart{"a", noise(4000, 1), true, 19, true}), Encrypted},
		{"forged: LZMA where the ciphertext should be", sevenFile(sevenPart{"a", rawLZMA(varied(900)), true, 19, true}), None},
		{"data behind", sealtest.Join(sevenFile(locked), prose(50)), None},
		{"cut short", sevenFile(locked)[:200], None},
		{"empty", sealtest.Join(sevenMagic, byte(0), byte(4), uint32(0), uint64(0), uint64(0), uint32(0)), None},
	})
}

func TestOpenSevenZip(t *testing.T) {
	z, err := OpenSevenZip(sevenFile(sevenPart{"é.txt", prose(300), false, 0, false}, sevenPart{"b", noise(300, 1), true, 19, false}))
	if err != nil || len(z.Files) != 2 || z.Files[0].Name != "é.txt" || z.Files[0].Locked || !z.Files[1].Locked {
		t.Errorf("%+v, %v", z, err)
	}
	good := sevenFile(sevenPart{"a", prose(300), false, 0, false})
	for i := range good { // every byte of the header, damaged: no panic, and an error or a reading
		bad := append([]byte(nil), good...)
		bad[i] ^= 0xFF
		OpenSevenZip(bad)
	}
}

func TestSevenReaderNumber(t *testing.T) {
	for want, b := range map[uint64][]byte{
		5:          {5},
		0x1234:     {0x92, 0x34},
		0x123456:   {0xC0 | 0x12, 0x56, 0x34},
		0x12345678: {0xF0, 0x78, 0x56, 0x34, 0x12},
		1<<64 - 1:  {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF},
	} {
		r := &sevenReader{b: b}
		if got := r.number(); got != want || r.bad || len(r.b) != 0 {
			t.Errorf("%x: %x, bad %v, %d left", b, got, r.bad, len(r.b))
		}
	}
	r := &sevenReader{b: []byte{0xFF, 1}}
	if r.number(); !r.bad {
		t.Error("a number cut short is not noticed")
	}
}

func TestSevenZipProgram(t *testing.T) {
	seven := needs(t, "7zz", "7z")
	dir := t.TempDir()
	put(t, dir, "a.txt", prose(30_000))
	put(t, dir, "b.txt", prose(30))
	for args, want := range map[string]Verdict{
		"-psecret e1.7z a.txt b.txt":            Encrypted,
		"-psecret -mhe=on e2.7z a.txt b.txt":    Encrypted,
		"-psecret -m0=Copy e3.7z a.txt":         Encrypted,
		"-psecret -ms=off -m0=PPMd e4.7z a.txt": Encrypted,
		"e5.7z a.txt":                           None,
	} {
		tool(t, dir, seven, append([]string{"a"}, strings.Fields(args)...)...)
		name := ""
		for _, f := range strings.Fields(args) {
			if strings.HasSuffix(f, ".7z") {
				name = f
			}
		}
		if p := Prove(get(t, dir, name)); p.Verdict != want {
			t.Errorf("7z %s: %v (%s), want %v", args, p.Verdict, p.Why, want)
		}
	}
	tool(t, dir, seven, "a", "e5.7z", "-psecret", "b.txt")
	if p := Prove(get(t, dir, "e5.7z")); p.Verdict != None {
		t.Errorf("a clear archive with an encrypted member: %v", p.Verdict)
	}
}
