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
	start int // of the name, in the line
	end   int
	known bool // a first name or an initial vouches for it
	comma bool // between surname and first name
	field bool // a label before a colon stands before it: "Trésorier : Yann Le Goff"
}

// leadingName reads the name that begins a line, behind its number, a short label or a title; ok is false if none does.
func (s *scanner) leadingName(line string) (lead, bool) {
	s.text = line
	start, label := s.leadStart(line)
	l, ok := s.leadAt(line, start)
	if label > start && (!ok || !l.known) {
		if behind, named := s.leadAt(line, label); named {
			l, ok = behind, named
		}
	}
	return l, ok
}

// leadAt reads the name that begins at start.
func (s *scanner) leadAt(line string, start int) (l lead, ok bool) {
	l.field = isField(line[:start])
	first := s.skipTitles(line, start)
	l.start = first
	l.known = first > start
	if end := nameWordEnd(line, first); isInitial(line, first, end) { // J. Petit
		l.known, first = true, nameGap(line, end, false)
	}
	if first >= len(line) {
		return l, false
	}
	parts, end := s.nameFrom(first)
	parts, end, beside := s.besideSurname(line, parts, end)
	l.known = l.known || beside
	if len(parts) == 0 || len(parts) == 1 && !l.known {
		return l, false
	}
	last := parts[len(parts)-1]
	l.known = l.known || s.holdsGiven(parts) || isInitial(line, last.start, last.end)
	for _, p := range parts {
		l.key += nameKey(line[p.start:p.end])
	}
	l.end, l.comma = end, strings.Contains(line[l.start:end], ",")
	return l, true
}

// besideSurname reads on behind one or more words of a name: an initial, "PETIT M.", or a first name that a comma or a gap parts from
// the surname, "Petit, Marie" and "Petit     Marie".
func (s *scanner) besideSurname(line string, parts []place, end int) (_ []place, _ int, initial bool) {
	if len(parts) == 0 || end >= len(line) {
		return parts, end, false
	}
	if stop := nameWordEnd(line, end+1); line[end] == ' ' && isInitial(line, end+1, stop) {
		return parts, stop, true
	}
	rest := line[end:]
	k := end + len(rest) - len(strings.TrimLeft(rest, " ,"))
	gap := strings.HasPrefix(rest, gapText) || strings.HasPrefix(rest, ", ")
	if len(parts) > 2 || !gap || k >= len(line) || !isCapital(line, k) {
		return parts, end, false
	}
	stop := nameWordEnd(line, k)
	if len(parts) == 2 && (line[end] != ',' || s.holdsGiven(parts) || !s.holdsGiven([]place{{k, stop}})) { // "Cruz Montesdeoca, Idaira"
		return parts, end, false
	}
	if line[end] == ',' && (stop-k < 3 || !s.isNameWord(k, stop, s.node(k, stop, line), 1)) {
		return parts, end, false // of a bibliography
	}
	return append(parts, place{k, stop}), stop, false
}

// skipTitles gives where the name begins behind "Mme", "Sig.ra" or "M. et Mme", or start if there is no title.
func (s *scanner) skipTitles(line string, start int) int {
	i := start
	for i < len(line) {
		end := nameWordEnd(line, i)
		n := s.node(i, end, line)
		and := i > start && (line[i] == '&' || strings.Contains("|et|und|and|y|e|en|", "|"+line[i:end]+"|"))
		if !and && (n == nil || n.flags&(flagCivility|flagDoctor) != flagCivility || !isTitle(line, i, end)) {
			break
		}
		if and && end == i {
			end++
		}
		if end < len(line) && line[end] == '.' {
			end = skipTail(line, end+1)
		}
		if end >= len(line) || line[end] != ' ' {
			break
		}
		i = end + 1
	}
	return i
}

