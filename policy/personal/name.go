package personal

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxNameWords is how many words a person's name may have, particles not counted.
const maxNameWords = 5

// firstName looks for a surname beside the first name s.text[i:j], and gives the end of the name, or j.
func (s *scanner) firstName(i, j int) int {
	if i < s.urlEnd || !isCapital(s.text, i) || touchesAddress(s.text, i, j) || isPatron(s.text, i) {
		return j
	}
	parts, end := s.nameFrom(i)
	if len(parts) < 2 {
		before, ok := s.surnameBefore(i)
		if !ok {
			var buf [2 * maxWord]byte
			s.signals.say(hash(fold(buf[:0], s.text[i:j])), false)
			s.firstNameAlone(parts)
			return j
		}
		parts = append(parts, before)
		i = before.start
	}
	if s.isPlaceName(i) || s.isOrganisationsName(end) {
		return end
	}
	s.takeName(parts, concept(entName), markFull|markBare)
	return end
}

// isPatron tells a saint's name that something is called by: "St Mildred's Newsletter".
func isPatron(s string, i int) bool {
	return hasAny(s[:i], strings.HasSuffix, "St ", "St. ", "Saint ") && strings.HasPrefix(strings.TrimLeftFunc(s[i:], unicode.IsLetter), "'s")
}

// firstNameAlone takes a first name behind a role, or that has its value right behind on the line: "Josiane : 06 12 34 56 78".
func (s *scanner) firstNameAlone(parts []place) {
	if len(parts) == 1 && s.kinEnd > 0 && s.isBeside(s.kinEnd-s.base, parts[0].start) { // "votre fille Louane"
		s.takeName(parts, fieldFirstName, markLabelled)
		s.signals.kin = true
		return
	}
	if len(parts) != 1 || s.col >= 0 || len(s.cells) > 0 || !s.beginsLine(parts[0].start) {
		return
	}
	value := strings.TrimLeft(s.text[parts[0].end:], " \t:-–—.=>(")
	if value != s.text[parts[0].end:] && value != "" && (isDigit(value[0]) || value[0] == '+') {
		s.takeName(parts, fieldFirstName, markBare)
	}
}

// civility reads the name behind "Mme" or "Herr": s.text[i:j] is the title.
func (s *scanner) civility(i, j int, n *node) int {
	if i < s.urlEnd || !isTitle(s.text, i, j) {
		return j
	}
	start := j
	if start < len(s.text) && s.text[start] == '.' {
		start = skipTail(s.text, start+1)
	}
	for k := start; start < len(s.text) && s.text[start] == ' ' && start < k+2; {
		start++
	}
	if start == j || start >= len(s.text) || !isCapital(s.text, start) {
		return j
	}
	first := skipInitials(s.text, start)
	parts, end := s.nameAfterTitle(first)
	if len(parts) == 0 || s.isPlaceName(i) {
		return max(j, end)
	}
	m := markLabelled
	if len(parts) > 1 || first > start {
		m |= markFull
	}
	if n.flags&flagDoctor != 0 {
		m |= markDoctor
	}
	s.takeName(parts, concept(entName), m)
	return end
}

// isTitle tells whether the title s[i:j] is written like one: with a capital, or with a full stop if it has two small letters.
func isTitle(s string, i, j int) bool {
	return isCapital(s, i) || j-i > 2 || j-i == 2 && strings.HasPrefix(s[j:], ".")
}

// isShortFrau tells the "Fr." of German notes. Without a full stop it is a Friday, or French.
func isShortFrau(s string, i, j int) bool {
	return s[i:j] == "Fr" && strings.HasPrefix(s[j:], ". ") && j+2 < len(s) && isCapital(s, j+2)
}

// skipTail skips the end of a shortened title: "Sig.ra", "Dott.ssa", "Sr.ª".
func skipTail(s string, i int) int {
	const longest = 5 // bytes
	for j := i; j < len(s) && j-i <= longest; j += max(1, letterLen(s, j)) {
		if s[j] == ' ' || s[j] == '.' {
			return j + strings.Count(s[j:j+1], ".")
		}
		if letterLen(s, j) == 0 || isCapital(s, j) {
			break
		}
	}
	return i
}

