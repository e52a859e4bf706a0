package personal

import (
	"slices"
	"strings"
)

// A table is read in segments: a header and the rows under it. What stands above the first header is text, and so are
// forms, where labels and values stand side by side.

// readTable reads rows of cells; line is where the first one stands in the block.
func (r *blockReader) readTable(rows [][]string, line int32) {
	r.signals.rows += len(rows)
	if r.block.Keys && r.areNames(rows[0]) {
		r.readPairs(rows)
		return
	}
	if r.readRecordRows(rows, line) {
		return
	}
	if n := headingRows(rows); r.isTurned(rows[n:]) {
		r.readForm(rows[:n], line)
		r.readTransposed(rows[n:], r.rowLine(line, n))
		return
	}
	if r.isCard(rows) {
		r.readForm(rows, line)
		return
	}
	head := r.findHeader(rows, 0)
	if head < 0 {
		r.readHeaderless(rows, line)
		return
	}
	r.readForm(rows[:head], line)
	for head < len(rows) {
		next := r.nextHeader(rows, head+1)
		t := newTable(r, rows[head+1:next], r.rowLine(line, head+1))
		t.header(rows[head])
		t.read()
		head = next
	}
}

// headerDepth is how many rows down a header may be.
const headerDepth = 40

// findHeader gives the first row from start that heads columns, or -1.
func (r *blockReader) findHeader(rows [][]string, start int) int {
	for i := start; i < len(rows) && i < start+headerDepth; i++ {
		if r.isHeader(rows, i) {
			return i
		}
	}
	return -1
}

// nextHeader gives the row where another table begins below, or the end.
func (r *blockReader) nextHeader(rows [][]string, start int) int {
	for i := start; i < len(rows); i++ {
		if r.startsWithLabel(rows[i]) && r.isHeader(rows, i) {
			return i
		}
	}
	return len(rows)
}

// startsWithLabel is a quick look at the first two cells that are filled.
func (r *blockReader) startsWithLabel(row []string) bool {
	looked := 0
	for _, cell := range row {
		if cell == "" {
			continue
		}
		if r.cellLabel(cell) != nil {
			return true
		}
		if looked++; looked == 2 {
			return false
		}
	}
	return false
}

// isHeader tells whether a row heads columns: two of its cells, or its only one, are labels, none holds data, and the
// row below is no pair of label and value.
func (r *blockReader) isHeader(rows [][]string, i int) bool {
	filled, labels, groups := 0, 0, 0
	for _, cell := range rows[i] {
		cell = strings.TrimSpace(cell)
		if cell == "" {
			continue
		}
		filled++
		if holdsValue(cell) {
			return false
		}
		if l := r.cellLabel(cell); l != nil {
			if holdsNumber(l, countDigits(cell)) {
				return false
			}
			labels++
			groups += count(l.isGroup(cell))
		} else if looksLikeData(cell) {
			return false
		}
	}
	below := nextFilled(rows, i+1)
	switch {
	case i == 0 && r.block.Keys:
		return below > 0 && !r.holdsLabels(rows[below]) // as the texts of a translation are
	case labels == 0 || groups > 1 && groups == labels || below < 0 || r.goesOnWithNames(rows[i], rows[below]):
		return false
	case filled == 1:
		return countFilled(rows[below]) == 1 && r.personalLabel(firstFilled(rows[i])) != nil &&
			r.cellLabel(firstFilled(rows[below])) == nil
	case filled == 2 && labels == 1 && r.cellLabel(strings.TrimSpace(lastFilled(rows[i]))) == nil && r.holdsFirstName(lastFilled(rows[i])):
		return false // "Tenant", and who it is
	case filled == 2 && labels == 1 && isCount(lastFilled(rows[i])):
		return false // "Member no.", and the number
	case r.isRowOfFields(rows[i]):
		return false
	case labels == 1 || labels*3 < filled:
		return r.headsColumn(rows[i], rows[below])
	}
	return labels >= 3 && labels == filled || r.personalLabel(firstFilled(rows[below])) == nil || countFilled(rows[below]) == 1
}

