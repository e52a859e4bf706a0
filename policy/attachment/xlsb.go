package attachment

import (
	"encoding/binary"
	"io"
	"math"
	"path"
	"strings"

	"souspli/policy/personal"
)

// Record types of BIFF12 (MS-XLSB 2.3).
const (
	xlsbRow         = 0
	xlsbRK          = 2
	xlsbReal        = 5
	xlsbText        = 6
	xlsbSharedText  = 7
	xlsbFormulaText = 8
	xlsbFormulaReal = 9
	xlsbShort       = 12 // to xlsbShortShared: cells without a column, which follow the one before
	xlsbShortShared = 18
	xlsbSharedItem  = 19
	xlsbFormat      = 44
	xlsbStyle       = 47
	xlsbRichText    = 62
	xlsbBeginStyles = 617
	xlsbEndStyles   = 618
	xlsbSheet       = 156
	xlsbWorkbook    = 153
	xlsbHeader      = 479
	xlsbComment     = 637
	xlsbAuthor      = 632
)

// xlsbLong is what the short cells are with their column: blank, RK, error, truth, real, text, shared text.
var xlsbLong = [...]int{1, xlsbRK, 3, 4, xlsbReal, xlsbText, xlsbSharedText}

// xlsbRecords calls f with each record of a binary part: type of one or two bytes, size of one to four, seven bits
// each (MS-XLSB 2.1.4).
func (p *parts) xlsbRecords(name string, f func(kind int, b []byte)) {
	r, ok := p.open(name)
	if !ok {
		return
	}
	data, err := io.ReadAll(io.LimitReader(r, p.s.w.budget.Member))
	p.s.note(err)
	for len(data) > 0 && p.s.reason != ReasonTooBig {
		kind, rest, ok := xlsbNumber(data, 2)
		if !ok {
			p.s.note(errDamaged)
			return
		}
		size, rest, ok := xlsbNumber(rest, 4)
		if !ok || size > len(rest) {
			p.s.note(errDamaged)
			return
		}
		f(kind, rest[:size])
		data = rest[size:]
	}
}

// xlsbNumber reads a number of up to n bytes, seven bits each, low ones first; a type keeps the upper bits as they are.
func xlsbNumber(b []byte, n int) (v int, rest []byte, ok bool) {
	for i := 0; i < n && i < len(b); i++ {
		v |= int(b[i]&0x7F) << (7 * i)
		if b[i]&0x80 == 0 {
			return v, b[i+1:], true
		}
	}
	if len(b) >= n {
		return v, b[n:], true
	}
	return 0, nil, false
}

// wideString reads a count of four bytes and UTF-16 letters.
func wideString(b []byte) (string, []byte) {
	if len(b) < 4 {
		return "", nil
	}
	n := binary.LittleEndian.Uint32(b)
	if uint64(n)*2 > uint64(len(b)-4) {
		return "", nil
	}
	return fromUTF16(b[4:4+2*n], binary.LittleEndian), b[4+2*n:]
}

// readBinaryWorkbook reads a workbook in the binary form: the same parts as XLSX, records in place of XML.
func (p *parts) readBinaryWorkbook(main string) {
	w := &workbook{p: p, epoch: 1900}
	rels := p.relations(main)
	w.readBinaryStyles(partOf(rels, "/styles", "xl/styles.bin"))
	p.xlsbRecords(partOf(rels, "/sharedStrings", "xl/sharedStrings.bin"), func(kind int, b []byte) {
		if kind == xlsbSharedItem && len(b) > 1 && len(w.strings) < maxStrings {
			text, _ := wideString(b[1:])
			w.strings = append(w.strings, text)
		}
	})
	var sheets []sheetRef
	p.xlsbRecords(main, func(kind int, b []byte) {
		switch {
		case kind == xlsbWorkbook && len(b) > 0 && b[0]&1 != 0:
			w.epoch = 1904
		case kind == xlsbSheet && len(b) > 8:
			id, rest := wideString(b[8:])
			name, _ := wideString(rest)
			sheets = append(sheets, sheetRef{name: name, id: id, hidden: binary.LittleEndian.Uint32(b) != 0})
		}
	})
	for _, sheet := range sheets {
		p.s.text(personal.Place{Part: personal.PartName, Sheet: sheet.name}, sheet.name)
		w.readBinarySheet(target(rels, sheet.id), sheet)
	}
	for _, name := range p.unread() {
		lower := strings.ToLower(name)
		if strings.HasPrefix(lower, "xl/worksheets/") && strings.HasSuffix(lower, ".bin") && !strings.Contains(lower, "binaryindex") {
			w.readBinarySheet(name, sheetRef{name: path.Base(name), hidden: true})
		}
	}
	w.readUnshown()
}

