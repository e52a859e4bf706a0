package submit_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"souspli/relay"
	"souspli/relay/relaytest"
	"souspli/relay/submit"
)

const megabyte = 1 << 20

// lines makes a message of so many octets, with lines that begin with dots.
func lines(size int) string {
	const line = "..The quick brown fox jumps over the lazy dog.\r\n.\r\nagain\r\n"
	return "Subject: x\r\n\r\n" + strings.Repeat(line, size/len(line))
}

// stuffed is a text as it goes over the wire.
func stuffed(text string) string {
	return strings.TrimPrefix(strings.ReplaceAll("\r\n"+text, "\r\n.", "\r\n.."), "\r\n")
}

// begin leads a transaction to where the message comes.
func begin(c *relaytest.Client, params string) {
	c.Want("MAIL FROM:<m@asso.example>"+params, "250")
	c.Want("RCPT TO:<a@a.example>", "250")
	c.Want("DATA", "354")
}

// Whatever is handed in comes out octet for octet, however long it is and however it is cut on its way.
func TestEveryOctet(t *testing.T) {
	h := start(t, func(c *submit.Config) { c.MaxMessage, c.Spool = megabyte, t.TempDir() })
	c := h.login(t)
	rapid.Check(t, func(rt *rapid.T) {
		line := rapid.SampledFrom([]string{".", "..", "", "x", ".x", "é", strings.Repeat("long ", 400)})
		text := strings.Join(append(rapid.SliceOfN(line, 1, 40).Draw(rt, "lines"), ""), "\r\n")
		size := rapid.SampledFrom([]int{0, 32 << 10, 64 << 10, 200_000}).Draw(rt, "size")
		text = strings.Repeat(text, size/len(text)+1)
		begin(c, "")
		for wire := stuffed(text) + ".\r\n"; wire != ""; {
			n := rapid.IntRange(1, len(wire)).Draw(rt, "cut")
			c.Raw(wire[:n])
			wire = wire[n:]
		}
		if got := c.Read(); !strings.HasPrefix(got, "250") {
			rt.Fatalf("got %q", got)
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		if in := h.accepted; len(in) != 1 || string(in[0].Body) != text {
			rt.Fatalf("%d accepted, of %d octets %d", len(in), len(text), len(in[0].Body))
		}
		h.accepted = nil
	})
}

// Forty clients who have each sent most of a large message, and say no more for now, hold no memory; then all are taken.
func TestManyLargeMessages(t *testing.T) {
	const clients, size = 40, 4 * megabyte
	text := lines(size)
	wire, dir := stuffed(text), t.TempDir()
	h := start(t, func(c *submit.Config) {
		c.MaxMessage, c.Spool = 2*size, dir
		c.Accept = func(_ context.Context, in relay.Incoming) relay.Reply {
			if string(in.Body) != text {
				t.Errorf("%d octets came out of %d", len(in.Body), len(text))
			}
			return relay.Reply{Code: 250, Enhanced: [3]int{2, 0, 0}, Lines: []string{"Queued"}}
		}
	})
	before := heap()
	var list [clients]*relaytest.Client
	for i := range list {
		list[i] = h.login(t)
		begin(list[i], "")
		list[i].Raw(wire[:len(wire)-10])
	}
	if held := heap() - before; held > clients*256<<10 {
		t.Errorf("%d MiB are held for %d messages of %d MiB", held/megabyte, clients, size/megabyte)
	}
	if names, err := os.ReadDir(dir); err != nil || runtime.GOOS == "linux" && len(names) > 0 {
		t.Errorf("their files have names: %v, %v", names, err)
	}
	var all sync.WaitGroup
	for i, c := range list {
		all.Go(func() {
			c.Raw(wire[len(wire)-10:])
			if got := c.Do("."); !strings.HasPrefix(got, "250") {
				t.Errorf("client %d: %q", i, got)
			}
		})
	}
	all.Wait()
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// While large messages wait for each other, letters are taken.
func TestLettersPassLargeMessages(t *testing.T) {
	large := lines(13 * megabyte)
	let := make(chan struct{})
	begun := make(chan struct{}, 3)
	h := start(t, func(c *submit.Config) {
		c.MaxMessage, c.Spool = 20*megabyte, t.TempDir()
		c.Accept = func(_ context.Context, in relay.Incoming) relay.Reply {
			if len(in.Body) > 10*megabyte {
				begun <- struct{}{}
				<-let
			}
			return relay.Reply{Code: 250, Enhanced: [3]int{2, 0, 0}, Lines: []string{"Queued"}}
		}
	})
	var all sync.WaitGroup
	for range 3 {
		c := h.login(t)
		all.Go(func() {
			begin(c, "")
			c.Raw(stuffed(large))
			if got := c.Do("."); !strings.HasPrefix(got, "250") {
				t.Errorf("a large one: %q", got)
			}
		})
	}
	<-begun
	c := h.login(t)
	for _, size := range []int{100, 100_000, megabyte} {
		begin(c, "")
		c.Raw(stuffed(lines(size)))
		c.Want(".", "250")
	}
	if len(begun) > 0 {
		t.Error("two large messages are in memory")
	}
	close(let)
	all.Wait()
}

// The disk is promised to those who said how much they bring, and to the others bit by bit; what was promised is free again
// when a message is over, however it ended.
func TestRoomIsPromised(t *testing.T) {
	var mu sync.Mutex
	var asked []int64
	room := int64(10 * megabyte)
	h := start(t, func(c *submit.Config) {
		c.MaxMessage, c.Spool = 8*megabyte, t.TempDir()
		c.Room = func(size int64) error {
			mu.Lock()
			defer mu.Unlock()
			if asked = append(asked, size); size > room {
				return errors.New("the disk is nearly full")
			}
			return nil
		}
	})
	first, second := h.login(t), h.login(t)
	begin(first, fmt.Sprintf(" SIZE=%d", 6*megabyte))
	second.Want(fmt.Sprintf("MAIL FROM:<m@asso.example> SIZE=%d", 6*megabyte), "451 4.3.0 [try-again]")
	if got := second.Submit("m@asso.example", []string{"a@a.example"}, stuffed(lines(7*megabyte))); !strings.HasPrefix(got, "451 4.3.0 [try-again]") {
		t.Errorf("one that did not say how long it is: %q", got)
	}
	if got := second.Submit("m@asso.example", []string{"a@a.example"}, hello); !strings.HasPrefix(got, "250") {
		t.Errorf("a letter: %q", got)
	}
	_ = first.Conn.Close()
	for code := ""; !strings.HasPrefix(code, "250"); { // as soon as the relay knows that the first one is gone
		code = second.Do(fmt.Sprintf("MAIL FROM:<m@asso.example> SIZE=%d", 8*megabyte))
		time.Sleep(time.Millisecond)
	}
	second.Want("RSET", "250")
	if got := second.Submit("m@asso.example", []string{"a@a.example"}, stuffed(lines(7*megabyte))); !strings.HasPrefix(got, "250") {
		t.Errorf("when there is room: %q", got)
	}
	mu.Lock()
	defer mu.Unlock()
	if last := asked[len(asked)-1]; last > 8*megabyte {
		t.Errorf("%d octets are promised to one message: %v", last, asked)
	}
}
