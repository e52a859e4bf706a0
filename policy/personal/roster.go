package personal

import (
	"slices"
	"strings"
)

// A roster is a list of persons that its structure gives away, whatever its words: each row or line is about one of them, and what
// stands beside the names is what is noted of people, the same few words again and again, marks, numbers and dates. A list of books,
// films or towns has a column that is different in each row.

// isRoster tells a table that is one.
func (t *table) isRoster(samples [][]string) bool {
	if !t.people || t.contest || t.register || t.block.Guests || t.isOfDead() || !t.namesUnderHeader(samples) {
		return false
	}
	beside, named, dues, aged := 0, false, len(t.heads) == 0 && slices.ContainsFunc(samples, areDues), t.tellsAges(samples)
	for c := range t.cols {
		switch {
		case t.cols[c].name != 0:
			named = true
		case aged: // the rows are about those who are so old, whatever else stands in them
			beside++
		case !named && t.isRemark(&t.cols[c], samples[c]):
			return false // the rows are about what stands first
		case t.isSubject(&t.cols[c], samples[c]) && !(dues && named && t.areTowns(samples[c])):
			return false
		case len(samples[c]) > 0 || c < len(t.heads) && strings.TrimSpace(t.heads[c]) != "":
			beside++
		}
	}
	return beside > 0 && t.namesRows(samples)
}

// tellsAges tells whether a column is of ages, by its header and its values.
func (t *table) tellsAges(samples [][]string) bool {
	const oldest = 115
	isAge := func(cell string) bool { n, end := figures(cell, 0); return end == len(cell) && n <= oldest }
	for c, title := range t.titles() {
		l := t.cellLabel(strings.TrimSpace(title))
		if l != nil && l.names(fieldAge) && c < len(samples) && len(samples[c]) >= shortLimit && share(samples[c], isAge) >= 90 {
			return true
		}
	}
	return false
}

// areDues tells a column of what each has paid, or whether: the same few amounts or short words.
func areDues(sample []string) bool {
	const few, longest = 3, 6 // values; bytes
	var values keySet
	for _, cell := range sample {
		amount := countDigits(cell) > 0 && letterCount(cell) <= len("EUR") && (countDigits(cell) < 4 || strings.ContainsAny(cell, ",."))
		answer := nameWords(cell) == 1 && len(cell) <= longest && !isCapital(cell, 0)
		if !amount && !answer {
			return false
		}
		values.add(hash(cell))
	}
	return len(sample) >= shortLimit && len(values) <= max(few, len(sample)/4)
}

// areTowns tells a column whose cells have the shape of towns' names: a word or three, with capitals, and no article before most.
func (t *table) areTowns(sample []string) bool {
	towns, articles := 0, 0
	for _, cell := range sample {
		words := nameWords(cell)
		towns += count(words > 0 && words <= 3 && isCapital(cell, 0) && !t.trailsOff(cell))
		if n := t.node(0, nameWordEnd(cell, 0), cell); words > 1 && n != nil && n.flags&flagParticle != 0 {
			articles++
		}
	}
	return towns*10 >= len(sample)*9 && articles*5 <= len(sample)
}

// areRaced tells a column of the times of a race: each is longer than the one above, and they are no hours of appointments, which are
// full quarters.
func areRaced(sample []string) bool {
	last, odd := 0, 0
	for _, cell := range sample {
		n, parts := 0, 0
		for part := range strings.FieldsFuncSeq(cell, func(r rune) bool { return strings.ContainsRune(":'\"′″h", r) }) {
			value, end := figures(part, 0)
			if end == 0 || end != len(part) {
				return false
			}
			n, parts = n*60+value, parts+1
		}
		if parts < 2 || n < last {
			return false
		}
		last, odd = n, odd+count(n%5 != 0)
	}
	return len(sample) >= shortLimit && odd*2 > len(sample)
}

// isOfDead tells a table that says when each died.
func (t *table) isOfDead() bool {
	return slices.ContainsFunc(t.cols, func(c column) bool { return c.label != nil && c.label.names(fieldDeath) })
}

// namesUnderHeader tells whether what stands above the names, if anything does, is a label of persons. Under "Opened by" stand people
// whom the rows are not about.
func (t *table) namesUnderHeader(samples [][]string) bool {
	heads := t.titles()
	if slices.ContainsFunc(heads, t.isPublic) {
		return false
	}
	if len(t.heads) == 0 && t.topIsRow(samples) {
		return true
	}
	for c := range t.cols {
		if t.cols[c].name == 0 || c >= len(heads) || strings.TrimSpace(heads[c]) == "" || t.cols[c].label != nil {
			continue
		}
		if t.speaksOfNames(heads[c]) || asksWho(heads[c]) || letterCount(heads[c]) == 1 {
			continue
		}
		if t.keepsFile(heads) {
			continue
		}
		if len(t.heads) > 0 || t.holdsFirstName(heads[c]) == (t.cols[c].name == fieldLastName) {
			return false
		}
	}
	return true
}

