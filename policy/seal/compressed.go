package seal

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
	"math/bits"
	"unicode/utf8"
)

// Limits of the search for compressed clear text, whose bytes are spread as evenly as those of a ciphertext.
const (
	maxLead    = 512 // bytes of noise that may stand before it: salt, nonce, packet headers, or what a forger put there
	maxTrail   = 64  // and behind it
	zstdMagic  = "\x28\xB5\x2F\xFD"
	lz4Magic   = "\x04\x22\x4D\x18"
	bzip2Block = "\x31\x41\x59\x26\x53\x59"
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
	return holdsPacked(b) || deflatedBehind(b[min(maxLead, len(b)):])
}

// deflatedBehind looks at every place for a stream that a compressor began with codes of its own, as it does where there are more
// than a few words, or with the fixed ones. A stream whose end is there is told by its text, since noise may follow it.
func deflatedBehind(b []byte) bool {
	const least = minRandom / 2
	r, shares := flate.NewReader(&countReader{}), newCodeShares()
	for i := 0; i+least <= len(b); i++ {
		own := b[i]&6 == ownCodes && shares.begin(b[i:i+least])
		if !own && !beginsFixed(b[i:i+least]) {
			continue
		}
		if head, ok := unpacks(r, b[i:]); ok && (isLegible(head) || startsPacked(head)) {
			return true // random codes may go on for long, but what they say is nothing
		}
	}
	return false
}

// The two bits by which a block says that its codes are its own, or the fixed ones (RFC 1951, 3.2.3).
const (
	ownCodes   = 4
	fixedCodes = 2
)

// beginsFixed says whether b begins with a block of the fixed codes (3.2.6), and with text: nothing can be repeated yet. Of random
// bytes one place in seventy does.
func beginsFixed(b []byte) bool {
	if b[0]&6 != fixedCodes {
		return false
	}
	word := binary.LittleEndian.Uint32(b) >> 3
	for range 3 {
		c := bits.Reverse8(byte(word)) - 0x30
		if (c < ' ' || c > '~') && c != 0 && c != '\n' && c != '\r' && c != '\t' {
			return false
		}
		word >>= 8
	}
	return true
}

// codeShares tells of three lengths of codes, of three bits each, how much of all bits their codes use, in 128ths.
type codeShares [512]uint16

func newCodeShares() *codeShares {
	var c codeShares
	for i := range c {
		for three := i; three > 0; three >>= 3 {
			if n := three & 7; n > 0 {
				c[i] += 128 >> n
			}
		}
	}
	return &c
}

// begin says whether b begins with a block of its own codes (RFC 1951, 3.2.7): the code in which their lengths are written leaves no
// bits unused. Of random bytes one place in a thousand does.
func (c *codeShares) begin(b []byte) bool {
	if b[0]>>3 > 29 || b[1]&31 > 29 {
		return false
	}
	word := binary.LittleEndian.Uint64(b[1:]) >> 5
	lengths := word&15 + 4
	word = (word>>4 | uint64(b[9])<<55) & (1<<(3*lengths) - 1)
	used := uint16(0)
	for ; word > 0; word >>= 9 {
		used += c[word&511]
	}
	return used == 128
}

// holdsPacked looks for marks that are too long, or come with too much that can be checked, for chance to make them anywhere.
func holdsPacked(b []byte) bool {
	for _, mark := range []string{sevenMagic, "Rar!\x1a\x07", cfbMagic, "\xFD7zXZ\x00", "\x89PNG\r\n", bzip2Block, "%PDF-1.", "\xFF\xD8\xFF\xE0\x00\x10JFIF"} {
		if bytes.Contains(b, []byte(mark)) {
			return true
		}
	}
	r := flate.NewReader(&countReader{})
	return anywhere(b, sigLocal, isLocalHeader) || anywhere(b, zstdMagic, isZstdFrame) || anywhere(b, lz4Magic, isLZ4Frame) || anywhere(b, "\x5D\x00\x00", isLZMA) || anywhere(b, "\x1f\x8b\x08", func(b []byte) bool {
		return len(b) > 18 && b[3] == 0 && inflates(r, b[10:])
	})
}

// isZstdFrame wants a frame without a dictionary, as files have them, whose first block is compressed (RFC 8878, 3.1.1).
func isZstdFrame(b []byte) bool {
	if len(b) < 32 || b[4]&0x1B != 0 {
		return false
	}
	header := 5 + []int{0, 2, 4, 8}[b[4]>>6]
	if oneSegment := b[4]&0x20 != 0; !oneSegment || b[4]>>6 == 0 { // a window, or a size of one byte
		header++
	}
	block := uint32(b[header]) | uint32(b[header+1])<<8 | uint32(b[header+2])<<16
	return block>>1&3 == 2 && block>>3 <= 128<<10
}

// isLZ4Frame wants the only version there is and one of its sizes of blocks (LZ4 Frame Format 1.6.3).
func isLZ4Frame(b []byte) bool { return len(b) > 15 && b[4]>>6 == 1 && b[5]&0x8F == 0 && b[5] >= 0x40 }

// isLZMA wants a dictionary as programs make them, and a size that is unknown or possible.
func isLZMA(b []byte) bool {
	return len(b) > 13 && b[4] == 0 && (string(b[5:13]) == "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF" || string(b[9:13]) == "\x00\x00\x00\x00")
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
		sigLocal, sevenMagic, "Rar!\x1a\x07", "%PDF-", cfbMagic, zstdMagic, "\xFD7zXZ\x00", "\x89PNG\r\n", "\xFF\xD8\xFF\xE0", "\xFF\xD8\xFF\xE1",
		lz4Magic,
	} {
		if bytes.HasPrefix(b, []byte(mark)) {
			return true
		}
	}
	return len(b) > 13 && b[0] == 0x5D && b[1] == 0 && b[2] == 0 && b[4] == 0 // LZMA
}

// inflates says whether b begins as a deflate stream.
func inflates(r io.Reader, b []byte) bool {
	_, ok := unpacks(r, b)
	return ok
}

// unpacks says whether b begins as a deflate stream (RFC 1951), one that goes on without a fault, or fills b, and gives the first bytes
// it makes. The decompressor r is used again and again.
func unpacks(r io.Reader, b []byte) (head []byte, ok bool) {
	in := &countReader{b: b}
	if r.(flate.Resetter).Reset(in, nil) != nil {
		return nil, false
	}
	head = make([]byte, 0, enoughRead)
	err := error(nil)
	for len(head) < cap(head) && err == nil {
		var n int
		n, err = r.Read(head[len(head):cap(head)])
		head = head[:len(head)+n]
	}
	if err == nil {
		_, err = io.CopyN(io.Discard, r, maxInflated)
	}
	return head, err == nil || in.n >= enoughRead || err == io.EOF && in.n >= minRandom/2 && (len(b)-in.n <= maxTrail || holdsText(head[:min(len(head), nearWindow)]))
}

// isLegible tells text, in whatever charset, from what random codes make.
func isLegible(b []byte) bool {
	letters, zeros := 0, 0
	for _, c := range b {
		switch {
		case c == 0: // of UTF-16
			zeros++
		case c >= ' ' && c <= '~', c == '\n', c == '\r', c == '\t':
			letters++
		}
	}
	end := len(b)
	for k := 1; k < utf8.UTFMax && end > 0 && !utf8.Valid(b[:end]); k++ {
		end-- // a letter may be cut
	}
	return (letters+zeros)*8 >= len(b)*7 && letters*8 >= len(b)*3 || utf8.Valid(b[:end]) && letters*8 >= len(b)
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
