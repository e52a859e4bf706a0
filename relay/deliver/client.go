package deliver

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"log/slog"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"souspli/policy/address"
)

// Timeouts of each phase of a conversation (RFC 5321 4.5.3.2, cut where nobody waits that long).
type Timeouts struct {
	Connect, Greeting, Command, Write, Final time.Duration
}

// DefaultTimeouts are those of production.
func DefaultTimeouts() Timeouts {
	return Timeouts{Connect: 30 * time.Second, Greeting: time.Minute, Command: 2 * time.Minute, Write: 3 * time.Minute, Final: 10 * time.Minute}
}

// TLSMode says how much the way to the next hop must be protected.
type TLSMode string

// The modes.
const (
	TLSRequired      TLSMode = "required"      // verified, or nothing is sent
	TLSOpportunistic TLSMode = "opportunistic" // if offered, unverified
	TLSNone          TLSMode = "none"
)

// Hop is where a client connects to.
type Hop struct {
	Address  string // host:port
	Mode     TLSMode
	TLS      *tls.Config // nil: the system's roots
	User     string
	Password address.Secret
	Hostname string // what EHLO says
	Timeouts Timeouts
	Dial     func(ctx context.Context, network, address string) (net.Conn, error) // nil: the network
	Log      *slog.Logger                                                         // hears of errors in the relay itself; nil: nobody does
}

// Reply is what a server answered. Its text never leaves this package unredacted.
type Reply struct {
	Code int
	text string
}

// Error makes a reply that refuses an error.
func (r Reply) Error() string { return r.Redacted() }

// Redacted gives code and text with addresses taken out, cut to size, for the trail.
func (r Reply) Redacted() string {
	text := strings.Map(func(c rune) rune {
		switch {
		case c == '\n': // between lines
			return ' '
		case c < ' ' || c > '~':
			return -1
		}
		return c
	}, r.text)
	text = withoutAddresses(text)
	return strings.TrimSpace(strconv.Itoa(r.Code) + " " + text[:min(len(text), maxReplyText)])
}

// withoutAddresses replaces every word that holds an @.
func withoutAddresses(text string) string {
	if !strings.Contains(text, "@") {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		n := strings.IndexAny(text, " <>(),;:\"")
		if n < 0 {
			n = len(text)
		}
		word := text[:n]
		if strings.Contains(word, "@") {
			word = "***"
		}
		b.WriteString(word)
		b.WriteString(text[n:min(n+1, len(text))])
		text = text[min(n+1, len(text)):]
	}
	return b.String()
}

// Limits of what a next hop may say.
const (
	maxReplyText  = 300  // octets of text that are kept
	maxReplyLine  = 4096 // octets of a line
	maxReplyLines = 200
)

// errProtocol says that a next hop does not speak SMTP.
var errProtocol = errors.New("deliver: not an SMTP reply")

// client is one conversation with a next hop. One goroutine at a time writes, and one reads.
type client struct {
	hop  Hop
	conn net.Conn
	in   *bufio.Reader
	out  *bufio.Writer
	wire *wire
	ext  map[string]string // extensions of EHLO: keyword in upper case → parameters
}

// wire is the way to the server. Each stretch has a deadline of its own, so that a big message on a slow line is no failure,
// and a server that stops reading is one.
type wire struct {
	conn    net.Conn
	timeout time.Duration
	sent    atomic.Int64 // octets that the system took
	leases  []*lease     // of what may be written next
}

// guard adds the lease of a copy to those without which nothing is written any more; anew if nothing of the others waits.
func (w *wire) guard(l *lease, anew bool) {
	if anew {
		w.leases = w.leases[:0]
	}
	if l != nil {
		w.leases = append(w.leases, l)
	}
}

// stretch is how much is written under one deadline.
const stretch = 64 << 10

func (w *wire) Write(b []byte) (n int, err error) {
	for len(b) > 0 && err == nil {
		if len(w.leases) > 0 && !w.leases[0].of.holds(w.leases...) {
			return n, errLease
		}
		if err = w.conn.SetWriteDeadline(time.Now().Add(w.timeout)); err != nil {
			return n, err
		}
		var k int
		k, err = w.conn.Write(b[:min(len(b), stretch)])
		w.sent.Add(int64(k))
		n += k
		b = b[k:]
	}
	return n, err
}

// over speaks over a connection from now on; what the server said before is forgotten.
func (c *client) over(conn net.Conn) {
	c.conn = conn
	c.in = bufio.NewReaderSize(conn, maxReplyLine)
	c.wire = &wire{conn: conn, timeout: c.hop.Timeouts.Write}
	c.out = bufio.NewWriterSize(c.wire, stretch)
}

// written is how many octets were put on their way, also those that wait in the buffer.
func (c *client) written() int64 { return c.wire.sent.Load() + int64(c.out.Buffered()) }

// line puts a command into the buffer. What goes wrong shows when it is flushed.
func (c *client) line(text string) {
	_, _ = c.out.WriteString(text)
	_, _ = c.out.WriteString("\r\n")
}

// dial opens a conversation: greeting, EHLO, TLS as the hop demands, AUTH. Everything that goes wrong here is the hop's or
// the configuration's fault, never a message's.
func dial(ctx context.Context, hop Hop) (*client, error) {
	dialer := hop.Dial
	if dialer == nil {
		dialer = (&net.Dialer{Timeout: hop.Timeouts.Connect}).DialContext
	}
	conn, err := dialer(ctx, "tcp", hop.Address)
	if err != nil {
		return nil, err
	}
	c := &client{hop: hop}
	c.over(conn)
	if err := c.open(); err != nil {
		_ = c.conn.Close()
		return nil, err
	}
	return c, nil
}

