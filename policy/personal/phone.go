package personal

import (
	"slices"
	"strings"
)

// plus reads an international phone number that begins with the "+" at i.
func (s *scanner) plus(i int) int {
	if i+1 >= len(s.text) || !isDigit(s.text[i+1]) && s.text[i+1] != '(' || i < s.urlEnd {
		return i + 1
	}
	if end := s.phone(i, false); end > 0 {
		return end
	}
	return i + 1
}

// phone reads a phone number at i and gives its end, 0 if there is none. Without a label it must be written as one: a
// country code, or a leading zero and groups.
func (s *scanner) phone(i int, labelled bool) int {
	if i < s.urlEnd || !labelled && (s.text[i] != '+' && s.text[i] != '0' || !s.free(i) || s.afterCountry(i) || s.inRow(i)) {
		return 0
	}
	if labelled && s.isTime(i) {
		return 0
	}
	var n phoneNumber
	end := n.read(s.text, i)
	if end == 0 || !s.freeEnd(end) && !labelled {
		return 0
	}
	var m marks
	switch {
	case labelled && n.plausible():
		m = markLabelled
	case n.country() && n.plausible(), n.grouped(), n.isBritishMobile(), n.n >= 10 && (n.n <= 11 || n.n == 12 && n.count == 2) && n.isMobile() && s.namedLine():
		m = markBare
	default:
		return 0
	}
	s.takePhone(i, &n, m)
	return end
}

// isTime tells a date at i, or a span of years.
func (s *scanner) isTime(i int) bool {
	_, _, ok := figureDate(s.text, i)
	_, end := figures(s.text, i)
	return ok || s.isSpan(s.text[i:], end-i)
}

// listedPhone takes the number that ends a line of text behind a name, as in lists: "Marta Gil, 612 345 678". It is weak: one alone may
// be anything.
func (s *scanner) listedPhone(i int) int {
	const most = 11 // digits
	fewest := 8
	if s.col >= 0 {
		fewest = 9 // a span of years
	}
	if s.column != nil || len(s.cells) > 0 || !s.free(i) || !s.namedLine() {
		return 0
	}
	var n phoneNumber
	end := n.read(s.text, i)
	if end == 0 || n.n < fewest || n.n > most || strings.Trim(s.text[end:], " .,;)|") != "" && (n.n != 9 || n.count < 2 || !s.endsPhrase(end)) {
		return 0
	}
	s.takePhone(i, &n, markBare|markWeak)
	return end
}

// american reads a number as North America writes it, "(740) 555-0132" or "740-555-0132", and gives its end, or 0.
func (s *scanner) american(i int) int {
	const area = 3 // digits
	if i < s.urlEnd || i+area >= len(s.text) || strings.IndexByte(")-.", s.text[i+area]) < 0 || !s.free(i) && s.text[i-1] != '(' {
		return 0
	}
	var n phoneNumber
	end := n.read(s.text, i)
	if end == 0 || !n.isAmerican() || !s.freeEnd(end) {
		return 0
	}
	s.takePhone(i, &n, markBare)
	return end
}

// isAmerican tells three digits, three, and four, of which neither group of three begins with 0 or 1 (NANP).
func (n *phoneNumber) isAmerican() bool {
	if n.plus || n.count != 3 || [3]uint8(n.groups[:3]) != [3]uint8{3, 3, 4} || n.digits[0] < '2' || n.digits[3] < '2' {
		return false
	}
	return (n.seps[1] == '-' || n.seps[1] == '.') && (n.seps[0] == ')' || n.seps[0] == n.seps[1])
}

// endsPhrase tells whether something else is noted behind i: " – takes three", ", mother".
func (s *scanner) endsPhrase(i int) bool {
	rest := strings.TrimLeft(s.text[i:], " ")
	return hasAny(rest, strings.HasPrefix, "–", "—", "- ", ",", ";", "(", "/")
}

// inRow tells whether i is inside a row of two-digit numbers.
func (s *scanner) inRow(i int) bool {
	return i >= 3 && s.text[i-1] == ' ' && isDigit(s.text[i-2]) && isDigit(s.text[i-3]) && (i == 3 || s.text[i-4] == ' ')
}

func (s *scanner) takePhone(i int, n *phoneNumber, m marks) {
	key := n.national()
	if len(key) > 5 && sameDigits(key[2:]) {
		s.note(entPhone, "shape", "placeholder")
		return
	}
	if s.allow.phone(key) {
		s.note(entPhone, "allow", "the organisation's own")
		return
	}
	switch {
	case n.isMobile():
		m |= markPrivate
	case n.isService():
		m |= markRole
	}
	s.add(hit{key: hash(key), entity: entPhone, part: concept(entPhone), marks: m})
	s.noteKept(entPhone, m)
}

