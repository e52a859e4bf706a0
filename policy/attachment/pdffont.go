package attachment

import (
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"souspli/policy/seal"
)

// pdfFont turns the codes of strings into letters and widths (ISO 32000-2, 9.5 to 9.10).
type pdfFont struct {
	composite bool
	unicode   *cmap // ToUnicode
	codes     *cmap // of an embedded CMap: only the lengths of codes
	legacy    encoding.Encoding
	ucs2      bool // the codes are UTF-16
	encoding  [256]string
	glyphs    map[int]rune // of an embedded TrueType font: glyph to letter
	widths    map[int]float64
	fallback  float64 // width of what is not listed
	scale     float64 // of Type 3 glyph space, relative to 1/1000
}

// glyph is one code of a string.
type glyph struct {
	bytes int
	text  string
	width float64 // thousandths of the size
	space bool    // the single-byte code 32, which word spacing widens
}

var fallbackFont = &pdfFont{encoding: standardEncoding("WinAnsiEncoding"), fallback: 500, scale: 1}

// font reads a font once.
func (r *pdfReader) font(v any) *pdfFont {
	ref, isRef := v.(seal.PDFRef)
	if f, ok := r.fonts[ref]; isRef && ok {
		return f
	}
	d := r.p.Dict(v)
	if d == nil {
		return fallbackFont
	}
	f := &pdfFont{scale: 1, fallback: 500, widths: map[int]float64{}}
	switch u := r.p.Resolve(d["ToUnicode"]).(type) {
	case *seal.PDFStream:
		f.unicode = parseCMap(r.stream(u))
	case seal.PDFName: // Identity-H: the codes are Unicode
		f.ucs2 = true
	}
	if d["Subtype"] == seal.PDFName("Type0") {
		r.compositeFont(f, d)
	} else {
		r.simpleFont(f, d)
	}
	if isRef {
		r.fonts[ref] = f
	}
	return f
}

// simpleFont reads a font with codes of one byte (9.6).
func (r *pdfReader) simpleFont(f *pdfFont, d seal.PDFDict) {
	base, _ := r.p.Resolve(d["BaseFont"]).(seal.PDFName)
	descriptor := r.p.Dict(d["FontDescriptor"])
	f.encoding = r.encoding(d, descriptor)
	first, _ := r.p.Int(d["FirstChar"])
	widths := r.p.Array(d["Widths"])
	for i, w := range widths[:min(len(widths), 256)] {
		f.widths[first+i] = number(r.p.Resolve(w))
	}
	if len(widths) == 0 {
		f.widths, f.fallback = standardWidths(string(base))
	} else {
		f.fallback = number(r.p.Resolve(descriptor["MissingWidth"]))
	}
	if m := r.p.Array(d["FontMatrix"]); d["Subtype"] == seal.PDFName("Type3") && len(m) == 6 {
		f.scale = number(r.p.Resolve(m[0])) * 1000
	}
}

// encoding is the letters of a simple font's codes: a base and differences by glyph names (9.6.5).
func (r *pdfReader) encoding(d, descriptor seal.PDFDict) [256]string {
	var table [256]string
	switch e := r.p.Resolve(d["Encoding"]).(type) {
	case seal.PDFName:
		return standardEncoding(string(e))
	case seal.PDFDict:
		base, ok := r.p.Resolve(e["BaseEncoding"]).(seal.PDFName)
		table = standardEncoding(string(base))
		if !ok {
			r.builtIn(&table, descriptor)
		}
		r.differences(&table, e)
		if d["Subtype"] == seal.PDFName("Type3") {
			r.numberedLetters(&table, e)
		}
		return table
	}
	table = standardEncoding("")
	r.builtIn(&table, descriptor)
	return table
}

// differences changes the codes that a font has of its own.
func (r *pdfReader) differences(table *[256]string, encoding seal.PDFDict) {
	for code, name := range r.renamed(encoding) {
		table[code] = glyphText(name)
	}
}

// numberedLetters names the letters that a font made of pictures calls by a letter and their code, as TeX does: /a65.
func (r *pdfReader) numberedLetters(table *[256]string, encoding seal.PDFDict) {
	for code, name := range r.renamed(encoding) {
		if n, err := strconv.Atoi(name[min(1, len(name)):]); err == nil && n > ' ' && n < 256 && table[code] == "" {
			table[code] = fromWindows1252([]byte{byte(n)})
		}
	}
}

