package personal

import "strings"

// Whom a paper is about: what stands around a name, where in the text it stands, and how often it comes.

// subject says how well the document tells who it is about: 0 to 4.
func (s *summary) subject() int {
	const couple, plenty = 2, 4 // names; facts
	w := &s.whole
	whole := w.first && w.family
	switch {
	case w.named && len(s.named) == 0 && s.signals.speaks && s.signals.namedAt == 0:
		return 1 // a private address tells the name
	case !w.named && s.signals.bornField && !s.signals.nobody:
		return 2 // whoever it is was born
	case !w.named, !s.civil:
		return 0
	case s.signals.role && whole:
		return 4
	case s.addressed, s.signals.kin:
		return 3
	case s.signals.greeted && len(s.named) == 1, w.nameField && whole, s.titled, w.nameField && s.signals.aged:
		return 2
	case s.signals.recurs, s.signals.aged && !w.has(catEmail, catPhone):
		return 2
	case len(s.named) == 1 && whole && s.signals.early() && w.marks&markPrivate != 0 && w.has(catEmail, catPhone):
		return 2 // named first, and a private number with it
	case len(s.named) == 1 && s.facts() > 0 && (s.headed || s.courtesy && !w.has(catEmail, catPhone)):
		return 2
	case len(s.listed) == 1, len(s.named) == 1 && !w.has(catEmail, catPhone), w.has(catBirth, catIdentity), s.signals.early() && !w.has(catEmail, catPhone):
		return 1
	case s.signals.namedAt > 0 && len(s.named) <= couple && s.facts() >= plenty, s.signals.early() && len(s.named) == 0 && s.signals.speaks:
		return 1
	}
	return 0
}

// say counts a word of a name: one that comes again is whom the text is about.
func (s *signals) say(word uint64, known bool) {
	const often, most = 3, 1000
	if s.said == nil {
		s.said = map[uint64]uint8{}
	}
	if n := s.said[word]; n > 0 || known && len(s.said) < most {
		s.said[word] = min(n+1, often)
		s.recurs = s.recurs || n+1 >= often
	}
}

// early tells whether somebody is named in the first part of the text, as those are whom it is about. Contacts and writers stand at the
// end.
func (s *signals) early() bool { return s.namedAt > 0 && s.namedAt*5 < s.size*2 }

// isNote tells a few lines that soon name somebody, and nobody else: they need not say much.
func (s *summary) isNote() bool {
	return s.signals.early() && s.signals.isShort() && len(s.named) <= 1
}

// isAtHome tells papers that name one person, with the home right below, and a private number.
func (s *summary) isAtHome() bool { return s.addressed && s.signals.private && len(s.named) <= 1 }

// isTabular tells a document of which most is in tables.
func (s *signals) isTabular() bool { return s.rows >= s.lines || s.celled*2 >= s.size }

// isShort tells a text of a few lines.
func (s *signals) isShort() bool {
	const few = 600 // bytes
	return s.size < few
}

// mayBeSubject notes where and how often somebody is named whom the text may be about.
func (s *scanner) mayBeSubject(parts []place, start int, m marks) {
	if m&(markDoctor|markOffice) != 0 || m&(markFull|markLabelled) == 0 {
		return
	}
	if s.signals.namedAt == 0 && (!s.aside || strings.HasPrefix(s.text, "Subject:")) {
		s.signals.namedAt = s.signals.size + start + 1
	}
	for _, p := range parts {
		s.signals.say(s.wordKey(p), true)
	}
}

// holdsOffice tells whether a name that stands at s.text[i:j] is an organisation's voice: an office follows, or "represented by" and
// "says" stand before.
func (s *scanner) holdsOffice(i, j int) bool {
	start, end := nextWord(s.text[j:], 0)
	if start > 0 && start <= 3 {
		n := s.node(j+start, j+end, s.text)
		if n != nil && n.flags&flagOffice != 0 && !strings.HasPrefix(s.text[j+start:], "mayor de edad") {
			return true
		}
	}
	before := strings.TrimRight(strings.ToLower(s.text[max(0, i-3*reachNear):i]), " .")
	if k := strings.LastIndexByte(before, ' '); k > 0 && s.hasTitle(before[k:]) {
		if before[k-1] == ',' {
			return !isAddressedTo(before[:k-1]) // "la directrice, Mme Perrin"
		}
		before = strings.TrimRight(before[:k], " .")
	}
	if s.isOffice(before) || s.isOfficeField(before) || isCredit(before) {
		return true
	}
	for _, voice := range [...]string{" par", "(par", " dit", " by", " says", " durch", " door", " por", "ata da", "ato da", " dal", " dalla"} {
		if strings.HasSuffix(before, voice) {
			return true // "représentée par"
		}
	}
	return false
}

// isCredit tells whether what stands before a name says that it is the author's: "Copyright (c) 2016", "© 2019-2026".
func isCredit(before string) bool {
	before = strings.TrimRight(before, " 0123456789,-–")
	return hasAny(before, strings.HasSuffix, "copyright", "(c)", "©")
}