// holdsLabels tells a row of which half the cells are labels, as the texts of a translation are.
func (r *blockReader) holdsLabels(row []string) bool {
	labels := countCells(row, func(cell string) bool { return r.cellLabel(strings.TrimSpace(cell)) != nil })
	return labels*2 >= countFilled(row)
}

// goesOnWithNames tells a row that is no header: a person's whole name stands in it, and another one below.
func (r *blockReader) goesOnWithNames(row, below []string) bool {
	isName := func(cell string) bool {
		cell = unnumbered(cell)
		return nameWords(cell) > 1 && r.cellLabel(cell) == nil && r.holdsFirstName(cell) && !r.trailsOff(cell)
	}
	for c := range min(len(row), len(below)) {
		if isName(strings.TrimSpace(row[c])) && isName(strings.TrimSpace(below[c])) {
			return true
		}
	}
	return false
}

// headsColumn tells whether one of the few labels of a row has below it what it names: a number or address, or a
// name.
func (r *blockReader) headsColumn(row, below []string) bool {
	for c, cell := range row {
		l := r.cellLabel(strings.TrimSpace(cell))
		if l == nil || c >= len(below) || r.cellLabel(below[c]) != nil {
			continue
		}
		if (l.concepts[0] < numConceptEntities || l.headsFigures()) && strings.ContainsAny(unnumbered(below[c]), "@0123456789") {
			return true
		}
		if nameWords(below[c]) > 0 && slices.ContainsFunc([]concept{fieldFullName, fieldFirstName, fieldLastName, fieldMember}, l.names) {
			return true
		}
		if nameWords(below[c]) > 1 && l.names(fieldPerson) && !r.trailsOff(below[c]) {
			return true
		}
	}
	return false
}

// headsNotes tells a label of what is noted of people: such figures, or what articles 9 and 10 speak of.
func (l *label) headsNotes() bool {
	return l.headsFigures() || slices.ContainsFunc(l.concepts, func(c concept) bool { return isSensitive(c) || headsSensitive(c) })
}

// headsFigures tells a label of pay, amounts, marks or numbers that are kept of people.
func (l *label) headsFigures() bool {
	return slices.ContainsFunc(l.concepts, func(c concept) bool {
		return c >= fieldWage && c <= fieldMark || c == fieldSalary || c == fieldClass || c == fieldTie
	})
}

// holdsValue tells cells that are a label and its value: "IBAN : FR76 3000…", "DDN : 12/03/1985", "Nom : ........". A header may hold a year.
func holdsValue(cell string) bool {
	_, value, ok := strings.Cut(cell, ":")
	if value = strings.TrimSpace(value); !ok || len(value) < 4 {
		return false
	}
	leaders := strings.Trim(value, "._-…/ ") == "" // to be filled in
	return leaders || countDigits(value) > 4 || strings.Contains(value, "@")
}

// holdsNumber tells a label with as many digits that its value is there too: "Né le 12/03/1985", "NIF 34876112Q". A
// header may hold years, "Cotisation 2024-2025".
func holdsNumber(l *label, digits int) bool {
	numbered := func(c concept) bool { return c < numConceptEntities }
	return digits > 8 || digits > 2 && l.names(fieldTie) || digits > 5 && slices.ContainsFunc(l.concepts, numbered) || digits > 4 && l.names(concept(entBirthDate))
}

func countDigits(s string) int {
	digits := 0
	for i := range len(s) {
		if isDigit(s[i]) {
			digits++
		}
	}
	return digits
}

// looksLikeData tells cells that no header has: addresses, long numbers, amounts such as "8,10", long texts.
func looksLikeData(cell string) bool {
	if len(cell) > 120 || strings.Contains(cell, "@") {
		return true
	}
	if whole, cents, ok := strings.Cut(cell, ","); ok && len(cents) == 2 && isDigits(whole) && isDigits(cents) {
		return true
	}
	digits := countDigits(cell)
	return digits > 4 && digits*2 > len(cell)
}

