package personal

import (
	"slices"
	"strings"
)

// Names in the fields of forms, behind a label.

// labelledName reads the name behind a label such as "Nom :" at s.text[i:end].
func (s *scanner) labelledName(c concept, i, end int) {
	start, ok := s.colon(end)
	if !ok {
		start, ok = s.barely(c, end)
	}
	if !ok {
		return
	}
	parts := s.nameValue(start)
	if len(parts) > 0 && (s.isOneOfSeveral(parts[len(parts)-1].end) || s.repeatsLabel(start) || s.endsOther(i, end, start) && !s.holdsGiven(parts)) {
		return
	}
	if len(parts) == 0 {
		if strings.Trim(s.text[start:], " ._…\t") == "" {
			s.signals.blanks++
		}
		return
	}
	if s.isFirm(parts[0]) || s.isFirm(parts[len(parts)-1]) {
		s.organisation()
		return
	}
	m := markLabelled
	if len(parts) > 1 && (c == fieldFullName || c == fieldPerson) {
		m |= markFull
	}
	s.pos = start
	s.takeName(parts, c, m)
}

// isOneOfSeveral tells whether somebody else is named behind the comma after a name that ends at end: "Participants : M. Roux, Mme Morel"
// says who came, not whom the paper is about.
func (s *scanner) isOneOfSeveral(end int) bool {
	if !strings.HasPrefix(s.text[end:], ", ") {
		return false
	}
	i := end + len(", ")
	if n := s.node(i, nameWordEnd(s.text, i), s.text); n != nil && n.flags&(flagCivility|flagFirstName) != 0 && isCapital(s.text, i) {
		return true
	}
	first := skipInitials(s.text, i)
	parts, _ := s.nameFrom(first)
	return first > i && len(parts) > 0
}

// headsSeveral tells whether several persons are named from i on.
func (s *scanner) headsSeveral(i int) bool {
	parts := s.nameValue(i)
	return len(parts) > 0 && s.isOneOfSeveral(parts[len(parts)-1].end)
}

// nameBehindAge takes the name that stands behind a role and an age: "Doente de 52 anos, Armando Bento, internado".
func (s *scanner) nameBehindAge(end int) {
	const near = 16 // bytes
	k := strings.Index(s.text[end:min(len(s.text), end+near)], ", ")
	if k < 0 || !isAge(s.text[end:end+k]) {
		return
	}
	parts, stop := s.nameFrom(end + k + len(", "))
	if len(parts) > 1 && s.endsHeading(stop) {
		s.pos = parts[0].start
		s.takeName(parts, fieldPerson, markLabelled|markFull)
	}
}

// noteUnder notes a line that is a label of persons and nothing else, as pages write above a value.
func (r *blockReader) noteUnder(line string) {
	const longest = 40 // bytes
	line = strings.TrimSpace(line)
	if line == "" {
		return
	}
	r.under = 0
	if l := r.cellLabel(line); l != nil && len(line) <= longest && !strings.ContainsAny(line, ":\t(") {
		k := slices.IndexFunc(l.concepts, func(c concept) bool { return c == fieldFullName || c == fieldPerson })
		if k >= 0 {
			r.under = l.concepts[k]
		}
	}
}

// takeUnder takes the whole name that begins a line below such a label, one of whose words is known.
func (r *blockReader) takeUnder(line string) {
	if r.under == 0 {
		return
	}
	r.text = line
	start, _ := nextWord(line, 0)
	parts := r.nameValue(start)
	if len(parts) > 1 && r.endsHeading(parts[len(parts)-1].end) && r.holdsGiven(parts) && !r.isFirm(parts[0]) && !r.isFirm(parts[len(parts)-1]) {
		part := r.under
		if strings.TrimSpace(line[parts[len(parts)-1].end:]) != "" {
			part = concept(entName) // a line of a list: the next person's begins like it
		}
		r.pos = start
		r.takeName(parts, part, markLabelled|markFull)
	}
}

// endsOther tells a label at s.text[i:end] that ends what something else is called, where its value would be in the next cell: "Eendracht
// Mere" is a club.
func (s *scanner) endsOther(i, end, start int) bool {
	before := s.words[1]
	return strings.IndexByte(s.text[end:start], '\t') >= 0 && before.end > 0 && before.node == nil && s.text[before.end:i] == " " &&
		isCapital(s.text, before.start) && isCapital(s.text, i)
}

// repeatsLabel tells a value at start that is a label itself, as in forms to fill in and their translations: "First name: Last name".
func (s *scanner) repeatsLabel(start int) bool {
	value := s.text[start:]
	if k := strings.IndexAny(value, "\",;\t\n"); k >= 0 {
		value = value[:k]
	}
	whole, empty := false, false
	s.eachPhrase(value, func(l *label, i, j int) {
		if l != nil && len(l.concepts) > 0 && i == 0 {
			whole = j == len(value)
			empty = isLeader(strings.TrimLeft(value[j:], " (es):.")) // "Surname ______ First name(s) ______"
		}
	})
	s.signals.blanks += count(empty)
	return empty || whole && nameWords(value) > 1
}

