package personal

import (
	"strings"
	"unicode/utf8"
)

// Names that a column's cells show by their shape, whoever knows them.

// haveInitials tells a column of surnames with initials, most of them different: "Sandhu H", "J. van der Meer".
func (d *Detector) haveInitials(sample []string) bool {
	found := 0
	var surnames keySet
	for _, cell := range sample {
		if key := d.initialled(cell); key != 0 {
			found++
			surnames.add(key)
		}
	}
	return found >= fiveShaped && found*10 >= len(sample)*8 && len(surnames)*10 >= found*6
}

// initialled gives the key of the surname of a cell that holds one and initials, or 0.
func (d *Detector) initialled(cell string) (surname uint64) {
	if nameWords(cell) < 2 {
		return 0
	}
	initials, words := 0, 0
	for w, n := range d.nameWordsOf(cell) {
		_, size := utf8.DecodeRuneInString(cell[w.start:])
		switch {
		case w.end-w.start == size && isCapital(cell, w.start):
			initials++
		case n != nil && n.flags&(flagParticle|flagCivility) != 0:
		case !isCapital(cell, w.start) && w.end-w.start > size: // van 't Hof
			return 0
		default:
			words++
			surname += nameKey(cell[w.start:w.end])
		}
	}
	if initials == 0 || initials > 3 || words == 0 || words > 2 {
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
