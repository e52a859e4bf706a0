package deliver_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"souspli/policy/message"
	"souspli/relay/deliver"
	"souspli/relay/relaytest"
	"souspli/store"
)

// people gives n recipients.
func people(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("p%d@a.example", i)
	}
	return list
}

// settled waits until no delivery is queued or leased, and gives the rows.
func (r *rig) settled(t *testing.T, id store.ID) []store.Row {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		rows, err := r.store.Rows(t.Context(), store.Filter{Delivery: store.DeliveryID{Submission: id}})
		if err != nil {
			t.Fatal(err)
		}
		waiting := 0
		for _, row := range rows {
			if row.State == store.Queued || row.State == store.Leased {
				waiting++
			}
		}
		if waiting == 0 {
			return rows
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d deliveries are still under way", waiting)
		}
	}
}

// Of two copies that come together one conversation takes the first; the other does not wait until that one is through.
func TestTheSecondCopyGetsAConversation(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // greets nobody, so that a conversation stays
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	s := deliver.NewSmarthost(deliver.Hop{Address: silent.Addr().String()}, 2)
	if open := deliver.TakeOne(s); open != 2 {
		t.Errorf("%d conversations, want 2", open)
	}
}

// nth gives an answer to the n-th line that begins so, counted from 1, on any connection.
func nth(begins string, n int64, answer string) relaytest.Script {
	var seen atomic.Int64
	return func(line string) string {
		if strings.HasPrefix(line, begins) && seen.Add(1) == n {
			return answer
		}
		return ""
	}
}

