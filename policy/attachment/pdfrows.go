package attachment

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"souspli/policy/personal"
)

// table hands out a stretch of lines in columns; columns of prose, and of cards, one after the other.
func (c *pdfContent) table(lines []pdfLine, columns []pdfUnit, place personal.Place) {
	b := rowBuilder{columns: columns}
	inside := b.insideRules(lines, c.rules)
	cards := inside != nil && b.areCards(lines, inside)
	if inside == nil || !cards && b.areRows(lines, inside) {
		inside = b.nearLines(lines)
	}
	for i, l := range lines {
		b.add(l, !cards && (inside != nil && inside[i] || inside == nil && i > 0 && b.continues(l)))
	}
	if !cards && b.chars <= proseChars*b.cells {
		c.r.s.table(place, c.r.headed(b.rows, columns), nil)
		return
	}
	for k := range columns {
		c.r.s.add(personal.Block{Place: place, Text: columnText(b.rows, k, func(i int) bool { return cards && !inside[i] })})
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
		if !goesOn && b.isOutside(u, k) {
			k++ // a heading on the left of figures that stand on the right
		}
		row := setCell(b.rows[last], k, "")
		text := u.cellText()
		switch {
		case row[k] == "":
			b.cells++
			row[k] = text
		case b.cutWord(k, l.size, text):
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

// cellText is what a unit says as a cell. Points stand where a word is cut.
func (u pdfUnit) cellText() string {
	text := strings.TrimSpace(u.text)
	if last, _ := utf8.DecodeLastRuneInString(text); u.cut && unicode.IsLetter(last) {
		text += "..."
	}
	return text
}

// isOutside says whether a unit begins in the white between a column and the next.
func (b *rowBuilder) isOutside(u pdfUnit, k int) bool {
	return k+1 < len(b.columns) && u.x > b.columns[k].end
}

// cutWord says whether the last line of a cell is one word that fills the column, and goes on in the next line: it was cut where
// it had no room.
func (b *rowBuilder) cutWord(k int, size float64, next string) bool {
	tail := b.tails[k]
	word := strings.TrimSpace(tail.text)
	fills := !strings.Contains(word, " ") && tail.end > b.columns[k].end-0.7*size && tail.end-tail.x > 3*size
	if !fills || strings.HasSuffix(word, "-") {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(word)
	first, _ := utf8.DecodeRuneInString(next)
	return unicode.IsLower(first) || unicode.IsDigit(first) && !unicode.IsLower(last) || strings.ContainsRune("@._", first) || strings.Contains(word, "@")
}

// continues says whether a line is the second one of the row above: nothing stands in the first column, and little in
// the others.
func (b *rowBuilder) continues(l pdfLine) bool {
	return b.column(l.units[0]) > 0 && 2*len(l.units) <= len(b.rows[len(b.rows)-1])
}

// nearLines says for each line whether it goes on with the row above, by its distance: where the distances are of two kinds,
// the small ones stand inside cells. It gives nil if they are all alike.
func (b *rowBuilder) nearLines(lines []pdfLine) []bool {
	smallest, largest := math.Inf(1), 0.0
	for i := 1; i < len(lines); i++ {
		d := lines[i-1].y - lines[i].y
		smallest, largest = math.Min(smallest, d), math.Max(largest, d)
	}
	near := make([]bool, len(lines))
	for i := 1; i < len(lines); i++ {
		near[i] = lines[i-1].y-lines[i].y <= 1.12*smallest
	}
	if largest >= 1.25*smallest && !b.areRows(lines, near) {
		return near
	}
	return nil
}

// insideRules says the same by rules between the rows. It gives nil where rules do not part them. In a few cells of several
// lines, the second line is the value that the first one asks for.
func (b *rowBuilder) insideRules(lines []pdfLine, rules []pdfRule) []bool {
	left, right := b.columns[0].x, 0.0
	for _, l := range lines {
		right = math.Max(right, l.units[len(l.units)-1].end)
	}
	inside := make([]bool, len(lines))
	rows, high := 1, 0
	for i := 1; i < len(lines); i++ {
		if inside[i] = !ruled(rules, lines[i-1].y, lines[i].y, left, right); !inside[i] {
			rows++
		} else if !inside[i-1] {
			high++
		}
	}
	if rows <= minRows || high == 0 {
		return nil
	}
	for i := 1; i < len(lines) && high*2 < rows; i++ {
		inside[i] = inside[i] && (b.filled(lines[i]) < 2 || b.filled(lines[i])*2 < b.filled(lines[i-1]))
	}
	return inside
}

// areCards says whether the rows are persons' cards side by side: nearly all have several lines, as full as each other.
func (b *rowBuilder) areCards(lines []pdfLine, inside []bool) bool {
	const cardLines = 3
	rows, whole := b.wholeLines(lines, inside)
	high := 0
	for i := 1; i < len(lines); i++ {
		if inside[i] && !inside[i-1] {
			high++
		}
	}
	return rows >= minRows && high*10 >= rows*8 && len(lines) >= cardLines*rows && whole*2 > len(lines)-rows
}

// areRows says whether most lines that go on with a row fill as many columns as the one above: those are rows of a table
// that stands apart from the next, not second lines inside cells. Where the lines stand in many small groups, each is a row all of
// whose cells are broken.
func (b *rowBuilder) areRows(lines []pdfLine, inside []bool) bool {
	const manyGroups, groupLines = 4, 3
	groups, whole := b.wholeLines(lines, inside)
	return whole*2 > len(lines)-groups && (groups < manyGroups || groups*groupLines < len(lines))
}

// wholeLines counts the rows, and the lines that go on with one and fill as many columns as the line above.
func (b *rowBuilder) wholeLines(lines []pdfLine, inside []bool) (rows, whole int) {
	rows = 1
	for i := 1; i < len(lines); i++ {
		switch n := b.filled(lines[i]); {
		case !inside[i]:
			rows++
		case n > 1 && n >= b.filled(lines[i-1]):
			whole++
		}
	}
	return rows, whole
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

// columnText gives a column as lines, an empty one where another entry begins.
func columnText(rows [][]string, k int, begins func(i int) bool) string {
	var out strings.Builder
	for i, row := range rows {
		if begins(i) {
			out.WriteByte('\n')
		}
		if k < len(row) && row[k] != "" {
			out.WriteString(row[k] + "\n")
		}
	}
	return out.String()
}