func nextFilled(rows [][]string, i int) int {
	for ; i < len(rows); i++ {
		if countFilled(rows[i]) > 0 {
			return i
		}
	}
	return -1
}

func countFilled(row []string) int {
	n := 0
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}

func firstFilled(row []string) string {
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			return cell
		}
	}
	return ""
}

func lastFilled(row []string) string {
	last := ""
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			last = cell
		}
	}
	return last
}

// cellLabel gives all that a cell's words name, or nil if the cell is not a label: too long, or with data in it.
func (r *blockReader) cellLabel(cell string) *label {
	const longest = 160 // bytes: Greek takes two a letter
	if len(cell) > longest || cell == "" || strings.IndexByte(cell, '@') >= 0 {
		return nil
	}
	if k := strings.IndexByte(cell, '('); k > 0 {
		if l := r.cellLabel(cell[:k]); l != nil {
			return l // what stands in parentheses explains
		}
	}
	var found *label
	named, letters := 0, 0
	text := normalise(cell)
	r.eachPhrase(text, func(l *label, start, end int) {
		switch {
		case l != nil && len(l.concepts) > 0 && l.concepts[0] < mentions:
			found = joinLabels(found, l)
			named += end - start
		case r.isQualifier(text[start:end]):
			return
		}
		letters += end - start
	})
	if found != nil && named < letters && r.holdsFirstName(cell) {
		return nil // "Famille Poulain"
	}
	if named*2 < letters || found != nil && found.near && strings.ContainsAny(cell, "0123456789") {
		return nil // a label stands for itself: a name may hold a word that is one, and "CF1 1AA" is a postcode
	}
	return found
}

// isQualifier tells a word that says more of what a label names.
func (d *Detector) isQualifier(word string) bool {
	n := d.node(0, len(word), word)
	return n != nil && n.flags&flagQualifier != 0
}

// joinLabels gives a label that names what both do; labels of the lexicon are not changed.
func joinLabels(a, b *label) *label {
	if a == nil {
		return b
	}
	both := &label{near: a.near || b.near}
	both.concepts = append(both.concepts, a.concepts...)
	for _, c := range b.concepts {
		if !both.names(c) {
			both.concepts = append(both.concepts, c)
		}
	}
	return both
}

// personalLabel is cellLabel for cells that would begin a line of a form: they name something that a person has.
func (r *blockReader) personalLabel(cell string) *label {
	l := r.cellLabel(strings.TrimSpace(cell))
	if l == nil {
		return nil
	}
	for _, c := range l.concepts {
		if c < numConceptEntities && r.entities[c].class != Negative || c >= numConceptEntities && c <= fieldCity {
			return l
		}
	}
	return nil
}

// readForm reads rows whose labels stand beside their values, or that are plain text. A row is read like a line, with
// tabs between the cells.
func (r *blockReader) readForm(rows [][]string, line int32) {
	if r.isTransposed(rows) {
		r.readTransposed(rows, line)
		return
	}
	var text strings.Builder
	headed := map[int]bool{}
	for i, row := range rows {
		text.Reset()
		r.cells = r.cells[:0]
		apart := byte('\t')
		if r.standApart(rows, i, headed) {
			apart = '|'
		}
		for _, cell := range row {
			r.zoneInCell(cell)
			r.signals.noteTitle(cell, false)
			r.summary.public = r.summary.public || i < titleLines && r.isPublic(cell)
			text.WriteString(normalise(cell))
			r.cells = append(r.cells, text.Len())
			text.WriteByte(apart)
		}
		r.line = line + int32(i)
		before := len(r.hits)
		r.scan(text.String())
		r.summary.noteSeveral(r.hits[before:])
		r.window++
	}
	r.cells = r.cells[:0]
	r.settle(r.windows)
}

// zoneInCell looks for a machine readable zone, whose lines may share a cell.
func (r *blockReader) zoneInCell(cell string) {
	if strings.IndexByte(cell, '<') < 0 {
		return
	}
	for line := range strings.SplitSeq(cell, "\n") {
		r.mrz(normalise(line))
	}
}

// maxPersons is how many columns a transposed table may have.
const maxPersons = 1000

