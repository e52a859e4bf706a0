package personal

// How far a label reaches.
const (
	reachLine   = 90  // on its line
	reachBeyond = 300 // over line ends
	reachLines  = 3
	reachExact  = 40 // where nothing but the shape tells a value
	reachNear   = 10
	maxWaiting  = 8
	maxFails    = 2
)

// waiting is a label whose value may follow.
type waiting struct {
	*label
	end   int   // where it ended, from the block's beginning
	line  int32 // window line of the label or of its last value
	fails uint8 // values of the right shape that did not check
	used  bool  // it has had a value; more may stand below, as in a column
	spent bool  // too many values did not check
}

// labelled tries the labels in reach, the nearest first, and then what the column's header says.
func (s *scanner) labelled(i int) int {
	if len(s.waiting) == 0 && s.column == nil {
		return 0
	}
	s.run.read(s.text, i)
	for k := len(s.waiting) - 1; k >= 0; k-- {
		w := &s.waiting[k]
		reach := s.reach(w, i)
		if reach == tooFar {
			s.waiting = append(s.waiting[:k], s.waiting[k+1:]...)
			continue
		}
		if reach == notHere {
			continue
		}
		if end := s.tryLabel(w, i); end > 0 {
			return end
		}
	}
	if s.column != nil {
		return s.tryConcepts(s.column, i, 0)
	}
	return 0
}

// fullStop notes the end of a sentence: a full stop behind a word that is no abbreviation, and a capital or nothing
// behind it.
func (s *scanner) fullStop(i int) {
	const abbreviation = 4 // letters, at most
	w := s.words[0]
	if w.end != i || i-w.start <= abbreviation {
		return
	}
	if i+1 == len(s.text) || i+2 < len(s.text) && s.text[i+1] == ' ' && isCapital(s.text, i+2) {
		s.sentence = s.base + i
	}
}

type reached uint8

const (
	inReach reached = iota
	notHere
	tooFar
)

func (s *scanner) reach(w *waiting, i int) reached {
	distance := s.base + i - w.end
	switch {
	case w.spent:
		return tooFar
	case w.end <= s.sentence:
		return notHere
	case distance > reachBeyond || s.window-w.line > reachLines || w.near && distance > reachNear:
		return tooFar
	case s.window == w.line && distance > reachLine:
		return notHere
	}
	return inReach
}

// tryLabel tries to read the value of a label at i. Values of the right shape that fail their check use the label up.
func (s *scanner) tryLabel(w *waiting, i int) int {
	distance := s.base + i - w.end
	if w.used && s.window == w.line && w.label.names(concept(entBirthDate)) {
		return 0 // the next date of this line is of something else
	}
	end := s.tryConcepts(w.label, i, distance)
	switch {
	case end > 0:
		w.end, w.line, w.used, w.fails = s.base+end, s.window, true, 0
	case end < 0:
		w.fails++
		w.spent = w.used || w.fails >= maxFails
		end = 0
	}
	return end
}

// tryConcepts reads what the label names at i: it gives the end of the value, 0 if there is none, -1 if there is one
// that fails its check.
func (s *scanner) tryConcepts(l *label, i, distance int) int {
	failed := 0
	for _, c := range l.concepts {
		end := s.tryConcept(c, i, distance)
		if end > 0 {
			return end
		}
		failed = min(failed, end)
	}
	return failed
}

func (s *scanner) tryConcept(c concept, i, distance int) int {
	if c >= numConceptEntities {
		switch c {
		case fieldOtherDate:
			return s.otherDate(i)
		case fieldDeath:
			return s.death(i)
		}
		return 0
	}
	switch id := entityID(c); id {
	case entIBAN:
		return s.account(i, true)
	case entCard:
		end, _, _ := tokenEnd(s.text, i)
		return s.card(i, end, true)
	case entPhone:
		if distance > reachExact {
			return 0
		}
		return s.phone(i, true)
	case entBirthDate:
		return s.birthDate(i)
	case entGPS:
		return s.coordinate(i)
	default:
		return s.number(id, i, distance)
	}
}
