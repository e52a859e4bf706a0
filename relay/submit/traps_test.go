package submit_test

// The traps of research/go-mail-libraries.md section 1, in its order. Each was measured on go-smtp without a border.

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"souspli/relay"
	"souspli/relay/relaytest"
	"souspli/relay/submit"
)

// Bare CR, LF and NUL in a message (go-mail-libraries.md 1.2).
func TestSmuggling(t *testing.T) {
	h := start(t, nil)
	for _, end := range []string{"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\r.\r\n", "\r\r\n.\r\n", "\r\n.\r\r\n", "\r\n\x00.\r\n", "\n\n.\r\n", "\x00"} {
		c := h.login(t)
		c.Want("MAIL FROM:<m@asso.example>", "250")
		c.Want("RCPT TO:<a@a.example>", "250")
		c.Want("DATA", "354")
		c.Raw("Subject: x\r\n\r\nx" + end + "MAIL FROM:<evil@asso.example>\r\nRCPT TO:<b@b.example>\r\nDATA\r\nevil\r\n.\r\n")
		if got := c.Read(); !strings.HasPrefix(got, "554 5.6.0 [malformed-message]") {
			t.Errorf("%q: %q", end, got)
		}
		c.Want("NOOP", "250") // still in step
	}
	if n := len(h.got()); n != 0 {
		t.Errorf("%d messages were smuggled in", n)
	}
}

// Bare LF ends no command (go-mail-libraries.md 1.2).
func TestBareLFEndsNoCommand(t *testing.T) {
	c := relaytest.Dial(t, start(t, nil).addr)
	c.Raw("EHLO x\nNOOP\r\n")
	if got := c.Read(); !strings.HasPrefix(got, "500 5.5.2") {
		t.Errorf("got %q", got)
	}
	if got := c.Read(); got != "" {
		t.Errorf("then %q", got)
	}
}

// No BDAT, so no cut-off last chunk (go-mail-libraries.md 1.3 B).
func TestNoBDAT(t *testing.T) {
	h := start(t, nil)
	c := h.login(t)
	c.Want("MAIL FROM:<m@asso.example>", "250")
	c.Want("RCPT TO:<a@a.example>", "250")
	c.Raw("BDAT 1000 LAST\r\nSubject: cut\r\n\r\nx")
	if got := c.Read(); !strings.HasPrefix(got, "502 5.5.1") {
		t.Errorf("got %q", got)
	}
	_ = c.Conn.Close()
	if len(h.got()) != 0 {
		t.Error("a cut chunk was accepted")
	}
}

// Line length (go-mail-libraries.md 1.4).
func TestLongCommand(t *testing.T) {
	c := relaytest.Dial(t, start(t, nil).addr)
	if got := c.Do("NOOP " + strings.Repeat("x", 13000)); !strings.HasPrefix(got, "500 5.5.2") {
		t.Errorf("got %q", got)
	}
}

// A long line in a message is policy's affair (go-mail-libraries.md 1.4).
func TestLongLine(t *testing.T) {
	h := start(t, nil)
	if got := h.login(t).Submit("m@asso.example", []string{"a@a.example"}, "Subject: x\r\n\r\n"+strings.Repeat("x", 5000)+"\r\n"); !strings.HasPrefix(got, "250") {
		t.Error(got)
	}
}

// Size: the limit passes, one more does not, a flood is cut off (go-mail-libraries.md 1.4).
func TestMessageSize(t *testing.T) {
	h := start(t, nil)
	body := func(n int) string {
		const head = "Subject: x\r\n\r\n"
		return head + strings.Repeat("x", n-len(head)-2) + "\r\n"
	}
	c := h.login(t)
	if got := c.Submit("m@asso.example", []string{"a@a.example"}, body(100_000)); !strings.HasPrefix(got, "250") {
		t.Errorf("at the limit: %q", got)
	}
	if got := c.Submit("m@asso.example", []string{"a@a.example"}, body(100_001)); got != "552-5.3.4 [message-too-big] x\n552 5.3.4 second" {
		t.Errorf("one over: %q", got)
	}
	c.Want("MAIL FROM:<m@asso.example> SIZE=100001", "552-5.3.4 [message-too-big]")
	c.Want("MAIL FROM:<m@asso.example> SIZE=99999999999", "552-5.3.4 [message-too-big]")
	c.Want("MAIL FROM:<m@asso.example> SIZE=18446744073709551616", "552-5.3.4 [message-too-big]")
	c.Want("MAIL FROM:<m@asso.example> SIZE=many", "501")
	c.Want("MAIL FROM:<m@asso.example> SIZE=100000", "250")
	c.Want("RCPT TO:<a@a.example>", "250")
	c.Want("DATA", "354")
	go func() {
		for range 100 {
			if _, err := c.Conn.Write([]byte(strings.Repeat("x", 100_000) + "\r\n")); err != nil {
				return
			}
		}
	}()
	if got := c.Read(); !strings.HasPrefix(got, "552") {
		t.Errorf("flood: %q", got)
	}
	if len(h.got()) != 1 {
		t.Errorf("%d messages accepted", len(h.got()))
	}
}