// isElided tells whether an article is joined to the word at i: "Guide de l'agent : poser ses congés".
func (s *scanner) isElided(i int) bool {
	before, ok := strings.CutSuffix(s.text[:i], "'")
	if !ok {
		before, ok = strings.CutSuffix(s.text[:i], "’")
	}
	return ok && (strings.HasSuffix(before, "l") || strings.HasSuffix(before, "L"))
}

// capitalFollows tells whether the value of a label that ends at end begins with a capital, as names do in a sentence.
func (s *scanner) capitalFollows(end int) bool {
	start, ok := s.colon(end)
	return ok && start < len(s.text) && isCapital(s.text, start)
}

// barely gives where a name begins that stands behind its label with a blank only, as in "Nom MARTIN": first on its line, and in
// capitals or with nothing behind it.
func (s *scanner) barely(c concept, end int) (start int, ok bool) {
	const short = 6 // "nombre"
	start = end + 1
	label := strings.TrimSpace(s.text[:end])
	if n := s.words[0].node; n != nil && n.flags&(flagPlace|flagOrg) != 0 {
		return 0, false // "Foyer Jean Moulin"
	}
	if start >= len(s.text) || s.text[end] != ' ' || !isCapital(s.text, start) || !s.beginsField(end-len(label)) {
		return 0, false
	}
	if s.fillsLine(start) {
		return start, true
	}
	if c == fieldPerson && len(label) > short && !s.shoutsName(label, start) {
		return 0, false
	}
	word := nameWordEnd(s.text, start)
	return start, word-start > 1 && (isShout(s.text[start:word]) || nameWords(s.text[start:]) > 0)
}

// fillsLine tells a whole name, one of whose words is a known first name, with nothing behind it: "Paziente De Luca Martina".
func (s *scanner) fillsLine(start int) bool {
	parts, end := s.nameFrom(start)
	return len(parts) > 1 && s.endsField(end) && s.holdsGiven(parts)
}

// shoutsName tells a whole name in capitals behind a label that is not: "Dipendente ZANELLATO MORENO".
func (s *scanner) shoutsName(label string, start int) bool {
	parts, end := s.nameFrom(start)
	return len(parts) > 1 && !isShout(label) && isShout(s.text[start:end]) && (s.endsField(end) || strings.HasPrefix(s.text[end:], "  "))
}

// isFirm tells the name of an organisation by its first or last word: "Titulaire : ASSOCIATION DES AMIS DU PONT", "THERMIA SAS".
func (s *scanner) isFirm(word place) bool {
	n := s.node(word.start, word.end, s.text)
	if word.end-word.start <= 3 && !isShout(s.text[word.start:word.end]) {
		return false // "Sá"
	}
	return n != nil && n.flags&flagOrg != 0 && n.flags&flagFirstName == 0
}

// nameValue reads the words of a field, whatever their case, as long as the field holds nothing else.
func (s *scanner) nameValue(i int) []place {
	var parts []place
	for len(parts) < maxNameWords && i < len(s.text) && letterLen(s.text, i) > 0 {
		j := nameWordEnd(s.text, i)
		n := s.node(i, j, s.text)
		if n != nil && n.speaks() && len(n.label.concepts) > 0 && !s.isParticle(i, j, n) {
			break
		}
		if n == nil || n.flags&(flagCivility|flagParticle) == 0 {
			parts = append(parts, place{i, j})
		}
		i = j
		if i < len(s.text) && s.text[i] == '.' {
			i++
		}
		if i+1 < len(s.text) && (s.text[i] == ' ' || s.text[i] == ',') {
			i++
			if s.text[i-1] == ',' && s.text[i] == ' ' {
				i++
			}
			continue
		}
		break
	}
	if len(parts) == 0 || s.endsField(parts[len(parts)-1].end) && !s.isSentence(parts) {
		return parts
	}
	return s.capitalised(parts)
}

// isSentence tells words that begin in small letters and hold a capital later, as no name does: "cadeia de supermercados em França".
func (s *scanner) isSentence(parts []place) bool {
	return !isCapital(s.text, parts[0].start) && slices.ContainsFunc(parts, func(p place) bool { return isCapital(s.text, p.start) })
}

// capitalised gives the words before the first in small letters, which in a sentence is none of a name's. One letter is none either.
func (s *scanner) capitalised(parts []place) []place {
	n := slices.IndexFunc(parts, func(p place) bool { return !isCapital(s.text, p.start) })
	if n < 0 {
		n = len(parts)
	}
	if n == 1 && parts[0].end-parts[0].start < 2 {
		return nil
	}
	return parts[:n]
}

// endsField tells whether a field's value ends at i: small letters there are a name, in a sentence they are words.
func (s *scanner) endsField(i int) bool {
	return i >= len(s.text) || strings.IndexByte("\"'<\t;,|", s.text[i]) >= 0
}