// phoneNumber is a number as it was written (ITU-T E.123): digits, and how they were grouped.
type phoneNumber struct {
	digits [maxPhone + 1]byte
	n      int
	plus   bool
	groups [8]uint8
	count  int
	seps   [8]byte // the separators between the groups, one character each
	text   string  // the digits
}

const (
	minPhone = 6
	maxPhone = 15 // ITU-T E.164
)

// read takes digits and separators from i, and gives the end.
func (n *phoneNumber) read(s string, i int) int {
	if s[i] == '+' {
		n.plus = true
		i++
	}
	end := 0
	for i < len(s) && n.count < len(n.groups) {
		i = n.skipZero(s, i)
		start := i
		for i < len(s) && isDigit(s[i]) {
			if n.n == maxPhone {
				return 0
			}
			n.digits[n.n] = s[i]
			n.n++
			i++
		}
		if i == start {
			break
		}
		n.groups[n.count] = uint8(i - start)
		n.count++
		end = i
		if i = n.separator(s, i); n.isFivePairs() && !isPair(s, i) {
			break // "06 12 34 56 78 18 €"
		}
	}
	if end < len(s) && (letterLen(s, end) > 0 || isDigit(s[end])) {
		return 0
	}
	n.text = string(n.digits[:n.n])
	return end
}

// isFivePairs tells a whole French number, 06 12 34 56 78.
func (n *phoneNumber) isFivePairs() bool {
	return n.count == 5 && n.n == 10 && n.digits[0] == '0' && n.digits[1] != '0' && !slices.ContainsFunc(n.groups[:5], func(g uint8) bool { return g != 2 })
}

// isPair tells whether two digits stand at i that are no sum of money.
func isPair(s string, i int) bool {
	if i+2 > len(s) || !isDigit(s[i]) || !isDigit(s[i+1]) || i+2 < len(s) && isDigit(s[i+2]) {
		return false
	}
	rest := strings.TrimLeft(s[i+2:], " ")
	return !strings.HasPrefix(rest, "€") && !strings.HasPrefix(rest, ",")
}

// skipZero drops the "(0)" of "+33 (0)6", and other parentheses.
func (n *phoneNumber) skipZero(s string, i int) int {
	if strings.HasPrefix(s[i:], "(0)") {
		i += 3
		for i < len(s) && s[i] == ' ' {
			i++
		}
		return i
	}
	if s[i] == '(' {
		i++
	}
	return i
}

// separator skips what stands between two groups, and remembers it.
func (n *phoneNumber) separator(s string, i int) int {
	start := i
	for i < len(s) && i < start+3 && isPhoneSeparator(s[i]) {
		i++
	}
	if i > start && n.count <= len(n.seps) {
		n.seps[n.count-1] = s[start]
	}
	if i == start || i < len(s) && !isDigit(s[i]) && s[i] != '(' {
		return len(s)
	}
	if n.n >= 9 && i-start > 1 && strings.ContainsAny(s[start:i], "/-") {
		return len(s) // another number, or that of a house
	}
	return i
}

func isPhoneSeparator(c byte) bool {
	switch c {
	case ' ', '.', '-', '/', '(', ')':
		return true
	}
	return false
}

