package attachment

import (
	"strings"

	"souspli/policy/personal"
)

const (
	maxGap     = 200 // empty rows that are kept; a longer gap begins a new table
	maxColumns = 512 // of a table; what stands farther right is put into the last
)

// here is the place of what stands in the visible body of a file that has no parts.
var here personal.Place

// tableBuilder collects rows and hands them out as one table, or as several around long gaps.
type tableBuilder struct {
	s     *scope
	place personal.Place
	rows  [][]string
	lines [][]int // of the file, for each cell; nil if its places have other names
	first int     // number of the first row kept
	next  int     // number of the row that comes next
	err   error
}

// drawnTable begins a table of a document that may have several, without names: they are counted where the reader sees them.
func (s *scope) drawnTable(p personal.Place) *tableBuilder {
	if p.Part == "" && s.part == "" {
		s.drawn++
		p.Table = s.drawn
	}
	return s.newTable(p, 1)
}

// oneTable says of a table that stands alone in its document that it is the only one.
func (s *scope) oneTable(blocks []personal.Block) {
	for i := range blocks {
		if p := &blocks[i].Place; s.drawn == 1 && len(p.Path) == len(s.path) {
			p.Table = 0
		}
	}
}

// newTable begins a table whose first row has the given number.
func (s *scope) newTable(p personal.Place, first int) *tableBuilder {
	return &tableBuilder{s: s, place: p, first: first, next: first}
}

// row adds the next row. Empty cells at its end are dropped.
func (t *tableBuilder) row(cells []string) { t.rowAt(cells, nil) }

// rowAt is row for cells that come from lines of the file.
func (t *tableBuilder) rowAt(cells []string, lines []int) {
	t.next++
	for len(cells) > 0 && blank(cells[len(cells)-1]) {
		cells = cells[:len(cells)-1]
	}
	cost := 0
	for _, c := range cells {
		cost += cellCost + len(c)
	}
	if t.err != nil {
		return
	}
	if t.err = t.s.w.budget.text(cost + cellCost); t.err != nil {
		return
	}
	if len(t.rows) == 0 {
		if len(cells) == 0 {
			return
		}
		t.first = t.next - 1
	}
	t.rows = append(t.rows, cells)
	if lines != nil {
		t.lines = append(t.lines, lines)
	}
}

// seek goes to the row with the given number; rows in between are empty.
func (t *tableBuilder) seek(number int) {
	if number < t.next || number-t.next > maxGap {
		t.flush()
		t.next = number
		return
	}
	for t.next < number {
		t.row(nil)
	}
}

// flush hands out what was collected.
func (t *tableBuilder) flush() {
	if len(t.rows) > 0 {
		p := t.place
		p.Line = t.first
		t.s.table(p, t.rows, t.lines)
	}
	t.rows, t.lines, t.first = nil, nil, t.next
}

// setCell puts text into column i of a row, making it longer where needed.
func setCell(row []string, i int, text string) []string {
	if i = min(i, maxColumns-1); i < 0 {
		return row
	}
	for len(row) <= i {
		row = append(row, "")
	}
	if row[i] == "" {
		row[i] = text
	} else if text != "" {
		row[i] += " " + text
	}
	return row
}

// squeeze makes one line of a text and drops blanks around it: for cells and names.
func squeeze(s string) string {
	if !strings.ContainsAny(s, "\n\r\t") {
		return strings.TrimSpace(s)
	}
	return strings.Join(strings.Fields(s), " ")
}
