package attachment

import (
	"slices"
	"strings"
)

// hl7Field is a field of a segment that tells of somebody, and what a form would call it.
type hl7Field struct {
	segment string
	number  int // from 1
	label   string
	show    func(components []string) string
}

// hl7Fields lists them (HL7 version 2.5.1, chapters 3, 4, 6 and 7).
func hl7Fields() []hl7Field {
	return []hl7Field{
		{"PID", 3, "Patient ID", hl7Words}, {"PID", 5, "Patient", hl7Name}, {"PID", 7, "Date of birth", hl7Date}, {"PID", 9, "Alias", hl7Name},
		{"PID", 11, "Address", hl7Words}, {"PID", 13, "Phone", hl7Words}, {"PID", 14, "Phone", hl7Words}, {"PID", 19, "Social security number", hl7Words},
		{"NK1", 2, "Next of kin", hl7Name}, {"NK1", 4, "Address", hl7Words}, {"NK1", 5, "Phone", hl7Words},
		{"GT1", 3, "Guarantor", hl7Name}, {"GT1", 5, "Address", hl7Words}, {"GT1", 6, "Phone", hl7Words}, {"GT1", 8, "Date of birth", hl7Date},
		{"IN1", 16, "Insured", hl7Name}, {"IN1", 18, "Date of birth", hl7Date}, {"IN1", 19, "Address", hl7Words},
		{"AL1", 3, "Allergies", hl7Words}, {"DG1", 3, "Diagnosis", hl7Words}, {"DG1", 4, "Diagnosis", hl7Words},
		{"OBR", 4, "Laboratory", hl7Words}, {"RXE", 2, "Medication", hl7Words}, {"RXA", 5, "Vaccination", hl7Words}, {"NTE", 3, "Comment", hl7Words},
	}
}

// hl7Marks is how a message begins: the segment's name, and the marks between fields, components and repetitions.
const hl7Marks = `MSH|^~\&|`

// isHL7 tells what laboratories and hospitals send each other, be it in its frame.
func isHL7(s *sample) bool {
	return s.isText && strings.HasPrefix(strings.TrimLeft(s.decoded, "\v\r\n "), hl7Marks)
}

// readHL7 writes each segment as the lines of a form; its lines are the file's.
func readHL7(s *scope) error {
	p := paragraph{s: s}
	fields := hl7Fields()
	for segment := range strings.SplitSeq(lines(s.decoded), "\n") {
		p.at++
		name, rest, _ := strings.Cut(strings.Trim(segment, "\v\x1c"), "|")
		if name == "OBX" {
			p.observation(strings.Split(rest, "|"))
			continue
		}
		var others []string
		for i, value := range strings.Split(rest, "|") {
			k := slices.IndexFunc(fields, func(f hl7Field) bool { return f.segment == name && f.number == i+1 })
			if k < 0 {
				others = append(others, hl7Words(hl7Components(value)))
				continue
			}
			if shown := fields[k].show(hl7Components(value)); shown != "" {
				p.field(fields[k].label, shown)
			}
		}
		p.field("", strings.Join(others, " "))
	}
	p.flush()
	return nil
}

// observation writes what was measured: its name, its value and its unit.
func (p *paragraph) observation(values []string) {
	values = append(values, make([]string, 8)...)
	named := append([]string{""}, hl7Components(values[2])...)
	p.field(named[len(named)-1], strings.TrimSpace(hl7Words(hl7Components(values[4]))+" "+values[5]+" "+values[7]))
}

// hl7Components gives the filled components of the first repetition of a field; none has one that is empty.
func hl7Components(value string) []string {
	value, _, _ = strings.Cut(value, "~")
	return slices.DeleteFunc(strings.Split(value, "^"), func(c string) bool { return strings.TrimSpace(c) == "" })
}

func hl7Words(components []string) string { return strings.Join(components, ", ") }

// hl7Name turns family and given name.
func hl7Name(components []string) string {
	if len(components) < 2 {
		return hl7Words(components)
	}
	return components[1] + " " + components[0]
}

// hl7Date shows a day; its hour may stand behind it.
func hl7Date(components []string) string { return compactDate(hl7Words(components)) }
