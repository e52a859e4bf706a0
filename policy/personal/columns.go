package personal

import (
	"slices"
	"strings"
)

// table is a run of rows with the same columns. Its columns are judged first, by their header and by a sample of
// their values; then each row is read, and is one record.
type table struct {
	*blockReader
	rows     [][]string
	first    int32    // line of rows[0]
	heads    []string // what stands above the columns
	top      []string // the first row, where no row is known to be a header
	cols     []column
	people   bool // it has a column of persons' names
	born     bool // it has a column of birth dates, by its header: dates in others are of something else
	judged   bool
	register bool  // it numbers organisations: a name in it is theirs, and schools are named after people
	contest  bool  // its names are of a race or match: it is no list of members
	firms    bool  // it has a column that names or numbers organisations
	works    works // whose ways to be reached its rows give
	venue    bool  // nearly all rows have the same address
	own      bool  // it is the address book of somebody's own telephone
	roster   bool  // each row is about a person, and tells what is noted of people
}

// column is what is known of a column.
type column struct {
	label  *label   // what its cells hold; nil if nobody said and nothing showed
	name   concept  // fieldFirstName, fieldLastName or fieldFullName if it holds persons' names, else 0
	field  entityID // of articles 9 and 10, pay or school; 0 if none
	prefix string   // of all its cells, if it says what was paid to whom stands behind it
	aside  bool     // its header names something that is nobody's: values in it count for nothing without their own label
	whole  bool     // it holds addresses, or parts of them
	honour bool     // it holds what is named in honour of persons, streets say: no name in it is anybody's
}

func newTable(r *blockReader, rows [][]string, line int32) *table {
	t := &table{blockReader: r, rows: rows, first: line}
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	t.cols = make([]column, min(width, maxColumns))
	return t
}

// maxColumns is how many columns are judged; those further right are read like the last one. maxColumn is the last
// that a place can name: the last of a spreadsheet.
const (
	maxColumns = 4096
	maxColumn  = 1<<14 - 1
)

// header takes what the header's cells say.
func (t *table) header(cells []string) {
	t.heads = cells
	for c := range min(len(cells), len(t.cols)) {
		if !t.block.Cards { // those heads are the same in any address book
			t.scanTitle(cells[c])
		}
		t.cols[c].label = t.headLabel(strings.TrimSpace(strings.TrimSuffix(cells[c], "..."))) // which there was no room for
	}
}

// headLabel is cellLabel for what heads a column: "Company/Name" offers two things, where "Company name" is one.
func (t *table) headLabel(cell string) *label {
	l := t.cellLabel(cell)
	if l == nil && t.block.Keys {
		l = t.keyLabel(cell)
	}
	this, that, two := strings.Cut(cell, "/")
	if !two || l == nil || !l.names(fieldOrg) {
		return l
	}
	if a, b := t.cellLabel(this), t.cellLabel(that); a != nil && b != nil {
		return joinLabels(a, b)
	}
	return l
}

// keyLabel finds the name or number that a field is for in its own, which may say more: "DependentSSN", "FormattedName".
func (t *table) keyLabel(key string) (found *label) {
	t.eachPhrase(normalise(key), func(l *label, _, _ int) {
		if l != nil && len(l.concepts) > 0 {
			found = joinLabels(found, l)
		}
	})
	switch f := keyFields[strings.ToLower(key)]; {
	case found != nil && !found.names(fieldThing) && !found.names(fieldOrg) &&
		(t.namesValue(found) || slices.ContainsFunc([]concept{fieldPerson, fieldFullName, fieldFirstName, fieldLastName}, found.names)):
		return found
	case f != 0:
		return &label{concepts: []concept{f}}
	}
	return nil
}

// scanTitle lets a header's words tell of the document.
func (t *table) scanTitle(cell string) {
	if len(cell) > 120 {
		return
	}
	n := len(t.hits)
	t.signals.noteTitle(cell, true)
	t.scan(normalise(cell))
	t.hits = t.hits[:n]
	t.waiting = t.waiting[:0]
	t.openStreet = -1
}

// read judges the columns and reads the rows.
func (t *table) read() {
	t.judge()
	t.summary.roster = t.summary.roster || t.roster && len(t.rows) >= listLimit
	for i, row := range t.rows {
		t.row(i, row)
	}
	t.window += windowLines + 1
	t.col = -1
	t.column = nil
	t.settle(t.records)
}

