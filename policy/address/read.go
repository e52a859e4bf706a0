package address

import (
	"slices"
	"strings"
)

// ReadList reads the mailboxes of a field as far as any mail reader might: where ParseList finds a fault, each element is read
// for itself, and one that cannot be read gives the addresses that stand in it. Who counts or hides people must not miss
// those behind a fault.
func ReadList(value string) []Mailbox {
	list, err := ParseList(value)
	if err == nil {
		return list
	}
	list = nil
	for _, element := range elements(value) {
		read, err := ParseList(element)
		if err != nil {
			read = salvage(element)
		}
		list = append(list, read...)
	}
	return list
}

// elements splits a list at its commas and semicolons outside quotes; at all of them if a quote is left open.
func elements(value string) []string {
	quoted, escaped := false, false
	isSeparator := func(r rune) bool {
		wasEscaped := escaped
		escaped = r == '\\' && quoted && !wasEscaped
		if r == '"' && !wasEscaped {
			quoted = !quoted
		}
		return !quoted && (r == ',' || r == ';')
	}
	list := strings.FieldsFunc(value, isSeparator)
	if quoted {
		list = strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ';' })
	}
	return list
}

// salvage finds the addresses in what is no mailbox, such as a name with brackets in it or one that is an address itself. The
// name stays where there is one address.
func salvage(element string) []Mailbox {
	var list []Mailbox
	for word := range strings.FieldsFuncSeq(element, func(r rune) bool { return r <= ' ' || strings.ContainsRune(`<>()[]:;,"\`, r) }) {
		a, err := Parse(strings.TrimRight(word, "."))
		if err == nil && !slices.ContainsFunc(list, func(m Mailbox) bool { return m.Address.Normal() == a.Normal() }) {
			list = append(list, Mailbox{Address: a})
		}
	}
	if name, _, found := strings.Cut(element, "<"); found && len(list) == 1 {
		list[0].Name = DecodeWords(strings.Trim(strings.Join(strings.Fields(name), " "), `" `))
	}
	return list
}
