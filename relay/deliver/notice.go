package deliver

import (
	"bytes"
	"context"
	"errors"
	"regexp"
	"strings"
	"time"

	"souspli/policy/address"
	"souspli/policy/message"
	"souspli/policy/wording"
	"souspli/store"
)

// notify writes the notices that are due: one for the ends of a submission, one for its delay.
func (d *Deliverer) notify(ctx context.Context) error {
	now := d.Now()
	ends, err := d.Store.Ends(ctx, now.Add(-noticeWait))
	for _, u := range ends {
		err = errors.Join(err, d.tell(ctx, now, u, d.Store.Told))
	}
	delays, err2 := d.Store.Delays(ctx, now.Add(-warnAfter))
	for _, u := range delays {
		err2 = errors.Join(err2, d.tell(ctx, now, u, d.Store.Warned))
	}
	return errors.Join(err, err2)
}

// tell writes one notice into the queue. It goes to the reverse-path, which belongs to the account that submitted, and to
// nobody else; itself it has none, so that it is never answered.
func (d *Deliverer) tell(ctx context.Context, now time.Time, u store.Untold, record func(context.Context, time.Time, store.Untold, *store.Submission) error) error {
	envelope, body, err := d.Store.Head(ctx, u.ID, message.DefaultLimits().HeaderBytes)
	if errors.Is(err, store.ErrNotFound) { // another relay was quicker
		return nil
	}
	if err != nil {
		return err
	}
	u.Rows = wanted(u.Rows, envelope)
	to, err := address.Parse(envelope.From)
	if err != nil || len(u.Rows) == 0 {
		return record(ctx, now, u, nil)
	}
	id, err := d.Store.NewID(now)
	if err != nil {
		return err
	}
	n := notice{d: d, id: id, now: now, to: to, envelope: envelope, untold: u, header: headerOf(body)}
	return record(ctx, now, u, n.submission())
}

// wanted drops delays of which the sender does not want to hear. Ends were asked before.
func wanted(rows []store.UntoldRow, e store.Envelope) []store.UntoldRow {
	var out []store.UntoldRow
	for _, r := range rows {
		if r.State != store.Deferred || wantsNotice(e, r.Recipient, "DELAY") {
			out = append(out, r)
		}
	}
	return out
}

// headerOf gives the header of the original, which the notice returns (RFC 3462 2).
func headerOf(body []byte) []byte {
	if i := bytes.Index(body, []byte("\r\n\r\n")); i >= 0 {
		return body[:i+2]
	}
	return body
}

// notice is one delivery status notification (RFC 3464).
type notice struct {
	d        *Deliverer
	id       store.ID
	now      time.Time
	to       address.Address
	envelope store.Envelope
	untold   store.Untold
	header   []byte
}

// submission puts the notice into the form of the queue: a text for people, a status for programs, and what it is about.
func (n notice) submission() *store.Submission {
	mail := message.Mail{ID: n.id.String(), Hostname: n.d.Config.Hostname, To: n.to, Date: n.now, InReplyTo: n.envelope.MessageID, Automatic: "auto-replied",
		Subject: n.d.Wording.Say(n.locale(), "notice."+n.kind()+"_subject", nil), Text: n.text()}
	body := mail.ComposeReport("delivery-status",
		message.ReportPart{MediaType: "message/delivery-status", Content: []byte(n.status())},
		message.ReportPart{MediaType: "text/rfc822-headers", Content: n.header})
	own := store.Own(n.id, n.now, n.to, n.d.Keyer.Key(n.to), body)
	return &own
}

func (n notice) locale() wording.Locale { return wording.Locale(n.envelope.Locale) }

// kind says of what the notice tells: "failed", "delayed", "relayed".
func (n notice) kind() string {
	kind := "relayed"
	for _, r := range n.untold.Rows {
		switch r.State {
		case store.Failed:
			return "failed"
		case store.Deferred:
			kind = "delayed"
		}
	}
	return kind
}

// text says in the sender's language what happened and what to do.
func (n notice) text() string {
	w, l := n.d.Wording, n.locale()
	var b strings.Builder
	b.WriteString(w.Say(l, "notice."+n.kind(), wording.Data{"Subject": n.envelope.Subject, "Date": n.untold.Received.Format("2006-01-02 15:04 MST")}) + "\n\n")
	for _, r := range n.untold.Rows {
		b.WriteString("  - " + r.Recipient.Address + "\n")
		if r.State != store.Delivered {
			b.WriteString("    " + w.Say(l, "notice.answer", wording.Data{"Answer": r.Outcome}) + "\n")
		}
	}
	b.WriteString("\n" + w.Say(l, "notice."+n.kind()+"_do", nil) + "\n")
	return b.String()
}

// status writes the fields for programs (RFC 3464 2.2, 2.3).
func (n notice) status() string {
	var b strings.Builder
	b.WriteString("Reporting-MTA: dns; " + n.d.Config.Hostname + "\r\n")
	if n.envelope.EnvID != "" {
		b.WriteString("Original-Envelope-Id: " + n.envelope.EnvID + "\r\n")
	}
	b.WriteString("Arrival-Date: " + n.untold.Received.Format(time.RFC1123Z) + "\r\n")
	for _, r := range n.untold.Rows {
		b.WriteString("\r\n")
		if r.Recipient.ORCPT != "" {
			b.WriteString("Original-Recipient: " + r.Recipient.ORCPT + "\r\n")
		}
		b.WriteString("Final-Recipient: rfc822; " + r.Recipient.Address + "\r\n")
		action, status := action(r)
		b.WriteString("Action: " + action + "\r\nStatus: " + status + "\r\n")
		if code := r.Outcome; len(code) > 3 && code[0] >= '2' && code[0] <= '5' {
			b.WriteString("Diagnostic-Code: smtp; " + code + "\r\n")
		}
		b.WriteString("Last-Attempt-Date: " + r.Updated.Format(time.RFC1123Z) + "\r\n")
	}
	return b.String()
}

// action gives the words of RFC 3464 2.3.3 and 2.3.4 for a row.
func action(r store.UntoldRow) (action, status string) {
	given := regexp.MustCompile(`\b([245]\.\d{1,3}\.\d{1,3})\b`).FindString(r.Outcome)
	switch r.State {
	case store.Delivered:
		return "relayed", "2.0.0"
	case store.Deferred:
		action, status = "delayed", "4.0.0"
	default:
		action, status = "failed", "5.0.0"
	}
	if strings.HasPrefix(given, "4") || strings.HasPrefix(given, status[:1]) { // failed may carry 4.x.x: time ran out
		status = given
	}
	return action, status
}
