package deliver_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"souspli/policy/address"
	"souspli/policy/message"
	"souspli/policy/wording"
	"souspli/relay/deliver"
	"souspli/relay/link"
	"souspli/relay/metrics"
	"souspli/relay/relaytest"
	"souspli/store"
	"souspli/store/storetest"
)

// rig is a deliverer on a store of its own.
type rig struct {
	*deliver.Deliverer
	store     *store.Store
	now       atomic.Pointer[time.Time]
	newSender func() deliver.Sender
}

// to makes senders to one server.
func to(h deliver.Hop, conversations int) func() deliver.Sender {
	return func() deliver.Sender { return deliver.NewSmarthost(h, conversations) }
}

func newRig(t testing.TB, newSender func() deliver.Sender) *rig {
	t.Helper()
	w, err := wording.New()
	if err != nil {
		t.Fatal(err)
	}
	mint, err := link.NewMint(link.Key{ID: 1, Secret: address.NewSecret([]byte("link"))})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{store: storetest.Open(t), newSender: newSender}
	r.setNow(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))
	r.Deliverer = &deliver.Deliverer{
		Config: deliver.Config{Hostname: "relay.test", BaseURL: "https://relay.test", MailtoDomain: "b.test", Workers: 4, Owner: 7},
		Store:  r.store, Keyer: address.NewKeyer(storetest.Secret()), Mint: mint, Wording: w, Metrics: metrics.New(),
		Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return *r.now.Load() },
	}
	return r
}

func (r *rig) setNow(now time.Time) { r.now.Store(&now) }

// run delivers until the test ends or stop is called.
func (r *rig) run(t testing.TB) (stop func()) {
	t.Helper()
	r.Sender = r.newSender()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { r.Run(ctx); close(done) }()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return stop
}

// plan shows each reader alone and gives the way out.
func plan(t *testing.T, m *message.Message) []byte {
	t.Helper()
	var p message.Plan
	for _, f := range m.Header() {
		if f.Is("To") {
			p.Add(message.ReplaceField(f, message.Piece{Text: "To: "}, message.Piece{Slot: message.SlotTo}, message.Piece{Text: "\r\n"}))
		}
	}
	p.Add(m.AddFields(0, message.Piece{Text: "List-Unsubscribe: <"}, message.Piece{Slot: message.SlotLink}, message.Piece{Text: ">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"}))
	return mustJSON(t, p)
}

