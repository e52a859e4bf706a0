package personal

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// word reads the word s.text[i:j] and gives the place to go on from: behind the phrase, if it starts one.
func (s *scanner) word(i, j int) int {
	if j-i > maxWord {
		return j
	}
	var buf [2 * maxWord]byte
	folded := fold(buf[:0], s.text[i:j])
	n := s.lexicon.root[string(folded)]
	s.remember(word{i, j, n})
	s.hearAgain(folded)
	if i < s.urlEnd {
		return j
	}
	if end := s.bornMark(i, j); end > 0 {
		return end
	}
	if isShortFrau(s.text, i, j) {
		return s.civility(i, j, &node{})
	}
	if n != nil && !s.aside {
		s.signals.public = s.signals.public || n.flags&(flagPublic|flagWork) != 0
		s.signals.work = s.signals.work || n.flags&flagWork != 0
		s.hear(n.heard, i, j)
	}
	if n == nil || n.label == nil {
		if end := s.shortPart(i, j); end > 0 {
			return end
		}
	}
	if n == nil {
		return s.unknownWord(i, j)
	}
	if n.flags&flagExample != 0 {
		s.announceExample(j)
	}
	if end := s.phrase(i, j, n); end > j {
		return end
	}
	return max(j, s.knownWord(i, j, n))
}

// phrase acts on the label that starts with the word s.text[i:j], and gives its end.
func (s *scanner) phrase(i, j int, n *node) int {
	l, end := s.lexicon.match(s.text, n, j)
	if l == nil {
		return j
	}
	if n.label != nil && n.label != l {
		s.addSignals(n.label.signals, i, j) // "Rechnung Nr." is a reference and says that this is an invoice
	}
	s.announce(l, i, end)
	start := end
	for start > i && (isAlnum(s.text[start-1]) || s.text[start-1] >= utf8.RuneSelf) {
		start--
	}
	s.words[0] = word{start: start, end: end, node: n}
	return end
}

func (s *scanner) remember(w word) {
	s.words[3], s.words[2], s.words[1], s.words[0] = s.words[2], s.words[1], s.words[0], w
}

// unknownWord looks at a word that is in no list: the beginning of an URL, a country code of an IBAN, a compound that
// ends in "straße".
func (s *scanner) unknownWord(i, j int) int {
	switch {
	case j-i <= 5 && s.text[i]|0x20 >= 'f':
		s.url(i, j)
	case j-i > 5:
		s.compoundStreet(i, j)
	}
	return j
}

// url notes how far an URL goes that begins here: numbers in it are nobody's.
func (s *scanner) url(i, j int) {
	rest := s.text[j:]
	if !strings.HasPrefix(rest, "://") && !(s.text[i:j] == "www" && strings.HasPrefix(rest, ".")) {
		return
	}
	s.urlEnd = len(s.text)
	if k := strings.IndexAny(rest, " \t\"'<>|;"); k >= 0 {
		s.urlEnd = j + k
	}
}

// knownWord acts on a single word of the lexicon.
func (s *scanner) knownWord(i, j int, n *node) int {
	switch {
	case n.flags&(flagWay|flagWayAfter) != 0:
		s.streetWord(i, j, n.flags)
		s.orgEnd = j
	case n.flags&(flagOrg|flagPlace) != 0:
		s.placeWord(i, j, n)
	case n.flags&flagCivility != 0:
		return s.civility(i, j, n)
	case n.month != 0 && s.waits(concept(entBirthDate), i):
		return s.labelled(i) // March 12, 1985
	case n.flags&flagFirstName != 0:
		return s.firstName(i, j)
	}
	return j
}

// shortPart reads a value that begins with a few capitals apart: FR 76 3000 6…, A-700555-R, RSS MRA 85T10 A562S. It
// gives its end, or 0.
func (s *scanner) shortPart(i, j int) int {
	if j-i > 6 || s.text[i] > 'Z' || j+1 >= len(s.text) || !isShout(s.text[i:j]) {
		return 0
	}
	if j-i == 2 {
		if end := s.account(i, false); end > 0 {
			return end
		}
	}
	if end := s.labelled(i); end > 0 || j-i != 2 {
		return end
	}
	return s.bare(i, j)
}