// What a next hop does in the middle of a window of copies, and what becomes of all of them: none is lost, none goes to
// somebody else, and what may arrive twice is named and bounded.
func TestWindow(t *testing.T) {
	const copies = 60
	chunking, plain := []string{"PIPELINING", "CHUNKING", "8BITMIME"}, []string{"PIPELINING"}
	for _, tt := range []struct {
		name       string
		extensions []string
		script     relaytest.Script
		options    relaytest.HopOptions
		delivered  int // at least
		failed     int
		deferred   int    // at most; the rest is delivered
		doubt      int    // at most
		line       string // that the next hop hears; ! not
	}{
		{"all goes well", chunking, nil, relaytest.HopOptions{}, copies, 0, 0, 0, "!DATA"},
		{"all goes well without CHUNKING", plain, nil, relaytest.HopOptions{}, copies, 0, 0, 0, "!BDAT"},
		{"far away", chunking, nil, relaytest.HopOptions{Delay: 10 * time.Millisecond}, copies, 0, 0, 0, "RSET"},
		{"a recipient is refused", chunking, nth("RCPT TO:<p7@", 1, "550 5.1.1 no"), relaytest.HopOptions{Sloppy: true}, copies - 1, 1, 0, 0, ""},
		{"a recipient is refused, DATA answers 354", plain, func(line string) string {
			if strings.HasPrefix(line, "RCPT TO:<p7@") {
				return "550 5.1.1 no"
			}
			return ""
		}, relaytest.HopOptions{}, copies - 1, 1, 0, 0, "0 octets for nobody"},
		{"a sender is refused for now", chunking, nth("MAIL", 9, "451 4.3.0 later"), relaytest.HopOptions{}, copies - 1, 0, 1, 0, ""},
		{"a sender is refused for now, behind the dot", plain, nth("MAIL", 9, "451 4.3.0 later"), relaytest.HopOptions{}, copies - 1, 0, 1, 0, ""},
		{"a message is refused, and its recipient stays", chunking, nth(".", 9, "554 5.7.1 no"), relaytest.HopOptions{Sloppy: true}, copies - 1, 1, 0, 0, ""},
		{"a message is refused for now", chunking, nth(".", 9, "452 4.3.1 full"), relaytest.HopOptions{Sloppy: true}, copies - 1, 0, 1, 0, ""},
		{"a message is refused, without CHUNKING", plain, nth(".", 9, "554 5.7.1 no"), relaytest.HopOptions{}, copies - 1, 1, 0, 0, ""},
		{"enough for one connection", chunking, nth("MAIL", 20, "421 4.7.0 too many"), relaytest.HopOptions{}, copies, 0, 0, 0, ""},
		{"enough for one connection, behind the dot", plain, nth("MAIL", 20, "421 4.7.0 too many"), relaytest.HopOptions{}, copies, 0, 0, 0, ""},
		{"closes in the middle", chunking, nth(".", 20, "close"), relaytest.HopOptions{}, copies - 32, 0, 32, 32, ""},
		{"takes one and closes", chunking, nth(".", 20, "close after"), relaytest.HopOptions{}, copies - 32, 0, 32, 32, ""},
		{"closes behind a dot", plain, nth(".", 20, "close"), relaytest.HopOptions{}, copies - 1, 0, 1, 1, ""},
		{"closes at an envelope", plain, nth("RCPT", 20, "close"), relaytest.HopOptions{}, copies, 0, 0, 0, ""},
		{"announces BDAT and does not know it", chunking, nil, relaytest.HopOptions{NoBDAT: true}, copies, 0, 0, 0, "DATA"},
		{"does not take an empty chunk", chunking, nth("BDAT 0", 1, "504 5.5.4 zero size"), relaytest.HopOptions{}, copies, 0, 0, 0, "!DATA"},
		{"refuses what it announced after a while", chunking, nth("BDAT", 20, "503 5.5.1 bad sequence"), relaytest.HopOptions{}, copies - 32, 0, 32, 32, "DATA"},
		{"answers no more", chunking, nth(".", 20, "hang"), relaytest.HopOptions{}, copies - 32, 0, 32, 32, ""},
		{"clears nothing", chunking, nth("RSET", 20, "500 what?"), relaytest.HopOptions{}, copies - 32, 0, 32, 32, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.options.Extensions, tt.options.Script = tt.extensions, tt.script
			h := relaytest.NewHop(t, tt.options)
			r := newRig(t, to(hop(h), 1))
			id := r.queue(t, func(s *store.Submission) { s.Envelope.From = "" }, people(copies)...)
			stop := r.run(t)
			rows := r.settled(t, id)
			stop()
			count, doubt := map[store.State]int{}, 0
			for _, row := range rows {
				if count[row.State]++; row.InDoubt {
					doubt++
				}
				if row.Attempts != 1 {
					t.Errorf("%s: %d attempts", row.ID, row.Attempts)
				}
			}
			if count[store.Delivered] < tt.delivered || count[store.Failed] != tt.failed || count[store.Deferred] > tt.deferred || doubt > tt.doubt ||
				count[store.Delivered]+count[store.Failed]+count[store.Deferred] != copies {
				t.Errorf("%v, %d in doubt", count, doubt)
			}
			checkArrivals(t, h, count[store.Delivered], doubt)
			checkHeard(t, h, tt.line)
		})
	}
}

// While nothing can be recorded, a conversation that the server ends is not followed by another with a window of its own.
func TestOneWindowAfterTheOther(t *testing.T) {
	const copies = 100
	for _, tt := range []struct {
		extensions []string
		last       int64 // copy of the first conversation
		window     int
	}{{[]string{"PIPELINING", "CHUNKING"}, 20, 32}, {[]string{"PIPELINING"}, 1, 2}} {
		h := relaytest.NewHop(t, relaytest.HopOptions{Extensions: tt.extensions, Script: nth("MAIL", tt.last+1, "421 4.7.0 too many")})
		s := deliver.NewSmarthost(hop(h), 1)
		away := make(chan struct{}) // closed: the database is back
		var sent sync.WaitGroup
		sent.Go(func() { sendWhileAway(t, s, copies, away) })
		h.Wait(int(tt.last), 10*time.Second)
		time.Sleep(500 * time.Millisecond) // in which another conversation would send
		if n := len(h.Messages()); n > tt.window {
			t.Errorf("%v: %d copies were sent, and no outcome is on disk", tt.extensions, n)
		}
		close(away)
		sent.Wait()
		s.Close()
		if n := len(h.Messages()); n != copies {
			t.Errorf("%v: %d of %d copies arrived", tt.extensions, n, copies)
		}
	}
}

