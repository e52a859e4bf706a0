package submit

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"time"
)

// Limits of one connection.
const (
	maxCommand   = 12288 + 16       // octets of a command line: RFC 4954 4 wants 12,288 for AUTH
	maxErrors    = 20               // refused commands since the last message that was taken, before the connection is closed
	idleCommand  = 5 * time.Minute  // RFC 5321 4.5.3.2.7
	idleData     = 3 * time.Minute  // RFC 5321 4.5.3.2.5
	totalData    = 30 * time.Minute // for a whole message, however slowly it trickles
	writeTimeout = time.Minute
	handshake    = 30 * time.Second
)

// errClosing ends a connection from our side.
var errClosing = errors.New("submit: closing the connection")

// phase is what the next octets from the client are.
type phase int

const (
	phaseCommand phase = iota // a command line
	phaseAuth                 // an answer to a 334 challenge
	phaseData                 // the message, which the session reads itself; go-smtp sees its end alone
	phaseReply                // nothing: the message is complete and waits for its reply
)

// border stands between the network and go-smtp. It hands over one command line at a time, and messages to the session alone,
// so that it always knows which is which; sets a deadline on every read and write; keeps the first error; does STARTTLS
// itself, so that it sees the clear text of both; refuses what go-smtp would take (BDAT, bare LF in commands, browsers); and
// corrects replies that go-smtp words for itself.
type border struct {
	net.Conn // the current transport: TCP, or TLS on it
	in       *bufio.Reader
	opts     borderOptions

	phase    phase
	dots     dotState
	bare     bool      // the message holds CR or LF alone, or NUL
	dataEnd  time.Time // when the message must be complete
	drained  int64     // octets of the message so far
	line     []byte    // rest of the command line being handed over
	command  string    // the whole command line
	verb     string
	reply    []byte // unfinished reply line of go-smtp
	out      []byte // replies that are held
	swallow  bool   // the greeting of a second life
	errors   int
	err      error    // the first error; it stays
	upgraded net.Conn // STARTTLS was done: this life ends, and the next has this transport
	closed   chan struct{}
	draining atomic.Bool // the server shuts down
	givesWay atomic.Bool // others from the same place want to log in
	stranger *stranger   // nil: nobody has to log in
	inData   atomic.Bool
}

// borderOptions are what the border needs to know of the server.
type borderOptions struct {
	hostname   string
	tls        *tls.Config // nil: no STARTTLS
	secure     bool        // the transport is TLS
	maxMessage int64
}

func newBorder(c net.Conn, opts borderOptions) *border {
	return &border{Conn: c, in: bufio.NewReaderSize(c, maxCommand), opts: opts, closed: make(chan struct{})}
}

// Read hands go-smtp the next octets of the phase it is in.
func (b *border) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	for len(b.line) == 0 {
		if err := b.next(); err != nil {
			b.err = cmp.Or(b.err, err)
			return 0, err
		}
	}
	n := copy(p, b.line)
	b.line = b.line[n:]
	return n, nil
}

// next reads what the phase brings.
func (b *border) next() error {
	switch b.phase {
	case phaseData: // the session has what it wants of the message; the rest is passed over
		_, err := io.Copy(io.Discard, message{b})
		b.phase, b.line = phaseReply, append(b.line[:0], ".\r\n"...)
		return err
	case phaseReply: // go-smtp and the border disagree about the end: nothing may be read as a command
		return errClosing
	}
	return b.nextLine()
}

// nextLine reads one command line. A line that the border answers itself leaves b.line empty.
func (b *border) nextLine() error {
	if err := b.SetReadDeadline(time.Now().Add(idleCommand)); err != nil {
		return err
	}
	if b.dismissed() {
		return errClosing
	}
	if err := b.flushBeforeWaiting(); err != nil {
		return err
	}
	line, err := b.in.ReadSlice('\n')
	switch {
	case err != nil && b.dismissed():
		return errClosing
	case errors.Is(err, bufio.ErrBufferFull):
		b.say("500 5.5.2 Line too long")
		return errClosing
	case err != nil:
		return err
	case !bytes.HasSuffix(line, []byte("\r\n")), bytes.IndexByte(line[:len(line)-2], '\r') >= 0, bytes.IndexByte(line, 0) >= 0:
		b.say("500 5.5.2 Lines end with CRLF and hold no control characters")
		return errClosing
	}
	b.command = string(line[:len(line)-2])
	if b.phase == phaseAuth {
		b.phase = phaseCommand
		b.verb = "AUTH"
		b.line = append(b.line[:0], line...)
		return nil
	}
	verb, _, _ := strings.Cut(b.command, " ")
	b.verb = strings.ToUpper(verb)
	return b.dispatch()
}

