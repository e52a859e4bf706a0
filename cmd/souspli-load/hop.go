package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"souspli/relay/relaytest"
)

// hopOptions say how a next hop behaves.
type hopOptions struct {
	address    string
	delay      time.Duration // of each reply: how far away it is
	pipelining bool
	chunking   bool
	faults     []fault
	keep       int           // messages that are kept whole, to look at
	gate       chan struct{} // no message is taken before it is closed; nil: all at once
}

// fault is something that goes wrong at a phase, at a rate.
type fault struct {
	phase  string // connect, mail, rcpt, data, dot
	rate   float64
	answer string // a reply code; "close": without a word; "cut": the message is taken, then close; "hang": no answer
}

// parseFault reads "rcpt:0.1:550".
func parseFault(text string) (f fault, err error) {
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		return f, fmt.Errorf("%q is not PHASE:RATE:ANSWER", text)
	}
	f.phase, f.answer = parts[0], parts[2]
	f.rate, err = strconv.ParseFloat(parts[1], 64)
	if code, codeErr := strconv.Atoi(f.answer); codeErr == nil && (code < 400 || code > 599) {
		err = errors.Join(err, fmt.Errorf("%q refuses nothing", f.answer))
	}
	return f, err
}

// hop is a next hop that counts what it takes and keeps nothing else.
type hop struct {
	options  hopOptions
	listener net.Listener

	mu      sync.Mutex
	first   time.Time // of the arrivals
	last    time.Time
	count   int
	octets  int64
	seen    map[string][]arrival // recipient → of each copy
	kept    [][]byte
	changed chan struct{} // a hint that something arrived
}

// arrival is a copy that came: when, and in which conversation with which relay.
type arrival struct {
	at     time.Time
	from   string    // the name that the relay said
	opened time.Time // the conversation
}

// startHop listens at once and serves until close.
func startHop(o hopOptions) (*hop, error) {
	l, err := net.Listen("tcp", o.address)
	if err != nil {
		return nil, err
	}
	h := &hop{options: o, listener: l, changed: make(chan struct{}, 1)}
	h.reset()
	go h.serve()
	return h, nil
}

func (h *hop) address() string { return h.listener.Addr().String() }
func (h *hop) close()          { _ = h.listener.Close() }

// reset forgets what was counted.
func (h *hop) reset() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.first, h.last, h.count, h.octets, h.kept = time.Time{}, time.Time{}, 0, 0, nil
	h.seen = map[string][]arrival{}
}

// wait returns when n recipients have a copy, or an error when nothing more comes.
func (h *hop) wait(ctx context.Context, n int, stall time.Duration) error {
	for {
		have := h.recipients()
		if have >= n {
			return nil
		}
		select {
		case <-h.changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(stall):
			return fmt.Errorf("%d of %d copies arrived, then none for %v", have, n, stall)
		}
	}
}

// recipients gives how many have a copy.
func (h *hop) recipients() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.seen)
}

// keepCopy counts a message.
func (h *hop) keepCopy(t *talk, to string) {
	h.mu.Lock()
	now := time.Now()
	if h.count == 0 {
		h.first = now
	}
	h.last = now
	h.count++
	h.octets += t.size
	h.seen[to] = append(h.seen[to], arrival{now, t.from, t.opened})
	if len(h.kept) < h.options.keep {
		h.kept = append(h.kept, bytes.Clone(t.text.Bytes()))
	}
	h.mu.Unlock()
	select {
	case h.changed <- struct{}{}:
	default:
	}
}

// received sums up what a next hop took.
type received struct {
	Messages   int     `json:"messages"`
	Recipients int     `json:"recipients"`
	Twice      int     `json:"duplicates"`
	Octets     int64   `json:"octets"`
	Seconds    float64 `json:"seconds"`
	Rate       float64 `json:"per_second"`
}

func (r received) String() string {
	return fmt.Sprintf("received %d messages for %d recipients in %.3f s: %.0f/s, %d duplicates, %d octets", r.Messages, r.Recipients, r.Seconds, r.Rate, r.Twice, r.Octets)
}

func (h *hop) result() received {
	h.mu.Lock()
	defer h.mu.Unlock()
	took := h.last.Sub(h.first)
	return received{Messages: h.count, Recipients: len(h.seen), Twice: h.count - len(h.seen), Octets: h.octets, Seconds: took.Seconds(), Rate: perSecond(h.count, took)}
}

func (h *hop) serve() {
	for {
		c, err := h.listener.Accept()
		if err != nil {
			return
		}
		if h.options.delay > 0 {
			c = relaytest.Far(c, h.options.delay)
		}
		go (&talk{hop: h, conn: c, opened: time.Now(), in: bufio.NewReaderSize(c, 64<<10), out: bufio.NewWriter(c)}).run()
	}
}

// talk is one conversation with the relay.
type talk struct {
	hop    *hop
	conn   net.Conn
	opened time.Time
	in     *bufio.Reader
	out    *bufio.Writer
	from   string // the name that the relay said
	to     []string
	text   bytes.Buffer // of the message, if it is kept
	size   int64
}

var errHangUp = errors.New("the conversation ends")

func (t *talk) run() {
	defer t.conn.Close()
	err := t.answer("connect", "220 hop.test ESMTP")
	for err == nil {
		if t.in.Buffered() == 0 {
			if err = t.out.Flush(); err != nil {
				return
			}
		}
		var line []byte
		if line, err = t.in.ReadSlice('\n'); err == nil {
			err = t.command(strings.TrimRight(string(line), "\r\n"))
		}
	}
	_ = t.out.Flush()
}

