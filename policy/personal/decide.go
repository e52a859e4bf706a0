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
		{ruleAlone, s.isAlone() || s.isPersonalDocument()},
		{ruleAccounts, len(s.accounts) >= accountLimit && s.namedAccounts >= accountLimit},
		{ruleListed, len(s.listed) >= listLimit && s.isListOfPersons()},
		{ruleCards, s.cards >= cardLimit},
	} {
		if r.holds {
			rules = append(rules, r.name)
		}
	}
	return rules
}

// isListOfPersons tells whether the document says that its names are of members, pupils, patients or staff.
func (s *summary) isListOfPersons() bool {
	return s.signals.isList() || s.whole.has(catSchool)
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
	if !w.named && !g.is(kindCV) || g.is(kindNotice) && !w.has(catBirth, catIdentity) {
		return false
	}
	others := w.categories()
	if w.has(catName) {
		others--
	}
	switch {
	case g.is(kindPay):
		return g.amounts >= 2 && (g.points(kindPay) >= kindPoints+2 && others >= 1 || g.points(kindPay) >= kindPoints+4)
	case g.is(kindTax):
		return g.points(kindTax) > kindPoints && others >= 1 || g.points(kindTax) >= kindPoints+2 && w.first
	case g.is(kindExpense), g.points(kindSchool) > kindPoints:
		return (w.nameField || w.has(catBirth)) && (others >= 1 || w.first)
	case g.is(kindMedical) && s.ill && (w.has(catBirth, catIdentity) || s.hasTitle(kindMedical)):
		return true
	case g.points(kindMedical) > kindPoints+1:
		return w.has(catBirth, catIdentity)
	case g.points(kindCV) > kindPoints:
		return !g.is(kindJobAd) && w.has(catEmail, catPhone) && (w.has(catName) || others >= 2)
	case g.is(kindBank):
		return w.has(catMoney) && w.nameField && w.first && w.family && !g.is(kindInvoice)
	case g.is(kindCase):
		return w.has(catBirth, catIdentity) || w.nameField && s.ill
	case g.is(kindPapers):
		return w.has(catBirth) && len(s.named) <= 1
	case g.is(kindForm):
		return others >= 2 && w.labelled >= 3
	}
	return false
}

// hasTitle tells whether a phrase that names the kind by itself was seen.
func (s *summary) hasTitle(k documentKind) bool { return s.signals.seen[k][kindPoints] != 0 }
