package personal

// Tables whose columns are the rows: each person has one.

// readTransposed reads columns as if they were rows.
func (r *blockReader) readTransposed(rows [][]string) {
	turned := turn(rows)
	r.turned = true
	t := newTable(r, turned[1:], 1)
	t.header(turned[0])
	t.read()
	r.turned = false
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
	r.turned = true
	t := newTable(r, turn(rows), 0)
	t.read()
	r.turned = false
}
