package attachment

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"souspli/policy/personal"
)

// A slide is a set of shapes that the program wrote in the order in which they were made. A reader takes them as they stand: from top to
// bottom, what stands side by side from left to right, and boxes in rows and columns as the table that they look like.

// rect is where a shape stands, in any unit; y grows downwards.
type rect struct{ left, top, right, bottom float64 }

// shape is a text, a table, or a group of shapes.
type shape struct {
	at    rect
	inner rect // of a group: what its parts count in
	text  string
	said  strings.Builder // of a text that comes in pieces, until the shape is left
	table *tableBuilder
	parts []*shape
	cells bool // a group whose parts are the cells of a table
}

// drawing collects the shapes of a slide while it is read.
type drawing struct {
	s      *scope
	place  personal.Place
	body   paragraph
	shapes []*shape // that stand in no group
	open   []*shape // around the reader, from the outside in
}

const (
	maxShapes  = 1000 // of a slide or group that are put in order
	maxNesting = 32   // of groups, and of cuts
	boxSlack   = 0.2  // of a box may lie beside the next one without being seen
	headShare  = 0.4  // of the usual height of boxes: those whose tops are this near stand in one row
)

func (s *scope) newDrawing(place personal.Place) *drawing {
	return &drawing{s: s, place: place, body: paragraph{s: s, place: place}}
}

// begin enters a shape.
func (d *drawing) begin() { d.open = append(d.open, &shape{}) }

// current is the shape around the reader, nil if none is.
func (d *drawing) current() *shape {
	if d == nil || len(d.open) == 0 {
		return nil
	}
	return d.open[len(d.open)-1]
}

// keeps takes a table that stands in a shape, to be handed out with it.
func (d *drawing) keeps(table *tableBuilder) bool {
	sh := d.current()
	if sh == nil || sh.table != nil {
		return false
	}
	sh.table = table
	return true
}

// end leaves a shape.
func (d *drawing) end() {
	sh := d.current()
	if sh == nil {
		return
	}
	d.open = d.open[:len(d.open)-1]
	sh.settle()
	switch group := d.current(); {
	case blank(sh.text) && sh.table == nil && len(sh.parts) == 0:
	case group == nil:
		d.shapes = append(d.shapes, sh)
	default:
		group.parts = append(group.parts, sh)
	}
}

// settle gives the parts of a group the places that they have around it.
func (sh *shape) settle() {
	if sh.at == (rect{}) && len(sh.parts) > 0 { // it says nothing: it is where its parts are
		sh.at = sh.parts[0].at
		for _, part := range sh.parts {
			sh.at = rect{math.Min(sh.at.left, part.at.left), math.Min(sh.at.top, part.at.top), math.Max(sh.at.right, part.at.right), math.Max(sh.at.bottom, part.at.bottom)}
		}
		return
	}
	in, out := sh.inner, sh.at
	if in.right <= in.left || in.bottom <= in.top {
		return
	}
	x, y := (out.right-out.left)/(in.right-in.left), (out.bottom-out.top)/(in.bottom-in.top)
	sh.move(func(r rect) rect {
		return rect{out.left + (r.left-in.left)*x, out.top + (r.top-in.top)*y, out.left + (r.right-in.left)*x, out.top + (r.bottom-in.top)*y}
	})
}

func (sh *shape) move(to func(rect) rect) {
	for _, part := range sh.parts {
		part.at = to(part.at)
		part.move(to)
	}
}

// finish hands out the shapes.
func (d *drawing) finish() {
	for len(d.open) > 0 {
		d.end()
	}
	d.arrange(d.shapes, 0)
	d.shapes = nil
	d.body.flush()
}

// arrange puts shapes in order: those that stand where a template puts them, titles mostly, come first.
func (d *drawing) arrange(shapes []*shape, depth int) {
	var placed []*shape
	for _, sh := range shapes {
		if sh.at == (rect{}) || len(shapes) > maxShapes || depth > maxNesting {
			d.write(sh, depth)
			continue
		}
		placed = append(placed, sh)
	}
	if loose := loosened(placed); loose != nil {
		placed = loose
	}
	d.bands(placed, depth)
}

// loosened takes groups of boxes apart if the boxes of all of them make one table: each group is a row of it, or a card. It gives nil if not.
func loosened(shapes []*shape) []*shape {
	var loose []*shape
	grouped := 0
	for _, sh := range shapes {
		if sh.cells || len(sh.parts) == 0 || !allTexts(sh.parts) || !blank(sh.text) {
			loose = append(loose, sh)
			continue
		}
		loose = append(loose, sh.parts...)
		grouped += len(sh.parts)
	}
	if grouped == 0 || len(loose) > maxShapes {
		return nil
	}
	rows := strips(loose, heads(loose))
	for len(rows) > 0 {
		n := matrixRows(rows)
		if n >= minRows && len(slices.Concat(rows[:n]...)) >= grouped {
			return loose
		}
		rows = rows[max(n, 1):]
	}
	return nil
}

