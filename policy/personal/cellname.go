package personal

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// Names that a column's cells show by their shape, whoever knows them.

// haveInitials tells a column of surnames with initials or a title, most of them different: "Sandhu H", "J. van der Meer".
func (d *Detector) haveInitials(sample []string) bool {
	found, others := 0, 0
	var surnames keySet
	for _, cell := range sample {
		if key := d.initialled(cell); key != 0 {
			found++
			surnames.add(key)
		} else if nameWords(cell) != 1 || !strings.HasSuffix(cell, "...") { // a surname that is cut
			others++
		}
	}
	return found >= fiveShaped && found >= others*4 && len(surnames)*10 >= found*6
}

// areCut tells a column of surnames with as much of a first name as its width leaves, "Le Goff Ré...", where its header says that
// they are persons. Cells that are cut in the first word tell nothing.
func (d *Detector) areCut(sample []string) bool {
	cut, others := 0, 0
	for _, cell := range sample {
		switch words := nameWords(cell); {
		case words > 1 && (strings.HasSuffix(cell, "...") || d.initialled(cell) != 0 || d.holdsFirstName(cell)):
			cut++
		case words != 1:
			others++
		}
	}
	return cut >= fiveShaped && others*10 <= cut
}

// initialled gives the key of the surname of a cell that holds one and initials, or 0.
func (d *Detector) initialled(cell string) (surname uint64) {
	if nameWords(cell) < 2 {
		return 0
	}
	initials, titles, words := 0, 0, 0
	for w, n := range d.nameWordsOf(cell) {
		_, size := utf8.DecodeRuneInString(cell[w.start:])
		switch {
		case w.end-w.start == size && isCapital(cell, w.start):
			initials++
		case n != nil && n.flags&(flagParticle|flagCivility|flagSmall) != 0:
			titles += count(w.start == 0 && n.flags&(flagCivility|flagDoctor) == flagCivility)
		case !isCapital(cell, w.start) && w.end-w.start > size: // van 't Hof
			return 0
		default:
			words++
			surname += nameKey(cell[w.start:w.end])
		}
	}
	if initials+titles == 0 || initials > 3 || words == 0 || words > 2 {
		return 0
	}
	return surname
}

// paidTo gives the words that all cells of a column begin with, if they say what is paid: "Salaire octobre " before names. It gives
// "" if there are none.
func (t *table) paidTo(sample []string) string {
	if len(sample) < fiveShaped {
		return ""
	}
	prefix := sample[0]
	for _, cell := range sample[1:] {
		n := 0
		for n < len(prefix) && n < len(cell) && prefix[n] == cell[n] {
			n++
		}
		prefix = prefix[:n]
	}
	prefix = prefix[:strings.LastIndexByte(prefix, ' ')+1]
	paid := false
	t.eachPhrase(prefix, func(l *label, _, _ int) { paid = paid || l != nil && l.headsFigures() })
	if !paid {
		return ""
	}
	return prefix
}

// cutPrefix leaves the names of such a column.
func cutPrefix(sample []string, prefix string) []string {
	names := make([]string, len(sample))
	for i, cell := range sample {
		names[i] = strings.TrimPrefix(cell, prefix)
	}
	return names
}

// nameWordsOf gives the words of a cell, cut as those of names are, with what is known of each.
func (d *Detector) nameWordsOf(cell string) iter.Seq2[place, *node] {
	return func(yield func(place, *node) bool) {
		for i := 0; i < len(cell); {
			if letterLen(cell, i) == 0 {
				i++
				continue
			}
			j := nameWordEnd(cell, i)
			if !yield(place{i, j}, d.node(i, j, cell)) {
				return
			}
			i = j
		}
	}
}

// trailsOff tells a cell that begins with a capital and goes on with a small word that no name has: "Victoria sponge".
func (d *Detector) trailsOff(cell string) bool {
	capital := false
	for w, n := range d.nameWordsOf(cell) {
		switch {
		case isCapital(cell, w.start):
			capital = true
		case capital && w.end-w.start > 2 && (n == nil || n.flags&(flagParticle|flagFirstName|flagSmall) == 0):
			return true
		}
	}
	return false
}

func (d *Detector) holdsFirstName(cell string) bool {
	found := false
	for w, n := range d.nameWordsOf(cell) {
		if n == nil {
			continue
		}
		found = found || w.start == 0 && n.flags&flagCivility != 0 && n.flags&flagDoctor == 0 && w.end < len(cell) // "Mme Vaillant"
		if n.flags&(flagOrg|flagPlace|flagWay|flagWayAfter) != 0 && n.flags&flagFirstName == 0 {
			return false
		}
		if n.label != nil && n.label.names(fieldSalary) {
			return false // "Salaire octobre Jean Dupont" is more than a name
		}
		found = found || n.flags&flagFirstName != 0
	}
	return found
}