// flushBeforeWaiting sends what is held unless a whole line is there to be read.
func (b *border) flushBeforeWaiting() error {
	waiting, err := b.in.Peek(b.in.Buffered())
	if err != nil || bytes.IndexByte(waiting, '\n') >= 0 {
		return err
	}
	return b.flush()
}

// dispatch answers what go-smtp must not see, and hands over the rest.
func (b *border) dispatch() error {
	switch b.verb {
	case "STARTTLS":
		return b.startTLS()
	case "BDAT": // not offered, and go-smtp takes a cut-off last chunk for a whole message
		b.say("502 5.5.1 BDAT is not offered here; use DATA")
		return errClosing
	case "GET", "POST", "PUT", "HEAD", "OPTIONS", "CONNECT": // a browser made to talk to us
		b.say("500 5.5.1 This is a mail server")
		return errClosing
	case "EHLO", "HELO", "MAIL", "RCPT", "DATA", "RSET", "NOOP", "QUIT", "VRFY", "EXPN", "HELP", "AUTH":
		line := strings.TrimRight(b.command, " ") // which go-smtp takes for a part of the verb
		b.line = append(append(b.line[:0], hugeSize.ReplaceAllString(line, "${1}4294967295")...), '\r', '\n')
		return nil
	}
	b.say("500 5.5.2 Unknown command")
	return b.spend()
}

// hugeSize finds a declared size that go-smtp cannot hold. RFC 1870 3 allows twenty digits.
var hugeSize = regexp.MustCompile(`(?i)( SIZE=)\d{10,}\b`)

// spend counts a refused command, and ends the connection after too many.
func (b *border) spend() error {
	b.errors++
	if b.errors <= maxErrors {
		return nil
	}
	b.say("421 4.7.0 Too many errors")
	return errClosing
}

// startTLS upgrades the transport (RFC 3207). Whatever was sent behind the command in clear could be an injection.
func (b *border) startTLS() error {
	switch {
	case b.opts.secure:
		b.say("503 5.5.1 TLS is active already")
		return nil
	case b.opts.tls == nil:
		b.say("502 5.5.1 STARTTLS is not offered here")
		return nil
	case b.in.Buffered() > 0:
		b.say("501 5.5.1 Nothing may follow STARTTLS before its reply")
		return errClosing
	}
	b.say("220 2.0.0 Ready to start TLS")
	t := tls.Server(b.Conn, b.opts.tls)
	if err := t.SetDeadline(time.Now().Add(handshake)); err != nil {
		return err
	}
	if err := t.Handshake(); err != nil {
		return errClosing
	}
	b.upgraded = t
	return io.EOF
}

// hungUp reports whether the client has gone: then nobody would learn that its message was queued, and it would send it again.
func (b *border) hungUp() bool {
	if b.err != nil {
		return true
	}
	if b.in.Buffered() > 0 {
		return false
	}
	until := time.Unix(1, 0) // no waiting: only what came together with the end of the message, and TLS holds already
	switch lookAhead(b.Conn) {
	case peerGone:
		return true
	case peerSpoke:
		until = time.Now().Add(time.Second)
	}
	if b.SetReadDeadline(until) != nil { // what is there may be the goodbye of TLS
		return true
	}
	_, err := b.in.Peek(1)
	return err != nil && !errors.Is(err, os.ErrDeadlineExceeded)
}

// peerState is what can be seen of the other side without reading.
type peerState int

const (
	peerQuiet peerState = iota // nothing came
	peerSpoke                  // there are octets to read
	peerGone                   // the connection is closed
)

// drain ends the connection as soon as it is between messages. It is called from outside.
func (b *border) drain() {
	b.draining.Store(true)
	if !b.inData.Load() {
		_ = b.SetReadDeadline(time.Unix(1, 0))
	}
}

// giveWay ends the connection as soon as it is between commands, unless somebody logs in before. It is called from outside.
func (b *border) giveWay() {
	b.givesWay.Store(true)
	_ = b.SetReadDeadline(time.Unix(1, 0))
}

// dismissed tells the client that it is sent away, if it is (RFC 5321 3.8).
func (b *border) dismissed() bool {
	switch {
	case b.draining.Load():
		b.say("421 4.3.2 Shutting down, try again later")
	case b.givesWay.Load():
		b.say("421 4.7.0 Too many connections without a login from here")
	default:
		return false
	}
	return true
}

// Close ends this life; after STARTTLS the transport goes on into the next.
func (b *border) Close() error {
	select {
	case <-b.closed:
		return nil
	default:
		close(b.closed)
	}
	if b.upgraded != nil {
		return nil
	}
	return errors.Join(b.flush(), b.Conn.Close())
}
