package personal

import (
	"slices"
	"strings"
	"time"
)

// date is a day as somebody wrote it.
type date struct{ year, month, day int }

// birthDate reads a date at i as somebody's birth: its end, 0 if there is no date, -1 if nobody living was born then.
func (s *scanner) birthDate(i int) int {
	d, end, ok := s.parseDate(s.text, i)
	if !ok {
		return s.serialDate(i)
	}
	if !s.isBirth(d) && d.year >= 2000 {
		d.year -= 100 // two figures of a year may mean the century before
	}
	if !s.isBirth(d) {
		s.note(entBirthDate, "label", "not a birth date")
		return -1
	}
	s.signals.bornField = s.signals.bornField || s.single || s.birthField && s.column == nil
	return s.take(entBirthDate, i, end, dateKey(d), markLabelled)
}

// nameBefore takes the capitalised words right before a label such as ", née le" for a name, with the particles between them: in
// few places does anything else stand there, but for what somebody is called and the marks of bold type: **Jane Marlow** ("Jenny"), b.
func (s *scanner) nameBefore(i int) bool {
	var parts []place
	end := len(strings.TrimRight(s.text[:i], " ,;("))
	if i-end > 3 {
		return false
	}
	end = withoutNickname(s.text[:end])
	for len(parts) < maxNameWords && end > 0 {
		start := nameWordStart(s.text, end)
		n := s.node(start, end, s.text)
		particle := n != nil && n.flags&flagParticle != 0 && len(parts) > 0
		if start == end || !particle && !s.isVouchedWord(start, end) {
			break
		}
		if !particle {
			parts = append(parts, place{start, end})
		}
		if end = start - 1; start == 0 || s.text[end] != ' ' {
			break
		}
		if len(parts) == 1 && end > 0 && s.text[end-1] == ',' {
			end-- // "Kuvlo, Xwel, né le"
		}
	}
	if len(parts) < 2 {
		return false
	}
	slices.Reverse(parts)
	s.takeName(parts, concept(entName), markFull|markLabelled|markBorn)
	return true
}

// withoutNickname gives where a text ends without the word in parentheses or quotes that follows a name, and the marks of bold type.
func withoutNickname(s string) int {
	const longest = 24 // bytes
	for _, pair := range [...]string{"()", "\"\"", "“”", "«»"} {
		open, end := pair[:len(pair)/2], pair[len(pair)/2:]
		rest, ok := strings.CutSuffix(s, end)
		if k := strings.LastIndex(rest, open); ok && k > 0 && len(rest)-k <= longest && countDigits(rest[k:]) == 0 {
			s = rest[:k]
			break
		}
	}
	return len(strings.TrimRight(s, " *_"))
}

// otherDate reads a date of something else, "date of issue" for example, so that nobody takes it for a birth.
func (s *scanner) otherDate(i int) int {
	_, end, ok := s.parseDate(s.text, i)
	if !ok {
		return 0
	}
	return end
}

// listedBirth takes a date that no label explains behind a name, where the document says that it lists pupils or members.
func (s *scanner) listedBirth(on date, i, end int) {
	if s.col < 0 && s.signals.isList() && s.namedLine() && s.isBirth(on) {
		s.take(entBirthDate, i, end, dateKey(on), markBare)
	}
}

// isBornBehind tells a date in parentheses right behind a whole name that may be of its birth: "Thea Marlow (03-05-1964)".
func (s *scanner) isBornBehind(on date, i, end int) bool {
	const grown = 3 // years: what people wrote has a date too
	return i > 2 && s.text[i-2:i] == " (" && strings.HasPrefix(s.text[end:], ")") && s.fullEnd == s.base+i-2 &&
		s.isBirth(on) && (s.today.IsZero() || on.year < s.today.Year()-grown)
}

// namedLine tells whether a whole name stands before on the line.
func (s *scanner) namedLine() bool {
	for n := len(s.hits) - 1; n >= 0 && s.hits[n].window == s.window; n-- {
		if s.hits[n].entity == entName && s.hits[n].marks&markFull != 0 {
			return true
		}
	}
	return false
}

// death reads the date on which somebody died, or its year.
func (s *scanner) death(i int) int {
	end := s.otherDate(i)
	if n, stop := figures(s.text, i); end == 0 && stop-i == 4 && n < 2200 {
		end = stop
	}
	if end > 0 && (s.column != nil || s.followsBirth()) {
		s.add(hit{marks: markDead, entity: entBirthDate})
	}
	return end
}

