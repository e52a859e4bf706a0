package personal

import (
	"cmp"
	"slices"
	"strings"
)

// Rows whose empty cells have left no trace, as in "Dupont - Marie - 06 12 34 56 78" under four labels, are put under the columns that
// they belong to: a date stands under dates, a mark under marks, and a word under the column that has it elsewhere.

// align gives each cell of each row its column. The rows that are complete tell what the columns hold, and the header helps.
func (r *blockReader) align(header []string, width int, rows [][]string) [][]int {
	a := aligner{Detector: r.Detector, cols: make([]holding, width)}
	for c, head := range header {
		a.cols[c].expect(r.cellLabel(strings.TrimSpace(head)))
	}
	for c := range width {
		a.whole = append(a.whole, c)
	}
	order := make([]int, len(rows))
	for i := range rows {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(a.misses(rows[i]), a.misses(rows[j])) })
	columns := make([][]int, len(rows))
	for _, i := range order {
		columns[i] = a.place(rows[i])
		a.learn(rows[i], columns[i])
	}
	return columns
}

// aligned gives the rows with each cell in its column; what shares a column is one cell.
func aligned(rows [][]string, columns [][]int, width int, joint string) [][]string {
	out := make([][]string, len(rows))
	for i, row := range rows {
		out[i] = make([]string, width)
		for k, cell := range row {
			at := &out[i][columns[i][k]]
			if *at != "" {
				cell = *at + joint + cell
			}
			*at = cell
		}
	}
	return out
}

type aligner struct {
	*Detector
	cols  []holding
	whole []int       // the columns of a row that is complete
	kinds []cellShape // of the row being placed
	best  []int       // of the first cells in the first columns
	moves []int8
}

// misses is how many cells a row has too many or too few.
func (a *aligner) misses(row []string) int { return max(len(row)-len(a.cols), len(a.cols)-len(row)) }

// holding is what the cells of a column are, as far as they are known.
type holding struct {
	cells  int
	kinds  [numCellKinds]int
	shapes map[uint64]int
	values map[uint64]int
}

// expect lets a header say what stands below it.
func (h *holding) expect(l *label) {
	const weight = 2 // cells
	if l == nil {
		return
	}
	for _, e := range [...]struct {
		kind     cellKind
		concepts []concept
	}{
		{kindMail, []concept{concept(entEmail)}},
		{kindPhone, []concept{concept(entPhone)}},
		{kindDate, []concept{concept(entBirthDate)}},
		{kindMixed, []concept{concept(entAddress), fieldStreet}},
		{kindWords, []concept{fieldFirstName, fieldLastName, fieldFullName, fieldPerson, fieldCity}},
		{kindFigure, []concept{fieldWage, fieldSalary, fieldAmount, fieldMark}},
	} {
		if slices.ContainsFunc(e.concepts, l.names) {
			h.cells += weight
			h.kinds[e.kind] += weight
			return
		}
	}
}

// likes tells how well a cell suits a column, in hundredths.
func (h *holding) likes(s cellShape) int {
	if h.cells == 0 {
		return 0
	}
	alike := 2*h.kinds[s.kind] + 3*h.shapes[s.shape]
	if s.kind != kindFigure {
		alike += 3 * max(0, h.values[s.value]-1)
	}
	return alike * 100 / h.cells
}

func (a *aligner) learn(row []string, columns []int) {
	const enough = 1000 // cells
	for k, c := range columns {
		h, s := &a.cols[c], a.shapeOf(row[k])
		if h.cells > enough || k > 0 && columns[k-1] == c {
			continue
		}
		if h.shapes == nil {
			h.shapes, h.values = map[uint64]int{}, map[uint64]int{}
		}
		h.cells++
		h.kinds[s.kind]++
		h.shapes[s.shape]++
		h.values[s.value]++
	}
}

// The ways to a cell and its column.
const (
	moveOn   int8 = iota // the column stays empty
	moveBoth             // the cell stands in the column
	moveJoin             // it goes on with what the cell before began: the mark between them is part of the value
)

