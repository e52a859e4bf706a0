package seal

import (
	"bytes"
	"io"

	"github.com/ulikunitz/xz/lzma"
)

// trialBytes is how many bytes LZMA must unpack from a stream that is called encrypted: chance does not make so many.
const trialBytes = 16 << 10

// unpacks says whether a stream that a folder calls encrypted can be unpacked as it is, by the compressor that the folder
// names: LZMA's bytes are spread as evenly as a ciphertext's, and have no mark. Packed holds the streams.
func (s sevenStreams) unpacks(packed []byte) bool {
	sizes := s.sizes
	for _, f := range s.folders {
		for i := 0; i < f.packs && len(sizes) > 0; i++ {
			if sizes[0] > uint64(len(packed)) {
				return false
			}
			if f.locked() && f.unpacks(packed[:sizes[0]]) {
				return true
			}
			packed, sizes = packed[sizes[0]:], sizes[1:]
		}
	}
	return false
}

func (f sevenFolder) unpacks(packed []byte) bool {
	for _, c := range f.coders {
		r, err := c.lzma(packed)
		if err != nil {
			continue
		}
		if n, err := io.CopyN(io.Discard, r, trialBytes); n == trialBytes || n > 0 && (err == io.EOF || f.has(n)) {
			return true
		}
	}
	return false
}

// has says whether a coder's output is n bytes long.
func (f sevenFolder) has(n int64) bool {
	for _, size := range f.sizes {
		if uint64(n) == size {
			return true
		}
	}
	return false
}

// lzma opens a stream of LZMA or LZMA2, with a small dictionary: the trial is short.
func (c sevenCoder) lzma(packed []byte) (io.Reader, error) {
	const dictionary = 1 << 17
	switch {
	case c.id == coderLZMA && len(c.props) == 5:
		head := []byte{c.props[0], 0, 0, dictionary >> 16, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF} // of unknown length
		return lzma.NewReader(io.MultiReader(bytes.NewReader(head), bytes.NewReader(packed)))
	case c.id == coderLZMA2:
		return lzma.Reader2Config{DictCap: dictionary}.NewReader2(bytes.NewReader(packed))
	}
	return nil, ErrDamaged
}
