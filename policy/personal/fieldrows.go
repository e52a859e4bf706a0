package personal

import (
	"slices"
	"strings"
)

// readRecordRows reads rows of a table that are the fields of records, with whatever stands above and below them. It tells whether
// there are such records.
func (r *blockReader) readRecordRows(rows [][]string, line int32) bool {
	if r.origin != nil || len(rows) < 2*fewestRecords {
		return false
	}
	first, end := 0, len(rows)
	pairs := r.triples(rows, line)
	if pairs == nil {
		if pairs, end = r.fieldRows(rows, line); len(pairs) == 0 {
			return false
		}
		lead := leadingField(pairs)
		pairs = pairs[lead:]
		first = slices.IndexFunc(rows, func(row []string) bool {
			return slices.Contains(row, pairs[0].key) || slices.Contains(row, pairs[0].value)
		})
	}
	t := gatherRecords(pairs)
	if t == nil || !r.isHeader(t.rows, 0) {
		return false
	}
	if first > 0 {
		r.readForm(rows[:first], line)
	}
	r.readFrom(t.origin, func() { r.readTable(t.rows, 0) })
	if end < len(rows) {
		r.readTable(rows[end:], r.rowLine(line, end))
	}
	return true
}

// fieldRows gives the fields in rows that begin a table, as far as they go, and the row behind them. Records may stand side by side.
func (r *blockReader) fieldRows(rows [][]string, line int32) (pairs []pair, end int) {
	const most = 2 // rows in a row that are no fields
	lanes := lanesOf(rows)
	beside := make([][]pair, len(lanes))
	for i, others := 0, 0; i < len(rows) && others <= most; i++ {
		if countFilled(rows[i]) == 0 {
			continue
		}
		found := false
		for k, from := range lanes {
			cells := rows[i][min(from, len(rows[i])):]
			if k+1 < len(lanes) {
				cells = cells[:min(len(cells), lanes[k+1]-from)]
			}
			fields := rowFields(cells)
			if fields == nil && countFilled(cells) > 0 {
				return namedFields(beside), end // cells of something else
			}
			for _, f := range fields {
				f.line, f.col = r.rowLine(line, i), int16(min(int(f.col)+from, maxColumn))
				beside[k] = append(beside[k], f)
				found = found || f.key != ""
			}
		}
		others++
		if found {
			others, end = 0, i+1
		}
	}
	return namedFields(beside), end
}

// namedFields gives the fields of all lanes; what stands alone may be the name of a field that is empty.
func namedFields(lanes [][]pair) []pair {
	pairs := slices.Concat(lanes...)
	fields := countFields(pairs)
	for i := range pairs {
		if p := &pairs[i]; p.key == "" && fields[p.value] > 0 {
			p.key, p.value = p.value, ""
		}
	}
	return pairs
}

// lanesOf gives the columns that records begin in: the first cell of a row comes again on it.
func lanesOf(rows [][]string) []int {
	const most = 64
	lanes := []int{0}
	for _, row := range rows[:min(len(rows), headerDepth)] {
		if countFilled(row) < 2 {
			continue
		}
		for c := 2; c < len(row) && row[0] != "" && len(lanes) < most; c++ {
			if row[c] == row[0] {
				lanes = append(lanes, c)
			}
		}
		break
	}
	return lanes
}

// rowFields gives the fields in the cells of a row: a name and its value, or cells that are both. A cell alone is a heading.
func rowFields(cells []string) []pair {
	var fields []pair
	filled := make([]int, 0, 2)
	for c, cell := range cells {
		if strings.TrimSpace(cell) == "" {
			continue
		}
		filled = append(filled, c)
		if f, ok := splitField(cell); ok && f.value != "" && len(cell) <= maxLine {
			f.col = int16(min(c, maxColumn))
			fields = append(fields, f)
		}
	}
	switch {
	case len(filled) > 0 && len(fields) == len(filled):
		return fields
	case len(filled) == 1:
		return []pair{{value: strings.TrimSpace(cells[filled[0]]), col: int16(min(filled[0], maxColumn))}}
	case len(filled) != 2:
		return nil
	}
	key := strings.Trim(cells[filled[0]], " :=")
	if strings.IndexByte(key, '@') >= 0 || len(key) > longestField || letterCount(key) == 0 || countDigits(key) > 4 {
		return nil
	}
	return []pair{{key: key, value: strings.TrimSpace(cells[filled[1]]), col: int16(min(filled[1], maxColumn))}}
}

// triples gives the fields of rows that say of which record each is, "17;Nom;Dupont", nil if the rows are none. A header names the
// first column.
func (r *blockReader) triples(rows [][]string, line int32) []pair {
	const width = 3
	names := map[string]int{}
	for _, row := range rows {
		if len(row) != width || len(row[1]) > longestField {
			return nil
		}
		names[row[1]]++
	}
	if len(names) > mostFields || len(names)*fewestRecords > len(rows) {
		return nil
	}
	head := ""
	if names[rows[0][1]] == 1 {
		head, rows, line = rows[0][0], rows[1:], r.rowLine(line, 1)
	}
	var order []string
	records := map[string][]pair{}
	for i, row := range rows {
		at := r.rowLine(line, i)
		id := row[0]
		if records[id] == nil {
			order = append(order, id)
			records[id] = []pair{{key: head, value: id, line: at}}
		}
		records[id] = append(records[id], pair{key: row[1], value: row[2], line: at, col: width - 1})
	}
	if len(order)*2 > len(rows) {
		return nil // rows of one record each
	}
	var pairs []pair
	for _, id := range order {
		pairs = append(pairs, records[id]...)
	}
	return pairs
}