// place gives the columns of the cells of a row.
func (a *aligner) place(row []string) []int {
	const joined, empty, never = -150, 20, -1 << 30
	if len(row) == len(a.cols) {
		return a.whole
	}
	width := len(a.cols) + 1
	a.kinds = a.kinds[:0]
	for _, cell := range row {
		a.kinds = append(a.kinds, a.shapeOf(cell))
	}
	a.best = slices.Grow(a.best[:0], (len(row)+1)*width)[:(len(row)+1)*width]
	a.moves = slices.Grow(a.moves[:0], len(a.best))[:len(a.best)]
	clear(a.best[:width])
	for i := 1; i <= len(row); i++ {
		a.best[i*width] = never
		for c := 1; c < width; c++ {
			at, above := i*width+c, (i-1)*width+c
			a.best[at], a.moves[at] = a.best[at-1], moveOn
			if i < len(row) {
				a.best[at] -= empty
			}
			if score := a.best[above-1] + a.cols[c-1].likes(a.kinds[i-1]); score > a.best[at] {
				a.best[at], a.moves[at] = score, moveBoth
			}
			if score := a.best[above] + joined; i > 1 && score > a.best[at] && a.moves[above] != moveOn {
				a.best[at], a.moves[at] = score, moveJoin
			}
		}
	}
	return a.trace(len(row))
}

func (a *aligner) trace(cells int) []int {
	columns := make([]int, cells)
	for i, c := cells, len(a.cols); i > 0; {
		columns[i-1] = max(0, c-1)
		switch a.moves[i*(len(a.cols)+1)+c] {
		case moveOn:
			c--
		case moveBoth:
			i, c = i-1, c-1
		case moveJoin:
			i--
		}
	}
	return columns
}

// cellKind is what a cell may hold, by its signs.
type cellKind uint8

const (
	kindWords cellKind = iota
	kindSmall          // words that begin with a small letter
	kindTick           // one letter or sign, or two
	kindFigure
	kindDate
	kindPhone
	kindMail
	kindCode // letters and figures in one
	kindMixed
	numCellKinds
)

// cellShape is what one cell tells of its column.
type cellShape struct {
	kind         cellKind
	shape, value uint64
}

func (a *aligner) shapeOf(cell string) cellShape {
	cell = strings.TrimSpace(cell)
	s := cellShape{value: hash(strings.ToLower(cell)), shape: shapeHash(cell)}
	digits, letters := countDigits(cell), letterCount(cell)
	_, end, dated := a.parseDate(cell, 0)
	switch {
	case strings.Contains(cell, "@"):
		s.kind = kindMail
	case dated && end == len(cell):
		s.kind = kindDate
	case letters+digits <= 2 && digits == 0:
		s.kind = kindTick
	case digits >= 8 && letters == 0:
		s.kind = kindPhone
	case digits > 0 && letters <= 1 || digits > letters && strings.ContainsAny(cell, "€£$"):
		s.kind = kindFigure
	case digits == 0 && isCapital(cell, 0):
		s.kind = kindWords
	case digits == 0:
		s.kind = kindSmall
	case !strings.Contains(cell, " "):
		s.kind = kindCode
	default:
		s.kind = kindMixed
	}
	return s
}

// shapeHash is the same for cells whose figures, letters and signs alternate alike: "12/03/1990" and "01/11/2004", "DUPONT" and "LE".
func shapeHash(cell string) uint64 {
	var buf [2 * maxWord]byte
	shape := buf[:0]
	last := byte(0)
	for i := 0; i < len(cell) && len(shape) < cap(buf[:]); {
		class, size := cell[i], max(1, letterLen(cell, i))
		switch {
		case isDigit(class):
			shape, class = append(shape, '9'), '9'
		case letterLen(cell, i) > 0 && isCapital(cell, i):
			class = 'A'
		case letterLen(cell, i) > 0:
			class = 'a'
		}
		if class != last && class != '9' {
			shape = append(shape, class)
		}
		last = class
		i += size
	}
	return hash(shape)
}
