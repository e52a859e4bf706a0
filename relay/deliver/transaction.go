package deliver

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"souspli/policy/address"
	"souspli/store"
)

// Job is one copy on its way.
type Job struct {
	From      address.Address // zero: "<>"
	To        address.Address
	Copy      []byte // lines end in CRLF
	Envelope  store.Envelope
	Recipient store.Recipient
}

// Outcome is what became of a job.
type Outcome struct {
	State     store.State // Delivered, Deferred or Failed
	InDoubt   bool        // the final dot was sent and no answer came
	Text      string      // what the next hop said, redacted
	PassedDSN bool        // the next hop took over the duty to notify (RFC 3461)
	hangUp    bool        // the conversation cannot go on
}

// deferred is an outcome that is tried again, after a failure that is not the message's.
func deferred(err error, inDoubt bool) Outcome {
	o := Outcome{State: store.Deferred, InDoubt: inDoubt, hangUp: true}
	if r, ok := errors.AsType[Reply](err); ok {
		o.Text = r.Redacted()
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

// send brings one copy to the next hop in one transaction. With PIPELINING the envelope goes in one write (RFC 2920).
func (c *client) send(j Job) Outcome {
	c.used++
	if o, ok := c.mayTake(j); !ok {
		return o
	}
	lines := []string{c.mailLine(j), c.rcptLine(j), "DATA"}
	replies, err := c.envelope(lines)
	if err != nil {
		return deferred(err, false)
	}
	mail, rcpt, data := replies[0], replies[1], replies[2]
	for _, r := range []Reply{mail, rcpt, data} {
		if r.Code/100 == 2 || r.Code == 354 {
			continue
		}
		if data.Code == 354 && c.mustEmpty() != nil {
			return Outcome{State: refused(r).State, Text: r.Redacted(), hangUp: true}
		}
		return c.reset(refused(r))
	}
	if err := c.write(stuffed(j.Copy)); err != nil {
		return deferred(err, false)
	}
	if err := c.write([]byte(".\r\n")); err != nil {
		return deferred(err, true)
	}
	final, err := c.read(c.hop.Timeouts.Final)
	if err != nil {
		return deferred(err, true)
	}
	if final.Code/100 != 2 {
		return refused(final)
	}
	return Outcome{State: store.Delivered, Text: final.Redacted(), PassedDSN: c.has("DSN")}
}

// envelope sends the lines and reads a reply for each; without pipelining it stops at the first refusal.
func (c *client) envelope(lines []string) ([]Reply, error) {
	replies := make([]Reply, len(lines))
	if c.has("PIPELINING") {
		if err := c.write([]byte(strings.Join(lines, "\r\n") + "\r\n")); err != nil {
			return nil, err
		}
	}
	for i, line := range lines {
		var err error
		if c.has("PIPELINING") {
			replies[i], err = c.read(c.hop.Timeouts.Command)
		} else {
			replies[i], err = c.command(line, c.hop.Timeouts.Command)
		}
		if err != nil {
			return nil, err
		}
		if replies[i].Code >= 400 && !c.has("PIPELINING") {
			for k := i + 1; k < len(lines); k++ {
				replies[k] = Reply{Code: 250}
			}
			break
		}
	}
	return replies, nil
}

// mustEmpty ends the message that a server waits for although it took no recipient (RFC 2920 3.1); what it says is no news.
func (c *client) mustEmpty() error {
	_, err := c.command(".", c.hop.Timeouts.Command)
	return err
}

// reset makes the conversation ready for the next transaction after a refusal.
func (c *client) reset(o Outcome) Outcome {
	if !o.hangUp && c.mustCommand("RSET", 250) != nil {
		o.hangUp = true
	}
	return o
}

// mayTake reports whether the server can take this copy as it is; if not, it never will.
func (c *client) mayTake(j Job) (Outcome, bool) {
	if !lineEndsAreClean(j.Copy) {
		return failed("554 5.6.0 the copy holds a bare CR or LF"), false
	}
	if (!j.From.IsASCII() || !j.To.IsASCII()) && !c.has("SMTPUTF8") {
		return failed("553 5.6.7 the next hop does not take addresses in UTF-8"), false
	}
	if limit, err := strconv.ParseInt(c.ext["SIZE"], 10, 64); err == nil && limit > 0 && int64(len(j.Copy)) > limit {
		return failed("552 5.3.4 the copy is larger than the next hop takes"), false
	}
	return Outcome{}, true
}

// mailLine writes MAIL FROM with the parameters that the server knows.
func (c *client) mailLine(j Job) string {
	line := "MAIL FROM:<" + j.From.Reveal() + ">"
	if c.has("SIZE") {
		line += fmt.Sprintf(" SIZE=%d", len(j.Copy))
	}
	if c.has("8BITMIME") && !isASCII(j.Copy) {
		line += " BODY=8BITMIME"
	}
	if c.has("SMTPUTF8") && (j.Envelope.UTF8 || !j.From.IsASCII() || !j.To.IsASCII()) {
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
		line += " ORCPT=" + kind + ";" + xtext(orcpt)
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

// stuffed doubles the dots at the beginning of lines (RFC 5321 4.5.2) and ends the last line.
func stuffed(copy []byte) []byte {
	out := make([]byte, 0, len(copy)+64)
	if bytes.HasPrefix(copy, []byte(".")) {
		out = append(out, '.')
	}
	for {
		i := bytes.Index(copy, []byte("\n."))
		if i < 0 {
			break
		}
		out = append(append(out, copy[:i+2]...), '.')
		copy = copy[i+2:]
	}
	out = append(out, copy...)
	if !bytes.HasSuffix(out, []byte("\r\n")) && len(out) > 0 {
		out = append(out, '\r', '\n')
	}
	return out
}

// lineEndsAreClean checks right before the socket that nothing in the copy could end it early (SMTP smuggling).
func lineEndsAreClean(copy []byte) bool {
	crlf := bytes.Count(copy, []byte("\r\n"))
	return bytes.Count(copy, []byte("\r")) == crlf && bytes.Count(copy, []byte("\n")) == crlf && bytes.IndexByte(copy, 0) < 0
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
