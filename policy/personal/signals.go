package personal

import (
	"math/bits"
	"slices"
	"strings"

	_ "embed"
)

// documentKind is what a document seems to be, by the words it uses. A kind is believed from kindPoints on.
type documentKind uint8

const (
	kindPay documentKind = iota
	kindMedical
	kindSchool
	kindCV
	kindTax
	kindExpense
	kindBank
	kindCase    // of social aid, child protection, discipline
	kindAffairs // of somebody's private affairs, whatever they are
	kindPapers  // a scan of an identity card or passport
	kindForm    // an application or membership form, filled in
	kindPersons // a list of members, pupils, staff
	kindAttendance
	kindCareer // words of posts, degrees and what else a life at work is told with
	kindInvoice
	kindJobAd
	kindNotice // explains, forbids or regulates: a law, a guide, a specification
	numKinds
)

// clears tells the kinds that speak for a document. A file's name does not: whoever sends it chose it.
func (k documentKind) clears() bool { return k == kindInvoice || k == kindJobAd || k == kindNotice }

const (
	kindPoints = 3
	phraseBits = 256 // phrases of a kind that are told apart; more share their bits
)

// signals is what tells of the whole document. Of the phrases it keeps a bit for each, by kind and by what they are
// worth.
type signals struct {
	seen             [numKinds][4][phraseBits / 64]uint64
	amounts          int              // numbers with two decimals, as money has
	lines, codeLines int              // of text; those that end like a statement of a program
	dumped           bool             // rows of a database stand between them
	top              int              // lines so far of the file, of the several in an archive or a mail, that is being read
	spoken           int              // lines that begin with a dash, as those of a dialogue do
	quotes           bool             // somebody is quoted, and said to have said so, as in newspapers
	aged             bool             // somebody's age stands behind the name: "M. Martin, 67 ans"
	animal           bool             // a form has a field that only animals have
	dated            bool             // a date that may be of a birth stands right behind a name: "Jane Marlow (03-05-1964)"
	class            bool             // a title names a school class
	lists            bool             // a title says that a list follows
	titled           bool             // a title says what the paper is
	blanks           int              // fields that nobody filled in
	echoes           int              // fields that hold their own names
	greeted          bool             // a letter begins with a person's whole name: "Dear Ms Jane Marlow"
	role             bool             // a label such as "pupil" or "tenant" has a person's name behind it
	kin              bool             // such a label has a first name behind it: "your daughter Ann"
	bornField        bool             // a field or cell of its own holds a birth date
	nobody           bool             // a name stands in it that only examples have: "John Doe"
	size, celled     int              // bytes read; those of cells
	rows             int              // of tables
	spokesman        bool             // below a name stands the office that it holds
	public           bool             // a word of what is public stands in it: an author, a prize
	work             bool             // a word of books, films, songs or recipes does
	history          bool             // it tells of a time that nobody living has seen: "in 1816"
	lifetime         bool             // the years of somebody's birth and death stand in it
	welcome          bool             // it makes somebody welcome
	unfilled         int              // lines that are there to be written on
	greets           bool             // it begins as letters do
	hails            bool             // it begins with somebody's first name: "Hi Jane, your October pay"
	mourned          bool             // a title says whose death it tells of
	namedAt          int              // where somebody is named first who holds no office, from 1
	tellsIll         bool             // a word of articles 9 and 10 stands behind that name
	graded           int              // school subjects with a mark behind them
	speaks           bool             // a private e-mail address in the text tells its owner's name
	private          bool             // a mobile phone or a private address stands in the text
	reachedAt        int              // … first, that is
	life             life             // at work, if it is one
	said             map[uint64]uint8 // how often the words of names come
	namesakes        keySet           // lines that begin with the name of somebody of whom everybody has heard
	affairs          map[signal]bool  // words of private affairs
	voices           voices           // who speaks, and of whom
	recurs           bool             // one of them comes often: the text is about that person
}

