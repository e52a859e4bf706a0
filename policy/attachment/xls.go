package attachment

import (
	"encoding/binary"
	"math"
	"slices"

	"souspli/policy/personal"
	"souspli/policy/seal"
)

// Record types of BIFF5 and BIFF8 (MS-XLS 2.3).
const (
	biffFormula    = 0x0006
	biffInteger2   = 0x0002 // 2: of Excel 2, whose cells have three bytes of format
	biffNumber2    = 0x0003
	biffLabel2     = 0x0004
	biffString2    = 0x0007
	biffEOF        = 0x000A
	biffHeader     = 0x0014
	biffFooter     = 0x0015
	biffName       = 0x0018
	biffNote       = 0x001C
	biffDate1904   = 0x0022
	biffFilePass   = 0x002F
	biffContinue   = 0x003C
	biffCodePage   = 0x0042
	biffBoundSheet = 0x0085
	biffMulRK      = 0x00BD
	biffRString    = 0x00D6
	biffXF         = 0x00E0
	biffSST        = 0x00FC
	biffLabelSST   = 0x00FD
	biffTXO        = 0x01B6
	biffHLink      = 0x01B8
	biffNumber     = 0x0203
	biffLabel      = 0x0204
	biffString     = 0x0207
	biffRK         = 0x027E
	biffFormat     = 0x041E
	biffBOF        = 0x0809
)

// biff is one record: its type and the pieces of its content, the first its own, the others of CONTINUE records.
type biff struct {
	id     uint16
	at     int // offset of the record in the stream
	pieces [][]byte
}

func (r biff) body() []byte { return r.pieces[0] }

// eachBIFF calls f with each record of a workbook stream, its CONTINUE records joined to it, until f returns false.
// What f gets is valid until it returns.
func eachBIFF(stream []byte, f func(biff) bool) error {
	r := biff{pieces: make([][]byte, 0, 16)}
	for at := 0; at+4 <= len(stream); {
		id, n := le16(stream[at:]), int(le16(stream[at+2:]))
		if id == 0 && n == 0 { // zeros behind the last record
			break
		}
		if at+4+n > len(stream) {
			if len(r.pieces) > 0 {
				f(r)
			}
			return errDamaged
		}
		body := stream[at+4 : at+4+n]
		if id != biffContinue || len(r.pieces) == 0 {
			if len(r.pieces) > 0 && !f(r) {
				return nil
			}
			r.id, r.at, r.pieces = id, at, r.pieces[:0]
		}
		r.pieces = append(r.pieces, body)
		at += 4 + n
	}
	if len(r.pieces) > 0 {
		f(r)
	}
	return nil
}

// xlsReader reads a workbook stream.
type xlsReader struct {
	s       *scope
	wide    bool // BIFF8: strings are Unicode
	page    int  // code page of BIFF5 strings
	epoch   int
	strings []string
	formats map[int]numberFormat
	styles  []numberFormat
	sheets  map[int]sheetRef // by offset
	names   paragraph

	depth  int
	place  personal.Place
	rows   map[int][]string
	cells  int
	row    int // of the formula whose string comes next
	column int
	notes  paragraph
	heads  paragraph
}

// readXLS reads sheets, notes and text boxes of a BIFF workbook.
func (c *compound) readXLS(path string) error { return c.s.readWorkbookStream(c.stream(path)) }

// isBIFF tells the workbooks of Excel 2 to 4, which are a stream without a compound file.
func isBIFF(s *sample) bool { return seal.IsBIFF(s.Data) }

func readBIFF(s *scope) error { return s.readWorkbookStream(s.Data) }

func (s *scope) readWorkbookStream(stream []byte) error {
	if locked, plain := decryptXLS(stream); locked {
		if plain == nil {
			return errLocked
		}
		stream = plain
	}
	r := &xlsReader{s: s, epoch: 1900, page: 1252, formats: map[int]numberFormat{}, sheets: map[int]sheetRef{}}
	r.names = paragraph{s: s, place: personal.Place{Part: personal.PartHidden}}
	err := eachBIFF(stream, func(rec biff) bool {
		r.record(rec)
		return s.reason != ReasonTooBig
	})
	r.endSheet()
	r.names.flush()
	return err
}

// decryptXLS says whether the workbook is locked, and opens it where the default password does.
func decryptXLS(stream []byte) (locked bool, plain []byte) {
	_ = eachBIFF(stream, func(r biff) bool { // damage is told by the one who reads
		locked = r.id == biffFilePass
		return !locked && r.id != biffEOF
	})
	if !locked {
		return false, nil
	}
	key := seal.OpenXLS(stream)
	if key == nil || key(0) == nil {
		return true, nil
	}
	return true, decryptBIFF(stream, key)
}