// isField tells what stands before a name and is a field's label: "Trésorier : ", and not "Bed 3: ".
func isField(before string) bool {
	return strings.HasSuffix(strings.TrimRight(before, " "), ":") && countDigits(before) == 0
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

// leadStart is where the first word of a line stands that is not its number, "12." or "Bed 3:", and where the one behind a label before
// a colon does, or 0.
func (s *scanner) leadStart(line string) (start, label int) {
	const longest = 18
	box := 0
	if bullet := strings.TrimLeft(line, " -*•"); strings.HasPrefix(bullet, "[") && strings.IndexByte(bullet, ']') == 2 { // "- [x] "
		box = len(line) - len(bullet) + len("[x]")
	}
	start, end := nextWord(line, box)
	if k := strings.Index(line, ": "); k >= 0 && k <= longest {
		label, _ = nextWord(line, k)
		return start, label
	}
	if k := strings.Index(line, gapText); k > start && k <= longest && countDigits(line[:k]) > 0 { // "nr 3   mevr. Kuvlo"
		label, _ = nextWord(line, k)
		return start, label
	}
	if k := classEnd(line); k > 0 {
		start, _ = nextWord(line, k)
		return start, 0
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
	return start, 0
}

// classEnd is where a short name before a pupil's ends, of the class or of a day of the week: "TG5 GOMES Ines", "Tue  Ann Marlow 9A". It is 0
// if there is none.
func classEnd(line string) int {
	const shortest, longest = 2, 5
	const days = "|mon|tue|wed|thu|fri|lun|mar|mer|jeu|ven|mié|jue|vie|gio|seg|ter|qua|qui|sex|"
	word, rest, _ := strings.Cut(line, " ")
	if len(word) < shortest || len(word) > longest || rest == "" {
		return 0
	}
	figures := countDigits(word)
	code := figures > 0 && figures < len(word) && figures+letterCount(word) == len(word) && strings.ToUpper(word) == word
	day := strings.Contains(days, "|"+strings.ToLower(word)+"|") && slices.ContainsFunc(strings.Fields(rest), isClass) // not of a programme
	if !code && !day {
		return 0
	}
	return len(word)
}

// leads counts how the lines of a text begin.
type leads struct {
	lines, entries int // lines that are not empty; those behind an empty line, or first
	names, known   int // lines that begin with names; with known ones
	alone          int // names that fill their line
	told           int // names with a remark behind, in small letters or figures: what somebody wrote has a capital, and firms have their word
	plain, heads   int // … without a field's label before; of these, those that begin an entry of several lines
	commas, order  int // of the plain ones, those with a comma between surname and first name; those that follow in the alphabet on the last
	last           string
	persons        keySet // the plain ones
}

// trustLeads looks how lines begin. Texts that do not begin with names are soon given up.
func (r *blockReader) trustLeads(text string) leads {
	const first, longest, most = 30, 200, 2000 // lines, bytes, lines
	var c leads
	begins := true
	for n := 0; text != "" && n < most; n++ {
		var line string
		line, text = cutLine(text)
		if strings.TrimSpace(line) == "" {
			begins = true
			continue
		}
		c.lines++
		c.entries += count(begins)
		if l, ok := r.leadingName(line); ok && len(line) <= longest {
			rest := line[l.end:]
			c.add(l, line, begins, isTold(rest) && !r.anyWord(rest, isFirmWord))
		}
		begins = false
		if c.lines == first && c.names*4 < c.lines {
			return leads{}
		}
	}
	return c
}

func (c *leads) add(l lead, line string, begins, told bool) {
	c.names++
	c.known += count(l.known)
	if l.field {
		return
	}
	c.plain++
	c.persons.addSome(l.key)
	c.heads += count(begins)
	c.alone += count(strings.TrimRight(line[l.end:], " ,;:.") == "")
	c.told += count(told)
	if l.comma {
		name := strings.ToLower(line[l.start:l.end])
		c.commas++
		c.order += count(c.last < name)
		c.last = name
	}
}

// isTold tells what is noted behind a name of a list: not a title, which begins with a capital, nor
// figures alone, which are a price.
func isTold(rest string) bool {
	price := letterCount(rest) == 0 && countDigits(rest) > 0 && !strings.ContainsAny(rest, "(+-€£")
	rest = strings.TrimLeft(rest, " \t.…_,;:()-–—•|/=+[")
	return !price && (rest == "" || !isCapital(rest, 0))
}

// isOrdered tells a directory: a good part of the lines begin with surname and first name, in the order of the alphabet.
func (c *leads) isOrdered() bool {
	return c.commas >= shortLimit && c.order == c.commas && c.commas*4 >= c.lines && c.known*2 >= c.commas
}

// areTold tells whether nearly all names have such remarks, or what is said of them stands below.
func (c *leads) areTold() bool {
	return c.told*10 >= c.plain*8 || c.isOrdered() || c.alone == c.plain
}

// many tells whether most lines begin with a name, and most of those are known.
func (c *leads) many() bool {
	return c.names >= listLimit && c.names*10 >= c.lines*6 && c.known*2 >= c.names
}

// few gives how many lines begin with names, if that makes the text a list: most lines do, or most entries of several lines, or a part of
// the lines in the order of the alphabet.
func (c *leads) few() int {
	switch {
	case c.isOrdered():
		return c.commas
	case len(c.persons) < shortLimit || c.known*2 < c.names:
		return 0 // a few who talk to each other
	case c.plain*10 >= c.lines*6:
		return c.plain
	case c.alone == c.plain && c.plain*10 >= c.lines*4: // and below each what is said of them
		return c.plain
	case c.heads >= shortLimit && c.heads*10 >= c.entries*6:
		return c.heads
	}
	return 0
}

// noteLeading looks at how a line begins that was scanned: a name and what is noted behind it.
func (r *blockReader) noteLeading(line string, from int) {
	hits := r.hits[min(from, len(r.hits)):]
	r.summary.housed = r.summary.housed || r.lead && slices.ContainsFunc(hits, func(h hit) bool { return h.entity == entAddress })
	r.lead = false
	r.signals.spokesman = r.signals.spokesman || r.isOfficeBelow(line, from)
	r.summary.noteSeveral(hits)
	r.noteCaller(line, hits)
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
	if !ok || r.heads && !l.known {
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

// isHeading tells a line above others that is in capitals, or has an empty one or one of strokes below.
func isHeading(line, text string) bool {
	below, _ := cutLine(text)
	return strings.Trim(below, " =-_*~") == "" || line == strings.ToUpper(line)
}

// dropTwice drops the name that takeLead took where the scanner found it too, and knows more of it.
func (r *blockReader) dropTwice(from int) {
	hits := r.hits[from:]
	if len(hits) > 1 && slices.ContainsFunc(hits[1:], func(h hit) bool { return h.entity == entName && h.marks&markLeads != 0 }) {
		r.hits = slices.Delete(r.hits, from, from+1)
	}
}
