package attachment

import (
	"path"
	"strconv"
	"strings"

	"souspli/policy/personal"
)

// sheetReader goes through the XML of one sheet.
type sheetReader struct {
	w       *workbook
	place   personal.Place
	table   *tableBuilder
	hidden  paragraph // formulas that hold text, prompts of input cells
	headers paragraph // of the printed page
	phrases *phrases
	row     []string
	column  int
	kind    string // of the cell: t attribute
	style   int
	text    strings.Builder
	into    string // the element whose text is being collected
	width   int    // of the rows that a link to another program keeps
}

// readSheet reads a sheet and what hangs on it by name: comments. Charts and drawings follow with the rest.
func (w *workbook) readSheet(name string, ref sheetRef) {
	m, ok := w.p.markup(name)
	if name == "" || !ok {
		return
	}
	place := personal.Place{Sheet: ref.name}
	if ref.hidden {
		place.Part = personal.PartHidden
	}
	r := &sheetReader{w: w, place: place, table: w.p.s.newTable(place, 1), phrases: w.p.s.newPhrases(personal.Place{Part: personal.PartHidden, Sheet: ref.name})}
	r.hidden = paragraph{s: w.p.s, place: personal.Place{Part: personal.PartHidden, Sheet: ref.name}}
	r.headers = paragraph{s: w.p.s, place: personal.Place{Part: personal.PartHeader, Sheet: ref.name}}
	for t, ok := m.next(); ok && r.table.err == nil; t, ok = m.next() {
		r.token(t)
	}
	r.table.flush()
	r.hidden.flush()
	r.headers.flush()
	r.phrases.out.flush()
	w.p.s.note(r.table.err)
	w.p.done(m)
	for _, rel := range w.p.relations(name) {
		if strings.HasSuffix(strings.ToLower(rel.kind), "comments") || strings.HasSuffix(rel.kind, "/threadedComment") {
			w.readComments(rel.target, ref)
		}
		if strings.HasSuffix(rel.kind, "/drawing") {
			w.readDrawing(rel.target, ref)
		}
	}
}

func (r *sheetReader) token(t token) {
	switch t.kind {
	case tokText:
		if r.into != "" {
			r.text.WriteString(t.text)
		}
	case tokStart:
		r.start(t)
	case tokEnd:
		r.end(t)
	}
}

func (r *sheetReader) start(t token) {
	switch t.local {
	case "row":
		if n, err := strconv.Atoi(t.attr("r")); err == nil && n > 0 {
			r.table.seek(n)
		}
		r.row, r.column = nil, -1
	case "c", "cell": // "cell": of a link's cached sheet
		r.kind, r.style = t.attr("t"), 0
		if r.kind != "s" && r.kind != "str" {
			r.style, _ = strconv.Atoi(t.attr("s"))
		}
		r.column++
		if c, ok := columnOf(t.attr("r")); ok {
			r.column = c
		}
		r.text.Reset()
	case "values":
		r.width, _ = strconv.Atoi(t.attr("cols"))
	case "v", "t", "f", "val", "formula", "formula1", "formula2", "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
		r.into = t.local
		if t.local != "t" {
			r.text.Reset()
		}
	case "scenario":
		r.hidden.write(t.attr("name") + " " + t.attr("comment"))
		r.hidden.line()
	case "inputCells":
		r.hidden.write(t.attr("val"))
		r.hidden.line()
	default:
		r.phrases.take(t)
	}
}

func (r *sheetReader) end(t token) {
	switch t.local {
	case "v", "f", "formula", "formula1", "formula2":
		r.value(t.local)
		r.into = ""
	case "t":
		r.into = ""
	case "val":
		r.into = ""
		if r.row = append(r.row, r.text.String()); len(r.row) >= r.width {
			r.table.row(r.row)
			r.row = nil
		}
	case "c", "cell":
		if r.kind == "inlineStr" {
			r.row = setCell(r.row, r.column, unescapeX(r.text.String()))
		}
	case "row":
		r.table.row(r.row)
		r.row = nil
	case "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter":
		r.headers.write(headerText(r.text.String()))
		r.headers.line()
		r.into = ""
	}
}

// value puts a value into its cell, and formulas that carry text into the hidden text.
func (r *sheetReader) value(local string) {
	text := r.text.String()
	if local != "v" {
		r.text.Reset()
		if strings.Contains(text, `"`) {
			r.hidden.write(formulaTexts(text))
			r.hidden.line()
		}
		return
	}
	r.row = setCell(r.row, r.column, r.w.cellText(r.kind, text, r.style))
	r.text.Reset()
}

// formulaTexts gives the texts in a formula lines of their own, and the choices of a list, which are one text.
func formulaTexts(formula string) string {
	if list := strings.Trim(formula, `"`); !strings.Contains(list, `"`) && len(list)+2 == len(formula) {
		return strings.ReplaceAll(list, ",", "\n")
	}
	return unquoted(formula)
}

// cellText is what a cell shows: a shared string, a text, a date, a number (18.18.11).
func (w *workbook) cellText(kind, value string, style int) string {
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil {
			return ""
		}
		return w.sharedText(i)
	case "str", "inlineStr":
		return unescapeX(value)
	case "b", "e":
		return value
	case "d":
		return isoDate(value)
	}
	var f numberFormat
	if style >= 0 && style < len(w.formats) {
		f = w.formats[style]
	}
	return f.show(value, w.epoch)
}

// columnOf reads the letters of a cell reference: "AB12" is column 27, counted from 0.
func columnOf(ref string) (int, bool) {
	n := 0
	for i := 0; i < len(ref); i++ {
		c := ref[i]
		if c < 'A' || c > 'Z' {
			return n - 1, i > 0
		}
		if n = n*26 + int(c-'A') + 1; n > 1<<20 {
			return 0, false
		}
	}
	return n - 1, n > 0
}

// headerText drops the codes of printed headers: &L, &C, &R, &"Font,Bold", &12 (18.3.1.46).
func headerText(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '&' || i+1 == len(s) {
			out.WriteByte(s[i])
			continue
		}
		i++
		switch c := s[i]; {
		case c == '&':
			out.WriteByte('&')
		case c == '"':
			if end := strings.IndexByte(s[i+1:], '"'); end >= 0 {
				i += end + 1
			}
		case c == 'L' || c == 'C' || c == 'R':
			out.WriteByte('\n')
		}
	}
	return out.String()
}

// readComments reads notes and threaded comments, with their authors.
func (w *workbook) readComments(name string, ref sheetRef) {
	if m, ok := w.p.markup(name); ok {
		w.p.s.readMarkup(m, personal.Place{Part: personal.PartComments, Sheet: ref.name})
		w.p.done(m)
	}
}

// readDrawing reads text boxes and the charts on a sheet.
func (w *workbook) readDrawing(name string, ref sheetRef) {
	if m, ok := w.p.markup(name); ok {
		w.p.s.readMarkup(m, personal.Place{Sheet: ref.name})
		w.p.done(m)
	}
	for _, rel := range w.p.relations(name) {
		if path.Ext(rel.target) == ".xml" && !rel.external {
			if m, ok := w.p.markup(rel.target); ok {
				w.p.s.readMarkup(m, personal.Place{Sheet: ref.name})
				w.p.done(m)
			}
		}
	}
}
