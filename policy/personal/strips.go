package personal

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// A table of fixed width has no marks between its cells: strips of blanks run down through its lines.

// readAligned reads one, under a header or without one. It gives the number of lines read, 0 if none starts here.
func (r *blockReader) readAligned(text string, line int32) int {
	const titles, enough = 3, 1 << 18 // lines above the header that a table may have within; lines looked at in vain
	first, _ := cutLine(text)
	if line < r.unaligned || r.misaligned > enough || !strings.Contains(strings.TrimSpace(first), gapText) || strings.ContainsAny(first, "\t;|") {
		return 0
	}
	lines := alignedLines(text)
	columns := alignColumns(lines)
	if len(columns) < len(splitCells(first, gap)) {
		r.misaligned += len(lines)
		return 0 // its cells are not below each other
	}
	for k := 1; k < min(titles, len(lines)-fiveShaped); k++ {
		if len(alignColumns(lines[k:])) > len(columns) {
			r.misaligned += len(lines)
			return 0 // a title, whose blanks are elsewhere
		}
	}
	if len(columns) < 2 || len(columns) > mostTyped || len(lines) < 3 {
		r.unaligned = line + int32(len(lines))
		return 0
	}
	rows := make([][]string, len(lines))
	for i, s := range lines {
		rows[i] = columns.cells(s)
	}
	if !r.readColumns(columns.unwrap(rows), line) {
		r.unaligned = line + int32(len(rows))
		return 0
	}
	return len(rows)
}

// readColumns reads rows if a header is among the first ones, or if they are a list of persons.
func (r *blockReader) readColumns(rows [][]string, line int32) bool {
	const deepest = 3
	if head := r.findHeader(rows, 0); head >= 0 && head <= deepest {
		r.settle(r.windows) // the text above
		r.readTable(rows, line)
		r.col = -1
		return true
	}
	t := newTable(r, rows, line)
	t.top = rows[0]
	if len(rows) < listLimit || len(t.cols) < fewestCells || slices.ContainsFunc(t.top, isHour) || !t.isList() || !t.knowsColumn() {
		return false
	}
	r.readList(t)
	return true
}

// knowsColumn tells whether a column showed what it holds.
func (t *table) knowsColumn() bool {
	return t.people || slices.ContainsFunc(t.cols, func(c column) bool { return c.label != nil })
}

// readPersons reads rows without a header if they are a list of persons, and no programme with the hour of each.
func (r *blockReader) readPersons(rows [][]string, line int32) bool {
	t := newTable(r, rows, line)
	t.top = rows[0]
	if t.judge(); !t.roster && !(t.people && slices.ContainsFunc(t.cols, isOfBirths)) || slices.ContainsFunc(t.top, isHour) {
		return false
	}
	r.readList(t)
	return true
}

func (r *blockReader) readList(t *table) {
	r.settle(r.windows) // the text above
	t.dropTop()
	t.read()
	r.col = -1
}

// alignedLines gives the lines that may be of one table: most have gaps, few do not, and no other header stands among them.
func alignedLines(text string) []string {
	const mostOdd, mostEmpty, most = 2, 2, 20_000
	var lines []string
	odd, empty, end := 0, 0, 0
	for text != "" && len(lines) < most {
		var s string
		s, text = cutLine(text)
		switch {
		case strings.TrimSpace(s) == "" || isRuler(s):
			s = ""
			empty++
		case len(s) > maxLine:
			return lines[:end]
		case strings.Contains(strings.TrimSpace(s), gapText):
			odd, empty, end = 0, 0, len(lines)+1
		default:
			odd++
		}
		if odd > mostOdd || empty > mostEmpty {
			break
		}
		lines = append(lines, s)
	}
	return lines[:end]
}

// strips are the columns of such a table, from left to right: where they begin and end, counted in letters.
type strips []place

// alignColumns finds the columns between strips of blanks that no line crosses, or in long tables one line in ten.
func alignColumns(lines []string) strips {
	const long, part = 10, 10
	rows := 0
	for _, s := range lines {
		rows += count(s != "")
	}
	if rows < long {
		return inkOf(lines, nil).columns(0, len(gapText))
	}
	rough := inkOf(lines, nil).columns(rows/part, 1)
	return inkOf(lines, rough).columns(0, 1)
}

// ink counts for each place of a line how many lines have a letter there, and how many a blank beside another one.
type ink struct {
	letters, gaps []int
	lines         int
}

