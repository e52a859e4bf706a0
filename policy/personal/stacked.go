package personal

import (
	"slices"
	"strings"
)

// Tables whose cells stand one below the other, as some programs give them and as text copied out of a page has them: first the labels,
// then the values of each row.

// readStacked reads such a table. It gives the number of lines read, 0 if there is none here.
func (r *blockReader) readStacked(text string, line int32) int {
	if n := r.readParagraphs(text, line); n > 0 {
		return n
	}
	return r.readEven(text, line)
}

// readParagraphs reads such a table if an empty line stands between rows: those that have no value for some label are shorter.
func (r *blockReader) readParagraphs(text string, line int32) int {
	const least, most, fewest, enough = 3, 60, 3, 10 // labels; rows
	if line < r.unstacked {
		return 0
	}
	header, n, rest := cutParagraph(text)
	r.unstacked = line + int32(n)
	known := func(cell string) bool { return r.cellLabel(strings.TrimSpace(cell)) != nil }
	if len(header) < least || len(header) > most || rest == "" || !slices.ContainsFunc(header, known) {
		return 0
	}
	if rows, _, _ := cutRows(rest, len(header), enough); len(rows) < fewest || !r.isHeader(r.stack(header, rows, r.align(header, len(header), rows)), 0) {
		return 0
	}
	rows, starts, lines := cutRows(rest, len(header), mostTypedCells/len(header))
	for i := range starts {
		starts[i] += n
	}
	columns := r.align(header, len(header), rows)
	r.settle(r.windows)
	r.readFrom(onLines(stackedLines(starts, columns, len(header)), line), func() { r.readTable(r.stack(header, rows, columns), 0) })
	return n + lines
}

func (r *blockReader) stack(header []string, rows [][]string, columns [][]int) [][]string {
	return append([][]string{header}, aligned(rows, columns, len(header), " ")...)
}

// cutRows gives so many of the next paragraphs as may be rows under so many labels, the line at which each starts, and the lines of all.
func cutRows(text string, width, most int) (rows [][]string, starts []int, lines int) {
	for text != "" && len(rows) < most {
		row, n, rest := cutParagraph(text)
		if len(row) < 2 || len(row) > width+2 {
			break
		}
		rows, starts = append(rows, row), append(starts, lines)
		text, lines = rest, lines+n
	}
	return rows, starts, lines
}

// stackedLines gives the line of each cell.
func stackedLines(starts []int, columns [][]int, width int) [][]int32 {
	lines := make([][]int32, len(starts)+1)
	for c := range width {
		lines[0] = append(lines[0], int32(c))
	}
	for i, start := range starts {
		lines[i+1] = make([]int32, width)
		for k, c := range columns[i] {
			lines[i+1][c] = int32(start + k)
		}
	}
	return lines
}

// cutParagraph gives the short lines up to the next empty one, how many lines they and the empty ones take, and what follows; no line if
// one is long.
func cutParagraph(text string) (cells []string, lines int, rest string) {
	const longest = 120
	for text != "" {
		s, after := cutLine(text)
		if strings.TrimSpace(s) == "" {
			break
		}
		if len(s) > longest {
			return nil, lines + 1, ""
		}
		cells, lines, text = append(cells, s), lines+1, after
	}
	for text != "" {
		s, after := cutLine(text)
		if strings.TrimSpace(s) != "" {
			break
		}
		lines, text = lines+1, after
	}
	return cells, lines, text
}

// readEven reads such a table if each row has a value, for each label.
func (r *blockReader) readEven(text string, line int32) int {
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
