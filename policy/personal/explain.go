package personal

import (
	"strings"

	"golang.org/x/net/idna"
)

// Candidate is something that looked like personal data, and what became of it. It never holds the value.
type Candidate struct {
	Entity string `json:"entity"`
	Place  Place  `json:"place"`
	Rule   string `json:"rule"`  // how it was recognised: label, shape, column, allow
	Score  int    `json:"score"` // what it adds to a person's record
	Kept   bool   `json:"kept"`
	Why    string `json:"why,omitempty"` // dropped because of this
}

// explanation collects candidates while a document is read; a nil one collects nothing.
type explanation struct {
	candidates []Candidate
	place      func(line int32, col int16) Place
}

const maxCandidates = 10_000

func (x *explanation) add(c Candidate) {
	if len(x.candidates) < maxCandidates {
		x.candidates = append(x.candidates, c)
	}
}

// note says that a candidate was dropped, and why.
func (s *scanner) note(id entityID, rule, why string) {
	if s.explain == nil {
		return
	}
	s.explain.add(Candidate{Entity: s.entities[id].name, Place: s.explain.place(s.line, s.column0()), Rule: rule, Why: why})
}

// noteKept says that one was taken.
func (s *scanner) noteKept(id entityID, m marks) {
	if s.explain == nil {
		return
	}
	rule := "shape"
	switch {
	case s.column != nil:
		rule = "column"
	case m&markLabelled != 0 && id != entEmail: // an address vouches for itself
		rule = "label"
	}
	score := s.entities[id].weight
	if m&markRole != 0 {
		score = roleWeight
	}
	place := s.explain.place(s.line, s.column0())
	s.explain.add(Candidate{Entity: s.entities[id].name, Place: place, Rule: rule, Score: score, Kept: true})
}

// allowList is what the organisation says is its own.
type allowList struct {
	accounts map[string]bool // compact, in capitals; with the national part of a French one
	emails   map[string]bool
	domains  map[string]bool
	phones   map[string]bool // national, without leading zero
}

func makeAllowList(own []string) allowList {
	a := allowList{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, s := range own {
		s = strings.TrimSpace(normalise(s))
		if _, inside, ok := strings.Cut(s, "<"); ok {
			s, _, _ = strings.Cut(inside, ">") // "Mairie <contact@mairie.fr>"
		}
		local, domain, isMail := strings.Cut(strings.ToLower(s), "@")
		switch {
		case isMail && local != "":
			a.emails[local+"@"+asciiDomain(domain)] = true
		case isMail:
			a.domains[asciiDomain(domain)] = true
		case isMailDomain(asciiDomain(local)):
			a.domains[asciiDomain(local)] = true
		case len(s) > 2 && letterLen(s, 0) > 0:
			a.addAccount(s)
		case s != "" && (isDigit(s[0]) || s[0] == '+'):
			a.addNumber(s)
		}
	}
	return a
}

// CanAllow tells whether an entry of Options.Allow names something: an address, a domain, a phone or other number, an account whose check
// digits are right.
func CanAllow(entry string) bool {
	a := makeAllowList([]string{entry})
	for value := range a.accounts {
		const shortest = 15 // Norway's
		if len(value) < shortest || !isDigits(value[2:4]) {
			continue
		}
		if structure := accountTable()[[2]byte{value[0], value[1]}]; structure != "" && (len(value) != 4+structureLen(structure) || !isIBAN(value)) {
			return false // a slip of the pen allows nothing
		}
	}
	return !strings.Contains(entry, "://") && len(a.accounts)+len(a.emails)+len(a.domains)+len(a.phones) > 0
}

// asciiDomain is the one spelling of a domain: small letters, international names as the DNS has them, with neither the dot of the root
// nor the star for what is below.
func asciiDomain(domain string) string {
	domain = strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(strings.TrimSuffix(domain, ".")), "*"), ".")
	if ascii, err := idna.Lookup.ToASCII(domain); err == nil {
		return ascii
	}
	return domain
}

func (a *allowList) addAccount(s string) {
	var r run
	r.read(s, 0)
	value := string(r.text[:r.n])
	a.accounts[value] = true
	if len(value) > 4 {
		a.accounts[value[4:]] = true
	}
}

// addNumber takes a phone number, and whatever other number it may be.
func (a *allowList) addNumber(s string) {
	var n phoneNumber
	if n.read(s, 0) > 0 {
		a.phones[n.national()] = true
	}
	var r run
	r.read(s, 0)
	a.accounts[string(r.text[:r.n])] = true
}

func (a *allowList) value(_ entityID, value string) bool { return a.accounts[value] }

func (a *allowList) phone(national string) bool { return a.phones[national] }

// email tells whether an address, its domain or a parent of its domain is the organisation's own.
func (a *allowList) email(local, domain string) bool {
	if len(a.emails)+len(a.domains) == 0 {
		return false
	}
	domain = asciiDomain(domain)
	if a.emails[local+"@"+domain] {
		return true
	}
	for domain != "" {
		if a.domains[domain] {
			return true
		}
		_, domain, _ = strings.Cut(domain, ".")
	}
	return false
}
