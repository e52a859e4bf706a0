package personal

import (
	"slices"
	"strings"
)

// Names in the columns of a table: by header, by values, by what stands beside.

// judgeNames finds the columns of persons' names: by header and values together.
func (t *table) judgeNames(samples [][]string) {
	t.forgetAnimals()
	t.forgetHonours(samples)
	firstNames, lastNames := false, false
	for c := range t.cols {
		if l := t.cols[c].label; l != nil && !l.names(fieldThing) {
			firstNames = firstNames || l.names(fieldFirstName)
			lastNames = lastNames || l.names(fieldLastName)
		}
	}
	for c := range t.cols {
		col := &t.cols[c]
		if col.label != nil && col.label.names(fieldClass) && t.nameByValues(samples[c]) == fieldFullName {
			col.label = nil // "Classe 3C" stands above the pupils
		}
		samples[c] = t.withoutAsides(samples[c])
		if col.prefix = t.paidTo(samples[c]); col.prefix != "" {
			samples[c], col.label = cutPrefix(samples[c], col.prefix), nil
		}
		if col.label == nil && (c >= len(t.heads) || !t.isOrganisation(t.heads[c])) { // "Restaurant", and what it is called
			sample := samples[c]
			if len(t.heads) == 0 && len(sample) > shortLimit && !t.holdsFirstName(sample[0]) {
				sample = sample[1:] // what heads the column, though nobody knows that word
			}
			col.name = t.nameByValues(sample)
			firstNames = firstNames || lastNames && col.name == fieldFirstName
		}
	}
	for c := range t.cols {
		col := &t.cols[c]
		if col.label != nil {
			col.name = t.nameByHeader(col.label, samples[c], firstNames, lastNames)
		}
		t.people = t.people || col.name != 0
		t.signals.class = t.signals.class || col.name == fieldFullName && c < len(t.titles()) && isClass(strings.TrimSpace(t.titles()[c]))
		t.summary.members = t.summary.members || col.name != 0 && col.label != nil && col.label.names(fieldMember)
	}
	t.dropNamesakes(samples)
	t.nameInitials(samples)
	t.nameBehindTitles(samples)
	t.pairFamilies(samples)
	t.summary.members = t.summary.members || t.ties(samples)
	t.contest = !t.summary.members && (slices.ContainsFunc(t.cols, func(c column) bool { return c.label != nil && c.label.names(fieldResult) }) ||
		slices.ContainsFunc(samples, areRaced))
	t.pairSurnames(samples)
	t.trustHeaders(samples)
}

// withoutAsides leaves out what stands in parentheses at the end of most cells, if it is no name: "Samia (CM2)".
func (d *Detector) withoutAsides(sample []string) []string {
	var cut []string
	asides := 0
	for _, cell := range sample {
		if k := strings.IndexByte(cell, '('); k > 0 && strings.HasSuffix(cell, ")") && !d.holdsFirstName(cell[k:]) {
			cell = strings.TrimSpace(cell[:k])
			asides++
		}
		cut = append(cut, cell)
	}
	if asides*2 <= len(sample) {
		return sample
	}
	return cut
}

// forgetAnimals takes back what the headers of a table of animals say of names, births and races, but for those who keep them.
func (t *table) forgetAnimals() {
	if !t.areAnimals() {
		return
	}
	own := func(c concept) bool {
		return c == concept(entBirthDate) || c == concept(entOrigin) || c >= fieldFirstName && c <= fieldPerson
	}
	for c := range t.cols {
		col := &t.cols[c]
		if col.label == nil || c < len(t.heads) && t.namesKeeper(t.heads[c]) || !slices.ContainsFunc(col.label.concepts, own) {
			continue
		}
		col.label, col.field, col.aside = &label{concepts: []concept{fieldThing}}, 0, true
	}
	t.born = false
}

// areAnimals tells a table with what only animals have, and nobody's first name, nor ways to reach somebody unless it says whom.
func (t *table) areAnimals() bool {
	animals, persons, reached, kept := false, false, false, false
	for c := range t.cols {
		l := t.cols[c].label
		kept = kept || c < len(t.heads) && t.namesKeeper(t.heads[c])
		if l == nil {
			continue
		}
		animals = animals || l.names(fieldAnimal)
		persons = persons || l.names(fieldFirstName)
		reached = reached || l.names(concept(entPhone)) || l.names(concept(entEmail)) || l.names(concept(entAddress))
	}
	return animals && !persons && (kept || !reached)
}

// namesKeeper tells a header of those who keep animals.
func (t *table) namesKeeper(head string) bool {
	const keepers = "|propriétaire|détenteur|éleveur|client|owner|keeper|breeder|halter|besitzer|züchter|kunde|propietario|dueño|criador|proprietario|allevatore|" +
		"cliente|eigenaar|houder|fokker|klant|proprietário|dono|tutor|responsable|"
	return t.anyWord(head, func(_ *node, word string) bool { return strings.Contains(keepers, "|"+strings.ToLower(word)+"|") })
}

// ties tells whether a column beside names holds what is noted only of people one keeps a file on.
func (t *table) ties(samples [][]string) bool {
	named, tied := false, false
	for c := range t.cols {
		if !named && len(t.heads) > 0 && t.isSubject(&t.cols[c], samples[c]) && t.cols[c].name == 0 {
			return false // "Course", and who gives it in which room
		}
		l := t.cols[c].label
		if l == nil && c < len(t.top) {
			l = t.cellLabel(strings.TrimSpace(t.top[c])) // the first row heads the columns, though nobody saw it
		}
		named = named || t.cols[c].name != 0 && (l == nil || !l.names(fieldThing))
		if l == nil {
			continue
		}
		tied = tied || l.names(fieldTie) || t.numbersPersons(l)
	}
	return named && tied
}

