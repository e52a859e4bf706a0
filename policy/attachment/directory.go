package attachment

import (
	"slices"
	"strings"

	"souspli/policy/personal"
)

// records collects people or entries that are lists of keys and values, and hands them out as a table: one row each,
// the keys as header.
type records struct {
	s      *scope
	place  personal.Place
	header []string
	rows   [][]string
	row    []string
}

const maxKeys = 512

// set puts a value into the open record; a key that comes twice, in whatever case, gets its values joined.
func (r *records) set(key, value string) {
	if blank(value) {
		return
	}
	i := slices.IndexFunc(r.header, func(k string) bool { return strings.EqualFold(k, key) })
	if i < 0 {
		if len(r.header) == maxKeys {
			return
		}
		i = len(r.header)
		r.header = append(r.header, key)
	}
	r.row = setCell(r.row, i, squeeze(value))
}

// end closes the record.
func (r *records) end() {
	if len(r.row) > 0 {
		r.rows = append(r.rows, r.row)
	}
	r.row = nil
}

// flush hands the table out and begins a new one.
func (r *records) flush() {
	r.end()
	if len(r.rows) > 0 {
		t := r.s.newTable(r.place, 1)
		t.row(r.header)
		for _, row := range r.rows {
			t.row(row)
		}
		r.s.keys = true
		t.flush()
		r.s.keys = false
		r.s.note(t.err)
	}
	r.header, r.rows = nil, nil
}

// contentLine is a line of vCard or iCalendar: NAME;PARAM=…:value (RFC 6350 3.3, RFC 5545 3.1), or of LDIF.
type contentLine struct {
	name, params, value string
}

// contentLines unfolds a text and cuts its lines at the colon outside quotation marks.
func contentLines(text string) []contentLine {
	text = lines(text)
	text = strings.ReplaceAll(text, "\n ", "")
	text = strings.ReplaceAll(text, "\n\t", "")
	var list []contentLine
	for line := range strings.SplitSeq(text, "\n") {
		quoted := false
		i := strings.IndexFunc(line, func(r rune) bool {
			if r == '"' {
				quoted = !quoted
			}
			return r == ':' && !quoted
		})
		if i < 0 {
			list = append(list, contentLine{value: line})
			continue
		}
		name, params, _ := strings.Cut(line[:i], ";")
		if j := strings.LastIndexByte(name, '.'); j >= 0 { // a group: "item1.EMAIL"
			name = name[j+1:]
		}
		list = append(list, contentLine{strings.ToUpper(name), params, line[i+1:]})
	}
	return list
}

// coded says whether the parameters name an encoding.
func (l contentLine) coded(encoding string) bool {
	return strings.Contains(strings.ToUpper(l.params), encoding)
}

func isVCard(s *sample) bool {
	return s.isText && prefixFold(strings.TrimSpace(s.decoded[:min(len(s.decoded), 256)]), "BEGIN:VCARD")
}

func prefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// vCardColumn names what a property holds, in words that a header of a table would have.
func vCardColumn(name string) string {
	switch name {
	case "FN", "N":
		return "name"
	case "EMAIL":
		return "email"
	case "TEL":
		return "phone"
	case "ADR", "LABEL":
		return "address"
	case "BDAY":
		return "birth date"
	case "ORG":
		return "organization"
	}
	return strings.ToLower(name)
}

// readVCard makes a row of each card (RFC 6350; 2.1 with quoted-printable). Pictures and keys inside are files.
func readVCard(s *scope) error {
	s.cards = true
	r := records{s: s}
	for _, line := range contentLines(softBreaks(s.decoded)) {
		switch {
		case line.name == "END":
			r.end()
		case line.name == "BEGIN", line.name == "VERSION", line.name == "PRODID", line.name == "REV", line.name == "UID":
		case line.coded("BASE64") || line.coded("ENCODING=B"):
			s.embed(File{Name: strings.ToLower(line.name), Data: looseBase64([]byte(line.value))})
		case prefixFold(line.value, "data:"):
			if f, ok := dataURL(line.value); ok {
				s.embed(f)
			}
		default:
			r.set(vCardColumn(line.name), vCardValue(line))
		}
	}
	r.flush()
	return nil
}

