package attachment

import (
	"path"
	"strconv"
	"strings"

	"souspli/policy/personal"
)

const maxStrings = 5_000_000

// workbook is what the sheets of a spreadsheet share (ECMA-376 part 1, clause 18).
type workbook struct {
	p       *parts
	strings []string
	shown   []bool         // which of the strings stand in a cell
	formats []numberFormat // by style index
	epoch   int            // 1900 or 1904
}

// readWorkbook reads sheets in their order, hidden ones too, and what hangs on them.
func (p *parts) readWorkbook(main string) {
	if strings.HasSuffix(main, ".bin") {
		p.readBinaryWorkbook(main)
		return
	}
	if main == "" {
		main = "xl/workbook.xml"
	}
	w := &workbook{p: p, epoch: 1900}
	rels := p.relations(main)
	dir := path.Dir(main)
	w.readStyles(partOf(rels, "/styles", dir+"/styles.xml"))
	w.readStrings(partOf(rels, "/sharedStrings", dir+"/sharedStrings.xml"))
	for _, sheet := range w.readSheetList(main) {
		w.readSheet(target(rels, sheet.id), sheet)
	}
	for _, rel := range rels {
		if strings.HasSuffix(rel.kind, "/pivotCacheDefinition") && !rel.external {
			w.readPivot(rel.target)
		}
	}
	w.readOrphans(dir)
	w.readUnshown()
}

// sharedText is a shared string, by its index.
func (w *workbook) sharedText(i int) string {
	if i < 0 || i >= len(w.strings) {
		return ""
	}
	if len(w.shown) < len(w.strings) {
		w.shown = make([]bool, len(w.strings))
	}
	w.shown[i] = true
	return w.strings[i]
}

// readUnshown reads the shared strings that no cell shows any more.
func (w *workbook) readUnshown() {
	rest := paragraph{s: w.p.s, place: personal.Place{Part: personal.PartHidden}}
	for i, text := range w.strings {
		if i >= len(w.shown) || !w.shown[i] {
			rest.write(text)
			rest.line()
		}
	}
	rest.flush()
}

// partOf is the target of the first relationship of a kind, or the usual name.
func partOf(rels []relation, kind, usual string) string {
	for _, r := range rels {
		if strings.HasSuffix(r.kind, kind) && !r.external {
			return r.target
		}
	}
	return usual
}

// sheetRef is a line of the workbook's list of sheets.
type sheetRef struct {
	name, id string
	hidden   bool
}

func (w *workbook) readSheetList(main string) []sheetRef {
	m, ok := w.p.markup(main)
	if !ok {
		return nil
	}
	var sheets []sheetRef
	names := paragraph{s: w.p.s, place: personal.Place{Part: personal.PartHidden}}
	inName := false
	for t, ok := m.next(); ok; t, ok = m.next() {
		switch {
		case t.kind == tokStart && t.local == "sheet":
			state := t.attr("state")
			sheets = append(sheets, sheetRef{t.attr("name"), t.attr("id"), state == "hidden" || state == "veryHidden"})
		case t.kind == tokStart && t.local == "workbookPr" && truthy(t.attr("date1904")):
			w.epoch = 1904
		case t.local == "definedName":
			inName = t.kind == tokStart
			if inName {
				names.write(strings.TrimSpace(t.attr("name")+" "+t.attr("comment")) + ": ")
			} else {
				names.line()
			}
		case t.kind == tokText && inName:
			names.write(strings.Trim(t.text, `"`))
		}
	}
	names.flush()
	for _, sheet := range sheets {
		w.p.s.text(personal.Place{Part: personal.PartName, Sheet: sheet.name}, sheet.name)
	}
	w.p.done(m)
	return sheets
}

// readStrings reads the shared strings (18.4); phonetic hints stand above them, and not in a cell.
func (w *workbook) readStrings(name string) {
	m, ok := w.p.markup(name)
	if !ok {
		return
	}
	var text strings.Builder
	hints := paragraph{s: w.p.s, place: personal.Place{Part: personal.PartHidden}}
	inText, inPhonetic := false, false
	for t, ok := m.next(); ok; t, ok = m.next() {
		switch {
		case t.kind == tokText && inText && !inPhonetic:
			text.WriteString(t.text)
		case t.kind == tokText && inText:
			hints.write(t.text)
			hints.line()
		case t.local == "t":
			inText = t.kind == tokStart
		case t.local == "rPh":
			inPhonetic = t.kind == tokStart
		case t.local == "si" && t.kind == tokStart:
			text.Reset()
		case t.local == "si":
			w.strings = append(w.strings, unescapeX(text.String()))
			if len(w.strings) > maxStrings {
				w.p.s.note(errTooBig)
				return
			}
		}
	}
	hints.flush()
	w.p.done(m)
}

