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
	named  bool // the keys are the file's own: people find a value by them
	header []string
	rows   [][]string
	row    []string
	rowAt  []int // the lines of the file that the cells of row come from
	at     [][]int
	long   paragraph // values that are texts of their own
}

// chapters are the names of what holds records and lists in XML and JSON: "WorkExperience", "employees". They say what the file is of, as
// its own name does.
type chapters []string

// add takes a name, unless it was there, or is a sentence or somebody's.
func (c *chapters) add(name string) {
	const most = 64
	if len(*c) < most && name != "" && !isWords(name) && !slices.Contains(*c, name) {
		*c = append(*c, name)
	}
}

func (c chapters) show(s *scope) {
	if len(c) > 0 {
		s.text(personal.Place{Part: personal.PartName}, strings.Join(c, "\n"))
	}
}

const maxKeys = 512

// set puts a value from a line of the file into the open record; a key that comes twice, in whatever case, gets its values joined.
func (r *records) set(key, value string, line int) {
	if blank(value) {
		return
	}
	if isManyLines(value) {
		r.long.s, r.long.place, r.long.at = r.s, r.place, line
		r.long.field(key, value)
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
	for len(r.rowAt) < len(r.row) {
		r.rowAt = append(r.rowAt, line)
	}
	if r.rowAt[i] == 0 || r.row[i] == squeeze(value) {
		r.rowAt[i] = line
	}
}

// end closes the record.
func (r *records) end() {
	if len(r.row) > 0 {
		r.rows, r.at = append(r.rows, r.row), append(r.at, r.rowAt)
	}
	r.row, r.rowAt = nil, nil
}

// flush hands the table out and begins a new one.
func (r *records) flush() {
	r.end()
	if len(r.rows) > 0 {
		t := r.s.newTable(r.place, 1)
		t.rowAt(r.header, []int{})
		for i, row := range r.rows {
			t.rowAt(row, r.at[i])
		}
		r.s.keys = r.named
		t.flush()
		r.s.keys = false
		r.s.note(t.err)
	}
	r.header, r.rows, r.at = nil, nil, nil
	if r.long.s != nil {
		r.long.flush()
	}
}

// contentLine is a line of vCard or iCalendar: NAME;PARAM=…:value (RFC 6350 3.3, RFC 5545 3.1), or of LDIF.
type contentLine struct {
	name, params, value string
	line                int // of the file, where it begins
}

// contentLines unfolds a text and cuts its lines.
func contentLines(text string) []contentLine {
	var list []contentLine
	eachLine(text, func(line string, at int) { list = append(list, cutContent(line, at)) })
	return list
}

// cutContent cuts a line at the colon outside quotation marks.
func cutContent(line string, at int) contentLine {
	quoted := false
	i := strings.IndexFunc(line, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ':' && !quoted
	})
	if i < 0 {
		return contentLine{value: line, line: at}
	}
	name, params, _ := strings.Cut(line[:i], ";")
	if j := strings.LastIndexByte(name, '.'); j >= 0 { // a group: "item1.EMAIL"
		name = name[j+1:]
	}
	return contentLine{strings.ToUpper(name), params, line[i+1:], at}
}