// softBreaks joins the lines that quoted-printable values of vCard 2.1 are cut into.
func softBreaks(text string) string {
	if !strings.Contains(strings.ToUpper(text), "QUOTED-PRINTABLE") {
		return text
	}
	return strings.ReplaceAll(lines(text), "=\n", "")
}

func vCardValue(line contentLine) string {
	v := line.value
	if line.coded("QUOTED-PRINTABLE") {
		raw := unquote([]byte(v))
		if text, ok := decoded(raw); ok {
			v = text
		}
	}
	if line.name == "BDAY" && len(v) == 8 && strings.Trim(v, "0123456789") == "" {
		v = v[:4] + "-" + v[4:6] + "-" + v[6:]
	}
	if line.name == "BDAY" {
		return isoDate(v)
	}
	v = strings.TrimPrefix(strings.TrimPrefix(v, "mailto:"), "tel:")
	return unescapeContent(v, line.name == "ADR" || line.name == "N")
}

// unescapeContent undoes \n, \, and \; and makes blanks of the semicolons between components.
func unescapeContent(v string, components bool) string {
	var out strings.Builder
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c == '\\' && i+1 < len(v):
			i++
			if v[i] == 'n' || v[i] == 'N' {
				out.WriteByte('\n')
			} else {
				out.WriteByte(v[i])
			}
		case c == ';' && components:
			out.WriteByte(' ')
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

func isICal(s *sample) bool {
	return s.isText && prefixFold(strings.TrimSpace(s.decoded[:min(len(s.decoded), 256)]), "BEGIN:VCALENDAR")
}

// readICal reads events as text and the people invited as a table (RFC 5545).
func readICal(s *scope) error {
	people := records{s: s}
	body := paragraph{s: s}
	for _, line := range contentLines(s.decoded) {
		switch line.name {
		case "ATTENDEE", "ORGANIZER":
			people.set("name", paramOf(line.params, "CN"))
			people.set("email", strings.TrimPrefix(strings.TrimPrefix(line.value, "mailto:"), "MAILTO:"))
			people.set("email", paramOf(line.params, "EMAIL"))
			people.end()
		case "ATTACH":
			if line.coded("BASE64") {
				s.embed(File{Name: "attach", Data: looseBase64([]byte(line.value))})
			}
		case "SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "X-ALT-DESC", "":
			body.write(unescapeContent(line.value, false))
			body.line()
		}
	}
	body.flush()
	people.flush()
	return nil
}

// paramOf is the value of a parameter, without quotation marks.
func paramOf(params, name string) string {
	for p := range strings.SplitSeq(params, ";") {
		if key, v, ok := strings.Cut(p, "="); ok && strings.EqualFold(key, name) {
			return strings.Trim(v, `"`)
		}
	}
	return ""
}

// isLDIF tells a directory export by its first lines.
func isLDIF(s *sample) bool {
	if !s.isText {
		return false
	}
	for line := range strings.SplitSeq(s.decoded[:min(len(s.decoded), 4096)], "\n") {
		line = strings.TrimSpace(line)
		switch {
		case line == "", strings.HasPrefix(line, "#"), prefixFold(line, "version:"):
		default:
			return prefixFold(line, "dn:") && strings.Contains(line, "=") || prefixFold(line, "dn::")
		}
	}
	return false
}

// readLDIF makes a row of each entry (RFC 2849); "::" is base64, "changetype" and operations pass as values.
func readLDIF(s *scope) error {
	s.cards = true
	r := records{s: s}
	text := strings.ReplaceAll(lines(s.decoded), "\n ", "")
	for line := range strings.SplitSeq(text, "\n") {
		if blank(line) {
			r.end()
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") || strings.EqualFold(key, "version") {
			continue
		}
		if encoded, ok := strings.CutPrefix(value, ":"); ok {
			data := looseBase64([]byte(encoded))
			text, isText := decoded(data)
			if !isText {
				s.embed(File{Name: key, Data: data})
				continue
			}
			value = text
		}
		r.set(strings.SplitN(key, ";", 2)[0], value)
	}
	r.flush()
	return nil
}
