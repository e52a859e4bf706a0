package attachment

import (
	"souspli/policy/seal"

	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"souspli/policy/personal"
)

const maxRTFDepth = 1000

func isRTF(s *sample) bool {
	return bytes.HasPrefix(bytes.TrimLeft(s.Data[:min(len(s.Data), 64)], " \t\r\n\xEF\xBB\xBF"), []byte(`{\rt`))
}

// rtfState is what a group inherits and restores at its end (RTF 1.9.1, "Conventions of an RTF reader").
type rtfState struct {
	to       *strings.Builder // where text goes; nil drops it
	codepage encoding.Encoding
	skip     int // bytes that stand for a Unicode character, for old readers
	object   bool
	inTable  bool
	variable bool // in a document variable
}

// rtfReader reads control words and text.
type rtfReader struct {
	s        *scope
	data     []byte
	pos      int
	state    rtfState
	stack    []rtfState
	body     paragraph
	asides   map[string]*paragraph // by part: headers, notes, comments, properties
	hidden   paragraph             // field codes, unknown destinations
	looks    strings.Builder       // names of fonts, colours, styles, programs
	object   strings.Builder
	fonts    map[int]encoding.Encoding
	font     int
	row      []string // of the table being read
	table    *tableBuilder
	high     rune
	pending  []byte // bytes of a multi-byte code page
	unicodes int    // characters still to skip
}

var rtfAsides = []string{personal.PartProperties, personal.PartHeader, personal.PartNotes, personal.PartComments}

// readRTF reads the text, with hidden and tracked text as it stands, and embedded objects as files.
func readRTF(s *scope) error {
	r := &rtfReader{s: s, data: s.Data, fonts: map[int]encoding.Encoding{}}
	r.body = paragraph{s: s, place: here}
	r.asides = map[string]*paragraph{}
	for _, part := range rtfAsides {
		r.asides[part] = &paragraph{s: s, place: personal.Place{Part: part}}
	}
	r.hidden = paragraph{s: s, place: personal.Place{Part: personal.PartHidden}}
	r.state = rtfState{to: &r.body.text, codepage: charmap.Windows1252, skip: 1}
	for r.pos < len(r.data) && s.reason != ReasonTooBig {
		r.step()
	}
	r.text()
	r.endTable()
	r.body.flush()
	for _, part := range rtfAsides {
		r.asides[part].flush()
	}
	r.namesOfLooks()
	r.hidden.flush()
	return nil
}

// namesOfLooks reads the names of fonts, styles and the like that are more than names.
func (r *rtfReader) namesOfLooks() {
	for _, name := range strings.FieldsFunc(r.looks.String(), func(c rune) bool { return c == ';' || c == '\n' }) {
		if isPhrase([]byte(name)) && hasFigures(name) {
			r.hidden.write(name)
			r.hidden.line()
		}
	}
}

func (r *rtfReader) step() {
	c := r.data[r.pos]
	r.pos++
	switch c {
	case '{':
		r.text()
		if len(r.stack) < maxRTFDepth {
			r.stack = append(r.stack, r.state)
		}
	case '}':
		r.text()
		r.endGroup()
	case '\\':
		r.control()
	case '\r', '\n':
	default:
		r.char(c)
	}
}

func (r *rtfReader) endGroup() {
	if r.state.object && (len(r.stack) == 0 || !r.stack[len(r.stack)-1].object) {
		r.readObject()
	}
	if n := len(r.stack); n > 0 {
		if r.state.variable && r.stack[n-1].variable {
			r.write(": ")
		}
		r.state, r.stack = r.stack[n-1], r.stack[:n-1]
	}
	r.unicodes = 0
}

// char takes one byte of text in the current code page.
func (r *rtfReader) char(c byte) {
	if r.unicodes > 0 {
		r.unicodes--
		return
	}
	r.pending = append(r.pending, c)
}

// text decodes the bytes collected and writes them where they belong.
func (r *rtfReader) text() {
	if len(r.pending) == 0 {
		return
	}
	if r.state.to != nil {
		out, err := r.state.codepage.NewDecoder().Bytes(r.pending)
		if err != nil {
			out = []byte(fromWindows1252(r.pending))
		}
		r.state.to.Write(out)
	}
	r.pending = r.pending[:0]
}

func (r *rtfReader) write(s string) {
	r.text()
	if r.state.to != nil {
		r.state.to.WriteString(s)
	}
}

