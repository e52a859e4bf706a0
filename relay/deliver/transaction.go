package deliver

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"souspli/policy/address"
	"souspli/store"
)

// Job is one copy on its way.
type Job struct {
	From      address.Address // zero: "<>"
	To        address.Address
	Envelope  store.Envelope
	Recipient store.Recipient
	text      *text
	lease     *lease // nil: nobody else could have it
}

// Bytes gives the copy; its lines end in CRLF.
func (j Job) Bytes() []byte { return j.text.bytes() }

// Outcome is what became of a job.
type Outcome struct {
	State     store.State   // Delivered, Deferred or Failed; Queued: it was not tried
	InDoubt   bool          // the final dot was sent and no answer came
	Text      string        // what the next hop said, redacted
	PassedDSN bool          // the next hop took over the duty to notify (RFC 3461)
	hangUp    bool          // the conversation cannot go on
	wait      time.Duration // before it is tried, if it was not
	recorded  func()        // to be called when the outcome is on disk: the window of the conversation has room again
}

// notTried is the outcome of a copy that nobody began to send.
func notTried(wait time.Duration) Outcome { return Outcome{State: store.Queued, wait: wait} }

// deferred is an outcome that is tried again, after a failure that is not the message's.
func deferred(err error, inDoubt bool) Outcome {
	o := Outcome{State: store.Deferred, InDoubt: inDoubt, hangUp: true}
	if r, ok := errors.AsType[Reply](err); ok {
		o.Text = r.Redacted()
		return o
	}
	if errors.Is(err, errLease) && !inDoubt {
		return Outcome{State: store.Queued, hangUp: true}
	}
	if errors.Is(err, errFault) { // not the server's: another one would fare no better
		o.Text = "an error in the relay ended the conversation"
		return o
	}
	o.Text = "connection: " + kindOf(err)
	return o
}

// failed is an outcome that is final.
func failed(text string) Outcome { return Outcome{State: store.Failed, Text: text} }

// refused turns a refusal of the next hop into an outcome. What it says about us, not about the message, is tried again:
// somebody will mend the configuration.
func refused(r Reply) Outcome {
	o := Outcome{State: store.Deferred, Text: r.Redacted()}
	switch {
	case r.Code == 421:
		o.hangUp = true
	case r.Code == 530 || r.Code == 535 || r.Code == 538 || r.Code == 503:
		o.hangUp = true
	case r.Code/100 == 5:
		o.State = store.Failed
	}
	return o
}

// mayTake reports whether the server can take this copy as it is; if not, it never will.
func (c *client) mayTake(j Job) (Outcome, bool) {
	if !j.text.facts.whole() {
		return failed("554 5.6.0 the copy holds a bare CR or LF"), false
	}
	if hasControls(j.From.Reveal()) || hasControls(j.To.Reveal()) {
		return failed("553 5.1.3 an address holds control characters"), false
	}
	if j.needsUTF8() && !c.has("SMTPUTF8") { // no address may be written otherwise (RFC 6531 3.2)
		return failed("553 5.6.7 the next hop does not take addresses in UTF-8"), false
	}
	if limit, err := strconv.ParseInt(c.ext["SIZE"], 10, 64); err == nil && limit > 0 && int64(j.text.size) > limit {
		return failed("552 5.3.4 the copy is larger than the next hop takes"), false
	}
	return Outcome{}, true
}

// needsUTF8 reports whether an address stands in the envelope or the header that ASCII cannot hold.
func (j Job) needsUTF8() bool { return !j.From.IsASCII() || !j.To.IsASCII() || j.text.utf8 }

// mailLine writes MAIL FROM with the parameters that the server knows.
func (c *client) mailLine(j Job) string {
	line := "MAIL FROM:<" + j.From.Reveal() + ">"
	if c.has("SIZE") {
		line += " SIZE=" + strconv.Itoa(j.text.size)
	}
	if c.has("8BITMIME") && !j.text.facts.ascii {
		line += " BODY=8BITMIME"
	}
	if c.has("SMTPUTF8") && (j.Envelope.UTF8 || j.needsUTF8()) {
		line += " SMTPUTF8"
	}
	if c.has("DSN") {
		if j.Envelope.Return != "" {
			line += " RET=" + j.Envelope.Return
		}
		if j.Envelope.EnvID != "" {
			line += " ENVID=" + xtext(j.Envelope.EnvID)
		}
	}
	return line
}

// rcptLine writes RCPT TO with the parameters that the server knows.
func (c *client) rcptLine(j Job) string {
	line := "RCPT TO:<" + j.To.Reveal() + ">"
	if !c.has("DSN") {
		return line
	}
	if len(j.Recipient.Notify) > 0 {
		line += " NOTIFY=" + strings.Join(j.Recipient.Notify, ",")
	}
	if kind, orcpt, found := strings.Cut(j.Recipient.ORCPT, ";"); found {
		encode := xtext
		if strings.EqualFold(kind, "utf-8") {
			encode = utf8Xtext
		}
		line += " ORCPT=" + kind + ";" + encode(orcpt)
	}
	return line
}

// xtext encodes a DSN parameter (RFC 3461 4).
func xtext(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c > ' ' && c < 0x7f && c != '+' && c != '=' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "+%02X", c)
		}
	}
	return b.String()
}

// utf8Xtext encodes an address in UTF-8 (RFC 6533 3), in the form that a server without SMTPUTF8 takes too.
func utf8Xtext(s string) string {
	var b strings.Builder
	for _, c := range s {
		if c > ' ' && c < 0x7f && c != '+' && c != '=' && c != '\\' {
			b.WriteRune(c)
		} else {
			fmt.Fprintf(&b, `\x{%02X}`, c)
		}
	}
	return b.String()
}

// hasControls reports whether something could end the line in which it stands.
func hasControls(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f })
}