// sendWhileAway sends copies whose outcomes are on disk when the database is back.
func sendWhileAway(t *testing.T, s deliver.Sender, copies int, away <-chan struct{}) {
	maker, err := deliver.NewMaker([]byte(newsletter), message.Plan{}, nil, "")
	if err != nil {
		t.Error(err)
		return
	}
	var recorded sync.WaitGroup
	for range copies {
		j, err := maker.Copy(message.Values{})
		if err != nil {
			t.Error(err)
			return
		}
		recorded.Add(1)
		s.Send(t.Context(), j, func(o deliver.Outcome) {
			go func() {
				defer recorded.Done()
				<-away
				o.Recorded()
			}()
		})
	}
	recorded.Wait()
}

// checkArrivals makes sure that each copy went to its own recipient, once, and that what arrived was delivered or is in doubt.
func checkArrivals(t *testing.T, h *relaytest.Hop, delivered, doubt int) {
	t.Helper()
	seen := map[string]bool{}
	for _, m := range h.Messages() {
		address, rest, _ := strings.Cut(strings.TrimPrefix(m.To, "<"), ">")
		if strings.Contains(rest, "<") || !bytes.Contains(m.Data, []byte("<"+address+">")) || bytes.Count(m.Data, []byte("\nTo: ")) != 1 {
			t.Errorf("the copy went to %s:\n%s", m.To, m.Data)
		}
		if seen[address] {
			t.Errorf("%s has it twice", address)
		}
		seen[address] = true
	}
	if len(seen) < delivered || len(seen) > delivered+doubt {
		t.Errorf("%d arrived, %d delivered, %d in doubt", len(seen), delivered, doubt)
	}
}

// checkHeard makes sure that the next hop heard a line, or with ! did not, and that no text of a message was taken for a command.
func checkHeard(t *testing.T, h *relaytest.Hop, line string) {
	t.Helper()
	want, unwanted := strings.CutPrefix(line, "!")
	heard := want == ""
	for _, c := range h.Commands() {
		heard = heard || strings.HasPrefix(c, want)
		verb, _, _ := strings.Cut(c, " ")
		if !strings.Contains("EHLO MAIL RCPT DATA BDAT RSET QUIT 0", verb) {
			t.Errorf("the next hop heard %q", c)
		}
	}
	if heard == unwanted {
		t.Errorf("%s: %v", line, heard)
	}
}

// A next hop that stops reading in the middle of a message is given up, and the message is not in doubt.
func TestStopsReading(t *testing.T) {
	for _, extensions := range [][]string{{"PIPELINING", "CHUNKING"}, {"PIPELINING"}, {}} {
		h := relaytest.NewHop(t, relaytest.HopOptions{Extensions: extensions, Stall: 1 << 20})
		target := hop(h)
		target.Timeouts.Write = 300 * time.Millisecond
		r := newRig(t, to(target, 1))
		id := r.queue(t, func(s *store.Submission) {
			s.Envelope.From = ""
			s.Body = append(s.Body, bytes.Repeat([]byte(strings.Repeat("x", 76)+"\r\n"), 300_000)...)
		}, "a@a.example")
		stop := r.run(t)
		row := r.settled(t, id)[0]
		stop()
		if row.State != store.Deferred || row.InDoubt {
			t.Errorf("%v: %s, in doubt %v: %s", extensions, row.State, row.InDoubt, row.Outcome)
		}
	}
}

