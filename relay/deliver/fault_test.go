package deliver_test

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"souspli/policy/address"
	"souspli/policy/message"
	"souspli/relay/deliver"
	"souspli/relay/relaytest"
	"souspli/store"
)

// secret stands in what is thrown, as a part of a message might.
const secret = "le secret de p4@a.example"

// faulty is a connection in whose use the relay fails once.
type faulty struct {
	net.Conn
	read  func() bool
	write func([]byte) bool
}

func (f faulty) Read(b []byte) (int, error) {
	n, err := f.Conn.Read(b)
	if f.read != nil && f.read() {
		panic(secret)
	}
	return n, err
}

func (f faulty) Write(b []byte) (int, error) {
	if f.write != nil && f.write(b) {
		panic(secret)
	}
	return f.Conn.Write(b)
}

// journal is a log that can be waited for: what fails in one conversation may be logged after the copies went out by another.
type journal struct {
	mu    sync.Mutex
	text  strings.Builder
	error chan struct{} // closed at the first error
}

func (j *journal) Write(line []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if bytes.Contains(line, []byte("level=ERROR")) && !strings.Contains(j.text.String(), "level=ERROR") {
		close(j.error)
	}
	return j.text.Write(line)
}

// wait gives what is logged once there is an error in it.
func (j *journal) wait(t *testing.T) string {
	t.Helper()
	select {
	case <-j.error:
	case <-time.After(time.Minute):
		t.Error("no error is logged")
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// fates are what became of copies, by recipient.
type fates struct {
	mu  sync.Mutex
	all map[string][]deliver.Outcome
}

// send sends a copy to each over s, the one at broken without a text, and waits until the fate of all is known.
func (f *fates) send(t *testing.T, s deliver.Sender, to []string, broken int) {
	t.Helper()
	raw, plan := []byte(newsletter), message.Plan{}
	maker, err := deliver.NewMaker(raw, plan, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Add(len(to))
	for i, who := range to {
		j, err := maker.Copy(message.Values{})
		if i == broken {
			j = deliver.Job{}
		}
		if err == nil {
			j.To, err = address.Parse(who)
		}
		if err != nil {
			t.Fatal(err)
		}
		s.Send(t.Context(), j, func(o deliver.Outcome) {
			o.Recorded()
			f.mu.Lock()
			f.all[who] = append(f.all[who], o)
			if len(f.all[who]) == 1 {
				wg.Done()
			}
			f.mu.Unlock()
		})
	}
	wg.Wait()
}

// The relay itself fails in a conversation: that conversation ends and no other, the copy that was worked on is tried later, in
// doubt if all of it was sent, and an error is logged once, without content.
func TestFaultEndsOneConversation(t *testing.T) {
	for name, extensions := range map[string][]string{"PIPELINING": nil, "one by one": {"8BITMIME"}, "CHUNKING": {"PIPELINING", "CHUNKING"}} {
		for _, where := range []string{"text", "read", "write", "dial"} {
			t.Run(where+" "+name, func(t *testing.T) {
				t.Parallel()
				testFault(t, where, extensions)
			})
		}
	}
}

func testFault(t *testing.T, where string, extensions []string) {
	h := relaytest.NewHop(t, relaytest.HopOptions{Extensions: extensions})
	log := &journal{error: make(chan struct{})}
	target := hop(h)
	target.Log = slog.New(slog.NewTextHandler(log, nil))
	target.Dial = faultyDial(h, where)
	conversations, broken := 2, -1
	switch where {
	case "text":
		broken = 4
	case "read":
		conversations = 1 // so that the copy that is heard of was sent
	}
	s := deliver.NewSmarthost(target, conversations)
	defer s.Close()
	f := fates{all: map[string][]deliver.Outcome{}}
	f.send(t, s, people(8), broken)
	f.send(t, s, []string{"later@a.example"}, -1)
	text := log.wait(t)
	if n := strings.Count(text, "level=ERROR"); n != 1 || strings.Contains(text, "secret") || strings.Contains(text, "@") || strings.Contains(text, "at=unknown") {
		t.Errorf("%d errors are logged:\n%s", n, text)
	}
	f.check(t, h, where)
}

// faultyDial connects to a hop so that the relay fails, once, when it opens a conversation, sends, or reads what follows a copy.
func faultyDial(h *relaytest.Hop, where string) func(context.Context, string, string) (net.Conn, error) {
	var failed atomic.Bool
	once := func() bool { return failed.CompareAndSwap(false, true) }
	return func(ctx context.Context, network, target string) (net.Conn, error) {
		if where == "dial" && once() {
			panic(secret)
		}
		conn, err := (&net.Dialer{}).DialContext(ctx, network, target)
		f := faulty{Conn: conn}
		switch where {
		case "read":
			f.read = func() bool { return len(h.Messages()) >= 2 && once() }
		case "write":
			f.write = func(b []byte) bool { return bytes.Contains(b, []byte("RCPT TO:<p4@")) && once() }
		}
		return f, err
	}
}

// check compares what the relay thinks with what arrived.
func (f *fates) check(t *testing.T, h *relaytest.Hop, where string) {
	t.Helper()
	arrived := map[string]int{}
	for _, m := range h.Messages() {
		arrived[strings.Trim(strings.Fields(m.To)[0], "<>")]++
	}
	deferred, doubt := 0, 0
	for who, outcomes := range f.all {
		o := outcomes[0]
		switch {
		case len(outcomes) != 1:
			t.Errorf("%s has %d fates", who, len(outcomes))
		case o.State == store.Delivered && arrived[who] != 1 || o.State == store.Deferred && !o.InDoubt && arrived[who] != 0:
			t.Errorf("%s is %s and arrived %d times", who, o.State, arrived[who])
		case o.State == store.Deferred && o.InDoubt:
			doubt++
		case o.State == store.Deferred:
			deferred++
		case o.State != store.Delivered:
			t.Errorf("%s is %s", who, o.State)
		}
	}
	if where == "read" && (doubt == 0 || deferred > 0) || where != "read" && doubt > 0 || (where == "write" || where == "text") && deferred != 1 {
		t.Errorf("%d deferred, %d in doubt", deferred, doubt)
	}
	if f.all["later@a.example"][0].State != store.Delivered {
		t.Error("nothing is sent any more")
	}
}
