package personal

// A file is a paper on somebody's private affairs, whatever it is called. Few such papers have a title that a list could hold, so
// three things are added up: how well the paper says who it is about, what facts it tells of them, and how many of its words are of
// private affairs.

// fileScore is how much it takes, and more where it is not sure whom the paper is about.
const fileScore = 6

// isFile tells whether the document is a file on one person, or a family.
func (s *summary) isFile() bool {
	w, g := &s.whole, &s.signals
	matter, who := g.matter(), s.subject()
	switch {
	case s.isOfNobody():
		return false
	case s.isOfKind():
		return true
	case w.dead || g.lifetime || g.isTale() || g.work && g.isShort() && who < 2 || s.isJobAd() || g.blanks+g.unfilled > 1 && !w.nameField:
		return false
	case s.isCareer():
		return true
	case s.isCrowd(who), !w.named && who == 0, g.is(kindInvoice) && !g.role:
		return false
	case g.is(kindNotice):
		return g.bornField && w.first && w.family && matter >= 2*kindPoints
	case g.bornField && w.nameField:
		return true
	case s.isPortrait():
		return false
	}
	return who*matter > 0 && s.isPrivate(who, matter, s.facts()) || s.isPrivateNote(who, matter)
}

// isOfKind tells papers of the kinds that say themselves that they are about one person, and name somebody.
func (s *summary) isOfKind() bool {
	w, g := &s.whole, &s.signals
	born, reached, whole := w.has(catBirth, catIdentity), w.has(catEmail, catPhone), w.first && w.family
	others := w.categories() - count(w.has(catName))
	switch {
	case len(s.named) <= 3 && !g.is(kindNotice) && s.tellsIllness():
		return true
	case g.hails && g.points(kindPay) > 0 && g.matter() == 2*kindPoints && g.amounts > 2 && !g.is(kindInvoice) && !g.is(kindNotice) && !g.is(kindJobAd):
		return true // "your pay": it need not say more of whose it is
	case g.points(kindPay) > kindPoints+3 && g.amounts > 5 && w.has(catAddress) && !g.is(kindNotice) && !g.is(kindInvoice):
		return true // nobody need know the name of who is paid
	case !w.named && !g.is(kindCV), g.is(kindNotice) && !born:
		return false
	case s.addressed && (g.points(kindTax) > kindPoints || (g.is(kindTax) || g.points(kindCase) > 1) && !g.is(kindInvoice)):
		return true
	case g.is(kindPay):
		return g.amounts >= 2 && s.isPaySlip(others)
	case g.is(kindTax):
		return g.points(kindTax) > kindPoints && others >= 1 || g.points(kindTax) >= kindPoints+2 && w.first
	case g.is(kindExpense), g.points(kindSchool) > kindPoints:
		return (w.nameField || w.has(catBirth)) && (others >= 1 || w.first)
	case g.is(kindMedical) && s.ill && (born || g.aged || s.hasTitle(kindMedical)), s.hasTitle(kindMedical) && (born || g.aged):
		return true
	case g.points(kindMedical) > kindPoints+1:
		return born
	case g.points(kindCV) > kindPoints:
		return !s.isJobAd() && reached && (w.has(catName) || others >= 2)
	case g.is(kindCV) && (s.addressed || s.headed) && reached && w.marks&markPrivate != 0:
		return !s.isJobAd()
	case g.is(kindBank):
		return w.has(catMoney) && w.nameField && whole && !g.is(kindInvoice)
	case s.hasTitle(kindCase):
		return born || w.nameField && s.ill || s.addressed || len(s.listed) >= heavyLimit
	case g.is(kindPapers):
		return w.has(catBirth) && len(s.named) <= 1
	case g.is(kindForm):
		return w.labelled >= 3 && (others >= 2 || others == 1 && w.nameField && whole && !reached)
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

// isJobAd tells an advertisement. Those do not give somebody's home: where one stands, whoever answers has sent it along.
func (s *summary) isJobAd() bool { return s.signals.is(kindJobAd) && !s.addressed }

// isPrivateNote tells a few lines on one person: they need not say much, unless they could be of somebody who is public.
func (s *summary) isPrivateNote(who, matter int) bool {
	const certain, family = 3, 3 // facts that need no words; surnames behind titles
	g, told := &s.signals, s.signals.told()
	enough, facts := 4, s.factsBeside(matter+told)
	if matter > 1 && !s.addressed {
		enough-- // in so few lines
	}
	if g.greets && s.whole.has(catEmail, catPhone) {
		enough++ // those are the writer's
	}
	if len(s.named) == 2 && s.signed {
		enough += 1 - min(1, told) // one has signed
	} else if len(s.named) > 1 || len(s.named) == 0 && len(s.found[entName].values) > family {
		return false
	}
	switch {
	case s.addressed && !g.role:
		who = min(who, 2) // any letter has a reader
	case g.aged:
		who = max(who, 2)
	case s.civil && g.private:
		who = max(who, 1)
	}
	switch {
	case who == 0, !g.isShort() || !g.early() && who < 3, g.isTabular(), g.isPublished(), g.public && who < 2, len(s.named) == 1 && len(s.officers) == 1:
		return false
	}
	if who == 1 && told+facts == 0 && len(s.named) == 0 {
		return false // only a surname, in a sentence on whatever
	}
	return matter+told+facts/certain > 0 && who+matter+told+facts >= enough
}

// isPublished tells what is written of people for everybody: of the dead and of those before us, what they said to a newspaper, who is
// welcomed, or holds an office.
func (s *signals) isPublished() bool {
	return s.quotes || s.spokesman || s.mourned || s.history || s.lifetime || s.welcome
}

// isPortrait tells what is written of somebody for everybody: of a time long ago, or with what they said to a newspaper and no fact that
// only papers have. Those on somebody's own affairs say where they live, or are addressed.
func (s *summary) isPortrait() bool {
	w, g := &s.whole, &s.signals
	private := w.nameField || s.addressed || g.role || g.kin || w.has(catAddress, catPhone, catEmail)
	return !private && (g.history || g.isPublished() && s.facts() == 0)
}

// isCrowd tells whether more persons are named than a file on one has. A birth date, a role, or a form's field tells the one from the others.
func (s *summary) isCrowd(who int) bool {
	const few, some, family = 2, 4, 6
	limit := few
	switch {
	case s.whole.has(catBirth, catIdentity):
		limit = family
	case who > 2, s.whole.nameField && who > 1:
		limit = some
	}
	return len(s.named) > limit
}

// isPrivate tells whether all three together are enough.
func (s *summary) isPrivate(who, matter, facts int) bool {
	const plenty = 3 // facts that leave no doubt, though the person is only named in a sentence
	if facts+max(0, who-2) < s.chance() {
		return false
	}
	early, brief := s.signals.early(), s.isNote()
	limit := fileScore
	switch {
	case s.signals.kin, early && who > 3, brief && who > 1 && matter >= kindPoints, brief && matter >= fileScore-1:
		limit--
	case who > 1:
	case len(s.listed) == 1, early:
		limit++
	case facts <= count(s.whole.mention): // words only
		return false
	default:
		limit += max(0, plenty-facts)
	}
	return who+matter+facts >= limit
}

// chance says how much more than words a text must have, the longer it is: of those a long one has some of every kind, be it a novel, a
// history of changes, or the text of a licence.
func (s *summary) chance() int {
	const pages, chapter, book = 2500, 10_000, 25_000 // bytes
	return count(s.signals.size > pages, s.signals.size > chapter, s.signals.size > book)
}

// facts adds up what the document tells of the person. Ways to reach somebody count no more than the matter does: leaflets have them.
func (s *summary) facts() int { return s.factsBeside(s.signals.matter()) }

// factsBeside is facts for a paper that tells this much of private affairs.
func (s *summary) factsBeside(matter int) int {
	w, g := &s.whole, &s.signals
	contact := count(w.has(catAddress) && !s.addressed, w.has(catAddress, catPhone, catEmail) && g.private, w.has(catPhone) && w.has(catEmail) && g.private)
	known := w.has(catBirth, catIdentity) || g.dated && matter > 0
	born := count(known, known, g.bornField)
	return born + min(contact, matter) + count(g.aged, w.has(catMoney), w.mention || w.sensitive, g.amounts > 1, g.titled)
}

// count gives how many of these hold.
func count(facts ...bool) int {
	n := 0
	for _, holds := range facts {
		if holds {
			n++
		}
	}
	return n
}

// matter adds up what tells of somebody's private affairs, whatever the kind of the paper.
func (s *signals) matter() int {
	sum := min(s.ownAffairs(), 2*kindPoints)
	for _, k := range [...]documentKind{
		kindPay, kindMedical, kindSchool, kindCV, kindTax, kindExpense, kindBank, kindCase, kindPapers, kindForm,
	} {
		sum += min(s.points(k), 2*kindPoints)
	}
	if s.graded >= fewMarks {
		sum += kindPoints
	}
	if s.is(kindInvoice) {
		sum -= kindPoints
	}
	return min(sum, 2*kindPoints)
}
