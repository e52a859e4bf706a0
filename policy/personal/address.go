package personal

import (
	"slices"
	"strings"
)

// A postal address is a street word with a house number, confirmed by the postcode and town that follow, or by a
// label.

const (
	reachHouse    = 14  // from a house number to "rue"
	reachEnglish  = 36  // from a house number to "Road"
	reachNumber   = 60  // from "Via" to the house number
	reachPostcode = 140 // from the street to the postcode
)

// houseNumber notes a number that may be a house's, and closes an address that waits for one.
func (s *scanner) houseNumber(i, end int) {
	size := end - i
	if size > 5 || !isDigit(s.text[i]) || isOfTime(s.text, i, end) {
		return
	}
	if size >= 4 && isDigits(s.text[i:end]) { // 11h00 is no postcode
		s.postcodeAt(i, end)
	}
	if size > 4 {
		return
	}
	s.house = place{i, end}
	if s.street.end == 0 {
		return
	}
	distance := i - s.street.end
	if s.prefix && distance > 2 && distance <= reachNumber || !s.prefix && distance <= 3 {
		s.address(s.street.start, end)
	}
}

// isOfTime tells whether the number s[i:end] is half of a time: "41:56".
func isOfTime(s string, i, end int) bool {
	return i > 1 && s[i-1] == ':' && isDigit(s[i-2]) || end+1 < len(s) && s[end] == ':' && isDigit(s[end+1])
}

// streetWord notes "rue" or "street" at s.text[i:j], and closes an address whose number stands before it.
func (s *scanner) streetWord(i, j int, flags wordFlags) {
	s.prefix = flags&flagWay != 0
	near := reachHouse
	if !s.prefix {
		near = reachEnglish
	}
	if s.house.end > 0 && i-s.house.end <= near && s.joinsHouse(s.text[s.house.end:i]) {
		s.address(s.house.start, j)
		return
	}
	s.street = place{i, j}
}

// joinsHouse tells whether what stands between a house number and a street word may do so: "bis", "de la", or the
// name of a road.
func (s *scanner) joinsHouse(between string) bool {
	const bis = len("de la ")
	return !strings.ContainsAny(between, ";:|\t()€%$") && (!s.prefix || letterCount(between) <= bis)
}

// streetTails end the names of streets that are one word.
var streetTails = []string{
	"strasse", "straße", "str", "weg", "platz", "gasse", "allee", "straat", "laan", "gracht", "plein", "kade", "dijk",
	"stræde", "vej", "gade", "vägen", "gatan", "veien", "gata", "katu", "tie",
}

// compoundStreet notes a street's name in one word: Goethestraße, Keizersgracht.
func (s *scanner) compoundStreet(i, j int) {
	if isStreetName(s.text[i:j]) {
		s.street, s.prefix = place{i, j}, false
	}
}

func isStreetName(word string) bool {
	return isCapital(word, 0) && slices.ContainsFunc(streetTails, func(tail string) bool {
		return len(word) > len(tail)+2 && strings.HasSuffix(word, tail)
	})
}

// address records the street and number found at s.text[i:end]. It stays weak until a postcode or a label confirms
// it.
func (s *scanner) address(i, end int) {
	if s.names(concept(entAddress)) {
		return // the cell is one as a whole
	}
	s.street, s.house = place{}, place{}
	m := markBare | markWeak
	if s.waits(concept(entAddress), i) {
		m = markLabelled
	}
	if s.waits(fieldDwelling, i) {
		m |= markPrivate
		m &^= markWeak
	}
	var buf [2 * maxWord]byte
	stop := min(len(s.text), max(end, i+maxWord))
	for stop < len(s.text) && s.text[stop]&0xC0 == 0x80 {
		stop++
	}
	s.openStreet = len(s.hits)
	s.openAt = s.base + end
	s.add(hit{key: hash(fold(buf[:0], s.text[i:stop])), entity: entAddress, part: concept(entAddress), marks: m})
}

// postcodeAt looks whether the number s.text[i:end] is a postcode, with a town behind it, and confirms the address
// before it.
func (s *scanner) postcodeAt(i, end int) {
	k := end
	if k+5 < len(s.text) && s.text[k] == '-' && isDigits(s.text[k+1:k+4]) { // 5370-120 Mirandela
		k += 4
		end = k
	}
	for k < len(s.text) && s.text[k] == ' ' && k < end+3 {
		k++
	}
	if k == end || k+2 >= len(s.text) || !isCapital(s.text, k) {
		return
	}
	if s.openStreet < 0 && end-i == 5 && (i == 0 && s.housed || s.house.start > 0 && i-s.house.end <= 3) {
		s.address(s.house.start, end) // a street that says nothing: Am Markt 5, 10115 Berlin
	}
	s.confirm(i)
	if !isRecent(s.text[i:]) && isCountryMark(s.text[:i]) {
		s.home(i)
	}
}

