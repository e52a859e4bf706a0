package personal

import (
	"slices"
	"strings"
)

// readDelimited reads a table that hides in text, its cells separated by tabs, semicolons, bars or commas under a
// header of labels. It gives the number of lines read, 0 if no table starts here.
func (r *blockReader) readDelimited(text string, line int32) int {
	first, rest := cutLine(text)
	delimiter := r.delimiter(first)
	if delimiter == 0 {
		return 0
	}
	second := likeRow(first, rest, delimiter)
	header := splitCells(first, delimiter)
	rows := [][]string{header, splitCells(second, delimiter)}
	if delimiter == gap && second != "" && len(rows[1]) < len(header) {
		rows[1] = append(rows[1], make([]string, len(header)-len(rows[1]))...)
	}
	if len(rows[1]) != len(header) || !r.isHeader(rows, 0) {
		return 0
	}
	rows = rows[:1]
	for misfits := 0; rest != ""; {
		var s string
		s, rest = cutLine(rest)
		if isRuler(s) {
			s = ""
		}
		cells := splitCells(s, delimiter)
		if delimiter == gap && len(cells) > 1 && len(cells) < len(header) {
			cells = append(cells, make([]string, len(header)-len(cells))...) // an empty cell leaves no trace
		}
		if len(cells) != len(header) {
			if misfits++; misfits > 1 || len(cells) == 1 && strings.TrimSpace(s) != "" {
				break
			}
		} else {
			misfits = 0
		}
		rows = append(rows, cells)
	}
	r.settle(r.windows) // the text above
	r.readTable(rows, line)
	r.col = -1
	return len(rows)
}

// readTabbed reads rows that tabs or dashes part in a text, under no header, if they are a list of persons, and no programme with the
// hour of each. It gives the number of lines read, 0 if no list starts here.
func (r *blockReader) readTabbed(text string, line int32) int {
	const fewest = 3 // cells
	if line < r.untabled {
		return 0
	}
	var rows [][]string
	first, _ := cutLine(text)
	separator := "\t"
	for _, mark := range []string{"/", " - ", " – ", " — "} {
		if strings.Count(first, mark) >= fewest-1 {
			separator = mark
		}
	}
	for text != "" {
		var s string
		s, text = cutLine(text)
		cells := splitNumbered(s, separator)
		if len(cells) < fewest || rows != nil && len(cells) != len(rows[0]) {
			break
		}
		rows = append(rows, cells)
	}
	r.untabled = line + int32(len(rows))
	if len(rows) < listLimit {
		return 0
	}
	t := newTable(r, rows, line)
	t.top = rows[0]
	if t.judge(); !t.roster && !(t.people && slices.ContainsFunc(t.cols, isOfBirths)) || slices.ContainsFunc(t.top, isHour) {
		return 0
	}
	r.settle(r.windows)
	t.dropTop()
	t.read()
	return len(rows)
}

// splitNumbered cuts a line at its separators, and behind the number that begins it: "3404031, Wei Hargreaves/2003-01-13/Law".
func splitNumbered(line, separator string) []string {
	if number, rest, ok := strings.Cut(line, ", "); ok && isDigits(number) {
		return append([]string{number}, strings.Split(rest, separator)...)
	}
	return strings.Split(line, separator)
}

func isOfBirths(c column) bool { return c.label != nil && c.label.names(concept(entBirthDate)) }

// isHour tells "10:30", "18h00" and "9h".
func isHour(cell string) bool {
	hour := strings.TrimLeft(strings.TrimSpace(cell), "0123456789")
	return hour != "" && hour != cell && strings.IndexByte(":h.", hour[0]) >= 0 && countDigits(cell) <= 4 && letterCount(hour) <= 1
}

// likeRow gives the first of the next lines that may have as many cells as a header, "" if none does: the one right below, or one
// further down where gaps separate the cells, for a long name may have swallowed its gap.
func likeRow(header, text string, delimiter byte) string {
	const depth = 3
	first, below := cutLine(text)
	if isRuler(first) {
		text = below
		first, _ = cutLine(text)
	}
	for k := 0; k < depth && text != ""; k++ {
		var s string
		s, text = cutLine(text)
		if sameCount(header, s, delimiter) {
			return s
		}
		if delimiter != gap || len(splitCells(s, gap)) < 2 {
			return ""
		}
	}
	if delimiter == gap && len(splitCells(first, gap)) == len(splitCells(header, gap))-1 {
		return first // the last column is empty: nobody has signed yet
	}
	return ""
}