// eachLine gives the lines of a text with what they are folded into joined, and the number of the first: blanks begin the next one, or a
// value of vCard 2.1 in quoted-printable ends with "=".
func eachLine(text string, yield func(line string, at int)) {
	var joined strings.Builder
	first, at := 1, 0
	soft, open := false, false
	for line := range strings.SplitSeq(lines(text), "\n") {
		at++
		folded := at > 1 && line != "" && (line[0] == ' ' || line[0] == '\t')
		switch {
		case folded:
			line = line[1:]
		case !open:
			if at > 1 {
				yield(joined.String(), first)
			}
			joined.Reset()
			first = at
			head, _, _ := strings.Cut(line, ":")
			soft = strings.Contains(strings.ToUpper(head), "QUOTED-PRINTABLE")
		}
		if open = soft && strings.HasSuffix(line, "="); open {
			line = line[:len(line)-1]
		}
		joined.WriteString(line)
	}
	yield(joined.String(), first)
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
func vCardColumn(name string, mobile bool) string {
	switch name {
	case "FN", "N":
		return "name"
	case "EMAIL":
		return "email"
	case "TEL":
		if mobile {
			return "mobile"
		}
		return "phone"
	case "ADR", "LABEL":
		return "address"
	case "BDAY":
		return "birth date"
	case "ORG":
		return "organization"
	case "NOTE":
		return "comments" // a French "note" is a mark
	}
	return strings.ToLower(name)
}

// readVCard makes a row of each card (RFC 6350; 2.1 with quoted-printable). Pictures and keys inside are files.
func readVCard(s *scope) error {
	s.cards = true
	r := records{s: s}
	for _, line := range contentLines(s.decoded) {
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
			r.set(vCardColumn(line.name, line.coded("CELL")), vCardValue(line), line.line)
		}
	}
	r.flush()
	return nil
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
	s.guests = true
	people := records{s: s}
	body := paragraph{s: s}
	beside := paragraph{s: s, place: personal.Place{Part: personal.PartHidden}}
	for _, line := range contentLines(s.decoded) {
		switch line.name {
		case "ATTENDEE", "ORGANIZER":
			people.set("name", paramOf(line.params, "CN"), line.line)
			people.set("email", strings.TrimPrefix(strings.TrimPrefix(line.value, "mailto:"), "MAILTO:"), line.line)
			people.set("email", paramOf(line.params, "EMAIL"), line.line)
			people.end()
		case "ATTACH":
			if line.coded("BASE64") {
				s.embed(File{Name: "attach", Data: looseBase64([]byte(line.value))})
			}
		case "SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "CONTACT", "X-ALT-DESC", "":
			body.at = line.line
			body.write(unescapeContent(line.value, false))
			body.line()
		default:
			if isPhrase([]byte(line.value)) { // of a program
				beside.at = line.line
				beside.write(unescapeContent(line.value, false))
				beside.line()
			}
		}
		if isPhrase([]byte(line.params)) && line.name != "ATTENDEE" && line.name != "ORGANIZER" {
			beside.at = line.line
			beside.write(line.params)
			beside.line()
		}
	}
	body.flush()
	beside.flush()
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

// readLDIF makes a row of each entry (RFC 2849); "changetype" and operations pass as values.
func readLDIF(s *scope) error {
	s.cards = true
	r := records{s: s, named: true}
	comments := paragraph{s: s, place: personal.Place{Part: personal.PartComments}}
	eachLine(s.decoded, func(line string, at int) {
		key, value, ok := strings.Cut(line, ":")
		switch {
		case blank(line):
			r.end()
		case !ok || strings.HasPrefix(line, "#"):
			comments.at = at
			comments.write(line)
			comments.line()
		case isStamp(key, value), strings.EqualFold(key, "version"):
		default:
			s.ldifValue(&r, key, value, at)
		}
	})
	r.flush()
	comments.flush()
	return nil
}

// isStamp tells when an entry was made or changed: seconds, which look like phone numbers.
func isStamp(key, value string) bool {
	return strings.HasSuffix(strings.ToLower(key), "timestamp") && strings.Trim(value, "0123456789.Z ") == ""
}

// ldifValue takes a line's value; "::" is base64.
func (s *scope) ldifValue(r *records, key, value string, line int) {
	if encoded, ok := strings.CutPrefix(value, ":"); ok {
		data := looseBase64([]byte(encoded))
		text, isText := decoded(data)
		if !isText {
			s.embed(File{Name: key, Data: data})
			return
		}
		value = text
	}
	r.set(strings.SplitN(key, ";", 2)[0], value, line)
}
