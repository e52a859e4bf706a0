// Package relay takes a submission to the queue: it asks store what is known, policy what to do, and store to remember it.
//
//  1. Decide: policy.Assess reads the message; the scanner examines its attachments; the store says who opted out;
//     policy.Decide says what happens. Explain stops here.
//  2. Accept: the decision goes into the queue in one transaction, body once and a row for each recipient, together with
//     the report to a sender whose recipients were left out. Only then the reply is 250.
//
// Every failure of our own is one reply, 451, and never a silent pass.
package relay

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync/atomic"
	"time"

	"souspli/policy"
	"souspli/policy/address"
	"souspli/policy/attachment"
	"souspli/policy/message"
	"souspli/policy/wording"
	"souspli/relay/link"
	"souspli/relay/metrics"
	"souspli/store"
)

// Incoming is one message with its envelope, as a client submitted it.
type Incoming struct {
	Account    policy.Account
	From       address.Address // zero: "<>"
	Recipients []Recipient
	Body       []byte
	Bare       bool   // the client sent CR or LF alone, or NUL: SMTP servers disagree where such a message ends
	UTF8       bool   // SMTPUTF8 was asked for
	Return     string // DSN RET
	EnvID      string // DSN ENVID
	Protocol   string // for Received: ESMTPSA…
	Alive      func() bool
}

// Recipient is one RCPT with what it asks of delivery notices (RFC 3461).
type Recipient struct {
	Address address.Address
	Notify  []string
	ORCPT   string // "type;address"
}

// Scanner examines attachments. An error is our own trouble; what a file does to its reader is a report.
type Scanner interface {
	Scan(ctx context.Context, files []attachment.File) ([]attachment.Report, error)
}

// Relay accepts submissions.
type Relay struct {
	Store   *store.Store
	Keyer   address.Keyer
	Mint    link.Mint
	Scanner Scanner
	Wording *wording.Catalogue
	Metrics *metrics.Metrics
	Log     *slog.Logger
	Now     func() time.Time
	RefKey  address.Secret                         // names refusals
	Disk    func() (free, total uint64, err error) // octets where the store writes; nil: not asked

	rules    atomic.Pointer[policy.Rules]
	pressure pressure
}

// SetRules installs a configuration; submissions that are being decided keep the one they began with.
func (r *Relay) SetRules(rules policy.Rules) { r.rules.Store(&rules) }

// Rules gives the configuration in force.
func (r *Relay) Rules() policy.Rules { return *r.rules.Load() }

// Decided is a submission with all that was found out about it.
type Decided struct {
	ID         store.ID
	Incoming   Incoming
	Assessment policy.Assessment
	Decision   policy.Decision
	People     []address.Key // of the recipients
	Received   time.Time
}

// Accept decides about a submission and takes it into the queue.
func (r *Relay) Accept(ctx context.Context, in Incoming) Reply {
	rules := r.Rules()
	d, err := r.decide(ctx, rules, in)
	if err != nil {
		return r.trouble(in.Account, "decide", err)
	}
	reply := r.Reply(d)
	if d.Decision.Verdict != policy.Accept {
		return r.refuse(ctx, rules, d, reply)
	}
	batch, err := r.batch(rules, d)
	if err != nil {
		return r.trouble(in.Account, "plan", err)
	}
	if in.Alive != nil && !in.Alive() { // nobody would hear the 250, and the client will send it all again
		return r.trouble(in.Account, "accept", errHungUp)
	}
	leave := r.pressure.enter(r.Now())
	err = r.Store.Enqueue(ctx, batch...)
	leave()
	if err != nil {
		return r.trouble(in.Account, "enqueue", err)
	}
	n, m := d.Decision.Count(policy.Deliver), d.Decision.Count(policy.Suppressed)
	r.Metrics.Accepted(purposeID(d.Decision.Purpose), n, m)
	r.Log.Info("accepted", "submission", d.ID, "account", in.Account.Name, "purpose", purposeID(d.Decision.Purpose), "deliveries", n, "suppressed", m, "octets", len(in.Body))
	return reply
}

var errHungUp = errors.New("the client hung up before the reply")

