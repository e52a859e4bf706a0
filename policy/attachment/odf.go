package attachment

import (
	"bytes"
	"io"
	"path"
	"strconv"
	"strings"

	"souspli/policy/personal"
)

const maxMimetype = 128

// Repeated rows and columns are written once with a count, which reaches to the end of the sheet: no more than these
// are made of it if they have content, and one row if not.
const (
	maxRepeatColumns = 256
	maxRepeatRows    = 1000
)

// isODF tells an OpenDocument package (ODF 1.3 part 2, 3.3).
func (p *parts) isODF() bool {
	return strings.HasPrefix(p.mimetype(), "application/vnd.oasis.opendocument") ||
		strings.HasPrefix(p.mimetype(), "application/vnd.sun.xml") ||
		p.has("content.xml") && p.has("META-INF/manifest.xml")
}

func (p *parts) mimetype() string {
	e, ok := p.byName["mimetype"]
	if !ok || e.Method != 0 {
		return ""
	}
	return string(e.Packed[:min(len(e.Packed), maxMimetype)])
}

func (p *parts) odfKind() string {
	kind, ok := map[string]string{
		"text": "odt", "spreadsheet": "ods", "presentation": "odp", "graphics": "odg",
	}[strings.SplitN(path.Ext("x."+lastWord(p.mimetype())), "-", 2)[0][1:]]
	if !ok {
		return "odf"
	}
	return kind
}

// lastWord is what follows the last dot.
func lastWord(s string) string { return strings.TrimSpace(s[strings.LastIndexByte(s, '.')+1:]) }

// readODF reads content, then styles (headers and footers), properties, embedded objects and everything else.
func (p *parts) readODF() error {
	p.s.kind = p.odfKind()
	if manifest, ok := p.data("META-INF/manifest.xml"); ok && bytes.Contains(manifest, []byte("encryption-data")) {
		return errLocked
	}
	if m, ok := p.markup("META-INF/manifest.xml"); ok {
		p.s.readMarkup(m, personal.Place{Part: personal.PartHidden})
		p.done(m)
	}
	p.readODFStream("content.xml", "")
	p.readODFStream("styles.xml", personal.PartHeader)
	if m, ok := p.markup("meta.xml"); ok {
		p.s.readMarkup(m, personal.Place{Part: personal.PartProperties})
		p.done(m)
	}
	for _, name := range p.unread() {
		lower := strings.ToLower(name)
		switch base := path.Base(lower); {
		case lower == "mimetype" && len(p.byName[lower].Packed) < maxMimetype:
		case strings.HasPrefix(lower, "thumbnails/"), base == "layout-cache":
			p.disguised(name)
		case base == "content.xml" || base == "styles.xml": // an embedded chart or sheet
			p.readODFStream(name, "")
		case strings.HasSuffix(lower, ".xml"), strings.HasSuffix(lower, ".rdf"):
			if m, ok := p.markup(name); ok {
				p.s.readMarkup(m, personal.Place{Part: personal.PartHidden})
				p.done(m)
			}
		default:
			p.embedded(name)
		}
	}
	return nil
}

func (p *parts) readODFStream(name, part string) {
	m, ok := p.markup(name)
	if !ok {
		return
	}
	p.s.readOpenDocument(m, part)
	p.done(m)
}

// readOpenDocument reads the paragraphs and tables of an OpenDocument stream.
func (s *scope) readOpenDocument(m *markup, part string) {
	r := &odfReader{s: s, part: part, sheets: s.kind == "ods", unseen: map[string]bool{}, phrases: s.newPhrases(here)}
	r.body = paragraph{s: s, place: personal.Place{Part: part}}
	for t, ok := m.next(); ok && s.reason != ReasonTooBig; t, ok = m.next() {
		r.token(t)
	}
	r.finish()
	if m.err != nil && m.err != io.EOF {
		s.note(m.err)
	}
}

// odfReader walks an OpenDocument stream.
type odfReader struct {
	s       *scope
	part    string
	sheets  bool // tables are the sheets of a spreadsheet
	body    paragraph
	page    int
	tables  []*odfTable
	asides  []*aside        // comments, deletions and notes around the reader
	inside  int             // text elements around the reader
	style   string          // the style being defined
	unseen  map[string]bool // styles of hidden tables
	phrases *phrases
	drawn   *drawing // of the slide around the reader
}

// odfTable is a table being read.
type odfTable struct {
	name   string
	hidden bool
	out    *tableBuilder
	row    []string
	cell   strings.Builder
	value  string // what the cell's attributes say
	cells  int    // how often the cell is repeated
	rows   int
	column int
}

