package submit

import (
	"bytes"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"
)

// What goes in comes out, around the length at which the disk comes in as well, and leaves nothing behind.
func TestSpool(t *testing.T) {
	dir := t.TempDir()
	for _, size := range []int{0, 1, pieceSize - 1, pieceSize, pieceSize + 1, 2*pieceSize - 1, 2 * pieceSize, 2*pieceSize + 1, 100 * pieceSize} {
		want := bytes.Repeat([]byte("0123456789abcdefghijklm"), size/23+1)[:size]
		for name, in := range map[string]io.Reader{"at once": bytes.NewReader(want), "with the end": iotest.DataErrReader(bytes.NewReader(want)), "in halves": iotest.HalfReader(bytes.NewReader(want))} {
			s := spool{dir: dir}
			if err := s.take(in, int64(size), func(int64) error { return nil }); err != nil {
				t.Fatalf("%d octets %s: %v", size, name, err)
			}
			if got, err := s.bytes(); err != nil || !bytes.Equal(got, want) || s.size != int64(size) {
				t.Errorf("%d octets %s: %d came out, %v", size, name, len(got), err)
			}
			s.close()
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// What lies on the disk says nothing, and what somebody changed there is no message.
func TestSpoolIsSealed(t *testing.T) {
	const word = "Dupont, Marie, née le 12 mars 1985"
	s := spool{dir: t.TempDir()}
	defer s.close()
	if err := s.take(strings.NewReader(strings.Repeat(word, 10_000)), 1<<20, func(int64) error { return nil }); err != nil {
		t.Fatal(err)
	}
	stored := make([]byte, s.size)
	n, err := s.file.ReadAt(stored, 0)
	if err != io.EOF || n < 5*pieceSize || bytes.Contains(stored, []byte(word[:8])) {
		t.Fatalf("%d octets on the disk: %q…, %v", n, stored[:40], err)
	}
	if _, err := s.file.WriteAt([]byte{stored[pieceSize] ^ 1}, pieceSize); err != nil {
		t.Fatal(err)
	}
	if _, err := s.bytes(); err == nil {
		t.Error("what was changed is taken for a message")
	}
}

// A message that grows too long, or for which the room ends, is not held any longer; how much it needs is asked before it is written.
func TestSpoolEnds(t *testing.T) {
	s := spool{dir: t.TempDir()}
	defer s.close()
	if err := s.take(strings.NewReader(strings.Repeat("x", 100_001)), 100_000, func(int64) error { return nil }); err != errTooBig {
		t.Errorf("one over: %v", err)
	}
	full := errors.New("full")
	var asked []int64
	s = spool{dir: t.TempDir()}
	err := s.take(strings.NewReader(strings.Repeat("x", 10*pieceSize)), 1<<30, func(size int64) error {
		if asked = append(asked, size); len(asked) == 3 {
			return full
		}
		return nil
	})
	if err != full || len(asked) != 3 || asked[2] != 3*pieceSize || s.pieces != 2 {
		t.Errorf("%v, asked about %v, %d pieces written", err, asked, s.pieces)
	}
	s.close()
}

// take and a machine that looks at each octet find the same message, the same end and the same faults, however it is cut.
func TestTakeLikeOctetByOctet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.SampledFrom([]string{"\r\n", ".", "..", "\r", "\n", "\x00", "a", "a line of text", "\r\n.", "\r\n.\r\n"})).Draw(t, "pieces")
		wire := []byte(strings.Join(pieces, ""))
		var slow, fast border
		var want, got []byte
		read := 0
		for ; read < len(wire) && slow.dots != atEnd; read++ {
			if slow.step(wire[read]) {
				want = append(want, wire[read])
			}
		}
		rest := wire
		for len(rest) > 0 && fast.dots != atEnd {
			cut := rapid.IntRange(1, len(rest)).Draw(t, "cut")
			out := make([]byte, cut)
			written, n := fast.take(out, rest[:cut])
			got, rest = append(got, out[:written]...), rest[n:]
		}
		if !bytes.Equal(got, want) || len(wire)-len(rest) != read || fast.dots != slow.dots || fast.bare != slow.bare {
			t.Fatalf("%q gives %q (%d read, bare %t), octet by octet %q (%d, %t)", wire, got, len(wire)-len(rest), fast.bare, want, read, slow.bare)
		}
	})
}
