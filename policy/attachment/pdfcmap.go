package attachment

import (
	"encoding/binary"
	"sort"

	"souspli/policy/seal"
)

const maxCMap = 200_000 // entries and ranges

// cmap maps codes to letters: a ToUnicode CMap (ISO 32000-2, 9.10.3).
type cmap struct {
	spaces []codeSpace
	chars  map[int]string
	ranges []codeRange
}

// codeSpace is the codes of one length between two values (9.7.6.2).
type codeSpace struct{ low, high, bytes int }

// codeRange maps consecutive codes to consecutive letters.
type codeRange struct {
	low, high int
	first     []rune
}

// parseCMap reads the operators that matter: bfchar, bfrange, codespacerange.
func parseCMap(data []byte) *cmap {
	m := &cmap{chars: map[int]string{}}
	l := &seal.PDFLexer{Data: data}
	var operands []any
	for {
		v, ok := l.Next()
		if !ok {
			break
		}
		word, isWord := v.(seal.PDFKeyword)
		if !isWord {
			if len(operands) < maxCMap {
				operands = append(operands, v)
			}
			continue
		}
		switch word {
		case "endbfchar":
			m.addChars(operands)
		case "endbfrange":
			m.addRanges(operands)
		case "endcodespacerange":
			m.addSpaces(operands)
		}
		operands = operands[:0]
	}
	sort.SliceStable(m.ranges, func(i, j int) bool { return m.ranges[i].low < m.ranges[j].low })
	return m
}

// codeOf reads a code written as a string.
func codeOf(v any) (code, bytes int, ok bool) {
	s, ok := v.(seal.PDFString)
	if !ok || len(s) == 0 || len(s) > 4 {
		return 0, 0, false
	}
	for _, c := range s {
		code = code<<8 | int(c)
	}
	return code, len(s), true
}

func lettersOf(v any) (string, bool) {
	switch s := v.(type) {
	case seal.PDFString:
		return fromUTF16(s, binary.BigEndian), true
	case seal.PDFName:
		return glyphText(string(s)), true
	}
	return "", false
}

func (m *cmap) addChars(operands []any) {
	for ; len(operands) >= 2; operands = operands[2:] {
		code, _, ok := codeOf(operands[0])
		text, ok2 := lettersOf(operands[1])
		if ok && ok2 && len(m.chars) < maxCMap {
			m.chars[code] = text
		}
	}
}

func (m *cmap) addRanges(operands []any) {
	for ; len(operands) >= 3; operands = operands[3:] {
		low, _, ok := codeOf(operands[0])
		high, _, ok2 := codeOf(operands[1])
		if !ok || !ok2 || high < low || len(m.ranges) > maxCMap {
			continue
		}
		if list, isList := operands[2].(seal.PDFArray); isList {
			m.addList(list[:min(len(list), high-low+1)], low)
			continue
		}
		if text, ok := lettersOf(operands[2]); ok && text != "" {
			m.ranges = append(m.ranges, codeRange{low, high, []rune(text)})
		}
	}
}

// addList gives the letters of the codes from low on, one by one.
func (m *cmap) addList(list seal.PDFArray, low int) {
	for i, v := range list {
		if text, ok := lettersOf(v); ok && len(m.chars) < maxCMap {
			m.chars[low+i] = text
		}
	}
}

func (m *cmap) addSpaces(operands []any) {
	for ; len(operands) >= 2; operands = operands[2:] {
		low, n, ok := codeOf(operands[0])
		high, _, ok2 := codeOf(operands[1])
		if ok && ok2 && len(m.spaces) < 1000 {
			m.spaces = append(m.spaces, codeSpace{low, high, n})
		}
	}
}

// lookup finds the letters of a code.
func (m *cmap) lookup(code int) (string, bool) {
	if text, ok := m.chars[code]; ok {
		return text, true
	}
	i := sort.Search(len(m.ranges), func(i int) bool { return m.ranges[i].low > code })
	for last := max(0, i-4); i > last; i-- { // ranges that overlap are few
		if r := m.ranges[i-1]; code <= r.high {
			letters := append([]rune(nil), r.first...)
			letters[len(letters)-1] += rune(code - r.low)
			return string(letters), true
		}
	}
	return "", false
}