// Recipients (go-mail-libraries.md 1.4).
func TestRecipientLimit(t *testing.T) {
	c := start(t, nil).login(t)
	c.Want("MAIL FROM:<m@asso.example>", "250")
	for i := range 3 {
		c.Want(fmt.Sprintf("RCPT TO:<a%d@a.example>", i), "250")
	}
	for i := range 100 { // more than the budget of errors
		c.Want(fmt.Sprintf("RCPT TO:<b%d@a.example>", i), "452 4.5.3 [too-many-recipients]")
	}
	c.Want("DATA", "354")
	c.Raw(hello)
	c.Want(".", "250") // the others get it
}

// Errors have a budget (go-mail-libraries.md 1.4).
func TestErrorBudget(t *testing.T) {
	c := start(t, nil).login(t)
	closed := false
	for range 40 {
		if got := c.Do("RCPT TO:<a@a.example>"); strings.Contains(got, "421") || got == "" {
			closed = true
			break
		}
	}
	if !closed {
		t.Error("40 refused commands and the connection is still open")
	}
	c = start(t, nil).login(t)
	for range 5 { // a tool with bad addresses among good ones
		for range 15 {
			c.Want("RCPT TO:<a@a.example>", "503")
		}
		if got := c.Submit("m@asso.example", []string{"a@a.example"}, hello); !strings.HasPrefix(got, "250") {
			t.Fatal(got)
		}
	}
}

// A second MAIL does not inherit recipients (go-mail-libraries.md 1.4).
func TestSecondMAIL(t *testing.T) {
	h := start(t, nil)
	c := h.login(t)
	c.Want("MAIL FROM:<m@asso.example>", "250")
	c.Want("RCPT TO:<first@a.example>", "250")
	c.Want("MAIL FROM:<m@asso.example>", "503")
	c.Want("RCPT TO:<stray@a.example>", "503")
	if got := c.Submit("m@asso.example", []string{"second@a.example"}, hello); !strings.HasPrefix(got, "250") {
		t.Fatal(got)
	}
	if in := h.got(); len(in) != 1 || len(in[0].Recipients) != 1 || in[0].Recipients[0].Address.Reveal() != "second@a.example" {
		t.Errorf("%d recipients", len(in[0].Recipients))
	}
}

// Addresses (go-mail-libraries.md 1.4).
func TestAddressSyntax(t *testing.T) {
	c := start(t, nil).login(t)
	c.Want("MAIL FROM:<m@asso.example>", "250")
	for _, bad := range []string{"<a@y@z>", "<a@y,z>", "<a..b@y>", "<>", "<a>", "<a@" + strings.Repeat("b", 300) + ">", "<\"a\"b@c>", "<a@b", "a b@c"} {
		if got := c.Do("RCPT TO:" + bad); got[0] != '5' {
			t.Errorf("%s: %q", bad, got)
		}
	}
	c.Want(`RCPT TO:<"v> NOTIFY=NEVER X=<"@y.example>`, "250") // legal, and quoted again on the way out
	c.Want("RCPT TO:<andré@y.example>", "553 5.6.7")
	c.Want("RSET", "250")
	c.Want("MAIL FROM:<m@asso.example> SMTPUTF8", "250")
	c.Want("RCPT TO:<andré@y.example>", "250")
}

