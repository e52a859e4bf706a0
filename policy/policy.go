// Package policy decides what may leave. It does no I/O and has no clock and no randomness.
//
//  1. Rules.Assess reads a submission: may the account send it, is it well formed, which purpose does it serve, what is to
//     be examined.
//  2. The caller looks up the Facts: who opted out, who has a basis record, what stands in the attachments.
//  3. Rules.Decide says what happens: refused with every reason, or accepted with a fate for each recipient and the plan by
//     which their copies are made.
//
// Both are total: what policy cannot read it refuses. The zero Verdict refuses.
package policy

import (
	"time"

	"souspli/policy/address"
	"souspli/policy/attachment"
	"souspli/policy/message"
	"souspli/policy/wording"
)

// Verdict is what was decided for a submission. The zero value refuses, so that forgetting to decide refuses.
type Verdict int

// The verdicts.
const (
	Refuse Verdict = iota
	Accept
)

// String gives the contract's word.
func (v Verdict) String() string {
	if v == Accept {
		return "accept"
	}
	return "refuse"
}

// Reason is the word in brackets that a refusal begins with (CONTRACT 6).
type Reason string

// The reasons that policy can give. The zero value is a refusal without one, which is our own trouble.
const (
	PersonalData     Reason = "personal-data"
	Unreadable       Reason = "unreadable-attachment"
	AllSuppressed    Reason = "all-suppressed"
	SenderNotAllowed Reason = "sender-not-allowed"
	NoLegalBasis     Reason = "no-legal-basis"
	MalformedMessage Reason = "malformed-message"
)

// Kind says what uses an account: a person's mail program, or a tool that sends for an organisation.
type Kind string

// The kinds of account.
const (
	Person Kind = "person"
	Tool   Kind = "tool"
)

// Account is who submitted.
type Account struct {
	Name    string
	Kind    Kind
	Locale  wording.Locale
	Senders []address.Pattern // the addresses that it may send from
}

// Submission is one message handed in by one client, with its envelope.
type Submission struct {
	ID         string // as shown to people and in Received
	Account    Account
	From       address.Address // the reverse-path; zero: "<>"
	Recipients []address.Address
	Raw        []byte // lines end in CRLF
	Received   time.Time
	Protocol   string // for the Received field: ESMTPSA, ESMTPA, ESMTP (RFC 3848)
}

// Purpose is why somebody is written to (GDPR art. 5(1)(b), 13).
type Purpose struct {
	ID            string
	Locale        wording.Locale
	Title         map[wording.Locale]string
	Reason        map[wording.Locale]string
	LegalBasis    string
	PrivacyNotice string // URL; empty: the relay's own
	Retention     string
	RequireBasis  bool
	// KeepUnsubscribe leaves a valid one-click List-Unsubscribe of a newsletter tool in place.
	KeepUnsubscribe bool
	WrapSigned      bool // a signed or encrypted message goes into another, with the footer beside it
	MatchFrom       []address.Pattern
	MatchUser       []string
}

// Controller is who answers for the processing (GDPR art. 13(1)(a)).
type Controller struct {
	Name, Contact, PostalAddress string
}

// Handling says what a kind of attachment leads to. The zero value refuses.
type Handling int

// The two ways of handling.
const (
	HandlingRefuse Handling = iota
	HandlingReport
)

// Rules is the configuration that decides, checked and compiled.
type Rules struct {
	Hostname        string
	BaseURL         string         // of the public pages, without a slash at the end
	Locale          wording.Locale // where nothing closer says
	Controller      Controller
	Purposes        []Purpose
	MaxVisible      int
	InternalDomains []string // lower case
	PersonalData    Handling
	Unreadable      Handling
	Opaque          Handling
	BodyAddresses   Handling // of other people in a quoted header
	MailtoDomain    string   // of the inbound listener; "" means no mailto unsubscribe
	MaxMessage      int64    // octets; for words only, the listener enforces it
	MaxRecipients   int
	Limits          message.Limits
	Wording         *wording.Catalogue
}

// Assessment is a submission that was read. Refusal is nil if it may go on.
type Assessment struct {
	Submission  Submission
	Refusal     *Refusal
	Message     *message.Message // nil if it could not be read
	From        address.Mailbox
	Purpose     *Purpose // nil for correspondence
	MatchedBy   string   // "header", "from", "user", "from and user", "max_visible"; "" for correspondence
	Attachments []message.Attachment
	Texts       []message.Attachment // the message's own: files and passwords may be written into them
}

// Facts are what the caller looked up. The slices are parallel to Submission.Recipients, Assessment.Attachments and
// Assessment.Texts.
type Facts struct {
	Standings []Standing
	Reports   []attachment.Report
	Texts     []attachment.Report
}

// Standing is what is known about one recipient.
type Standing struct {
	Suppressed bool
	Why        string // when and how, for explain and the report: no address in it
	HasBasis   bool   // a live basis record for the purpose
}

// Fate is what happens to one recipient.
type Fate int

// The fates. The zero value gets nothing.
const (
	Dropped    Fate = iota
	Suppressed      // opted out, for this purpose or altogether
	WithoutBasis
	Duplicate // named twice in the envelope: one copy is enough
	Deliver
)

// String gives the word for explain and trace.
func (f Fate) String() string {
	return [...]string{"dropped", "suppressed", "no-basis", "duplicate", "deliver"}[f]
}

// Outcome is one recipient's fate and what the copy shows.
type Outcome struct {
	Address address.Address
	Name    string // the display name that the client gave
	Fate    Fate
	Why     string
}

// Examined is an attachment with its findings and what they lead to.
type Examined struct {
	Name    string
	Report  attachment.Report
	Verdict Verdict
	Reason  Reason // why it is refused; "" if it is not
}

// Refusal says why a submission is refused, with all that a reply and a report need.
type Refusal struct {
	Reason      Reason
	Fault       message.Fault // for malformed messages
	Attachments []Examined    // those that are refused
	Addresses   int           // how many of other people a quoted header shows, if that is why
}

// Decision is what becomes of a submission.
type Decision struct {
	Verdict     Verdict
	Refusal     *Refusal // nil if accepted
	Purpose     *Purpose // nil for correspondence
	MatchedBy   string
	Outcomes    []Outcome // parallel to Submission.Recipients
	Attachments []Examined
	Warnings    []Warning
	Plan        message.Plan // how a copy is made; empty if refused
	SignFor     string       // the domain that signs the copies: that of From
}

// Count says how many recipients have a fate.
func (d Decision) Count(f Fate) int {
	n := 0
	for _, o := range d.Outcomes {
		if o.Fate == f {
			n++
		}
	}
	return n
}
