package personal

import (
	"strings"

	_ "embed"
)

// Schools, rooms, streets, roses and chairs are named after people of whom everybody has heard. A table that names several of them is of
// such things, though other names in it may be those of nobody known.

//go:embed famous.txt
var famousText string

// addFamous adds those after whom things are named.
func (d *Detector) addFamous() {
	for line := range strings.Lines(famousText) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for name := range strings.SplitSeq(strings.TrimSpace(line), "|") {
			d.famous.add(nameKey(name))
		}
	}
}

// noteNamesake counts the lines of a text that begin with such names.
func (s *scanner) noteNamesake(name string) {
	if s.col < 0 && len(s.cells) == 0 && s.isNamesake(name) {
		s.signals.namesakes.addSome(nameKey(name))
	}
}

// listsNamesakes tells a text of things named after people.
func (s *summary) listsNamesakes() bool { return areNamesakes(len(s.signals.namesakes), len(s.listed)) }

// areNamesakes tells whether so many such names are enough: several of those, each once, and a good part of all.
func areNamesakes(found, all int) bool {
	const several, part = 3, 5
	return found >= several && found*part >= all
}

// isNamesake tells a cell that ends in such a name: "Table Victor Hugo".
func (d *Detector) isNamesake(cell string) bool {
	for w := range d.nameWordsOf(cell) {
		if _, ok := d.famous[nameKey(cell[w.start:])]; ok {
			return true
		}
	}
	return false
}

// holdNamesakes tells a column of things named after people.
func (d *Detector) holdNamesakes(sample []string) bool {
	var found keySet
	for _, cell := range sample {
		if d.isNamesake(cell) {
			found.add(hash(cell))
		}
	}
	return areNamesakes(len(found), len(sample))
}

// dropNamesakes takes the names of things for no persons', unless their header says that they are of pupils, say.
func (t *table) dropNamesakes(samples [][]string) {
	for c := range t.cols {
		if col := &t.cols[c]; col.name == fieldFullName && (col.label == nil || !col.label.names(fieldMember)) && t.holdNamesakes(samples[c]) {
			col.name, col.label, col.aside, t.register = 0, nil, true, true
		}
	}
}

// forgetHonours takes back what the headers of columns say of names that hold what is named after persons: streets, roses, wards. "Nombre"
// may stand above them.
func (t *table) forgetHonours(samples [][]string) {
	for c := range t.cols {
		col := &t.cols[c]
		free := col.label == nil || col.label.namesThing()
		if !free && (!col.label.names(fieldPerson) || col.label.names(fieldMember)) {
			continue
		}
		if c > 0 && t.areWays(samples[c-1]) || areMostly(samples[c], endsInStreet) || free && (areMostly(samples[c], t.endsInQuotes) || t.isCounted(c, samples)) {
			col.label, col.aside, col.honour = &label{concepts: []concept{fieldThing}}, true, true
		}
	}
}

// areWays tells a column of words for streets of several kinds, with nothing else in its cells: "C/", "Av.".
func (d *Detector) areWays(sample []string) bool {
	const short = "|c/|cl|crta|ctra|pza|plza|pso|pº|gta|urb|trv|c so|p le|p za|v le|pç|tv|plac|utca|tér|út|körút|strada|piața|aleea|"
	var kinds keySet
	return areMostly(sample, func(cell string) bool {
		word := strings.ToLower(strings.Trim(cell, " ."))
		kinds.add(hash(word))
		n := d.node(0, nameWordEnd(word, 0), word)
		return strings.Contains(short, "|"+word+"|") || n != nil && n.flags&(flagWay|flagWayAfter) != 0 && nameWordEnd(word, 0) == len(word)
	}) && len(kinds) > 1
}

// endsInStreet tells a name that ends in a street's one word: "Johan van Oldenbarneveltlaan".
func endsInStreet(cell string) bool {
	return countDigits(cell) == 0 && isStreetName(cell[strings.LastIndexByte(cell, ' ')+1:])
}

// endsInQuotes tells what a variety is called, behind its kind: "Rosier 'Pierre de Ronsard'".
func (d *Detector) endsInQuotes(cell string) bool {
	const quotes, longest = "'\"«»“”„‘’", 80 // bytes
	if len(cell) > longest {
		return false
	}
	k := strings.IndexByte(cell, ' ')
	for k > 0 && k+1 < len(cell) && strings.IndexAny(cell[k+1:], quotes) != 0 {
		next := strings.IndexByte(cell[k+1:], ' ')
		if next < 0 {
			return false
		}
		k += 1 + next
	}
	if k <= 0 || nameWords(cell[:k]) > 1 && d.holdsFirstName(cell[:k]) {
		return false // "Jean Dupont 'Jojo'"
	}
	inside := strings.TrimRight(cell[k+1:], ". ")
	return letterCount(inside) > 0 && strings.TrimRight(inside, quotes) != inside
}

// isCounted tells the column of what a statistic counts, "St Helen's" and "Queen Anne" of wards, say: nothing but figures stands beside it,
// under headers, and few of its cells are whole names.
func (t *table) isCounted(column int, samples [][]string) bool {
	const few, figures = 20, 2 // whole names in a hundred; columns
	whole := share(samples[column], func(cell string) bool { return nameWords(cell) > 1 && t.holdsFirstName(cell) })
	if whole >= few || t.nameByValues(samples[column]) != 0 || column >= len(t.heads) || t.speaksOfNames(t.heads[column]) || asksWho(t.heads[column]) {
		return false
	}
	beside := 0
	for c, sample := range samples {
		switch {
		case c == column || len(sample) == 0:
		case areMostly(sample, isFigure):
			beside++
		default:
			return false
		}
	}
	return beside >= figures
}

// isPlaceName tells whether a name at i belongs to a street, a school or a firm: the word before it said so.
func (s *scanner) isPlaceName(i int) bool {
	const near = 24
	if s.orgEnd < 0 || s.orgEnd > i || i-s.orgEnd > near {
		return false
	}
	between := s.text[s.orgEnd:i]
	for _, and := range [...]string{" et ", " en ", " and ", " und ", " y ", " e "} {
		if strings.Contains(between, and) {
			return false
		}
	}
	return !strings.ContainsAny(between, ",;:|\t()")
}

// isOrganisationsName tells whether the word behind a name says that it is a school's or a firm's: "Robert Gordon University". Where more
// follows it may be somebody's own: "Jeanne Martin Lycée Jean Moulin".
func (s *scanner) isOrganisationsName(end int) bool {
	start, stop := nextWord(s.text, end)
	if start != end+1 || start == len(s.text) || s.text[end] != ' ' || !isCapital(s.text, start) || len(s.text) > stop+1 && s.text[stop] == ' ' && letterLen(s.text, stop+1) > 0 {
		return false
	}
	n := s.node(start, stop, s.text)
	return n != nil && n.flags&flagOrg != 0
}