func (s *signals) add(g signal) {
	if g.kind != kindAffairs {
		s.seen[g.kind][g.points][g.id%phraseBits/64] |= 1 << (g.id % 64)
		return
	}
	if s.affairs == nil {
		s.affairs = map[signal]bool{}
	}
	s.affairs[g] = true
}

// take adds what another text says of its kind.
func (s *signals) take(k documentKind, other *signals) {
	for points := range s.seen[k] {
		for i := range s.seen[k][points] {
			s.seen[k][points][i] |= other.seen[k][points][i]
		}
	}
}

// points adds up what was seen.
func (s *signals) points(k documentKind) int {
	sum := 0
	for points, seen := range s.seen[k] {
		for _, some := range seen {
			sum += points * bits.OnesCount64(some)
		}
	}
	return sum
}

// ownAffairs adds up the words of private affairs in the languages that the text may be in.
func (s *signals) ownAffairs() int {
	sum := 0
	spoken := s.voices.spoken()
	for g := range s.affairs {
		if g.tongues&spoken != 0 {
			sum += int(g.points)
		}
	}
	return sum
}

func (s *signals) is(k documentKind) bool { return s.points(k) >= kindPoints }

// isList tells whether the document says that its names are of members, pupils, patients or staff.
func (s *signals) isList() bool {
	return s.class || s.is(kindPersons) || s.is(kindAttendance) || s.is(kindSchool)
}

// noteLine counts the lines that are not empty, and those that end like a program's.
func (s *signals) noteLine(line string) {
	line = strings.TrimSpace(line)
	if line == "" {
		return
	}
	s.lines++
	s.top++
	s.blanks += count(isPlaceholder(line[strings.LastIndexAny(line, ":\t")+1:]))
	if strings.HasPrefix(line, "— ") {
		s.spoken++
	}
	if strings.Contains(line, "____") || strings.Contains(line, "_ _ _") {
		s.unfilled++
	}
	s.quotes = s.quotes || quotesSpeaker(line)
	s.greets = s.greets || isGreeting(line)
	s.hails = s.hails || s.top <= 2 && hailsOne(line)
	if strings.HasSuffix(line, ";") || len(line) > 3 && line[0] != '"' && strings.HasSuffix(line, "{") || isPython(line) {
		s.codeLines++
	}
}

// isPython tells a line of a language whose lines have no marks at their end: "def test_name(self):", "from x import y".
func isPython(line string) bool {
	switch word, rest, _ := strings.Cut(line, " "); word {
	case "def", "async":
		return strings.HasSuffix(rest, ":") && strings.Contains(rest, "(")
	case "class":
		return strings.HasSuffix(rest, ":")
	case "from":
		return strings.Contains(rest, " import ")
	case "import":
		return rest != "" && !strings.Contains(rest, " ")
	}
	return false
}

// isGreeting tells the line with which a letter begins, in whatever language: "Hi Jane,".
func isGreeting(line string) bool {
	const longest, most = 50, 5 // bytes, words
	return len(line) <= longest && strings.HasSuffix(line, ",") && len(strings.Fields(line)) <= most && countDigits(line) == 0
}

// hailsOne tells a line that begins with a greeting to one person, who has a name: "Hi Mo, your October pay".
func hailsOne(line string) bool {
	const greetings, longest = "|hi|hello|dear|bonjour|salut|coucou|hallo|liebe|lieber|hola|ciao|hoi|beste|olá|caro|cara|", 30
	before, _, ok := strings.Cut(line, ",")
	words := strings.Fields(before)
	return ok && len(before) <= longest && len(words) == 2 && strings.Contains(greetings, "|"+strings.ToLower(words[0])+"|") && isCapital(words[1], 0)
}

