// Package relaytest plays the other side of every conversation in tests: a next hop that follows a script, and a client
// that says exactly what it is told to.
package relaytest

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"net"
	"strings"
	"sync"
	"testing"
	"time"
)

// Message is what a next hop received.
type Message struct {
	From, To string // the whole arguments of MAIL and RCPT, with parameters
	Data     []byte // without dot-stuffing
	TLS      bool
	User     string // who logged in
}

// Script changes what a next hop says. It gets each command line, or ".": the end of a message, or "connect". An empty
// answer means the usual one; "close" closes the connection without a word; "hang" never answers.
type Script func(line string) string

// Hop is a next hop on loopback. Its zero options are a plain server that takes everything.
type Hop struct {
	Addr string

	tb       testing.TB
	listener net.Listener
	tls      *tls.Config
	offer    []string
	mu       sync.Mutex
	script   Script
	messages []Message
	commands []string
	conns    int
	arrived  chan struct{}
}

// HopOptions say what a next hop offers.
type HopOptions struct {
	TLS        *tls.Config // offers STARTTLS
	Extensions []string    // nil: PIPELINING, 8BITMIME, SIZE, DSN, SMTPUTF8, AUTH
	Script     Script
	Addr       string // "": any free port
}

// NewHop starts a next hop that ends with the test.
func NewHop(tb testing.TB, o HopOptions) *Hop {
	tb.Helper()
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	l, err := net.Listen("tcp", o.Addr)
	if err != nil {
		tb.Fatal(err)
	}
	if o.Extensions == nil {
		o.Extensions = []string{"PIPELINING", "8BITMIME", "SIZE 50000000", "DSN", "SMTPUTF8", "AUTH PLAIN LOGIN"}
	}
	h := &Hop{Addr: l.Addr().String(), tb: tb, listener: l, tls: o.TLS, offer: o.Extensions, script: o.Script, arrived: make(chan struct{}, 1<<20)}
	tb.Cleanup(h.Close)
	go h.serve()
	return h
}

// Close stops the next hop.
func (h *Hop) Close() { _ = h.listener.Close() }

// SetScript changes what the next hop says from now on.
func (h *Hop) SetScript(s Script) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.script = s
}

// Messages gives what was received so far.
func (h *Hop) Messages() []Message {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]Message(nil), h.messages...)
}

// Commands gives every line that was received outside messages.
func (h *Hop) Commands() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]string(nil), h.commands...)
}

// Connections says how many there were.
func (h *Hop) Connections() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.conns
}

// Wait returns when n messages have arrived, and fails the test if they do not.
func (h *Hop) Wait(n int, timeout time.Duration) []Message {
	h.tb.Helper()
	deadline := time.After(timeout)
	for {
		if m := h.Messages(); len(m) >= n {
			return m
		}
		select {
		case <-h.arrived:
		case <-deadline:
			h.tb.Fatalf("%d messages arrived in %v, want %d", len(h.Messages()), timeout, n)
		}
	}
}

func (h *Hop) serve() {
	for {
		c, err := h.listener.Accept()
		if err != nil {
			return
		}
		h.mu.Lock()
		h.conns++
		h.mu.Unlock()
		go h.talk(&talk{hop: h, conn: c, in: bufio.NewReader(c)})
	}
}

// talk is one conversation.
type talk struct {
	hop     *Hop
	conn    net.Conn
	in      *bufio.Reader
	message Message
	secure  bool
	user    string
}

// answer sends what the script says, or the usual answer. It reports whether the conversation goes on.
func (t *talk) answer(line, usual string) bool {
	t.hop.mu.Lock()
	script := t.hop.script
	if line != "connect" && line != "." {
		t.hop.commands = append(t.hop.commands, line)
	}
	t.hop.mu.Unlock()
	if script != nil {
		if s := script(line); s != "" {
			usual = s
		}
	}
	switch usual {
	case "close":
		return false
	case "hang":
		time.Sleep(time.Hour)
	}
	_, err := t.conn.Write([]byte(strings.ReplaceAll(usual, "\n", "\r\n") + "\r\n"))
	return err == nil
}

func (h *Hop) talk(t *talk) {
	defer func() { _ = t.conn.Close() }()
	if !t.answer("connect", "220 hop.test ESMTP") {
		return
	}
	for {
		line, err := t.in.ReadString('\n')
		if err != nil || !t.command(strings.TrimRight(line, "\r\n")) {
			return
		}
	}
}

// command answers one line and reports whether the conversation goes on.
func (t *talk) command(line string) bool {
	verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
	switch verb {
	case "EHLO":
		return t.answer(line, t.greeting())
	case "STARTTLS":
		return t.answer(line, "220 go ahead") && t.startTLS()
	case "AUTH":
		t.user = line
		return t.answer(line, "235 2.7.0 ok")
	case "MAIL":
		t.message = Message{From: line[len("MAIL FROM:"):], TLS: t.secure, User: t.user}
		return t.answer(line, "250 2.1.0 ok")
	case "RCPT":
		if says := t.hop.says(line); says == "" || strings.HasPrefix(says, "250") {
			t.message.To = line[len("RCPT TO:"):]
		}
		return t.answer(line, "250 2.1.5 ok")
	case "DATA":
		return t.data(line)
	case "QUIT":
		t.answer(line, "221 2.0.0 bye")
		return false
	case "RSET", "NOOP", "HELO":
		return t.answer(line, "250 2.0.0 ok")
	}
	return t.answer(line, "500 5.5.2 what?")
}

func (t *talk) greeting() string {
	lines := append([]string{"hop.test"}, t.hop.offer...)
	if t.hop.tls != nil && !t.secure {
		lines = append(lines, "STARTTLS")
	}
	for i := range lines {
		separator := "-"
		if i == len(lines)-1 {
			separator = " "
		}
		lines[i] = "250" + separator + lines[i]
	}
	return strings.Join(lines, "\n")
}

func (t *talk) startTLS() bool {
	c := tls.Server(t.conn, t.hop.tls)
	if c.Handshake() != nil {
		return false
	}
	t.conn, t.in, t.secure = c, bufio.NewReader(c), true
	return true
}

// data reads a message up to its dot and keeps it if the answer is positive.
func (t *talk) data(line string) bool {
	if says := t.hop.says(line); says != "" && !strings.HasPrefix(says, "354") {
		return t.answer(line, "")
	}
	if !t.answer(line, "354 go ahead") {
		return false
	}
	var data bytes.Buffer
	for {
		text, err := t.in.ReadString('\n')
		if err != nil {
			return false
		}
		if text == ".\r\n" {
			break
		}
		data.WriteString(strings.TrimPrefix(text, "."))
	}
	if t.message.To == "" {
		_, err := t.conn.Write([]byte("554 5.5.1 no valid recipients\r\n"))
		return err == nil
	}
	says := t.hop.says(".")
	if says == "" || strings.HasPrefix(says, "250") || says == "close after" {
		t.hop.keep(t.message, data.Bytes())
	}
	if strings.HasPrefix(says, "close") {
		return false
	}
	return t.answer(".", "250 2.0.0 queued")
}

func (h *Hop) keep(m Message, data []byte) {
	m.Data = data
	h.mu.Lock()
	h.messages = append(h.messages, m)
	h.mu.Unlock()
	h.arrived <- struct{}{}
}

// says asks the script without answering.
func (h *Hop) says(line string) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.script == nil {
		return ""
	}
	return h.script(line)
}