// write hands out one shape, and its parts.
func (d *drawing) write(sh *shape, depth int) {
	text := strings.TrimSpace(sh.text)
	if text != "" {
		d.body.write(text)
		d.body.line()
	}
	switch {
	case sh.table != nil:
		d.body.flush()
		sh.table.flush()
		d.s.note(sh.table.err)
	case sh.cells:
		d.table(sh.cellRows())
	case len(sh.parts) > 0:
		d.arrange(sh.parts, depth+1)
		d.body.line()
	case strings.Contains(text, "\n"): // somebody's card, a list: what follows is something else
		d.body.line()
	}
}

// isText tells a shape that holds nothing but text.
func (sh *shape) isText() bool { return sh.table == nil && len(sh.parts) == 0 }

func (d *drawing) table(rows [][]string) {
	d.body.flush()
	out := d.s.drawnTable(d.place)
	for _, row := range rows {
		out.row(row)
	}
	out.flush()
	d.s.note(out.err)
}

// bands deals with shapes from top to bottom: boxes in rows and columns are a table.
func (d *drawing) bands(shapes []*shape, depth int) {
	if depth > maxNesting {
		d.list(shapes, depth)
		return
	}
	rows := strips(shapes, heads(shapes))
	for i := range rows {
		n := matrixRows(rows[i:])
		if n < minRows {
			continue
		}
		if i > 0 {
			d.bands(slices.Concat(rows[:i]...), depth+1)
		}
		d.table(cellsOf(rows[i : i+n]))
		if i+n < len(rows) {
			d.bands(slices.Concat(rows[i+n:]...), depth+1)
		}
		return
	}
	bands := strips(shapes, rect.vertical)
	if len(bands) == 1 {
		d.columns(bands[0], depth)
		return
	}
	for _, band := range bands {
		d.bands(band, depth+1)
	}
}

// columns deals with shapes side by side: boxes that are each a column of the same lines are a table.
func (d *drawing) columns(shapes []*shape, depth int) {
	columns := strips(shapes, rect.horizontal)
	if rows := listsBeside(columns); rows != nil {
		d.table(rows)
		return
	}
	if len(columns) > 1 {
		for _, column := range columns {
			d.bands(column, depth+1)
		}
		return
	}
	d.list(shapes, depth)
}

// list deals with shapes that no cut parts.
func (d *drawing) list(shapes []*shape, depth int) {
	slices.SortStableFunc(shapes, func(a, b *shape) int {
		return cmp.Or(cmp.Compare(a.at.top, b.at.top), cmp.Compare(a.at.left, b.at.left))
	})
	for _, sh := range shapes {
		d.write(sh, depth)
	}
}

func (r rect) vertical() (from, to float64)   { return within(r.top, r.bottom) }
func (r rect) horizontal() (from, to float64) { return within(r.left, r.right) }

// within leaves out the edges of a box.
func within(from, to float64) (float64, float64) {
	slack := boxSlack * (to - from)
	return from + slack, to - slack
}

// heads is where the first line of each box stands: boxes grow downwards over the next one if their text wants more room.
func heads(shapes []*shape) func(rect) (from, to float64) {
	var heights []float64
	for _, sh := range shapes {
		heights = append(heights, sh.at.bottom-sh.at.top)
	}
	slices.Sort(heights)
	return func(r rect) (from, to float64) {
		return r.top, r.top + headShare*math.Min(r.bottom-r.top, heights[len(heights)/2])
	}
}

// strips parts shapes along an axis where nothing crosses the cut.
func strips(shapes []*shape, axis func(rect) (from, to float64)) [][]*shape {
	core := func(sh *shape) (from, to float64) { return axis(sh.at) }
	sorted := slices.Clone(shapes)
	slices.SortStableFunc(sorted, func(a, b *shape) int {
		x, _ := core(a)
		y, _ := core(b)
		return cmp.Compare(x, y)
	})
	var list [][]*shape
	end := math.Inf(-1)
	for _, sh := range sorted {
		from, to := core(sh)
		if len(list) == 0 || from >= end {
			list = append(list, nil)
		}
		list[len(list)-1] = append(list[len(list)-1], sh)
		end = math.Max(end, to)
	}
	return list
}

// matrixRows is how many of the first bands are rows of a table: of boxes of a line each, in the same columns, most of them filled.
func matrixRows(bands [][]*shape) int {
	var all []*shape
	n := 0
	for _, band := range bands {
		if len(band) < 2 || !allTexts(band) || 2*linesIn(band) > 3*len(band) {
			break
		}
		columns := strips(slices.Concat(all, band), rect.horizontal)
		if len(columns) < 2 || len(strips(band, rect.horizontal)) < len(band) || 2*len(band) < len(columns) || crowded(columns, n+1) {
			break
		}
		all = append(all, band...)
		n++
	}
	return n
}

func linesIn(shapes []*shape) (lines int) {
	for _, sh := range shapes {
		lines += 1 + strings.Count(strings.TrimSpace(sh.text), "\n")
	}
	return lines
}

