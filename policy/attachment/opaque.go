package attachment

import (
	"bytes"
	"strings"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

const (
	minString    = 6 // letters that make a string in a binary file
	maxFoundText = 8 << 20
)

// readOpaque handles what no row knows: nobody reads it, but the strings that stand in it are looked at.
func readOpaque(s *scope) error {
	s.veil(ReasonUnknown)
	if len(s.Data) >= 256 && seal.Random(s.Data) {
		s.veil(ReasonUnproven)
	}
	s.readStrings(s.Data)
	s.readEmbedded()
	return nil
}

// readStrings hands out the runs of printable characters in binary data, single bytes and UTF-16.
func (s *scope) readStrings(data []byte) {
	s.text(personal.Place{Part: personal.PartHidden}, stringsIn(data, 1))
	s.text(personal.Place{Part: personal.PartHidden}, stringsIn(data, 2))
}

// stringsIn finds runs of printable ASCII and Latin letters whose characters stand step bytes apart, zeros between.
func stringsIn(data []byte, step int) string {
	var out strings.Builder
	var run bytes.Buffer
	end := func() {
		if run.Len() >= minString {
			out.WriteString(fromWindows1252(run.Bytes()))
			out.WriteByte('\n')
		}
		run.Reset()
	}
	for i := 0; i < len(data) && out.Len() < maxFoundText; i++ {
		c := data[i]
		if c < 0x20 || c == 0x7F || c > 0x7F && c < 0xC0 || step == 2 && (i+1 >= len(data) || data[i+1] != 0) {
			end()
			continue
		}
		run.WriteByte(c)
		if step == 2 {
			i++
		}
	}
	end()
	return out.String()
}