// skipInitials gives where the surname begins behind initials: "J. Threlkeld", "M.J. de Vries", "R Cole".
func skipInitials(s string, i int) int {
	for i < len(s) {
		j := nameWordEnd(s, i)
		if j == i || j-i > letterLen(s, i) || !isCapital(s, i) {
			return i
		}
		if j < len(s) && s[j] == '.' {
			j++
		}
		if j < len(s) && s[j] == ' ' {
			j++
		}
		i = j
	}
	return i
}

// nameFrom reads capitalised words from i, over particles such as "de" and "van".
func (s *scanner) nameFrom(i int) (parts []place, end int) {
	end = i
	for after := false; len(parts) < maxNameWords && i < len(s.text); {
		j := nameWordEnd(s.text, i)
		if j == i {
			break
		}
		n := s.node(i, j, s.text)
		particle := s.isParticle(i, j, n)
		street := after && len(parts) > 0 && n != nil && s.isVouchedWord(i, j)                    // De La Tour
		street = street || after && n != nil && n.flags&flagWayAfter != 0 && isCapital(s.text, i) // van Dijk
		if !particle && !street && !s.isNameWord(i, j, n, len(parts)) {
			break
		}
		if !particle {
			parts = append(parts, place{i, j})
			end = j
		}
		after = particle
		next := nameGap(s.text, j, len(parts) == 1)
		if next == j {
			break
		}
		i = next
	}
	return parts, end
}

// nameAfterTitle is nameFrom behind a title, which vouches for a word that elsewhere is a place's: "Mme Saint-Paul", "M. DE LA
// TOUR".
func (s *scanner) nameAfterTitle(i int) (parts []place, end int) {
	start := i
	for {
		j := nameWordEnd(s.text, i)
		n := s.node(i, j, s.text)
		if n == nil || n.flags&flagParticle == 0 || nameGap(s.text, j, false) == j {
			break
		}
		i = nameGap(s.text, j, false)
	}
	j := nameWordEnd(s.text, i)
	if j == i || !s.isVouchedWord(i, j) {
		return s.nameFrom(start)
	}
	parts, end = []place{{i, j}}, j
	if next := nameGap(s.text, j, true); next > j {
		more, stop := s.nameFrom(next)
		if len(more) > 0 {
			parts, end = append(parts, more[:min(len(more), maxNameWords-1)]...), stop
		}
	}
	return parts, end
}

// isVouchedWord is isNameWord for a word that something beside it says is a name.
func (s *scanner) isVouchedWord(i, j int) bool {
	if !isCapital(s.text, i) || j-i < 2 || touchesAddress(s.text, i, j) {
		return false
	}
	n := s.node(i, j, s.text)
	return n == nil || !n.speaks() && n.flags&(flagCommon|flagSmall|flagCivility) == 0 && n.month == 0
}

// isParticle tells a particle of names: "Ní" is one, "NI" a number's label.
func (s *scanner) isParticle(i, j int, n *node) bool {
	return n != nil && n.flags&flagParticle != 0 && (n.label == nil || !isShout(s.text[i:j]))
}

// isNameWord tells whether a capitalised word can be part of a name that has this many parts already.
func (s *scanner) isNameWord(i, j int, n *node, before int) bool {
	if !isCapital(s.text, i) || j-i < 2 && before == 0 || touchesAddress(s.text, i, j) || s.beginsAccount(i, j) {
		return false
	}
	if n == nil {
		return true
	}
	if n.flags&flagFirstName != 0 {
		return true
	}
	if (before > 0 || isShout(s.text[i:j])) && n.flags&flagPlace != 0 && strings.IndexByte(s.text[i:j], '-') > 0 {
		return true // Josiane Saint-Martin
	}
	return !n.speaks() && n.flags&(flagCommon|flagOrg|flagPlace|flagWay|flagWayAfter|flagSmall|flagCivility) == 0 && n.month == 0
}

// surnameBefore gives the word before the first name at i, if that looks like a surname: capitals, or first on its
// line, or before a comma.
func (s *scanner) surnameBefore(i int) (place, bool) {
	w := s.words[1]
	if w.end == 0 || w.end >= i || w.end-w.start < 2 || i-w.end > 3 && (w.start > 0 || !isShout(s.text[w.start:w.end])) {
		return place{}, false
	}
	if strings.HasSuffix(s.text[w.end:i], " \"") {
		return place{}, false // Chair "Emma"
	}
	switch strings.Trim(s.text[w.end:i], " \"'") {
	case "", ",", ";", "\t":
	default:
		return place{}, false
	}
	if !s.isNameWord(w.start, w.end, w.node, 1) && !s.isLineSurname(w) {
		return place{}, false
	}
	if !isShout(s.text[w.start:w.end]) && w.start > 4 && s.text[w.end] == ' ' && !s.beginsCell(w.start) {
		return place{}, false
	}
	return place{w.start, w.end}, true
}