// answer says the usual thing, or what a fault has it say.
func (t *talk) answer(phase, usual string) error {
	for _, f := range t.hop.options.faults {
		if f.phase != phase || rand.Float64() >= f.rate {
			continue
		}
		switch f.answer {
		case "close":
			return errHangUp
		case "cut":
			if phase == "dot" {
				t.take()
			}
			return errHangUp
		case "hang":
			_ = t.out.Flush()
			_, _ = io.Copy(io.Discard, t.in)
			return errHangUp
		}
		_, err := fmt.Fprintf(t.out, "%s %c.3.0 as told\r\n", f.answer, f.answer[0])
		return errors.Join(err, errRefused)
	}
	_, err := t.out.WriteString(usual + "\r\n")
	return err
}

// errRefused says that a fault answered.
var errRefused = errors.New("refused")

func (t *talk) command(line string) error {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO", "HELO", "LHLO":
		t.from = rest
		return t.say(t.greeting())
	case "MAIL":
		t.to = nil
		return ignoreRefusal(t.answer("mail", "250 2.1.0 ok"))
	case "RCPT":
		err := t.answer("rcpt", "250 2.1.5 ok")
		if path, _, found := strings.Cut(rest, ">"); err == nil && found {
			t.to = append(t.to, path[strings.IndexByte(path, '<')+1:])
		}
		return ignoreRefusal(err)
	case "DATA":
		return t.data()
	case "BDAT":
		return t.chunk(rest)
	case "RSET":
		t.begin()
		return t.say("250 2.0.0 ok")
	case "NOOP":
		return t.say("250 2.0.0 ok")
	case "QUIT":
		return errors.Join(t.say("221 2.0.0 bye"), errHangUp)
	}
	return t.say("500 5.5.2 what?")
}

func (t *talk) say(text string) error {
	_, err := t.out.WriteString(text + "\r\n")
	return err
}

func ignoreRefusal(err error) error {
	if errors.Is(err, errRefused) {
		return nil
	}
	return err
}

func (t *talk) greeting() string {
	text := "250-hop.test\r\n"
	if t.hop.options.pipelining {
		text += "250-PIPELINING\r\n"
	}
	if t.hop.options.chunking {
		text += "250-CHUNKING\r\n"
	}
	return text + "250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 100000000"
}

// begin forgets the transaction.
func (t *talk) begin() {
	t.to, t.size = nil, 0
	t.text.Reset()
}

// data reads a message up to its dot.
func (t *talk) data() error {
	if len(t.to) == 0 {
		return t.say("503 5.5.1 no recipients")
	}
	if err := t.answer("data", "354 go ahead"); err != nil {
		return ignoreRefusal(err)
	}
	if err := t.out.Flush(); err != nil {
		return err
	}
	begins := true // of a line
	for {
		line, err := t.in.ReadSlice('\n')
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
		if begins && len(line) == 3 && string(line) == ".\r\n" {
			return t.end()
		}
		if begins && len(line) > 0 && line[0] == '.' {
			line = line[1:]
		}
		begins = err == nil
		t.add(line)
	}
}

// add takes a stretch of the message.
func (t *talk) add(b []byte) {
	t.size += int64(len(b))
	if t.hop.options.keep > 0 {
		_, _ = t.text.Write(b)
	}
}

// chunk reads one BDAT (RFC 3030).
func (t *talk) chunk(rest string) error {
	size, last, _ := strings.Cut(rest, " ")
	n, err := strconv.ParseInt(size, 10, 64)
	if err != nil {
		return t.say("501 5.5.4 size?")
	}
	for n > 0 {
		b, err := t.in.Peek(int(min(n, 32<<10, max(1, int64(t.in.Buffered())))))
		if err != nil {
			return err
		}
		t.add(b)
		n -= int64(len(b))
		_, _ = t.in.Discard(len(b))
	}
	if len(t.to) == 0 {
		return t.say("503 5.5.1 no recipients")
	}
	if last == "" {
		return t.say("250 2.0.0 go on")
	}
	return t.end()
}

// end answers a whole message.
func (t *talk) end() error {
	if t.hop.options.gate != nil {
		<-t.hop.options.gate
	}
	err := t.answer("dot", "250 2.0.0 queued")
	if err == nil {
		t.take()
	}
	t.begin()
	return ignoreRefusal(err)
}

func (t *talk) take() {
	for _, to := range t.to {
		t.hop.keepCopy(t, to)
	}
}

func (a *app) receiveCommand() *cobra.Command {
	o := hopOptions{}
	var faults []string
	c := &cobra.Command{Use: "receive", Short: "Be the next hop until SIGINT, then print what came", Args: cobra.NoArgs}
	c.Flags().StringVar(&o.address, "listen", "127.0.0.1:2626", "address to listen on")
	c.Flags().DurationVar(&o.delay, "delay", 0, "how late each reply arrives: the way back from a server that far away")
	c.Flags().BoolVar(&o.pipelining, "pipelining", true, "offer PIPELINING")
	c.Flags().BoolVar(&o.chunking, "chunking", true, "offer CHUNKING")
	c.Flags().StringArrayVar(&faults, "fault", nil, "PHASE:RATE:ANSWER: at connect, mail, rcpt, data or dot, in this share of cases, answer with a code, close, cut (take it, then close) or hang")
	c.RunE = func(c *cobra.Command, _ []string) error {
		for _, text := range faults {
			f, err := parseFault(text)
			if err != nil {
				return err
			}
			o.faults = append(o.faults, f)
		}
		h, err := startHop(o)
		if err != nil {
			return err
		}
		defer h.close()
		ctx, stop := signal.NotifyContext(c.Context(), os.Interrupt)
		defer stop()
		<-ctx.Done()
		a.print(h.result())
		return nil
	}
	return c
}