// placeWord notes that the name behind this word is not a person's. Short forms such as SA and AG are firms in
// capitals only.
func (s *scanner) placeWord(i, j int, n *node) {
	if j-i <= 3 && !isShout(s.text[i:j]) {
		return
	}
	s.orgEnd = j
	if n.flags&flagOrg != 0 {
		s.organisation()
	}
}

// announce acts on a label at s.text[i:end].
func (s *scanner) announce(l *label, i, end int) {
	s.addSignals(l.signals, i, end)
	if len(l.concepts) == 0 {
		return
	}
	waits := false
	for _, c := range l.concepts {
		if c == concept(entBirthDate) || c == fieldDwelling {
			s.nameBefore(i)
		}
		if c == concept(entBirthDate) {
			s.birthField = s.opensField(i, end)
		}
		switch {
		case c == fieldSalary && s.column == nil && (s.col >= 0 || len(s.cells) > 0):
			s.add(hit{key: uint64(c), entity: entPay, part: c, marks: markLabelled}) // "Salaire octobre Jean Dupont"
			s.hits[len(s.hits)-1].col = s.figuresColumn()
		case c >= mentions:
			s.mention(entityID(c-mentions), i, end)
		case c == fieldAnimal:
			s.signals.animal = s.signals.animal || s.opensField(i, end)
		case c == fieldOrg && !s.opensField(i, end) && !isCapital(s.text, i): // "attestons employer M. Ferchichi"
		case c >= numConceptEntities:
			if c != fieldPerson || !s.isElided(i) || s.capitalFollows(end) {
				waits = s.field(c, i, end) || waits
			}
		case isSensitive(c):
			s.sensitiveField(entityID(c), i, end)
		case c == concept(entCredential):
			s.credential(end)
		case c == concept(entAddress):
			s.openStreet = -1 // the street or the postcode in the value will be taken for what they are
			waits = true
		default:
			waits = true
		}
	}
	if waits {
		s.wait(l, i, end)
	}
}

// figuresColumn is the column of the first figures beside the cell of a label, which may have a year of its own; else the label's.
func (s *scanner) figuresColumn() int16 {
	own := s.column0()
	if int(own) >= len(s.cells) {
		return own
	}
	beside := s.cells[own]
	i := strings.IndexAny(s.text[beside:], "123456789")
	if i < 0 {
		return own
	}
	c, _ := slices.BinarySearch(s.cells, beside+i)
	return int16(min(c, maxColumn))
}

// field acts on a label that is no entity's own: names are read at once.
func (s *scanner) field(c concept, i, end int) (waits bool) {
	switch c {
	case fieldFirstName, fieldLastName, fieldFullName, fieldPerson:
		s.labelledName(c, i, end)
	case fieldMember, fieldRole, fieldSubject:
		if start, ok := s.colon(end); ok && s.headsSeveral(start) {
			return false
		}
		s.roleEnd = s.base + end
		s.nameBehindAge(end)
		if s.isSomeones(end) {
			s.kinEnd = s.roleEnd
		}
		s.subjectNamed(c, end)
	case fieldGreeting:
		s.greetingEnd = s.base + end
		s.signals.greets = true
	case fieldMark:
		s.graded(end)
	case fieldAge:
		start, ok := s.colon(end)
		s.signals.aged = s.signals.aged || ok && start < len(s.text) && isDigit(s.text[start])
	case fieldDeath:
		if s.signals.top <= 2 && s.beginsField(i) {
			s.deathEnd = s.base + end
		}
		return true
	case fieldDwelling, fieldOtherDate:
		return true
	case fieldOrg:
		s.orgEnd = end
		s.organisation()
	}
	return false
}

// fewMarks is how many subjects make a school report.
const fewMarks = 2

// graded notes a school subject that ends at end, if a mark is behind it: "Deutsch 3", "Lengua: 7".
func (s *scanner) graded(end int) {
	const highest = 20
	rest := strings.TrimLeft(s.text[end:], " :\t.")
	n, stop := figures(rest, 0)
	if stop > 0 && stop <= 2 && n <= highest && len(rest) < len(s.text[end:]) && (stop == len(rest) || strings.IndexByte(" ,;.-/+\t", rest[stop]) >= 0) {
		s.signals.graded++
	}
}

