package submit

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"time"
)

// maxHeld is how many octets of replies are held together.
const maxHeld = 4 << 10

// Write takes what go-smtp answers, line by line, and corrects it. It is sent when the reply is whole; answers to commands
// that came as a group go out as a unit (RFC 2920 3.2).
func (b *border) Write(p []byte) (int, error) {
	b.reply = append(b.reply, p...)
	whole := false
	for {
		i := bytes.IndexByte(b.reply, '\n')
		if i < 0 {
			break
		}
		line := strings.TrimRight(string(b.reply[:i]), "\r\n")
		b.reply = b.reply[i+1:]
		whole = len(line) < 4 || line[3] != '-'
		for _, line := range b.correct(line) {
			b.out = append(append(b.out, clean(line)...), '\r', '\n')
		}
	}
	if len(b.out) < maxHeld && (!whole || b.grouped()) {
		return len(p), nil
	}
	if err := b.flush(); err != nil {
		return 0, err
	}
	return len(p), nil
}

// grouped reports whether the answer to the command may wait for the next one's.
func (b *border) grouped() bool {
	return b.in.Buffered() > 0 && (b.verb == "MAIL" || b.verb == "RCPT" || b.verb == "RSET")
}

// flush sends what is held, with a deadline. It comes before everything that waits for the client. The first failure is the
// end of the connection.
func (b *border) flush() error {
	if len(b.out) == 0 {
		return nil
	}
	if err := b.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return err
	}
	_, err := b.Conn.Write(b.out)
	b.out = b.out[:0]
	if err != nil && b.err == nil {
		b.err = err
	}
	return err
}

// say answers in the border's own name.
func (b *border) say(line string) {
	b.out = append(append(b.out, line...), '\r', '\n')
	_ = b.flush()
}

// correct turns one reply line of go-smtp into what is sent: nothing, one line, or more.
func (b *border) correct(line string) []string {
	if len(line) < 4 {
		return nil
	}
	if b.swallow {
		b.swallow = line[3] == '-'
		return nil
	}
	switch {
	case b.verb == "EHLO" && strings.HasPrefix(line, "250"):
		return b.capability(line)
	case b.verb == "HELO" && strings.HasPrefix(line, "250"):
		line = "250 " + b.opts.hostname
	}
	if errors.Is(b.err, errClosing) && strings.HasPrefix(line, "421 4.4.0") { // the reason was said already
		return nil
	}
	line = reword(line)
	if line[3] == ' ' {
		b.turn(line)
	}
	return []string{line}
}

// turn sets the phase that a final reply line opens.
func (b *border) turn(line string) {
	code, _ := strconv.Atoi(line[:3])
	switch {
	case code == 354:
		b.phase, b.dots, b.bare, b.drained = phaseData, atLineStart, false, 0
		b.dataEnd = time.Now().Add(totalData)
		b.inData.Store(true)
		return
	case code == 334:
		b.phase = phaseAuth
		return
	case code == 250 && b.phase == phaseReply: // a message was taken
		b.errors = 0
	case code >= 400 && code != 452: // who names too many recipients is to get the others' message through
		if err := b.spend(); err != nil && b.err == nil {
			b.err = err
		}
	}
	b.phase = phaseCommand
}

// capability corrects one line of the answer to EHLO: no CHUNKING, the SIZE that holds, STARTTLS while it is possible.
func (b *border) capability(line string) []string {
	switch keyword := line[4:]; {
	case strings.HasPrefix(keyword, "Hello "): // RFC 5321 4.1.1.1 wants the server's name here
		greeting := []string{line[:4] + b.opts.hostname}
		if b.opts.tls != nil && !b.opts.secure {
			greeting = append(greeting, "250-STARTTLS")
		}
		return greeting
	case keyword == "CHUNKING":
		return nil
	case keyword == "SIZE" || strings.HasPrefix(keyword, "SIZE "):
		line = line[:4] + "SIZE " + strconv.FormatInt(b.opts.maxMessage, 10)
	}
	return []string{line}
}

// reword gives go-smtp's own sentences the codes that the RFCs want, and takes addresses out of them.
func reword(line string) string {
	for _, r := range [...]struct{ begins, instead string }{
		{"250 2.0.0 Roger, accepting mail", "250 2.1.0 Sender ok"},
		{"250 2.0.0 I'll make sure", "250 2.1.5 Recipient ok"},
		{"502 5.5.1 Please introduce", "503 5.5.1 Say EHLO first"},
		{"502 5.5.1 Missing MAIL", "503 5.5.1 Say MAIL first"},
		{"502 5.5.1 Missing RCPT", "503 5.5.1 No valid recipients"},
		{"454 4.7.0 Invalid base64", "501 5.5.2 Invalid base64"},
		{"235 2.0.0", "235 2.7.0 Authentication succeeded"},
		{"523 5.7.10", "538 5.7.11 Encryption required: use STARTTLS first"},
		{"502 5.5.4 Missing parameter", "501 5.5.4 AUTH needs a mechanism"},
		{"500 5.5.4 Unknown MAIL FROM argument", "555 5.5.4 Unknown MAIL parameter"},
		{"500 5.5.4 Unknown RCPT TO argument", "555 5.5.4 Unknown RCPT parameter"},
		{"252 2.5.0", "252 2.5.0 Not verified, but mail is taken"},
	} {
		if strings.HasPrefix(line, r.begins) {
			return r.instead
		}
	}
	return line
}

// maxReply is the longest reply line without its CRLF (RFC 5321 4.5.3.1.5 allows 510; clients break at less).
const maxReply = 400

// clean makes sure that a reply line is ASCII without control characters and of a bearable length.
func clean(line string) string {
	var b strings.Builder
	for _, r := range line {
		switch {
		case r < ' ' || r == 0x7f:
		case r > '~':
			b.WriteByte('?')
		default:
			b.WriteRune(r)
		}
	}
	if b.Len() > maxReply {
		return b.String()[:maxReply]
	}
	return b.String()
}