// Explain decides about a submission and changes nothing. The reply is the one that a client would get, also where the limits
// of the protocol refuse before Accept is asked.
func (r *Relay) Explain(ctx context.Context, in Incoming) (Decided, Reply, error) {
	switch rules := r.Rules(); {
	case len(in.Recipients) > rules.MaxRecipients:
		return r.overLimit(in, TroubleTooManyRecipients)
	case int64(len(in.Body)) > rules.MaxMessage:
		return r.overLimit(in, TroubleTooBig)
	}
	d, err := r.decide(ctx, r.Rules(), in)
	if err != nil {
		return d, r.Refuse(TroubleOurs, in.Account), err
	}
	return d, r.Reply(d), nil
}

func (r *Relay) overLimit(in Incoming, t Trouble) (Decided, Reply, error) {
	refusal := &policy.Refusal{Reason: policy.Reason(troubleCode(t).word)}
	return Decided{Incoming: in, Decision: policy.Decision{Refusal: refusal}}, r.Refuse(t, in.Account), nil
}

// decide collects the facts and asks policy.
func (r *Relay) decide(ctx context.Context, rules policy.Rules, in Incoming) (d Decided, err error) {
	d = Decided{Incoming: in, Received: r.Now()}
	if d.ID, err = r.Store.NewID(d.Received); err != nil {
		return d, err
	}
	s := policy.Submission{ID: d.ID.String(), Account: in.Account, From: in.From, Raw: in.Body, Received: d.Received, Protocol: in.Protocol}
	for _, recipient := range in.Recipients {
		s.Recipients = append(s.Recipients, recipient.Address)
		d.People = append(d.People, r.Keyer.Key(recipient.Address))
	}
	d.Assessment = rules.Assess(s)
	if fault := d.Assessment.Refusal; in.Bare && (fault == nil || fault.Fault != message.FaultNUL) {
		d.Assessment.Refusal = &policy.Refusal{Reason: policy.MalformedMessage, Fault: message.FaultLineEnds}
	}
	var facts policy.Facts
	if d.Assessment.Refusal == nil {
		if facts, err = r.facts(ctx, d); err != nil {
			return d, err
		}
	}
	d.Decision = rules.Decide(d.Assessment, facts)
	d.Assessment.Attachments, d.Assessment.Texts = nil, nil // decoded, they are as large as the message
	return d, nil
}

// facts asks the store about the recipients and the scanner about the attachments.
func (r *Relay) facts(ctx context.Context, d Decided) (f policy.Facts, err error) {
	standings, err := r.Store.Standings(ctx, d.Received, d.People, purposeID(d.Assessment.Purpose))
	if err != nil {
		return f, err
	}
	for _, st := range standings {
		f.Standings = append(f.Standings, policy.Standing{Suppressed: st.Suppression != nil, Why: Why(st.Suppression), HasBasis: st.HasBasis})
	}
	err = r.examine(ctx, d.Assessment, &f)
	return f, err
}

// examine has the scanner read the attachments, and the message's own text for what is written into it.
func (r *Relay) examine(ctx context.Context, a policy.Assessment, f *policy.Facts) error {
	var files []attachment.File
	for _, part := range a.Attachments {
		files = append(files, attachment.File{Name: part.Name, MediaType: part.MediaType, Data: part.Content})
	}
	for _, part := range a.Texts {
		if len(a.Attachments) > 0 || attachment.HoldsFile(part.Content) {
			files = append(files, attachment.File{MediaType: part.MediaType, Data: part.Content, Typed: true})
		}
	}
	if len(files) == 0 {
		return nil
	}
	reports, err := r.Scanner.Scan(ctx, files)
	if err != nil {
		return err
	}
	f.Reports, f.Texts = reports[:len(a.Attachments)], reports[len(a.Attachments):]
	for i := range f.Reports {
		if !a.Attachments[i].Clean && f.Reports[i].Readable {
			f.Reports[i].Readable, f.Reports[i].Reason = false, ReasonTransfer
		}
	}
	return nil
}

// ReasonTransfer says that readers would decode an attachment to different contents.
const ReasonTransfer = "transfer"