// isSomeones tells whether the word that ends at end is said of somebody's own: "votre fille".
func (s *scanner) isSomeones(end int) bool {
	const possessives = "|votre|notre|mon|ma|your|our|my|ihr|ihre|ihren|ihrem|unser|unsere|mein|meine|su|mi|nuestro|nuestra|suo|sua|vostro|vostra|" +
		"mio|mia|nostro|nostra|uw|mijn|onze|ons|seu|meu|minha|vosso|vossa|"
	before := strings.TrimSuffix(s.text[:nameWordStart(s.text, end)], " ")
	word := strings.ToLower(before[nameWordStart(before, len(before)):])
	return s.col < 0 && len(s.cells) == 0 && word != "" && strings.Contains(possessives, "|"+word+"|")
}

// subjectNamed looks at the name that was read behind the role of somebody whom a paper, or a line of it, is about.
func (s *scanner) subjectNamed(c concept, end int) {
	n := len(s.hits)
	if n == 0 || s.hits[n-1].part != fieldPerson {
		return
	}
	h := &s.hits[n-1]
	s.signals.role = s.signals.role || h.marks&markFull != 0 && h.window == s.window
	if c == fieldMember && h.entity == entName && s.pos > end && h.line == s.line {
		h.marks |= markNoted
	}
}

// wait lets a label wait for its value, or gives it one that stands right before it: "111222333 (BSN)".
func (s *scanner) wait(l *label, start, end int) {
	if end-start <= 2 && !s.introduces(start, end) {
		return // two small letters are a word
	}
	if strings.EqualFold(s.text[start:end], "nee") && strings.TrimSpace(s.text[end:]) == "" {
		return // "no", in Dutch
	}
	if len(s.waiting) == maxWaiting {
		s.waiting = append(s.waiting[:0], s.waiting[1:]...)
	}
	s.waiting = append(s.waiting, waiting{label: l, end: s.base + end, line: s.window})
	if s.lastNum[0] >= 0 && !s.valueFollows(end) {
		s.valueBefore(l, start)
	}
}

// introduces tells whether the short label s.text[start:end] is written like one: in capitals, or with a colon or a
// full stop behind it.
func (s *scanner) introduces(start, end int) bool {
	if isShout(s.text[start:end]) || end < len(s.text) && s.text[end] == '.' {
		return true
	}
	_, ok := s.colon(end)
	return ok
}

// valueFollows tells whether a number, or something that introduces one, comes right after a label.
func (s *scanner) valueFollows(end int) bool {
	for k := end; k < len(s.text) && k < end+4; k++ {
		if isDigit(s.text[k]) || s.text[k] == ':' || s.text[k] == '=' {
			return true
		}
	}
	return false
}

func (s *scanner) valueBefore(l *label, start int) {
	for _, i := range s.lastNum {
		if i < 0 || start-i > reachExact {
			return
		}
		s.run.read(s.text, i)
		if end := s.tryConcepts(l, i, reachExact+1); end > 0 {
			s.lastNum = [2]int{-1, -1}
			return
		}
	}
}

// colon gives where the value begins after a label that ends at end: behind ":", "=", a quote or a tag's ">". Without
// one the label was only a word.
func (s *scanner) colon(end int) (start int, ok bool) {
	for k := end; k < len(s.text) && k < end+24; k++ {
		switch c := s.text[k]; {
		case c == ':' || c == '=' || c == '>' || c == '\t':
			start := s.skipQuotes(k + 1)
			return start, !strings.HasSuffix(s.text[:start], "___ ")
		case c == '(':
			k += max(0, strings.IndexByte(s.text[k:min(len(s.text), k+reachExact)], ')'))
		case strings.HasPrefix(s.text[k:], "n°") || strings.HasPrefix(s.text[k:], "no "): // "Locataire n° 3 :"
			k++
		case isDigit(c) && k > end && strings.HasPrefix(strings.TrimLeft(s.text[k+1:], " "), ":"): // "Déclarant 1 :"
		case isLeader(s.text[k:]):
			return s.skipQuotes(k + len(s.text[k:]) - len(strings.TrimLeft(s.text[k:], "._…: "))), true
		case k >= end+2 && s.text[k-1] == ' ' && s.text[k-2] == ' ' && (isAlnum(c) || letterLen(s.text, k) > 0):
			return k, true // columns of blanks
		case c != ' ' && c != '"' && c != '\'' && c != '.' && c != '*' && c != '_':
			return 0, false
		}
	}
	return 0, false
}

