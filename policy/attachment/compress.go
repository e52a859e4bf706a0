package attachment

import (
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"encoding/binary"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
	"github.com/ulikunitz/xz/lzma"

	"souspli/policy/personal"
)

// unpackedName is the name of the file inside a compressed one: "liste.csv.gz" → "liste.csv", "a.tgz" → "a.tar".
func unpackedName(name string, suffixes ...string) string {
	lower := strings.ToLower(name)
	for _, suffix := range suffixes {
		if rest, ok := strings.CutSuffix(lower, suffix); ok {
			if strings.HasPrefix(suffix, ".t") {
				return name[:len(rest)] + ".tar"
			}
			return name[:len(rest)]
		}
	}
	return name
}

func isGzip(s *sample) bool { return bytes.HasPrefix(s.Data, []byte("\x1f\x8b\x08")) }

// readGzip reads every member of the file (RFC 1952, 2.2); what follows the last one is examined too.
func readGzip(s *scope) error {
	s.container = true
	in := bytes.NewReader(s.Data)
	z, err := gzip.NewReader(in)
	if err != nil {
		return err
	}
	var all []byte
	name := z.Name
	for {
		z.Multistream(false)
		s.text(personal.Place{Part: personal.PartComments}, z.Comment)
		data, err := s.w.budget.readAll(z, len(s.Data))
		all = append(all, data...)
		if err != nil {
			s.note(err)
			break
		}
		rest := s.Data[len(s.Data)-in.Len():]
		if !bytes.HasPrefix(rest, []byte("\x1f\x8b")) {
			if len(bytes.Trim(rest, "\x00")) > 0 {
				s.hidden(rest)
			}
			break
		}
		if err := z.Reset(in); err != nil {
			s.note(err)
			break
		}
	}
	if name == "" {
		name = unpackedName(s.Name, ".tgz", ".taz", ".gz")
	}
	s.member(File{Name: name, Data: all})
	return nil
}

// readStream reads a file that is one compressed stream.
func (s *scope) readStream(r io.Reader, suffixes ...string) error {
	s.container = true
	data, err := s.w.budget.readAll(r, len(s.Data))
	s.member(File{Name: unpackedName(s.Name, suffixes...), Data: data})
	return err
}

func isBzip2(s *sample) bool {
	return bytes.HasPrefix(s.Data, []byte("BZh")) && len(s.Data) > 10 && s.Data[3] >= '1' && s.Data[3] <= '9' &&
		(bytes.Equal(s.Data[4:10], []byte("\x31\x41\x59\x26\x53\x59")) || bytes.Equal(s.Data[4:10], []byte("\x17\x72\x45\x38\x50\x90")))
}

func readBzip2(s *scope) error {
	return s.readStream(bzip2.NewReader(bytes.NewReader(s.Data)), ".tbz2", ".tbz", ".bz2")
}

func isXZ(s *sample) bool { return bytes.HasPrefix(s.Data, []byte("\xFD7zXZ\x00")) }

func readXZ(s *scope) error {
	if xzWindow(s.Data) > maxWindow {
		return errUnsupported
	}
	r, err := xz.NewReader(bytes.NewReader(s.Data))
	if err != nil {
		return err
	}
	return s.readStream(r, ".txz", ".xz")
}

// xzWindow is the dictionary size in the first block header (the .xz file format 1.2.0, 3.1 and 5.3.1): its last
// filter is LZMA2 with one byte of properties.
func xzWindow(data []byte) uint64 {
	const header = 12
	if len(data) < header+8 {
		return 0
	}
	block := data[header:]
	size := 4 * (int(block[0]) + 1)
	if size > len(block) {
		return 0
	}
	i := bytes.LastIndex(block[:size], []byte("\x21\x01"))
	if i < 0 || i+2 >= size {
		return 0
	}
	bits := uint(block[i+2])
	if bits > 40 {
		return 1 << 62
	}
	return uint64(2|bits&1) << (bits/2 + 11)
}

// isLZMA tells the old .lzma format, which has no magic, by its usual properties and by the name.
func isLZMA(s *sample) bool {
	return s.named(".lzma", ".tlz") && len(s.Data) > 13 && s.Data[0] == 0x5D
}

func readLZMA(s *scope) error {
	if binary.LittleEndian.Uint32(s.Data[1:]) > maxWindow {
		return errUnsupported
	}
	r, err := lzma.NewReader(bytes.NewReader(s.Data))
	if err != nil {
		return err
	}
	return s.readStream(r, ".tlz", ".lzma")
}

func isZstd(s *sample) bool { return bytes.HasPrefix(s.Data, []byte("\x28\xB5\x2F\xFD")) }

func readZstd(s *scope) error {
	r, err := zstd.NewReader(bytes.NewReader(s.Data), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
	if err != nil {
		return err
	}
	defer r.Close()
	return s.readStream(r, ".tzst", ".zst")
}
