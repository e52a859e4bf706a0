package personal

import (
	"cmp"
	"slices"
)

// maxPlaces is how many places a finding names.
const maxPlaces = 50

// summary is what is known of the whole document. It keeps hashes, counts and places.
type summary struct {
	*Detector
	signals signals
	found   []found // by entity
	body    string  // the Place.Part of what is judged as the body: "" if that is what the reader sees

	persons  people // records that count
	heavy    people // … with birth date, address, health or money
	private  people // rows and lines with a name and a private way to reach them
	listed   keySet // full names that have a line or cell for themselves
	likely   keySet // what begins lines as names do, though nobody knows them
	named    keySet // full names
	officers keySet // those of them that stand somewhere as an organisation's voice
	mobiles  keySet // private phone numbers
	callers  keySet // what seems a name before them, whatever its case
	several  keySet // full names in lines that have several
	crowded  int    // such lines
	noted    keySet // full names of a text with what was paid, or a mark, behind them, or a label of members before

	remarked int    // lines that are a name and a short remark
	graded   int    // lines that are a name and marks in several subjects
	classed  int    // lines that are a name, a school class, and what is noted
	guessed  int    // lines that begin as names do, though nobody knows them, and go on with such a remark
	remarks  keySet // the remarks
	leads    bool   // most lines of a text begin with names
	few      int    // lines of such a text, or rows of a table whose rows are persons; 0 if they are no list
	rows     int    // rows of a table that begin with a person's name
	told     bool   // what stands beside the names of such a list is no title of theirs
	kept     bool   // the header of such a table names what is noted of people
	marked   bool   // a line has heads of what is noted of people: "PORT / MAT / ING / faltas"
	letters  keySet // … with a remark of several words
	styled   keySet // surnames with their title, that lead a line which goes on with a few words
	births   years  // of the dates that follow a name, and fill its line

	strong [ClassC]bool // values of class A and B that count on their own, but accounts

	emails, personal keySet // addresses of persons; those at personal providers
	accounts         keySet
	namedAccounts    int // records with a name and an account

	alone enough // the record that tells most of one person
	whole record // everything in one
	ill   bool   // somebody is named beside a word of articles 9 and 10
	cards int    // records of vCard, LDIF

	housed    bool // an address stands right below what seems a name
	illField  bool // a field names somebody near a word of articles 9 and 10
	civil     bool // somebody named holds no office
	courtesy  bool // a whole name has somebody's title before it, and no office behind it
	titled    bool // a name with its title begins a line
	headed    bool // a name has one of the first lines for itself
	graduate  bool // … and "Dr" before it
	signed    bool // a whole name has a line for itself, wherever
	addressed bool // a person's name has the person's address right below, as on a letter
	roster    bool // a table whose rows are persons, by its structure
	public    bool // a title says that the names are of those who are public
	members   bool // a column says that its names are of pupils, patients, donors…
}

// keySet counts distinct values by their hashes.
type keySet map[uint64]struct{}

func (k *keySet) add(key uint64) {
	if *k == nil {
		*k = keySet{}
	}
	(*k)[key] = struct{}{}
}

// enoughKeys is where the sets that only rules ask for stop growing: every limit is far below.
const enoughKeys = 1000

// addSome is add, until enough is known.
func (k *keySet) addSome(key uint64) {
	if len(*k) < enoughKeys {
		k.add(key)
	}
}

// people counts persons: one who is mentioned often counts once, and so does an address that stands near many names.
type people struct{ who, what keySet }

func (p *people) count() int { return min(len(p.who), len(p.what)) }

// found are the values of one entity.
type found struct {
	values keySet
	places []Place
}

func newSummary(d *Detector) *summary {
	return &summary{
		Detector: d,
		found:    make([]found, len(d.entities)),
	}
}

// count takes the hits of a block for the findings.
func (s *summary) count(r *blockReader, hits []hit) {
	for i := range hits {
		h := &hits[i]
		if h.marks&notAValue != 0 {
			continue
		}
		f := &s.found[h.entity]
		if !isPartOfName(h) {
			f.values.add(h.key)
		}
		if len(f.places) < maxPlaces {
			f.addPlace(r.place(h.line, h.col))
		}
	}
}

// isPartOfName tells a first or last name in a column of its own: the row's whole name is counted instead.
func isPartOfName(h *hit) bool {
	return h.entity == entName && h.col >= 0 && (h.part == fieldFirstName || h.part == fieldLastName)
}