// control reads what follows a backslash: a symbol, or a word with an optional number.
func (r *rtfReader) control() {
	if r.pos >= len(r.data) {
		return
	}
	c := r.data[r.pos]
	if c < 'a' || c > 'z' {
		r.pos++
		r.symbol(c)
		return
	}
	start := r.pos
	for r.pos < len(r.data) && r.data[r.pos] >= 'a' && r.data[r.pos] <= 'z' && r.pos-start < 32 {
		r.pos++
	}
	word := string(r.data[start:r.pos])
	start = r.pos
	if r.pos < len(r.data) && r.data[r.pos] == '-' {
		r.pos++
	}
	for r.pos < len(r.data) && isFigure(r.data[r.pos]) && r.pos-start < 11 {
		r.pos++
	}
	n, _ := strconv.Atoi(string(r.data[start:r.pos])) // no number: zero
	if r.pos < len(r.data) && r.data[r.pos] == ' ' {
		r.pos++
	}
	r.word(word, n)
}

func (r *rtfReader) symbol(c byte) {
	switch c {
	case '\\', '{', '}':
		r.char(c)
	case '\'':
		if r.pos+1 < len(r.data) && seal.Unhex(r.data[r.pos]) >= 0 && seal.Unhex(r.data[r.pos+1]) >= 0 {
			r.char(byte(seal.Unhex(r.data[r.pos])<<4 | seal.Unhex(r.data[r.pos+1])))
			r.pos += 2
		}
	case '~':
		r.write(" ")
	case '_':
		r.write("-")
	case '\r', '\n':
		r.paragraph()
	case '*':
		r.destination()
	}
}

// destination: \* marks a group that readers who do not know it must pass over; its text counts as hidden.
func (r *rtfReader) destination() {
	r.text()
	if r.state.to == &r.body.text {
		r.state.to = &r.hidden.text
	}
}

func (r *rtfReader) word(word string, n int) {
	switch word {
	case "par", "sect", "page":
		r.paragraph()
	case "pard":
		r.state.inTable = false
	case "intbl", "itap":
		r.state.inTable = word == "intbl" || n > 0
	case "line", "softline":
		r.write("\n")
	case "tab":
		r.write("\t")
	case "cell", "nestcell":
		r.endCell()
	case "row", "nestrow":
		r.endRow()
	case "u":
		r.unicode(n)
	case "uc":
		r.state.skip = max(0, min(n, 16))
	case "bin":
		data := r.data[r.pos:min(len(r.data), r.pos+max(n, 0))]
		r.pos += len(data)
		if text, ok := decoded(data); ok && isWriting(data) {
			r.hidden.write(text)
			r.hidden.line()
		}
	case "emdash", "endash":
		r.write("-")
	case "lquote", "rquote":
		r.write("'")
	case "ldblquote", "rdblquote":
		r.write(`"`)
	case "emspace", "enspace", "qmspace":
		r.write(" ")
	case "ansicpg":
		r.text()
		r.state.codepage = codePage(n)
	case "mac":
		r.state.codepage = charmap.Macintosh
	case "pc":
		r.state.codepage = charmap.CodePage437
	case "pca":
		r.state.codepage = charmap.CodePage850
	case "f":
		r.text()
		r.font = n
		if e, ok := r.fonts[n]; ok && r.state.to != nil {
			r.state.codepage = e
		}
	case "fcharset":
		if e := fontCharset(n); e != nil && len(r.fonts) < 10_000 {
			r.fonts[r.font] = e
		}
	default:
		r.enter(word)
	}
}

// enter handles the words that begin a destination.
func (r *rtfReader) enter(word string) {
	switch word {
	case "fonttbl", "colortbl", "stylesheet", "listoverridetable", "rsidtbl", "latentstyles", "generator", "xmlnstbl", "falt":
		r.text()
		r.state.to = &r.looks
	case "themedata", "colorschememapping", "pict", "datastore", "blipuid", "revtbl", "panose":
		r.text()
		if word == "pict" {
			r.s.pictures++
		}
		r.state.to = nil
		if word == "revtbl" { // the names of those who changed the text
			r.state.to = &r.hidden.text
		}
	case "info", "userprops":
		r.turn(personal.PartProperties)
	case "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf":
		r.turn(personal.PartHeader)
	case "footnote":
		r.turn(personal.PartNotes)
	case "annotation", "atnauthor", "atnid":
		r.turn(personal.PartComments)
	case "docvar": // two groups: name and value
		r.text()
		r.state.to, r.state.variable = &r.hidden.text, true
		r.write("\n")
	case "fldinst", "formfield", "ffdeftext", "listtable", "pntext":
		r.text()
		r.state.to = &r.hidden.text
	case "fldrslt", "shptxt", "result", "dptxbxtext":
		r.text()
		if r.state.to == nil || r.state.to == &r.hidden.text {
			r.state.to = &r.body.text
		}
	case "objdata":
		r.text()
		r.object.Reset()
		r.state.to, r.state.object = &r.object, true
	case "title", "subject", "author", "manager", "company", "operator", "category", "keywords", "comment", "doccomm", "propname":
		r.write("\n")
	case "staticval": // of the property named before
		r.write(": ")
	}
}

