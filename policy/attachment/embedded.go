package attachment

import (
	"bytes"

	"souspli/policy/seal"
)

// readEmbedded looks into a file that nobody reads, such as a picture or a program, for documents and archives that
// stand in the middle of it: other readers find those there (self-extracting programs, files of two kinds). Each is
// examined up to the end of the file. What turns out to be none of them leaves the file as opaque as it was.
func (s *scope) readEmbedded() {
	for _, find := range []func(*sample) int{findPDF, findZIP, findRAR, findSevenZip, findCFB} {
		at := find(s.sample)
		if at <= 0 {
			continue
		}
		s.container = false
		o := s.w.file(File{Data: s.Data[at:]}, s.path, s.depth+1)
		if o.reason == ReasonDamaged {
			o.reason, o.failed = ReasonUnknown, false
		}
		s.join(o, true)
	}
}

// findPDF wants a header with a version, and an object soon behind it: programs that write PDF hold the header alone.
// In a text it is a mention: no reader would look for it there.
func findPDF(s *sample) int {
	data := s.Data
	if s.isText {
		return -1
	}
	for from := 1; from < len(data); {
		i := bytes.Index(data[from:], []byte("%PDF-"))
		if i < 0 {
			return -1
		}
		at := from + i
		if bytes.Contains(data[at:min(len(data), at+4096)], []byte(" obj")) {
			return at
		}
		from = at + 5
	}
	return -1
}

// findZIP wants a local header that makes sense: version, method, length of the name.
func findZIP(s *sample) int {
	data := s.Data
	for from := 1; from < len(data); {
		i := bytes.Index(data[from:], []byte("PK\x03\x04"))
		if i < 0 {
			return -1
		}
		at := from + i
		if h := data[at:]; len(h) > 30 && h[4] <= 63 && h[5] <= 19 && h[9] == 0 && h[26] > 0 && h[27] == 0 {
			return at
		}
		from = at + 4
	}
	return -1
}

func findRAR(s *sample) int {
	return max(findAfterStart(s.Data, "Rar!\x1a\x07\x01\x00"), findAfterStart(s.Data, "Rar!\x1a\x07\x00"))
}

// findSevenZip wants a signature whose header parses.
func findSevenZip(s *sample) int {
	at := findAfterStart(s.Data, "7z\xBC\xAF\x27\x1C\x00")
	if at > 0 {
		if _, err := seal.OpenSevenZip(s.Data[at:]); err != nil {
			return -1
		}
	}
	return at
}

func findCFB(s *sample) int { return findAfterStart(s.Data, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") }

// findAfterStart finds magic anywhere but at the start.
func findAfterStart(data []byte, magic string) int {
	if len(data) == 0 {
		return -1
	}
	if i := bytes.Index(data[1:], []byte(magic)); i >= 0 {
		return i + 1
	}
	return -1
}
