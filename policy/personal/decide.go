package personal

// The decision table (research: personal-data.md 3.3): a document may leave only encrypted where one of these rules
// holds.
const (
	ruleClassA   = "class-a"       // a value that leaves no doubt: a national number, a card, a travel document
	ruleClassB   = "class-b"       // a number under its label
	ruleHeavy    = "persons-3"     // three persons with birth date, address, health or money
	rulePersons  = "persons-10"    // ten persons with any two kinds of data
	rulePrivate  = "persons-5"     // five rows of persons with a private phone or mail address
	ruleEmails   = "emails"        // twenty addresses, or ten of which most are at personal providers
	ruleAlone    = "single-person" // a document on one person
	ruleAccounts = "accounts"      // two accounts beside names
	ruleListed   = "named-list"    // a list of members, pupils, patients, staff
	ruleCards    = "address-book"  // three cards of vCard or LDIF
)

const (
	heavyLimit    = 3
	personsLimit  = 10
	privateLimit  = 5
	emailLimit    = 20
	personalLimit = 10
	accountLimit  = 2
	listLimit     = 10
	cardLimit     = 3
	shortLimit    = 5 // of a list that tells what is noted of people
	memberLimit   = 5 // of a table whose header says that it is of pupils, patients, tenants…
)

// decide gives every rule that holds, not only the first.
func (s *summary) decide() []string {
	var rules []string
	for _, r := range []struct {
		name  string
		holds bool
	}{
		{ruleClassA, s.strong[ClassA-1]},
		{ruleClassB, s.strong[ClassB-1]},
		{ruleHeavy, s.heavy.count() >= heavyLimit},
		{rulePersons, s.persons.count() >= personsLimit},
		{rulePrivate, s.private.count() >= privateLimit},
		{ruleEmails, len(s.emails) >= emailLimit || len(s.emails) >= personalLimit && len(s.personal)*2 > len(s.emails)},
		{ruleAlone, s.isAlone() || s.isFile()},
		{ruleAccounts, len(s.accounts) >= accountLimit && s.namedAccounts >= accountLimit},
		{ruleListed, s.isListOfPersons() && s.countListed() >= listLimit || s.isRoster() || s.isMembersTable() || s.isShortList()},
		{ruleCards, s.cards >= cardLimit},
	} {
		if r.holds {
			rules = append(rules, r.name)
		}
	}
	return rules
}

// countListed counts the names of a list: where most of its lines begin with a name, the others do too.
func (s *summary) countListed() int {
	if len(s.likely) < len(s.listed) {
		return len(s.listed) + len(s.likely)
	}
	return len(s.listed)
}

// isMembersTable tells a table whose header says that it is of pupils or tenants, if its few names are no example in a guide.
func (s *summary) isMembersTable() bool {
	return s.members && len(s.listed) >= memberLimit && !s.signals.is(kindNotice)
}

// isListOfPersons tells whether the document says that its names are of members, pupils, patients or staff.
func (s *summary) isListOfPersons() bool {
	return s.signals.isList() || s.members || s.whole.has(catSchool) || s.classed >= listLimit || s.graded >= memberLimit
}

// enough says whether a record tells enough of one person to be that person's document.
type enough uint8

const (
	tellsLittle enough = iota
	tellsUnlessInvoice
	tellsAll
)

// tellsEnough wants three categories, of which one is a birth date, a number, a home, or something of articles 9 and
// 10.
func (r *record) tellsEnough() enough {
	if r.has(catBirth) && r.has(catAddress) && r.has(catPhone) && r.marks&markPrivate != 0 && (r.row || r.marks&markOrg == 0) {
		return tellsAll // organisations have neither: whoever it is, the name may be one that nobody knows
	}
	if !r.has(catName) || !r.named {
		return tellsLittle
	}
	n := r.categories()
	if r.example && !r.row {
		n-- // manuals have such addresses
	}
	switch {
	case r.sensitive && r.row, r.mention && r.row && n >= 3 && r.marks&markPrivate != 0, r.pays > 1 && r.row && r.first && r.family, n >= 3 && (r.has(catBirth) || r.sensitive):
		return tellsAll
	case n >= 3 && r.has(catAddress) && r.isFilledIn():
		return tellsUnlessInvoice
	case n >= 3 && r.has(catIdentity, catMoney) && r.has(catAddress) && r.marks&markOrg == 0:
		return tellsUnlessInvoice
	}
	return tellsLittle
}

// isAlone tells whether some record says enough, given what the document is. Where nobody else is named, all that the
// document tells is told of one person, however far apart it stands.
func (s *summary) isAlone() bool {
	if len(s.named) <= 1 {
		s.alone = max(s.alone, s.whole.tellsEnough())
	}
	switch {
	case s.signals.dumped && s.alone == tellsAll: // whatever defines its tables
		return true
	case s.signals.is(kindNotice) || s.isOfNobody():
		return false
	case s.signals.is(kindInvoice):
		return s.alone == tellsAll
	}
	return s.alone >= tellsUnlessInvoice
}

// isOfNobody tells what is on no person, whatever stands in it: a program, the translation of a form, a form on an animal that names nobody.
func (s *summary) isOfNobody() bool {
	return s.signals.isCode() || s.isTranslation() || s.signals.animal && len(s.named) == 0
}

// isFilledIn tells a form, or a row of a list, from a letter's head: first and last name have fields of their own.
func (r *record) isFilledIn() bool {
	return r.first && r.family && r.labelled >= 4 && r.marks&markOrg == 0
}

// tellsIllness tells whether a form names somebody beside an illness, or a letter stands under the home of one who is told to be ill.
func (s *summary) tellsIllness() bool {
	w := &s.whole
	switch {
	case s.illField, w.mention && (s.addressed || s.housed), s.isNoteOnIllness():
		return true
	case s.ill:
		return s.signals.aged && w.has(catAddress) || w.nameField && w.has(catBirth, catIdentity)
	}
	return false
}

// isNoteOnIllness tells a few lines that begin with somebody's name and go on with an illness: "Karen Pickles has been signed off with
// depression".
func (s *summary) isNoteOnIllness() bool {
	g := &s.signals
	if g.isPublished() || g.public && s.subject() < 2 {
		return false
	}
	return g.tellsIll && s.isNote() && !g.isTale() && s.ill && !s.whole.dead && !g.is(kindJobAd) && !g.is(kindInvoice)
}

// hasTitle tells whether a phrase that names the kind by itself was seen.
func (s *summary) hasTitle(k documentKind) bool {
	return s.signals.seen[k][kindPoints] != [phraseBits / 64]uint64{}
}
