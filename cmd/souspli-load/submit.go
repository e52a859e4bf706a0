package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"
)

// load says what is submitted.
type load struct {
	address    string
	sessions   int
	count      int // submissions
	recipients int // of each
	size       int // octets of each
	reuse      bool
	personal   bool // each body differs, as when the tool before the relay personalises
	tls        bool // STARTTLS, certificate not checked
	lmtp       bool // RFC 2033, to one recipient at a time
	user       string
	password   string
	from       string
	prefix     string // begins the recipients' names
}

// submitted sums up a load.
type submitted struct {
	Accepted   int     `json:"accepted"`
	Refused    int     `json:"refused"`
	Broken     int     `json:"broken"` // the connection failed: unknown
	Recipients int     `json:"recipients"`
	Seconds    float64 `json:"seconds"`
	Rate       float64 `json:"per_second"`
	Latency    latency `json:"latency"`
	First      string  `json:"first_refusal,omitempty"`

	began time.Time
	acked map[string]time.Time // recipients of what was acknowledged → when
}

func (s submitted) String() string {
	text := fmt.Sprintf("submitted %d (%d recipients) in %.3f s: %.0f/s, %s; refused %d, broken %d", s.Accepted, s.Recipients, s.Seconds, s.Rate, s.Latency, s.Refused, s.Broken)
	if s.First != "" {
		text += "; first refusal: " + s.First
	}
	return text
}

// run submits everything and returns when each submission has its answer.
func (l load) run(ctx context.Context) submitted {
	s := submitted{began: time.Now(), acked: map[string]time.Time{}}
	var mu sync.Mutex
	var next atomic.Int64
	var wg sync.WaitGroup
	var took []time.Duration
	for range l.sessions {
		wg.Go(func() {
			var c *client
			for n := int(next.Add(1)) - 1; n < l.count && ctx.Err() == nil; n = int(next.Add(1)) - 1 {
				began := time.Now()
				var err error
				if c, err = l.one(c, n); err == nil && !l.reuse {
					c.quit()
					c = nil
				}
				mu.Lock()
				took = append(took, time.Since(began))
				s.note(err, l.to(n))
				mu.Unlock()
			}
			if c != nil {
				c.quit()
			}
		})
	}
	wg.Wait()
	elapsed := time.Since(s.began)
	s.Seconds, s.Rate, s.Latency, s.Recipients = elapsed.Seconds(), perSecond(s.Accepted, elapsed), summarise(took), len(s.acked)
	return s
}

// note counts one submission's end.
func (s *submitted) note(err error, to []string) {
	var r refusal
	switch {
	case err == nil:
		s.Accepted++
		now := time.Now()
		for _, address := range to {
			s.acked[address] = now
		}
	case errors.As(err, &r):
		s.Refused++
	default:
		s.Broken++
	}
	if err != nil && s.First == "" {
		s.First = err.Error()
	}
}

// to gives the recipients of a submission; none has two.
func (l load) to(n int) []string {
	list := make([]string, l.recipients)
	for i := range list {
		list[i] = fmt.Sprintf("%s%d-%d@readers.test", l.prefix, n, i)
	}
	return list
}

// message writes the n-th message. To names the recipient, or a list.
func (l load) message(n int) string {
	to := "readers@load.test, members@load.test" // two: one alone would be taken for a list
	if l.recipients == 1 {
		to = l.to(n)[0]
	}
	var b strings.Builder
	fmt.Fprintf(&b, "From: Load <%s>\r\nTo: %s\r\nSubject: Number %d\r\nDate: %s\r\nMessage-ID: <%s%d.%d@load.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n",
		l.from, to, n, time.Now().Format(time.RFC1123Z), l.prefix, n, time.Now().UnixNano())
	if l.personal {
		fmt.Fprintf(&b, "Hello %s,\r\n", to)
	}
	const line = "The quick brown fox jumps over the lazy dog, and over it again, today.\r\n"
	for b.Len()+len(line) <= l.size {
		b.WriteString(line)
	}
	return b.String()
}

// refusal is a reply that refuses.
type refusal string

func (r refusal) Error() string { return string(r) }

// client is one session with the relay.
type client struct {
	conn       net.Conn
	in         *bufio.Reader
	pipelining bool
}

// one submits the n-th message, on c if there is one.
func (l load) one(c *client, n int) (*client, error) {
	if c == nil {
		var err error
		if c, err = l.open(); err != nil {
			return nil, err
		}
	}
	err := c.submit(l.from, l.to(n), l.message(n))
	if err != nil {
		_ = c.conn.Close()
		return nil, err
	}
	return c, nil
}