// numbersPersons tells a label of numbers that persons have, whether those below check or not.
func (t *table) numbersPersons(l *label) bool {
	return slices.ContainsFunc(l.concepts, func(c concept) bool {
		return c < numConceptEntities && t.entities[c].category == catIdentity && !t.isFirmNumber(entityID(c))
	})
}

// pairFamilies takes a column for last names whose header says "Famille", where another holds first names.
func (t *table) pairFamilies(samples [][]string) {
	if !slices.ContainsFunc(t.cols, func(c column) bool { return c.name == fieldFirstName }) {
		return
	}
	for c := range t.cols {
		if col := &t.cols[c]; col.name == 0 && col.label != nil && col.label.names(fieldMember) {
			if likely, _ := t.nameShares(samples[c]); likely >= 80 {
				col.name = fieldLastName
			}
		}
	}
}

// nameByHeader tells what kind of name a column holds whose header speaks of names.
func (t *table) nameByHeader(l *label, sample []string, firstNames, lastNames bool) concept {
	if l == nil || t.namesValue(l) {
		return 0
	}
	likely, known := t.nameShares(sample)
	if likely < 60 {
		return 0
	}
	first, last := l.names(fieldFirstName), l.names(fieldLastName)
	switch {
	case l.names(fieldFullName), first && last, first && l.names(fieldPerson) && manyWords(sample):
		return fieldFullName
	case first && !lastNames && known >= 60 && manyWords(sample) && !t.namesElsewhere(l):
		return fieldFullName // "Jméno" is a first name and a whole one
	case first:
		return fieldFirstName
	case last && !firstNames && known >= 60 && manyWords(sample):
		return fieldFullName // "Nom de l'enfant", and the first name with it
	case likely >= 80 && known >= 80 && l.names(fieldOrg) && l.names(fieldPerson) && manyWords(sample):
		return fieldFullName // "Company/Name", of customers who are persons
	case l.names(fieldOrg) || l.names(fieldThing):
		return 0
	case !last && l.names(fieldPerson) && firstNames && known >= 80 && manyWords(sample):
		return fieldFullName // "Salarié" beside the first names of the children
	case last, l.names(fieldPerson) && firstNames:
		return fieldLastName
	case l.names(fieldPerson) && lastNames: // "Nombre" beside "Apellidos"
		return fieldFirstName
	case l.names(fieldPerson) && known >= 80 && l.names(fieldMember) && !manyWords(sample):
		return fieldFirstName // "Enfant"
	case l.names(fieldPerson) && (known >= 50 || t.haveInitials(sample) || t.areCut(sample) || t.own) && !t.register:
		return fieldFullName
	}
	return 0
}

// isAddressBook tells the cards of somebody's own telephone, whose names need not be those that others know: most numbers are of mobile
// phones, and none of a firm.
func (t *table) isAddressBook(samples [][]string) bool {
	if !t.block.Cards || t.firms || slices.ContainsFunc(samples, func(s []string) bool { return slices.ContainsFunc(s, t.isOrganisation) }) {
		return false
	}
	phones, mobiles := 0, 0
	for c := range t.cols {
		if l := t.cols[c].label; c >= len(t.heads) || l == nil || !l.names(concept(entPhone)) {
			continue
		}
		phones += len(samples[c])
		for _, cell := range samples[c] {
			var n phoneNumber
			n.read(cell, 0)
			mobiles += count(n.isMobile() || t.heads[c] == "mobile")
		}
	}
	return phones >= cardLimit && mobiles*2 > phones
}

// namesElsewhere tells whether another header than this one speaks of persons: "Nom" beside "Prénom".
func (t *table) namesElsewhere(l *label) bool {
	return slices.ContainsFunc(t.cols, func(c column) bool { return c.label != nil && c.label != l && c.label.names(fieldPerson) })
}

// manyWords tells whether most names of a column have several words: under "Prénom adhérent" stands a first name, under "Prénom
// Nom" stand both.
func manyWords(sample []string) bool {
	words := 0
	for _, cell := range sample {
		words += nameWords(unnumbered(cell))
	}
	return words >= len(sample)*3/2
}

// nameByValues tells a column without a header whose values are persons' names.
func (t *table) nameByValues(sample []string) concept {
	likely, known := t.nameShares(sample)
	if t.haveInitials(sample) {
		return fieldFullName
	}
	if len(sample) < 2 || likely < 80 || known < 60 {
		return 0
	}
	if manyWords(sample) {
		return fieldFullName
	}
	return fieldFirstName
}

// pairSurnames takes the column beside first names for last names, where no header speaks of them.
func (t *table) pairSurnames(samples [][]string) {
	for c := range t.cols {
		if t.cols[c].name != fieldFirstName || slices.ContainsFunc(t.cols, func(c column) bool { return c.name > fieldFirstName }) {
			continue
		}
		for _, beside := range [2]int{c - 1, c + 1} {
			if beside < 0 || beside >= len(t.cols) || t.cols[beside].label != nil || t.cols[beside].name != 0 {
				continue
			}
			if likely, _ := t.nameShares(samples[beside]); likely >= 90 {
				t.cols[beside].name = fieldLastName
				break
			}
		}
	}
}

// nameShares gives how many in a hundred values look like names, and how many hold a known first name and no word of
// a firm or place.
func (t *table) nameShares(sample []string) (likely, known int) {
	if len(sample) == 0 {
		return 0, 0
	}
	for _, cell := range sample {
		if cell = unnumbered(cell); nameWords(cell) == 0 {
			continue
		}
		likely++
		if t.holdsFirstName(cell) && !t.trailsOff(cell) {
			known++
		}
	}
	return likely * 100 / len(sample), known * 100 / len(sample)
}
