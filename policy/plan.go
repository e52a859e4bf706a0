package policy

import (
	"slices"
	"strings"

	"souspli/policy/address"
	"souspli/policy/message"
)

// plan says how every copy of an accepted submission is made.
func (r Rules) plan(a Assessment) message.Plan {
	e := editor{rules: r, a: a, m: a.Message}
	e.identity()
	e.readForeign()
	e.anonymise()
	keepUnsubscribe := a.Purpose != nil && a.Purpose.KeepUnsubscribe && hasOneClick(a.Message) &&
		!slices.ContainsFunc(a.Message.Header(), func(f message.Field) bool { return f.Is("List-Unsubscribe") && e.namesForeign(f) })
	for _, f := range a.Message.Header() {
		e.field(f, keepUnsubscribe)
	}
	e.addHeader(keepUnsubscribe)
	var footed []int
	if a.Purpose != nil {
		footed = e.foot(r.footer(a.Purpose, keepUnsubscribe))
	}
	for part := range a.Message.Parts {
		e.part(part, slices.Contains(footed, part))
	}
	return e.plan
}

// foot adds the footer to what people read, or beside it where the purpose wants that and the text may not change. It gives
// the parts whose body is decided with that.
func (e *editor) foot(footer message.Footer) []int {
	bodies := e.m.Bodies()
	for _, part := range bodies {
		e.plan.Add(e.m.AddFooter(part, footer)...)
	}
	if len(bodies) == 0 && e.a.Purpose.WrapSigned && e.m.Protection() != message.Unprotected {
		edits := e.m.Wrap(e.a.Submission.ID, footer)
		e.wrapped = edits != nil
		e.plan.Add(edits...)
	}
	return bodies
}

// editor collects the edits of one submission's header.
type editor struct {
	rules     Rules
	a         Assessment
	m         *message.Message
	plan      message.Plan
	own       map[string]bool // the sender's own addresses, which stay
	foreign   map[string]bool // recipients whom no copy may name
	hidden    people          // the same, to be looked for
	keepTo    bool            // the To of a list server stays
	toWritten bool
	present   map[string]bool // fields that are kept, by lower-case name
	renamed   map[int]string  // by part: the file name it has instead of one that names somebody
	wrapped   bool            // the message went unchanged into another
}

// identity collects the addresses that are the sender's own: the author, and what the account may use.
func (e *editor) identity() {
	e.own = map[string]bool{e.a.From.Address.Normal(): true}
	e.present = map[string]bool{}
}

func (e *editor) isOwn(a address.Address) bool {
	return e.own[a.Normal()] || matchesAny(e.a.Submission.Account.Senders, a)
}

// readForeign collects whom the header of a copy may not name: for a purpose everybody but the reader, whose own address
// is written into each copy; in correspondence those whom the sender did not show.
func (e *editor) readForeign() {
	shown := map[string]bool{}
	if e.a.Purpose == nil {
		for _, m := range recipientsInHeader(e.m, "To", "Cc") {
			shown[m.Address.Normal()] = true
		}
	}
	e.foreign = map[string]bool{}
	add := func(a address.Address) {
		if !e.own[a.Normal()] && !shown[a.Normal()] {
			e.foreign[a.Normal()] = true
		}
	}
	if recipients := e.a.Submission.Recipients; !sameMailbox(recipients) { // who is alone may be named: it is their own copy
		for _, recipient := range recipients {
			add(recipient)
		}
	} else if len(recipients) > 0 {
		shown[recipients[0].Normal()] = true
	}
	for _, m := range recipientsInHeader(e.m, "To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc") {
		add(m.Address)
	}
	e.keepTo = e.a.Purpose == nil || e.isListTo()
	if e.a.Purpose != nil && e.keepTo {
		for _, m := range recipientsInHeader(e.m, "To") {
			delete(e.foreign, m.Address.Normal())
		}
	}
	e.hidden = newPeople(e.foreign)
}

// sameMailbox reports whether all addresses are one person's.
func sameMailbox(list []address.Address) bool {
	for _, a := range list {
		if a.Normal() != list[0].Normal() {
			return false
		}
	}
	return true
}

// isListTo reports whether a tool wrote one address into To that gets no copy: the list's own, as Mailman and Sympa do.
func (e *editor) isListTo() bool {
	to := recipientsInHeader(e.m, "To")
	if e.a.Submission.Account.Kind != Tool || len(to) != 1 {
		return false
	}
	for _, recipient := range e.a.Submission.Recipients {
		if recipient.Normal() == to[0].Address.Normal() {
			return false
		}
	}
	return true
}

