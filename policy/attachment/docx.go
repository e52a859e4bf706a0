package attachment

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"souspli/policy/personal"
)

// readWord reads a word processing document: body, then headers, notes and comments (ECMA-376 part 1, clause 17).
func (p *parts) readWord(main string) {
	if main == "" {
		main = "word/document.xml"
	}
	p.readStory(main, "")
	for _, rel := range p.relations(main) {
		if rel.external {
			continue
		}
		switch kind := path.Base(rel.kind); kind {
		case "header", "footer":
			p.readStory(rel.target, personal.PartHeader)
		case "footnotes", "endnotes":
			p.readStory(rel.target, personal.PartNotes)
		case "comments", "commentsExtended":
			p.readStory(rel.target, personal.PartComments)
		case "glossaryDocument", "settings": // settings hold the document's variables
			p.readStory(rel.target, personal.PartHidden)
		case "aFChunk": // a whole file of another kind, shown in place
			p.embedded(rel.target)
		}
	}
}

// readStory reads one stream of paragraphs and tables.
func (p *parts) readStory(name, part string) {
	m, ok := p.markup(name)
	if !ok {
		return
	}
	r := &storyReader{s: p.s, place: personal.Place{Part: part}, phrases: p.s.newPhrases(here)}
	r.body = paragraph{s: p.s, place: r.place}
	r.deleted = paragraph{s: p.s, place: personal.Place{Part: personal.PartDeleted}}
	r.codes = paragraph{s: p.s, place: personal.Place{Part: personal.PartHidden}}
	for t, ok := m.next(); ok && p.s.reason != ReasonTooBig; t, ok = m.next() {
		r.token(t)
	}
	r.finish()
	p.done(m)
}

// storyReader joins runs to paragraphs and cells to tables.
type storyReader struct {
	s       *scope
	place   personal.Place
	body    paragraph
	deleted paragraph // tracked deletions
	codes   paragraph // field codes: links and their addresses
	phrases *phrases
	drawn   *drawing // on a slide
	tables  []*wordTable
	into    *strings.Builder // where run text goes: nil drops it
	data    strings.Builder  // of a field, for the program that made it
	moved   int              // depth inside text that was moved away
	author  string           // of the comment before
	// A shape is often written twice: as Choice, and as Fallback for old readers.
	choice, fallback strings.Builder
	alternative      int      // 0 outside, 1 in a Choice, 2 in a Fallback
	around           int      // tables around the two
	boxed            []string // what the tables in the Choice say
}

// wordTable is a table being read; tables may stand in cells.
type wordTable struct {
	rows [][]string
	row  []string
	cell strings.Builder
}

func (r *storyReader) token(t token) {
	switch t.kind {
	case tokText:
		if r.into != nil {
			r.into.WriteString(t.text)
		}
	case tokStart:
		r.start(t)
	case tokEnd:
		r.end(t)
	}
}

func (r *storyReader) start(t token) {
	r.phrases.take(t)
	switch t.local {
	case "t":
		r.into = r.target()
	case "delText":
		r.into = &r.deleted.text
	case "instrText", "delInstrText":
		r.into = &r.codes.text
	case "fldData":
		r.data.Reset()
		r.into = &r.data
	case "tab":
		r.target().WriteByte('\t')
	case "br", "cr":
		r.target().WriteByte('\n')
		r.page(t.attr("type") == "page")
	case "lastRenderedPageBreak":
		r.page(true)
	case "txbxContent":
		r.startBox()
	case "noBreakHyphen":
		r.target().WriteByte('-')
	case "sym", "ptab":
		r.target().WriteByte(' ')
	case "moveFrom":
		r.moved++
	case "Choice":
		r.alternative = 1
		r.choice.Reset()
		r.around, r.boxed = len(r.tables), nil
	case "Fallback":
		r.alternative = 2
		r.fallback.Reset()
	case "tbl":
		r.beginTable()
	case "comment", "footnote", "endnote":
		if author := t.attr("author"); author != "" && author != r.author {
			r.author = author
			r.target().WriteString(author + ": ")
		}
	case "docPr", "cNvPr": // description of a picture
		if d := t.attr("descr"); d != "" {
			r.codes.write(d)
			r.codes.line()
		}
	case "checkBox", "ddList", "listItem":
		r.codes.write(t.attr("displayText") + " " + t.attr("value"))
		r.codes.line()
	case "docVar", "default", "listEntry", "alias", "helpText", "statusText":
		r.codes.field(t.attr("name"), t.attr("val"))
	}
}