// isRuler tells a line that is drawn across a text: "=======", "----  ------".
func isRuler(s string) bool {
	const shortest = 3
	s = strings.TrimSpace(s)
	return len(s) >= shortest && strings.Trim(s, "=-_+* ") == ""
}

// sameCount is a quick look at whether two lines may have as many cells.
func sameCount(a, b string, delimiter byte) bool {
	if delimiter == gap {
		return len(splitCells(a, gap)) == len(splitCells(b, gap))
	}
	quoted := strings.IndexByte(a, '"') >= 0 || strings.IndexByte(b, '"') >= 0
	return quoted || strings.Count(a, string(delimiter)) == strings.Count(b, string(delimiter))
}

// delimiter gives the character that separates the cells of a line that could be a header, or 0.
func (r *blockReader) delimiter(s string) byte {
	if len(s) > maxLine || len(s) < 5 {
		return 0
	}
	digits, best := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '@':
			return 0
		case isDigit(c):
			digits++
		case c == ',' && i > 0 && i+1 < len(s) && isDigit(s[i-1]) && isDigit(s[i+1]): // an amount
		case i > 0:
			best = max(best, strings.IndexByte(delimiters, c))
		}
	}
	switch {
	case digits > 8 && digits*4 > len(s):
		return 0
	case best <= 0 && strings.Count(strings.TrimSpace(s), gapText) >= 2:
		return gap
	}
	if delimiters[max(best, 0)] == ',' && strings.HasSuffix(strings.TrimSpace(s), ".") {
		return 0 // a sentence
	}
	return delimiters[max(best, 0)]
}

// delimiters are what separates cells, the likeliest last; the first is none.
const delimiters = "\x00,|;\t"

// A gap of two spaces and more separates the cells of a table that was typed, or pasted from a page.
const (
	gap     = ' '
	gapText = "  "
)

// splitCells cuts a line at the delimiter; quotes hold a cell together.
func splitCells(s string, delimiter byte) []string {
	var cells []string
	switch delimiter {
	case '|':
		if inner, ok := strings.CutPrefix(strings.TrimSpace(s), "|"); ok { // a frame, and no empty cells
			s = strings.TrimSuffix(inner, "|")
		}
	case gap:
		for cell := range strings.SplitSeq(s, gapText) {
			if cell = strings.TrimSpace(cell); cell != "" {
				cells = append(cells, cell)
			}
		}
		return cells
	}
	for {
		cell, rest, more := cutCell(s, delimiter)
		cells = append(cells, strings.TrimSpace(cell))
		if !more {
			return cells
		}
		s = rest
	}
}

// cutCell gives the first cell; in quotes, a quote is written twice (RFC 4180).
func cutCell(s string, delimiter byte) (cell, rest string, more bool) {
	if !strings.HasPrefix(s, `"`) {
		return strings.Cut(s, string(delimiter))
	}
	end := 1
	for end < len(s) && (s[end] != '"' || end+1 < len(s) && s[end+1] == '"') {
		if s[end] == '"' {
			end++
		}
		end++
	}
	cell = s[1:min(end, len(s))]
	_, rest, more = strings.Cut(s[min(end, len(s)):], string(delimiter))
	return cell, rest, more
}

// readStacked reads a table whose cells stand one below the other, as some programs give them: first the labels, then
// the values of each row. It gives the number of lines read, 0 if there is no such table here.
func (r *blockReader) readStacked(text string, line int32) int {
	const most = 12 // columns
	var header []string
	rest := text
	for len(header) <= most && rest != "" {
		s, after := cutLine(rest)
		if len(s) > 40 || strings.ContainsAny(s, ":=") || r.cellLabel(strings.TrimSpace(s)) == nil {
			break
		}
		header = append(header, s)
		rest = after
	}
	if len(header) < 3 || len(header) > most {
		return 0
	}
	rows := [][]string{header}
	for row := r.stackedRow(rest, len(header)); row != nil; row = r.stackedRow(rest, len(header)) {
		rows = append(rows, row)
		rest = skipLines(rest, len(header))
	}
	if len(rows) < 3 || !r.isHeader(rows, 0) {
		return 0
	}
	r.settle(r.windows)
	r.lineStep = int32(len(header))
	r.readTable(rows, line)
	r.lineStep = 0
	r.col = -1
	return len(rows) * len(header)
}

// stackedRow gives the next n lines, if they may be one row.
func (r *blockReader) stackedRow(text string, n int) []string {
	row := make([]string, 0, n)
	for range n {
		var s string
		s, text = cutLine(text)
		if s == "" || len(s) > 80 {
			return nil
		}
		row = append(row, s)
	}
	return row
}
