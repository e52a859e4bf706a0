package personal

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// readStructured reads address books, calendars, pay declarations and exports of surgeries, whose lines say what they hold: vCard
// (RFC 6350), LDIF (RFC 2849), iCalendar (RFC 5545), DSN (norme NEODeS), xDT (KBV). It tells whether the text is one.
func (r *blockReader) readStructured(text string) bool {
	switch {
	case strings.Contains(text, "BEGIN:VCARD"):
		r.readProperties(text, vcardProperties, func(name string) bool { return name == "BEGIN" })
	case strings.Contains(text, "BEGIN:VCALENDAR"):
		r.readProperties(text, calendarProperties, func(name string) bool { return name == "ATTENDEE" || name == "ORGANIZER" })
	case strings.HasPrefix(text, "S10.G00.") || strings.Contains(text, "\nS21.G00."):
		r.readProperties(text, declarationProperties, func(name string) bool { return name == "S21.G00.30.001" })
	case strings.HasPrefix(text, "0138000"):
		r.readProperties(text, practiceProperties, func(name string) bool { return name == "3000" })
	case strings.HasPrefix(text, "dn:") || strings.HasPrefix(text, "version: 1") || strings.Contains(text, "\ndn: "):
		r.readProperties(text, ldifProperties, func(name string) bool { return name == "DN" })
	default:
		return false
	}
	return true
}

// property is what a line of an address book holds.
type property struct {
	entity entityID
	part   concept
	marks  marks
}

var vcardProperties = map[string]property{
	"FN":    {entName, fieldFullName, markFull},
	"N":     {entName, fieldLastName, 0},
	"ADR":   {entAddress, concept(entAddress), markPrivate},
	"TEL":   {entPhone, concept(entPhone), 0},
	"EMAIL": {entEmail, concept(entEmail), 0},
	"BDAY":  {entBirthDate, concept(entBirthDate), 0},
}

var calendarProperties = map[string]property{
	"ATTENDEE":  {entEmail, concept(entEmail), 0},
	"ORGANIZER": {entEmail, concept(entEmail), 0},
}

var ldifProperties = map[string]property{
	"CN":                 {entName, fieldFullName, markFull},
	"SN":                 {entName, fieldLastName, 0},
	"GIVENNAME":          {entName, fieldFirstName, 0},
	"DISPLAYNAME":        {entName, fieldFullName, markFull},
	"MAIL":               {entEmail, concept(entEmail), 0},
	"MOZILLASECONDEMAIL": {entEmail, concept(entEmail), 0},
	"TELEPHONENUMBER":    {entPhone, concept(entPhone), 0},
	"HOMEPHONE":          {entPhone, concept(entPhone), markPrivate},
	"MOBILE":             {entPhone, concept(entPhone), 0},
	"STREET":             {entAddress, concept(entAddress), 0},
	"POSTALADDRESS":      {entAddress, concept(entAddress), 0},
	"HOMEPOSTALADDRESS":  {entAddress, concept(entAddress), markPrivate},
	"MOZILLAHOMESTREET":  {entAddress, concept(entAddress), markPrivate},
	"BIRTHDATE":          {entBirthDate, concept(entBirthDate), 0},
	"DATEOFBIRTH":        {entBirthDate, concept(entBirthDate), 0},
	"SCHACDATEOFBIRTH":   {entBirthDate, concept(entBirthDate), 0},
}

// declarationProperties are the fields of an employee in a French pay declaration: S21.G00.30.002,'DUPONT'.
var declarationProperties = map[string]property{
	"S21.G00.30.002": {entName, fieldLastName, 0},
	"S21.G00.30.003": {entName, fieldLastName, 0},
	"S21.G00.30.004": {entName, fieldFirstName, 0},
	"S21.G00.30.006": {entBirthDate, concept(entBirthDate), 0},
	"S21.G00.30.008": {entAddress, concept(entAddress), markPrivate},
	"S21.G00.30.018": {entEmail, concept(entEmail), 0},
}

// practiceProperties are the fields of a patient in what German surgeries exchange: length, field, value, as in "0153102Soraya".
var practiceProperties = map[string]property{
	"3101": {entName, fieldLastName, 0},
	"3102": {entName, fieldFirstName, 0},
	"3103": {entBirthDate, concept(entBirthDate), 0},
	"3107": {entAddress, concept(entAddress), markPrivate},
	"3626": {entPhone, concept(entPhone), 0},
	"3628": {entAddress, concept(entAddress), markPrivate},
	"6205": {entHealth, concept(entHealth), 0},
}

