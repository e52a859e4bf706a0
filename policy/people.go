package policy

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// people are addresses to be found in what a client wrote, however it is written: plain, as a return path (VERP, SRS), in
// percents, entities, encoded words, quoted-printable, base64 or hexadecimal, with spaces or comments in it.
type people struct {
	locals  map[string]map[string]bool // by domain: the local parts, normal
	lengths []int                      // of those domains
	odd     []string                   // what to look for of those that are not one word
}

// newPeople prepares the search for addresses in their normal form.
func newPeople(normal map[string]bool) people {
	p := people{locals: map[string]map[string]bool{}, odd: oddForms(normal)}
	for a := range normal {
		at := strings.LastIndexByte(a, '@')
		domains := []string{a[at+1:]}
		if unicode, err := idna.ToUnicode(a[at+1:]); err == nil && unicode != a[at+1:] {
			domains = append(domains, unicode)
		}
		for _, domain := range domains {
			if p.locals[domain] == nil {
				p.locals[domain] = map[string]bool{}
			}
			p.locals[domain][norm.NFKC.String(a[:at])] = true
			if !slices.Contains(p.lengths, len(domain)) {
				p.lengths = append(p.lengths, len(domain))
			}
		}
	}
	return p
}

// within reports whether a text names one of them. In an exact search jean-pierre@ and a.pierre@ are not pierre@: for what
// people read and answer to; else they are, since identifiers are made so.
func (p people) within(text string, exact bool) bool {
	if len(p.locals) == 0 {
		return false
	}
	return slices.ContainsFunc(readings(text), func(said string) bool {
		return p.find(said, exact) || slices.ContainsFunc(p.odd, func(form string) bool { return strings.Contains(said, form) })
	})
}

// mark reports what stands between a local part and a domain, in addresses and in what return paths make of them.
func isMark(c byte) bool { return strings.IndexByte("@=%_#!+|~*", c) >= 0 }

// find looks for a domain behind each mark, and only there for a local part.
func (p people) find(said string, exact bool) bool {
	for i := range len(said) {
		if !isMark(said[i]) {
			continue
		}
		for _, n := range p.lengths {
			end := i + 1 + n
			if end > len(said) || end < len(said) && isWord(said[end]) {
				continue
			}
			if locals := p.locals[said[i+1:end]]; locals != nil && (endsWithOne(said[:i], locals, exact) || beginsWithOne(said[end:], locals)) {
				return true
			}
		}
	}
	return false
}

// longestLocal is the longest local part in octets (RFC 5321 4.5.3.1.1), with room for the one that Parse would take.
const longestLocal = 128

// endsWithOne reports whether the end of a text, from a place where a word may begin, is one of the local parts.
func endsWithOne(said string, locals map[string]bool, exact bool) bool {
	for start := len(said) - 1; start >= max(0, len(said)-longestLocal) && said[start] > ' '; start-- {
		isStart := start == 0 || !isWord(said[start-1]) && !(exact && (said[start-1] == '-' || said[start-1] == '.'))
		if isStart && locals[said[start:]] {
			return true
		}
	}
	return false
}

// beginsWithOne is for domain=local@forwarder (SRS) and domain!local.
func beginsWithOne(said string, locals map[string]bool) bool {
	if said == "" || said[0] != '=' && said[0] != '!' {
		return false
	}
	for end := 2; end <= min(len(said), longestLocal) && said[end-1] > ' '; end++ {
		if (end == len(said) || !isWord(said[end])) && locals[said[1:end]] {
			return true
		}
	}
	return false
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 0x80
}

var (
	percents  = regexp.MustCompile(`%[0-9A-Fa-f]{2}`)
	quoted    = regexp.MustCompile(`=[0-9A-Fa-f]{2}`)
	aroundAt  = regexp.MustCompile(`(?:\s*\([^()]*\))?\s*@(?:\s*\([^()]*\))?\s*`)
	spelledAt = regexp.MustCompile(`\s+at\s+|\s*[\[({<]\s*at\s*[\])}>]\s*|[_-]at[_-]`)
	base64Run = regexp.MustCompile(`[A-Za-z0-9+/_-]{12,}`)
	hexRun    = regexp.MustCompile(`(?:[0-9a-fA-F]{2}){8,}`)
)

// readings gives what a text may say, lower-case: as it stands, and with each way of writing undone that it may be in.
func readings(text string) []string {
	written := []string{text}
	for percents.MatchString(written[len(written)-1]) && len(written) < 3 { // some links are escaped twice
		written = append(written, unhexed(percents, written[len(written)-1]))
	}
	if quoted.MatchString(text) {
		written = append(written, unhexed(quoted, text))
	}
	if strings.Contains(text, "&") {
		written = append(written, html.UnescapeString(text))
	}
	for _, w := range slices.Clone(written) {
		written = append(written, unpacked(w)...)
	}
	var said []string
	for _, w := range written {
		w = strings.ToLower(norm.NFKC.String(w))
		said = append(said, w)
		if strings.Contains(w, "at") {
			w = spelledAt.ReplaceAllString(w, "@")
		}
		if strings.Contains(w, "@") {
			said = append(said, strings.NewReplacer(`"`, "", `\`, "").Replace(aroundAt.ReplaceAllString(w, "@")))
		}
	}
	return said
}

// unhexed undoes escapes of a mark and two hexadecimal digits.
func unhexed(form *regexp.Regexp, text string) string {
	return form.ReplaceAllStringFunc(text, func(s string) string {
		b, _ := hex.DecodeString(s[1:])
		return string(b)
	})
}

// unpacked gives what the stretches of base64 and hexadecimal in a text hold, wherever in a stretch it begins.
func unpacked(text string) []string {
	var list []string
	keep := func(b []byte) {
		if strings.ContainsAny(string(b), "@=") {
			list = append(list, strings.ToValidUTF8(string(b), " "))
		}
	}
	for _, run := range base64Run.FindAllString(text, -1) {
		for _, digits := range append(strings.Split(run, "/"), run) { // a slash may be a digit, or the end of a link's folder
			digits = strings.NewReplacer("-", "+", "_", "/").Replace(digits)
			for skip := range min(4, len(digits)) {
				tail := digits[skip:]
				if len(tail)%4 == 1 {
					tail = tail[:len(tail)-1]
				}
				b, _ := base64.RawStdEncoding.DecodeString(tail)
				keep(b)
			}
		}
	}
	for _, run := range hexRun.FindAllString(text, -1) {
		b, _ := hex.DecodeString(run)
		keep(b)
	}
	return list
}

// oddForms gives what to look for of addresses that are not one word: the local part up to the at-sign, as it is and in
// quotes, and as return paths write it.
func oddForms(normal map[string]bool) []string {
	var forms []string
	for a := range normal {
		at := strings.LastIndexByte(a, '@')
		local, mark := a[:at], "@"
		if strings.HasPrefix(a[at+1:], "[") {
			mark = "@["
		} else if !strings.ContainsAny(local, ` "\`) {
			continue
		}
		escaped := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(local) + `"`
		forms = append(forms, local+mark, escaped+mark, local+strings.Replace(mark, "@", "=", 1))
	}
	return forms
}