func (t *table) row(i int, row []string) {
	t.line = t.rowLine(t.first, i)
	for c := 0; c < len(row); c++ {
		if row[c] == "" {
			continue
		}
		t.col = int16(min(c, maxColumn))
		cell, last := t.spread(row, c)
		found := len(t.hits)
		col := &t.cols[min(c, maxColumns-1)]
		if i == 0 && t.isEcho(col.label, cell) {
			t.signals.echoes++
		}
		t.cell(col, cell)
		t.payBeside(t.hits[min(found, len(t.hits)):], row, c)
		t.waiting = t.waiting[:0]
		c = last
	}
	t.openStreet = -1 // the town may stand in the next cell, but not in the next row
	t.window++
}

// payBeside moves what a label says of pay to the figures beside it.
func (t *table) payBeside(hits []hit, row []string, c int) {
	for i := range hits {
		if hits[i].entity != entPay || strings.ContainsAny(row[c], "123456789") {
			continue
		}
		for k := c + 1; k < len(row); k++ {
			if strings.ContainsAny(row[k], "123456789") {
				hits[i].col = int16(min(k, maxColumn))
				break
			}
		}
	}
}

// spread joins the cells that one number is spread over, four digits each under one header, and gives the last of them.
func (t *table) spread(row []string, c int) (cell string, last int) {
	const longest = 5 // of a group
	cell, last = row[c], c
	if c >= len(t.cols) || t.cols[c].label == nil || !t.namesValue(t.cols[c].label) || len(cell) > longest {
		return cell, last
	}
	for k := c + 1; k < len(row) && k < len(t.cols); k++ {
		headed := k < len(t.heads) && strings.TrimSpace(t.heads[k]) != ""
		if headed || row[k] == "" || len(row[k]) > longest || strings.IndexFunc(row[k], notInNumber) >= 0 {
			break
		}
		cell, last = cell+" "+row[k], k
	}
	return cell, last
}

func notInNumber(r rune) bool { return r > 'z' || !isAlnum(byte(r)) }

// cell reads one cell: what its column says of it as a whole, then whatever else stands in it.
func (t *table) cell(col *column, cell string) {
	t.column = nil
	if col.label != nil && !col.aside {
		t.column = col.label
	}
	switch {
	case col.name != 0 && t.nameCell(col.name, t.paidCell(col.prefix, cell)):
		return
	case col.whole:
		t.addressCell(cell)
	case col.field != 0:
		t.fieldCell(col.field, cell)
	}
	before := len(t.hits)
	t.scanCell(cell)
	if col.aside || t.register || t.works == worksInOrganisation {
		t.dropNames(before, col.honour || col.aside && slices.ContainsFunc(t.heads, t.isPublic))
	}
}

// dropNames drops names that only their shape tells: here they are a school's or a product's. In titles of works and in what is named after
// persons, titled ones are too.
func (t *table) dropNames(from int, titled bool) {
	kept := t.hits[:from]
	for _, h := range t.hits[from:] {
		if h.entity != entName || h.marks&markBare == 0 && !titled {
			kept = append(kept, h)
		}
	}
	if len(kept) < len(t.hits) {
		t.openStreet = -1
	}
	t.hits = kept
}

func (t *table) scanCell(cell string) {
	t.zoneInCell(cell)
	for len(cell) > maxLine {
		k := cutPoint(cell)
		t.scan(normalise(cell[:k]))
		cell = cell[k:]
	}
	t.scan(normalise(cell))
}

// nameCell takes a cell of a name column; false if it holds something else.
func (t *table) nameCell(kind concept, cell string) bool {
	cell = unnumbered(normalise(cell))
	words := nameWords(cell)
	if words == 0 {
		return false
	}
	m := markLabelled | markAlone
	if t.contest {
		m = markLabelled
	}
	if kind == fieldFullName && words > 1 {
		m |= markFull
	}
	if holdsPlaceholder(cell) || t.anyWord(cell, isExampleWord) {
		m |= markExample
	}
	t.add(hit{key: nameKey(cell), entity: entName, part: kind, marks: m})
	t.noteKept(entName, m)
	return true
}