// countryCodes of the ITU (E.164), with the shortest and longest national number. None begins another.
var countryCodes = []struct {
	code     string
	min, max int
}{
	{"33", 9, 9}, {"32", 8, 9}, {"352", 6, 9}, {"41", 9, 9}, {"423", 7, 7}, {"49", 7, 12}, {"43", 7, 13},
	{"39", 8, 11}, {"378", 6, 10}, {"34", 9, 9}, {"376", 6, 6}, {"351", 9, 9}, {"31", 9, 9}, {"44", 9, 10},
	{"353", 7, 9}, {"45", 8, 8}, {"46", 7, 9}, {"47", 8, 8}, {"358", 6, 11}, {"354", 7, 7}, {"372", 7, 8},
	{"371", 8, 8}, {"370", 8, 8}, {"48", 9, 9}, {"420", 9, 9}, {"421", 9, 9}, {"36", 8, 9}, {"40", 9, 9},
	{"359", 8, 9}, {"385", 8, 9}, {"386", 8, 8}, {"381", 8, 9}, {"387", 8, 8}, {"382", 8, 8},
	{"389", 8, 8}, {"383", 8, 8}, {"30", 10, 10}, {"90", 10, 10}, {"380", 9, 9}, {"373", 8, 8},
	{"356", 8, 8}, {"357", 8, 8}, {"377", 8, 9}, {"7", 10, 10}, {"1", 10, 10}, {"212", 9, 9},
	{"213", 8, 9}, {"216", 8, 8}, {"221", 9, 9}, {"225", 10, 10}, {"223", 8, 8}, {"237", 9, 9},
	{"262", 9, 9}, {"590", 9, 9}, {"594", 9, 9}, {"596", 9, 9}, {"508", 6, 6}, {"687", 6, 6},
	{"689", 8, 8}, {"243", 9, 9}, {"261", 9, 9}, {"355", 8, 9}, {"375", 9, 9}, {"972", 8, 9},
	{"961", 7, 8}, {"55", 10, 11}, {"52", 10, 11}, {"54", 10, 11}, {"56", 9, 9}, {"57", 10, 10}, {"51", 8, 9},
	{"58", 10, 10}, {"53", 8, 8}, {"591", 8, 8}, {"593", 8, 9}, {"595", 9, 9}, {"598", 8, 8}, {"502", 8, 8},
	{"503", 8, 8}, {"504", 8, 8}, {"505", 8, 8}, {"506", 8, 8}, {"507", 7, 8}, {"509", 8, 8}, {"91", 10, 10},
	{"92", 9, 10}, {"93", 9, 9}, {"94", 9, 9}, {"880", 8, 10}, {"977", 8, 10}, {"86", 10, 11}, {"81", 9, 10},
	{"82", 8, 10}, {"84", 9, 10}, {"62", 8, 12}, {"63", 8, 10}, {"60", 8, 10}, {"65", 8, 8}, {"66", 8, 9},
	{"852", 8, 8}, {"886", 8, 9}, {"61", 9, 9}, {"64", 8, 10}, {"20", 9, 10}, {"27", 9, 9}, {"218", 8, 9},
	{"249", 9, 9}, {"220", 7, 7}, {"222", 8, 8}, {"224", 9, 9}, {"226", 8, 8}, {"227", 8, 8}, {"228", 8, 8},
	{"229", 8, 10}, {"230", 7, 8}, {"232", 8, 8}, {"233", 9, 9}, {"234", 8, 10}, {"235", 8, 8}, {"236", 8, 8},
	{"238", 7, 7}, {"241", 7, 8}, {"242", 9, 9}, {"244", 9, 9}, {"250", 9, 9}, {"251", 9, 9}, {"252", 7, 9},
	{"253", 8, 8}, {"254", 9, 9}, {"255", 9, 9}, {"256", 9, 9}, {"257", 8, 8}, {"258", 8, 9}, {"260", 9, 9},
	{"263", 9, 9}, {"269", 7, 7}, {"98", 10, 10}, {"962", 8, 9}, {"963", 8, 9}, {"964", 8, 10}, {"965", 8, 8},
	{"966", 9, 9}, {"968", 8, 8}, {"970", 8, 9}, {"971", 8, 9}, {"973", 8, 8}, {"974", 8, 8}, {"374", 8, 8},
	{"994", 9, 9}, {"995", 9, 9}, {"996", 9, 9}, {"998", 9, 9}, {"350", 8, 8}, {"298", 6, 6},
}

// country tells whether the number carries a country code and as many digits as that country has.
func (n *phoneNumber) country() bool {
	_, _, ok := n.split()
	return ok
}

// split gives country code and national number.
func (n *phoneNumber) split() (code, national string, ok bool) {
	digits := n.text
	if !n.plus {
		if !strings.HasPrefix(digits, "00") {
			return "", digits, false
		}
		digits = digits[2:]
	}
	for _, c := range countryCodes {
		if rest, has := strings.CutPrefix(digits, c.code); has {
			rest = strings.TrimPrefix(rest, "0")
			if len(rest) >= c.min && len(rest) <= c.max {
				return c.code, rest, true
			}
		}
	}
	return "", digits, false
}

// national gives the number without country code and leading zero: the same for all ways of writing it.
func (n *phoneNumber) national() string {
	if _, national, ok := n.split(); ok {
		return national
	}
	return strings.TrimLeft(n.text, "0")
}