// beginsCell tells whether the word at i stands behind a number, a colon, or more than one blank: "DN 0017 Steiner Manuela".
func (s *scanner) beginsCell(i int) bool {
	before := strings.TrimRight(s.text[:i], " ")
	if before == "" || i-len(before) > 1 {
		return true
	}
	last := before[len(before)-1]
	return isDigit(last) || last == ':' || last == '\t'
}

// isLineSurname tells a word in capitals that begins its line, particles aside, whatever it means elsewhere: "DE LA TOUR Jeanne".
func (s *scanner) isLineSurname(w word) bool {
	if !isShout(s.text[w.start:w.end]) || !s.isVouchedWord(w.start, w.end) {
		return false
	}
	before := s.text[:w.start]
	for i := 0; i < len(before); {
		start, end := nextWord(before, i)
		if n := s.node(start, end, before); start < end && (n == nil || n.flags&flagParticle == 0) {
			return false
		}
		i = max(end, start+1)
	}
	return true
}

// nameWordStart is where the word of a name that ends at end begins.
func nameWordStart(s string, end int) int {
	start := end
	for start > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:start])
		joint := (r == '-' || r == '\'' || r == '’') && start < end
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !joint {
			break
		}
		start -= size
	}
	return start
}

// takeName records a name made of these words; part says which label named it.
func (s *scanner) takeName(parts []place, part concept, m marks) {
	var key uint64
	var buf [4 * maxWord]byte
	for _, p := range parts {
		word := s.text[p.start:min(p.end, p.start+2*maxWord)]
		folded := fold(buf[:0], word)
		if isPlaceholderName(string(folded)) {
			s.note(entName, "shape", "placeholder")
			s.signals.nobody = true
			return
		}
		key += hash(folded)
	}
	if s.isMadeUp(parts[0].start) {
		s.note(entName, "label", "given as an example")
		return
	}
	const bullet = 8 // "12. " before a name, a comma behind it
	start, end := bounds(parts)
	if len(s.text)-(end-start) <= bullet {
		m |= markAlone
	}
	aged := isAge(s.text[end:])
	s.signals.aged = s.signals.aged || aged
	if m&markFull != 0 && (aged || classInside(s.text[end:]) || isNoted(s.text[end:]) || s.fillsField(parts, part)) {
		m |= markNoted
	}
	if s.beginsLine(start) {
		s.noteNamesake(s.text[start:end])
		m |= markLeads
		s.nameEnd = end
	}
	if m&markFull != 0 {
		s.fullEnd = s.base + end
	}
	if s.holdsOffice(start, end) {
		m |= markOffice
	}
	if len(parts) > 1 && m&markDoctor == 0 && (s.roleEnd > 0 && s.isBeside(s.roleEnd-s.base, start) || s.titlesFile(start)) {
		s.signals.role = true
	}
	if s.greetingEnd > 0 && len(parts) > 1 && m&markDoctor == 0 && s.isBeside(s.greetingEnd-s.base, start) {
		s.signals.greeted = true
	}
	s.signals.mourned = s.signals.mourned || s.tellsDeathOf(start)
	s.mayBeSubject(parts, start, m)
	s.add(hit{key: key, entity: entName, part: part, marks: m})
	s.noteKept(entName, m)
}

// classInside tells what begins with a school class in parentheses: " (7c)".
func classInside(rest string) bool {
	inside, ok := strings.CutPrefix(rest, " (")
	inside, _, closed := strings.Cut(inside, ")")
	return ok && closed && isClass(inside)
}

// wordKey tells a word of a name from others, whatever its case and accents.
func (s *scanner) wordKey(p place) uint64 {
	var buf [4 * maxWord]byte
	return hash(fold(buf[:0], s.text[p.start:min(p.end, p.start+2*maxWord)]))
}

// fillsField tells a whole name that somebody wrote into a field of its own, one of many such in a file of cards.
func (s *scanner) fillsField(parts []place, part concept) bool {
	if part != fieldFullName && part != fieldPerson || s.col >= 0 || s.roleEnd > s.base || !s.endsField(parts[len(parts)-1].end) {
		return false
	}
	return s.holdsGiven(parts)
}

