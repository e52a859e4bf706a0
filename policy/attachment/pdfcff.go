package attachment

import (
	"encoding/binary"
	"strings"
)

// cffEncoding reads which glyph name each code of a CFF font has (Adobe Technical Note 5176): the font's own encoding
// gives glyphs, its charset gives their names. Nil if the font has a predefined encoding or is damaged.
func cffEncoding(font []byte) map[int]string {
	if len(font) < 4 {
		return nil
	}
	_, rest, ok := cffIndex(font[min(int(font[2]), len(font)):]) // names
	if !ok {
		return nil
	}
	tops, rest, ok := cffIndex(rest)
	if !ok || len(tops) == 0 {
		return nil
	}
	strs, _, ok := cffIndex(rest)
	if !ok {
		return nil
	}
	top := cffDict(tops[0])
	encodingAt, charsetAt, charStrings := top[16], top[15], top[17]
	if encodingAt <= 1 || charStrings <= 0 || encodingAt >= len(font) || charStrings >= len(font) {
		return nil
	}
	count := int(binary.BigEndian.Uint16(append(font[charStrings:min(charStrings+2, len(font)):len(font)], 0, 0)))
	names := cffCharset(font, charsetAt, count, strs)
	return cffCodes(font[encodingAt:], names)
}

// cffIndex reads an INDEX: count, offset size, offsets, data.
func cffIndex(b []byte) (items [][]byte, rest []byte, ok bool) {
	if len(b) < 2 {
		return nil, nil, false
	}
	n := int(binary.BigEndian.Uint16(b))
	if n == 0 {
		return nil, b[2:], true
	}
	if len(b) < 3 || b[2] < 1 || b[2] > 4 {
		return nil, nil, false
	}
	size := int(b[2])
	data := 3 + size*(n+1) - 1 // offsets count from the byte before the data
	if data > len(b) {
		return nil, nil, false
	}
	offset := func(i int) int {
		v := 0
		for _, c := range b[3+size*i : 3+size*(i+1)] {
			v = v<<8 | int(c)
		}
		return data + v
	}
	for i := range n {
		from, to := offset(i), offset(i+1)
		if from > to || to > len(b) {
			return nil, nil, false
		}
		items = append(items, b[from:to])
	}
	return items, b[offset(n):], true
}

// cffDict reads the operators of a DICT whose operand is a whole number.
func cffDict(b []byte) map[int]int {
	d := map[int]int{}
	last := 0
	for len(b) > 0 {
		c := int(b[0])
		n := 1
		switch {
		case c <= 21:
			if c == 12 {
				n = 2
			} else {
				d[c] = last
			}
		case c == 28 && len(b) >= 3:
			last, n = int(int16(binary.BigEndian.Uint16(b[1:]))), 3
		case c == 29 && len(b) >= 5:
			last, n = int(int32(binary.BigEndian.Uint32(b[1:]))), 5
		case c == 30: // a real number: half bytes up to 15
			for n < len(b) && b[n]&0x0F != 0x0F && b[n]>>4 != 0x0F {
				n++
			}
			n++
		case c >= 32 && c <= 246:
			last = c - 139
		case c >= 247 && c <= 250 && len(b) >= 2:
			last, n = (c-247)*256+int(b[1])+108, 2
		case c >= 251 && c <= 254 && len(b) >= 2:
			last, n = -(c-251)*256-int(b[1])-108, 2
		}
		b = b[min(n, len(b)):]
	}
	return d
}

// cffCharset gives the names of the glyphs, glyph 0 being .notdef.
func cffCharset(font []byte, at, count int, strs [][]byte) []string {
	names := []string{".notdef"}
	if at <= 2 { // ISOAdobe and the expert sets
		for i := 1; i < count; i++ {
			names = append(names, cffString(i, strs))
		}
		return names
	}
	if at >= len(font) {
		return names
	}
	b := font[at+1:]
	be := binary.BigEndian
	switch format := font[at]; format {
	case 0:
		for ; len(names) < count && len(b) >= 2; b = b[2:] {
			names = append(names, cffString(int(be.Uint16(b)), strs))
		}
	case 1, 2:
		for size := 2 + int(format); len(names) < count && len(b) >= size; b = b[size:] {
			left := int(b[2])
			if format == 2 {
				left = int(be.Uint16(b[2:]))
			}
			for i := 0; i <= left && len(names) < count; i++ {
				names = append(names, cffString(int(be.Uint16(b))+i, strs))
			}
		}
	}
	return names
}

// cffCodes reads the encoding: codes of glyphs 1, 2, 3… one by one or in ranges, then supplements.
func cffCodes(b []byte, names []string) map[int]string {
	codes := map[int]string{}
	if len(b) < 2 {
		return codes
	}
	format, n := b[0], int(b[1])
	rest := b[2:]
	g := 1
	put := func(code int) {
		if g < len(names) {
			codes[code] = names[g]
		}
		g++
	}
	switch format & 0x7F {
	case 0:
		for _, c := range rest[:min(n, len(rest))] {
			put(int(c))
		}
	case 1:
		for ; n > 0 && len(rest) >= 2; n, rest = n-1, rest[2:] {
			for i := 0; i <= int(rest[1]); i++ {
				put(int(rest[0]) + i)
			}
		}
	}
	return codes
}

// cffString is the string with a number: a standard one, or the font's own from 391 on.
func cffString(sid int, strs [][]byte) string {
	if sid < len(cffNames) {
		return cffNames[sid]
	}
	if i := sid - 391; i >= 0 && i < len(strs) {
		return string(strs[i])
	}
	return ""
}

// cffNames are the first standard strings, in order (appendix A); the expert ones behind them are not known here.
var cffNames = strings.Fields(`.notdef space exclam quotedbl numbersign dollar percent ampersand quoteright parenleft
parenright asterisk plus comma hyphen period slash zero one two three four five six seven eight nine colon semicolon less
equal greater question at A B C D E F G H I J K L M N O P Q R S T U V W X Y Z bracketleft backslash bracketright
asciicircum underscore quoteleft a b c d e f g h i j k l m n o p q r s t u v w x y z braceleft bar braceright asciitilde
exclamdown cent sterling fraction yen florin section currency quotesingle quotedblleft guillemotleft guilsinglleft
guilsinglright fi fl endash dagger daggerdbl periodcentered paragraph bullet quotesinglbase quotedblbase quotedblright
guillemotright ellipsis perthousand questiondown grave acute circumflex tilde macron breve dotaccent dieresis ring
cedilla hungarumlaut ogonek caron emdash AE ordfeminine Lslash Oslash OE ordmasculine ae dotlessi lslash oslash oe
germandbls onesuperior logicalnot mu trademark Eth onehalf plusminus Thorn onequarter divide brokenbar degree thorn
threequarters twosuperior registered minus eth multiply threesuperior copyright Aacute Acircumflex Adieresis Agrave
Aring Atilde Ccedilla Eacute Ecircumflex Edieresis Egrave Iacute Icircumflex Idieresis Igrave Ntilde Oacute Ocircumflex
Odieresis Ograve Otilde Scaron Uacute Ucircumflex Udieresis Ugrave Yacute Ydieresis Zcaron aacute acircumflex adieresis
agrave aring atilde ccedilla eacute ecircumflex edieresis egrave iacute icircumflex idieresis igrave ntilde oacute
ocircumflex odieresis ograve otilde scaron uacute ucircumflex udieresis ugrave yacute ydieresis zcaron`)
