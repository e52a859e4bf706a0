package attachment

import (
	"math"
	"slices"
	"strings"

	"souspli/policy/personal"
)

// Distances in units of the letters' size, unless said otherwise.
const (
	sameLine    = 0.35 // baselines this near are one line
	wordGap     = 0.15 // a blank
	widestBlank = 0.4  // between words that are shown one by one
	columnGap   = 1.2  // another column, even in a single line
	lineGap     = 2.5  // between baselines: another stretch of lines begins
	proseChars  = 45   // cells longer than this on average are columns of prose
	minRows     = 3    // of a table whose columns stand wide apart
	sureRows    = 6    // of a table whose columns stand as near as words
	misfits     = 10   // one line in so many may cross a river
	fullLine    = 45   // letters that a line has at least which was broken for want of room
)

// pdfLine is what stands on one baseline, from left to right. Its units are what the writing program showed in one go,
// or several such that touch: words, lines of prose, cells.
type pdfLine struct {
	y, size float64
	units   []pdfUnit
}

type pdfUnit struct {
	x, end float64
	text   string
}

// layout hands out the text of a page from top to bottom: stretches in columns as tables, prose as lines.
func (c *pdfContent) layout(page int) {
	number := 1
	for turned := range 4 {
		lines := gatherLines(c.runs, turned)
		for len(lines) > 0 {
			n := stretch(lines)
			place := personal.Place{Page: page, Line: number}
			columns := rivers(lines[:n])
			if k := titleLines(lines[:n], len(columns)); k > 0 {
				n, columns = k, nil
			}
			if len(columns) > 1 {
				c.table(lines[:n], columns, place)
			} else {
				c.r.s.add(personal.Block{Place: place, Text: joinLines(lines[:n])})
			}
			lines = lines[n:]
			number += n
		}
	}
	c.runs = nil
}