// followsBirth tells whether a birth date stands right before on the line: in "né en 1840, mort en 1926" both are of the
// same person, in a form the death may be a parent's.
func (s *scanner) followsBirth() bool {
	n := len(s.hits)
	return n > 0 && s.hits[n-1].entity == entBirthDate && s.hits[n-1].window == s.window
}

// serialDate reads the number of days since 1900 that spreadsheets keep for a date, in a column of birth dates.
func (s *scanner) serialDate(i int) int {
	const days1905, days2060 = 1828, 58439
	if s.column == nil || len(s.text) != 5 || i != 0 || !isDigits(s.text) {
		return 0
	}
	if n := number(s.text); n < days1905 || n > days2060 {
		return 0
	}
	return s.take(entBirthDate, i, len(s.text), s.text, markLabelled)
}

// isBirth tells whether a living person may have been born on that day.
func (d *Detector) isBirth(on date) bool {
	if on.year < 1905 {
		return false
	}
	if d.today.IsZero() {
		return on.year < 2200
	}
	y, m, day := d.today.Date()
	return dateNumber(on) <= dateNumber(date{y, int(m), day})
}

func dateNumber(d date) int { return d.year*10000 + d.month*100 + d.day }

func dateKey(d date) string {
	n := dateNumber(d)
	return string([]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24)})
}

// parseDate reads a date at s[i:]: 12/03/1985, 12.3.85, 1985-03-12, 19850312, 12 mars 1985. It gives its end.
func (d *Detector) parseDate(s string, i int) (date, int, bool) {
	if on, end, ok := figureDate(s, i); ok {
		return on, end, true
	}
	return d.writtenDate(s, i)
}

// figureDate reads a date of figures.
func figureDate(s string, i int) (date, int, bool) {
	a, i1 := figures(s, i)
	switch i1 - i {
	case 8:
		return compactDate(s[i:i1], i1, s)
	case 4, 2, 1:
	default:
		return date{}, 0, false
	}
	b, i2, sep := nextFigures(s, i1, 0)
	if i2-i1 < 2 {
		return date{}, 0, false
	}
	c, i3, _ := nextFigures(s, i2, sep)
	width := trailingDigits(s, i3)
	if i3 == i2 || i3 < len(s) && (isDigit(s[i3]) || letterLen(s, i3) > 0 && s[i3] != 'T') {
		return date{}, 0, false
	}
	if sep == ' ' && width == 2 || i3+1 < len(s) && s[i3] == sep && isDigit(s[i3+1]) {
		return date{}, 0, false // a phone number
	}
	if i1-i == 4 {
		return makeDate(a, b, c, i3, width <= 2)
	}
	if width == 2 {
		c = century(c)
	} else if width != 4 {
		return date{}, 0, false
	}
	if on, end, ok := makeDate(c, b, a, i3, true); ok {
		return on, end, true
	}
	return makeDate(c, a, b, i3, sep == '/') // month first
}

// compactDate reads yyyymmdd or ddmmyyyy.
func compactDate(digits string, end int, s string) (date, int, bool) {
	if end < len(s) && letterLen(s, end) > 0 {
		return date{}, 0, false
	}
	if on, end, ok := makeDate(number(digits[:4]), number(digits[4:6]), number(digits[6:]), end, isRecent(digits)); ok {
		return on, end, true
	}
	return makeDate(number(digits[4:]), number(digits[2:4]), number(digits[:2]), end, isRecent(digits[4:]))
}

// isRecent tells a year of this century or the last by its first figures.
func isRecent(year string) bool { return year[:2] == "19" || year[:2] == "20" }

func makeDate(y, m, d, end int, ok bool) (date, int, bool) {
	if !ok || y < 1000 || y > 2999 || !isDate(y, m, d) {
		return date{}, 0, false
	}
	return date{y, m, d}, end, true
}

// century completes a year of two figures.
func century(yy int) int {
	const pivot = 30
	if yy > 99 {
		return yy
	}
	if yy > pivot {
		return 1900 + yy
	}
	return 2000 + yy
}