// unnumbered gives a heading without its number: "2. Letzter Verein".
func unnumbered(cell string) string {
	figures, heading, ok := strings.Cut(cell, ". ")
	if ok && len(figures) <= 2 && countDigits(figures) == len(figures) {
		return heading
	}
	return cell
}

// nameInitials takes a column of initials, "T.K.", for first names where another holds last names.
func (t *table) nameInitials(samples [][]string) {
	if !slices.ContainsFunc(t.cols, func(c column) bool { return c.name == fieldLastName }) {
		return
	}
	for c := range t.cols {
		if col := &t.cols[c]; col.name == 0 && areMostly(samples[c], isInitials) {
			col.name, col.label = fieldFirstName, nil
		}
	}
}

// isInitials tells single capitals with full stops, and nothing else.
func isInitials(cell string) bool {
	i := 0
	for i < len(cell) && isInitial(cell, i, nameWordEnd(cell, i)) {
		i = min(len(cell), nameWordEnd(cell, i)+1)
		i = len(cell) - len(strings.TrimLeft(cell[i:], " -"))
	}
	return i == len(cell)
}

// nameBehindTitles takes the columns behind one of titles, "Mr" and "Mrs", for names: an initial or a first name, and a surname.
func (t *table) nameBehindTitles(samples [][]string) {
	for c := 0; c+1 < len(t.cols); c++ {
		if !areMostly(samples[c], t.isTitleAlone) || t.cols[c+1].name != 0 {
			continue
		}
		last := c + 1
		if c+2 < len(t.cols) && t.cols[c+2].name == 0 && !manyWords(samples[last]) && t.likelyNames(samples[c+2]) {
			last = c + 2
		}
		if !t.likelyNames(samples[last]) {
			continue
		}
		for k := c + 1; k < last; k++ {
			t.cols[k].name, t.cols[k].label = fieldFirstName, nil
		}
		t.cols[last].name, t.people = fieldFullName, true
		if slices.ContainsFunc(t.cols, func(c column) bool { return c.name == fieldFirstName }) {
			t.cols[last].name = fieldLastName
		}
	}
}

// isTitleAlone tells "Mr", "Mrs" and the like.
func (d *Detector) isTitleAlone(cell string) bool {
	n := d.node(0, nameWordEnd(cell, 0), cell)
	return nameWords(cell) == 1 && n != nil && n.flags&(flagCivility|flagDoctor) == flagCivility
}

// likelyNames tells a column whose cells could be names, most of them different.
func (t *table) likelyNames(sample []string) bool {
	var names keySet
	for _, cell := range sample {
		names.add(hash(cell))
	}
	likely, _ := t.nameShares(sample)
	return likely >= 90 && len(names)*2 > len(sample)
}

// trustCapitals takes a column of surnames in capitals and first names, "KUVLO Xwel", for names where another holds phones or births.
func (t *table) trustCapitals(samples [][]string) {
	personal := func(c column) bool {
		return c.label != nil && (c.label.names(concept(entPhone)) || c.label.names(concept(entBirthDate)))
	}
	if !slices.ContainsFunc(t.cols, personal) {
		return
	}
	for c := range t.cols {
		if col := &t.cols[c]; (col.label == nil || col.label.namesThing()) && areMostly(samples[c], beginsShouting) && t.likelyNames(samples[c]) &&
			!slices.ContainsFunc(samples[c], t.namesPlace) {
			col.name, col.label, col.aside, t.people = fieldFullName, nil, false, true
			return
		}
	}
}

// beginsShouting tells a cell that begins in capitals and ends in a word that does not.
func beginsShouting(cell string) bool {
	first, last := cell[:nameWordEnd(cell, 0)], cell[strings.LastIndexByte(cell, ' ')+1:]
	return nameWords(cell) > 1 && letterCount(first) > 1 && isShout(first) && isCapital(last, 0) && !isShout(last)
}

// streetShare gives how many in a hundred values are a house number and a street, "136 BD VOLTAIRE", if they differ.
func (t *table) streetShare(sample []string) int {
	streets := 0
	var homes keySet
	for _, cell := range sample {
		way := t.anyWord(cell, func(n *node, word string) bool {
			return n != nil && n.flags&(flagWay|flagWayAfter) != 0 || isStreetName(word)
		})
		if digits := countDigits(cell); way && digits > 0 && digits <= 4 && len(cell) <= 60 {
			streets++
			homes.add(hash(cell))
		}
	}
	if len(homes)*10 < streets*8 {
		return 0
	}
	return streets * 100 / len(sample)
}
