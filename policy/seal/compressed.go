package seal

import (
	"bytes"
	"compress/flate"
	"io"
)

// Limits of the search for compressed clear text, whose bytes are spread as evenly as those of a ciphertext.
const (
	maxLead    = 512 // bytes of noise that may stand before it: salt, nonce, packet headers, or what a forger put there
	maxTrail   = 64  // and behind it
	enoughRead = 512 // bytes of deflate without a fault that chance does not make: one in a thousand million
)

// compressed says whether b holds clear text behind a compressor: a bare stream at its start or soon behind it, or anywhere what has
// a mark of its own.
func compressed(b []byte) bool {
	r := flate.NewReader(&countReader{})
	for lead := range min(maxLead, len(b)) {
		if startsPacked(b[lead:]) || inflates(r, b[lead:]) {
			return true
		}
	}
	return holdsPacked(b)
}

// holdsPacked looks for marks that are too long, or come with too much that can be checked, for chance to make them anywhere.
func holdsPacked(b []byte) bool {
	for _, mark := range []string{sevenMagic, "Rar!\x1a\x07", cfbMagic, "\xFD7zXZ\x00", "\x89PNG\r\n"} {
		if bytes.Contains(b, []byte(mark)) {
			return true
		}
	}
	r := flate.NewReader(&countReader{})
	return anywhere(b, sigLocal, isLocalHeader) || anywhere(b, "\x1f\x8b\x08", func(b []byte) bool {
		return len(b) > 18 && b[3] == 0 && inflates(r, b[10:])
	})
}

// anywhere looks for a mark behind which more holds.
func anywhere(b []byte, mark string, holds func([]byte) bool) bool {
	for {
		i := bytes.Index(b, []byte(mark))
		if i < 0 {
			return false
		}
		if holds(b[i:]) {
			return true
		}
		b = b[i+len(mark):]
	}
}

// isLocalHeader wants version, method and length of the name of a member to make sense (APPNOTE 4.3.7).
func isLocalHeader(b []byte) bool {
	return len(b) > 30 && b[4] <= 63 && b[5] <= 19 && b[9] == 0 && b[26] > 0 && b[27] == 0
}

// startsPacked knows the marks, each of four bytes and more, of what is compressed otherwise: archives, pictures, streams.
func startsPacked(b []byte) bool {
	for _, mark := range []string{
		sigLocal, sevenMagic, "Rar!\x1a\x07", "%PDF-", cfbMagic, "\x28\xB5\x2F\xFD", "\xFD7zXZ\x00", "\x89PNG\r\n", "\xFF\xD8\xFF\xE0", "\xFF\xD8\xFF\xE1",
		"\x04\x22\x4D\x18",
	} {
		if bytes.HasPrefix(b, []byte(mark)) {
			return true
		}
	}
	bzip2 := bytes.HasPrefix(b, []byte("BZh")) && len(b) > 10 && string(b[4:10]) == "\x31\x41\x59\x26\x53\x59"
	lzma := len(b) > 13 && b[0] == 0x5D && b[1] == 0 && b[2] == 0 && b[4] == 0
	return bzip2 || lzma
}

// inflates says whether b begins as a deflate stream (RFC 1951): one that goes on without a fault, or fills b. The
// decompressor r is used again and again.
func inflates(r io.Reader, b []byte) bool {
	in := &countReader{b: b}
	if r.(flate.Resetter).Reset(in, nil) != nil {
		return false
	}
	_, err := io.CopyN(io.Discard, r, maxInflated)
	return err == nil || in.n >= enoughRead || err == io.EOF && in.n >= minRandom/2 && len(b)-in.n <= maxTrail
}

const maxInflated = 4 << 20 // more than enoughRead bytes make but of a bomb

// countReader gives b byte by byte, so that nothing is read ahead, until enough has been read.
type countReader struct {
	b []byte
	n int
}

func (r *countReader) ReadByte() (byte, error) {
	if r.n >= len(r.b) || r.n >= enoughRead {
		return 0, io.ErrUnexpectedEOF
	}
	r.n++
	return r.b[r.n-1], nil
}

func (r *countReader) Read(p []byte) (int, error) {
	c, err := r.ReadByte()
	if err != nil || len(p) == 0 {
		return 0, err
	}
	p[0] = c
	return 1, nil
}
