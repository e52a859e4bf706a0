package personal

import (
	"slices"
	"strings"
)

// sqlTable is what a database dump says of a table: its name, and those of its columns.
type sqlTable struct {
	name    string
	columns []string
}

// sqlRow is a row in a dump, with the line that each value begins on.
type sqlRow struct {
	cells []string
	lines []int32
}

// sqlRows are the rows of one table in a dump, which need not have a line each.
type sqlRows struct {
	table sqlTable
	cells [][]string
	lines [][]int32
	end   int
}

func (d *sqlRows) add(row sqlRow, end int) {
	d.cells, d.lines, d.end = append(d.cells, row.cells), append(d.lines, row.lines), end
}

// mayHold tells whether further rows of a table may follow those that are read.
func (d *sqlRows) mayHold(t sqlTable) bool {
	return d.cells == nil || t.name == d.table.name && slices.Equal(t.columns, d.table.columns)
}

// readDump reads the rows of a database dump that begin a text, under the names of their columns: those of INSERT statements, however
// they are set out, of UPDATE and INSERT … SET, or of PostgreSQL's COPY. It gives the number of lines read, 0 if there are none here.
func (r *blockReader) readDump(text string, line int32) int {
	s := sqlText{text: text, pos: len(text) - len(strings.TrimLeft(text, " \t"))}
	if line < r.undumped || s.pos == len(text) || letterLen(text, s.pos) == 0 {
		return 0
	}
	if s.words("CREATE", "TABLE") {
		s.words("IF", "NOT", "EXISTS")
		r.defined = append(r.defined, s.definition())
		return r.readLines(text, line, int(s.lineOf(s.pos))+1) // no table, though commas part it
	}
	d := s.rows()
	if d.end == 0 {
		r.undumped = line + s.lineOf(s.pos)
		return 0
	}
	names := d.table.columns
	if names == nil {
		names = r.columnsOf(d.table.name)
	}
	if len(names) == len(d.cells[0]) {
		d.cells, d.lines = slices.Insert(d.cells, 0, names), slices.Insert(d.lines, 0, d.lines[0])
	}
	r.settle(r.windows)
	r.signals.dumped = true
	r.title(d.table.name)
	r.readFrom(onLines(d.lines, line), func() { r.readTable(d.cells, 0) })
	lines := strings.Count(text[:d.end], "\n") + 1
	if rest, _ := cutLine(text[d.end:]); letterCount(rest) > 0 {
		r.readLine(rest, line+int32(lines-1))
	}
	return lines
}

// columnsOf gives the columns of a table that the dump has defined, nil if it has not.
func (r *blockReader) columnsOf(name string) []string {
	for _, t := range r.defined {
		if strings.EqualFold(t.name, name) {
			return t.columns
		}
	}
	return nil
}

// rows reads what makes rows here, if anything does, and stands where the longest of them was given up.
func (s *sqlText) rows() sqlRows {
	start, far := s.pos, s.pos
	for _, read := range [...]func() sqlRows{s.copied, s.assignments, s.inserts} {
		s.pos = start
		if d := read(); d.end > 0 {
			return d
		}
		far = max(far, s.pos)
	}
	s.pos = far
	return sqlRows{}
}

// assignments reads statements that set columns one by one, as long as they set the same ones of one table.
func (s *sqlText) assignments() (d sqlRows) {
	for s.pos < len(s.text) {
		table, row, ok := s.assignment()
		if !ok || !d.mayHold(table) {
			break
		}
		d.table = table
		d.add(row, s.pos)
	}
	return d
}

// assignment reads UPDATE t SET a = 1, b = 'x' WHERE …, or MySQL's INSERT INTO t SET a = 1.
func (s *sqlText) assignment() (t sqlTable, row sqlRow, ok bool) {
	if !s.words("UPDATE") && !s.words("INSERT", "INTO") && !s.words("REPLACE", "INTO") {
		return t, row, false
	}
	t.name = s.name()
	for more := s.words("SET"); more; {
		n := strings.IndexByte(s.text[s.pos:min(len(s.text), s.pos+longestColumn)], '=')
		if n < 0 {
			return t, row, false
		}
		t.columns = append(t.columns, unquoted(s.text[s.pos:s.pos+n]))
		s.pos += n + 1
		more = s.cell(&row) == ','
	}
	return t, row, len(row.cells) > 1
}

// inserts reads INSERT statements, as long as they are of one table.
func (s *sqlText) inserts() (d sqlRows) {
	for s.pos < len(s.text) {
		table, ok := s.insert()
		if !ok || !d.mayHold(table) {
			break
		}
		d.table = table
		for s.rowOf(&d) {
			s.skip(',')
		}
		s.skip(';')
		s.words("GO")
	}
	return d
}

// rowOf reads a row that is as long as the others.
func (s *sqlText) rowOf(d *sqlRows) bool {
	row, ok := s.row()
	if !ok || d.cells != nil && len(row.cells) != len(d.cells[0]) {
		return false
	}
	d.add(row, s.pos)
	return true
}

// copied reads the lines below PostgreSQL's COPY.
func (s *sqlText) copied() (d sqlRows) {
	if !s.words("COPY") {
		return d
	}
	d.table.name = s.name()
	d.table.columns = s.names()
	if !s.words("FROM", "stdin") || !s.skip(';') {
		return d
	}
	for s.pos < len(s.text) {
		row, _ := cutLine(s.text[s.pos:])
		cells := strings.Split(strings.ReplaceAll(row, `\N`, ""), "\t")
		if row == `\.` || len(cells) != len(d.table.columns) {
			break
		}
		d.add(sqlRow{cells, []int32{s.lineOf(s.pos)}}, s.pos+len(row))
		s.pos = min(len(s.text), d.end+1)
	}
	return d
}