// length is how many bytes the code at the start of b has.
func (m *cmap) length(b []byte) int {
	code := 0
	for n := 1; n <= min(4, len(b)); n++ {
		code = code<<8 | int(b[n-1])
		for _, s := range m.spaces {
			if s.bytes == n && code >= s.low && code <= s.high {
				return n
			}
		}
	}
	return min(len(b), 2)
}

// trueTypeLetters turns the cmap table of a TrueType font round: from glyphs to letters (OpenType, "cmap").
func trueTypeLetters(font []byte) map[int]rune {
	table := trueTypeTable(font, "cmap")
	if len(table) < 4 {
		return nil
	}
	be := binary.BigEndian
	letters := map[int]rune{}
	for i := range min(int(be.Uint16(table[2:])), 32) {
		if 4+8*i+8 > len(table) {
			break
		}
		platform, at := be.Uint16(table[4+8*i:]), int(be.Uint32(table[4+8*i+4:]))
		if at+8 > len(table) || platform != 0 && platform != 3 {
			continue
		}
		switch sub := table[at:]; be.Uint16(sub) {
		case 4:
			cmapFormat4(sub, letters)
		case 12:
			cmapFormat12(sub, letters)
		}
	}
	return letters
}

// trueTypeTable finds a table in the directory of a font.
func trueTypeTable(font []byte, tag string) []byte {
	if len(font) < 12 {
		return nil
	}
	be := binary.BigEndian
	for i := range int(be.Uint16(font[4:])) {
		at := 12 + 16*i
		if at+16 > len(font) {
			return nil
		}
		if string(font[at:at+4]) == tag {
			off, n := uint64(be.Uint32(font[at+8:])), uint64(be.Uint32(font[at+12:]))
			if off+n > uint64(len(font)) {
				return nil
			}
			return font[off : off+n]
		}
	}
	return nil
}

// cmapFormat4 reads segments of 16-bit codes: ends, starts, deltas, offsets.
func cmapFormat4(t []byte, letters map[int]rune) {
	be := binary.BigEndian
	if len(t) < 16 {
		return
	}
	n := int(be.Uint16(t[6:])) / 2
	if 16+8*n > len(t) {
		return
	}
	for i := range n {
		end, start := int(be.Uint16(t[14+2*i:])), int(be.Uint16(t[16+2*n+2*i:]))
		delta, rangeAt := int(be.Uint16(t[16+4*n+2*i:])), 16+6*n+2*i
		offset := int(be.Uint16(t[rangeAt:]))
		for code := start; code <= end && code < 0xFFFF; code++ {
			at := rangeAt + offset + 2*(code-start)
			if offset != 0 && at+2 > len(t) {
				break
			}
			g := code
			if offset != 0 {
				g = int(be.Uint16(t[at:]))
			}
			if g != 0 || offset == 0 {
				addLetter(letters, (g+delta)&0xFFFF, rune(code))
			}
		}
	}
}

// addLetter notes the letter that a glyph shows; the first code that a font gives it counts.
func addLetter(letters map[int]rune, glyph int, letter rune) {
	if _, known := letters[glyph]; !known && glyph != 0 {
		letters[glyph] = letter
	}
}

// cmapFormat12 reads groups of 32-bit codes.
func cmapFormat12(t []byte, letters map[int]rune) {
	be := binary.BigEndian
	if len(t) < 16 {
		return
	}
	for i := range min(int(be.Uint32(t[12:])), 100_000) {
		at := 16 + 12*i
		if at+12 > len(t) {
			return
		}
		start, end, g := int(be.Uint32(t[at:])), int(be.Uint32(t[at+4:])), int(be.Uint32(t[at+8:]))
		for code := start; code <= end && code-start < 1<<16 && code <= 0x10FFFF; code++ {
			if _, known := letters[g+code-start]; !known {
				letters[g+code-start] = rune(code)
			}
		}
	}
}
