package policy

import (
	"errors"
	"slices"
	"strings"

	"souspli/policy/address"
	"souspli/policy/message"
)

// FaultPurpose refuses an X-Souspli-Purpose that names no purpose: passing on would drop the way out that was asked for.
const FaultPurpose message.Fault = "purpose"

// FaultLoop refuses a message that went through too many servers, or through this one already (RFC 5321 6.3).
const FaultLoop message.Fault = "loop"

// maxHops is how many Received fields a message may have.
const maxHops = 30

// Assess reads a submission and stops at the first reason to refuse it.
func (r Rules) Assess(s Submission) Assessment {
	a := Assessment{Submission: s}
	a.Refusal = r.assess(&a)
	return a
}

func (r Rules) assess(a *Assessment) *Refusal {
	m, err := message.Parse(a.Submission.Raw, r.Limits)
	if err != nil {
		fault := message.Fault("")
		if malformed, ok := errors.AsType[*message.Malformed](err); ok {
			fault = malformed.Fault
		}
		return &Refusal{Reason: MalformedMessage, Fault: fault}
	}
	a.Message = m
	if a.From, err = author(m); err != nil {
		return &Refusal{Reason: MalformedMessage, Fault: message.FaultFrom}
	}
	if r.loops(m) {
		return &Refusal{Reason: MalformedMessage, Fault: FaultLoop}
	}
	if !a.Submission.Account.maySend(a.From.Address, a.Submission.From) {
		return &Refusal{Reason: SenderNotAllowed}
	}
	var known bool
	if a.Purpose, a.MatchedBy, known = r.match(a); !known {
		return &Refusal{Reason: MalformedMessage, Fault: FaultPurpose}
	}
	a.Attachments, a.Texts = m.Attachments(), m.Texts()
	return nil
}

// author gives the one mailbox of the one From field (RFC 5322 3.6.2 allows several; two readers would show two authors).
func author(m *message.Message) (address.Mailbox, error) {
	fields := m.All("From")
	if len(fields) != 1 {
		return address.Mailbox{}, address.ErrList
	}
	list, err := address.ParseList(fields[0])
	if err != nil || len(list) != 1 {
		return address.Mailbox{}, address.ErrList
	}
	return list[0], nil
}

// loops reports whether the message has been here before.
func (r Rules) loops(m *message.Message) bool {
	hops := m.All("Received")
	mine := "by " + r.Hostname + " "
	passed := slices.IndexFunc(hops, func(hop string) bool { return strings.Contains(hop, mine) && strings.Contains(hop, "souspli") })
	return len(hops) > maxHops || passed >= 0
}

// maySend reports whether the account may use this author and this reverse-path. The reverse-path of a tool may be any
// address in the account's domains, since newsletter tools make one for each recipient (VERP).
func (a Account) maySend(author, reversePath address.Address) bool {
	if !matchesAny(a.Senders, author) {
		return false
	}
	if reversePath.IsZero() || matchesAny(a.Senders, reversePath) {
		return true
	}
	return a.Kind == Tool && slices.ContainsFunc(a.Senders, func(p address.Pattern) bool { return p.Domain() == reversePath.Domain() })
}

func matchesAny(patterns []address.Pattern, a address.Address) bool {
	return slices.ContainsFunc(patterns, func(p address.Pattern) bool { return p.Matches(a) })
}