// field decides about one field that the client wrote.
func (e *editor) field(f message.Field, keepUnsubscribe bool) {
	name := strings.ToLower(f.Name)
	switch {
	case name == "to":
		e.to(f)
	case name == "cc" && e.a.Purpose == nil:
		e.keep(name)
		e.tidy(f)
	case describesPart(f): // decided with the part
		e.keep(name)
	case isRemoved(name), e.a.Purpose != nil && isReplaced(name, keepUnsubscribe), e.isSpare(f):
		e.plan.Add(message.RemoveField(f))
	case name == "from":
		e.mailbox(f, e.a.From)
	case name == "subject":
		e.subject(f)
	case name == "reply-to":
		e.replyTo(f)
	case name == "sender" && !e.ownsAll(f), e.namesForeign(f):
		e.plan.Add(message.RemoveField(f))
	default:
		e.keep(name)
		e.tidy(f)
	}
}

func (e *editor) keep(name string) { e.present[name] = true }

// isSpare reports whether a field of which a message has one (RFC 5322 3.6) says nothing, or stands for the second time: which
// of two a reader shows is chance.
func (e *editor) isSpare(f message.Field) bool {
	switch name := strings.ToLower(f.Name); name {
	case "message-id", "date", "mime-version", "sender", "reply-to":
		return e.present[name] || e.m.Unfolded(f) == ""
	case "subject", "in-reply-to", "references":
		return e.present[name]
	}
	return false
}

// mailbox keeps a field of one mailbox, without its name where that names somebody whom the reader must not see.
func (e *editor) mailbox(f message.Field, m address.Mailbox) {
	e.keep(strings.ToLower(f.Name))
	text := e.m.Text(f)
	for _, spelling := range []string{m.Address.Reveal(), m.Address.Normal()} {
		text = replaceFold(text, spelling, "")
	}
	if !e.hidden.within(text, true) {
		e.tidy(f)
		return
	}
	e.plan.Add(message.ReplaceField(f, message.Piece{Text: message.FormatField(f.Name, m.Address.Reveal())}))
}

// to replaces the first To by the reader's own address and removes any other.
func (e *editor) to(f message.Field) {
	switch to := recipientsInHeader(e.m, "To"); {
	case e.a.Purpose == nil:
		e.keep("to")
		e.tidy(f)
	case e.toWritten, e.keepTo && e.m.Unfolded(f) == "":
		e.plan.Add(message.RemoveField(f))
	case e.keepTo:
		e.toWritten = true
		e.mailbox(f, to[0])
	default:
		e.toWritten = true
		e.plan.Add(message.ReplaceField(f, toPieces()...))
	}
}

func toPieces() []message.Piece {
	return []message.Piece{{Text: "To: "}, {Slot: message.SlotTo}, {Text: "\r\n"}}
}

// subject takes other people's addresses out of a subject and leaves the rest.
func (e *editor) subject(f message.Field) {
	e.keep("subject")
	if !e.namesForeign(f) {
		e.tidy(f)
		return
	}
	text, ok := e.redact(e.m.Text(f), "…")
	if !ok {
		text = "…"
	}
	e.plan.Add(message.ReplaceField(f, message.Piece{Text: message.FormatField("Subject", address.EncodeText(text))}))
}

// replyTo keeps the sender's own addresses of a Reply-To that also names recipients.
func (e *editor) replyTo(f message.Field) {
	if !e.namesForeign(f) {
		e.keep("reply-to")
		e.tidy(f)
		return
	}
	var kept []string
	for _, m := range address.ReadList(e.m.Unfolded(f)) {
		if (e.isOwn(m.Address) || !e.foreign[m.Address.Normal()]) && !e.hides(m.Address) {
			kept = append(kept, address.Mailbox{Name: nameFor(m.Name, m.Address), Address: m.Address}.Header())
		}
	}
	if len(kept) == 0 {
		e.plan.Add(message.RemoveField(f))
		return
	}
	e.keep("reply-to")
	e.plan.Add(message.ReplaceField(f, message.Piece{Text: message.FormatField("Reply-To", strings.Join(kept, ", "))}))
}

// hides reports whether an address is made of another that may not be named, as return paths are.
func (e *editor) hides(a address.Address) bool {
	text := a.Reveal()
	if e.foreign[a.Normal()] { // one of the sender's own that gets a copy as well
		text = text[:strings.LastIndexByte(text, '@')]
	}
	return e.hidden.within(text, true)
}

// ownsAll reports whether every mailbox of a field is the sender's own.
func (e *editor) ownsAll(f message.Field) bool {
	list, err := address.ParseList(e.m.Unfolded(f))
	for _, m := range list {
		if !e.isOwn(m.Address) {
			return false
		}
	}
	return err == nil
}