// figures reads up to eight digits.
func figures(s string, i int) (n, end int) {
	for end = i; end < len(s) && isDigit(s[end]) && end < i+9; end++ {
		n = n*10 + int(s[end]-'0')
	}
	return n, end
}

// nextFigures reads a separator and one to four digits. Where sep is not 0 the separator must be the same.
func nextFigures(s string, i int, sep byte) (n, end int, got byte) {
	start := i
	for i < len(s) && s[i] == ' ' && i < start+2 {
		i++
	}
	got = ' '
	if i < len(s) && (s[i] == '/' || s[i] == '.' || s[i] == '-') {
		got = s[i]
		i++
	}
	if got == ' ' && i == start || sep != 0 && got != sep {
		return 0, start, got
	}
	for i < len(s) && s[i] == ' ' && got != ' ' && i < start+4 {
		i++
	}
	n, end = figures(s, i)
	if end == i || end-i > 4 {
		return 0, start, got
	}
	return n, end, got
}

// trailingDigits counts the digits before s[end].
func trailingDigits(s string, end int) int {
	n := 0
	for end-n > 0 && isDigit(s[end-n-1]) {
		n++
	}
	return n
}

// writtenDate reads a date with the name of its month: 12 mars 1985, 1er mars 1985, 12. März 1985, 12 de marzo de
// 1985, March 12, 1985.
func (d *Detector) writtenDate(s string, i int) (date, int, bool) {
	if i >= len(s) {
		return date{}, 0, false
	}
	if letterLen(s, i) > 0 {
		month, end := d.monthAt(s, i)
		day, end := figuresAfter(s, end)
		year, end := figuresAfter(s, skipOrdinal(s, end))
		return makeDate(year, month, day, end, month > 0)
	}
	day, end := figures(s, i)
	month, end := d.monthAt(s, skipWords(s, skipOrdinal(s, end)))
	year, end := figuresAfter(s, skipWords(s, end))
	return makeDate(century(year), month, day, end, month > 0 && year > 0)
}

// skipOrdinal skips the mark behind a day: er, st, nd, rd, th, a dot, a degree.
func skipOrdinal(s string, i int) int {
	for k := 0; k < 3 && i < len(s) && s[i] != ' ' && !isDigit(s[i]); k++ {
		i += max(1, letterLen(s, i))
	}
	return i
}

// skipWords skips spaces and the "de" of Spanish and Portuguese.
func skipWords(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '-' || s[i] == '.') {
		i++
	}
	if i+3 < len(s) && (s[i:i+3] == "de " || s[i:i+3] == "of ") {
		i += 3
	}
	return i
}

func figuresAfter(s string, i int) (n, end int) {
	for i < len(s) && (s[i] == ' ' || s[i] == ',' || s[i] == '.') {
		i++
	}
	return figures(s, i)
}

// monthAt reads a month's name in any language of the lexicon; 0 if there is none.
func (d *Detector) monthAt(s string, i int) (month, end int) {
	if i >= len(s) || letterLen(s, i) == 0 {
		return 0, i
	}
	j := wordEnd(s, i)
	if j-i > maxWord {
		return 0, i
	}
	var buf [2 * maxWord]byte
	n := d.lexicon.root[string(fold(buf[:0], s[i:j]))]
	if n == nil {
		return 0, i
	}
	return int(n.month), j
}

// birthShare gives how many in a hundred values are dates, if they are as far apart as people's births.
func (t *table) birthShare(sample []string) int {
	var births years
	for _, cell := range sample {
		if d, end, ok := t.parseDate(cell, 0); ok && end >= min(len(cell), 10) && t.isBirth(d) {
			births.add(d.year)
		}
	}
	if !births.areBirths(t.today) {
		return 0
	}
	return births.n * 100 / len(sample)
}

// years are those of dates that stand beside names.
type years struct{ n, first, last int }

func (y *years) add(year int) {
	if y.n == 0 {
		y.first, y.last = year, year
	}
	y.n++
	y.first, y.last = min(y.first, year), max(y.last, year)
}

// areBirths tells whether the dates are as far apart as people's births, and do not go on until today.
func (y *years) areBirths(today time.Time) bool {
	const generations = 9 // years between the youngest and the oldest of a school class's list, at least
	return y.n > 0 && y.last-y.first >= generations && (today.IsZero() || y.last < today.Year()-1)
}