// unescapeX undoes _xHHHH_, which stands for characters that XML cannot hold (ST_Xstring, 22.9.2.19).
func unescapeX(s string) string {
	i := strings.Index(s, "_x")
	if i < 0 {
		return s
	}
	var out strings.Builder
	for ; i >= 0; i = strings.Index(s, "_x") {
		out.WriteString(s[:i])
		s = s[i:]
		n, err := strconv.ParseUint(s[min(2, len(s)):min(6, len(s))], 16, 16)
		if len(s) < 7 || s[6] != '_' || err != nil {
			out.WriteString("_x")
			s = s[2:]
			continue
		}
		out.WriteRune(rune(n))
		s = s[7:]
	}
	out.WriteString(s)
	return out.String()
}

// readOrphans reads sheets that no list names, and the copies of data that pivot tables and links keep.
func (w *workbook) readOrphans(dir string) {
	for _, name := range w.p.unread() {
		lower := strings.ToLower(name)
		switch {
		case !strings.HasPrefix(lower, dir+"/") || !strings.HasSuffix(lower, ".xml"):
		case strings.HasPrefix(lower, dir+"/worksheets/") && !strings.Contains(lower, "/_rels/"):
			w.readSheet(name, sheetRef{name: path.Base(name), hidden: true})
		case strings.HasPrefix(lower, dir+"/externallinks/") && !strings.Contains(lower, "/_rels/"):
			w.readSheet(name, sheetRef{name: path.Base(name), hidden: true})
		case strings.HasPrefix(lower, dir+"/pivotcache/pivotcachedefinition"):
			w.readPivot(name)
		}
	}
	for _, name := range w.p.unread() { // records without their definition
		if strings.HasPrefix(strings.ToLower(name), dir+"/pivotcache/pivotcacherecords") {
			table := w.p.s.newTable(personal.Place{Part: personal.PartHidden, Sheet: path.Base(name)}, 1)
			w.pivotRecords(name, nil, table)
			table.flush()
			w.p.s.note(table.err)
		}
	}
}

// readPivot reads the copy of its source that a pivot table keeps (18.10): the distinct values of each column, then
// rows of indexes and values.
func (w *workbook) readPivot(definition string) {
	var header []string
	var shared [][]string
	m, ok := w.p.markup(definition)
	if !ok {
		return
	}
	for t, ok := m.next(); ok; t, ok = m.next() {
		switch {
		case t.kind != tokStart:
		case t.local == "cacheField":
			header = append(header, unescapeX(t.attr("name")))
			shared = append(shared, nil)
		case pivotValue(t.local) && len(shared) > 0:
			last := len(shared) - 1
			shared[last] = append(shared[last], w.pivotText(t))
		}
	}
	w.p.done(m)
	table := w.p.s.newTable(personal.Place{Part: personal.PartHidden, Sheet: path.Base(definition)}, 1)
	table.row(header)
	records := partOf(w.p.relations(definition), "/pivotCacheRecords", "")
	if records == "" || !w.pivotRecords(records, shared, table) {
		pivotColumns(shared, table)
	}
	table.flush()
	w.p.s.note(table.err)
}

// pivotRecords puts the rows together; x is an index into the column's distinct values.
func (w *workbook) pivotRecords(name string, shared [][]string, table *tableBuilder) bool {
	m, ok := w.p.markup(name)
	if !ok {
		return false
	}
	var row []string
	for t, ok := m.next(); ok && table.err == nil; t, ok = m.next() {
		switch {
		case t.kind == tokStart && t.local == "r":
			row = nil
		case t.kind == tokEnd && t.local == "r":
			table.row(row)
		case t.kind == tokStart && t.local == "x":
			row = append(row, sharedValue(shared, len(row), t.attr("v")))
		case t.kind == tokStart && pivotValue(t.local):
			row = append(row, w.pivotText(t))
		}
	}
	w.p.done(m)
	return true
}

func sharedValue(shared [][]string, column int, index string) string {
	i, err := strconv.Atoi(index)
	if err != nil || column >= len(shared) || i < 0 || i >= len(shared[column]) {
		return ""
	}
	return shared[column][i]
}

// pivotColumns shows the distinct values alone, where no rows were kept.
func pivotColumns(shared [][]string, table *tableBuilder) {
	for i := 0; table.err == nil; i++ {
		var row []string
		more := false
		for _, column := range shared {
			value := ""
			if i < len(column) {
				value, more = column[i], true
			}
			row = append(row, value)
		}
		if !more {
			return
		}
		table.row(row)
	}
}

// pivotValue: string, number, date, boolean, error, missing.
func pivotValue(local string) bool { return len(local) == 1 && strings.Contains("sndbem", local) }

func (w *workbook) pivotText(t token) string {
	v := t.attr("v")
	if t.local == "d" {
		return isoDate(v)
	}
	return unescapeX(v)
}
