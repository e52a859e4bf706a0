package attachment

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// Sizes of base64 in a text that can be a file: shorter ones are words, keys and checksums.
const (
	minCodedLine  = 40
	minCodedBlock = 128
)

// codedBlocks finds files that stand in a text as bare base64: the tail of a line and the full lines behind it, as one gets
// them who pastes the source of a message, or takes away the field that says how a part is coded.
func codedBlocks(text []byte) [][]byte {
	var blocks [][]byte
	text = atMarkup(text)
	for len(text) > 0 && len(blocks) < maxMIMEParts {
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		text = rest
		if len(line) < minCodedLine {
			continue
		}
		line = bytes.TrimRight(line, " \t\r")
		block := line[lastOther(line):]
		if len(block) < minCodedLine {
			continue
		}
		more, rest := codedLines(text)
		text = rest
		if len(block)+len(more) >= minCodedBlock {
			blocks = append(blocks, looseBase64(slices.Concat(block, more)))
		}
	}
	return blocks
}

// atMarkup begins a new line at what stands around a value in markup, code and URLs.
func atMarkup(text []byte) []byte {
	return bytes.Map(func(r rune) rune {
		switch r {
		case '<', '>', '"', '\'', '(', ')', ',':
			return '\n'
		}
		return r
	}, text)
}

// lastOther is where the tail of a line begins that is base64 alone.
func lastOther(line []byte) int {
	return bytes.LastIndexFunc(line, func(r rune) bool { return r > 0x7F || r != '=' && base64Value(urlAlphabet(byte(r))) < 0 }) + 1
}

// urlAlphabet gives the letter of the common alphabet.
func urlAlphabet(c byte) byte {
	switch c {
	case '-':
		return '+'
	case '_':
		return '/'
	}
	return c
}

// codedLines joins the lines from the start of text on that are base64 alone. All are as long as the first, and a shorter
// one is the last.
func codedLines(text []byte) (block, rest []byte) {
	width := 0
	for len(text) > 0 {
		line, after, _ := bytes.Cut(text, []byte("\n"))
		line = bytes.TrimSpace(line)
		if len(line) == 0 || lastOther(line) > 0 || width > 0 && len(line) > width {
			break
		}
		block = append(block, line...)
		text = after
		if width = max(width, len(line)); len(line) < width {
			break
		}
	}
	return block, text
}

// isCoded says whether what base64 gave is a document, an archive or a text: keys, certificates and signatures are not.
func isCoded(data []byte) bool {
	for _, mark := range []string{"PK\x03\x04", "%PDF-", "\xD0\xCF\x11\xE0", "7z\xBC\xAF\x27\x1C", "Rar!\x1a\x07", "\x1f\x8b\x08", "BZh", "\xFD7zXZ\x00"} {
		if bytes.HasPrefix(data, []byte(mark)) {
			return true
		}
	}
	if bytes.Contains(data[:min(len(data), 16)], []byte("PK\x03\x04")) { // behind a length, as queries are kept
		return true
	}
	half := len(data) / 4 * 2 // a word may have been taken for the last line
	for half > 0 && !utf8.RuneStart(data[half]) {
		half--
	}
	_, ok := decoded(data[:half])
	return ok
}

// readBlocks examines the files that stand in a text as base64. One that is damaged was cut off by who quoted it.
func (s *scope) readBlocks(text string) {
	for _, data := range codedBlocks([]byte(text)) {
		if !isCoded(data) {
			continue
		}
		o := s.w.file(File{Name: unnamed, Data: data}, append(slices.Clip(s.path), unnamed), s.depth+1)
		if o.reason == ReasonDamaged {
			o.reason, o.failed = "", false
		}
		s.join(o, true)
	}
}
