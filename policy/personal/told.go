package personal

import "strings"

// What phrases tell of the whole document, and where they tell it: a title says more than a sentence.

// addSignals notes what a phrase tells of the document. The headings of a CV are ordinary words elsewhere: they must
// fill their line.
func (s *scanner) addSignals(list []signal, i, end int) {
	if len(list) == 0 {
		return
	}
	cell, _, _ := strings.Cut(s.text[end:], "\t")
	start := strings.LastIndexByte(s.text[:i], '\t') + 1
	heading := strings.Trim(s.text[start:i], " #*-•:_.") == "" && strings.Trim(cell, " #*-:_.") == ""
	for _, g := range list {
		if s.name && g.kind.clears() {
			continue
		}
		if g.points > 1 && g.kind <= kindForm && s.isTitleCell(i) {
			s.signals.titled = true
		}
		if g.points == 2 && (g.kind == kindMedical || g.kind == kindCV) && heading {
			g.points = kindPoints // "Ordonnance": a paper's title, and a word of the law elsewhere
		}
		if g.points == 2 && g.kind == kindNotice && s.signals.top <= titleLines && s.signals.rows == 0 && s.isTitleCell(i) {
			g.points = kindPoints // "Legal notice" heads one, and is a link at the foot of any page
		}
		if g.points == 1 && g.kind == kindPersons && s.isTitle(i) {
			g.points = kindPoints
		}
		switch {
		case g.kind == kindAffairs && g.points == 2 && s.isTitleCell(i):
			g.points = kindPoints
		case g.kind == kindAffairs && g.points == 2,
			g.points == kindPoints && (g.kind == kindInvoice || g.kind == kindNotice) && !s.beginsField(i) && !s.isTitleCell(i):
			g.points = 1 // a word of a sentence
		case g.kind == kindNotice && s.signals.bornField:
			g.points = min(g.points, 1) // what a form has below it, "Notice d'information", makes none of the form
		}
		if g.points == 2 && g.kind != kindCV || g.points == 1 && g.kind == kindPersons {
			continue // enough in a file's name, but not in a text
		}
		if g.kind != kindCV || g.points == kindPoints || heading {
			s.signals.add(g)
		}
	}
}

// titleLines is how many lines at the top of a text may be its title.
const titleLines = 4

// isTitle tells whether the words at i begin a short line that is no sentence, or stand in one at the top.
func (s *scanner) isTitle(i int) bool {
	const longest = 70
	return s.col < 0 && len(s.text) <= longest && (s.signals.top <= titleLines || strings.IndexByte("-:\x00", lastMark(s.text[:i])) >= 0) &&
		!strings.ContainsAny(s.text, "\t;|") && !strings.HasSuffix(strings.TrimSpace(s.text), ".")
}

// isTitleCell is isTitle for the cell around i, in a form.
func (s *scanner) isTitleCell(i int) bool {
	const longest, titleLines = 80, 6
	start := strings.LastIndexByte(s.text[:i], '\t') + 1
	cell, _, _ := strings.Cut(s.text[start:], "\t")
	if s.col < 0 && s.signals.top <= 2 && strings.Trim(s.text[start:i], " #*-•_") == "" {
		return true // the document begins so, whatever follows
	}
	return s.col < 0 && len(cell) <= longest && (s.signals.top <= titleLines || strings.IndexByte("-:\x00", lastMark(s.text[start:i])) >= 0) &&
		!strings.ContainsAny(cell, ";|") && !strings.HasSuffix(strings.TrimSpace(cell), ".")
}