// quotesSpeaker tells a line that quotes somebody and says so behind it: « J'ai commencé à Porto », raconte-t-il.
func quotesSpeaker(line string) bool {
	const speech = "|says|said|explains|recalls|adds|raconte|dit|explique|confie|sourit|sagt|erzählt|meint|dice|cuenta|explica|racconta|spiega|zegt|" +
		"vertelt|conta|diz|"
	for {
		k := strings.IndexAny(line, "»”\"")
		if k < 0 {
			return false
		}
		line = strings.TrimLeft(line[k:], "»”\", ")
		for i, word := range strings.FieldsFunc(line[:min(len(line), 24)], func(r rune) bool { return r == ' ' || r == '-' || r == '.' || r == ',' }) {
			if i < 2 && strings.Contains(speech, "|"+word+"|") {
				return true
			}
		}
	}
}

// isPlaceholder tells what stands in a model for what is to be filled in: "[Responsibility 1]", "{patient_name}". Angle
// brackets are what programs leave: "<footer>" of a slide, "<Media omitted>" of a chat.
func isPlaceholder(s string) bool {
	const marks, fewest, most = " *_-•|#", 3, 2 // letters, digits
	s = strings.Trim(s, marks)
	if len(s) < 2 {
		return false
	}
	inside := strings.Trim(s[1:len(s)-1], "{} ")
	pair := s[:1] + s[len(s)-1:]
	return (pair == "[]" || pair == "{}") && letterCount(inside) >= fewest && countDigits(inside) <= most &&
		!strings.ContainsAny(inside, "[]{}<>\",;=")
}

// isTale tells a story, by the dashes of those who speak in it.
func (s *signals) isTale() bool { return s.spoken > 1 }

// isCode tells a program's text, by the way its lines end. Those of a database dump do too, but the rows between them are data.
func (s *signals) isCode() bool { return !s.dumped && s.codeLines >= 2 && s.codeLines*6 >= s.lines }

// kindNames head the phrases of their kinds in kinds.txt and affairs.txt.
var kindNames = map[string]documentKind{
	"pay": kindPay, "medical": kindMedical, "school": kindSchool, "cv": kindCV, "tax": kindTax, "expense": kindExpense, "bank": kindBank,
	"case": kindCase, "affairs": kindAffairs, "papers": kindPapers, "form": kindForm, "persons": kindPersons, "attendance": kindAttendance,
	"career": kindCareer, "invoice": kindInvoice, "job-ad": kindJobAd, "notice": kindNotice,
}

//go:embed kinds.txt
var kindsText string

//go:embed affairs.txt
var affairsText string

// addSignals adds the phrases of both files: "[kind]" begins a part, or "[kind fr]" one whose phrases tell only in a French text, and each
// line below it holds how much its phrases tell, and them.
func (d *Detector) addSignals() {
	var ids [numKinds]uint16
	var kind documentKind
	var spoken uint8
	for _, w := range sensitiveWords {
		d.lexicon.addAll(w.words, func(n *node) {
			n.addSignal(signal{kindAffairs, 1, ids[kindAffairs], anyTongue})
			ids[kindAffairs]++
		})
	}
	for line := range strings.Lines(kindsText + affairsText) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			name, tongue, _ := strings.Cut(strings.TrimSuffix(name, "]"), " ")
			kind, spoken = kindNames[name], bitOfTongue(tongue)
			continue
		}
		points, phrases, ok := strings.Cut(line, " ")
		if !ok || points == "#" {
			continue
		}
		d.lexicon.addAll(phrases, func(n *node) {
			n.addSignal(signal{kind, points[0] - '0', ids[kind], spoken})
			ids[kind]++
		})
	}
}

// bitOfTongue is the bit of a language that a part of the phrases names, or all of them where it names none.
func bitOfTongue(name string) uint8 {
	if t := slices.Index(tongueNames[:], name); t >= 0 {
		return 1 << t
	}
	return anyTongue
}

// addSignal adds what a phrase tells, once, however many languages share the phrase.
func (n *node) addSignal(g signal) {
	if n.label == nil {
		n.label = &label{}
	}
	k := slices.IndexFunc(n.label.signals, func(h signal) bool { return h.kind == g.kind && h.points == g.points })
	if k < 0 {
		n.label.signals = append(n.label.signals, g)
		return
	}
	n.label.signals[k].tongues |= g.tongues
}
