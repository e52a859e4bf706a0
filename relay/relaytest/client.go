package relaytest

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"net"
	"strings"
	"testing"
	"time"
)

// Client says to a server exactly what it is told to.
type Client struct {
	Conn     net.Conn
	Patience time.Duration // for a reply, and for what is sent
	tb       testing.TB
	in       *bufio.Reader
}

// Dial connects and reads the greeting.
func Dial(tb testing.TB, addr string) *Client {
	tb.Helper()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		tb.Fatal(err)
	}
	return NewClient(tb, c)
}

// NewClient speaks over a connection and reads the greeting.
func NewClient(tb testing.TB, conn net.Conn) *Client {
	tb.Helper()
	c := &Client{Conn: conn, Patience: 30 * time.Second, tb: tb, in: bufio.NewReader(conn)}
	tb.Cleanup(func() { _ = c.Conn.Close() })
	if greeting := c.Read(); !strings.HasPrefix(greeting, "220 ") {
		tb.Fatalf("greeting: %q", greeting)
	}
	return c
}

// Read gives the next reply, lines joined by \n; "" if the connection is closed.
func (c *Client) Read() string {
	c.tb.Helper()
	_ = c.Conn.SetReadDeadline(time.Now().Add(c.Patience))
	var lines []string
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			if ne, ok := err.(net.Error); ok && ne.Timeout() {
				c.tb.Fatal("no reply")
			}
			return strings.Join(lines, "\n")
		}
		line = strings.TrimRight(line, "\r\n")
		lines = append(lines, line)
		if len(line) < 4 || line[3] != '-' {
			return strings.Join(lines, "\n")
		}
	}
}

// Raw sends octets as they are.
func (c *Client) Raw(s string) {
	c.tb.Helper()
	_ = c.Conn.SetWriteDeadline(time.Now().Add(c.Patience))
	if _, err := c.Conn.Write([]byte(s)); err != nil {
		c.tb.Logf("write: %v", err)
	}
}

// Do sends a line and gives the reply.
func (c *Client) Do(line string) string {
	c.tb.Helper()
	c.Raw(line + "\r\n")
	return c.Read()
}

// Want sends a line and fails the test unless the reply begins so.
func (c *Client) Want(line, reply string) string {
	c.tb.Helper()
	got := c.Do(line)
	if !strings.HasPrefix(got, reply) {
		c.tb.Fatalf("%s: got %q, want %s", line, got, reply)
	}
	return got
}

// StartTLS upgrades the connection without checking the certificate.
func (c *Client) StartTLS() {
	c.tb.Helper()
	c.Want("STARTTLS", "220")
	t := tls.Client(c.Conn, &tls.Config{InsecureSkipVerify: true})
	if err := t.Handshake(); err != nil {
		c.tb.Fatal(err)
	}
	c.Conn, c.in = t, bufio.NewReader(t)
}

// Login says EHLO and logs in by AUTH PLAIN.
func (c *Client) Login(user, password string) {
	c.tb.Helper()
	c.Want("EHLO client.test", "250")
	c.Want("AUTH PLAIN "+base64.StdEncoding.EncodeToString([]byte("\x00"+user+"\x00"+password)), "235")
}

// Submit sends a message in one transaction and gives the last reply.
func (c *Client) Submit(from string, to []string, data string) string {
	c.tb.Helper()
	c.Want("MAIL FROM:<"+from+">", "250")
	for _, r := range to {
		c.Want("RCPT TO:<"+r+">", "250")
	}
	c.Want("DATA", "354")
	c.Raw(data)
	return c.Do(".")
}