// topIsRow tells a first row that is like the others: a word in it comes again below, or there is a figure where all of them have one, and
// no year.
func (t *table) topIsRow(samples [][]string) bool {
	for c, cell := range t.top {
		if cell = strings.TrimSpace(normalise(cell)); c >= len(samples) || cell == "" {
			continue
		}
		if letterCount(cell) > 1 && countCells(samples[c], func(s string) bool { return s == cell }) > 1 {
			return true
		}
		if countDigits(cell) > 0 && countDigits(cell) != len("2026") && share(samples[c], func(s string) bool { return countDigits(s) > 0 }) >= 90 {
			return true
		}
	}
	return false
}

// dropTop drops a first row that heads the columns of a list, though nobody saw it at first: no name or number stands in it.
func (t *table) dropTop() {
	if !t.people || slices.ContainsFunc(t.top, func(cell string) bool { return t.holdsFirstName(cell) || countDigits(cell) > 2 }) {
		return
	}
	if slices.ContainsFunc(t.top, func(cell string) bool {
		cell = strings.TrimSpace(cell)
		return t.cellLabel(cell) != nil || isScale(cell) || asksWho(cell)
	}) {
		t.rows, t.first = t.rows[1:], t.rowLine(t.first, 1)
	}
}

// keepsFile tells whether a header names what is noted of people, and none a thing or an organisation.
func (t *table) keepsFile(heads []string) bool {
	noted := false
	for c := range t.cols {
		l := t.cols[c].label
		if l == nil && c < len(heads) {
			noted = noted || isScale(strings.TrimSpace(heads[c]))
			l = t.cellLabel(strings.TrimSpace(heads[c]))
		}
		if l == nil {
			continue
		}
		if l.names(fieldThing) || l.names(fieldOrg) {
			return false
		}
		noted = noted || l.headsNotes()
	}
	return noted
}

// isScale tells what stands above marks: "%", "/20".
func isScale(head string) bool {
	out, of := strings.CutPrefix(head, "/")
	return head == "%" || of && out != "" && countDigits(out) == len(out)
}

// asksWho tells the word that heads people in a list that somebody made for themselves.
func asksWho(head string) bool {
	return strings.Contains("|who|qui|wer|wie|chi|quién|quien|quem|kto|kdo|", "|"+strings.ToLower(strings.Trim(head, " ?:"))+"|")
}

// speaksOfNames tells a header with a label of persons in it, among other words: "Legal name".
func (t *table) speaksOfNames(head string) bool {
	persons, things := false, false
	t.eachPhrase(normalise(head), func(l *label, _, _ int) {
		if l != nil {
			persons = persons || slices.ContainsFunc(l.concepts, func(c concept) bool { return c >= fieldFirstName && c <= fieldPerson })
			things = things || l.names(fieldThing) || l.names(fieldOrg)
		}
	})
	return persons && !things
}

// isRemark tells a column of words that no header explains.
func (t *table) isRemark(col *column, sample []string) bool {
	words := 0
	for _, cell := range sample {
		if letterCount(cell) > 3 {
			words++
		}
	}
	const part = 5 // of the rows, at least
	return (col.label == nil || col.label.namesThing()) && words*2 > len(sample) && len(sample)*part >= min(len(t.rows), sampleRows)
}

// namesRows tells whether nearly each row has a name, and nearly each another one.
func (t *table) namesRows(samples [][]string) bool {
	filled, full := 0, false
	var names keySet
	for c := range t.cols {
		switch t.cols[c].name {
		case fieldFullName:
			full = true
		case fieldLastName:
			full = slices.ContainsFunc(t.cols, func(o column) bool { return o.name == fieldFirstName })
		default:
			continue
		}
		if full && filled < len(samples[c]) {
			filled = len(samples[c])
			names = keySet{}
			for _, cell := range samples[c] {
				names.add(nameKey(cell))
			}
		}
	}
	rows := 0
	for _, sample := range samples {
		rows = max(rows, len(sample))
	}
	return full && filled >= shortLimit && filled*10 >= rows*8 && len(names)*10 >= filled*6
}

// isSubject tells a column that the rows may be about rather than the persons: of texts, most of them different, under a header that
// names nothing that persons have.
func (t *table) isSubject(col *column, sample []string) bool {
	const fewLetters = 4
	if col.whole || col.field != 0 || col.label != nil && !col.label.namesThing() {
		return false
	}
	var texts keySet
	for _, cell := range sample {
		if letterCount(cell) >= fewLetters && !t.holdsFirstName(cell) {
			texts.add(hash(strings.ToLower(strings.Trim(cell, "0123456789 ")))) // "carte 4931" is a number
		}
	}
	filled := len(sample)*10 >= min(len(t.rows), sampleRows)*8 // what is noted of some is a remark
	return filled && len(texts) > 3 && len(texts)*2 > len(sample)
}

