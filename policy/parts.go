package policy

import (
	"slices"
	"strings"

	"souspli/policy/message"
)

// anonymise finds the parts whose type or disposition names somebody whom the reader must not see, mostly in a file name, or
// has a line that is too long, and changes their types before any other edit writes them.
func (e *editor) anonymise() {
	e.renamed = map[int]string{}
	for i := range e.m.Parts {
		if e.m.IsSealed(i) || !e.typeNamesForeign(i) {
			continue
		}
		name := "file" + e.extension(e.m.FileName(i))
		e.m.Parts[i].MediaType = e.anonymous(e.m.Parts[i].MediaType, "name", name)
		e.renamed[i] = name
	}
}

func (e *editor) typeNamesForeign(part int) bool {
	if e.names(e.m.FileName(part)) {
		return true
	}
	return slices.ContainsFunc(e.m.Parts[part].Fields, func(f message.Field) bool {
		return describesPart(f) && (e.namesForeign(f) || isLong(string(e.m.Raw[f.Start:f.End])))
	})
}

// describesPart reports whether readers need the field to read the part, so that it cannot be removed.
func describesPart(f message.Field) bool { return f.Is("Content-Type") || f.Is("Content-Disposition") }

// anonymous gives a type or disposition without the parameters that name somebody. A file name becomes one that says nothing.
func (e *editor) anonymous(t message.MediaType, param, name string) message.MediaType {
	kept, named := t, false
	kept.Params = nil
	for _, p := range t.Params {
		switch base, _, _ := strings.Cut(p.Name, "*"); {
		case base == param:
			named = true
		case !e.names(p.Value):
			kept.Params = append(kept.Params, p)
		}
	}
	if named {
		kept.Params = append(kept.Params, message.Param{Name: param, Value: name})
	}
	return kept
}

// extension gives the end of a file name by which programs know its kind.
func (e *editor) extension(name string) string {
	const longest = 6
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 || len(name)-dot > longest || strings.ContainsAny(name[dot:], "@ ") {
		return ""
	}
	return name[dot:]
}

// part takes the other recipients out of what lies inside the message: headers of parts, calendars, status reports. It breaks
// lines that are too long. What is signed or encrypted stays as it is, and so does a body that has its edits already.
func (e *editor) part(part int, decided bool) {
	if e.wrapped || e.m.IsSealed(part) {
		return
	}
	if !decided {
		e.plan.Add(e.partBody(part)...)
	}
	for _, f := range e.m.Parts[part].Fields {
		name, renamed := e.renamed[part]
		switch {
		case renamed && f.Is("Content-Type") && !e.plan.Changes(f):
			e.plan.Add(message.WriteType(f, e.m.Parts[part].MediaType))
		case renamed && f.Is("Content-Disposition"):
			e.plan.Add(message.WriteType(f, e.anonymous(e.m.Disposition(part), "filename", name)))
		case part > 0 && !describesPart(f) && e.namesForeign(f):
			e.plan.Add(message.RemoveField(f))
		case part > 0 && !describesPart(f):
			e.shorten(f)
		}
		e.plain(part, f)
	}
}

// plain writes a field that stays as every reader understands it, where this one is written so that some do not.
func (e *editor) plain(part int, f message.Field) {
	if e.plan.Changes(f) {
		return
	}
	if edit, ok := e.m.PlainEncoding(part, f); ok {
		e.plan.Add(edit)
	} else if edit, ok := e.m.PlainType(part, f); ok {
		e.plan.Add(edit)
	} else if edit, ok := e.m.ColonSpace(f); ok {
		e.plan.Add(edit)
	}
}

// partBody gives the edits of what a part holds.
func (e *editor) partBody(part int) []message.Edit {
	var edits []message.Edit
	switch p := &e.m.Parts[part]; {
	case p.MediaType.IsMultipart():
	case e.m.IsCalendar(part):
		edits = e.calendar(part)
	case isStatus(p.MediaType):
		edits = e.m.EditLines(part, func(line string) (string, bool) { return line, !e.names(line) })
	}
	if edits == nil {
		edits = e.m.BreakLongLines(part)
	}
	return edits
}

// isStatus reports whether a part is lines about a message: a receipt (RFC 8098), a delivery report (RFC 3464), its header.
func isStatus(t message.MediaType) bool {
	switch t.Full() {
	case "message/disposition-notification", "message/global-disposition-notification", "message/delivery-status", "message/global-delivery-status",
		"message/feedback-report", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers":
		return true
	}
	return false
}

// calendar takes the other recipients out of an invitation (RFC 5545 3.8.4). For a purpose nobody is invited personally: the
// attendees go, and a request becomes a publication (RFC 5546 3.2.1), which asks no answer from anybody.
func (e *editor) calendar(part int) []message.Edit {
	var params []message.Param
	if e.a.Purpose != nil && isRequest(e.m.Parts[part].MediaType) {
		params = []message.Param{{Name: "method", Value: "PUBLISH"}}
	}
	return e.m.EditLines(part, e.calendarLine, params...)
}

// isRequest reports whether a calendar asks its readers for an answer.
func isRequest(t message.MediaType) bool { return strings.EqualFold(t.Param("method"), "REQUEST") }

func (e *editor) calendarLine(line string) (string, bool) {
	end := strings.IndexAny(line, ":;")
	if end < 0 {
		return line, !e.names(line)
	}
	switch name := strings.ToUpper(line[:end]); {
	case name == "ATTENDEE" && e.a.Purpose != nil:
		return "", false
	case name == "METHOD" && e.a.Purpose != nil && strings.EqualFold(strings.TrimSpace(line[end+1:]), "REQUEST"):
		return "METHOD:PUBLISH", true
	case !e.names(unescapeBreaks(line)):
		return line, true
	case name == "ATTENDEE", name == "ORGANIZER":
		return "", false
	}
	return e.redact(line, "...")
}

// unescapeBreaks undoes the escaped line breaks of a calendar's texts (RFC 5545 3.3.11), which would join words.
func unescapeBreaks(line string) string {
	return strings.NewReplacer(`\n`, " ", `\N`, " ").Replace(line)
}

// names reports whether a text holds the address of somebody whom the reader must not see.
func (e *editor) names(text string) bool { return e.hidden.within(text, false) }

// redact writes something else for each such address. ok is false where one stays that is written so that it cannot be cut out.
func (e *editor) redact(text, with string) (redacted string, ok bool) {
	for _, token := range addressTokens(unescapeBreaks(text)) {
		if e.foreign[token] {
			text = replaceFold(text, token, with)
		}
	}
	return text, !e.names(unescapeBreaks(text))
}

// namesForeign reports whether a field holds the address of somebody whom the reader must not see, however it is written.
func (e *editor) namesForeign(f message.Field) bool {
	return e.hidden.within(e.m.Text(f), f.Is("Subject") || isMailboxes(f))
}

// isMailboxes reports whether a field holds the addresses of people.
func isMailboxes(f message.Field) bool {
	return slices.Contains([]string{"from", "sender", "reply-to", "to", "cc", "disposition-notification-to", "return-receipt-to", "errors-to"}, strings.ToLower(f.Name))
}
