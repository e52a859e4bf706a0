package personal

import (
	"slices"
	"strings"
)

// Records whose fields stand one below the other, each with its name: "Nom : Dupont" on a line of its own, a row of two cells, a
// third column of values under the names of what they are. Each is the row of a table whose header they all repeat.

// pair is a field and its value, with where the value stands. A heading above the fields is a value without a name.
type pair struct {
	key, value string
	line       int32
	col        int16
}

// Limits of what is read as records.
const (
	fewestRecords = 3
	mostFields    = 64      // of a record
	longestJoined = maxLine // of the values that fields of one name have in a record
)

// turnedTable is a table that was written otherwise, with the line and column that each cell comes from.
type turnedTable struct {
	rows [][]string
	from [][]spot
}

// spot is where a cell comes from.
type spot struct {
	line int32
	col  int16
}

func (p *pair) spot() spot { return spot{p.line, p.col} }

func (t *turnedTable) set(c int, p pair) {
	last := len(t.rows) - 1
	for len(t.rows[last]) <= c {
		t.rows[last], t.from[last] = append(t.rows[last], ""), append(t.from[last], p.spot())
	}
	if t.rows[last][c] != "" {
		p.value = t.rows[last][c] + " " + p.value // two telephones
	}
	t.rows[last][c] = p.value
	t.from[last][c] = p.spot()
}

// origin tells where a cell of the table comes from.
func (t *turnedTable) origin(line int32, col int16) (int32, int16) {
	row := t.from[min(int(line), len(t.from)-1)]
	if len(row) == 0 {
		return 0, col
	}
	p := row[min(max(0, int(col)), len(row)-1)]
	return p.line, p.col
}

// readRecords reads lines of fields that begin a text, if they are records with the same fields. It gives the number of lines read,
// 0 if there are no such records here.
func (r *blockReader) readRecords(text string, line int32) int {
	if line < r.unrecorded {
		return 0
	}
	pairs, end := fieldLines(text, line)
	if len(pairs) == 0 {
		return 0
	}
	if lead := leadingLine(pairs); lead > 0 {
		r.unrecorded = pairs[lead].line
		return 0
	}
	t := gatherRecords(pairs)
	if t == nil || !r.isHeader(t.rows, 0) {
		r.unrecorded = end
		return 0
	}
	r.settle(r.windows) // the text above
	r.readFrom(t.origin, func() { r.readTable(t.rows, 0) })
	return int(end - line)
}

// leadingField gives the first of the pairs that may begin records: others have its name.
func leadingField(pairs []pair) int {
	counts := countFields(pairs)
	return max(0, slices.IndexFunc(pairs, func(p pair) bool { return counts[p.key] >= fewestRecords }))
}

// leadingLine gives the first of the pairs that begins a line and may begin records. Only those behind it count: a text is read on
// from there as if nothing stood above.
func leadingLine(pairs []pair) int {
	counts := countFields(pairs)
	for i, p := range pairs {
		if counts[p.key] >= fewestRecords && (i == 0 || pairs[i-1].line < p.line) {
			return i
		}
		counts[p.key]--
	}
	return 0
}

func countFields(pairs []pair) map[string]int {
	counts := map[string]int{}
	for i := range pairs {
		counts[pairs[i].key]++
	}
	return counts
}

// gatherRecords makes a table of fields, nil if they are no records of a kind. Each begins with the field that began the first.
func gatherRecords(pairs []pair) *turnedTable {
	t := &turnedTable{rows: [][]string{nil}, from: [][]spot{nil}}
	columns := map[string]int{}
	for i, p := range pairs {
		c, known := columns[p.key]
		if !known {
			if c = len(columns); c == mostFields {
				return nil
			}
			columns[p.key] = c
			t.rows[0], t.from[0] = append(t.rows[0], p.key), append(t.from[0], p.spot())
		}
		if last := len(t.rows) - 1; c == 0 || last > 0 && c < len(t.rows[last]) && t.rows[last][c] != "" && i > 0 && pairs[i-1].line+1 < p.line {
			t.rows, t.from = append(t.rows, nil), append(t.from, nil)
		}
		t.set(c, p)
		if len(t.rows[len(t.rows)-1][c]) > longestJoined+len(p.value) || len(pairs)*2 < (len(t.rows)-1)*len(columns) {
			return nil // the lines of a text, or records of many kinds
		}
	}
	if len(t.rows) <= fewestRecords || len(columns) < 2 {
		return nil
	}
	return t
}

// fieldLines gives the fields of the lines that begin a text, as far as they go, and the line behind them.
func fieldLines(text string, line int32) (pairs []pair, end int32) {
	const most = 2 // lines in a row that are no fields
	heading, others := "", 0
	end = line
	for ; text != "" && others <= most; line++ {
		var s string
		s, text = cutLine(text)
		fields := splitFields(s)
		switch trimmed := strings.TrimSpace(s); {
		case len(fields) > 0:
			if heading != "" {
				pairs = append(pairs, pair{value: heading, line: line - 1})
			}
			for _, f := range fields {
				f.line = line
				pairs = append(pairs, f)
			}
			heading, others, end = "", 0, line+1
		case trimmed == "" || isRuler(s):
			if len(pairs) == 0 && others == 0 {
				return nil, end // they begin further down
			}
		case len(pairs) == 0 && others > 0, len(trimmed) > longestHeading:
			return pairs, end
		default:
			heading = strings.TrimSpace(heading + " " + strings.Trim(trimmed, "*#_-=[] "))
			others++
		}
	}
	return pairs, end
}

const (
	longestHeading = 80
	longestField   = 60
)

// splitFields gives the fields of a line: one, or several where signs part them, "Nom: Dupont; Note: 12".
func splitFields(s string) []pair {
	const fewest = 3 // of several
	f, ok := splitField(s)
	if !ok {
		return nil
	}
	for _, sign := range []string{";", "|", "\t", ", "} {
		if len(s) > maxLine {
			break
		}
		var fields []pair
		for piece := range strings.SplitSeq(s, sign) {
			field, ok := splitField(piece)
			switch last := len(fields) - 1; {
			case ok:
				fields = append(fields, field)
			case last < 0:
				return []pair{f}
			default:
				fields[last].value += sign + piece
			}
		}
		if len(fields) >= fewest {
			return fields
		}
	}
	if strings.ContainsAny(f.value, "\t|") {
		return nil // cells
	}
	return []pair{f}
}

// splitField cuts a line into the name of a field and its value: "Nom : Dupont", "- **Nom** = Dupont", "Nom ..... Dupont".
func splitField(s string) (f pair, ok bool) {
	s = strings.Trim(s, " \t-*•>_")
	n := strings.IndexAny(s, ":=\t|")
	for _, leader := range []string{"..", gapText} {
		if k := strings.Index(s, leader); k > 0 && (n < 0 || k < n) {
			n = k
		}
	}
	if n <= 0 || n > longestField || strings.HasPrefix(s[n:], "://") {
		return f, false
	}
	const marks = " *_\"'`"
	f.key, f.value = strings.Trim(s[:n], marks), strings.Trim(s[n:], marks+":=>|.,\t")
	return f, letterCount(f.key) > 0 && strings.IndexByte(f.key, '@') < 0 && strings.Count(f.key, " ") < 8 && countDigits(f.key) <= 4
}