// Quoted local parts stay quoted (go-mail-libraries.md 1.4).
func TestQuotedLocalPart(t *testing.T) {
	h := start(t, nil)
	c := h.login(t)
	if got := c.Submit("m@asso.example", []string{`"a b"@y.example`}, hello); !strings.HasPrefix(got, "250") {
		t.Fatal(got)
	}
	if got := h.got()[0].Recipients[0].Address.Reveal(); got != `"a b"@y.example` {
		t.Errorf("got %s", got)
	}
}

// STARTTLS injection (go-mail-libraries.md 1.4).
func TestSTARTTLSInjection(t *testing.T) {
	c := relaytest.Dial(t, start(t, nil).addr)
	c.Want("EHLO x", "250")
	c.Raw("STARTTLS\r\nMAIL FROM:<evil@asso.example>\r\n")
	if got := c.Read(); !strings.HasPrefix(got, "501") {
		t.Errorf("got %q", got)
	}
	if got := c.Read(); got != "" {
		t.Errorf("then %q", got)
	}
}

// Multi-line replies carry their codes on each line (go-mail-libraries.md 1.4).
func TestReplyCodesOnEachLine(t *testing.T) {
	h := start(t, nil)
	h.reply = &relay.Reply{Code: 554, Enhanced: [3]int{5, 7, 1}, Lines: []string{"[personal-data] one", "two", "three"}}
	got := h.login(t).Submit("m@asso.example", []string{"a@a.example"}, hello)
	if got != "554-5.7.1 [personal-data] one\n554-5.7.1 two\n554 5.7.1 three" {
		t.Errorf("got %q", got)
	}
}

// Control characters and length in replies (go-mail-libraries.md 1.4).
func TestReplyIsClean(t *testing.T) {
	h := start(t, nil)
	h.reply = &relay.Reply{Code: 554, Enhanced: [3]int{5, 7, 1}, Lines: []string{"a\rb\x1b[31mé" + strings.Repeat("x", 600)}}
	got := h.login(t).Submit("m@asso.example", []string{"a@a.example"}, hello)
	if len(got) > 510 || strings.ContainsAny(got, "\r\x1bé") {
		t.Errorf("got %q", got)
	}
}

// A client that aborts DATA (go-mail-libraries.md 1.4).
func TestAbortedDATA(t *testing.T) {
	h := start(t, nil)
	const message = "Subject: x\r\n\r\nBonjour\r\n.\r"
	for n := range len(message) + 1 {
		c := h.login(t)
		c.Want("MAIL FROM:<m@asso.example>", "250")
		c.Want("RCPT TO:<a@a.example>", "250")
		c.Want("DATA", "354")
		c.Raw(message[:n])
		_ = c.Conn.Close()
	}
	time.Sleep(100 * time.Millisecond)
	if n := len(h.got()); n != 0 {
		t.Errorf("%d cut messages were accepted", n)
	}
}

// A client that hangs up before the commit (DESIGN 3.7).
func TestHangUpBeforeCommit(t *testing.T) {
	h := start(t, nil)
	h.block = make(chan struct{})
	c := h.login(t)
	c.Want("MAIL FROM:<m@asso.example>", "250")
	c.Want("RCPT TO:<a@a.example>", "250")
	c.Want("DATA", "354")
	c.Raw(hello + ".\r\n")
	time.Sleep(50 * time.Millisecond)
	_ = c.Conn.Close()
	time.Sleep(50 * time.Millisecond)
	close(h.block)
	time.Sleep(100 * time.Millisecond)
	if len(h.got()) != 0 {
		t.Error("accepted although nobody heard the 250")
	}
}

// corked collects what is written until it is told to send.
type corked struct {
	net.Conn
	on   bool
	held []byte
}

func (c *corked) Write(p []byte) (int, error) {
	if !c.on {
		return c.Conn.Write(p)
	}
	c.held = append(c.held, p...)
	return len(p), nil
}

