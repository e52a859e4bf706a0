package personal

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// lexicon is everything the detector knows by word: labels, first names, street words, document signals. It is a trie
// of folded words; a phrase matches whatever small words and punctuation stand between its words ("date_naissance",
// "Date de naissance").
type lexicon struct {
	root map[string]*node
}

// node is what is known of a word, or of a phrase that ends in it.
type node struct {
	next  map[string]*node
	label *label
	flags wordFlags
	month uint8
	heard []heard
}

// label is what a word or phrase announces.
type label struct {
	concepts []concept
	near     bool // the value must follow at once: words that mean something else elsewhere
	signals  []signal
}

// speaks tells whether a word is a label, or tells of the document, wherever it stands. The words that only head columns may be
// somebody's name elsewhere.
func (n *node) speaks() bool {
	return n.label != nil && (slices.ContainsFunc(n.label.signals, func(g signal) bool { return !g.isPlain() || g.points > 1 && g.kind == kindAffairs }) ||
		slices.ContainsFunc(n.label.concepts, func(c concept) bool { return c < fieldWage || c > fieldAnimal && c < headings || c >= mentions }))
}

// concept is what a label or a column's header can name: an entity, or one of the fields.
type concept = uint16

// signal says which kind of document a phrase points to.
type signal struct {
	kind    documentKind
	points  uint8
	id      uint16 // each phrase counts once
	tongues uint8  // bit t: a phrase of tongues[t]
}

type wordFlags uint16

const (
	flagFirstName wordFlags = 1 << iota
	flagCivility
	flagDoctor    // a civility of professionals
	flagOrg       // an organisation's: lycée, cabinet, GmbH
	flagPlace     // a name after it is a place's or a thing's: salle, pont, prix
	flagWay       // before a street's name: rue, calle
	flagWayAfter  // after it: street, Straße
	flagSmall     // skipped inside phrases
	flagCommon    // capitalised often, never a surname
	flagOffice    // what somebody is who speaks for an organisation
	flagParticle  // inside a surname: de, van, von
	flagExample   // what follows it is made up
	flagPublic    // in a header or title: the names are of those who are public
	flagQualifier // says more of what a label names
	flagWork      // of a book, a film, a song, a dish: whoever is named made it, or is made up
)

const maxWord = 40 // longer words are in no list

// add puts a phrase into the trie and gives its last node. Small words are left out, unless a "+" joins them to the
// word before: "né+le".
func (l *lexicon) add(phrase string) *node {
	var at *node
	var buf [maxWord]byte
	for i := 0; i < len(phrase); {
		start, end := nextWord(phrase, i)
		if start == end {
			break
		}
		joined := start > 0 && phrase[start-1] == '+'
		i = end
		word := fold(buf[:0], phrase[start:end])
		if at != nil && !joined && l.isSmall(word) {
			continue
		}
		at = l.child(at, string(word))
	}
	return at
}

func (l *lexicon) child(at *node, word string) *node {
	table := &l.root
	if at != nil {
		table = &at.next
	}
	if *table == nil {
		*table = map[string]*node{}
	}
	if (*table)[word] == nil {
		(*table)[word] = &node{}
	}
	return (*table)[word]
}

// addAll adds alternatives separated by "|".
func (l *lexicon) addAll(phrases string, set func(*node)) {
	for phrase := range strings.SplitSeq(phrases, "|") {
		if n := l.add(phrase); n != nil {
			set(n)
		}
	}
}

func (l *lexicon) isSmall(word []byte) bool {
	n := l.root[string(word)]
	return n != nil && n.flags&flagSmall != 0
}

// nextWord finds the next run of letters from i; equal bounds mean there is none. A capital after a small letter
// starts a new word: "dateNaissance" is two.
func nextWord(s string, i int) (start, end int) {
	for i < len(s) {
		if letterLen(s, i) > 0 {
			return i, wordEnd(s, i)
		}
		i++
	}
	return i, i
}

// wordEnd is where the run of letters that starts at i ends.
func wordEnd(s string, i int) int {
	small := false
	for i < len(s) {
		c := s[i]
		n := 1
		if !isASCIILetter(c) {
			if c < utf8.RuneSelf {
				break
			}
			if n = letterLen(s, i); n == 0 {
				break
			}
		}
		if small && c >= 'A' && c <= 'Z' {
			break
		}
		small = c >= 'a' && c <= 'z'
		i += n
	}
	return i
}

// match gives the longest label that starts with the word s[i:j], whose node is n, and where it ends.
func (l *lexicon) match(s string, n *node, j int) (*label, int) {
	best, end := n.label, j
	for range 12 {
		if len(n.next) == 0 {
			break
		}
		start, stop := phraseGap(s, j)
		if start == stop {
			break
		}
		var buf [maxWord]byte
		if stop-start > maxWord/2 {
			break
		}
		word := fold(buf[:0], s[start:stop])
		j = stop
		next := n.next[string(word)]
		if next == nil && l.isSmall(word) {
			continue
		}
		if next == nil {
			break
		}
		n = next
		if n.label != nil && (best == nil || len(best.concepts) == 0 || !n.label.isAffairs()) {
			best, end = n.label, j
		}
	}
	return best, end
}

// isPlain tells what words of ordinary talk tell, wherever they stand.
func (g signal) isPlain() bool { return g.kind == kindAffairs || g.kind == kindCareer }

// isAffairs tells a phrase that tells of private affairs and announces nothing: it must not hide a label that it begins with.
func (l *label) isAffairs() bool {
	return len(l.concepts) == 0 && !slices.ContainsFunc(l.signals, func(g signal) bool { return !g.isPlain() })
}

// phraseGap finds the next word of a phrase: at most three other characters stand between, and no tab or sentence's
// end.
func phraseGap(s string, j int) (start, stop int) {
	for k := j; k < len(s) && k <= j+4; k++ {
		switch s[k] {
		case '\t', ';', ',', '|', '<', '>', ':', '=', '"':
			return j, j
		}
		if letterLen(s, k) > 0 {
			return k, wordEnd(s, k)
		}
		if isDigit(s[k]) {
			return j, j
		}
	}
	return j, j
}

// eachPhrase gives the labels of a short text one after the other, and the words between them with a nil label.
func (d *Detector) eachPhrase(s string, yield func(l *label, start, end int)) {
	var buf [2 * maxWord]byte
	for i := 0; i < len(s); {
		start, end := nextWord(s, i)
		if start == end {
			return
		}
		var l *label
		if end-start <= maxWord {
			if n := d.lexicon.root[string(fold(buf[:0], s[start:end]))]; n != nil {
				l, end = d.lexicon.match(s, n, end)
			}
		}
		yield(l, start, end)
		i = end
	}
}

// anyWord tells whether one of the words of a short text is so; a node is what is known of it, or nil.
func (d *Detector) anyWord(s string, is func(n *node, word string) bool) bool {
	for i := 0; i < len(s); {
		start, end := nextWord(s, i)
		if start == end {
			return false
		}
		if is(d.node(start, end, s), s[start:end]) {
			return true
		}
		i = end
	}
	return false
}