// paidCell gives the name behind the prefix of a column, and takes what was paid.
func (t *table) paidCell(prefix, cell string) string {
	name, paid := strings.CutPrefix(normalise(cell), prefix)
	if prefix == "" || !paid {
		return cell
	}
	t.add(hit{key: hash(cell), entity: entPay, part: concept(entPay), marks: markLabelled})
	return name
}

// addressCell takes a cell of a column of homes, unless it holds stars, a dash, or the other kind of address.
func (t *table) addressCell(cell string) {
	cell = strings.TrimSpace(cell)
	if letterCount(cell)+countDigits(cell) < 2 || strings.Contains(cell, "@") && !strings.Contains(cell, " ") {
		return
	}
	t.add(hit{key: hash(cell), entity: entAddress, part: concept(entAddress), marks: markLabelled})
	t.noteKept(entAddress, markLabelled)
}

// fieldCell takes a value of articles 9 and 10, of pay, or of school.
func (t *table) fieldCell(id entityID, cell string) {
	cell = strings.TrimSpace(cell)
	switch {
	case cell == "":
	case id == entPay, id == entAmount:
		if strings.ContainsAny(cell, "123456789") {
			t.add(hit{key: hash(cell), entity: id, part: concept(id), marks: markLabelled})
		}
	case id == entSchool:
		t.add(hit{key: hash(cell), entity: id, part: concept(id), marks: markLabelled})
	default:
		t.sensitiveValue(id, normalise(cell))
	}
}

// records gathers each row.
func (t *table) records(hits []hit) {
	start := 0
	for i := 1; i <= len(hits); i++ {
		if i < len(hits) && hits[i].line == hits[start].line {
			continue
		}
		var rec record
		for k := range hits[start:i] {
			h := &hits[start+k]
			t.works.mark(h, t.entities[h.entity].category)
			if t.venue && h.entity == entAddress {
				h.marks |= markRole
			}
			if t.works == worksInOffice && h.entity == entOpinion {
				continue // a party's list
			}
			if h.marks&markOrg != 0 && (t.people || !t.firms) {
				continue // a firm's name in a list of persons is where they work
			}
			if t.register && (h.entity == entAddress || h.entity == entPhone && h.marks&markPrivate == 0) {
				continue // the firm's
			}
			rec.add(h, &t.entities[h.entity])
		}
		rec.row, rec.guest = true, t.block.Guests
		t.summary.record(rec, hits[start:i])
		if t.block.Cards && rec.categories() >= 2 && rec.has(catName) {
			t.summary.cards++
		}
		start = i
	}
}

// isCount tells figures that are no year, which may head a column.
func isCount(cell string) bool {
	cell = strings.TrimSpace(cell)
	return cell != "" && isDigits(cell) && (len(cell) != len("2026") || !isRecent(cell))
}

// nameWords counts the words of a cell that could be a person's name, whatever its case; 0 if it could not.
func nameWords(cell string) int {
	const longest = 60
	if len(cell) > longest {
		return 0
	}
	words := 0
	for i := 0; i < len(cell); {
		if letterLen(cell, i) > 0 {
			words++
			i = nameWordEnd(cell, i)
			continue
		}
		if strings.IndexByte(" -'.,()/", cell[i]) < 0 && !strings.HasPrefix(cell[i:], "’") && !isNameColon(cell, i) {
			return 0
		}
		i += nameMarkLen(cell[i])
	}
	if words > 7 {
		return 0
	}
	return words
}

// isNameColon tells the colon of examination boards, "OSEI:HAMISH": no blank is beside it.
func isNameColon(cell string, i int) bool {
	return cell[i] == ':' && i > 0 && i+1 < len(cell) && cell[i-1] != ' ' && letterLen(cell, i+1) > 0
}

// nameMarkLen is the length of a typographic apostrophe, by its first byte.
func nameMarkLen(c byte) int {
	if c >= 0x80 {
		return len("’")
	}
	return 1
}

// nameKey is the same for "DUPONT Jean" and "Jean Dupont".
func nameKey(cell string) uint64 {
	var key uint64
	var buf [4 * maxWord]byte
	for i := 0; i < len(cell); {
		if letterLen(cell, i) == 0 {
			i++
			continue
		}
		j := nameWordEnd(cell, i)
		key += hash(fold(buf[:0], cell[i:j])) // a sum: a name that stands twice must not cancel itself
		i = j
	}
	return key
}
