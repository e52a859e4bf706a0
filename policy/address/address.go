// Package address holds what the rest of souspli may know a person by: the Address, and the Key made from it.
//
// An Address is parsed once and strictly, and cannot hold what would break out of an SMTP command or a header. It prints
// itself redacted; Reveal is the one way to see it. A Key is a keyed hash of the normalised address: enough to recognise a
// person, useless without the key file. Normalising is policy and lives here: lower case, IDNA, NFC and nothing else, since
// cutting at "+", "." or "-" would silence jean@ when jean-pierre@ opted out. Secret is for bytes that must not be printed.
package address

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// maxLength is the longest address in octets: a path is at most 256 with its brackets (RFC 5321 4.5.3.1.3).
const maxLength = 254

// Errors of Parse. They never repeat the input.
var (
	ErrSyntax  = errors.New("address: not a mailbox")
	ErrTooLong = errors.New("address: longer than 254 octets")
)

// Address is one mailbox (RFC 5321 4.1.2, with UTF-8 as in RFC 6531). The zero value is the null reverse-path "<>".
type Address struct {
	local  string // without quotes, as written
	domain string // lower-case A-labels, or an address literal in brackets
}

// Parse reads a mailbox such as jean@example.org, "jean d."@example.org or jean@[192.0.2.1], without angle brackets.
// It refuses control characters, a second at-sign outside quotes, source routes, and names that DNS could not hold.
func Parse(s string) (Address, error) {
	if len(s) > maxLength {
		return Address{}, ErrTooLong
	}
	if !utf8.ValidString(s) {
		return Address{}, ErrSyntax
	}
	local, rest, err := cutLocal(s)
	if err != nil {
		return Address{}, err
	}
	domain, err := parseDomain(rest)
	if err != nil {
		return Address{}, err
	}
	return Address{local: local, domain: domain}, nil
}

// cutLocal splits s behind the local part and its at-sign, and unquotes the local part.
func cutLocal(s string) (local, domain string, err error) {
	if strings.HasPrefix(s, `"`) {
		return cutQuoted(s[1:])
	}
	local, domain, found := strings.Cut(s, "@")
	if !found || !isDotString(local) {
		return "", "", ErrSyntax
	}
	return local, domain, nil
}

// cutQuoted reads the inside of a quoted local part up to `"@`.
func cutQuoted(s string) (local, domain string, err error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			domain, found := strings.CutPrefix(s[i+1:], "@")
			if !found || b.Len() == 0 || strings.ContainsFunc(b.String(), isForbidden) {
				return "", "", ErrSyntax
			}
			return b.String(), domain, nil
		case c == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case c < ' ' || c == 0x7f:
			return "", "", ErrSyntax
		default:
			b.WriteByte(c)
		}
	}
	return "", "", ErrSyntax
}

// isDotString reports whether s is atoms joined by single dots (RFC 5321 Dot-string).
func isDotString(s string) bool {
	if s == "" || s[0] == '.' || s[len(s)-1] == '.' || strings.Contains(s, "..") {
		return false
	}
	for _, r := range s {
		if r != '.' && !isAtomRune(r) {
			return false
		}
	}
	return true
}

func isAtomRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r < 0x7f && !strings.ContainsRune(`()<>[]:;@\,."`, r)
	}
	return !isForbidden(r)
}

// isForbidden names runes that no address may hold: controls, formatting (bidi, zero width), separators, the replacement character.
func isForbidden(r rune) bool {
	return r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r > 0x7f && unicode.Is(unicode.Zs, r)
}

// parseDomain checks and normalises what stands behind the at-sign.
func parseDomain(s string) (string, error) {
	if strings.HasPrefix(s, "[") {
		return parseLiteral(s)
	}
	ascii, err := toASCII(strings.ToLower(strings.TrimSuffix(s, ".")))
	if err != nil || ascii == "" || len(ascii) > 253 {
		return "", ErrSyntax
	}
	for label := range strings.SplitSeq(ascii, ".") {
		if !isLabel(label) {
			return "", ErrSyntax
		}
	}
	return ascii, nil
}

// toASCII gives the A-labels of a lower-case domain. Plain names, nearly all, need no table.
func toASCII(domain string) (string, error) {
	if strings.IndexFunc(domain, func(r rune) bool { return r >= utf8.RuneSelf }) < 0 && !strings.Contains(domain, "xn--") {
		return domain, nil
	}
	// As idna.Lookup, but host names with an underscore exist; isLabel is the check of characters.
	return idna.New(idna.MapForLookup(), idna.BidiRule(), idna.StrictDomainName(false)).ToASCII(domain)
}

func isLabel(s string) bool {
	if s == "" || len(s) > 63 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for i := range len(s) {
		if !isAlphanumeric(s[i]) && s[i] != '-' && s[i] != '_' {
			return false
		}
	}
	return true
}

func isAlphanumeric(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// parseLiteral checks an address literal (RFC 5321 4.1.3): [192.0.2.1] or [IPv6:2001:db8::1].
func parseLiteral(s string) (string, error) {
	inner, found := strings.CutSuffix(s[1:], "]")
	if !found {
		return "", ErrSyntax
	}
	v6, isV6 := strings.CutPrefix(inner, "IPv6:")
	if !isV6 {
		v6 = inner
	}
	ip, err := netip.ParseAddr(v6)
	if err != nil || ip.Is4() == isV6 || ip.Zone() != "" {
		return "", ErrSyntax
	}
	return s, nil
}

// IsZero reports whether a is the null reverse-path.
func (a Address) IsZero() bool { return a == Address{} }

// Domain gives the domain in lower-case A-labels.
func (a Address) Domain() string { return a.domain }

// IsASCII reports whether the next hop needs no SMTPUTF8 for a (RFC 6531).
func (a Address) IsASCII() bool {
	return strings.IndexFunc(a.local, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
}

// Reveal gives the address in clear, the local part quoted where it must be, ready for an SMTP path or a header.
func (a Address) Reveal() string {
	if a.IsZero() {
		return ""
	}
	if isDotString(a.local) {
		return a.local + "@" + a.domain
	}
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(a.local)
	return `"` + quoted + `"@` + a.domain
}

// Normal gives the form in which two spellings of one mailbox are equal: what keys are made from.
func (a Address) Normal() string {
	if a.IsZero() {
		return ""
	}
	return strings.ToLower(norm.NFC.String(a.local)) + "@" + a.domain
}

// String shows the first letter and the top-level domain only: j***@***.org.
func (a Address) String() string {
	if a.IsZero() {
		return "<>"
	}
	first, _ := utf8.DecodeRuneInString(a.local)
	tld := a.domain[strings.LastIndexByte(a.domain, '.')+1:]
	if strings.HasPrefix(a.domain, "[") {
		tld = "ip"
	}
	return string(first) + "***@***." + tld
}

// Format redacts under every verb, so that %+v of a struct around an address shows nothing either.
func (a Address) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, a.String()) }

// MarshalText redacts in JSON; who must show an address there calls Reveal.
func (a Address) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// LogValue redacts in logs.
func (a Address) LogValue() slog.Value { return slog.StringValue(a.String()) }