// aside is text that does not stand in the flow of the document.
type aside struct {
	element, part string
	text          strings.Builder
}

// asidePart says which elements hold text of another place than the flow.
func asidePart(local string) (string, bool) {
	switch local {
	case "annotation":
		return personal.PartComments, true
	case "header-decl", "footer-decl", "date-time-decl":
		return personal.PartHeader, true
	case "meta": // of a document that is one file
		return personal.PartProperties, true
	case "tracked-changes":
		return personal.PartDeleted, true
	case "note-body":
		return personal.PartNotes, true
	case "notes":
		return personal.PartNotes, true
	case "hidden-text", "hidden-paragraph", "scripts", "forms", "event-listeners", "variable-decls", "user-field-decls":
		return personal.PartHidden, true
	}
	return "", false
}

func (r *odfReader) token(t token) {
	switch t.kind {
	case tokText:
		switch {
		case r.inside > 0 || len(r.asides) > 0:
			r.target().WriteString(t.text)
		case isPhrase([]byte(t.text)): // of a style of numbers
			r.phrases.out.write(t.text)
			r.phrases.out.line()
		}
	case tokStart:
		r.start(t)
	case tokEnd:
		r.end(t)
	}
}

func (r *odfReader) start(t token) {
	r.phrases.take(t)
	if r.isShape(t) {
		r.drawn.begin()
		r.drawn.current().at = odfRect(t)
	}
	if part, ok := asidePart(t.local); ok {
		a := &aside{element: t.local, part: part}
		a.text.WriteString(t.attr("string-value")) // of hidden text
		r.asides = append(r.asides, a)
		return
	}
	switch t.local {
	case "p", "h":
		r.inside++
	case "s":
		n, _ := strconv.Atoi(t.attr("c")) // no count: one blank
		r.target().WriteString(strings.Repeat(" ", max(1, min(n, 100))))
	case "tab":
		r.target().WriteByte('\t')
	case "line-break":
		r.target().WriteByte('\n')
	case "style":
		r.style = t.attr("name")
	case "table-properties":
		if t.attr("display") == "false" {
			r.unseen[r.style] = true
		}
	case "page":
		r.turn(t)
	case "soft-page-break":
		r.turnSoft()
	case "table":
		r.beginTable(t)
	case "table-row":
		if table := r.table(); table != nil {
			table.row, table.column = nil, 0
			table.rows = repeat(t.attr("number-rows-repeated"))
			table.hidden = table.hidden || t.attr("visibility") == "filter"
		}
	case "table-cell", "covered-table-cell":
		r.beginCell(t)
	case "a":
		if link := linkText(t.attr("href")); link != "" {
			r.s.text(personal.Place{Part: personal.PartHidden, Page: r.page}, link)
		}
	case "user-defined", "variable-set", "user-field-decl", "text-input", "textarea", "text":
		if v := t.attr("string-value") + t.attr("current-value"); v != "" && len(r.asides) > 0 {
			r.target().WriteString(labelled(t.attr("name"), v) + "\n")
		}
	case "desc", "title":
		r.inside++
	}
}

func (r *odfReader) end(t token) {
	if n := len(r.asides); n > 0 && r.asides[n-1].element == t.local {
		a := r.asides[n-1]
		r.asides = r.asides[:n-1]
		r.s.text(personal.Place{Part: a.part, Sheet: r.sheet(), Page: r.page}, a.text.String())
		return
	}
	if n := len(r.asides); n > 0 && r.asides[n-1].element == "meta" {
		r.target().WriteByte('\n')
	}
	if sh := r.drawn.current(); sh != nil && r.isShape(t) {
		sh.text = r.body.text.String()
		r.body.text.Reset()
		r.drawn.end()
	}
	switch t.local {
	case "page":
		r.leavePage()
	case "p", "h", "desc", "title":
		r.inside = max(0, r.inside-1)
		r.endParagraph()
	case "creator", "date", "creation-date":
		if len(r.asides) > 0 {
			r.target().WriteByte('\n')
		}
	case "table-cell", "covered-table-cell":
		r.endCell()
	case "table-row":
		r.endRow()
	case "table":
		r.endTable()
	}
}

// target is where text goes now.
func (r *odfReader) target() *strings.Builder {
	if n := len(r.asides); n > 0 {
		return &r.asides[n-1].text
	}
	if table := r.table(); table != nil {
		return &table.cell
	}
	return &r.body.text
}