// turn goes on in a text aside, on a new line.
func (r *rtfReader) turn(part string) {
	r.text()
	r.state.to = &r.asides[part].text
	r.write("\n")
}

// unicode writes a character given as a signed 16-bit number; what follows for old readers is skipped.
func (r *rtfReader) unicode(n int) {
	u := rune(uint16(n))
	r.unicodes = 0
	switch {
	case u >= 0xD800 && u < 0xDC00:
		r.high = u
	case u >= 0xDC00 && u < 0xE000:
		r.write(string(utf16.DecodeRune(r.high, u)))
	default:
		r.write(string(u))
	}
	r.unicodes = r.state.skip
}

func (r *rtfReader) paragraph() {
	if r.state.to == &r.body.text && !r.state.inTable && r.row == nil {
		r.text()
		r.endTable()
		if r.body.text.Len() > maxBlock {
			r.body.flush()
		}
	}
	r.write("\n")
}

// endCell takes the text since the last cell, row or paragraph outside a table out of the body.
func (r *rtfReader) endCell() {
	r.text()
	if r.state.to != &r.body.text {
		r.write("\t")
		return
	}
	text := r.body.text.String()
	r.body.text.Reset()
	if r.row == nil && r.table == nil {
		before := strings.LastIndexByte(strings.TrimRight(text, "\n"), '\n') + 1
		r.body.write(text[:before])
		r.body.flush()
		r.table = r.s.drawnTable(here)
		text = text[before:]
	}
	r.row = append(r.row, strings.TrimSpace(text))
}

func (r *rtfReader) endRow() {
	if r.table != nil && r.row != nil {
		r.table.row(r.row)
		r.s.note(r.table.err)
	}
	r.row = nil
}

func (r *rtfReader) endTable() {
	r.endRow()
	if r.table != nil {
		r.table.flush()
	}
	r.table = nil
}

// readObject examines an embedded object: hexadecimal digits of an OLE 1.0 stream, which holds a compound file or
// the bytes of the object (MS-OLEDS 2.2).
func (r *rtfReader) readObject() {
	digits := r.object.String()
	data := make([]byte, 0, len(digits)/2)
	half := -1
	for i := 0; i < len(digits); i++ {
		d := seal.Unhex(digits[i])
		switch {
		case d < 0:
		case half < 0:
			half = d
		default:
			data = append(data, byte(half<<4|d))
			half = -1
		}
	}
	r.object.Reset()
	if f, ok := oleObject(data); ok {
		r.s.embed(f)
	}
}

// codePage is a Windows code page; the unknown ones are read as Windows-1252.
func codePage(n int) encoding.Encoding {
	switch n {
	case 437:
		return charmap.CodePage437
	case 850:
		return charmap.CodePage850
	case 852:
		return charmap.CodePage852
	case 866:
		return charmap.CodePage866
	case 874:
		return charmap.Windows874
	case 932:
		return japanese.ShiftJIS
	case 936:
		return simplifiedchinese.GBK
	case 949:
		return korean.EUCKR
	case 950:
		return traditionalchinese.Big5
	case 1250:
		return charmap.Windows1250
	case 1251:
		return charmap.Windows1251
	case 1253:
		return charmap.Windows1253
	case 1254:
		return charmap.Windows1254
	case 1255:
		return charmap.Windows1255
	case 1256:
		return charmap.Windows1256
	case 1257:
		return charmap.Windows1257
	case 1258:
		return charmap.Windows1258
	case 10000:
		return charmap.Macintosh
	case 28591:
		return charmap.ISO8859_1
	case 28605:
		return charmap.ISO8859_15
	case 65001:
		return encoding.Nop
	}
	return charmap.Windows1252
}

// fontCharset is the code page of a font's character set; nil if it says nothing.
func fontCharset(n int) encoding.Encoding {
	pages := map[int]int{77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255,
		178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 0: 1252}
	if page, ok := pages[n]; ok {
		return codePage(page)
	}
	return nil
}
