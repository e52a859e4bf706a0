package personal

import (
	"slices"
	"strings"
)

// sampleRows is how many rows, spread over the table, tell what its columns hold.
const sampleRows = 400

// judge decides what each column holds.
func (t *table) judge() {
	if t.judged {
		return
	}
	t.judged = true
	samples := t.sample()
	for c := range t.cols {
		t.judgeHeader(&t.cols[c])
	}
	t.register = t.register || t.listsPlaces(samples)
	t.own = t.isAddressBook(samples)
	t.judgeNames(samples)
	if !t.people || t.isOthers() {
		t.forgetAmounts()
	}
	for c := range t.cols {
		if col := &t.cols[c]; col.label == nil && col.name == 0 {
			head := ""
			if c < len(t.heads) {
				head = strings.TrimSpace(t.heads[c])
			}
			t.judgeValues(col, samples[c], head)
		}
	}
	t.judgeAddress(samples)
	t.works, t.venue = t.judgeWorks(samples), t.judgeVenue(samples)
	t.roster = t.isRoster(samples)
	t.countFew(samples)
	for c := range t.cols {
		if col := &t.cols[c]; t.people && col.name == 0 && col.field == 0 && !col.aside && !col.whole {
			col.field = t.ailments(samples[c])
		}
	}
}

// forgetAmounts takes back what columns of money and marks are where nobody is named beside them.
func (t *table) forgetAmounts() {
	for c := range t.cols {
		if col := &t.cols[c]; col.label != nil && (col.label.headsColumn() || col.label.names(fieldClass)) {
			col.field = 0
		}
	}
}

// isOthers tells a table whose names stand under a word that is nobody's label, nor a school class: film directors and what critics gave
// them.
func (t *table) isOthers() bool {
	if t.signals.class {
		return false
	}
	for c := range t.cols {
		col := &t.cols[c]
		if col.name != 0 && (col.label != nil || c >= len(t.heads) || strings.TrimSpace(t.heads[c]) == "") {
			return false
		}
	}
	return len(t.heads) > 0
}

// ailments tells a column of illnesses and diets, whatever its header, beside names: three short cells at least, one in ten, are
// little else. It gives the entity, or 0.
func (t *table) ailments(sample []string) entityID {
	const least, most = 3, 30 // cells; bytes of one
	found := 0
	for _, cell := range sample {
		if len(cell) > most || nameWords(cell) > 3 {
			continue
		}
		ill := isAbsence(cell)
		t.eachPhrase(cell, func(l *label, _, _ int) {
			ill = ill || l != nil && l.names(mentions+concept(entHealth))
		})
		if ill {
			found++
		}
	}
	if found < least || found*10 < len(sample) {
		return 0
	}
	return entHealth
}

// headsColumn tells whether all that a label names means something in a header only.
func (l *label) headsColumn() bool {
	return !slices.ContainsFunc(l.concepts, func(c concept) bool { return c < fieldWage && c != fieldNeutral })
}

// isAbsence tells the short answers of a column on why somebody is away.
func isAbsence(cell string) bool {
	if k := strings.IndexAny(cell, "0123456789"); k > 0 {
		cell = cell[:k] // and for how long
	}
	return strings.Contains(absences, "|"+strings.ToLower(strings.Trim(cell, " .*("))+"|")
}

// sample gives for each column some of its values that are not empty.
func (t *table) sample() [][]string {
	samples := make([][]string, len(t.cols))
	step := max(1, len(t.rows)/sampleRows)
	for i := 0; i < len(t.rows); i += step {
		for c, cell := range t.rows[i] {
			if cell = strings.TrimSpace(normalise(cell)); cell != "" && c < len(samples) {
				samples[c] = append(samples[c], cell)
			}
		}
	}
	return samples
}

// judgeHeader reads what the header says.
func (t *table) judgeHeader(col *column) {
	l := col.label
	if l == nil {
		return
	}
	for _, c := range l.concepts {
		switch {
		case isSensitive(c):
			col.field = entityID(c)
		case headsSensitive(c) && len(t.rows) >= heavyLimit:
			col.field = entityID(c - headings)
		case c == concept(entBirthDate):
			t.born = true
		case c == fieldSalary, c == fieldWage:
			col.field = entPay
		case c == fieldAmount && col.field == 0:
			col.field = entAmount
		case c == fieldClass, c == fieldMark:
			col.field = entSchool
		case c == fieldOrg:
			t.firms = true
		case c < numConceptEntities && t.isFirmNumber(entityID(c)) && !t.block.Cards: // "uid"
			t.firms, t.register = true, true
		}
	}
	col.aside = !t.namesValue(l) && (l.names(fieldThing) || l.names(fieldOrg))
}

// listsPlaces tells a table whose first words are those of organisations, most of them different: pharmacies, and who runs them.
func (t *table) listsPlaces(samples [][]string) bool {
	for _, sample := range samples {
		places, words := 0, 0
		var names keySet
		for _, cell := range sample {
			start, end := nextWord(cell, 0)
			if n := t.node(start, end, cell); n != nil && n.flags&flagOrg != 0 && n.flags&flagFirstName == 0 {
				places++
				names.add(hash(cell))
			}
			words += min(1, letterCount(cell)/4)
		}
		if words*2 > len(sample) {
			return places >= fiveShaped && places*10 >= len(sample)*8 && len(names)*2 > len(sample)
		}
	}
	return false
}

