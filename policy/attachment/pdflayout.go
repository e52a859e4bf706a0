package attachment

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
	mostColumns = 200  // that are looked at more closely
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
	cut    bool // there was no room for the rest
}

// layout hands out the text of a page from top to bottom: stretches in columns as tables, prose as lines.
func (c *pdfContent) layout(page int) {
	number := 1
	sortRules(c.rules)
	zones := tableZones(c.rules)
	for turned := range 4 {
		lines := gatherLines(c.runs, turned)
		for len(lines) > 0 {
			n := zoneLines(lines, zones)
			if n == 0 {
				n = stretch(lines, zones)
			}
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
	c.runs, c.rules = nil, nil
}

// zoneLines is how many of the first lines stand in one zone.
func zoneLines(lines []pdfLine, zones []pdfBox) int {
	n, zone := 0, zoneOf(zones, lines[0])
	for zone >= 0 && n < len(lines) && zoneOf(zones, lines[n]) == zone {
		n++
	}
	return n
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
			line.units = append(line.units, pdfUnit{r.x, math.Max(r.end, r.x), r.text, r.cut})
			continue
		}
		line.units[n-1].text += r.text
		line.units[n-1].cut = r.cut
		line.units[n-1].end = math.Max(line.units[n-1].end, r.end)
	}
	return line
}

func sameRun(a, b pdfRun) bool {
	return a.text == b.text && math.Abs(a.x-b.x) < 0.2*math.Max(b.size, 1)
}

// stretch is how many of the first lines are of one kind: either each has several units, but for second lines of
// cells, or none has; and they follow each other closely, or begin at the same places. A zone is no part of it.
func stretch(lines []pdfLine, zones []pdfBox) int {
	several := len(lines[0].units) > 1
	single := 0 // lines of one unit at the end of the stretch
	n := 1
	for ; n < len(lines); n++ {
		if lines[n-1].y-lines[n].y > lineGap*math.Max(lines[n].size, lines[n-1].size) && !sameStarts(lines[n-1], lines[n]) || zoneOf(zones, lines[n]) >= 0 {
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

// sameStarts says whether two lines have several units, which begin below each other.
func sameStarts(a, b pdfLine) bool {
	same := 0
	for _, u := range b.units {
		if slices.ContainsFunc(a.units, func(v pdfUnit) bool { return math.Abs(u.x-v.x) < edgeSlack }) {
			same++
		}
	}
	return same > 1 && same*2 > len(b.units) && math.Abs(a.size-b.size) < 1
}

// titleLines is how many lines above a table hide its columns, for they are words, or have far fewer units: 0 if none do.
func titleLines(lines []pdfLine, columns int) (titles int) {
	const most = 4
	columns = max(columns, 1)
	for k := 1; k <= most && k+sureRows <= len(lines); k++ {
		n := len(rivers(lines[k:]))
		if !lines[k-1].isProse() && 2*len(lines[k-1].units) > n {
			break
		}
		if n > columns {
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
// one width leave blanks below each other. Units that have blanks inside are not words.
func riverWidth(lines []pdfLine, size float64) float64 {
	var blanks []float64
	gaps, phrases := 0, 0
	for _, l := range lines {
		for i := 1; i < len(l.units); i++ {
			gaps++
			if strings.Contains(strings.TrimSpace(l.units[i].text), " ") {
				phrases++
			}
			if gap := l.units[i].x - l.units[i-1].end; gap <= widestBlank*l.size {
				blanks = append(blanks, gap)
			}
		}
	}
	if len(blanks)*3 < gaps || len(blanks) == 0 || phrases*6 > gaps {
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
			if n := len(columns); n > 0 && e.x-columns[n-1].end < narrowest && (n > mostColumns || !lettersBegin(lines, e.x)) {
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
	if areProse(lines, columns) {
		return nil
	}
	if len(columns) > mostColumns {
		return columns[:min(len(columns), maxColumns)] // what stands on the right belongs to the last
	}
	return splitAtCuts(lines, joinHeads(lines, columns))
}

// areProse says whether few lines have something in several columns: words of long lines, by chance apart.
func areProse(lines []pdfLine, columns []pdfUnit) bool {
	b, several := rowBuilder{columns: columns}, 0
	for _, l := range lines {
		if b.filled(l) > 1 {
			several++
		}
	}
	return several*4 < len(lines)
}

// joinHeads takes a column in which only the first line has something, and nothing in the next one, for the heading of that.
func joinHeads(lines []pdfLine, columns []pdfUnit) []pdfUnit {
	within := func(l pdfLine, c pdfUnit) bool {
		return slices.ContainsFunc(l.units, func(u pdfUnit) bool { return u.x < c.end && u.end > c.x })
	}
	var joined []pdfUnit
	for k := range columns {
		c := columns[k]
		alone := k+1 < len(columns) && within(lines[0], c) && !within(lines[0], columns[k+1]) &&
			!slices.ContainsFunc(lines[1:], func(l pdfLine) bool { return within(l, c) })
		if alone {
			columns[k+1].x = c.x
			continue
		}
		joined = append(joined, c)
	}
	return joined
}

// splitAtCuts parts columns where texts are cut by the edge of their box, and the next one begins: texts that find room beside
// them run across that edge.
func splitAtCuts(lines []pdfLine, columns []pdfUnit) []pdfUnit {
	starts := map[int]int{} // of units behind one that is cut, by tenths of a point
	for _, l := range lines {
		for i := 1; i < len(l.units); i++ {
			if l.units[i-1].cut && l.units[i].x-l.units[i-1].end < 2*cutRoom*l.size {
				starts[int(l.units[i].x*10)]++
			}
		}
	}
	maps.DeleteFunc(starts, func(_, n int) bool { return n < minRows })
	cuts := slices.Sorted(maps.Keys(starts))
	var split []pdfUnit
	for _, c := range columns {
		for _, tenth := range cuts {
			if x := float64(tenth) / 10; x > c.x+edgeSlack && x < c.end {
				split = append(split, pdfUnit{x: c.x, end: x})
				c.x = x
			}
		}
		split = append(split, c)
	}
	return split
}

// lettersBegin says whether nearly all lines have a unit of letters that begins at x, behind others that differ. Words do not,
// figures may.
func lettersBegin(lines []pdfLine, x float64) bool {
	const slack = 0.3 // points
	begin, before := 0, map[string]bool{}
	for _, l := range lines {
		for i, u := range l.units {
			if first, _ := utf8.DecodeRuneInString(strings.TrimSpace(u.text)); i > 0 && math.Abs(u.x-x) < slack && unicode.IsLetter(first) {
				begin++
				before[l.units[i-1].text] = true
				break
			}
		}
	}
	return begin >= sureRows && begin*10 >= len(lines)*8 && len(before)*2 >= begin
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
	if begin, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(begin) && strings.ContainsAny(lastToken(l.text()), "0123456789") {
		return false // entries of a list that fill their lines, a heading below an address
	}
	width := (first.end - first.x) * float64(len(word)) / float64(max(len(first.text), 1))
	room := right - l.units[len(l.units)-1].end
	return room < width+0.3*l.size
}

// lastToken gives what stands behind the last blank.
func lastToken(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndexAny(text, " \t")+1:]
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
