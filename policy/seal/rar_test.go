package seal

import (
	"testing"

	"souspli/policy/seal/sealtest"
)

// rar4Block is a block of RAR 1.5 to 4; the checksum is not looked at.
func rar4Block(kind byte, flags uint16, head, data []byte) []byte {
	return sealtest.Join(uint16(0), kind, flags, uint16(7+len(head)), head, data)
}

func rar4Entry(name string, flags uint16, version byte, data []byte) []byte {
	head := sealtest.Join(uint32(len(data)), uint32(len(data)), byte(0), uint32(0), uint32(0), version, byte(0x30), uint16(len(name)), uint32(0), name)
	return rar4Block(rar4File, flags|rar4HasData, head, data)
}

func rar4(blocks ...[]byte) []byte {
	out := sealtest.Join(rar4Magic, rar4Block(rar4Main, 0, make([]byte, 6), nil))
	for _, b := range blocks {
		out = append(out, b...)
	}
	return append(out, rar4Block(rar4End, 0, nil, nil)...)
}

// rar5Block is a block of RAR 5 with an extra area and data.
func rar5Block(kind byte, body, extra, data []byte) []byte {
	flags := byte(0)
	var sizes []byte
	if extra != nil {
		flags |= 1
		sizes = append(sizes, vint(len(extra))...)
	}
	if data != nil {
		flags |= 2
		sizes = append(sizes, vint(len(data))...)
	}
	head := sealtest.Join(kind, flags, sizes, body, extra)
	return sealtest.Join(uint32(0), vint(len(head)), head, data)
}

func vint(n int) []byte {
	var out []byte
	for ; n >= 0x80; n >>= 7 {
		out = append(out, byte(n)|0x80)
	}
	return append(out, byte(n))
}

func rar5Entry(kind byte, name string, locked bool, data []byte) []byte {
	body := sealtest.Join(byte(0), vint(len(data)), byte(0x20), byte(0), byte(0), vint(len(name)), name)
	extra := []byte{}
	if locked {
		record := sealtest.Join(byte(1), byte(0), byte(0), byte(15), noise(32, 1))
		extra = sealtest.Join(vint(len(record)), record)
	}
	return rar5Block(kind, body, extra, data)
}

func rar5(blocks ...[]byte) []byte {
	out := sealtest.Join(rar5Magic, rar5Block(1, []byte{0}, nil, nil))
	for _, b := range blocks {
		out = append(out, b...)
	}
	return append(out, rar5Block(5, []byte{0}, nil, nil)...)
}

func TestRAR(t *testing.T) {
	cipher, text := noise(2000, 1), prose(2000)
	hidden4 := sealtest.Join(rar4Magic, rar4Block(rar4Main, rar4MainLocked, make([]byte, 6), nil), cipher)
	hidden5 := sealtest.Join(rar5Magic, rar5Block(4, sealtest.Join(byte(0), byte(0), byte(15), noise(16, 2)), nil, nil), cipher)
	holds(t, "rar", []proof{
		{"RAR 4", rar4(rar4Entry("a", rar4FileLocked, 29, cipher)), Encrypted},
		{"RAR 4, headers too", hidden4, Encrypted},
		{"RAR 4, mixed", rar4(rar4Entry("a", rar4FileLocked, 29, cipher), rar4Entry("b", 0, 29, text)), None},
		{"RAR 4, clear", rar4(rar4Entry("a", 0, 29, text)), None},
		{"RAR 2", rar4(rar4Entry("a", rar4FileLocked, 20, cipher)), Weak},
		{"RAR 4, clear comment: read apart", rar4(rar4Entry("a", rar4FileLocked, 29, cipher), rar4Block(rar4Service, rar4HasData,
			sealtest.Join(uint32(50), uint32(50), byte(0), uint32(0), uint32(0), byte(29), byte(0x30), uint16(3), uint32(0), "CMT"), text[:50])), Encrypted},
		{"RAR 4, clear stream of a file", rar4(rar4Entry("a", rar4FileLocked, 29, cipher), rar4Block(rar4Service, rar4HasData,
			sealtest.Join(uint32(50), uint32(50), byte(0), uint32(0), uint32(0), byte(29), byte(0x30), uint16(3), uint32(0), "STM"), text[:50])), None},
		{"RAR 4, forged", rar4(rar4Entry("a", rar4FileLocked, 29, text)), None},
		{"RAR 4, headers forged", sealtest.Join(hidden4[:len(rar4Magic)+13], text), None},
		{"RAR 4, data behind", sealtest.Join(rar4(rar4Entry("a", rar4FileLocked, 29, cipher)), text), None},
		{"RAR 4, a folder beside", rar4(rar4Entry("a", rar4FileLocked, 29, cipher), rar4Entry("d", rar4DirMask, 29, nil)), Encrypted},
		{"RAR 4, cut short", rar4(rar4Entry("a", rar4FileLocked, 29, cipher))[:300], None},
		{"RAR 5", rar5(rar5Entry(2, "a", true, cipher)), Encrypted},
		{"RAR 5, headers too", hidden5, Encrypted},
		{"RAR 5, mixed", rar5(rar5Entry(2, "a", true, cipher), rar5Entry(2, "b", false, text)), None},
		{"RAR 5, clear", rar5(rar5Entry(2, "a", false, text)), None},
		{"RAR 5, clear comment: read apart", rar5(rar5Entry(2, "a", true, cipher), rar5Entry(3, "CMT", false, text)), Encrypted},
		{"RAR 5, clear stream of a file", rar5(rar5Entry(2, "a", true, cipher), rar5Entry(3, "STM", false, text)), None},
		{"RAR 5, quick open record", rar5(rar5Entry(2, "a", true, cipher), rar5Entry(3, "QO", false, noise(50, 3))), Encrypted},
		{"RAR 5, forged", rar5(rar5Entry(2, "a", true, text)), None},
		{"RAR 5, data behind", sealtest.Join(rar5(rar5Entry(2, "a", true, cipher)), text), None},
		{"RAR 5, cut short", rar5(rar5Entry(2, "a", true, cipher))[:300], None},
	})
}

func TestOpenRAR(t *testing.T) {
	for _, data := range [][]byte{
		rar4(rar4Entry("é", 0, 29, nil), rar4Entry("b", rar4FileLocked, 29, noise(300, 1))),
		rar5(rar5Entry(2, "é", false, []byte{}), rar5Entry(2, "b", true, noise(300, 1))),
	} {
		r, err := OpenRAR(data)
		if err != nil || len(r.Files) != 2 || r.Files[0].Name != "é" || !r.Files[0].Empty || !r.Files[1].Locked {
			t.Errorf("%+v, %v", r, err)
		}
		for i := range data {
			bad := append([]byte(nil), data...)
			bad[i] ^= 0xFF
			OpenRAR(bad) // whatever it says, it returns
		}
	}
	if _, err := OpenRAR(prose(100)); err == nil {
		t.Error("no archive, no error")
	}
}