// Every copy that arrives verifies, whichever way it was sent.
func TestSignedCopiesVerify(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for _, extensions := range [][]string{{"PIPELINING", "CHUNKING"}, {"PIPELINING"}} {
		h := relaytest.NewHop(t, relaytest.HopOptions{Extensions: extensions})
		r := newRig(t, to(hop(h), 2))
		r.Keys = deliver.Keys{{Domain: "asso.example", Selector: "s1", Signer: key}}
		id := r.queue(t, footed(t), people(40)...)
		stop := r.run(t)
		r.settled(t, id)
		stop()
		if len(h.Messages()) != 40 {
			t.Fatalf("%d arrived", len(h.Messages()))
		}
		for _, m := range h.Messages() {
			if err := verify(t, m.Data, record(t, key)); err != nil {
				t.Fatalf("%v\n%s", err, m.Data)
			}
		}
	}
}

// footed gives the message a text in which each copy has octets of its own, between others that are shared.
func footed(t *testing.T) func(*store.Submission) {
	raw := strings.Replace(newsletter, "Bonjour\r\n", "Bonjour  à\ttous \r\n\r\n \r\n.x\r\nHERE\r\n\r\n", 1)
	return func(s *store.Submission) {
		m, err := message.Parse([]byte(raw), message.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		at := strings.Index(raw, "HERE")
		var p message.Plan
		for _, f := range m.Header() {
			if f.Is("To") {
				p.Add(message.ReplaceField(f, message.Piece{Text: "To: "}, message.Piece{Slot: message.SlotTo}, message.Piece{Text: "\r\n"}))
			}
		}
		p.Edits = append(p.Edits, message.Edit{Offset: at, Length: 4, Pieces: []message.Piece{{Text: "go  to "}, {Slot: message.SlotLink}, {Text: " "}}})
		s.Body, s.Envelope.Plan = []byte(raw), mustJSON(t, p)
	}
}

// While a slow server takes a newsletter, a letter that comes later waits behind what is leased and made already, which is a
// small part of it.
func TestALetterOvertakes(t *testing.T) {
	const readers, most = 400, 150
	h := relaytest.NewHop(t, relaytest.HopOptions{Extensions: []string{"PIPELINING", "8BITMIME"}, Script: func(line string) string {
		if line == "." {
			time.Sleep(20 * time.Millisecond)
		}
		return ""
	}})
	r := newRig(t, to(hop(h), 4))
	var list []string
	for i := range readers {
		list = append(list, fmt.Sprintf("r%d@x.example", i))
	}
	r.queue(t, func(s *store.Submission) { s.Account = "tool" }, list...)
	r.run(t)
	before := len(h.Wait(20, 10*time.Second))
	r.queue(t, func(s *store.Submission) { s.Account = "marie" }, "letter@x.example")
	for n := before + 1; ; n++ {
		messages := h.Wait(n, 10*time.Second)
		i := slices.IndexFunc(messages, func(m relaytest.Message) bool { return strings.HasPrefix(m.To, "<letter@") })
		if i >= 0 {
			t.Logf("%d copies before the letter was queued, %d before it arrived", before, i)
			if i-before > most {
				t.Errorf("%d of %d copies went before it", i-before, readers)
			}
			return
		}
	}
}

// A next hop that has taken all of a large copy, and does not answer, keeps no letter back: it goes over another conversation.
func TestNothingGoesBehindALargeCopy(t *testing.T) {
	for _, extensions := range [][]string{{"PIPELINING", "CHUNKING"}, {"PIPELINING"}, {}} {
		t.Run(strings.Join(extensions, ","), func(t *testing.T) {
			taken, answer := make(chan struct{}), make(chan struct{})
			defer close(answer)
			var dots atomic.Int64
			h := relaytest.NewHop(t, relaytest.HopOptions{Extensions: extensions, Script: func(line string) string {
				if line == "." && dots.Add(1) == 1 {
					close(taken)
					<-answer
				}
				return ""
			}})
			next := hop(h)
			next.Timeouts.Final = time.Minute
			r := newRig(t, to(next, 2))
			r.queue(t, func(s *store.Submission) {
				s.Body = append(s.Body, strings.Repeat("The quick brown fox jumps over the lazy dog.\r\n", 3<<20/46)...)
			}, "large@a.example")
			r.run(t)
			<-taken
			letter := r.queue(t, nil, "letter@a.example")
			r.states(t, letter, store.Delivered)
		})
	}
}