func (t *table) isFirmNumber(id entityID) bool {
	switch t.entities[id].name {
	case "siren", "siret", "rna", "uai", "finess", "vat":
		return true
	}
	return false
}

// namesValue tells whether a label names an entity, beside whatever thing: "téléphone de l'établissement".
func (t *table) namesValue(l *label) bool {
	for _, c := range l.concepts {
		if c < numConceptEntities && t.entities[c].class != Negative {
			return true
		}
	}
	return false
}

// datesSomething tells a header that says of what its dates are, though nobody knows that word: "publish_date".
func (d *Detector) datesSomething(head string) bool {
	words, dates := 0, false
	d.eachPhrase(head, func(_ *label, start, end int) {
		words++
		dates = dates || slices.Contains(dateWords, strings.ToLower(head[start:end]))
	})
	return dates && words > 1
}

var dateWords = []string{"date", "datum", "fecha", "data", "dato", "day"}

// judgeValues finds out what a column without a label holds.
func (t *table) judgeValues(col *column, sample []string, head string) {
	if len(sample) < fiveShaped {
		return
	}
	if t.people && !t.born && !t.datesSomething(head) && t.birthShare(sample) >= 80 {
		col.label = &label{concepts: []concept{concept(entBirthDate)}}
		return
	}
	if t.people && share(sample, isClass) >= 80 {
		col.field = entSchool
		return
	}
	if t.people && t.streetShare(sample) >= 80 {
		col.label = &label{concepts: []concept{concept(entAddress)}}
		return
	}
	if t.people && share(sample, isPhoneCell) >= 80 {
		col.label = &label{concepts: []concept{concept(entPhone)}}
		return
	}
	if t.people && head != "" && !t.listsThings() && areMostly(sample, isSum) {
		col.field = entAmount
		return
	}
	if id, ok := t.numberByValues(sample); ok && (t.people || !t.listsThings()) {
		col.label = &label{concepts: []concept{concept(id)}}
	}
}

// isSum tells figures with a currency, and nothing else: "45 €".
func isSum(cell string) bool {
	const longest = 3 // letters: EUR, CHF
	return strings.ContainsAny(cell, "0123456789") && letterCount(cell) <= longest && (strings.ContainsAny(cell, "€£$") || hasAny(cell, strings.HasSuffix, "EUR", "CHF", "eur", "kr"))
}

// listsThings tells a table with columns of things: serial numbers may pass for those of persons.
func (t *table) listsThings() bool {
	return slices.ContainsFunc(t.cols, func(c column) bool {
		return c.label != nil && (c.label.names(fieldThing) || slices.ContainsFunc(c.label.concepts, func(k concept) bool {
			return k < numConceptEntities && t.entities[k].class == Negative
		}))
	})
}

// numberByValues finds the national number that four in five values are (research 3.2), if no number of things
// explains them as well.
func (t *table) numberByValues(sample []string) (entityID, bool) {
	best, share := entityID(0), 0
	for id := range t.entities {
		e := &t.entities[id]
		if len(e.masks) == 0 || e.valid == nil || e.class == ClassC {
			continue
		}
		if got := t.maskShare(e, sample); got >= 80 && (got > share || e.class == Negative) {
			best, share = entityID(id), got
		}
	}
	return best, share > 0 && t.entities[best].class != Negative
}

func (t *table) maskShare(e *entity, sample []string) int {
	valid := 0
	for _, cell := range sample {
		if len(cell) > maxRun || !isAlnum(cell[0]) {
			continue
		}
		t.run.read(cell, 0)
		for _, mask := range e.masks {
			value, end, ok := t.run.fits(mask)
			if ok && end == len(cell) && len(value) >= 9 && e.valid(value) && (e.strict == nil || e.strict(value)) && !sameDigits(value) {
				valid++
				break
			}
		}
	}
	return valid * 100 / len(sample)
}

// namesKind tells a column that says of which kind the value in the next one is, as exports of contacts have them: "Address 1 - Label".
func (t *table) namesKind(c int) bool {
	if c >= len(t.heads) {
		return false
	}
	words := strings.Fields(strings.ToLower(t.heads[c]))
	return len(words) > 1 && slices.Contains([]string{"label", "type", "libellé"}, words[len(words)-1])
}

// judgeAddress finds the column that stands for an address: a labelled one, or the postcode if there is a town too.
func (t *table) judgeAddress(samples [][]string) {
	street, postcode, city := -1, -1, -1
	for c := len(t.cols) - 1; c >= 0; c-- {
		l := t.cols[c].label
		switch {
		case l == nil || t.cols[c].name != 0:
		case t.contest && !slices.ContainsFunc(samples[c], func(cell string) bool { return countDigits(cell) > 0 }): // "Domicile", of a match
		case l.names(concept(entEmail)), l.names(concept(entPhone)), l.names(concept(entBirthDate)): // mail address
		case t.namesKind(c): // "Home", "Work"
		case l.names(concept(entAddress)), l.names(fieldStreet):
			street = c
		case l.names(fieldPostcode):
			postcode = c
		case l.names(fieldCity):
			city = c
		}
	}
	switch {
	case street >= 0:
		t.cols[street].whole = true
	case postcode >= 0 && city >= 0:
		t.cols[postcode].whole = true
	}
}
