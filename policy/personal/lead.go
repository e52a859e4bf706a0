package personal

import (
	"slices"
	"strings"
)

// Names that lead the lines of a list. Where most lines begin with a name, and most of those are known, the others are names too: what
// stands between Yann Le Goff and Marie Petit is nobody's town.

// lead is the name that begins a line, or what has the shape of one.
type lead struct {
	key   uint64
	end   int  // of the name, in the line
	known bool // a first name or an initial vouches for it
}

// leadingName reads the name that begins a line, behind its number or a short label; ok is false if none does.
func (s *scanner) leadingName(line string) (l lead, ok bool) {
	s.text = line
	start := s.leadStart(line)
	first, l := start, lead{}
	if end := nameWordEnd(line, start); isInitial(line, start, end) { // J. Petit
		l.known, first = true, nameGap(line, end, false)
	}
	if first >= len(line) {
		return l, false
	}
	parts, end := s.nameFrom(first)
	if len(parts) > 0 && end < len(line) && line[end] == ' ' { // PETIT M.
		if stop := nameWordEnd(line, end+1); isInitial(line, end+1, stop) {
			l.known, end = true, stop
		}
	}
	if k := end + len(line[end:]) - len(strings.TrimLeft(line[end:], " ")); len(parts) == 1 && k > end+1 && k < len(line) && isCapital(line, k) { // "Petit     Marie"
		parts, end = append(parts, place{k, nameWordEnd(line, k)}), nameWordEnd(line, k)
	}
	if len(parts) == 0 || len(parts) == 1 && !l.known {
		return l, false
	}
	last := parts[len(parts)-1]
	l.known = l.known || s.holdsGiven(parts) || isInitial(line, last.start, last.end)
	for _, p := range parts {
		l.key += nameKey(line[p.start:p.end])
	}
	l.end = end
	return l, true
}

// holdsGiven tells whether one of these words is a first name.
func (s *scanner) holdsGiven(parts []place) bool {
	return slices.ContainsFunc(parts, func(p place) bool {
		n := s.node(p.start, p.end, s.text)
		return n != nil && n.flags&flagFirstName != 0
	})
}

// isInitial tells one capital with a full stop behind it.
func isInitial(line string, i, j int) bool {
	return j > i && j-i <= 2 && letterCount(line[i:j]) == 1 && isCapital(line, i) && j < len(line) && line[j] == '.'
}

// leadStart is where the first word of a line stands that is not its number, "12." or "Bed 3:", nor a label before a colon.
func (s *scanner) leadStart(line string) int {
	const longest = 18
	start, end := nextWord(line, 0)
	if k := strings.Index(line, ": "); k >= 0 && k <= longest {
		start, _ = nextWord(line, k)
		return start
	}
	k := end
	for k < len(line) && (line[k] == ' ' || isDigit(line[k])) {
		k++
	}
	if k > end+1 && k < len(line) && end-start <= longest && strings.IndexByte(":.-)", line[k]) >= 0 || strings.HasPrefix(line[min(k, len(line)):], "–") {
		if digits := countDigits(line[end:k]); digits > 0 {
			start, _ = nextWord(line, k)
		}
	}
	return start
}

// trustLeads tells whether most lines of a text begin with a name, and most of those are known. Texts that do not begin so are soon
// given up.
func (r *blockReader) trustLeads(text string) bool {
	const first, longest, most = 30, 200, 2000 // lines, bytes, lines
	lines, leads, known := 0, 0, 0
	for n := 0; text != "" && n < most; n++ {
		var line string
		line, text = cutLine(text)
		if strings.TrimSpace(line) == "" {
			continue
		}
		lines++
		if len(line) > longest {
			continue
		}
		if l, ok := r.leadingName(line); ok {
			leads++
			if l.known {
				known++
			}
		}
		if lines == first && leads*4 < lines {
			return false
		}
	}
	return leads >= listLimit && leads*10 >= lines*6 && known*2 >= leads
}

// noteLeading looks at how a line begins that was scanned: a name and what is noted behind it.
func (r *blockReader) noteLeading(line string, from int) {
	hits := r.hits[min(from, len(r.hits)):]
	r.summary.housed = r.summary.housed || r.lead && slices.ContainsFunc(hits, func(h hit) bool { return h.entity == entAddress })
	r.lead = false
	r.signals.spokesman = r.signals.spokesman || r.isOfficeBelow(line, from)
	if slices.ContainsFunc(hits, func(h hit) bool { return h.entity == entName }) {
		r.noteRemark(line, hits)
		return
	}
	r.noteShape()
	l, ok := r.leadingName(line)
	if !ok {
		return
	}
	r.lead = len(line) < 40
	r.summary.likely.addSome(l.key)
	if r.isListRemark(remarkOf(line[l.end:]), line[l.end:]) {
		r.summary.guessed++
	}
}

// takeLead takes the name that begins a line of a list before the line is scanned, and gives its end.
func (r *blockReader) takeLead(line string) int {
	if !r.listed {
		return 0
	}
	l, ok := r.leadingName(line)
	if !ok {
		return 0
	}
	m := markFull | markBare | markLeads
	if isAge(line[l.end:]) || isNoted(line[l.end:]) {
		m |= markNoted
	}
	if strings.Trim(line[l.end:], " .,;") == "" {
		m |= markAlone
	}
	r.pos = 0
	r.add(hit{key: l.key, entity: entName, part: concept(entName), marks: m})
	return l.end
}

// dropTwice drops the name that takeLead took where the scanner found it too, and knows more of it.
func (r *blockReader) dropTwice(from int) {
	hits := r.hits[from:]
	if len(hits) > 1 && slices.ContainsFunc(hits[1:], func(h hit) bool { return h.entity == entName && h.marks&markLeads != 0 }) {
		r.hits = slices.Delete(r.hits, from, from+1)
	}
}
