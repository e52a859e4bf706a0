// Package relaytest plays the other side of every conversation in tests: a next hop that follows a script, and a client
// that says exactly what it is told to.
package relaytest

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
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
	options  HopOptions
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
	NoBDAT     bool          // does not know BDAT, whatever it announces: reads what follows as commands
	Stall      int           // octets of a message after which it reads no more; 0: reads all
	Sloppy     bool          // keeps recipients until RSET or a message that it took
	Delay      time.Duration // of each answer: how far away it is
	Addr       string        // "": any free port
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
	h := &Hop{Addr: l.Addr().String(), tb: tb, listener: l, tls: o.TLS, options: o, offer: o.Extensions, script: o.Script, arrived: make(chan struct{}, 1<<20)}
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
		if h.options.Delay > 0 {
			c = Far(c, h.options.Delay)
		}
		go h.talk(&talk{hop: h, conn: c, in: bufio.NewReader(c)})
	}
}

// talk is one conversation.
type talk struct {
	hop     *Hop
	conn    net.Conn
	in      *bufio.Reader
	message Message
	data    []byte // of the chunks so far
	secure  bool
	user    string
}

// answer sends what the script says, or the usual answer. It reports whether the conversation goes on.
func (t *talk) answer(line, usual string) bool { return t.reply(t.hop.hear(line), usual) }

// hear keeps a line and asks the script, once, what is said to it.
func (h *Hop) hear(line string) string {
	h.mu.Lock()
	script := h.script
	if line != "connect" && line != "." {
		h.commands = append(h.commands, line)
	}
	h.mu.Unlock()
	if script == nil {
		return ""
	}
	return script(line)
}

// reply sends what the script said, or the usual answer. Who says 421 hangs up.
func (t *talk) reply(said, usual string) bool {
	if said == "" {
		said = usual
	}
	switch said {
	case "close", "close after":
		return false
	case "hang":
		time.Sleep(time.Hour)
	}
	_, err := t.conn.Write([]byte(strings.ReplaceAll(said, "\n", "\r\n") + "\r\n"))
	if c, ok := t.conn.(*net.TCPConn); ok && strings.HasPrefix(said, "421") { // so that the client hears why
		_ = c.CloseWrite()
		_, _ = io.Copy(io.Discard, c)
		return false
	}
	return err == nil
}

// agrees reports whether the script leaves a line its usual success.
func agrees(said, code string) bool { return said == "" || strings.HasPrefix(said, code) }

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
		said := t.hop.hear(line)
		if agrees(said, "250") {
			to := t.message.To
			t.message = Message{From: line[len("MAIL FROM:"):], TLS: t.secure, User: t.user}
			if t.hop.options.Sloppy {
				t.message.To = to
			}
		}
		return t.reply(said, "250 2.1.0 ok")
	case "RCPT":
		said := t.hop.hear(line)
		if t.message.From == "" {
			return t.reply(said, "503 5.5.1 MAIL first")
		}
		if agrees(said, "250") {
			t.message.To += line[len("RCPT TO:"):]
		}
		return t.reply(said, "250 2.1.5 ok")
	case "DATA":
		return t.text(line)
	case "BDAT":
		return t.chunk(line)
	case "QUIT":
		t.answer(line, "221 2.0.0 bye")
		return false
	case "RSET":
		t.message, t.data = Message{}, nil
		return t.answer(line, "250 2.0.0 ok")
	case "NOOP", "HELO":
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

// chunk reads one chunk of a message (RFC 3030).
func (t *talk) chunk(line string) bool {
	if t.hop.options.NoBDAT {
		return t.answer(line, "500 5.5.2 what?")
	}
	var size int
	var last string
	_, _ = fmt.Sscan(line[len("BDAT "):], &size, &last)
	data := make([]byte, size)
	if stall := t.hop.options.Stall; stall > 0 && size > stall {
		_, _ = io.ReadFull(t.in, data[:stall])
		t.stall(size)
	}
	if _, err := io.ReadFull(t.in, data); err != nil {
		return false
	}
	t.data = append(t.data, data...)
	said := t.hop.hear(line)
	if said != "" {
		return t.reply(said, "")
	}
	if t.message.To == "" {
		return t.reply(said, "503 5.5.1 no valid recipients")
	}
	if last == "" {
		return t.reply(said, "250 2.0.0 go on")
	}
	data, t.data = t.data, nil
	return t.end(data)
}

// text reads a message up to its dot.
func (t *talk) text(line string) bool {
	said := t.hop.hear(line)
	if !t.reply(said, "354 go ahead") {
		return false
	}
	if !agrees(said, "354") {
		return true
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
		t.stall(data.Len())
		data.WriteString(strings.TrimPrefix(text, "."))
	}
	if t.message.To == "" {
		return t.answer(fmt.Sprintf("%d octets for nobody", data.Len()), "554 5.5.1 no valid recipients")
	}
	return t.end(data.Bytes())
}

// stall reads no more, if the hop is such.
func (t *talk) stall(octets int) {
	if limit := t.hop.options.Stall; limit > 0 && octets > limit {
		time.Sleep(time.Hour)
	}
}

// end answers a whole message and keeps it if the answer is positive.
func (t *talk) end(data []byte) bool {
	said := t.hop.hear(".")
	taken := agrees(said, "250") || said == "close after"
	if taken {
		t.hop.keep(t.message, data)
	}
	if taken || !t.hop.options.Sloppy {
		t.message = Message{}
	}
	return t.reply(said, "250 2.0.0 queued")
}

func (h *Hop) keep(m Message, data []byte) {
	m.Data = data
	h.mu.Lock()
	h.messages = append(h.messages, m)
	h.mu.Unlock()
	h.arrived <- struct{}{}
}