// longestValue, in bytes, is where a value ends that no quotation mark or parenthesis ends.
const longestValue = 1 << 16

// longestColumn, in bytes, is where a name of a column ends for whoever looks for its equals sign.
const longestColumn = 200

// sqlText reads statements word by word.
type sqlText struct {
	text          string
	pos           int
	counted, line int // the line that a position is on
}

func (s *sqlText) lineOf(pos int) int32 {
	if pos < s.counted {
		s.counted, s.line = 0, 0
	}
	s.line += strings.Count(s.text[s.counted:pos], "\n")
	s.counted = pos
	return int32(s.line)
}

func (s *sqlText) blanks() {
	for s.pos < len(s.text) && strings.IndexByte(" \t\r\n", s.text[s.pos]) >= 0 {
		s.pos++
	}
}

// skip goes over a sign, if it is next.
func (s *sqlText) skip(sign byte) bool {
	s.blanks()
	if s.pos < len(s.text) && s.text[s.pos] == sign {
		s.pos++
		s.blanks()
		return true
	}
	return false
}

// words goes over these words, in any case, if they are next.
func (s *sqlText) words(words ...string) bool {
	start := s.pos
	for _, w := range words {
		s.blanks()
		end := s.pos + len(w)
		if end > len(s.text) || !strings.EqualFold(s.text[s.pos:end], w) || end < len(s.text) && isAlnum(s.text[end]) {
			s.pos = start
			return false
		}
		s.pos = end
	}
	return true
}

// name reads the name of a table, and gives its last part: "adherent" of [dbo].[adherent].
func (s *sqlText) name() string {
	s.blanks()
	start := s.pos
	for s.pos < len(s.text) && strings.IndexByte(" \t\r\n(),;", s.text[s.pos]) < 0 {
		closing := strings.IndexByte("`\"[", s.text[s.pos])
		s.pos++
		if closing < 0 {
			continue
		}
		if k := strings.IndexByte(s.text[s.pos:min(len(s.text), s.pos+longestName)], "`\"]"[closing]); k >= 0 {
			s.pos += k + 1 // with the blanks in it
		}
	}
	name := s.text[start:s.pos]
	return unquoted(name[strings.LastIndexByte(name, '.')+1:])
}

// longestName is how long a name in quotation marks may be, in bytes.
const longestName = 128

// unquoted gives a name without the marks that each database puts around it: `nom`, "nom", [nom].
func unquoted(name string) string { return strings.Trim(strings.TrimSpace(name), "`\"[]") }

// names reads the names of columns in parentheses.
func (s *sqlText) names() []string {
	row, _ := s.row()
	return row.cells
}

// insert reads an INSERT statement up to its first row.
func (s *sqlText) insert() (t sqlTable, ok bool) {
	if !s.words("INSERT") && !s.words("REPLACE") {
		return t, false
	}
	s.words("IGNORE")
	s.words("INTO")
	t.name = s.name()
	t.columns = s.names()
	return t, t.name != "" && s.words("VALUES")
}

// definition reads the columns of a CREATE TABLE: each begins with its name.
func (s *sqlText) definition() sqlTable {
	const keys = "|primary|key|unique|index|constraint|foreign|check|fulltext|exclude|"
	t := sqlTable{name: s.name()}
	if !s.skip('(') {
		return t
	}
	for s.pos < len(s.text) {
		name := s.name()
		if name != "" && !strings.Contains(keys, "|"+strings.ToLower(name)+"|") {
			t.columns = append(t.columns, name)
		}
		if _, end := s.value(); end != ',' {
			break
		}
	}
	return t
}

// row reads values in parentheses.
func (s *sqlText) row() (row sqlRow, ok bool) {
	if !s.skip('(') {
		return row, false
	}
	end := s.cell(&row)
	for end == ',' {
		end = s.cell(&row)
	}
	return row, end == ')'
}

// cell reads a value into a row, and gives what ends it.
func (s *sqlText) cell(row *sqlRow) byte {
	s.blanks()
	at := s.pos
	cell, end := s.value()
	row.cells, row.lines = append(row.cells, cell), append(row.lines, s.lineOf(at))
	return end
}

// value reads a value, and the comma, parenthesis or semicolon that ends it; 0 if nothing does. What stands in quotation marks is the value,
// wherever it stands: N'Jean', to_date('12/03/1985', 'DD/MM/YYYY').
func (s *sqlText) value() (cell string, end byte) {
	start, deep := s.pos, 0
	quoted, found := "", false
	for ; s.pos < len(s.text) && s.pos < start+longestValue; s.pos++ {
		switch c := s.text[s.pos]; {
		case c == '\'':
			if q := s.quoted(); !found {
				quoted, found = q, true
			}
		case c == '(':
			deep++
		case c == ')' && deep > 0:
			deep--
		case c == ')', (c == ',' || c == ';') && deep == 0:
			cell = unquoted(s.text[start:s.pos])
			s.pos++
			switch {
			case found:
				cell = quoted
			case strings.EqualFold(cell, "NULL"):
				cell = ""
			}
			return cell, c
		}
	}
	s.pos = min(s.pos, len(s.text))
	return "", 0
}

// quoted reads a text in quotation marks, doubled or escaped inside, and stops at the last of them.
func (s *sqlText) quoted() string {
	var value strings.Builder
	limit := min(len(s.text), s.pos+longestValue)
	for s.pos++; s.pos < limit; s.pos++ {
		next := s.pos + 1
		switch c := s.text[s.pos]; {
		case c == '\\' && next < len(s.text), c == '\'' && next < len(s.text) && s.text[next] == '\'':
			s.pos++
		case c == '\'':
			return value.String()
		}
		value.WriteByte(s.text[s.pos])
	}
	return value.String()
}
