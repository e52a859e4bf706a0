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