// grouped tells a national number that nobody would take for another: zero first, and groups with one kind of
// separator, such as 06 12 34 56 78, 020 7946 0958, 0471/12.34.56, 06-12345678.
func (n *phoneNumber) grouped() bool {
	if n.plus || n.digits[0] != '0' || n.digits[1] == '0' || n.n < 9 || n.n > 12 || n.count < 2 {
		return false
	}
	for _, g := range n.groups[1:n.count] {
		if g < 2 || g > 8 || g > 4 && n.count > 2 && !n.isGerman() {
			return false
		}
	}
	if n.groups[0] < 2 || n.groups[0] > 5 || n.count == 2 && n.n != 10 && n.seps[0] != '/' {
		return false
	}
	if n.count > 5 || n.groups[0] == 2 && n.groups[1] == 2 && n.groups[2] == 4 {
		return false // a row of codes; a date
	}
	for k := 2; k < n.count-1; k++ {
		if n.seps[k] != n.seps[1] {
			return false
		}
	}
	return !sameDigits(n.text[1:])
}

// isGerman tells a mobile number of twelve digits as Germans group it: 0151 555 01120.
func (n *phoneNumber) isGerman() bool {
	return n.n == 12 && n.count == 3 && n.groups[0] == 4 && n.groups[1] == 3 && n.digits[0] == '0' && n.digits[1] == '1' && n.isMobile()
}

// plausible is enough under a label.
func (n *phoneNumber) plausible() bool {
	return n.n >= minPhone && n.count <= 7 && !sameDigits(n.text)
}

// mobilePrefixes begin the national numbers, without their zero, of mobile phones; under "" those of numbers without
// a country, with their zero if they have one.
var mobilePrefixes = map[string][]string{
	"":   {"06", "07", "015", "016", "017", "045", "046", "047", "048", "049", "6", "7"},
	"33": {"6", "7"}, "32": {"45", "46", "47", "48", "49"}, "49": {"15", "16", "17"}, "41": {"7"}, "44": {"7"}, "34": {"6", "7"},
	"39": {"3"}, "31": {"6"}, "352": {"6"}, "351": {"9"}, "353": {"8"}, "43": {"6"}, "212": {"6", "7"},
	"91": {"6", "7", "8", "9"}, "51": {"9"}, "54": {"9"}, "56": {"9"}, "57": {"3"}, "221": {"7"}, "237": {"6"},
}

// isMobile knows the mobile ranges of the countries whose plans tell them apart.
func (n *phoneNumber) isMobile() bool {
	if n.isAmerican() {
		return true // that plan tells none apart, and most people have no other
	}
	code, national, ok := n.split()
	if !ok {
		code, national = "", n.text
		if n.n < 9 || n.n == 9 && national[0] == '0' || n.isTown() {
			return false
		}
		if n.n == 10 && national[0] == '3' {
			return true // Italy
		}
	}
	for _, prefix := range mobilePrefixes[code] {
		if strings.HasPrefix(national, prefix) {
			return true
		}
	}
	return false
}

// isBritishMobile tells how those are written, whose groups would do for much else: 07912 345671.
func (n *phoneNumber) isBritishMobile() bool {
	return !n.plus && n.n == 11 && n.count == 2 && n.groups[0] == 5 && n.seps[0] == ' ' && strings.HasPrefix(n.text, "07") && n.text[2] >= '3'
}

// isTown tells the code of a small town, five digits apart, that begins like another country's mobile numbers: 07361 88712 in Aalen,
// 01756 768089 in Skipton.
func (n *phoneNumber) isTown() bool {
	if n.count < 2 || n.groups[0] != 5 {
		return false
	}
	return n.n == 10 && strings.HasPrefix(n.text, "07") || strings.HasPrefix(n.text, "016") || strings.HasPrefix(n.text, "017")
}

// isPhoneCell tells a phone number: a zero or a plus first, or nine or ten digits of a mobile phone or in groups.
func isPhoneCell(cell string) bool {
	var n phoneNumber
	if !isDigit(cell[0]) && cell[0] != '+' || n.read(cell, 0) != len(cell) || !n.plausible() || n.n < 9 {
		return false
	}
	if cell[0] == '0' || cell[0] == '+' {
		return n.digits[1] != '0'
	}
	return n.n <= 10 && strings.IndexByte("3679", cell[0]) >= 0 && (n.count > 1 || n.isMobile())
}

// isService tells numbers that only organisations have: 08 and 3-digit prefixes of shared-cost and freephone
// services.
func (n *phoneNumber) isService() bool {
	if strings.HasPrefix(n.text, "08") && n.n == 10 {
		return true
	}
	for _, prefix := range [...]string{"0800", "0900", "00800", "0180"} {
		if strings.HasPrefix(n.text, prefix) {
			return true
		}
	}
	return false
}
