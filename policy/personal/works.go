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
	worksInOffice
)

const mostRows = 60 // in a hundred

// judgeWorks looks for a column of doctors, or where nobody is named for one of organisations, each another.
func (t *table) judgeWorks(samples [][]string) works {
	for c := range t.cols {
		switch col := &t.cols[c]; {
		case t.people && col.label != nil && col.label.names(fieldOffice):
			return worksInOffice
		case col.label != nil && t.numbersFirms(col.label) && manyDistinct(samples[c]):
			return worksAtPractice
		case col.name != 0 && t.share(samples[c], t.isDoctor) >= mostRows:
			return worksAtPractice
		case !t.people && !t.born && t.mayName(col) && t.share(samples[c], t.isOrganisation) >= mostRows && manyDistinct(samples[c]):
			return worksInOrganisation
		}
	}
	return worksNowhere
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
	switch {
	case w == worksInOffice && c == catBirth:
		h.marks |= markRole
	case w == worksNowhere, w == worksInOffice, c != catPhone && c != catAddress && c != catEmail:
	case w == worksInOrganisation:
		h.marks = h.marks&^(markPrivate|markSpeaks) | markRole
	case h.marks&markPrivate == 0:
		h.marks |= markRole
	}
}

// share gives how many values in a hundred are so.
func (t *table) share(sample []string, is func(string) bool) int {
	found := 0
	for _, cell := range sample {
		if is(cell) {
			found++
		}
	}
	return found * 100 / max(1, len(sample))
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
	for i := 0; i < len(cell); {
		start, end := nextWord(cell, i)
		if start == end {
			return false
		}
		if n := d.node(start, end, cell); n != nil && n.flags&(flagOrg|flagPlace) != 0 {
			return true
		}
		i = end
	}
	return false
}

// manyDistinct tells whether hardly a value comes twice.
func manyDistinct(sample []string) bool {
	distinct := keySet{}
	for _, cell := range sample {
		distinct.add(hash(strings.ToLower(cell)))
	}
	return len(distinct)*10 >= len(sample)*8
}