// isTransposed tells a table whose header is its first column, with a person in each of the others.
func (r *blockReader) isTransposed(rows [][]string) bool {
	labels, filled, elsewhere, pairs := 0, 0, 0, 0
	if len(rows) > 200 {
		return false
	}
	for _, row := range rows {
		if len(row) > maxPersons {
			return false
		}
		if len(row) == 0 {
			continue
		}
		first := r.personalLabel(row[0]) != nil
		labels += count(first)
		for c, cell := range row[1:] {
			if strings.TrimSpace(cell) == "" {
				continue
			}
			filled += count(first)
			if r.personalLabel(cell) != nil {
				elsewhere += count(first)
				pairs += min(1, countFilled(row[min(len(row), c+2):]))
			}
		}
	}
	return labels >= 3 && filled >= 2*labels && elsewhere*4 < filled && pairs < 2 // "Nom | X | Prénom | Y" is a form
}

// isCard tells rows of two cells, a label and its value: one person's fields, whatever heads them and wherever on the sheet they stand.
func (r *blockReader) isCard(rows [][]string) bool {
	const least, most = 3, 60 // labels; rows
	labels := 0
	for _, row := range rows {
		filled := countFilled(row)
		if filled > 2 || len(rows) > most {
			return false
		}
		if filled == 2 && r.personalLabel(firstFilled(row)) != nil && r.cellLabel(strings.TrimSpace(lastFilled(row))) == nil {
			labels++
		}
	}
	return labels >= least && labels*4 >= len(rows)
}

// readHeaderless reads rows that no header explains: a list, if a column shows by its values what it holds, else a
// form.
func (r *blockReader) readHeaderless(rows [][]string, line int32) {
	if n := titleRows(rows); n > 0 && !r.isTransposed(rows) {
		r.readForm(rows[:n], line)
		rows, line = rows[n:], r.rowLine(line, n)
	}
	t := newTable(r, rows, line)
	t.top = rows[0]
	switch {
	case r.isTransposed(rows):
		r.readForm(rows, line)
	case t.isList():
		t.dropTop()
		t.read()
	default:
		r.readStretches(rows, line)
	}
}

// readStretches reads rows that are no list as a whole, but may hold lists between empty rows. The rest is a form.
func (r *blockReader) readStretches(rows [][]string, line int32) {
	form := 0 // where it begins
	for i := 0; i < len(rows); {
		start := i
		for i < len(rows) && countFilled(rows[i]) > 0 {
			i++
		}
		if n := i - start; n >= shortLimit && n < len(rows) {
			t := newTable(r, rows[start:i], r.rowLine(line, start))
			t.top = rows[start]
			if t.isList() && t.namesRows(t.sample()) {
				r.readForm(rows[form:start], r.rowLine(line, form))
				t.dropTop()
				t.read()
				form = i
			}
		}
		i = max(i, start+1)
	}
	r.readForm(rows[form:], r.rowLine(line, form))
}

// titleRows is how many rows above a list are its title: one cell each, where the rows below have more.
func titleRows(rows [][]string) int {
	const below = 5 // rows
	n := headingRows(rows)
	if n+below > len(rows) || slices.ContainsFunc(rows[n:n+below], func(row []string) bool { return countFilled(row) < 2 }) {
		return 0
	}
	return n
}

// headingRows counts the first rows that have one cell or none, up to some.
func headingRows(rows [][]string) int {
	const most = 6
	n := 0
	for n < min(most, len(rows)) && countFilled(rows[n]) <= 1 {
		n++
	}
	return n
}

// isList tells whether rows without a header hold one kind of value in each column, and persons in one of them.
func (t *table) isList() bool {
	if len(t.rows) < 2 || len(t.cols) < 2 {
		return false
	}
	labels := 0
	for _, row := range t.rows {
		if t.personalLabel(firstFilled(row)) != nil {
			labels++
		}
	}
	if labels*4 > len(t.rows) {
		return false
	}
	t.judge()
	return t.knowsColumn() || len(t.rows) > 20
}
