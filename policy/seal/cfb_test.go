package seal

import (
	"bytes"
	"encoding/binary"
	"testing"

	"souspli/policy/seal/sealtest"
)

func TestOpenCFB(t *testing.T) {
	streams := map[string][]byte{
		"WordDocument": noise(10_000, 1), "1Table": noise(512, 2), "ObjectPool/_1/\x01Ole10Native": noise(700, 3), "empty": nil,
	}
	file := sealtest.CompoundFile(streams)
	c, err := OpenCFB(file)
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range streams {
		if got := c.Stream(path); !bytes.Equal(got, want) {
			t.Errorf("%q: %d bytes, want %d", path, len(got), len(want))
		}
	}
	if c.Stream("worddocument") == nil {
		t.Error("names are compared with case")
	}
	if c.Stream("ObjectPool") != nil {
		t.Error("a storage has content")
	}
	if rest := c.Unused(); longestPrintable(rest) > 8 {
		t.Errorf("%d bytes unused", len(rest))
	}
	c, _ = OpenCFB(append(file, prose(600)...))
	c.Stream("WordDocument")
	if longestPrintable(c.Unused()) < 500 {
		t.Error("bytes behind the file are not noticed")
	}
}

func TestOpenCFBDamaged(t *testing.T) {
	file := sealtest.CompoundFile(map[string][]byte{"A": noise(5000, 1), "B/C": noise(600, 2)})
	for n := 0; n < len(file); n += 97 {
		if c, err := OpenCFB(file[:n]); err == nil && c == nil {
			t.Fatalf("cut at %d: neither file nor error", n)
		}
	}
	loop := bytes.Clone(file)
	for at := 0; at+4 <= len(loop); at += 4 { // every link points to the first sector: chains go in circles
		if binary.LittleEndian.Uint32(loop[at:]) == 1 {
			binary.LittleEndian.PutUint32(loop[at:], 0)
		}
	}
	if c, err := OpenCFB(loop); err == nil {
		for _, e := range c.Entries {
			if n := len(c.Bytes(e)); n > len(loop) {
				t.Errorf("%s: %d bytes out of a file of %d", e.Path, n, len(loop))
			}
		}
	}
	for i := range file { // any byte wrong: an answer, in time
		bad := bytes.Clone(file)
		bad[i] ^= 0xFF
		if c, err := OpenCFB(bad); err == nil {
			c.Stream("A")
		}
	}
}
