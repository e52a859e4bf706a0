package personal

import (
	"slices"
	"strings"
)

// A short list has five to nine persons. So few names stand in minutes and on posters too: the structure of a list is not enough, and
// something in it must be what is noted of people.

// isShortList tells whether the document is one.
func (s *summary) isShortList() bool {
	g := &s.signals
	if s.public || g.isCode() || s.listsNamesakes() || g.is(kindNotice) || g.is(kindJobAd) || g.is(kindInvoice) {
		return false
	}
	switch {
	case s.areCalled(), s.isDense() && s.tellsOfFew(len(s.several)), s.isTelling(), g.class && s.persons.count() >= shortLimit:
		return true
	case s.few >= shortLimit && g.lists && s.told:
		return true
	}
	rows := max(s.few, s.rows)
	return rows >= shortLimit && s.tellsOfFew(max(rows, s.countListed()))
}

// isDense tells a text that is little else than whole names: cars, and who sits in them.
func (s *summary) isDense() bool {
	const lines, least, each = 3, 8, 60 // bytes for each name
	return s.crowded >= lines && len(s.several) >= least && s.signals.size <= each*len(s.several)
}

// areCalled tells a text of names and mobile phones, some of the names known.
func (s *summary) areCalled() bool {
	const known, each, more = 3, 80, 160 // names; bytes for each phone of a few, of many
	n := len(s.mobiles)
	dense := s.signals.size <= each*n || n >= listLimit && s.signals.size <= more*n
	return max(s.persons.count(), len(s.named), len(s.callers)) >= known && n >= shortLimit && (s.signals.isList() || dense)
}

// tellsOfFew tells whether a list of n says more of its people than their names.
func (s *summary) tellsOfFew(n int) bool {
	g := &s.signals
	born := s.births.n*2 >= n && s.births.areBirths(s.today)
	return s.members || s.kept || g.class || g.is(kindPersons) || g.is(kindSchool) || s.ill || born || s.classed*2 >= n ||
		len(s.letters)*2 >= n || s.private.count()*2 >= n || s.heavy.count()*2 >= n || len(s.noted)*2 >= n
}

// isTelling tells a paragraph on several persons that says how old each is or what each owes, or speaks of illness.
func (s *summary) isTelling() bool {
	const each = 80 // bytes for each name
	n := len(s.several)
	ill := s.ill && (s.courtesy || s.signals.isList())
	return n >= shortLimit && s.signals.size <= each*n && (ill || len(s.noted) >= shortLimit)
}

// noteCaller takes what stands before a phone number, in small letters too: "brigitte mallet 06 ...".
func (r *blockReader) noteCaller(line string, hits []hit) {
	start := strings.IndexAny(line, "+0123456789")
	if start < 0 || !slices.ContainsFunc(hits, func(h hit) bool { return h.entity == entPhone && h.marks&markPrivate != 0 }) {
		return
	}
	name := strings.TrimRight(line[:start], " (.:-")
	if words := nameWords(name); words > 1 && words < 5 && r.holdsFirstName(name) {
		r.summary.callers.addSome(nameKey(name))
	}
}

// noteSeveral takes the whole names of a line that has several.
func (s *summary) noteSeveral(hits []hit) {
	if len(hits) < 2 {
		return
	}
	names := keySet{}
	for i := range hits {
		if h := &hits[i]; h.entity == entName && h.marks&(markFull|markDoctor) == markFull {
			names.add(h.key)
		}
	}
	if len(names) > 1 {
		s.crowded++
		for key := range names {
			s.several.addSome(key)
		}
	}
}

// countFew notes a table whose rows are persons, or begin with them.
func (t *table) countFew(samples [][]string) {
	s := t.summary
	if !t.beginsWithNames(samples) {
		return
	}
	s.kept, s.told = s.kept || t.notes(), s.told || t.roster
	s.rows = max(s.rows, len(t.rows))
	if t.roster {
		s.few = max(s.few, len(t.rows))
	}
}

// notes tells whether a column is of what is noted of people, by its header or its values.
func (t *table) notes() bool {
	return slices.ContainsFunc(t.cols, func(c column) bool {
		return c.name == 0 && (c.field != 0 || c.label != nil && c.label.headsNotes())
	})
}

// beginsWithNames tells a table whose rows begin with a person's name, numbers aside, whatever stands above and behind.
func (t *table) beginsWithNames(samples [][]string) bool {
	if !t.people || t.contest || t.register || t.firms || t.block.Guests || t.isOfDead() || slices.ContainsFunc(t.titles(), t.isPublic) {
		return false
	}
	for c := range t.cols {
		col := &t.cols[c]
		class := col.field == entSchool || col.label != nil && col.label.names(fieldClass)
		switch {
		case col.name != 0:
			return t.namesRows(samples) && (c >= len(t.heads) || !t.anyWord(t.heads[c], isOffice))
		case class && !repeats(samples[c]), t.isRemark(col, samples[c]):
			return false // classes, and who teaches them
		}
	}
	return false
}

// isFirmWord tells a firm's or school's word. Short ones are written in capitals: "sa" is hers.
func isFirmWord(n *node, word string) bool {
	const short = 3
	return n != nil && n.flags&flagOrg != 0 && (len(word) > short || isShout(word))
}

func isExampleWord(n *node, _ string) bool { return n != nil && n.flags&flagExample != 0 }

func isOffice(n *node, _ string) bool { return n != nil && n.flags&flagOffice != 0 }

// repeats tells a column that puts the rows in groups.
func repeats(sample []string) bool {
	var values keySet
	for _, cell := range sample {
		values.add(hash(cell))
	}
	return len(values)*2 <= len(sample)
}

// titles gives what stands above the columns, or may.
func (t *table) titles() []string {
	if len(t.heads) == 0 {
		return t.top
	}
	return t.heads
}
