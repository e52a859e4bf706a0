package attachment

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"unicode/utf8"
)

// Sizes of base64 in a text that can be a file: shorter ones are words, keys and checksums.
const (
	minCodedLine  = 40
	minCodedBlock = 128
)

// codedFiles finds files that stand in a text as bare base64, base32, hexadecimal or base 85: the tail of a line and the full lines behind
// it, as one gets them who pastes the source of a message, or takes away the field that says how a part is coded.
func codedFiles(text []byte) [][]byte {
	var files [][]byte
	room := int64(maxFoundText) // for what is compressed too
	keep := func(data []byte) {
		if plain := inflated(data, &room); plain != nil {
			data = plain
		}
		if isCoded(data) {
			files = append(files, data)
		}
	}
	if !holdsBlock(text) {
		return nil
	}
	eachBlock(atCommas(tightHex(atMarkup(text))), lastOther, func(block []byte) {
		if data := unhexed(bytes.TrimPrefix(block, []byte("0x"))); data != nil { // as databases write it
			keep(data)
		} else if data := looseBase32(block); data != nil {
			keep(data)
		} else {
			keep(looseBase64(block))
		}
	})
	eachBlock(text, lastBlank, func(block []byte) {
		for _, data := range base85(block) {
			keep(data)
		}
	})
	return files
}

// holdsBlock says whether a line of a text can be coded: it has no blanks for long, or lists bytes.
func holdsBlock(text []byte) bool {
	var listed [256]bool
	for _, c := range []byte("0123456789abcdefABCDEF :,x\\") {
		listed[c] = true
	}
	run, figures := 0, 0
	for _, c := range text {
		run++
		figures++
		if c <= ' ' || c > '~' {
			run = 0
		}
		if !listed[c] {
			figures = 0
		}
		if run == minCodedLine || figures == minCodedLine {
			return true
		}
	}
	return false
}

// eachBlock gives the blocks of letters that are long enough for a file. tail says where the tail of a line begins that is one.
func eachBlock(text []byte, tail func([]byte) int, use func([]byte)) {
	for blocks := 0; len(text) > 0 && blocks < maxMIMEParts; {
		line, rest, _ := bytes.Cut(text, []byte("\n"))
		text = rest
		if len(line) < minCodedLine {
			continue
		}
		line = bytes.TrimRight(line, " \t\r")
		block := line[tail(line):]
		if len(block) < minCodedLine {
			continue
		}
		more, rest := codedLines(text, tail)
		text = rest
		if len(block)+len(more) >= minCodedBlock {
			blocks++
			use(slices.Concat(block, more))
		}
	}
}

// atMarkup begins a new line at what stands around a value in markup and code.
func atMarkup(text []byte) []byte {
	out := bytes.Clone(text)
	for i, c := range out {
		switch c {
		case '<', '>', '"', '\'', '(', ')', '{', '}':
			out[i] = '\n'
		}
	}
	return out
}

// atCommas begins a new line at what parts values, in place.
func atCommas(text []byte) []byte {
	for i, c := range text {
		if c == ',' || c == ';' {
			text[i] = '\n'
		}
	}
	return text
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

// codedLines joins the lines from the start of text on that are letters of a block alone. All are as long as the first, and a shorter
// one is the last.
func codedLines(text []byte, tail func([]byte) int) (block, rest []byte) {
	width := 0
	for len(text) > 0 {
		line, after, _ := bytes.Cut(text, []byte("\n"))
		line = bytes.TrimSpace(line)
		if len(line) == 0 || tail(line) > 0 || width > 0 && len(line) > width {
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

// isCoded says whether what was coded is a document, an archive or a text: keys, certificates and signatures are not.
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

// readBlocks examines the files that stand in a text as letters, each once. One that is damaged was cut off by who quoted it.
func (s *scope) readBlocks(text string) {
	for _, data := range codedFiles([]byte(text)) {
		sum := sha256.Sum256(data)
		if s.w.coded[sum] {
			continue
		}
		if s.w.coded == nil {
			s.w.coded = map[[sha256.Size]byte]bool{}
		}
		s.w.coded[sum] = true
		o := s.w.file(File{Name: unnamed, Data: data}, append(slices.Clip(s.path), unnamed), s.depth+1)
		if o.reason == ReasonDamaged {
			o.reason, o.failed = "", false
		}
		s.join(o, true)
	}
}
