package message

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"souspli/policy/address"
)

// maxName is the longest file name that is shown, in runes.
const maxName = 200

// Disposition gives a part's Content-Disposition; its Type is "" where there is none.
func (m *Message) Disposition(part int) MediaType {
	value, found := m.first(part, "Content-Disposition")
	if !found {
		return MediaType{}
	}
	first, params, err := parseParams(value)
	if err != nil {
		return MediaType{Type: "attachment"} // what cannot be read is the stricter of the two
	}
	return MediaType{Type: strings.ToLower(first), Params: params}
}

// FileName gives the name under which mail readers show the part: from the disposition, else from the type, in every way
// in which it may be written (RFC 2231 pieces and charsets, encoded words, raw 8-bit). It is empty where there is none.
func (m *Message) FileName(part int) string {
	for _, from := range []struct {
		t    MediaType
		name string
	}{
		{m.Disposition(part), "filename"},
		{m.Parts[part].MediaType, "name"},
	} {
		if name := joinParam(from.t.Params, from.name); name != "" {
			return cleanName(name)
		}
	}
	return ""
}

// joinParam puts a parameter together: the extended form wins over the plain one (RFC 6266 4.3).
func joinParam(params []Param, name string) string {
	plain := ""
	var pieces []paramPiece
	for _, p := range params {
		switch rest, found := strings.CutPrefix(p.Name, name+"*"); {
		case p.Name == name && plain == "":
			plain = address.DecodeWords(toUTF8(p.Value))
		case found:
			pieces = append(pieces, newParamPiece(rest, p.Value))
		}
	}
	if joined := joinPieces(pieces); joined != "" {
		return joined
	}
	return plain
}

// paramPiece is one of name*0, name*1*, name* (RFC 2231 3 and 4).
type paramPiece struct {
	n        int
	extended bool
	value    string
}

func newParamPiece(suffix, value string) paramPiece {
	p := paramPiece{value: value}
	suffix, p.extended = strings.CutSuffix(suffix, "*")
	if suffix == "" && !p.extended { // "name*"
		p.extended = true
	}
	p.n, _ = strconv.Atoi(suffix)
	return p
}

func joinPieces(pieces []paramPiece) string {
	slices.SortStableFunc(pieces, func(a, b paramPiece) int { return cmp.Compare(a.n, b.n) })
	var raw strings.Builder
	label := ""
	for i, p := range pieces {
		value := p.value
		if p.extended {
			if i == 0 {
				if charset, rest, found := strings.Cut(value, "'"); found {
					_, rest, _ = strings.Cut(rest, "'")
					label, value = charset, rest
				}
			}
			if decoded, err := url.PathUnescape(value); err == nil {
				value = decoded
			}
		}
		raw.WriteString(value)
	}
	if label == "" {
		return address.DecodeWords(toUTF8(raw.String()))
	}
	return string(lookupCharset(label).decode([]byte(raw.String())))
}

// toUTF8 reads raw 8-bit as what it most likely is.
func toUTF8(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	s, _ = charmap.Windows1252.NewDecoder().String(s)
	return s
}

// cleanName takes out what would let a name deceive or break a line: controls, bidi and zero-width characters, folders.
func cleanName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return -1
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > maxName {
		name = string(runes[:maxName])
	}
	return strings.TrimSpace(name)
}
