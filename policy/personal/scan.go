package personal

import (
	"slices"
	"strings"
)

// scanner reads the lines of one block, once, from left to right. Labels wait for their values; values look for their
// labels.
type scanner struct {
	*Detector
	explain *explanation // nil unless somebody asked why

	text   string // the line or cell being read, normalised
	line   int32  // of the block, from 0
	window int32
	col    int16 // the cell's column; -1 in text
	cells  []int // where the cells of a joined row end in text
	pos    int   // of the token being read
	base   int   // length of what was read before: labels reach beyond the line's end

	run         run
	waiting     []waiting // newest last
	column      *label    // what the header says of the cell being read
	words       [4]word   // the last ones of this line
	urlEnd      int       // a URL goes on until here
	refEnd      int       // a number explained by a label such as "order no" goes on until here
	madeUp      place     // what begins in here is said to be an example
	orgEnd      int       // the last word that makes a name an organisation's or a street's
	house       place     // the last number that could be a house's
	street      place     // the last street word
	prefix      bool      // it stands before the street's name
	housed      bool      // the line before could be a street with its number
	openStreet  int       // the hit of an address that waits for its postcode, or -1
	openAt      int       // where it ended, from the block's beginning
	zone        [2]string // the lines before, if they may belong to a machine readable zone
	name        bool      // the text is the file's own name
	greetingEnd int       // where the last "Dear" ended
	roleEnd     int       // where the last label such as "pupil" ended, from the block's beginning
	deathEnd    int       // where a title that tells of a death ended: "Décès de"
	kinEnd      int       // where the last word for somebody's own child ended: "your daughter"
	aside       bool      // the text is no part of the body
	birthField  bool      // the last label of a birth date is a form's
	single      bool      // the block is one record, whose keys are the labels of a form
	sentence    int       // where the last sentence ended, from the block's beginning: labels do not reach beyond
	nameEnd     int       // where the name that begins the line ends
	fullEnd     int       // where the last whole name ended, from the block's beginning
	lastNum     [2]int    // starts of the last numbers of the line, for labels behind their value

	shaped  []shaped // lines that may be names
	hits    []hit
	shapes  map[shapeKey]*shapeTally
	signals *signals
}

// word is a word of the line, with what the lexicon knows of it.
type word struct {
	start, end int
	node       *node
}

// place is a stretch of the current line, or nothing if end is 0.
type place struct{ start, end int }

// scan reads one line or cell.
func (s *scanner) scan(text string) {
	s.text = text
	s.urlEnd, s.refEnd, s.orgEnd, s.nameEnd = 0, 0, -1, 0
	s.words = [4]word{}
	s.house, s.street, s.madeUp, s.lastNum = place{}, place{}, place{}, [2]int{-1, -1}
	for i := 0; i < len(text); {
		s.pos = i
		switch c := text[i]; {
		case isAlnum(c) || c >= 0x80 && letterLen(text, i) > 0:
			i = s.token(i)
		case c == '@':
			i = s.email(i)
		case c == '+':
			i = s.plus(i)
		case c == '*':
			i = s.star(i)
		case c == '.':
			s.fullStop(i)
			i++
		case strings.HasPrefix(text[i:], "†"):
			i = s.cross(i + len("†"))
		default:
			i++
		}
	}
	s.housed = s.col < 0 && endsWithHouse(text)
	s.base += len(text) + 1
	if !s.aside {
		s.signals.size += len(text) + 1
	}
	if s.col >= 0 || len(s.cells) > 0 {
		s.signals.celled += len(text) + 1
	}
}

// star reads the German mark of a birth, "*12.12.1958", behind a name.
func (s *scanner) star(i int) int {
	const grown = 1 // years: a price list has stars before recent dates
	start := i + 1
	if i > 0 && s.text[i-1] == '(' && strings.HasPrefix(s.text[start:], " ") { // (* 5. November 1936 in Hamburg
		start++
	}
	if start >= len(s.text) || !isDigit(s.text[start]) {
		return i + 1
	}
	d, end, ok := s.parseDate(s.text, start)
	if !ok || !s.isBirth(d) || !s.today.IsZero() && d.year > s.today.Year()-grown {
		return i + 1
	}
	s.nameBefore(i)
	return s.take(entBirthDate, start, end, dateKey(d), markLabelled)
}

// bornMark reads the short marks of a birth behind a name: "b. 3 Feb 1948", "né 12/9/95". It gives the end, or 0.
func (s *scanner) bornMark(i, j int) int {
	start := j
	switch s.text[i:j] {
	case "b":
		if !strings.HasPrefix(s.text[j:], ".") {
			return 0
		}
		start++
	case "né":
	default:
		return 0
	}
	if strings.HasPrefix(s.text[start:], " ") {
		start++
	}
	d, end, ok := s.parseDate(s.text, start)
	if !ok || !s.isBirth(d) || !s.nameBefore(i) {
		return 0
	}
	return s.take(entBirthDate, start, end, dateKey(d), markLabelled)
}