// readBinaryStyles reads number formats and which style uses which.
func (w *workbook) readBinaryStyles(name string) {
	custom := map[int]numberFormat{}
	inCells := false
	w.p.xlsbRecords(name, func(kind int, b []byte) {
		switch {
		case kind == xlsbBeginStyles || kind == xlsbEndStyles:
			inCells = kind == xlsbBeginStyles
		case kind == xlsbFormat && len(b) > 2:
			code, _ := wideString(b[2:])
			custom[int(le16(b))] = parseFormat(code)
		case kind == xlsbStyle && inCells && len(b) >= 4:
			f, ok := custom[int(le16(b[2:]))]
			if !ok {
				f = builtinFormat(int(le16(b[2:])))
			}
			w.formats = append(w.formats, f)
		}
	})
}

// readBinarySheet reads the cells of a sheet and its comments.
func (w *workbook) readBinarySheet(name string, ref sheetRef) {
	if name == "" {
		return
	}
	place := personal.Place{Sheet: ref.name}
	if ref.hidden {
		place.Part = personal.PartHidden
	}
	table := w.p.s.newTable(place, 1)
	var row []string
	begun, column := false, -1
	w.p.xlsbRecords(name, func(kind int, b []byte) {
		switch {
		case kind == xlsbRow && len(b) >= 4:
			if begun {
				table.row(row)
			}
			row, begun, column = nil, true, -1
			table.seek(int(binary.LittleEndian.Uint32(b)) + 1)
		case kind == xlsbHeader && len(b) > 2:
			text, _ := wideString(b[2:])
			w.p.s.text(personal.Place{Part: personal.PartHeader, Sheet: ref.name}, headerText(text))
		case len(b) >= 4 && kind >= xlsbShort && kind <= xlsbShortShared:
			column++
			row = setCell(row, column, w.binaryCell(xlsbLong[kind-xlsbShort], append(make([]byte, 4), b...)))
		case len(b) >= 8 && kind <= xlsbRichText:
			column = int(binary.LittleEndian.Uint32(b))
			row = setCell(row, column, w.binaryCell(kind, b))
		}
	})
	if begun {
		table.row(row)
	}
	table.flush()
	w.p.s.note(table.err)
	for _, rel := range w.p.relations(name) {
		if strings.HasSuffix(rel.kind, "/comments") {
			w.readBinaryComments(rel.target, ref)
		}
	}
}

// binaryCell shows a cell: column (4), style (3) and flags (1), then the value (MS-XLSB 2.5.9).
func (w *workbook) binaryCell(kind int, b []byte) string {
	var f numberFormat
	if style := int(binary.LittleEndian.Uint32(b[4:]) & 0xFFFFFF); style < len(w.formats) {
		f = w.formats[style]
	}
	v := b[8:]
	switch {
	case kind == xlsbRK && len(v) >= 4:
		return f.showFloat(rkNumber(binary.LittleEndian.Uint32(v)), w.epoch)
	case (kind == xlsbReal || kind == xlsbFormulaReal) && len(v) >= 8:
		return f.showFloat(math.Float64frombits(binary.LittleEndian.Uint64(v)), w.epoch)
	case kind == xlsbSharedText && len(v) >= 4:
		return w.sharedText(int(binary.LittleEndian.Uint32(v)))
	case kind == xlsbText || kind == xlsbFormulaText:
		text, _ := wideString(v)
		return text
	case kind == xlsbRichText && len(v) > 1:
		text, _ := wideString(v[1:])
		return text
	}
	return ""
}

func (w *workbook) readBinaryComments(name string, ref sheetRef) {
	out := paragraph{s: w.p.s, place: personal.Place{Part: personal.PartComments, Sheet: ref.name}}
	w.p.xlsbRecords(name, func(kind int, b []byte) {
		switch {
		case kind == xlsbComment && len(b) > 1:
			text, _ := wideString(b[1:])
			out.write(text)
			out.line()
		case kind == xlsbAuthor:
			text, _ := wideString(b)
			out.write(text)
			out.line()
		}
	})
	out.flush()
}
