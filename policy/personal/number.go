package personal

import "strings"

// shapeKey counts, for a column or the text (-1), what looks like an entity without a label.
type shapeKey struct {
	col    int16
	entity entityID
}

type shapeTally struct{ shaped, valid int }

// number reads a value of an entity that is told by masks or patterns, after a label.
func (s *scanner) number(id entityID, i, distance int) int {
	e := &s.entities[id]
	if e.class == Negative && len(e.masks) == 0 {
		return s.reference(i, distance)
	}
	if !s.free(i) {
		return 0
	}
	value, end, ok := s.fit(e, i, distance)
	if !ok {
		return 0
	}
	checks := e.valid == nil || e.valid(value)
	if e.class == Negative {
		if !checks {
			return 0
		}
		s.note(id, "label", "explains a number")
		return end
	}
	checks = checks && !sameDigits(value)
	s.judgeColumn(id, checks)
	if checks && isMasked(s.text, end) {
		s.note(id, "label", "masked")
		return end
	}
	if !checks {
		s.note(id, "label", "check digits, or a placeholder")
		return -1
	}
	return s.take(id, i, end, value, markLabelled)
}

// isMasked tells a value that goes on with marks in place of digits: "1 85 12 75 116 001 xx".
func isMasked(s string, end int) bool {
	rest := strings.TrimLeft(s[end:], " .-")
	marks := len(rest) - len(strings.TrimLeft(rest, "xX*_•…?"))
	return marks >= 2 && (marks == len(rest) || letterLen(rest, marks) == 0)
}

// judgeColumn counts the values that a column's header vouches for: if most of them do not check, the header means
// something else.
func (s *scanner) judgeColumn(id entityID, checks bool) {
	if s.column == nil {
		return
	}
	t := s.tally(id)
	t.shaped++
	if checks {
		t.valid++
	}
}

// fit finds the first way of writing an entity that the text at i has.
func (s *scanner) fit(e *entity, i, distance int) (value string, end int, ok bool) {
	for _, mask := range e.masks {
		if value, end, ok = s.run.fits(mask); ok {
			return value, end, true
		}
	}
	exact := e.exact
	if len(exact) > 0 && !s.adjoins(i, distance) {
		exact = nil
	}
	for _, list := range [...][]string{e.bare, e.weak, exact} {
		for _, pattern := range list {
			if value, end, ok = matchPattern(pattern, s.text, i); ok {
				return value, end, true
			}
		}
	}
	return "", 0, false
}

// adjoins tells whether nothing but a word such as "number" stands between a label and its value at i.
func (s *scanner) adjoins(i, distance int) bool {
	const number = len("numéro ")
	if distance > reachExact || i > 0 && s.text[i-1] == '<' {
		return false
	}
	return letterCount(s.text[max(0, i-distance):i]) <= number
}

// reference marks what follows a label such as "order no": whatever shape it has, chance made it.
func (s *scanner) reference(i, distance int) int {
	if distance <= 2*reachNear && s.run.count > 0 {
		s.refEnd = s.run.ends[s.run.count-1].pos
	}
	return 0
}

// bare tries what may stand without a label. The token is s.text[i:end].
func (s *scanner) bare(i, end int) int {
	if end-i >= len(s.byLead) {
		return 0
	}
	for _, shape := range s.byLead[end-i] {
		value, stop, ok := matchPattern(shape.pattern, s.text, i)
		if !ok {
			continue
		}
		if !s.free(i) || !s.freeEnd(stop) {
			s.note(shape.entity, "shape", "touches another character")
			continue
		}
		if end := s.takeBare(shape, i, stop, value); end > 0 {
			return end
		}
	}
	return 0
}

func (s *scanner) takeBare(shape bareShape, i, end int, value string) int {
	tally := s.tally(shape.entity)
	tally.shaped++
	e := &s.entities[shape.entity]
	mark := markBare
	if shape.weak {
		mark |= markWeak
	}
	switch {
	case sameDigits(value) || isSequence(value):
		s.note(shape.entity, "shape", "placeholder")
	case mark&markWeak != 0 && (i < s.refEnd || s.afterCountry(i)):
		s.note(shape.entity, "shape", "explained by a label")
	case e.valid != nil && !e.valid(value), e.strict != nil && !e.strict(value):
		s.note(shape.entity, "shape", "check digits")
	default:
		tally.valid++
		return s.take(shape.entity, i, end, value, mark)
	}
	return 0
}

// afterCountry tells whether a country's two letters stand right before i, as in a VAT number: ES 12345678Z.
func (s *scanner) afterCountry(i int) bool {
	w := s.words[0]
	return w.end > 0 && w.end <= i && w.end-w.start == 2 && i-w.end <= 2 && isShout(s.text[w.start:w.end])
}

func (s *scanner) tally(id entityID) *shapeTally {
	key := shapeKey{s.column0(), id}
	t := s.shapes[key]
	if t == nil {
		t = &shapeTally{}
		s.shapes[key] = t
	}
	return t
}

// free tells whether a value may begin at i: it is not the tail of a longer number, path or word.
func (s *scanner) free(i int) bool {
	if i == 0 {
		return true
	}
	switch s.text[i-1] {
	case '_', '@', '\\', '#', '&', '%', '$', '~', '^':
		return false
	case '.', ',', '/', '-', '+':
		return i == 1 || !isAlnum(s.text[i-2])
	}
	return true
}

// freeEnd tells whether a value may end at i.
func (s *scanner) freeEnd(i int) bool {
	if i >= len(s.text) {
		return true
	}
	switch s.text[i] {
	case '_', '@', '\\', '%', '~', '^':
		return false
	case '.', ',', '/', '-', ':':
		return i+1 >= len(s.text) || !isAlnum(s.text[i+1])
	}
	return true
}

// isSequence tells 123456789 and 0123456789: what people write where a number is to come.
func isSequence(s string) bool {
	for i := 1; i < len(s); i++ {
		if s[i] != '0'+(s[i-1]-'0'+1)%10 {
			return false
		}
	}
	return true
}

// coordinate reads a latitude or longitude after its label: 48.85837, or degrees with their sign as EXIF readers
// print them.
func (s *scanner) coordinate(i int) int {
	const enoughDecimals = 3
	degrees, end := figures(s.text, i)
	if degrees > 180 || end == i {
		return 0
	}
	rest := s.text[end:]
	if strings.HasPrefix(rest, "°") || strings.HasPrefix(rest, " deg") {
		return s.take(entGPS, i, end, s.text[i:min(len(s.text), end+2*reachNear)], markLabelled)
	}
	if rest == "" || rest[0] != '.' && rest[0] != ',' {
		return 0
	}
	stop := end + 1
	for stop < len(s.text) && isDigit(s.text[stop]) {
		stop++
	}
	if stop-end <= enoughDecimals {
		return 0
	}
	return s.take(entGPS, i, stop, s.text[i:stop], markLabelled)
}
