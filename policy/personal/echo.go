package personal

import "strings"

// A translation holds the labels of forms for values, "birthDate": "Date de naissance", and nobody's data.

// noteEcho counts a line whose field holds its own name.
func (r *blockReader) noteEcho(line string) {
	const longest = 160 // bytes
	k := strings.IndexAny(line, ":=>")
	if k <= 0 || len(line) > longest || r.aside {
		return
	}
	if value := strings.Trim(line[k+1:], " \"',;"); value != "" && r.isEcho(r.cellLabel(lastPart(line[:k])), value) {
		r.signals.echoes++
	}
}

// lastPart gives the key of a field, without what it is a part of: "employee.birthDate".
func lastPart(key string) string {
	key = strings.Trim(key, " \"'\t")
	return key[strings.LastIndexAny(key, "./\"")+1:]
}

// isEcho tells whether the value of a field says what the field is for, as its label does, or a name is none but a label: "name: birthDate".
// Who stands for whom does so in forms too: "Contact: mother".
func (r *blockReader) isEcho(l *label, value string) bool {
	if l == nil {
		return false
	}
	said := r.cellLabel(strings.TrimSpace(value))
	if said == nil {
		return false
	}
	for _, c := range said.concepts {
		own := c < numConceptEntities && r.entities[c].class != Negative || c >= fieldFirstName && c <= fieldFullName || c >= fieldPostcode && c <= fieldStreet
		if own && (l.names(c) || l.names(fieldPerson)) {
			return true
		}
	}
	return false
}

// isTranslation tells a text of such fields, in which nothing else stands that only a person has.
func (s *summary) isTranslation() bool {
	return s.signals.echoes > 1 && !s.whole.has(catBirth, catIdentity, catAddress, catPhone)
}