func (r *odfReader) endParagraph() {
	if len(r.asides) == 0 && r.table() == nil {
		r.body.line()
		return
	}
	r.target().WriteByte('\n')
}

// turn begins a slide or a drawing page.
func (r *odfReader) turn(t token) {
	if !strings.HasPrefix(t.name, "draw") {
		return
	}
	r.body.flush()
	r.page++
	r.body.place.Page = r.page
	r.s.text(personal.Place{Part: personal.PartName, Page: r.page}, t.attr("name"))
	r.drawn = r.s.newDrawing(r.body.place)
}

// turnSoft is a page break as the writing program laid it out.
func (r *odfReader) turnSoft() {
	if r.table() == nil && len(r.asides) == 0 && r.part == "" {
		r.body.flush()
		r.page = max(r.page, 1) + 1
		r.body.place.Page = r.page
	}
}

func (r *odfReader) table() *odfTable {
	if len(r.tables) == 0 {
		return nil
	}
	return r.tables[len(r.tables)-1]
}

// sheet is the name of the outermost table.
func (r *odfReader) sheet() string {
	if len(r.tables) == 0 {
		return ""
	}
	return r.tables[0].name
}

func (r *odfReader) beginTable(t token) {
	if len(r.tables) == 0 {
		r.body.flush()
	}
	table := &odfTable{name: t.attr("name"), rows: 1, cells: 1}
	place := personal.Place{Part: r.part, Sheet: table.name, Page: r.page}
	if r.sheets {
		r.s.text(personal.Place{Part: personal.PartName, Sheet: table.name}, table.name)
		if r.unseen[t.attr("style-name")] {
			place.Part = personal.PartHidden
		}
	}
	table.out = r.s.newTable(place, 1)
	if len(r.tables) < 16 {
		r.tables = append(r.tables, table)
	}
}

// repeat reads a repetition count.
func repeat(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		return 1
	}
	return n
}

func (r *odfReader) beginCell(t token) {
	table := r.table()
	if table == nil {
		return
	}
	table.cell.Reset()
	table.cells = repeat(t.attr("number-columns-repeated"))
	table.value = cellValue(t)
}

// cellValue is what the attributes of a cell say where the text shown may be cut short: dates without century,
// long numbers with an exponent, "###" in narrow columns (ODF 1.3 part 3, 19.385).
func cellValue(t token) string {
	switch t.attr("value-type") {
	case "date":
		return isoDate(t.attr("date-value"))
	case "float":
		return numberFormat{}.show(t.attr("value"), 1900)
	case "string":
		return t.attr("string-value")
	}
	return ""
}

func (r *odfReader) endCell() {
	table := r.table()
	if table == nil {
		return
	}
	text := strings.TrimSpace(table.cell.String())
	if preferValue(text, table.value) {
		text = table.value
	}
	table.cell.Reset()
	n := min(table.cells, 1<<20)
	if text != "" {
		for i := range min(n, maxRepeatColumns) {
			table.row = setCell(table.row, table.column+i, text)
		}
	}
	table.column = min(table.column+n, 1<<20)
}

// preferValue says whether a cell's value tells more than the text that is shown of it.
func preferValue(shown, value string) bool {
	switch {
	case value == "":
		return false
	case shown == "", strings.Trim(shown, "#") == "":
		return true
	case strings.Contains(value, "/"): // a date: unless a month is spelled out
		return !strings.ContainsAny(strings.ToLower(shown), "abcdefghijklmnopqrstuvwxyz")
	}
	return strings.Contains(shown, "E+") || strings.Contains(shown, "e+")
}

func (r *odfReader) endRow() {
	table := r.table()
	if table == nil {
		return
	}
	if len(table.row) == 0 {
		table.out.seek(table.out.next + table.rows)
		return
	}
	for range min(table.rows, maxRepeatRows) {
		table.out.row(table.row)
	}
	if rest := table.rows - maxRepeatRows; rest > 0 {
		table.out.seek(table.out.next + rest)
	}
	table.row = nil
}

func (r *odfReader) endTable() {
	table := r.table()
	if table == nil {
		return
	}
	r.tables = r.tables[:len(r.tables)-1]
	if len(r.tables) == 0 && r.drawn.keeps(table.out) {
		return
	}
	table.out.flush()
	r.s.note(table.out.err)
}

func (r *odfReader) finish() {
	for len(r.tables) > 0 {
		r.endTable()
	}
	for _, a := range r.asides {
		r.s.text(personal.Place{Part: a.part}, a.text.String())
	}
	r.leavePage()
	r.body.flush()
	r.phrases.out.flush()
}