// isCountryMark tells what may stand before a postcode that begins its line: nothing, or "F-".
func isCountryMark(before string) bool {
	return before == "" || len(before) <= 3 && strings.HasSuffix(before, "-") && isShout(before)
}

// home takes the line at i, which a postcode shows to be one of an address, for somebody's home where a name stands right above: in
// villages houses have a name, "Le Mas Neuf", and no street.
func (s *scanner) home(i int) {
	if s.column != nil || s.col >= 0 || !s.isBelowReader() {
		return
	}
	s.takeAddress(i, markBare)
}

// isBelowReader tells whether a name stands a few lines above, or what is written as one, and nothing else between.
func (s *scanner) isBelowReader() bool {
	const lines = 3
	if n := len(s.shaped); n > 0 && s.shaped[n-1].alone && s.window-s.shaped[n-1].window <= lines {
		return true
	}
	n := len(s.hits)
	if n == 0 {
		return false
	}
	h := &s.hits[n-1]
	return h.entity == entName && h.marks&markOrg == 0 && isReader(h.marks) && h.window != s.window && s.window-h.window <= lines
}

// endsWithHouse tells whether a line could be a street and its number: short, with a number at one end.
func endsWithHouse(line string) bool {
	line = strings.TrimSpace(line)
	if len(line) < 5 || len(line) > 60 {
		return false
	}
	n := trailingDigits(line, len(line))
	if n == 0 && isDigit(line[0]) {
		n, _ = 1, 0
	}
	return n > 0 && n < 4 && letterCount(line) > 3 && letterCount(line)*2 > len(line)
}

// confirm makes the open address whole. A labelled one without a street is a hamlet's: "Adresse : Le Bourg, 31420
// Aurignac".
func (s *scanner) confirm(i int) {
	if s.openStreet >= 0 && s.openStreet < len(s.hits) && s.base+i-s.openAt <= reachPostcode {
		h := &s.hits[s.openStreet]
		h.marks &^= markWeak
		s.openStreet = -1
		s.noteKept(entAddress, h.marks)
		return
	}
	if s.names(concept(entAddress)) || !s.waits(concept(entAddress), i) && !s.waits(fieldDwelling, i) {
		return
	}
	if n := len(s.hits); n > 0 && s.hits[n-1].entity == entAddress && s.hits[n-1].window == s.window {
		return
	}
	m := markLabelled
	if s.waits(fieldDwelling, i) {
		m |= markPrivate
	}
	s.takeAddress(i, m)
}

// takeAddress records an address of which only the postcode at i was told.
func (s *scanner) takeAddress(i int, m marks) {
	s.add(hit{key: hash(s.text[i:min(len(s.text), i+maxWord)]), entity: entAddress, part: concept(entAddress), marks: m})
	s.noteKept(entAddress, m)
}

var letterPostcodes = []string{
	"9999 AA", "9999AA", "9999-999", "A9 9AA", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9AA", "AA9A 9AA",
}

// letterPostcode confirms an address by the postcodes that hold letters: SW1A 1AA, 1012 AB, 1000-001.
func (s *scanner) letterPostcode(i int) {
	rest := s.text[i:]
	for _, pattern := range letterPostcodes {
		if hasPattern(pattern, rest) {
			s.confirm(i)
			s.home(i)
			return
		}
	}
}

// hasPattern compares capitals and digits as they are written.
func hasPattern(pattern, s string) bool {
	if len(s) < len(pattern) || len(s) > len(pattern) && isAlnum(s[len(pattern)]) {
		return false
	}
	for i := range len(pattern) {
		switch pattern[i] {
		case '9':
			if !isDigit(s[i]) {
				return false
			}
		case 'A':
			if s[i] < 'A' || s[i] > 'Z' {
				return false
			}
		default:
			if s[i] != pattern[i] {
				return false
			}
		}
	}
	return true
}

// waits tells whether a label for this concept is in reach of i.
func (s *scanner) waits(c concept, i int) bool {
	for k := range s.waiting {
		w := &s.waiting[k]
		if w.names(c) && s.reach(w, i) == inReach {
			return true
		}
	}
	return false
}

// names tells whether the header says that the cell holds this concept.
func (s *scanner) names(c concept) bool { return s.column != nil && s.column.names(c) }

func (l *label) names(c concept) bool {
	for _, has := range l.concepts {
		if has == c {
			return true
		}
	}
	return false
}
