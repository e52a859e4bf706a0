package address

import "strings"

// Pattern names the addresses that an account may use or a purpose covers: one address, or every address of a domain.
type Pattern struct {
	address Address // zero: the whole domain
	domain  string
}

// ParsePattern reads "jean@example.org" or "@example.org".
func ParsePattern(s string) (Pattern, error) {
	if domain, found := strings.CutPrefix(s, "@"); found {
		d, err := parseDomain(domain)
		return Pattern{domain: d}, err
	}
	a, err := Parse(s)
	return Pattern{address: a, domain: a.domain}, err
}

// Matches reports whether a is one of the named addresses, in any spelling.
func (p Pattern) Matches(a Address) bool {
	if a.IsZero() || p.domain != a.domain {
		return false
	}
	return p.address.IsZero() || p.address.Normal() == a.Normal()
}

// Domain gives the domain that the pattern lies in.
func (p Pattern) Domain() string { return p.domain }

// Reveal gives the pattern in clear.
func (p Pattern) Reveal() string {
	if p.address.IsZero() {
		return "@" + p.domain
	}
	return p.address.Reveal()
}

// String redacts, like Address.
func (p Pattern) String() string {
	if p.address.IsZero() {
		return "@***"
	}
	return p.address.String()
}