// renamed gives the codes that an encoding renames, with their glyphs' names: a code, then the names of its glyph and of those that follow.
func (r *pdfReader) renamed(encoding seal.PDFDict) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		code := 0
		for _, v := range r.p.Array(encoding["Differences"]) {
			switch x := r.p.Resolve(v).(type) {
			case int:
				code = x
			case seal.PDFName:
				if code >= 0 && code < 256 && !yield(code, string(x)) {
					return
				}
				code++
			}
		}
	}
}

// builtIn takes the encoding that a font program brings along: of Type 1 fonts, of CFF fonts.
func (r *pdfReader) builtIn(table *[256]string, descriptor seal.PDFDict) {
	var names map[int]string
	if s, ok := r.p.Resolve(descriptor["FontFile"]).(*seal.PDFStream); ok {
		names = type1Encoding(string(r.stream(s)))
	} else if s, ok := r.p.Resolve(descriptor["FontFile3"]).(*seal.PDFStream); ok {
		names = cffEncoding(r.stream(s))
	}
	for code, name := range names {
		if text := glyphText(name); code >= 0 && code < 256 && text != "" {
			table[code] = text
		}
	}
}

// type1Encoding reads the lines "dup 65 /A put" of a Type 1 font program.
func type1Encoding(program string) map[int]string {
	start := strings.Index(program, "/Encoding")
	if start < 0 {
		return nil
	}
	text := program[start:min(len(program), start+16<<10)]
	if end := strings.Index(text, "readonly def"); end >= 0 {
		text = text[:end]
	}
	names := map[int]string{}
	l := &seal.PDFLexer{Data: []byte(text)}
	for {
		v, ok := l.Next()
		if !ok {
			return names
		}
		if v != seal.PDFKeyword("dup") {
			continue
		}
		code, _ := l.Next()
		name, _ := l.Next()
		if c, ok := code.(int); ok {
			if n, ok := name.(seal.PDFName); ok {
				names[c] = string(n)
			}
		}
	}
}

// compositeFont reads a font with codes of several bytes (9.7).
func (r *pdfReader) compositeFont(f *pdfFont, d seal.PDFDict) {
	f.composite = true
	switch e := r.p.Resolve(d["Encoding"]).(type) {
	case *seal.PDFStream:
		f.codes = parseCMap(r.stream(e))
	case seal.PDFName:
		f.named(string(e))
	}
	descendants := r.p.Array(d["DescendantFonts"])
	if len(descendants) == 0 {
		return
	}
	cid := r.p.Dict(descendants[0])
	f.fallback = 1000
	if w, ok := r.p.Int(cid["DW"]); ok {
		f.fallback = float64(w)
	}
	r.cidWidths(f, r.p.Array(cid["W"]))
	if f.unicode == nil {
		f.glyphs = r.glyphLetters(r.p.Dict(cid["FontDescriptor"]))
	}
}

// glyphLetters finds the letters of glyph numbers where no ToUnicode map does: in the embedded font, or, for a font
// that the reader is supposed to have, by the order in which nearly all of these keep ASCII.
func (r *pdfReader) glyphLetters(descriptor seal.PDFDict) map[int]rune {
	s, ok := r.p.Resolve(descriptor["FontFile2"]).(*seal.PDFStream)
	if ok {
		return trueTypeLetters(r.stream(s))
	}
	if descriptor["FontFile3"] != nil {
		return nil
	}
	const spaceGlyph = 3
	letters := map[int]rune{}
	for c := ' '; c <= '~'; c++ {
		letters[int(c-' ')+spaceGlyph] = c
	}
	return letters
}

// named knows the predefined CMaps (9.7.5.2): Unicode ones, and those over old character sets.
func (f *pdfFont) named(name string) {
	switch {
	case strings.Contains(name, "UCS2"), strings.Contains(name, "UTF16"):
		f.ucs2 = true
	case strings.Contains(name, "RKSJ"):
		f.legacy = japanese.ShiftJIS
	case strings.HasPrefix(name, "EUC-"):
		f.legacy = japanese.EUCJP
	case strings.HasPrefix(name, "GBK"), strings.HasPrefix(name, "GB-EUC"), strings.HasPrefix(name, "GBpc"):
		f.legacy = simplifiedchinese.GBK
	case strings.HasPrefix(name, "KSC"):
		f.legacy = korean.EUCKR
	case strings.HasPrefix(name, "ETen"), strings.HasPrefix(name, "B5"), strings.HasPrefix(name, "HKscs"):
		f.legacy = traditionalchinese.Big5
	}
}