// The goodbye of TLS in one packet with the final dot: it is read from the socket together with the dot, and not seen there.
func TestGoodbyeBehindTheDot(t *testing.T) {
	h := start(t, nil)
	c := relaytest.Dial(t, h.addr)
	cork := &corked{Conn: c.Conn}
	c.Conn = cork
	c.Want("EHLO client.test", "250")
	c.StartTLS()
	c.Login("marie", "secret")
	c.Want("MAIL FROM:<m@asso.example>", "250")
	c.Want("RCPT TO:<a@a.example>", "250")
	c.Want("DATA", "354")
	cork.on = true
	c.Raw(hello + ".\r\n")
	if err := c.Conn.(*tls.Conn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	_ = cork.SetWriteDeadline(time.Now().Add(30 * time.Second)) // CloseWrite allows no more
	if _, err := cork.Conn.Write(cork.held); err != nil {
		t.Fatal(err)
	}
	if got := c.Read(); !strings.HasPrefix(got, "451") {
		t.Errorf("got %q", got)
	}
	if len(h.got()) != 0 {
		t.Error("accepted from a client that has said goodbye")
	}
}

// Connections (go-mail-libraries.md 1.4).
func TestConnectionLimit(t *testing.T) {
	h := start(t, func(c *submit.Config) { c.MaxConnections = 2 })
	a, b := relaytest.Dial(t, h.addr), relaytest.Dial(t, h.addr)
	conn, err := net.Dial("tcp", h.addr)
	if err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 100)
	n, _ := conn.Read(buf)
	if !strings.HasPrefix(string(buf[:n]), "421 4.3.2") {
		t.Errorf("third of two: %q", buf[:n])
	}
	a.Want("QUIT", "221")
	b.Want("NOOP", "250")
}

// Whoever holds connections open and says nothing shuts out neither the others nor those beside him (reliability-security.md S14).
func TestSilentConnections(t *testing.T) {
	h := start(t, func(c *submit.Config) { c.MaxConnections = 100 })
	known := h.login(t)
	silent := make([]*relaytest.Client, 30)
	for i := range silent {
		if i%3 == 0 { // before TLS, in TLS, and before its handshake
			silent[i] = relaytest.Dial(t, h.addr)
			silent[i].Want("EHLO x", "250")
			silent[i].StartTLS()
			silent[i].Want("EHLO x", "250")
			continue
		}
		if i%3 == 1 {
			silent[i] = relaytest.Dial(t, h.addr)
			continue
		}
		conn, err := net.Dial("tcp", h.tlsAddr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
	}
	if got := silent[0].Read(); got != "421 4.7.0 Too many connections without a login from here" {
		t.Errorf("the oldest: %q", got)
	}
	if got := silent[0].Read(); got != "" {
		t.Errorf("then %q", got)
	}
	for _, c := range []*relaytest.Client{known, h.login(t)} {
		if got := c.Submit("m@asso.example", []string{"a@a.example"}, hello); !strings.HasPrefix(got, "250") {
			t.Errorf("somebody who logged in: %q", got)
		}
	}
	trusted := start(t, func(c *submit.Config) {
		c.MaxConnections = 100
		c.Trusted = []submit.Trusted{{Network: netip.MustParsePrefix("127.0.0.0/8"), Account: "listmonk"}}
	})
	first := relaytest.Dial(t, trusted.addr)
	for range 30 {
		relaytest.Dial(t, trusted.addr)
	}
	first.Want("NOOP", "250")
}

// A browser (reliability-security.md S13).
func TestBrowser(t *testing.T) {
	c := relaytest.Dial(t, start(t, nil).addr)
	c.Raw("POST / HTTP/1.1\r\nHost: x\r\n\r\nMAIL FROM:<evil@x>\r\n")
	if got := c.Read(); !strings.HasPrefix(got, "500") {
		t.Errorf("got %q", got)
	}
	if got := c.Read(); got != "" {
		t.Errorf("then %q", got)
	}
}

// Order of commands.
func TestOrderOfCommands(t *testing.T) {
	c := start(t, nil).login(t)
	c.Want("RCPT TO:<a@a.example>", "503")
	c.Want("DATA", "503")
	c.Want("MAIL FROM:<m@asso.example> FOO=1", "555")
	c.Want("MAIL FROM:<m@asso.example>", "250")
	c.Want("DATA", "503")
	c.Want("RSET", "250")
	c.Want("RCPT TO:<a@a.example>", "503")
	c.Want("VRFY root", "252")
	c.Want("EXPN list", "502")
	for range 5 { // go-smtp would end the connection at the fourth, with 500
		c.Want("XCLIENT ADDR=192.0.2.1", "500 5.5.2")
		c.Want("", "500 5.5.2")
	}
	c.Want("NOOP ", "250")
	c.Want("quit  ", "221")
}
