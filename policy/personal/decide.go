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
		{ruleAlone, s.isAlone() || s.isPersonalDocument() || s.isFile()},
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
	return s.signals.isList() || s.members || s.whole.has(catSchool)
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
	if !r.has(catName) || !r.named {
		return tellsLittle
	}
	n := r.categories()
	if r.example && !r.row {
		n-- // manuals have such addresses
	}
	switch {
	case r.sensitive && r.row, n >= 3 && (r.has(catBirth) || r.sensitive):
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
	if len(s.named) == 1 {
		s.alone = max(s.alone, s.whole.tellsEnough())
	}
	switch {
	case s.signals.is(kindNotice) || s.signals.isCode():
		return false
	case s.signals.is(kindInvoice):
		return s.alone == tellsAll
	}
	return s.alone >= tellsUnlessInvoice
}

// isFilledIn tells a form, or a row of a list, from a letter's head: first and last name have fields of their own.
func (r *record) isFilledIn() bool {
	return r.first && r.family && r.labelled >= 4 && r.marks&markOrg == 0
}

// isPersonalDocument tells a document whose words say that it is about one person, and that names them.
func (s *summary) isPersonalDocument() bool {
	w, g := &s.whole, &s.signals
	if g.isCode() {
		return false
	}
	if len(s.named) <= 3 && !g.is(kindNotice) && s.tellsIllness() {
		return true
	}
	if !w.named && !g.is(kindCV) || g.is(kindNotice) && !w.has(catBirth, catIdentity) {
		return false
	}
	others := w.categories()
	if w.has(catName) {
		others--
	}
	switch {
	case s.addressed && (g.points(kindTax) > kindPoints || (g.is(kindTax) || g.points(kindCase) > 1) && !g.is(kindInvoice)):
		return true
	case g.is(kindPay):
		return g.amounts >= 2 && s.isPaySlip(others)
	case g.is(kindTax):
		return g.points(kindTax) > kindPoints && others >= 1 || g.points(kindTax) >= kindPoints+2 && w.first
	case g.is(kindExpense), g.points(kindSchool) > kindPoints:
		return (w.nameField || w.has(catBirth)) && (others >= 1 || w.first)
	case g.is(kindMedical) && s.ill && (w.has(catBirth, catIdentity) || s.signals.aged || s.hasTitle(kindMedical)):
		return true
	case s.hasTitle(kindMedical) && (w.has(catBirth, catIdentity) || s.signals.aged):
		return true
	case g.points(kindMedical) > kindPoints+1:
		return w.has(catBirth, catIdentity)
	case g.points(kindCV) > kindPoints:
		return !g.is(kindJobAd) && w.has(catEmail, catPhone) && (w.has(catName) || others >= 2)
	case g.is(kindCV) && (s.addressed || s.headed) && w.has(catEmail, catPhone) && w.marks&markPrivate != 0:
		return !g.is(kindJobAd)
	case g.is(kindBank):
		return w.has(catMoney) && w.nameField && w.first && w.family && !g.is(kindInvoice)
	case s.hasTitle(kindCase):
		return w.has(catBirth, catIdentity) || w.nameField && s.ill || s.addressed || len(s.listed) >= heavyLimit
	case g.is(kindPapers):
		return w.has(catBirth) && len(s.named) <= 1
	case g.is(kindForm):
		return w.labelled >= 3 && (others >= 2 || others == 1 && w.nameField && w.first && w.family && !w.has(catEmail, catPhone))
	}
	return false
}

// isPaySlip tells whether a document that speaks of pay names who gets it. The fewer of its words, the more it must say of the person.
func (s *summary) isPaySlip(others int) bool {
	w, points := &s.whole, s.signals.points(kindPay)
	switch {
	case points >= kindPoints+4:
		return true
	case points >= kindPoints+2:
		return others >= 1 || len(s.listed) == 1 && len(s.named) == 1
	}
	return points > kindPoints && w.nameField && w.first && w.family
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
	return g.tellsIll && s.isNote() && !g.isTale() && s.ill && !s.whole.dead && !g.is(kindJobAd) && !g.is(kindInvoice)
}

// hasTitle tells whether a phrase that names the kind by itself was seen.
func (s *summary) hasTitle(k documentKind) bool {
	return s.signals.seen[k][kindPoints] != [phraseBits / 64]uint64{}
}
