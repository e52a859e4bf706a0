package personal

import (
	"slices"
	"strings"
)

// Tables whose columns are the rows: each person has one.

// readTransposed reads columns as if they were rows.
func (r *blockReader) readTransposed(rows [][]string, line int32) {
	turned := turn(rows)
	r.readFrom(r.swapped(line), func() {
		t := newTable(r, turned[1:], 1)
		t.header(turned[0])
		t.read()
	})
}

// readFrom reads a table that was written otherwise: origin tells where its cells come from.
func (r *blockReader) readFrom(origin func(line int32, col int16) (int32, int16), read func()) {
	r.origin = origin
	read()
	r.origin, r.col = nil, -1
}

// swapped: rows of the table are columns of the block, whose first row is on line.
func (r *blockReader) swapped(line int32) func(int32, int16) (int32, int16) {
	return func(row int32, col int16) (int32, int16) { return r.rowLine(line, max(0, int(col))), int16(row) }
}

// onLines gives for each row the lines of its cells, or its own, counted from first.
func onLines(lines [][]int32, first int32) func(int32, int16) (int32, int16) {
	return func(row int32, col int16) (int32, int16) {
		at := lines[min(int(row), len(lines)-1)]
		return first + at[min(max(0, int(col)), len(at)-1)], col
	}
}

// isTurned tells a table whose first column heads its rows as a header does columns. In a form, labels stand elsewhere too.
func (r *blockReader) isTurned(rows [][]string) bool {
	const fewest, most, records = 2, 200, 3 // labels; fields, of records
	if r.origin != nil || len(rows) <= fewest || len(rows) > most || len(rows[0]) <= records || len(rows[0]) > maxPersons || r.isHeader(rows, 0) {
		return false
	}
	elsewhere, filled := 0, 0
	labels := make([]int, len(rows[0])) // of each column
	for _, row := range rows {
		for c, cell := range row[:min(len(row), len(labels))] {
			cell = strings.TrimSpace(cell)
			filled += count(cell != "")
			labels[c] += count(r.cellLabel(cell) != nil)
			elsewhere += count(c > 0 && r.personalLabel(cell) != nil)
		}
	}
	if labels[0] < fewest || elsewhere*20 > filled || filled*2 < len(rows)*len(labels) {
		return false
	}
	beside := slices.Max(labels[1:])
	return (beside < fewest || beside*4 <= labels[0]) && r.isHeader(turn(rows), 0)
}

// turn makes rows of the columns.
func turn(rows [][]string) [][]string {
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	turned := make([][]string, width)
	for c := range turned {
		turned[c] = make([]string, len(rows))
		for i, row := range rows {
			if c < len(row) {
				turned[c][i] = row[c]
			}
		}
	}
	return turned
}

// areNames tells keys that are persons' whole names: {"Ibai Barroso": "tarde"}.
func (r *blockReader) areNames(keys []string) bool {
	return len(keys) >= shortLimit && share(keys, func(key string) bool { return nameWords(key) > 1 && r.holdsFirstName(key) }) >= 60
}

// readPairs reads such keys with their values: each is a row.
func (r *blockReader) readPairs(rows [][]string) {
	r.readFrom(r.swapped(0), newTable(r, turn(rows), 0).read)
}