func mustJSON(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const newsletter = "From: news@asso.example\r\nTo: everybody@x.example\r\nSubject: Lettre\r\nDate: Sun, 22 Nov 2026 12:00:00 +0000\r\nMessage-ID: <1@c>\r\n\r\nBonjour\r\n.\r\n..\r\nFin\r\n"

// queue puts a newsletter to these recipients into the queue.
func (r *rig) queue(t *testing.T, change func(*store.Submission), to ...string) store.ID {
	t.Helper()
	m, err := message.Parse([]byte(newsletter), message.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	id, err := r.store.NewID(r.Now())
	if err != nil {
		t.Fatal(err)
	}
	sub := store.Submission{ID: id, Account: "marie", Purpose: "newsletter", Received: r.Now(), Body: []byte(newsletter),
		Envelope: store.Envelope{From: "news@asso.example", Plan: plan(t, m), SignFor: "asso.example", Locale: "fr", MessageID: "<1@c>", Subject: "Lettre"}}
	for _, addr := range to {
		a, err := address.Parse(addr)
		if err != nil {
			t.Fatal(err)
		}
		sub.Deliveries = append(sub.Deliveries, store.NewDelivery{Recipient: store.Recipient{Address: addr, Name: "Lecteur é"}, Person: r.Keyer.Key(a), Domain: a.Domain(), State: store.Queued})
	}
	if change != nil {
		change(&sub)
	}
	if err := r.store.Enqueue(t.Context(), sub); err != nil {
		t.Fatal(err)
	}
	return id
}

// states waits until every delivery is in one of the wanted states and gives the rows.
func (r *rig) states(t *testing.T, id store.ID, want ...store.State) []store.Row {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for {
		rows, err := r.store.Rows(t.Context(), store.Filter{Delivery: store.DeliveryID{Submission: id}})
		if err != nil {
			t.Fatal(err)
		}
		ok := len(rows) == len(want)
		for i := range rows {
			ok = ok && i < len(want) && rows[i].State == want[i]
		}
		if ok {
			return rows
		}
		if time.Now().After(deadline) {
			for _, row := range rows {
				t.Logf("%s: %s %s", row.ID, row.State, row.Outcome)
			}
			t.Fatalf("states are not %v", want)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func hop(h *relaytest.Hop) deliver.Hop {
	timeouts := deliver.Timeouts{Connect: 2 * time.Second, Greeting: 2 * time.Second, Command: 2 * time.Second, Write: 2 * time.Second, Final: 2 * time.Second}
	return deliver.Hop{Address: h.Addr, Mode: deliver.TLSNone, Hostname: "relay.test", Timeouts: timeouts}
}

func TestDelivery(t *testing.T) {
	for _, extensions := range [][]string{nil, {"8BITMIME"}, {}, {"PIPELINING", "CHUNKING"}, {"CHUNKING"}} {
		t.Run(strings.Join(extensions, ","), func(t *testing.T) {
			h := relaytest.NewHop(t, relaytest.HopOptions{Extensions: extensions})
			r := newRig(t, to(hop(h), 4))
			id := r.queue(t, nil, "a@a.example", `"b b"@b.example`, "c@c.example")
			stop := r.run(t)
			r.states(t, id, store.Delivered, store.Delivered, store.Delivered)
			stop()
			if n := h.Connections(); n > 4 {
				t.Errorf("%d connections for three copies and four workers", n)
			}
			links := map[string]bool{}
			for _, m := range h.Messages() {
				got, err := mail.ReadMessage(bytes.NewReader(m.Data))
				if err != nil {
					t.Fatal(err)
				}
				to, err := got.Header.AddressList("To")
				path, _, _ := strings.Cut(m.To, ">")
				if err != nil || len(to) != 1 || to[0].Name != "Lecteur é" {
					t.Errorf("To: %v, %v", to, err)
				}
				if want := strings.TrimPrefix(path, "<"); strings.ReplaceAll(to[0].Address, "b b", `"b b"`) != want {
					t.Errorf("copy of %s goes to %s", to[0].Address, want)
				}
				if !bytes.HasSuffix(m.Data, []byte("\r\n\r\nBonjour\r\n.\r\n..\r\nFin\r\n")) {
					t.Errorf("the body changed: %q", m.Data)
				}
				links[got.Header.Get("List-Unsubscribe")] = true
			}
			if len(links) != 3 {
				t.Errorf("%d different links in three copies", len(links))
			}
		})
	}
}

// What a next hop says at each step, and what becomes of the delivery.
func TestAnswers(t *testing.T) {
	for _, tt := range []struct {
		name    string
		script  map[string]string // beginning of the line → answer
		want    store.State
		outcome string
		inDoubt bool
	}{
		{"taken", nil, store.Delivered, "250 2.0.0 queued", false},
		{"no greeting", map[string]string{"connect": "554 go away"}, store.Deferred, "554 go away", false},
		{"closes at once", map[string]string{"connect": "close"}, store.Deferred, "connection: closed by the next hop", false},
		{"not SMTP", map[string]string{"connect": "HTTP/1.1 400 Bad Request"}, store.Deferred, "connection: not an SMTP answer", false},
		{"hangs at the greeting", map[string]string{"connect": "hang"}, store.Deferred, "connection: timeout", false},
		{"hangs at MAIL", map[string]string{"MAIL": "hang"}, store.Deferred, "connection: timeout", false},
		{"hangs behind the dot", map[string]string{".": "hang"}, store.Deferred, "connection: timeout", true},
		{"closes behind the dot", map[string]string{".": "close"}, store.Deferred, "connection: closed by the next hop", true},
		{"sender refused", map[string]string{"MAIL": "550 5.7.1 no"}, store.Failed, "550 5.7.1 no", false},
		{"recipient unknown", map[string]string{"RCPT": "550 5.1.1 <a@a.example> unknown"}, store.Failed, "550 5.1.1 <***> unknown", false},
		{"recipient later", map[string]string{"RCPT": "451 4.2.0 greylisted"}, store.Deferred, "451 4.2.0 greylisted", false},
		{"DATA later", map[string]string{"DATA": "451 4.3.0 disk"}, store.Deferred, "451 4.3.0 disk", false},
		{"message refused", map[string]string{".": "554 5.7.1 spam"}, store.Failed, "554 5.7.1 spam", false},
		{"message later", map[string]string{".": "452 4.3.1 full"}, store.Deferred, "452 4.3.1 full", false},
		{"goes away", map[string]string{"MAIL": "421 4.3.2 bye"}, store.Deferred, "421 4.3.2 bye", false},
		{"wants a login: our configuration, not the message", map[string]string{"MAIL": "530 5.7.0 auth"}, store.Deferred, "530 5.7.0 auth", false},
		{"control characters", map[string]string{".": "554 a\x1b[31mb\rc"}, store.Failed, "554 a[31mbc", false},
		{"several lines", map[string]string{".": "554-5.7.1 one\n554 5.7.1 two"}, store.Failed, "554 5.7.1 one 5.7.1 two", false},
		{"codes that differ", map[string]string{".": "554-one\n250 two"}, store.Deferred, "connection: not an SMTP answer", true},
		{"endless line", map[string]string{".": "250 " + strings.Repeat("x", 100_000)}, store.Deferred, "connection: failed", true},
		{"endless reply", map[string]string{".": strings.Repeat("250-x\n", 1000) + "250 x"}, store.Deferred, "connection: not an SMTP answer", true},
	} {
		for _, extensions := range [][]string{nil, {"PIPELINING", "CHUNKING"}, {}} {
			testAnswer(t, tt.name, extensions, tt.script, tt.want, tt.outcome, tt.inDoubt)
		}
	}
}

func testAnswer(t *testing.T, name string, extensions []string, script map[string]string, want store.State, outcome string, inDoubt bool) {
	t.Run(name+" "+strings.Join(extensions, "+"), func(t *testing.T) {
		t.Parallel()
		if script["DATA"] != "" && len(extensions) > 0 {
			t.Skip("nobody says DATA")
		}
		h := relaytest.NewHop(t, relaytest.HopOptions{Extensions: extensions, Script: func(line string) string {
			for begins, answer := range script {
				if strings.HasPrefix(line, begins) {
					return answer
				}
			}
			return ""
		}})
		r := newRig(t, to(hop(h), 4))
		id := r.queue(t, func(s *store.Submission) { s.Envelope.From = "" }, "a@a.example")
		r.run(t)
		row := r.states(t, id, want)[0]
		if row.Outcome != outcome || row.InDoubt != inDoubt {
			t.Errorf("outcome %q, in doubt %v", row.Outcome, row.InDoubt)
		}
		if want == store.Deferred && !row.Due.After(r.Now()) {
			t.Error("due at once")
		}
	})
}

// A refused recipient in the middle does not disturb the copies before and behind it, on one connection.
func TestRefusalInAConversation(t *testing.T) {
	for _, extensions := range [][]string{nil, {"8BITMIME"}, {"PIPELINING", "CHUNKING"}} {
		h := relaytest.NewHop(t, relaytest.HopOptions{Extensions: extensions, Script: func(line string) string {
			if strings.Contains(line, "bad@") {
				return "550 5.1.1 no"
			}
			return ""
		}})
		r := newRig(t, to(hop(h), 1))
		r.Config.Workers = 1
		id := r.queue(t, func(s *store.Submission) { s.Envelope.From = "" }, "a@a.example", "bad@a.example", "c@a.example")
		stop := r.run(t)
		r.states(t, id, store.Delivered, store.Failed, store.Delivered)
		stop()
		if len(h.Messages()) != 2 || h.Connections() != 1 {
			t.Errorf("%d messages on %d connections", len(h.Messages()), h.Connections())
		}
	}
}

// A conversation that the next hop closed while it was idle costs no attempt.
func TestIdleConversationClosed(t *testing.T) {
	var closeNext atomic.Bool
	h := relaytest.NewHop(t, relaytest.HopOptions{Script: func(line string) string {
		if strings.HasPrefix(line, "MAIL") && closeNext.CompareAndSwap(true, false) {
			return "close"
		}
		return ""
	}})
	r := newRig(t, to(hop(h), 4))
	r.Config.Workers = 1
	r.run(t)
	r.states(t, r.queue(t, nil, "a@a.example"), store.Delivered)
	closeNext.Store(true)
	row := r.states(t, r.queue(t, nil, "b@a.example"), store.Delivered)[0]
	if row.Attempts != 1 {
		t.Errorf("%d attempts", row.Attempts)
	}
}

// An opt-out that arrives while a copy waits stops that copy; the others go when the next hop is back.
func TestOptOutWhileWaiting(t *testing.T) {
	down := atomic.Bool{}
	down.Store(true)
	h := relaytest.NewHop(t, relaytest.HopOptions{Script: func(line string) string {
		if line == "connect" && down.Load() {
			return "421 4.3.2 down"
		}
		return ""
	}})
	r := newRig(t, to(hop(h), 4))
	id := r.queue(t, nil, "a@a.example", "b@b.example")
	r.run(t)
	rows := r.states(t, id, store.Deferred, store.Deferred)
	if _, err := r.store.Suppress(t.Context(), store.Suppression{Person: rows[0].Person, Purpose: "newsletter", Created: r.Now()}); err != nil {
		t.Fatal(err)
	}
	down.Store(false)
	r.setNow(r.Now().Add(2 * time.Minute))
	r.states(t, id, store.Suppressed, store.Delivered)
	if m := h.Messages(); len(m) != 1 || !strings.HasPrefix(m[0].To, "<b@b.example>") {
		t.Errorf("%+v", m)
	}
}

// One notice for a submission lists its failed recipients, goes to the sender from nobody, and is never answered.
func TestNotice(t *testing.T) {
	h := relaytest.NewHop(t, relaytest.HopOptions{Script: func(line string) string {
		if strings.HasPrefix(line, "RCPT TO:<bad") {
			return "550 5.1.1 no such user"
		}
		return ""
	}})
	r := newRig(t, to(hop(h), 4))
	id := r.queue(t, func(s *store.Submission) {
		s.Deliveries[1].Recipient.ORCPT = "rfc822;bad1@original.example"
		s.Deliveries[3].Recipient.Notify = []string{"NEVER"}
	}, "good@a.example", "bad1@a.example", "bad2@a.example", "bad3@a.example")
	stop := r.run(t)
	r.states(t, id, store.Delivered, store.Failed, store.Failed, store.Failed)
	stop()
	r.run(t) // looks for what is to be told as soon as it starts
	m := h.Wait(2, 10*time.Second)[1]
	if m.From != "<> SIZE="+fmt.Sprint(len(m.Data)) && !strings.HasPrefix(m.From, "<>") || !strings.HasPrefix(m.To, "<news@asso.example>") {
		t.Errorf("envelope %s %s", m.From, m.To)
	}
	text := string(m.Data)
	for _, want := range []string{
		"report-type=delivery-status", "Auto-Submitted: auto-replied", "In-Reply-To: <1@c>",
		"Final-Recipient: rfc822; bad1@a.example", "Original-Recipient: rfc822;bad1@original.example", "Final-Recipient: rfc822; bad2@a.example",
		"Action: failed", "Status: 5.1.1", "Diagnostic-Code: smtp; 550 5.1.1 no such user", "Reporting-MTA: dns; relay.test", "text/rfc822-headers", "Subject: Lettre",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
	for _, not := range []string{"bad3@", "good@", "Bonjour"} {
		if strings.Contains(text, not) {
			t.Errorf("%q stands in the notice", not)
		}
	}
	time.Sleep(50 * time.Millisecond)
	if len(h.Messages()) != 2 {
		t.Errorf("%d messages", len(h.Messages()))
	}
}

// Of two relays that find the same ends one tells, and for the other that is no trouble.
func TestAnotherRelayTells(t *testing.T) {
	r := newRig(t, nil)
	id := r.queue(t, nil, "bad@a.example")
	failed := store.Settlement{ID: store.DeliveryID{Submission: id, Seq: 1}, State: store.Failed, Tell: true}
	_, err1 := r.store.Claim(t.Context(), r.Now(), 0, 1, time.Minute)
	err2 := r.store.Settle(t.Context(), r.Now(), failed)
	ends, err3 := r.store.Ends(t.Context(), r.Now())
	if err := errors.Join(err1, err2, err3); err != nil || len(ends) != 1 {
		t.Fatal(ends, err)
	}
	if err := errors.Join(r.Tell(t.Context(), ends[0]), r.Tell(t.Context(), ends[0])); err != nil {
		t.Error(err)
	}
}

func TestGivesUpAfterFiveDays(t *testing.T) {
	h := relaytest.NewHop(t, relaytest.HopOptions{Script: func(line string) string {
		if strings.HasPrefix(line, "RCPT TO:<a@") {
			return "450 4.2.1 later"
		}
		return ""
	}})
	r := newRig(t, to(hop(h), 4))
	id := r.queue(t, nil, "a@a.example")
	stop := r.run(t)
	r.states(t, id, store.Deferred)
	stop()
	r.setNow(r.Now().Add(4*time.Hour + time.Minute))
	stop = r.run(t)
	warning := h.Wait(1, 10*time.Second)[0]
	if !bytes.Contains(warning.Data, []byte("Action: delayed")) || !bytes.Contains(warning.Data, []byte("Status: 4.2.1")) {
		t.Errorf("no warning after four hours:\n%s", warning.Data)
	}
	stop()
	r.setNow(r.Now().Add(5 * 24 * time.Hour))
	stop = r.run(t)
	r.states(t, id, store.Failed)
	stop()
	r.run(t)
	notice := h.Wait(2, 10*time.Second)[1]
	if !bytes.Contains(notice.Data, []byte("Action: failed")) {
		t.Errorf("no notice at the end:\n%s", notice.Data)
	}
}

func TestDSNIsPassedOnOrHonoured(t *testing.T) {
	ask := func(s *store.Submission) {
		s.Envelope.Return, s.Envelope.EnvID = "HDRS", "Q+Q=1"
		s.Deliveries[0].Recipient.Notify, s.Deliveries[0].Recipient.ORCPT = []string{"SUCCESS", "FAILURE"}, "rfc822;A b@c.example"
	}
	t.Run("passed on", func(t *testing.T) {
		h := relaytest.NewHop(t, relaytest.HopOptions{})
		r := newRig(t, to(hop(h), 4))
		id := r.queue(t, ask, "a@a.example")
		r.run(t)
		r.states(t, id, store.Delivered)
		m := h.Messages()[0]
		if !strings.Contains(m.From, " RET=HDRS ENVID=Q+2BQ+3D1") || m.To != "<a@a.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;A+20b@c.example" {
			t.Errorf("%s %s", m.From, m.To)
		}
	})
	t.Run("honoured where the next hop does not know it", func(t *testing.T) {
		h := relaytest.NewHop(t, relaytest.HopOptions{Extensions: []string{"PIPELINING"}})
		r := newRig(t, to(hop(h), 4))
		id := r.queue(t, ask, "a@a.example")
		stop := r.run(t)
		r.states(t, id, store.Delivered)
		stop()
		r.run(t)
		m := h.Wait(2, 10*time.Second)
		if m[0].From != "<news@asso.example>" || m[0].To != "<a@a.example>" {
			t.Errorf("%s %s", m[0].From, m[0].To)
		}
		if text := string(m[1].Data); !strings.Contains(text, "Action: relayed") || !strings.Contains(text, "Original-Envelope-Id: Q+Q=1") {
			t.Errorf("no word of the success:\n%s", text)
		}
	})
}

func TestDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	sender, err := deliver.NewDirectory(dir)
	if err != nil {
		t.Fatal(err)
	}
	r := newRig(t, func() deliver.Sender { return sender })
	id := r.queue(t, nil, "a@a.example", `"../../evil"@b.example`)
	r.run(t)
	r.states(t, id, store.Delivered, store.Delivered)
	files, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil || len(files) != 2 {
		t.Fatalf("%v, %v", files, err)
	}
	content, err := os.ReadFile(files[0])
	if err != nil || !bytes.Contains(content, []byte("List-Unsubscribe: <https://relay.test/u/")) {
		t.Errorf("%s, %v", content, err)
	}
}

// Stopping gives back what was leased and not sent, without counting an attempt.
func TestStop(t *testing.T) {
	started := make(chan struct{}, 10)
	release := make(chan struct{})
	h := relaytest.NewHop(t, relaytest.HopOptions{Script: func(line string) string {
		if strings.HasPrefix(line, "DATA") {
			started <- struct{}{}
			<-release
		}
		return ""
	}})
	r := newRig(t, to(hop(h), 1))
	r.Config.Workers = 1
	id := r.queue(t, nil, "a@a.example", "b@a.example", "c@a.example")
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	r.Sender = r.newSender()
	go func() { r.Run(ctx); close(done) }()
	<-started
	cancel()
	close(release)
	<-done
	rows := r.states(t, id, store.Delivered, store.Queued, store.Queued)
	for _, row := range rows[1:] {
		if row.Attempts != 0 || row.InDoubt {
			t.Errorf("%s: %d attempts, in doubt %v", row.ID, row.Attempts, row.InDoubt)
		}
	}
}