// Why says when and how somebody opted out, for explain and trace.
func Why(x *store.Suppression) string {
	if x == nil {
		return ""
	}
	verb := "suppressed"
	if slices.Contains([]string{store.SourceOneClick, store.SourcePage, store.SourceMail}, x.Source) {
		verb = "unsubscribed"
	}
	why := verb + " " + x.Created.Format(time.DateOnly) + " (" + x.Source + ")"
	if x.Purpose == store.Everything {
		why += ", everything"
	}
	if x.Reason != "" {
		why += ": " + x.Reason
	}
	return why
}

// batch makes what goes into the queue: the submission, and a report to a person whose recipients were left out.
func (r *Relay) batch(rules policy.Rules, d Decided) ([]store.Submission, error) {
	plan, err := json.Marshal(d.Decision.Plan)
	if err != nil {
		return nil, err
	}
	sub := store.Submission{ID: d.ID, Account: d.Incoming.Account.Name, Purpose: purposeID(d.Decision.Purpose), Received: d.Received, Body: d.Incoming.Body,
		Envelope: store.Envelope{From: d.Incoming.From.Reveal(), Plan: plan, SignFor: d.Decision.SignFor, UTF8: d.Incoming.UTF8,
			Return: d.Incoming.Return, EnvID: d.Incoming.EnvID, Locale: string(d.Incoming.Account.Locale.Or(rules.Locale))}}
	sub.Envelope.MessageID, _ = d.Assessment.Message.First("Message-ID")
	if subject, found := d.Assessment.Message.First("Subject"); found {
		sub.Envelope.Subject = address.DecodeWords(subject)
	}
	for i, o := range d.Decision.Outcomes {
		delivery := store.NewDelivery{Person: d.People[i], Domain: o.Address.Domain(), State: store.Queued}
		switch o.Fate {
		case policy.Duplicate:
			continue
		case policy.Deliver:
			delivery.Recipient = store.Recipient{Address: o.Address.Reveal(), Name: o.Name, Notify: d.Incoming.Recipients[i].Notify, ORCPT: d.Incoming.Recipients[i].ORCPT}
		default:
			delivery.State, delivery.Outcome = store.Suppressed, cmp.Or(o.Why, o.Fate.String())
		}
		sub.Deliveries = append(sub.Deliveries, delivery)
	}
	batch := []store.Submission{sub}
	report, err := r.acceptedReport(rules, d)
	if err == nil && report != nil {
		batch = append(batch, *report)
	}
	return batch, err
}

// refuse keeps the explanation behind the link of a refusal and reports it to a person by mail, since mail programs hide
// what a server says. If that cannot be kept, the refusal still stands: nothing was accepted.
func (r *Relay) refuse(ctx context.Context, rules policy.Rules, d Decided, reply Reply) Reply {
	reason := string(d.Decision.Refusal.Reason)
	r.Metrics.Refused(reason)
	r.Log.Info("refused", "submission", d.ID, "account", d.Incoming.Account.Name, "reason", reason)
	err := r.keepExplanation(ctx, d)
	if err == nil {
		err = r.Store.AddEvent(ctx, store.Event{At: d.Received, Submission: d.ID, Event: store.EventRefused, Detail: reason}, nil)
	}
	var report *store.Submission
	if err == nil {
		report, err = r.refusalReport(rules, d)
	}
	if err == nil && report != nil {
		err = r.Store.Enqueue(ctx, *report)
	}
	if err != nil {
		r.Log.Error("a refusal could not be explained", "submission", d.ID, "error", err)
	}
	return reply
}

// trouble logs what went wrong on our side and answers 451.
func (r *Relay) trouble(account policy.Account, step string, err error) Reply {
	r.Metrics.Trouble(step)
	r.Log.Error("not accepted", "account", account.Name, "step", step, "error", fmt.Sprint(err))
	return r.Refuse(TroubleOurs, account)
}

// purposeID names a purpose for the store; "" is correspondence.
func purposeID(p *policy.Purpose) string {
	if p == nil {
		return ""
	}
	return p.ID
}