// gatherLines sorts the runs of one direction into lines.
func gatherLines(runs []pdfRun, turned int) []pdfLine {
	var mine []pdfRun
	for _, r := range runs {
		if r.turned == turned && !blank(r.text) && !math.IsNaN(r.x) && !math.IsNaN(r.y) {
			mine = append(mine, r)
		}
	}
	slices.SortStableFunc(mine, func(a, b pdfRun) int { return compare(b.y, a.y) })
	var lines []pdfLine
	for len(mine) > 0 {
		n := 1
		for n < len(mine) && mine[0].y-mine[n].y <= sameLine*math.Max(math.Min(mine[0].size, mine[n].size), 1) {
			n++
		}
		lines = append(lines, makeLine(mine[:n]))
		mine = mine[n:]
	}
	return lines
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// makeLine joins runs that touch.
func makeLine(runs []pdfRun) pdfLine {
	line := pdfLine{y: runs[0].y}
	slices.SortStableFunc(runs, func(a, b pdfRun) int { return compare(a.x, b.x) })
	for i, r := range runs {
		size := math.Max(r.size, 1)
		line.size = math.Max(line.size, size)
		if i > 0 && sameRun(runs[i-1], r) { // bold by printing twice
			continue
		}
		n := len(line.units)
		if n == 0 || r.x-line.units[n-1].end > wordGap*size {
			line.units = append(line.units, pdfUnit{r.x, math.Max(r.end, r.x), r.text})
			continue
		}
		line.units[n-1].text += r.text
		line.units[n-1].end = math.Max(line.units[n-1].end, r.end)
	}
	return line
}

func sameRun(a, b pdfRun) bool {
	return a.text == b.text && math.Abs(a.x-b.x) < 0.2*math.Max(b.size, 1)
}

// stretch is how many of the first lines are of one kind: either each has several units, but for second lines of
// cells, or none has; and they follow each other closely.
func stretch(lines []pdfLine) int {
	several := len(lines[0].units) > 1
	single := 0 // lines of one unit at the end of the stretch
	n := 1
	for ; n < len(lines); n++ {
		if lines[n-1].y-lines[n].y > lineGap*math.Max(lines[n].size, lines[n-1].size) {
			break
		}
		if len(lines[n].units) > 1 {
			if !several {
				break
			}
			single = 0
			continue
		}
		if single++; several && single > 2 {
			break
		}
	}
	if several && n > single {
		n -= single // they belong to what follows
	}
	return n
}

// titleLines is how many lines above a table are words without columns that hide its own, 0 if none do.
func titleLines(lines []pdfLine, columns int) (titles int) {
	const most = 4
	columns = max(columns, 1)
	for k := 1; k <= most && k+sureRows <= len(lines) && lines[k-1].isProse(); k++ {
		if n := len(rivers(lines[k:])); n > columns {
			titles, columns = k, n
		}
	}
	return titles
}

// isProse tells a line whose gaps are all blanks.
func (l pdfLine) isProse() bool {
	for i := 1; i < len(l.units); i++ {
		if l.units[i].x-l.units[i-1].end > widestBlank*l.size {
			return false
		}
	}
	return true
}

// riverWidth is how wide a strip of white is at least that parts columns: where the units are words, wider than a blank, for figures of
// one width leave blanks below each other.
func riverWidth(lines []pdfLine, size float64) float64 {
	var blanks []float64
	gaps := 0
	for _, l := range lines {
		for i := 1; i < len(l.units); i++ {
			gaps++
			if gap := l.units[i].x - l.units[i-1].end; gap <= widestBlank*l.size {
				blanks = append(blanks, gap)
			}
		}
	}
	if len(blanks)*3 < gaps || len(blanks) == 0 {
		return wordGap * size
	}
	slices.Sort(blanks)
	return 1.4 * blanks[len(blanks)/2]
}

// rivers finds the columns of a stretch of lines: what lies between strips of white that (nearly) no line crosses.
// One column, or none, means prose.
func rivers(lines []pdfLine) []pdfUnit {
	if len(lines) < minRows {
		return nil
	}
	type edge struct {
		x    float64
		step int
	}
	var edges []edge
	size := 0.0
	for _, l := range lines {
		size += l.size / float64(len(lines))
		for _, u := range l.units {
			edges = append(edges, edge{u.x, 1}, edge{u.end, -1})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int {
		if d := compare(a.x, b.x); d != 0 {
			return d
		}
		return b.step - a.step
	})
	allowed, narrowest := len(lines)/misfits, riverWidth(lines, size)
	var columns []pdfUnit
	depth := 0
	for _, e := range edges {
		was := depth
		depth += e.step
		switch {
		case was <= allowed && depth > allowed:
			if n := len(columns); n > 0 && e.x-columns[n-1].end < narrowest {
				break // no more than a blank wide
			}
			columns = append(columns, pdfUnit{x: e.x, end: math.Inf(1)})
		case was > allowed && depth <= allowed:
			columns[len(columns)-1].end = e.x
		}
	}
	if len(lines) < sureRows && !wideApart(lines) && !aligned(lines, columns) {
		return nil
	}
	return columns
}

// aligned says whether the units of each column begin at the same place, which words do not.
func aligned(lines []pdfLine, columns []pdfUnit) bool {
	starts, units := 0, 0
	for _, l := range lines {
		for _, u := range l.units {
			units++
			if slices.ContainsFunc(columns, func(c pdfUnit) bool { return math.Abs(c.x-u.x) < edgeSlack }) {
				starts++
			}
		}
	}
	return starts*10 >= units*9
}

// wideApart says whether most lines have a gap that words do not leave.
func wideApart(lines []pdfLine) bool {
	wide := 0
	for _, l := range lines {
		for i := 1; i < len(l.units); i++ {
			if l.units[i].x-l.units[i-1].end > columnGap*l.size {
				wide++
				break
			}
		}
	}
	return wide*10 >= len(lines)*6
}

// joinLines writes lines as text: a tab where the gap is a column's, else a blank. Lines that were only broken because
// the next word had no room are put together again, so that no number falls apart.
func joinLines(lines []pdfLine) string {
	right := 0.0
	for _, l := range lines {
		right = math.Max(right, l.units[len(l.units)-1].end)
	}
	pitch := math.Inf(1)
	for i := 1; i < len(lines); i++ {
		pitch = math.Min(pitch, lines[i-1].y-lines[i].y)
	}
	var out strings.Builder
	for i, l := range lines {
		text := l.text()
		if i > 0 && (lines[i-1].y-l.y > 1.2*pitch || !lines[i-1].wraps(l, right)) {
			out.WriteByte('\n')
			out.WriteString(text)
			continue
		}
		appendWrapped(&out, text)
	}
	out.WriteByte('\n')
	return out.String()
}

func (l pdfLine) text() string {
	var out strings.Builder
	for i, u := range l.units {
		switch {
		case i > 0 && u.x-l.units[i-1].end > columnGap*l.size:
			out.WriteByte('\t')
		case i > 0 && !strings.HasPrefix(u.text, " ") && !strings.HasSuffix(l.units[i-1].text, " "):
			out.WriteByte(' ')
		}
		out.WriteString(u.text)
	}
	return out.String()
}

// wraps says whether the first word of next would not have fitted behind l.
func (l pdfLine) wraps(next pdfLine, right float64) bool {
	if len(next.units) != 1 || len(l.text()) < fullLine || math.Abs(l.size-next.size) > 0.2*l.size {
		return false
	}
	first := next.units[0]
	word, _, _ := strings.Cut(strings.TrimSpace(first.text), " ")
	width := (first.end - first.x) * float64(len(word)) / float64(max(len(first.text), 1))
	room := right - l.units[len(l.units)-1].end
	return room < width+0.3*l.size
}

// appendWrapped goes on with a text whose line was full: behind a hyphen between small letters the word goes on.
func appendWrapped(out *strings.Builder, next string) {
	text := strings.TrimRight(out.String(), " ")
	next = strings.TrimLeft(next, " ")
	switch {
	case text == "" || strings.HasSuffix(text, "\n") || next == "":
	case strings.HasSuffix(text, "-") && len(text) > 1 && isLower(text[len(text)-2]) && isLower(next[0]):
		text = text[:len(text)-1]
	case !strings.HasSuffix(text, "-"):
		text += " "
	}
	if text != out.String() {
		out.Reset()
		out.WriteString(text)
	}
	out.WriteString(next)
}

func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

// table hands out a stretch of lines in columns; columns of prose one after the other.
func (c *pdfContent) table(lines []pdfLine, columns []pdfUnit, place personal.Place) {
	b := rowBuilder{columns: columns}
	near := b.nearPitch(lines)
	for i, l := range lines {
		goesOn := i > 0 && near > 0 && lines[i-1].y-l.y <= near
		b.add(l, goesOn || i > 0 && near == 0 && b.continues(l))
	}
	if b.chars <= proseChars*b.cells {
		c.r.s.table(place, c.r.headed(b.rows, columns), nil)
		return
	}
	for k := range columns {
		c.r.s.add(personal.Block{Place: place, Text: columnText(b.rows, k)})
	}
}

// rowBuilder makes rows of lines.
type rowBuilder struct {
	columns      []pdfUnit
	rows         [][]string
	tails        []pdfUnit // the last unit in each cell of the row
	chars, cells int
}

// add deals the units of a line out to the cells of a new row, or of the last one if the line goes on with it.
func (b *rowBuilder) add(l pdfLine, goesOn bool) {
	if !goesOn {
		b.rows = append(b.rows, nil)
		b.tails = make([]pdfUnit, len(b.columns))
	}
	last := len(b.rows) - 1
	for _, u := range l.units {
		k := b.column(u)
		text := strings.TrimSpace(u.text)
		row := setCell(b.rows[last], k, "")
		switch {
		case row[k] == "":
			b.cells++
			row[k] = text
		case b.cutWord(k, l.size):
			row[k] += text
		default:
			var out strings.Builder
			out.WriteString(row[k])
			appendWrapped(&out, text)
			row[k] = out.String()
		}
		b.rows[last] = row
		b.tails[k] = u
		b.chars += len(text)
	}
}

// column is where a unit belongs: the last column that begins before it.
func (b *rowBuilder) column(u pdfUnit) int {
	k := 0
	for k+1 < len(b.columns) && b.columns[k+1].x <= u.x+edgeSlack {
		k++
	}
	return k
}

// cutWord says whether the last line of a cell is one word that fills the column: it was cut where it had no room.
func (b *rowBuilder) cutWord(k int, size float64) bool {
	tail := b.tails[k]
	return !strings.Contains(strings.TrimSpace(tail.text), " ") && tail.end > b.columns[k].end-0.7*size &&
		tail.end-tail.x > 3*size && !strings.HasSuffix(tail.text, "-")
}

// continues says whether a line is the second one of the row above: nothing stands in the first column, and little in
// the others.
func (b *rowBuilder) continues(l pdfLine) bool {
	return b.column(l.units[0]) > 0 && 2*len(l.units) <= len(b.rows[len(b.rows)-1])
}

// nearPitch is the distance up to which lines of a table belong to one row: where the distances are of two kinds, the
// small ones stand inside cells. 0 if they are all alike.
func (b *rowBuilder) nearPitch(lines []pdfLine) float64 {
	smallest, largest := math.Inf(1), 0.0
	for i := 1; i < len(lines); i++ {
		d := lines[i-1].y - lines[i].y
		smallest, largest = math.Min(smallest, d), math.Max(largest, d)
	}
	near := 1.12 * smallest
	if largest < 1.25*smallest || b.areRows(lines, near) {
		return 0
	}
	return near
}

// areRows says whether most lines that follow each other closely fill as many columns as the one above: those are rows of a table
// that stands apart from the next, not second lines inside cells. Where the lines stand in many small groups, each is a row all of
// whose cells are broken.
func (b *rowBuilder) areRows(lines []pdfLine, near float64) bool {
	const manyGroups, groupLines = 4, 3
	close, whole, groups := 0, 0, 1
	for i := 1; i < len(lines); i++ {
		if lines[i-1].y-lines[i].y > near {
			groups++
			continue
		}
		close++
		if n := b.filled(lines[i]); n > 1 && n >= b.filled(lines[i-1]) {
			whole++
		}
	}
	return whole*2 > close && (groups < manyGroups || groups*groupLines < len(lines))
}

// filled counts the columns in which a line has something.
func (b *rowBuilder) filled(l pdfLine) int {
	n, last := 0, -1
	for _, u := range l.units {
		if k := b.column(u); k != last {
			n, last = n+1, k
		}
	}
	return n
}

// headed repeats the header of the table before if this one goes on with it: the same columns on the next page.
func (r *pdfReader) headed(rows [][]string, columns []pdfUnit) [][]string {
	same := len(columns) == len(r.columns) && !slices.Equal(rows[0], r.header)
	for i := range columns {
		same = same && math.Abs(columns[i].x-r.columns[i].x) < 2*edgeSlack
	}
	if same {
		return append([][]string{r.header}, rows...)
	}
	r.columns, r.header = columns, rows[0]
	return rows
}

// edgeSlack is by how many points the left edges of a column may differ.
const edgeSlack = 1.5

func columnText(rows [][]string, k int) string {
	var out strings.Builder
	for _, row := range rows {
		if k < len(row) && row[k] != "" {
			out.WriteString(row[k] + "\n")
		}
	}
	return out.String()
}