// inkOf looks at the lines that cross none of the strips between columns.
func inkOf(lines []string, columns strips) (n ink) {
	for _, s := range lines {
		if columns.crossed(s) {
			continue
		}
		n.lines += count(s != "")
		x := 0
		for i, c := range s {
			if x == len(n.letters) {
				n.letters, n.gaps = append(n.letters, 0), append(n.gaps, 0)
			}
			n.letters[x] += count(c != ' ')
			n.gaps[x] += count(strings.HasPrefix(s[i:], gapText) || strings.HasSuffix(s[:i], " ") && c == ' ')
			x++
		}
	}
	return n
}

// columns gives what lies between strips of places with no more than a few letters.
func (n ink) columns(few, narrowest int) strips {
	var columns strips
	for _, c := range n.stretches(few) {
		last := len(columns) - 1
		if last >= 0 && (c.start-columns[last].end < narrowest || n.isWithin(columns[last], c)) {
			columns[last].end = c.end
			continue
		}
		columns = append(columns, c)
	}
	return columns
}

// isWithin tells a strip within a cell: a single blank in most lines, with little before or behind it, as telephone numbers and initials
// have.
func (n ink) isWithin(before, behind place) bool {
	const little = 8
	return behind.start-before.end == 1 && n.gaps[before.end] <= n.lines/4 && min(before.end-before.start, behind.end-behind.start) < little
}

// stretches gives the places with more letters than few that are side by side.
func (n ink) stretches(few int) []place {
	var stretches []place
	for x, letters := range n.letters {
		last := len(stretches) - 1
		switch {
		case letters <= few:
		case last >= 0 && stretches[last].end == x:
			stretches[last].end++
		default:
			stretches = append(stretches, place{x, x + 1})
		}
	}
	return stretches
}

// crossed tells whether a word that begins in one column goes on behind its end.
func (a strips) crossed(s string) bool {
	for _, w := range wordsOf(s) {
		k := a.at(w.start)
		if k >= 0 && k+1 < len(a) && w.start < a[k].end && w.end > a[k].end {
			return true
		}
	}
	return false
}

// at is the last column that begins at x or before it.
func (a strips) at(x int) int {
	k, found := slices.BinarySearchFunc(a, x, func(p place, x int) int { return p.start - x })
	if found {
		return k
	}
	return k - 1
}

// cells deals the words of a line out to the columns: each to the one it begins in, or reaches.
func (a strips) cells(s string) []string {
	row := make([]string, len(a))
	for _, w := range wordsOf(s) {
		k := max(0, a.at(w.start))
		if k+1 < len(a) && w.start >= a[k].end && w.end > a[k+1].start {
			k++
		}
		if row[k] != "" {
			row[k] += " "
		}
		row[k] += w.text
	}
	return row
}

// wordAt is a word with its place in the line, counted in letters.
type wordAt struct {
	place
	text string
}

func wordsOf(s string) []wordAt {
	var words []wordAt
	x := 0
	for s != "" {
		blanks := len(s) - len(strings.TrimLeft(s, " "))
		x, s = x+blanks, s[blanks:]
		word, _, _ := strings.Cut(s, " ")
		if word == "" {
			break
		}
		end := x + utf8.RuneCountInString(word)
		words = append(words, wordAt{place{x, end}, word})
		x, s = end, s[len(word):]
	}
	return words
}

// unwrap puts cells together that go on in the next line for want of room.
func (a strips) unwrap(rows [][]string) [][]string {
	last := -1
	for i, row := range rows {
		switch {
		case countFilled(row) == 0:
			last = -1
		case last >= 0 && a.goesOn(rows[last], row):
			for c, cell := range row {
				rows[last][c] = strings.TrimSpace(rows[last][c] + " " + cell)
			}
			rows[i] = make([]string, len(a))
		default:
			last = i
		}
	}
	return rows
}

// goesOn tells whether a line has only what found no room in some cells of the row above.
func (a strips) goesOn(above, row []string) bool {
	filled := 0
	for c, cell := range row {
		if cell == "" {
			continue
		}
		filled++
		word, _, _ := strings.Cut(cell, " ")
		if above[c] == "" || len(above[c]) > maxLine || utf8.RuneCountInString(above[c])+len(" ")+utf8.RuneCountInString(word) <= a[c].end-a[c].start {
			return false
		}
	}
	return filled*2 <= countFilled(above)
}