func (c *client) open() error {
	implicit := strings.HasSuffix(c.hop.Address, ":465") && c.hop.Mode != TLSNone
	if implicit {
		if err := c.handshake(); err != nil {
			return err
		}
	}
	if err := c.expect(c.hop.Timeouts.Greeting, 220); err != nil {
		return err
	}
	if err := c.ehlo(); err != nil {
		return err
	}
	if !implicit && c.hop.Mode != TLSNone {
		if err := c.startTLS(); err != nil {
			return err
		}
	}
	if c.hop.User == "" {
		return nil
	}
	return c.auth()
}

// ehlo asks what the server can do; who does not know EHLO can do nothing (RFC 5321 3.2).
func (c *client) ehlo() error {
	c.ext = map[string]string{}
	r, err := c.command("EHLO "+c.hop.Hostname, c.hop.Timeouts.Command)
	if err != nil {
		return err
	}
	if r.Code/100 == 5 {
		return c.mustCommand("HELO "+c.hop.Hostname, 250)
	}
	if r.Code != 250 {
		return r
	}
	lines := strings.Split(r.text, "\n")
	for _, line := range lines[1:] {
		keyword, params, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(line)), " ")
		if rest, found := strings.CutPrefix(keyword, "AUTH="); found { // an old spelling that still exists
			keyword, params = "AUTH", rest+" "+params
		}
		c.ext[keyword] = strings.TrimSpace(c.ext[keyword] + " " + params)
	}
	return nil
}

// errNoTLS says that the way is not protected as configured. Nothing was sent: no password, no address.
var errNoTLS = errors.New("deliver: the next hop offers no TLS")

// startTLS protects the way (RFC 3207). What the server said before is forgotten.
func (c *client) startTLS() error {
	if _, offered := c.ext["STARTTLS"]; !offered {
		if c.hop.Mode == TLSRequired {
			return errNoTLS
		}
		return nil
	}
	if err := c.mustCommand("STARTTLS", 220); err != nil {
		return err
	}
	if c.in.Buffered() > 0 { // injected before the handshake
		return errProtocol
	}
	if err := c.handshake(); err != nil {
		return err
	}
	return c.ehlo()
}

func (c *client) handshake() error {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if c.hop.TLS != nil {
		config = c.hop.TLS.Clone()
	}
	if config.ServerName == "" {
		config.ServerName, _, _ = net.SplitHostPort(c.hop.Address)
	}
	config.InsecureSkipVerify = c.hop.Mode == TLSOpportunistic // encrypted for nobody in particular is better than clear (RFC 7435)
	t := tls.Client(c.conn, config)
	if err := t.SetDeadline(time.Now().Add(c.hop.Timeouts.Command)); err != nil {
		return err
	}
	if err := t.Handshake(); err != nil {
		return err
	}
	c.over(t)
	return nil
}

// auth logs in. The password goes only where config check lets it: over verified TLS, or on loopback.
func (c *client) auth() error {
	password := string(c.hop.Password.Reveal())
	b64 := base64.StdEncoding.EncodeToString
	mechanisms := strings.Fields(c.ext["AUTH"])
	switch {
	case slices.Contains(mechanisms, "PLAIN"):
		return c.mustCommand("AUTH PLAIN "+b64([]byte("\x00"+c.hop.User+"\x00"+password)), 235)
	case slices.Contains(mechanisms, "LOGIN"):
		if err := c.mustCommand("AUTH LOGIN", 334); err != nil {
			return err
		}
		if err := c.mustCommand(b64([]byte(c.hop.User)), 334); err != nil {
			return err
		}
		return c.mustCommand(b64([]byte(password)), 235)
	}
	return errors.New("deliver: the next hop offers neither AUTH PLAIN nor LOGIN")
}

// has reports whether the server offered an extension.
func (c *client) has(extension string) bool {
	_, offered := c.ext[extension]
	return offered
}

// command sends a line and reads the answer.
func (c *client) command(line string, timeout time.Duration) (Reply, error) {
	c.line(line)
	if err := c.out.Flush(); err != nil {
		return Reply{}, err
	}
	return c.read(timeout)
}

func (c *client) mustCommand(line string, code int) error {
	r, err := c.command(line, c.hop.Timeouts.Command)
	if err == nil && r.Code != code {
		return r
	}
	return err
}

func (c *client) expect(timeout time.Duration, code int) error {
	r, err := c.read(timeout)
	if err == nil && r.Code != code {
		return r
	}
	return err
}

// read reads one reply, of bounded size (RFC 5321 4.2.1).
func (c *client) read(timeout time.Duration) (Reply, error) {
	if err := c.conn.SetReadDeadline(time.Now().Add(timeout)); err != nil {
		return Reply{}, err
	}
	var r Reply
	for range maxReplyLines {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return r, err
		}
		text := strings.TrimRight(string(line), "\r\n")
		code, err := strconv.Atoi(text[:min(3, len(text))])
		if err != nil || code < 200 || code > 599 || r.Code != 0 && code != r.Code {
			return r, errProtocol
		}
		if r.Code != 0 {
			r.text += "\n"
		}
		r.Code = code
		r.text += strings.TrimSpace(text[min(4, len(text)):])
		if len(text) == 3 || text[3] != '-' {
			return r, nil
		}
	}
	return r, errProtocol
}

// close says goodbye and does not wait for an answer.
func (c *client) close() {
	_ = c.conn.SetWriteDeadline(time.Now().Add(time.Second))
	_, _ = c.conn.Write([]byte("QUIT\r\n"))
	_ = c.conn.Close()
}