// cidWidths reads the W array: "c [w1 w2 …]" or "first last w" (9.7.4.3).
func (r *pdfReader) cidWidths(f *pdfFont, list seal.PDFArray) {
	for i := 0; i+1 < len(list) && len(f.widths) < 1<<16; {
		first, _ := r.p.Int(list[i])
		if inner, ok := r.p.Resolve(list[i+1]).(seal.PDFArray); ok {
			for j, w := range inner {
				f.widths[first+j] = number(r.p.Resolve(w))
			}
			i += 2
			continue
		}
		if i+2 >= len(list) {
			return
		}
		last, _ := r.p.Int(list[i+1])
		w := number(r.p.Resolve(list[i+2]))
		for c := first; c <= last && c < 1<<16 && c >= 0; c++ {
			f.widths[c] = w
		}
		i += 3
	}
}

// next decodes the code at the start of b.
func (f *pdfFont) next(b []byte) glyph {
	if !f.composite {
		return f.nextByte(b[0])
	}
	n := f.codeLength(b)
	code := 0
	for _, c := range b[:n] {
		code = code<<8 | int(c)
	}
	g := glyph{bytes: n, text: f.lookup(b[:n], code), width: f.fallback, space: n == 1 && code == 32}
	if w, ok := f.widths[code]; ok {
		g.width = w
	}
	return g
}

func (f *pdfFont) nextByte(c byte) glyph {
	g := glyph{bytes: 1, text: f.encoding[c], width: f.fallback, space: c == 32}
	if w, ok := f.widths[int(c)]; ok {
		g.width = w
	}
	g.width *= f.scale
	if f.unicode != nil {
		if text, ok := f.unicode.lookup(int(c)); ok {
			g.text = text
		}
	}
	return g
}

// codeLength is how many bytes the next code has.
func (f *pdfFont) codeLength(b []byte) int {
	switch {
	case f.legacy != nil:
		if b[0] < 0x80 || f.legacy == japanese.ShiftJIS && b[0] >= 0xA0 && b[0] < 0xE0 {
			return 1
		}
	case f.codes != nil && len(f.codes.spaces) > 0:
		return f.codes.length(b)
	}
	return min(2, len(b))
}

// lookup finds the letters of a code of a composite font.
func (f *pdfFont) lookup(b []byte, code int) string {
	if f.unicode != nil {
		if text, ok := f.unicode.lookup(code); ok {
			return text
		}
	}
	switch {
	case f.ucs2:
		return string(rune(code))
	case f.legacy != nil:
		if out, err := f.legacy.NewDecoder().Bytes(b); err == nil {
			return string(out)
		}
	case f.glyphs != nil:
		if r, ok := f.glyphs[code]; ok {
			return string(r)
		}
	}
	return ""
}

// standardEncoding is one of the encodings that have a name (annex D); an unknown name gives StandardEncoding.
func standardEncoding(name string) [256]string {
	var table [256]string
	page := charmap.Windows1252
	if name == "MacRomanEncoding" || name == "MacExpertEncoding" {
		page = charmap.Macintosh
	}
	for c := range 256 {
		if r := page.DecodeByte(byte(c)); c >= 32 && r != utf8.RuneError {
			table[c] = string(r)
		}
	}
	if name == "WinAnsiEncoding" || name == "MacRomanEncoding" {
		return table
	}
	table[0x27], table[0x60] = "’", "‘"
	upper := []rune("¡¢£⁄¥ƒ§¤'“«‹›\uFB01\uFB02 –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—")
	for i, r := range upper {
		table[0xA1+i] = string(r)
	}
	for code, text := range map[int]string{0xE1: "Æ", 0xE3: "ª", 0xE8: "Ł", 0xE9: "Ø", 0xEA: "Œ", 0xEB: "º", 0xF1: "æ", 0xF5: "ı", 0xF8: "ł", 0xF9: "ø", 0xFA: "œ", 0xFB: "ß"} {
		table[code] = text
	}
	return table
}