// readProperties reads the lines of an address book; a line for which begins says so starts the next record. Lines that are no
// properties are text beside them.
func (r *blockReader) readProperties(text string, properties map[string]property, begins func(name string) bool) {
	start := 0
	var beside strings.Builder
	for line := int32(0); text != ""; line++ {
		var s string
		s, text = cutLine(text)
		for beside.WriteByte('\n'); strings.HasPrefix(text, " ") || strings.HasPrefix(text, "\t"); beside.WriteByte('\n') { // folded
			var more string
			more, text = cutLine(text)
			s += more[1:]
			line++
		}
		if r.line, r.window = line, line; !isProperty(s) {
			beside.WriteString(s)
			continue
		}
		name, value := splitProperty(s)
		if begins(name) {
			r.closeCard(start)
			start = len(r.hits)
		}
		r.readProperty(properties[name], name, value, s)
	}
	r.closeCard(start)
	r.settle(func([]hit) {})
	if text := beside.String(); strings.TrimSpace(text) != "" {
		r.readText(text[1:])
	}
}

// isProperty tells a line that has the name of a property.
func isProperty(s string) bool {
	if len(s) > 7 && isDigits(s[:7]) || strings.Contains(s, ",'") { // xDT, DSN
		return true
	}
	name, _, ok := strings.Cut(s, ":")
	name, _, _ = strings.Cut(name, ";")
	return ok && name != "" && strings.IndexFunc(name, func(r rune) bool { return r >= utf8.RuneSelf || !isAlnum(byte(r)) && r != '-' && r != '.' && r != '_' }) < 0
}

// closeCard gathers one card.
func (r *blockReader) closeCard(start int) {
	if start >= len(r.hits) {
		return
	}
	var rec record
	hits := r.hits[start:]
	for i := range hits {
		rec.add(&hits[i], &r.entities[hits[i].entity])
	}
	rec.named, rec.row = rec.named || rec.has(catName), true
	r.summary.record(rec, hits)
	if rec.categories() >= 2 && rec.has(catName) {
		r.summary.cards++
	}
}

// splitProperty gives a property's name in capitals, without its parameters, and its value; base64 of LDIF is
// decoded.
func splitProperty(s string) (name, value string) {
	if name, value, ok := strings.Cut(s, ",'"); ok && strings.Count(name, ".") == 3 { // DSN
		return name, strings.TrimSuffix(value, "'")
	}
	if len(s) > 7 && isDigits(s[:7]) { // xDT
		return s[3:7], s[7:]
	}
	name, value, _ = strings.Cut(s, ":")
	if encoded, ok := strings.CutPrefix(value, ":"); ok {
		if b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded)); err == nil {
			value = string(b)
		}
	}
	name, _, _ = strings.Cut(name, ";")
	if _, last, ok := strings.Cut(name, "."); ok { // item1.EMAIL
		name = last
	}
	return strings.ToUpper(name), strings.TrimSpace(value)
}

// readProperty takes the value of one line; lines that hold nothing known are scanned like text.
func (r *blockReader) readProperty(p property, name, value, line string) {
	value = normalise(value)
	m := p.marks | markLabelled
	switch {
	case name == "ORG" && letterCount(value) > 1:
		r.organisation()
	case p.part == 0:
		if value != "" {
			r.scan(value)
		}
	case p.entity == entEmail:
		r.attendee(line)
		r.scan(strings.TrimPrefix(value, "mailto:"))
	case p.entity == entName:
		if letterCount(value) > 1 {
			if name == "N" && strings.Contains(strings.Trim(value, ";"), ";") {
				m |= markFull
			}
			r.add(hit{key: nameKey(value), entity: entName, part: p.part, marks: m})
		}
	case p.entity == entAddress, p.entity == entHealth:
		if letterCount(value) > 3 {
			r.add(hit{key: hash(value), entity: p.entity, part: p.part, marks: m})
		}
	default:
		r.column = &label{concepts: []concept{p.part}}
		r.scan(value)
		r.column = nil
	}
}

// attendee takes the name beside a calendar address: ATTENDEE;CN="Jeanne Martin":mailto:…
func (r *blockReader) attendee(line string) {
	_, rest, ok := strings.Cut(line, "CN=")
	if !ok {
		return
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(rest, `"`), `"`)
	name, _, _ = strings.Cut(name, ";")
	name, _, _ = strings.Cut(name, ":")
	if words := nameWords(name); words > 1 {
		r.add(hit{key: nameKey(name), entity: entName, part: fieldFullName, marks: markLabelled | markFull})
	}
}