// open connects, and logs in if it has a user.
func (l load) open() (*client, error) {
	conn, err := net.Dial("tcp", l.address)
	if err != nil {
		return nil, err
	}
	c := &client{conn: conn, in: bufio.NewReader(conn)}
	if err = c.hello(l); err != nil {
		_ = c.conn.Close()
	}
	return c, err
}

func (c *client) hello(l load) error {
	if err := c.expect("220"); err != nil {
		return err
	}
	hello := "EHLO load.test"
	if l.lmtp {
		hello = "LHLO load.test"
	}
	if err := c.do(hello, "250"); err != nil {
		return err
	}
	if l.tls {
		if err := c.do("STARTTLS", "220"); err != nil {
			return err
		}
		c.conn = tls.Client(c.conn, &tls.Config{InsecureSkipVerify: true}) // loopback; the load is not the thing that is tested
		c.in = bufio.NewReader(c.conn)
		if err := c.do("EHLO load.test", "250"); err != nil {
			return err
		}
	}
	if l.user == "" {
		return nil
	}
	return c.do("AUTH PLAIN "+base64.StdEncoding.EncodeToString([]byte("\x00"+l.user+"\x00"+l.password)), "235")
}

// submit leads one transaction: the envelope in one write where the relay takes it, then the message.
func (c *client) submit(from string, to []string, text string) error {
	lines := []string{"MAIL FROM:<" + from + ">"}
	for _, r := range to {
		lines = append(lines, "RCPT TO:<"+r+">")
	}
	if err := c.all(lines, "250"); err != nil {
		return err
	}
	if err := c.do("DATA", "354"); err != nil {
		return err
	}
	return c.do(text+".", "250")
}

// all sends lines, up to a hundred in one write (RFC 2920), and wants the same answer to each.
func (c *client) all(lines []string, code string) error {
	step := 1
	if c.pipelining {
		step = 100
	}
	for len(lines) > 0 {
		group := lines[:min(step, len(lines))]
		lines = lines[len(group):]
		if err := c.write(strings.Join(group, "\r\n") + "\r\n"); err != nil {
			return err
		}
		for range group {
			if err := c.expect(code); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *client) do(line, code string) error {
	if err := c.write(line + "\r\n"); err != nil {
		return err
	}
	return c.expect(code)
}

func (c *client) write(text string) error {
	_ = c.conn.SetWriteDeadline(time.Now().Add(time.Minute))
	_, err := c.conn.Write([]byte(text))
	return err
}

// expect reads a reply of any number of lines.
func (c *client) expect(code string) error {
	_ = c.conn.SetReadDeadline(time.Now().Add(time.Minute))
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return err
		}
		if strings.HasPrefix(line, "250-PIPELINING") || strings.HasPrefix(line, "250 PIPELINING") {
			c.pipelining = true
		}
		if len(line) > 3 && line[3] == '-' {
			continue
		}
		if !strings.HasPrefix(line, code) {
			return refusal(strings.TrimSpace(line))
		}
		return nil
	}
}

// quit ends the session and waits until the relay has closed it: what comes after finds it gone.
func (c *client) quit() {
	_ = c.do("QUIT", "221")
	_ = c.conn.Close()
}

func (a *app) submitCommand() *cobra.Command {
	var l load
	var passwordFile string
	c := &cobra.Command{Use: "submit", Short: "Submit messages and print rates and latencies", Args: cobra.NoArgs}
	f := c.Flags()
	f.StringVar(&l.address, "to", "127.0.0.1:587", "the relay")
	f.IntVar(&l.count, "count", 1000, "submissions")
	f.IntVar(&l.sessions, "sessions", 20, "sessions at a time")
	f.IntVar(&l.recipients, "recipients", 1, "recipients of each submission")
	f.IntVar(&l.size, "size", 4096, "octets of each message")
	f.BoolVar(&l.reuse, "reuse", false, "keep sessions for the next message")
	f.BoolVar(&l.personal, "personal", false, "make every body different")
	f.BoolVar(&l.tls, "starttls", false, "protect the session (the certificate is not checked)")
	f.StringVar(&l.user, "user", "", "log in as")
	f.StringVar(&passwordFile, "password-file", "", "the password is the first line of this file")
	f.StringVar(&l.from, "from", "news@load.test", "sender")
	f.StringVar(&l.prefix, "prefix", "r", "begins the recipients' names")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if passwordFile != "" {
			text, err := os.ReadFile(passwordFile)
			if err != nil {
				return err
			}
			l.password, _, _ = strings.Cut(string(text), "\n")
		}
		result := l.run(c.Context())
		a.print(result)
		if result.Refused+result.Broken > 0 {
			return errors.New("not everything was accepted")
		}
		return nil
	}
	return c
}
