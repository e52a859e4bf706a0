package attachment

import "strings"

// TeX is text with commands in it. What its commands set is shown without them, line by line: the braces around a name would part it,
// and lines that end with one look like a program's.

func isTeX(text string) bool {
	return strings.Contains(text, `\documentclass`) || strings.Contains(text, `\begin{document}`)
}

// texLabels are the commands with which the classes for a CV are told about a person, and what a form would call them.
var texLabels = map[string]string{
	"name": "name", "firstname": "first name", "familyname": "last name", "lastname": "last name", "cvname": "name",
	"address": "address", "cvaddress": "address", "email": "email", "cvmail": "email", "phone": "phone", "mobile": "mobile",
	"cvnumberphone": "phone", "born": "born", "birthday": "born", "dateofbirth": "date of birth", "cvdate": "date of birth",
	"nationality": "nationality", "cvnationality": "nationality", "author": "author", "institute": "organization",
}

// plainTeX gives the text of a TeX file with the same lines.
func plainTeX(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	for i := 0; i < len(text); {
		switch c := text[i]; c {
		case '\\':
			i += writeCommand(&out, text[i:])
		case '{', '}', '[', ']', '~', '%', '$':
			out.WriteByte(' ')
			i++
		case '&':
			out.WriteByte('\t')
			i++
		default:
			out.WriteByte(c)
			i++
		}
	}
	return out.String()
}

// writeCommand writes what the command that begins s shows, and gives its length.
func writeCommand(out *strings.Builder, s string) int {
	n := 1
	for n < len(s) && (s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z') {
		n++
	}
	name := s[1:n]
	switch {
	case name == "" && len(s) > 1 && strings.IndexByte("%&_#{}$", s[1]) >= 0: // the sign itself
		out.WriteByte(s[1])
		return 2
	case name == "" && len(s) > 1 && s[1] == '\\': // a line break
		out.WriteByte(' ')
		return 2
	case texLabels[name] != "" && n < len(s) && (s[n] == '{' || s[n] == '['):
		out.WriteString(texLabels[name] + ":")
	}
	out.WriteByte(' ')
	return n
}