// isLeader tells the dots that lead from a label to its value.
func isLeader(s string) bool {
	return strings.HasPrefix(s, "....") || strings.HasPrefix(s, "____") || strings.HasPrefix(s, "……")
}

func (s *scanner) skipQuotes(k int) int {
	for k < len(s.text) && strings.IndexByte(" \t\"'*_>[", s.text[k]) >= 0 {
		k++
	}
	return k
}

// lastMark gives the last character that is no space, of those before a title's words: 0 for none and for a bullet.
func lastMark(s string) byte {
	s = strings.TrimRight(s, " ")
	if strings.Trim(s, "#*•_–— ") == "" {
		return 0
	}
	if strings.HasSuffix(s, "–") || strings.HasSuffix(s, "—") {
		return '-'
	}
	return s[len(s)-1]
}

// opensField tells whether the label s.text[i:end] is a form's, not a word of a sentence: it begins its line or cell, or stands
// apart from what is before it, or a colon follows.
func (s *scanner) opensField(i, end int) bool {
	if _, ok := s.colon(end); ok || s.beginsField(i) {
		return true
	}
	return strings.HasSuffix(s.text[:i], "  ") || strings.HasSuffix(s.text[:i], "\t")
}

// sensitiveField reads the value of a field such as "Allergies :", unless it says that there are none.
func (s *scanner) sensitiveField(id entityID, i, end int) {
	start, ok := s.colon(end)
	if !ok || start >= len(s.text) || !s.beginsField(i) {
		return
	}
	s.pos = start
	s.sensitiveValue(id, s.text[start:])
}

// beginsField tells whether a label at i begins its line or cell, as in a form.
func (s *scanner) beginsField(i int) bool {
	start := max(0, i-2*reachNear)
	tab := strings.LastIndexByte(s.text[start:i], '\t')
	if tab < 0 && start > 0 {
		return false
	}
	return strings.Trim(s.text[start+tab+1:i], " -*•#_\"'<.") == ""
}

func (s *scanner) sensitiveValue(id entityID, value string) {
	const longest = 60
	value, _, _ = strings.Cut(value, "\t")
	value = strings.Trim(value, " .,;\"'<>|/")
	if letterCount(value) == 0 || len(value) < longest && strings.Contains(emptyAnswers, "|"+strings.ToLower(value)+"|") {
		return
	}
	s.add(hit{key: hash(value[:min(len(value), longest)]), entity: id, part: concept(id), marks: markLabelled})
	s.noteKept(id, markLabelled)
}

// letterCount counts the letters of a short value.
func letterCount(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if letterLen(s, i) > 0 {
			n++
		}
	}
	return n
}

// headsSensitive tells what a column of such words is called, and nothing else.
func headsSensitive(c concept) bool { return c > headings && c < mentions }

func isSensitive(c concept) bool { return c >= concept(entHealth) && c <= concept(entOffence) }

// credential reads a password behind its label: one token, not a row of stars.
func (s *scanner) credential(end int) {
	start, ok := s.colon(end)
	if !ok {
		return
	}
	stop := start
	for stop < len(s.text) && strings.IndexByte(" \t\"'<>,;|", s.text[stop]) < 0 {
		stop++
	}
	value := s.text[start:stop]
	if len(value) < 6 || strings.Trim(value, value[:1]) == "" || strings.ContainsAny(value, "{}$*%…") {
		return
	}
	s.pos = start
	s.take(entCredential, start, stop, value, markLabelled)
}

// mention records a word of articles 9 and 10, such as the name of an illness.
func (s *scanner) mention(id entityID, i, end int) {
	var buf [2 * maxWord]byte
	s.signals.tellsIll = s.signals.tellsIll || s.signals.namedAt > 0
	s.add(hit{key: hash(fold(buf[:0], s.text[i:min(end, i+maxWord)])), entity: id, part: concept(id), marks: markBare})
}

// organisation notes that an organisation stands here, so that its address is not taken for a person's.
func (s *scanner) organisation() {
	if n := len(s.hits); n > 0 && s.hits[n-1].marks&markOrg != 0 && s.hits[n-1].window == s.window {
		return
	}
	s.add(hit{marks: markOrg, entity: entName})
}