// decryptBIFF undoes RC4 in blocks of 1024 bytes. Record headers and a few records stay in clear but count on
// (MS-XLS 2.2.10).
func decryptBIFF(stream []byte, key seal.XLSKey) []byte {
	const block = 1024
	mask := make([]byte, 0, len(stream)+block)
	for i := 0; len(mask) < len(stream); i++ {
		ks := make([]byte, block)
		key(uint32(i)).XORKeyStream(ks, ks)
		mask = append(mask, ks...)
	}
	out := slices.Clone(stream)
	for at := 0; at+4 <= len(out); {
		id, n := binary.LittleEndian.Uint16(out[at:]), int(binary.LittleEndian.Uint16(out[at+2:]))
		end := min(at+4+n, len(out))
		from := at + 4
		switch id {
		case biffBOF, biffFilePass, 0x00E1, 0x0195, 0x0196, 0x0138: // interface header and shared-workbook records
			from = end
		case biffBoundSheet:
			from = min(from+4, end)
		}
		for i := from; i < end; i++ {
			out[i] ^= mask[i]
		}
		at = end
	}
	return out
}

func (r *xlsReader) record(rec biff) {
	b := rec.body()
	switch rec.id {
	case biffBOF, 0x0009, 0x0209, 0x0409:
		r.begin(rec)
	case biffEOF:
		if r.depth--; r.depth == 0 {
			r.endSheet()
		}
	case biffSST:
		r.readSST(rec)
	case biffBoundSheet:
		r.boundSheet(b)
	case biffFormat:
		if len(b) > 2 {
			r.formats[int(le16(b))] = parseFormat(r.text(b[2:], 2))
		}
	case biffXF:
		if len(b) >= 4 {
			r.styles = append(r.styles, r.format(int(le16(b[2:]))))
		}
	case biffDate1904:
		if len(b) >= 2 && le16(b) == 1 {
			r.epoch = 1904
		}
	case biffCodePage:
		if len(b) >= 2 {
			r.page = int(le16(b))
		}
	case biffNote:
		r.note(b)
	case biffTXO:
		r.textBox(rec)
	case biffHeader, biffFooter:
		r.heads.write(headerText(r.text(b, 2)))
		r.heads.line()
	case biffName:
		if len(b) > 14 && r.wide {
			r.names.write(r.chars(b[14:], int(b[3])))
			r.names.line()
		}
	default:
		r.cell(rec.id, b)
	}
}

func le16(b []byte) uint16 { return binary.LittleEndian.Uint16(b) }

func (r *xlsReader) format(id int) numberFormat {
	if f, ok := r.formats[id]; ok {
		return f
	}
	return builtinFormat(id)
}

// begin opens a substream: the globals, a sheet, or a chart inside one.
func (r *xlsReader) begin(rec biff) {
	if b := rec.body(); len(b) >= 2 && rec.id == biffBOF {
		r.wide = le16(b) >= 0x0600
	}
	if r.depth++; r.depth > 1 {
		return
	}
	ref := r.sheets[rec.at]
	r.place = personal.Place{Sheet: ref.name}
	if ref.hidden {
		r.place.Part = personal.PartHidden
	}
	r.rows = map[int][]string{}
	r.notes = paragraph{s: r.s, place: personal.Place{Part: personal.PartComments, Sheet: ref.name}}
	r.heads = paragraph{s: r.s, place: personal.Place{Part: personal.PartHeader, Sheet: ref.name}}
}

// endSheet hands out the cells collected, by row.
func (r *xlsReader) endSheet() {
	if r.rows == nil {
		return
	}
	numbers := make([]int, 0, len(r.rows))
	for n := range r.rows {
		numbers = append(numbers, n)
	}
	slices.Sort(numbers)
	t := r.s.newTable(r.place, 1)
	for _, n := range numbers {
		t.seek(n + 1)
		t.row(r.rows[n])
	}
	t.flush()
	r.s.note(t.err)
	r.notes.flush()
	r.heads.flush()
	r.rows = nil
}

// boundSheet notes a sheet: where it begins, whether it is hidden, its name (MS-XLS 2.4.28).
func (r *xlsReader) boundSheet(b []byte) {
	if len(b) < 8 {
		return
	}
	name := r.text(b[6:], 1)
	r.sheets[int(binary.LittleEndian.Uint32(b))] = sheetRef{name: name, hidden: b[4]&3 != 0}
	r.s.text(personal.Place{Part: personal.PartName, Sheet: name}, name)
}

// text reads a string with a count of one or two bytes in front.
func (r *xlsReader) text(b []byte, count int) string {
	if len(b) < count {
		return ""
	}
	n := int(b[0])
	if count == 2 {
		n = int(le16(b))
	}
	return r.chars(b[count:], n)
}

// chars reads n characters: in BIFF8 behind a byte that tells one-byte from two-byte letters (MS-XLS 2.5.294).
func (r *xlsReader) chars(b []byte, n int) string {
	if !r.wide {
		text, err := codePage(r.page).NewDecoder().Bytes(b[:min(n, len(b))])
		if err != nil {
			return fromWindows1252(b[:min(n, len(b))])
		}
		return string(text)
	}
	if len(b) == 0 {
		return ""
	}
	if b[0]&1 != 0 {
		return fromUTF16(b[1:min(len(b), 1+2*n)], binary.LittleEndian)
	}
	return fromLatin1(b[1:min(len(b), 1+n)])
}