// isOfficeField tells a field whose label begins with an office, "Secrétaire de séance :", unless the label says more, as "Responsable légal :"
// of a pupil does.
func (s *scanner) isOfficeField(before string) bool {
	const longest = 4 // words
	field, ok := strings.CutSuffix(before, ":")
	if !ok {
		return false
	}
	field = field[strings.LastIndexAny(field, "\t.,;|")+1:]
	start, end := nextWord(field, 0)
	n := s.node(start, end, field)
	if start == end || n == nil || n.flags&flagOffice == 0 || nameWords(field) > longest {
		return false
	}
	l, stop := s.lexicon.match(field, n, end)
	return l == nil || stop <= end
}

// titlesFile tells whether the text begins with a word for somebody's file, and the name at i behind it: "Dossier Jean-Luc Mercadier".
func (s *scanner) titlesFile(i int) bool {
	const words = 3 // "Suivi AVK – "
	const files = "|dossier|fiche|suivi|file|case|akte|fall|vorgang|expediente|ficha|caso|fascicolo|scheda|pratica|processo|"
	if s.line > 0 || s.aside || s.col >= 0 || s.hasTitle(s.text[:i]) {
		return false
	}
	before := strings.ToLower(strings.Trim(s.text[:i], " :-–—#*"))
	first, _, more := strings.Cut(before, " ")
	apart := hasAny(strings.TrimRight(s.text[:i], " "), strings.HasSuffix, ":", "-", "–", "—")
	return strings.Contains(files, "|"+first+"|") && (!more || apart && len(strings.Fields(before)) <= words)
}

// isAddressedTo tells a text that ends by turning to its reader: "we cannot grant you".
func isAddressedTo(before string) bool {
	return hasAny(before, strings.HasSuffix, " you", " vous", " ihnen", " sie", " u", " usted")
}

// isOffice tells whether what stands before a name ends with an office, "Le maire, Jean-Yves Perrot", or says whom to call: "Contact :".
func (s *scanner) isOffice(before string) bool {
	office := strings.TrimRight(before, " ,:")
	k := strings.LastIndexAny(office, " -") + 1
	n := s.node(k, len(office), office)
	if strings.HasSuffix(before, ":") && (n != nil && n.flags&flagPublic != 0 || strings.Contains(contactWords, "|"+office[k:]+"|")) {
		return true
	}
	return n != nil && n.flags&flagOffice != 0
}

// isOfficeBelow tells a line that says what office the person holds who has the line before for a name: "Maire de Baud".
func (r *blockReader) isOfficeBelow(line string, from int) bool {
	if from == 0 || from > len(r.hits) {
		return false
	}
	h := &r.hits[from-1]
	start, end := nextWord(line, 0)
	n := r.node(start, end, line)
	return h.entity == entName && h.marks&markAlone != 0 && h.window == r.window-1 && n != nil && n.flags&flagOffice != 0
}

// tellsDeathOf tells whether a title that tells of a death names at i who died: "Décès de Jean Kerbrat".
func (s *scanner) tellsDeathOf(i int) bool {
	before := s.base + i - s.deathEnd
	return s.deathEnd > 0 && before > 0 && before <= reachNear
}

// isBeside tells whether no more than a colon and somebody's title stand between a label that ends at i and a name at j.
func (s *scanner) isBeside(i, j int) bool {
	const beside, title = 12, 9 // bytes, letters
	return i >= 0 && j >= i && j-i <= beside && letterCount(s.text[i:j]) <= title && !strings.ContainsAny(s.text[i:j], ",«»") &&
		(letterCount(s.text[i:j]) == 0 || s.hasTitle(s.text[i:j]))
}

// hasTitle tells whether a short text holds nothing but somebody's title.
func (s *scanner) hasTitle(text string) bool {
	word := strings.TrimPrefix(strings.Trim(text, " .:\t"), "de ")
	n := s.node(0, len(word), word)
	return n != nil && n.flags&flagCivility != 0
}

// isAge tells a text that soon gives somebody's age: ", 67 ans", " (8 Jahre)", " – ch. 214 – 81 ans".
func isAge(s string) bool {
	const near = 24 // bytes
	for i := 0; i < len(s) && i < near; i++ {
		if !isDigit(s[i]) {
			continue
		}
		n, end := figures(s, i)
		if n > 0 && n <= 110 && (hasAgeUnit(strings.TrimLeft(s[end:], " -")) || isShorthandAge(s, i, end) || hasAny(s[:i], strings.HasSuffix, "aged ", "âgé de ", "âgée de ", "wird ", "turns ")) {
			return true
		}
		i = max(i, end-1)
	}
	return false
}

func hasAgeUnit(s string) bool {
	for _, unit := range [...]string{"ans", "years", "year-old", "yrs", "Jahre", "años", "anni", "jaar", "anos", "yo", "y/o", "y", "J."} {
		if rest, ok := strings.CutPrefix(s, unit); ok && (rest == "" || letterLen(rest, 0) == 0) {
			return true
		}
	}
	return false
}

// isShorthandAge tells an age with a sex behind it, as wards write: "Mr Okafor, 67M".
func isShorthandAge(s string, i, end int) bool {
	return end-i == 2 && end < len(s) && (s[end] == 'M' || s[end] == 'F') && (end+1 == len(s) || !isAlnum(s[end+1]))
}