// isInParts tells a row whose name stands in parts only.
func isInParts(hits []hit) bool {
	parts := false
	for i := range hits {
		if hits[i].entity == entName && hits[i].marks&notAValue == 0 {
			if !isPartOfName(&hits[i]) {
				return false
			}
			parts = true
		}
	}
	return parts
}

func (f *found) addPlace(p Place) {
	if !slices.ContainsFunc(f.places, func(q Place) bool { return samePlace(&p, &q) }) {
		f.places = append(f.places, p)
	}
}

func samePlace(p, q *Place) bool {
	return p.Table == q.Table && p.Column == q.Column && p.Field == q.Field && p.Line == q.Line && p.Sheet == q.Sheet && p.Page == q.Page && p.Part == q.Part &&
		slices.Equal(p.Path, q.Path)
}

// record takes what was gathered on one person, with its hits.
func (s *summary) record(rec record, hits []hit) {
	rec.finish(s.entities[entEmail].weight)
	s.countStrong(&rec, hits)
	s.countLists(&rec, hits)
	s.whole.merge(&rec)
	if rec.has(catName) && rec.has(catMoney) && holdsAccount(hits) {
		s.namedAccounts++
	}
	if rec.row && isInParts(hits) {
		s.found[entName].values.add(s.person(&rec, hits))
	}
	if rec.named && (rec.sensitive || rec.mention) {
		s.ill = true
	}
	if !rec.row && rec.nameField && rec.mention {
		s.illField = true
		if rec.first && rec.family {
			s.enter(&s.heavy, &rec, hits, isMention)
		}
	}
	s.addressed = s.addressed || s.isAddressed(hits)
	s.alone = max(s.alone, rec.tellsEnough())
	if (rec.row || rec.line || rec.alone || isReachedOnLine(hits)) && rec.marks&markPrivate != 0 && (rec.first && rec.family || rec.nameField && rec.marks&markOrg == 0) {
		s.enter(&s.private, &rec, hits, isPrivate)
	}
	if rec.line && rec.mention && rec.leads && rec.first && rec.family {
		s.enter(&s.heavy, &rec, hits, isMention)
	}
	if !rec.counts() || rec.guest && rec.marks&markPrivate == 0 {
		return
	}
	s.enter(&s.persons, &rec, hits, isKnowledge)
	if rec.heavy() {
		s.enter(&s.heavy, &rec, hits, weighsMuch)
	}
}

// isReachedOnLine tells a name and a private way to reach somebody on the same line, whatever heads them.
func isReachedOnLine(hits []hit) bool {
	for i := range hits {
		if hits[i].entity == entName && hits[i].marks&markFull != 0 && slices.ContainsFunc(hits[i+1:], func(h hit) bool {
			return h.line == hits[i].line && h.marks&markPrivate != 0
		}) {
			return true
		}
	}
	return false
}

// isAddressed tells whether an address stands right below a person's full name, and no organisation between: on a letter both are
// the reader's or the writer's.
func (s *summary) isAddressed(hits []hit) bool {
	for i := 1; i < len(hits); i++ {
		name, home := &hits[i-1], &hits[i]
		if name.entity == entName && isReader(name.marks) && home.entity == entAddress &&
			home.marks&markOrg == 0 && home.window-name.window <= 2 && home.window > name.window {
			return true
		}
	}
	return false
}

// isReader tells a name that could head an address: a whole one, or one with its title that has its line for itself.
func isReader(m marks) bool {
	return m&(markDoctor|markOffice) == 0 && (m&markFull != 0 || m&(markLabelled|markAlone) == markLabelled|markAlone)
}

// enter counts the person of a record, and what is told of them by the hits asked for.
func (s *summary) enter(p *people, rec *record, hits []hit, counts func(category, marks) bool) {
	if p != &s.persons && p.count() >= enoughKeys {
		return // only how many persons there are is told
	}
	who := s.person(rec, hits)
	p.who.add(who)
	for i := range hits {
		h := &hits[i]
		c := s.entities[h.entity].category
		if h.marks&notAValue != 0 || !counts(c, h.marks) {
			continue
		}
		key := h.key
		if rec.row && c != catPhone && c != catEmail || c == catSensitive || c == catMoney {
			key ^= who // families share an address, and many people a religion
		}
		if _, known := p.what[key]; !known {
			p.what.add(key)
			return // one thing not said of anybody else is enough
		}
	}
}

func isKnowledge(c category, m marks) bool {
	return c != catNone && c != catName && m&markRole == 0 && (c != catSensitive || m&markLabelled != 0)
}

