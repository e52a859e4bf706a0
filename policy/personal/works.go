package personal

import (
	"slices"
	"strings"
)

// works says at whose work the rows of a table are reached: a list of clubs or of doctors' practices gives addresses and phones that
// are meant to be known.
type works uint8

const (
	worksNowhere works = iota
	worksAtPractice
	worksInOrganisation
	worksUnderRoof // of the organisation that the row is about, which somebody speaks for
	worksInOffice
)

const mostRows = 60 // in a hundred

// judgeWorks looks for what only people in office have, a register of firms, a column of doctors, or where nobody is named for one of
// organisations, each another.
func (t *table) judgeWorks(samples [][]string) works {
	doctors := t.doctors(samples)
	for c := range t.cols {
		switch col := &t.cols[c]; {
		case col.label != nil && col.label.names(fieldOffice) && !t.tellsOfMembers():
			return worksInOffice
		case col.label != nil && t.numbersFirms(col.label) && manyDistinct(samples[c]):
			return worksAtPractice
		case c == doctors:
			return worksAtPractice
		case !t.born && t.namesOrganisations(c, samples[c]) && manyDistinct(samples[c]):
			if t.people && !t.namesPublic() {
				return worksUnderRoof
			}
			return worksInOrganisation
		}
	}
	return worksNowhere
}

// tellsOfMembers tells a table whose header says that it is of voters, say: the party beside them is whom they may vote for.
func (t *table) tellsOfMembers() bool {
	return slices.ContainsFunc(t.cols, func(c column) bool { return c.label != nil && c.label.names(fieldMember) })
}

// doctors gives the column of doctors, or -1: it is the rows that are doctors, not those whom they treat.
func (t *table) doctors(samples [][]string) int {
	for c := range t.cols {
		if !t.namesBeside(c) && share(samples[c], t.isDoctor) >= mostRows {
			t.cols[c].field, t.cols[c].label = 0, nil
			return c
		}
	}
	return -1
}

// namesPublic tells whether the names stand under a word for those who are public: firms, and who manages them.
func (t *table) namesPublic() bool {
	for c := range min(len(t.cols), len(t.heads)) {
		if t.cols[c].name != 0 && !t.isPublic(t.heads[c]) {
			return false
		}
	}
	return true
}

// namesBeside tells whether another column names persons: their doctors stand beside patients.
func (t *table) namesBeside(column int) bool {
	for c := range t.cols {
		if c != column && t.cols[c].name != 0 {
			return true
		}
	}
	return false
}

// namesOrganisations tells a column by its header, or by the words in it; left of the names, if there are any: behind a name stands
// where somebody works.
func (t *table) namesOrganisations(column int, sample []string) bool {
	for c := range t.cols[:column] {
		if t.cols[c].name != 0 {
			return false
		}
	}
	col := &t.cols[column]
	if col.name != 0 {
		return false
	}
	if col.label != nil && col.label.names(fieldOrg) || column < len(t.heads) && t.mayName(col) && t.isOrganisation(t.heads[column]) {
		return true
	}
	return t.mayName(col) && share(sample, t.isOrganisation) >= mostRows
}

// judgeVenue tells whether things take place at the addresses: a column names the things, and most rows share an address.
func (t *table) judgeVenue(samples [][]string) bool {
	const rows, each = 10, 5 // rows of a table, at least; rows that share an address
	if t.summary.members || !slices.ContainsFunc(t.cols, func(c column) bool { return c.aside }) {
		return false
	}
	for c := range t.cols {
		if t.cols[c].whole && len(samples[c]) >= rows && distinct(samples[c])*each <= len(samples[c]) {
			return true
		}
	}
	return false
}

// numbersFirms tells the header of a register of firms, where tradesmen stand by their name. Pupils and staff share the number of few.
func (t *table) numbersFirms(l *label) bool {
	return slices.ContainsFunc(l.concepts, func(c concept) bool {
		return c < numConceptEntities && slices.Contains([]string{"siren", "siret"}, t.entities[c].name)
	})
}

// mayName tells a column that nobody knows, or that is headed as names are.
func (t *table) mayName(col *column) bool {
	l := col.label
	return !col.whole && (l == nil || !t.namesValue(l) && !l.names(fieldCity) && !l.names(fieldStreet) && !l.names(fieldPostcode))
}

// mark takes phones, addresses and mail for what they are there. A doctor may have private ones.
func (w works) mark(h *hit, c category) {
	reach := c == catPhone || c == catAddress || c == catEmail
	switch {
	case w == worksInOffice && c == catBirth:
		h.marks |= markRole
	case w == worksUnderRoof && c == catEmail: // a person's own, unless it is a role's
	case w == worksNowhere, !reach:
	case w == worksInOrganisation:
		h.marks = h.marks&^(markPrivate|markSpeaks) | markRole
	case h.marks&markPrivate == 0:
		h.marks |= markRole
	}
}

// share gives how many values in a hundred are so.
func share(sample []string, is func(string) bool) int {
	return countCells(sample, is) * 100 / max(1, len(sample))
}

// areMostly tells a column of which nearly all values, and enough for a short list, are so.
func areMostly(sample []string, is func(string) bool) bool {
	found := countCells(sample, is)
	return found >= shortLimit && found*10 >= len(sample)*8
}

func countCells(sample []string, is func(string) bool) int {
	found := 0
	for _, cell := range sample {
		found += count(is(cell))
	}
	return found
}

// isDoctor tells a name that a professional's title stands before.
func (d *Detector) isDoctor(cell string) bool {
	start, end := nextWord(cell, 0)
	n := d.node(start, end, cell)
	return n != nil && n.flags&flagDoctor != 0 && end < len(cell)
}

// isOrganisation tells a name that holds an organisation's word: "Judo club", "École Jules Ferry".
func (d *Detector) isOrganisation(cell string) bool {
	const longest = 100
	if len(cell) > longest {
		return false
	}
	return d.anyWord(cell, func(n *node, word string) bool {
		return n != nil && n.flags&(flagOrg|flagPlace) != 0 || isHouse(word)
	})
}

// isHouse tells German and Dutch compounds: "Kantschule", "Turnverein".
func isHouse(word string) bool {
	word = strings.ToLower(word)
	return slices.ContainsFunc([]string{"school", "schule", "verein", "vereniging", "gymnasium", "bibliothek", "apotheke", "praxis", "praktijk", "museum", "halle"},
		func(tail string) bool { return strings.HasSuffix(word, tail) })
}

// manyDistinct tells whether hardly a value comes twice.
func manyDistinct(sample []string) bool { return distinct(sample)*10 >= len(sample)*8 }

func distinct(sample []string) int {
	known := keySet{}
	for _, cell := range sample {
		known.add(hash(strings.ToLower(cell)))
	}
	return len(known)
}