func (r *storyReader) end(t token) {
	switch t.local {
	case "t", "delText":
		r.into = nil
	case "instrText", "delInstrText":
		r.into = nil
	case "fldData":
		r.into = nil
		r.s.readBlocks(r.data.String())
	case "p":
		r.endParagraph()
	case "moveFrom":
		r.moved--
	case "Choice":
		r.alternative = 0
		r.plain().WriteString(r.choice.String())
	case "Fallback":
		r.alternative = 0
		if text := r.fallback.String(); strings.TrimSpace(text) != strings.TrimSpace(r.choice.String()) {
			r.plain().WriteString(text)
		}
	case "tc":
		r.endCell()
	case "tr":
		if table := r.table(); table != nil {
			table.rows = append(table.rows, table.row)
			table.row = nil
		}
	case "tbl":
		r.endTable()
	}
}

// target is where visible text goes now.
func (r *storyReader) target() *strings.Builder {
	switch {
	case r.moved > 0:
		return &r.deleted.text
	case r.alternative != 0 && len(r.tables) > r.around:
		return &r.table().cell
	case r.alternative == 1:
		return &r.choice
	case r.alternative == 2:
		return &r.fallback
	}
	return r.plain()
}

// startBox begins a line for a text box: it stands elsewhere on the page than the words before it.
func (r *storyReader) startBox() {
	if before := r.plain().String(); before != "" && !strings.HasSuffix(before, "\n") {
		r.target().WriteByte('\n')
	}
}

// plain is the cell or the body around the reader.
func (r *storyReader) plain() *strings.Builder {
	if table := r.table(); table != nil {
		return &table.cell
	}
	return &r.body.text
}

func (r *storyReader) table() *wordTable {
	if len(r.tables) == 0 {
		return nil
	}
	return r.tables[len(r.tables)-1]
}

func (r *storyReader) endParagraph() {
	r.target().WriteByte('\n')
	if r.deleted.text.Len() > 0 {
		r.deleted.line()
	}
	if r.codes.text.Len() > 0 {
		r.codes.line()
	}
	if r.body.text.Len() > maxBlock && r.table() == nil {
		r.body.flush()
	}
}

// page begins a new page, as the program that wrote the file laid it out. In the middle of a table the table ends
// it, since a block stands in one place.
func (r *storyReader) page(turned bool) {
	if !turned || r.place.Part != "" || r.alternative != 0 {
		return
	}
	if r.table() == nil {
		r.body.flush()
	}
	r.place.Page = max(r.place.Page, 1) + 1
	r.body.place.Page = r.place.Page
}

func (r *storyReader) beginTable() {
	if len(r.tables) == 0 {
		r.body.flush()
	}
	if len(r.tables) < 16 {
		r.tables = append(r.tables, &wordTable{})
	}
}

func (r *storyReader) endCell() {
	if table := r.table(); table != nil {
		table.row = append(table.row, strings.TrimSpace(table.cell.String()))
		table.cell.Reset()
	}
}

// endTable hands a table out; the text of a table of one cell is a frame, not a table.
func (r *storyReader) endTable() {
	table := r.table()
	if table == nil {
		return
	}
	r.tables = r.tables[:len(r.tables)-1]
	if len(table.rows) == 1 && len(table.rows[0]) == 1 {
		r.target().WriteString(table.rows[0][0] + "\n")
		return
	}
	if said := fmt.Sprint(table.rows); r.alternative == 2 && slices.Contains(r.boxed, said) {
		return
	} else if r.alternative == 1 {
		r.boxed = append(r.boxed, said)
	}
	out := r.s.drawnTable(r.place)
	for _, row := range table.rows {
		out.row(row)
	}
	if r.drawn.keeps(out) {
		return
	}
	out.flush()
	r.s.note(out.err)
}

func (r *storyReader) finish() {
	for len(r.tables) > 0 {
		r.endCell()
		r.table().rows = append(r.table().rows, r.table().row)
		r.endTable()
	}
	r.body.flush()
	r.deleted.flush()
	r.codes.flush()
	r.phrases.out.flush()
}
