package message

import (
	"regexp"
	"slices"
	"strings"
)

// MediaType is a Content-Type or Content-Disposition, read as tolerantly as mail readers do, but never in two ways.
type MediaType struct {
	Type, Subtype string // lower case; a disposition has no Subtype
	Params        []Param
}

// Param is a parameter as written: RFC 2231 pieces are not joined yet.
type Param struct{ Name, Value string }

// IsMultipart reports whether the part holds parts.
func (t MediaType) IsMultipart() bool { return t.Type == "multipart" }

// Is reports whether t is this type, such as "text/html".
func (t MediaType) Is(full string) bool { return t.Full() == full }

// Full gives "text/html".
func (t MediaType) Full() string { return t.Type + "/" + t.Subtype }

// Param gives the value of a parameter, or "".
func (t MediaType) Param(name string) string {
	for _, p := range t.Params {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}

// format writes the value of a header field.
func (t MediaType) format() string {
	value := t.Type
	if t.Subtype != "" {
		value = t.Full()
	}
	for _, p := range t.Params {
		v := p.Value
		if !isToken(v) {
			v = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v) + `"`
		}
		value += "; " + p.Name + "=" + v
	}
	return value
}

// with gives the type with parameters set.
func (t MediaType) with(params ...Param) MediaType {
	out := MediaType{Type: t.Type, Subtype: t.Subtype, Params: slices.Clone(t.Params)}
	for _, p := range params {
		i := slices.IndexFunc(out.Params, func(old Param) bool { return old.Name == p.Name })
		if i < 0 {
			out.Params = append(out.Params, p)
			continue
		}
		out.Params[i] = p
	}
	return out
}

// parseMediaType reads a Content-Type, folded or not. What is no type at all is text/plain (RFC 2045 5.2), except where it could hide parts.
func parseMediaType(value string) (MediaType, error) {
	full, params, err := parseParams(strings.ReplaceAll(value, "\r\n", ""))
	if err != nil {
		return MediaType{}, err
	}
	typ, sub, found := strings.Cut(strings.ToLower(full), "/")
	t := MediaType{Type: typ, Subtype: sub, Params: params}
	if t.Type == "multipart" && (t.Subtype == "" || !plainBoundary(value)) {
		return t, faultError{FaultBoundary}
	}
	if !found || !isToken(t.Type) || !isToken(t.Subtype) || t.Type != "multipart" && strings.Contains(t.Type, "multipart") {
		if strings.Contains(strings.ToLower(value), "multipart") || strings.Contains(strings.ToLower(value), "boundary") {
			return t, faultError{FaultMediaType}
		}
		t.Type, t.Subtype = "text", "plain"
	}
	return t, nil
}

// boundaryForm is a boundary in quotes, or a word, that only white space or the next parameter follows.
var boundaryForm = regexp.MustCompile(`(?i)[;\s]boundary\s*=\s*(?:"([^"\r\n]+)"|([^\s;"<>(),@]+))\s*(?:;|$)`)

// plainType is a type as RFC 2045 5.1 writes it.
var plainType = regexp.MustCompile(`^[^\s"();:]+(?:\s*;\s*[^\s"();=]+=(?:"[^"\\\r\n]*"|[^][\s()<>@,;:\\"/?=]+))*$`)

// PlainType gives the edit that writes the type of a multipart with quotes around the values that need them and without what
// is no parameter: some readers look no further, and miss the boundary. ok is false where it is written so.
func (m *Message) PlainType(part int, f Field) (e Edit, ok bool) {
	t := m.Parts[part].MediaType
	if !f.Is("Content-Type") || !t.IsMultipart() || plainType.MatchString(m.Value(f)) {
		return e, false
	}
	return WriteType(f, t), true
}

// anyBoundary is a boundary in whatever form, RFC 2231 pieces included.
var anyBoundary = regexp.MustCompile(`(?i)[;\s]boundary[*0-9]*\s*=`)

// plainBoundary reports whether a multipart's type, folds included, is written in the one way that every reader understands:
// one boundary, not in RFC 2231 pieces, not as an encoded word, without what an unquoting rule could eat or a fold could add.
func plainBoundary(value string) bool {
	found := boundaryForm.FindStringSubmatch(value)
	if found == nil || len(anyBoundary.FindAllStringIndex(value, 2)) > 1 || strings.ContainsRune(value, '\\') {
		return false
	}
	b := found[1] + found[2]
	isOdd := func(r rune) bool { return r < ' ' || r > '~' }
	isWrapped := b[:1]+b[len(b)-1:] == "<>" || b[:1]+b[len(b)-1:] == "''" // some readers take these for quotes
	return !isWrapped && !strings.Contains(b, "=?") && !strings.ContainsFunc(b, isOdd)
}

// parseParams splits "value; name=value; …". Parameters that decide about structure may stand once.
func parseParams(value string) (first string, params []Param, err error) {
	value, err = dropComments(value)
	if err != nil {
		return "", nil, err
	}
	first, rest, _ := strings.Cut(value, ";")
	for rest != "" {
		var p Param
		p, rest = nextParam(rest)
		if p.Name == "" {
			continue
		}
		if (p.Name == "boundary" || p.Name == "charset" || p.Name == "protocol") && hasParam(params, p.Name) {
			return "", nil, faultError{FaultRepeated}
		}
		params = append(params, p)
	}
	return strings.TrimSpace(first), params, nil
}

func hasParam(params []Param, name string) bool {
	for _, p := range params {
		if p.Name == name {
			return true
		}
	}
	return false
}

// nextParam reads one parameter up to its semicolon. An unquoted value may hold what it should not (spaces, 8-bit), as many
// programs write file names.
func nextParam(s string) (p Param, rest string) {
	s = strings.TrimLeft(s, " \t")
	eq := strings.IndexAny(s, "=;")
	if eq < 0 {
		return Param{}, ""
	}
	if s[eq] == ';' {
		return Param{}, s[eq+1:]
	}
	p.Name = strings.ToLower(strings.TrimSpace(s[:eq]))
	s = strings.TrimLeft(s[eq+1:], " \t")
	if !strings.HasPrefix(s, `"`) {
		value, rest, _ := strings.Cut(s, ";")
		p.Value = strings.TrimSpace(value)
		return p, rest
	}
	var n int
	p.Value, n = quotedValue(s)
	_, rest, _ = strings.Cut(s[n:], ";")
	return p, rest
}

// quotedValue reads the quoted string that s begins with, and says how long it was.
func quotedValue(s string) (value string, n int) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), i + 1
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String(), len(s)
}

// dropComments takes comments out of a structured value (RFC 5322 3.2.2). Inside a value that is not quoted, where some
// readers see a comment and some see text, a parenthesis is refused if it could touch the boundary.
func dropComments(s string) (string, error) {
	if !strings.Contains(s, "(") {
		return s, nil
	}
	var b strings.Builder
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && (quoted || depth > 0):
			if depth == 0 {
				b.WriteString(s[i : i+2])
			}
			i++
			continue
		case c == '"' && depth == 0:
			quoted = !quoted
		case c == '(' && !quoted:
			depth++
		case c == ')' && !quoted && depth > 0:
			depth--
			continue
		}
		if depth == 0 {
			b.WriteByte(s[i])
		}
	}
	if lower := strings.ToLower(s); depth > 0 && strings.Contains(lower, "multipart") {
		return "", faultError{FaultMediaType}
	} else if b.Len() < len(s) && strings.Contains(lower, "boundary") {
		return "", faultError{FaultMediaType}
	}
	return b.String(), nil
}

func isToken(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`()<>@,;:\"/[]?=`, r)
	}) < 0
}
