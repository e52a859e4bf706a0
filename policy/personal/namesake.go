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

// isNamesake tells a cell that ends in such a name: "Table Victor Hugo".
func (d *Detector) isNamesake(cell string) bool {
	for w := range d.nameWordsOf(cell) {
		if _, ok := d.famous[nameKey(cell[w.start:])]; ok {
			return true
		}
	}
	return false
}

// areNamesakes tells a column of things named after people: several of those, each once, and a good part of all.
func (d *Detector) areNamesakes(sample []string) bool {
	const several, part = 3, 5
	var found keySet
	for _, cell := range sample {
		if d.isNamesake(cell) {
			found.add(hash(cell))
		}
	}
	return len(found) >= several && len(found)*part >= len(sample)
}

// dropNamesakes takes the names of things for no persons'.
func (t *table) dropNamesakes(samples [][]string) {
	for c := range t.cols {
		if col := &t.cols[c]; col.name == fieldFullName && t.areNamesakes(samples[c]) {
			col.name, col.label, col.aside, t.register = 0, nil, true, true
			t.people, t.summary.members = false, false
		}
	}
}