// bounds gives where the words of a name begin and end: the surname may have been found last, and stand first.
func bounds(parts []place) (start, end int) {
	start, end = parts[0].start, parts[0].end
	for _, p := range parts[1:] {
		start, end = min(start, p.start), max(end, p.end)
	}
	return start, end
}

// beginsLine tells whether nothing but a number, a bullet, a bed or a title stands before i.
func (s *scanner) beginsLine(i int) bool {
	const numbers, longest = " \t0123456789.:/)-–—•*·°[]xX☐☑✓", 10 // letters of "Chambre 12 :"
	before := strings.TrimRight(s.text[:i], " .")
	k := strings.LastIndexAny(before, " \t") + 1
	if n := s.node(k, len(before), before); n != nil && n.flags&flagCivility != 0 {
		before = strings.TrimRight(before[:k], " ")
	}
	rest := strings.Trim(before, numbers)
	numbered := strings.TrimRight(before, ")-–—:. °")
	return rest == "" || len(rest) <= 2*longest && letterCount(rest) <= longest && nameWords(rest) == 1 && numbered != "" && isDigit(numbered[len(numbered)-1])
}

// isPlaceholderName tells the families that live in examples only, and names that were blacked out: "XXXXX".
func isPlaceholderName(folded string) bool {
	return folded == "doe" || folded == "mustermann" || folded == "musterfrau" || len(folded) > 2 && strings.Trim(folded, folded[:1]) == ""
}

// holdsPlaceholder tells a whole name of such a family.
func holdsPlaceholder(cell string) bool {
	return slices.ContainsFunc(strings.FieldsFunc(strings.ToLower(cell), func(r rune) bool { return r == ' ' || r == ',' }), isPlaceholderName)
}

// node is what the lexicon knows of the word text[i:j], or of its part before a hyphen.
func (d *Detector) node(i, j int, text string) *node {
	word := text[i:j]
	if k := strings.IndexByte(word, '-'); k > 0 {
		word = word[:k]
	}
	if len(word) > maxWord {
		return nil
	}
	var buf [2 * maxWord]byte
	return d.lexicon.root[string(fold(buf[:0], word))]
}

// nameWordEnd is where a word of a name ends: letters, with single hyphens and apostrophes inside.
func nameWordEnd(s string, i int) int {
	for i < len(s) {
		n := letterLen(s, i)
		if n == 0 {
			n = nameJoint(s, i)
		}
		if n == 0 {
			break
		}
		i += n
	}
	return i
}

// nameJoint is the length of a hyphen or apostrophe at i that has a letter behind it, or 0.
func nameJoint(s string, i int) int {
	n := 1
	if strings.HasPrefix(s[i:], "’") {
		n = len("’")
	} else if s[i] != '-' && s[i] != '\'' {
		return 0
	}
	if i+n >= len(s) || letterLen(s, i+n) == 0 {
		return 0
	}
	return n
}

// nameGap gives the start of the next word of a name: behind one space, or between quotes and separators of a list
// where the name has one word so far.
func nameGap(s string, j int, list bool) int {
	const initial = 3 // bytes: behind a longer word a full stop ends the sentence
	k := j
	if k < len(s) && s[k] == '.' && j-nameWordStart(s, j) <= initial {
		k++
	}
	if k+1 < len(s) && s[k] == ' ' && letterLen(s, k+1) > 0 {
		return k + 1
	}
	if !list || k >= len(s) || strings.IndexByte("\";'\t", s[k]) < 0 {
		return j
	}
	for k < len(s) && k < j+5 && strings.IndexByte("\";', \t", s[k]) >= 0 {
		k++
	}
	if k < len(s) && letterLen(s, k) > 0 {
		return k
	}
	return j
}

// touchesAddress tells whether a word is part of an e-mail address or a longer token.
func touchesAddress(s string, i, j int) bool {
	if i > 0 && strings.IndexByte("@._/\\#", s[i-1]) >= 0 {
		return true
	}
	return j < len(s) && (strings.IndexByte("@_/\\", s[j]) >= 0 || s[j] == '.' && j+1 < len(s) && letterLen(s, j+1) > 0)
}

func isCapital(s string, i int) bool {
	c := s[i]
	if c < utf8.RuneSelf {
		return c >= 'A' && c <= 'Z'
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsUpper(r)
}

// isShout tells whether a word is written in capitals.
func isShout(s string) bool {
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
	}
	return true
}