func isMention(c category, _ marks) bool { return c == catSensitive }

func isPrivate(_ category, m marks) bool { return m&markPrivate != 0 }

func weighsMuch(c category, m marks) bool {
	switch c {
	case catBirth, catAddress, catMoney, catIdentity:
		return m&markRole == 0
	}
	return c == catSensitive && m&markLabelled != 0 || m&markPrivate != 0
}

// person tells records of the same person by name: all its parts in a row, the first name found in text.
func (s *summary) person(rec *record, hits []hit) uint64 {
	var who uint64
	for i := range hits {
		h := &hits[i]
		if h.entity != entName || h.marks&notAValue != 0 {
			continue
		}
		if !rec.row && h.marks&markFull != 0 {
			return h.key
		}
		who += h.key
	}
	if who == 0 {
		return hits[0].key
	}
	return who
}

// countStrong notes values of class A and B. A weak one wants company in its record.
func (s *summary) countStrong(rec *record, hits []hit) {
	for i := range hits {
		h := &hits[i]
		e := &s.entities[h.entity]
		if h.marks&notAValue != 0 || e.class > ClassB {
			continue
		}
		switch {
		case isAccount(h.entity):
			s.accounts.addSome(h.key)
		case h.marks&markWeak == 0, rec.has(catName, catBirth, catEmail) && h.entity != entCard:
			s.strong[e.class-1] = true
		}
	}
}

func isAccount(id entityID) bool { return id == entIBAN || id == entRIB || id == entBankAccount }

func holdsAccount(hits []hit) bool {
	return slices.ContainsFunc(hits, func(h hit) bool { return isAccount(h.entity) && h.marks&notAValue == 0 })
}

// countLists notes addresses and names for the rules that count them over the whole document.
func (s *summary) countLists(rec *record, hits []hit) {
	named := rec.has(catName)
	full := rec.first && rec.family
	for i := range hits {
		h := &hits[i]
		switch {
		case h.marks&notAValue != 0:
		case h.entity == entEmail && h.marks&markRole == 0 && (named || h.marks&markExample == 0):
			s.emails.addSome(h.key)
			if h.marks&markPrivate != 0 {
				s.personal.addSome(h.key)
			}
		case h.entity == entPhone && h.marks&markPrivate != 0:
			s.mobiles.addSome(h.key)
		case h.entity == entName && full && h.marks&(markAlone|markLeads) != 0:
			s.listed.addSome(h.key)
		}
		if h.marks&markNoted != 0 {
			s.noted.addSome(h.key)
		}
		if h.entity != entName || h.marks&notAValue != 0 {
			continue
		}
		heads := h.marks&markAlone != 0 && h.window < windowLines
		if h.marks&markDoctor != 0 {
			s.graduate = s.graduate || heads
			continue
		}
		s.civil = s.civil || h.marks&markOffice == 0
		s.headed = s.headed || heads
		s.signed = s.signed || h.marks&(markFull|markAlone) == markFull|markAlone
		s.courtesy = s.courtesy || h.marks&(markFull|markLabelled|markBorn|markOffice) == markFull|markLabelled
		s.titled = s.titled || h.marks&(markFull|markLabelled|markBorn|markOffice) == markFull|markLabelled && h.marks&(markAlone|markLeads) != 0
		if h.marks&markFull != 0 {
			s.named.addSome(h.key)
		}
		if h.marks&(markFull|markOffice) == markFull|markOffice {
			s.officers.addSome(h.key)
		}
	}
	if full && rec.row {
		s.named.addSome(s.person(rec, hits))
	}
}

// result gives the findings in the order of the entity table, and the decision.
func (s *summary) result() Result {
	r := Result{Persons: s.persons.count()}
	for id := range s.found {
		f, e := &s.found[id], &s.entities[id]
		if len(f.values) == 0 {
			continue
		}
		if e.category == catIdentity && e.class <= ClassB {
			r.Persons = max(r.Persons, len(f.values)) // each of these numbers is one person's
		}
		r.Findings = append(r.Findings, Finding{Entity: s.entities[id].name, Count: len(f.values), Where: f.places})
	}
	slices.SortStableFunc(r.Findings, func(a, b Finding) int { return cmp.Compare(s.class(a.Entity), s.class(b.Entity)) })
	r.Rules = s.decide()
	r.Refuse = len(r.Rules) > 0
	return r
}

func (s *summary) class(name string) Class {
	k := slices.IndexFunc(s.entities, func(e entity) bool { return e.name == name })
	return s.entities[k].class
}