// cross reads the mark of a death, and the date behind it.
func (s *scanner) cross(i int) int {
	for i < len(s.text) && s.text[i] == ' ' {
		i++
	}
	if i < len(s.text) && isDigit(s.text[i]) {
		return max(i, s.death(i))
	}
	return i
}

// token reads a run of letters and digits and gives the place to go on from.
func (s *scanner) token(i int) int {
	end, digits, _ := tokenEnd(s.text, i)
	if digits {
		return s.value(i, end)
	}
	for i < end {
		i = s.word(i, wordEnd(s.text, i))
	}
	return i
}

// value reads a token that holds digits.
func (s *scanner) value(i, end int) int {
	if i < s.urlEnd {
		return end
	}
	s.signals.lifetime = s.signals.lifetime || end-i == 4 && isLifetime(s.text[i:])
	s.period(i)
	if stop := s.labelled(i); stop > 0 {
		return stop
	}
	if stop := s.bare(i, end); stop > 0 {
		return stop
	}
	if stop := s.account(i, false); stop > 0 {
		return stop
	}
	if isDigit(s.text[i]) {
		if stop := s.digits(i, end); stop > 0 {
			return stop
		}
	}
	s.letterPostcode(i)
	s.year(i, end)
	s.lastNum[1], s.lastNum[0] = s.lastNum[0], i
	return end
}

// year notes a time long ago.
func (s *scanner) year(i, end int) {
	const oldest = "1905"
	before := s.text[max(0, i-4):i]
	if end-i == 4 && isDigits(s.text[i:end]) && s.text[i] == '1' && s.text[i:end] < oldest && hasAny(before, strings.HasSuffix, "in ", "en ", "im ", "nel ", "em ") {
		s.signals.history = true
	}
}

// isLifetime tells a span of years that nobody spent at one post: "1931-2024".
func isLifetime(s string) bool {
	const longest = 60 // years of work
	from, end := figures(s, 0)
	rest := strings.TrimLeft(s[end:], " ")
	until := strings.TrimLeft(rest, "-–— ")
	to, width := figures(until, 0)
	return end == 4 && until != rest && width == 4 && isRecent(s) && isRecent(until) && to-from > longest
}

// digits reads a token that starts with a digit and that no label explained.
func (s *scanner) digits(i, end int) int {
	if stop := s.card(i, end, false); stop > 0 {
		return stop
	}
	if stop := s.phone(i, false); stop > 0 {
		return stop
	}
	if stop := s.american(i); stop > 0 {
		return stop
	}
	if on, stop, ok := s.parseDate(s.text, i); ok {
		s.signals.dated = s.signals.dated || s.isBornBehind(on, i, stop)
		s.listedBirth(on, i, stop)
		return stop
	}
	if stop := s.listedPhone(i); stop > 0 {
		return stop
	}
	s.houseNumber(i, end)
	if end+2 < len(s.text) && (s.text[end] == ',' || s.text[end] == '.') && isDigits(s.text[end+1:end+3]) {
		s.signals.amounts++
	}
	return 0
}

// take records a value of an entity and gives its end.
func (s *scanner) take(id entityID, start, end int, value string, m marks) int {
	if s.allow.value(id, value) {
		s.note(id, "allow", "the organisation's own")
		return end
	}
	if s.isMadeUp(start) {
		s.note(id, "label", "given as an example")
		return end
	}
	h := hit{key: hash(value), entity: id, marks: m, part: concept(id)}
	s.add(h)
	s.noteKept(id, m)
	return end
}

// announceExample notes what the word "example" that ends at end says of what follows: all of it behind a colon, the next value
// without one. In tables "Exemple" heads a column, or is a word like another.
func (s *scanner) announceExample(end int) {
	const reach = 200 // a line may be a whole page
	if s.col >= 0 || len(s.cells) > 0 {
		return
	}
	rest := s.text[end:]
	value := strings.TrimLeft(rest, " .:(«“\"'\u00a0")
	gap := len(rest) - len(value)
	switch {
	case gap > 0 && strings.Contains(rest[:gap], ":"):
		s.madeUp = place{end, end + reach}
	case gap > 0 && gap < 8:
		s.madeUp = place{end + gap, end + gap + 1}
	}
}

func (s *scanner) isMadeUp(start int) bool { return start >= s.madeUp.start && start < s.madeUp.end }

// add places a hit where the scanner is.
func (s *scanner) add(h hit) {
	h.line, h.window, h.col = s.line, s.window, s.column0()
	if h.marks&markPrivate != 0 && !s.aside && !s.signals.private {
		s.signals.private, s.signals.reachedAt = true, s.signals.size
	}
	s.hits = append(s.hits, h)
}

// column0 is the column that the scanner is in, from 0, or -1 in text.
func (s *scanner) column0() int16 {
	if len(s.cells) == 0 {
		return s.col
	}
	c, _ := slices.BinarySearch(s.cells, s.pos)
	return int16(min(c, maxColumn))
}

// hash is FNV-1a over 64 bits: it tells values apart, so that they can be counted and forgotten.
func hash[T string | []byte](s T) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