// fromLatin1 widens bytes: the compressed form of Unicode strings.
func fromLatin1(b []byte) string {
	runes := make([]rune, len(b))
	for i, c := range b {
		runes[i] = rune(c)
	}
	return string(runes)
}

// cell reads the records that put a value into a cell.
func (r *xlsReader) cell(id uint16, b []byte) {
	if r.rows == nil || len(b) < 6 {
		if id == biffString && r.rows != nil {
			r.put(r.row, r.column, r.text(b, 2))
		}
		return
	}
	row, column, style := int(le16(b)), int(le16(b[2:])), int(le16(b[4:]))
	switch {
	case id <= biffLabel2 && len(b) >= 7:
		r.oldCell(id, row, column, b[7:])
	case id == biffString2:
		r.put(r.row, r.column, r.text(b, 1))
	case id == biffLabelSST && len(b) >= 10:
		i := int(binary.LittleEndian.Uint32(b[6:]))
		if i >= len(r.strings) {
			r.s.note(errDamaged) // the table of strings was cut
			return
		}
		r.put(row, column, r.strings[i])
	case id == biffLabel || id == biffRString:
		r.put(row, column, r.text(b[6:], 2))
	case id == biffNumber && len(b) >= 14:
		r.number(row, column, style, math.Float64frombits(binary.LittleEndian.Uint64(b[6:])))
	case id == biffRK && len(b) >= 10:
		r.number(row, column, style, rkNumber(binary.LittleEndian.Uint32(b[6:])))
	case id == biffMulRK:
		for rest := b[4:]; len(rest) >= 8; rest = rest[6:] {
			r.number(row, column, int(le16(rest)), rkNumber(binary.LittleEndian.Uint32(rest[2:])))
			column++
		}
	case id == biffFormula && len(b) >= 14:
		r.formula(row, column, style, b[6:14])
	case id == biffString:
		r.put(r.row, r.column, r.text(b, 2))
	case id == biffHLink:
		r.notes.write(stringsIn(b, 2))
	}
}

// oldCell reads a cell of Excel 2.
func (r *xlsReader) oldCell(id uint16, row, column int, v []byte) {
	switch {
	case id == biffInteger2 && len(v) >= 2:
		r.number(row, column, 0, float64(le16(v)))
	case id == biffNumber2 && len(v) >= 8:
		r.number(row, column, 0, math.Float64frombits(binary.LittleEndian.Uint64(v)))
	case id == biffLabel2:
		r.put(row, column, r.text(v, 1))
	}
}

// formula shows a cached number; a cached string comes in the next record (MS-XLS 2.4.127).
func (r *xlsReader) formula(row, column, style int, value []byte) {
	if le16(value[6:]) == 0xFFFF {
		r.row, r.column = row, column
		return
	}
	r.number(row, column, style, math.Float64frombits(binary.LittleEndian.Uint64(value)))
}

// rkNumber unpacks a number of 30 bits (MS-XLS 2.5.218): bit 0 divides by 100, bit 1 makes it an integer.
func rkNumber(rk uint32) float64 {
	v := math.Float64frombits(uint64(rk&^3) << 32)
	if rk&2 != 0 {
		v = float64(int32(rk) >> 2)
	}
	if rk&1 != 0 {
		v /= 100
	}
	return v
}

func (r *xlsReader) number(row, column, style int, v float64) {
	var f numberFormat
	if style < len(r.styles) {
		f = r.styles[style]
	}
	r.put(row, column, f.showFloat(v, r.epoch))
}

const maxCells = 4_000_000

func (r *xlsReader) put(row, column int, text string) {
	if text == "" {
		return
	}
	if r.cells++; r.cells > maxCells {
		r.s.note(errTooBig)
		return
	}
	r.rows[row] = setCell(r.rows[row], column, text)
}

// note reads the author of a comment; its text stands in a text box (MS-XLS 2.4.179).
func (r *xlsReader) note(b []byte) {
	if len(b) > 8 && r.rows != nil {
		if r.wide {
			r.notes.write(r.text(b[8:], 2))
		} else {
			r.notes.write(r.chars(b[6:], int(le16(b[4:]))))
		}
		r.notes.line()
	}
}

// textBox reads the text of a comment or drawing, which stands in the CONTINUE records (MS-XLS 2.4.329).
func (r *xlsReader) textBox(rec biff) {
	b := rec.body()
	if len(b) < 12 || r.rows == nil {
		return
	}
	n := int(le16(b[10:]))
	for _, piece := range rec.pieces[1:] {
		if n <= 0 || len(piece) < 2 {
			break
		}
		text := r.chars(piece, n)
		n -= len([]rune(text))
		r.notes.write(text)
	}
	r.notes.line()
}