func allTexts(shapes []*shape) bool {
	return !slices.ContainsFunc(shapes, func(sh *shape) bool { return !sh.isText() })
}

// crowded says whether one of the columns has more shapes than there are rows.
func crowded(columns [][]*shape, rows int) bool {
	return slices.ContainsFunc(columns, func(c []*shape) bool { return len(c) > rows })
}

// cellsOf makes rows of cells of bands. Where what stands side by side is of one kind, and what stands below each other is not, each column
// is a card: then a row is made of each, for as many bands as stand close.
func cellsOf(bands [][]*shape) [][]string {
	columns := strips(slices.Concat(bands...), rect.horizontal)
	at := map[*shape]int{}
	for k, column := range columns {
		for _, sh := range column {
			at[sh] = k
		}
	}
	rows := make([][]string, len(bands))
	for i, band := range bands {
		rows[i] = make([]string, len(columns))
		for _, sh := range band {
			rows[i][at[sh]] = squeeze(sh.text)
		}
	}
	if alike(rows, 0) <= alike(turned(rows), 1) {
		return rows
	}
	var cards [][]string
	for len(bands) > 0 {
		n := closeBands(bands)
		cards = append(cards, turned(rows[:n])...)
		bands, rows = bands[n:], rows[n:]
	}
	return cards
}

// closeBands is how many of the first bands follow each other as closely as the first two.
func closeBands(bands [][]*shape) int {
	pitch := func(i int) float64 { return bands[i][0].at.top - bands[i-1][0].at.top }
	n := 1
	for n < len(bands) && pitch(n) < 1.3*pitch(1) {
		n++
	}
	return n
}

// turned makes rows of columns.
func turned(rows [][]string) [][]string {
	var columns [][]string
	for i, row := range rows {
		for k, cell := range row {
			for len(columns) <= k {
				columns = append(columns, make([]string, len(rows)))
			}
			columns[k][i] = cell
		}
	}
	return columns
}

// alike is what share of the cells look like most others of their row, but for the first few of each.
func alike(rows [][]string, first int) float64 {
	same, all := 0, 0
	for _, row := range rows {
		looks, most := map[byte]int{}, 0
		for _, cell := range row[min(first, len(row)):] {
			if cell == "" {
				continue
			}
			all++
			look := lookOf(cell)
			looks[look]++
			most = max(most, looks[look])
		}
		same += most
	}
	return float64(same) / float64(max(all, 1))
}

// lookOf tells addresses, numbers, what has figures, and words.
func lookOf(cell string) byte {
	figures, letters := 0, 0
	for i := range len(cell) {
		switch c := cell[i]; {
		case c == '@':
			return '@'
		case isFigure(c):
			figures++
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			letters++
		}
	}
	switch {
	case figures == 0:
		return 'a'
	case figures > letters:
		return '0'
	}
	return 'x'
}

// listsBeside makes a table of boxes side by side that have as many lines each, if each box holds things of one kind; nil if not.
func listsBeside(columns [][]*shape) [][]string {
	if len(columns) < 2 {
		return nil
	}
	var lists [][]string
	for _, column := range columns {
		if len(column) != 1 || !column[0].isText() {
			return nil
		}
		lists = append(lists, strings.Split(strings.TrimSpace(column[0].text), "\n"))
	}
	for _, list := range lists {
		if len(list) < minRows || len(list) != len(lists[0]) {
			return nil
		}
	}
	if rows := turned(lists); alike(lists, 1) > alike(rows, 0) {
		return rows
	}
	return nil
}

// cellRows makes rows of the cells of a table that is drawn as a group: one begins where a cell's edge is.
func (sh *shape) cellRows() [][]string {
	var lefts, tops []float64
	width, height := math.Inf(1), math.Inf(1)
	for _, cell := range sh.parts {
		lefts, tops = append(lefts, cell.at.left), append(tops, cell.at.top)
		width, height = math.Min(width, cell.at.right-cell.at.left), math.Min(height, cell.at.bottom-cell.at.top)
	}
	lefts, tops = distinct(lefts, boxSlack*width), distinct(tops, boxSlack*height)
	rows := make([][]string, len(tops))
	for _, cell := range sh.parts {
		i, k := lastUpTo(tops, cell.at.top), lastUpTo(lefts, cell.at.left)
		rows[i] = setCell(rows[i], k, strings.TrimSpace(cell.text))
	}
	return rows
}

// distinct sorts a list and takes once what is nearly the same.
func distinct(list []float64, slack float64) []float64 {
	slices.Sort(list)
	return slices.CompactFunc(list, func(a, b float64) bool { return math.Abs(b-a) <= slack })
}

// lastUpTo is where the last one is that is not beyond x.
func lastUpTo(list []float64, x float64) int {
	i, found := slices.BinarySearch(list, x)
	if found {
		return i
	}
	return max(i-1, 0)
}