// namesThing tells a label of things and organisations, and nothing else.
func (l *label) namesThing() bool {
	return !slices.ContainsFunc(l.concepts, func(c concept) bool { return c != fieldThing && c != fieldOrg })
}

// isRowOfFields tells a row of labels and values in turn, one of which is somebody's whole name: a form's.
func (r *blockReader) isRowOfFields(row []string) bool {
	filled, named := 0, false
	for _, cell := range row {
		if cell = strings.TrimSpace(cell); cell == "" {
			continue
		}
		isLabel := r.cellLabel(cell) != nil
		if isLabel != (filled%2 == 0) {
			return false
		}
		named = named || !isLabel && nameWords(cell) > 1 && r.holdsFirstName(cell)
		filled++
	}
	return named && filled > 2 && filled%2 == 0
}

// isGroup tells what heads those who sit or go together: "Table 1", "Groupe 2 (Mme Riou)".
func (l *label) isGroup(cell string) bool {
	digits := countDigits(cell)
	return digits > 0 && digits < 3 && !slices.ContainsFunc(l.concepts, func(c concept) bool { return c != fieldThing && c != fieldNeutral })
}

// isRoster tells whether the document is a list of persons by its structure.
func (s *summary) isRoster() bool {
	if s.public || s.signals.isCode() || s.listsNamesakes() {
		return false
	}
	born := s.births.n >= listLimit && s.births.areBirths(s.today)
	return (s.roster || born) && len(s.listed) >= listLimit || s.isRemarked() || len(s.noted) >= listLimit ||
		len(s.styled) >= listLimit && s.fillLines(len(s.styled))
}

// isRemarked tells a text of names and remarks, the same few again and again. Nobody need know each of the names.
func (s *summary) isRemarked() bool {
	n := s.remarked + s.guessed
	return n >= listLimit && s.guessed <= s.remarked && (s.leads || s.fillLines(n)) && len(s.remarks)*5 <= n*2 && s.countListed() >= listLimit
}

// fillLines tells whether so many lines are most of the text.
func (s *summary) fillLines(n int) bool { return n*10 >= s.signals.lines*6 }

func hasAny(s string, has func(s, part string) bool, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return has(s, part) })
}

// trustHeaders takes "Nom" for a person's where nobody knows the names under it, but each row tells how to reach somebody at home, or
// when they were born.
func (t *table) trustHeaders(samples [][]string) {
	if t.people || t.firms || t.register {
		return
	}
	t.trustCapitals(samples)
	if t.people || !t.born && !slices.ContainsFunc(samples, t.reachesHome) {
		return
	}
	const few, sure = 20, 80 // known names in a hundred, where the header says nothing of persons, and where it says something else
	for c := range t.cols {
		col := &t.cols[c]
		likely, known := t.nameShares(samples[c])
		least := 0
		switch {
		case col.label == nil:
			least = few
		case col.label.namesThing():
			least = sure
		case !col.label.names(fieldPerson):
			continue
		}
		if known < least || least > 0 && t.people {
			continue
		}
		if likely >= 90 && manyWords(samples[c]) && !slices.ContainsFunc(samples[c], t.namesPlace) {
			col.name, col.aside, t.people = fieldFullName, false, true
		}
	}
}

// namesPlace tells a cell with a word of an organisation, a place or a street.
func (d *Detector) namesPlace(cell string) bool {
	return d.anyWord(cell, func(n *node, _ string) bool {
		return n != nil && n.flags&(flagOrg|flagPlace|flagWay|flagWayAfter) != 0 && n.flags&flagParticle == 0
	})
}

// reachesHome tells a column of mobile phones or of addresses at personal providers: most of them are.
func (d *Detector) reachesHome(sample []string) bool {
	private := 0
	for _, cell := range sample {
		var n phoneNumber
		_, domain, mail := strings.Cut(cell, "@")
		if mail && d.isPersonalProvider(strings.ToLower(domain)) || (isDigit(cell[0]) || cell[0] == '+') && n.read(cell, 0) == len(cell) && n.plausible() && n.isMobile() {
			private++
		}
	}
	return private >= fiveShaped && private*10 > len(sample)*6
}

// isPublic tells a title or header of a list of those who are public.
func (d *Detector) isPublic(title string) bool {
	const longest = 100
	if len(title) > longest {
		return false
	}
	return d.anyWord(normalise(title), func(n *node, _ string) bool { return n != nil && n.flags&flagPublic != 0 })
}
