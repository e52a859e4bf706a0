package personal

import (
	"slices"
	"strings"
)

// Names that nobody knows. Their shape tells them, where something beside them vouches: how to reach whoever it is, or what the text goes
// on to say of them.

// shaped is a line that begins as a person's name is written.
type shaped struct {
	key, first uint64 // of the name, and of its first word
	line       int32
	window     int32
	at         int  // where it stands, from 1
	alone      bool // it is the whole line, and has initials, or its surname in capitals or before a comma
	heads      bool // it is the whole line, one of the first, whatever its case
	again      bool // its first word comes again
	mailed     bool // it is a part of an e-mail address right below
}

// mostShaped is how many such lines of a text are remembered.
const mostShaped = 200

// noteShape remembers a line that was scanned and holds no name, if it begins as one is written.
func (r *blockReader) noteShape() {
	if len(r.shaped) == mostShaped || r.aside || r.name || r.col >= 0 || r.small && !r.holdsFirstName(r.text) {
		return
	}
	if r.signals.top <= titleLines && r.isSmallName() {
		r.shaped = append(r.shaped, shaped{key: nameKey(r.text), line: r.line, window: r.window, at: max(1, r.signals.size-len(r.text)), heads: true})
		return
	}
	start, _ := nextWord(r.text, 0)
	first := skipInitials(r.text, start)
	parts, end := r.nameFrom(first)
	parts, end, _ = r.besideSurname(r.text, parts, end)
	comma := len(parts) == 2 && r.text[parts[0].end] == ','
	if strings.TrimSpace(r.text[:start]) != "" || len(parts) == 0 || len(parts) > 3 {
		return
	}
	alone := strings.Trim(r.text[end:], " .,") == "" && (first > start || comma || r.isHalfShout(parts))
	if !alone && (len(parts) == 1 || r.signals.top > titleLines || !r.endsHeading(end)) {
		return
	}
	s := shaped{first: r.wordKey(parts[0]), line: r.line, window: r.window, at: max(1, r.signals.size-len(r.text)), alone: alone}
	s.heads = r.signals.top <= titleLines && len(parts) > 1 && strings.TrimSpace(r.text[end:]) == ""
	for _, p := range parts {
		s.key += r.wordKey(p)
	}
	r.shaped = append(r.shaped, s)
}

// isSmallName tells a line that is a name in small letters, of which the first is known: "fabrizio mengoni".
func (r *blockReader) isSmallName() bool {
	words := nameWords(r.text)
	return words > 1 && words < 4 && strings.ToLower(r.text) == r.text && r.holdsFirstName(r.text) && !r.isOrganisation(r.text)
}

// isHalfShout tells a surname in capitals beside a first name that is not: "PETIT Thi-Mai".
func (s *scanner) isHalfShout(parts []place) bool {
	const least = 3 // letters
	shouts := 0
	for _, p := range parts {
		if word := s.text[p.start:p.end]; len(word) >= least && isShout(word) && strings.ContainsAny(word, "AEIOUYÉÈÄÖÜ") {
			shouts++
		}
	}
	return shouts == 1 && len(parts) > 1
}

// endsHeading tells whether what ends at i stands apart from the rest of its line, as in "Adaeze McAllister — Year 5".
func (s *scanner) endsHeading(i int) bool {
	rest := s.text[i:]
	return strings.TrimSpace(rest) == "" || hasAny(rest, strings.HasPrefix, " —", " –", " - ", ",", " (", ":", "\t", "  ")
}

// hearAgain notes a word that one of the names begins with, in another line.
func (s *scanner) hearAgain(word []byte) {
	if len(s.shaped) == 0 {
		return
	}
	key := hash(word)
	for i := range s.shaped {
		s.shaped[i].again = s.shaped[i].again || s.shaped[i].first == key && s.shaped[i].window != s.window
	}
}

// hearMailed notes a name that fills one of the first lines, if the local part of an address soon below holds its first word.
func (s *scanner) hearMailed(local string) {
	const lines = 3
	for i := range s.shaped {
		sh := &s.shaped[i]
		if !sh.heads || s.window-sh.window > lines {
			continue
		}
		for word := range strings.FieldsFuncSeq(local, func(r rune) bool { return r == '.' || r == '_' || r == '-' }) {
			sh.mailed = sh.mailed || len(word) > 2 && hash(word) == sh.first
		}
	}
}

// takeShaped takes those lines for names for which something vouches.
func (r *blockReader) takeShaped() {
	own := r.signals.voices.own()
	for _, s := range r.shaped {
		k := slices.IndexFunc(r.hits, func(h hit) bool { return h.window > s.window })
		if k < 0 {
			k = len(r.hits)
		}
		career := s.heads && len(r.signals.life.spans) > 1 // what follows is a life in years
		if !s.mailed && !((s.alone || career) && r.reachesBelow(s.window, k)) && !(s.again && own[voiceThird]+own[voiceKin] > 1) {
			continue
		}
		m := markFull | markLabelled
		if s.alone || career || s.mailed {
			m |= markAlone
		}
		r.hits = slices.Insert(r.hits, k, hit{key: s.key, entity: entName, part: concept(entName), marks: m, line: s.line, window: s.window, col: -1})
		if r.signals.namedAt == 0 || r.signals.namedAt > s.at {
			r.signals.namedAt = s.at
		}
	}
	r.shaped = r.shaped[:0]
}

// reachesBelow tells whether the first thing found below a line, the hit k, is how to reach whoever it names, or a birth.
func (r *blockReader) reachesBelow(window int32, k int) bool {
	const lines = 3
	for k < len(r.hits) && r.hits[k].entity == entAddress && r.hits[k].marks&markWeak != 0 {
		k++ // a street without a town may be anything
	}
	if k == len(r.hits) {
		return false
	}
	h := &r.hits[k]
	if h.window-window > lines || h.marks&(notAValue|markRole) != 0 {
		return false
	}
	switch h.entity {
	case entAddress:
		return true
	case entPhone, entEmail:
		return h.marks&markPrivate != 0
	case entBirthDate:
		return true
	}
	return false
}
