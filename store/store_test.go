package store_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"souspli/policy/address"
	"souspli/store"
	"souspli/store/storetest"
)

func keyOf(t testing.TB, s string) address.Key {
	t.Helper()
	a, err := address.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return address.NewKeyer(storetest.Secret()).Key(a)
}

// submission makes a submission to these recipients.
func submission(t testing.TB, s *store.Store, now time.Time, purpose string, to ...string) store.Submission {
	t.Helper()
	id, err := s.NewID(now)
	if err != nil {
		t.Fatal(err)
	}
	sub := store.Submission{ID: id, Account: "marie", Purpose: purpose, Received: now,
		Envelope: store.Envelope{From: "marie@asso.example", Plan: []byte("{}"), MessageID: "<1@x>"}, Body: []byte("Subject: confidentiel\r\n\r\ncorps du message\r\n")}
	for _, r := range to {
		_, domain, _ := strings.Cut(r, "@")
		sub.Deliveries = append(sub.Deliveries, store.NewDelivery{Recipient: store.Recipient{Address: r, Name: "N"}, Person: keyOf(t, r), Domain: domain, State: store.Queued})
	}
	return sub
}

func enqueue(t testing.TB, s *store.Store, subs ...store.Submission) {
	t.Helper()
	if err := s.Enqueue(t.Context(), subs...); err != nil {
		t.Fatal(err)
	}
}

func claim(t testing.TB, s *store.Store, now time.Time) []store.Delivery {
	t.Helper()
	list, err := s.Claim(t.Context(), now, 7, 100, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func rows(t testing.TB, s *store.Store, f store.Filter) []store.Row {
	t.Helper()
	list, err := s.Rows(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestDeliveryFromQueueToForgotten(t *testing.T) {
	storetest.Each(t, testDeliveryFromQueueToForgotten)
}

func testDeliveryFromQueueToForgotten(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	sub := submission(t, s, noon, "newsletter", "a@x.example", "b@y.example")
	enqueue(t, s, sub)

	envelope, body, err := s.Load(t.Context(), sub.ID)
	if err != nil || envelope.From != "marie@asso.example" || !bytes.Equal(body, sub.Body) {
		t.Fatalf("load: %+v %q %v", envelope, body, err)
	}
	list := claim(t, s, noon)
	if len(list) != 2 || list[0].Recipient.Address != "a@x.example" || list[0].Attempts != 1 || list[0].Purpose != "newsletter" {
		t.Fatalf("claimed %+v", list)
	}
	if again := claim(t, s, noon); len(again) != 0 {
		t.Fatalf("leased twice: %+v", again)
	}
	settle := func(x store.Settlement) {
		t.Helper()
		if err := s.Settle(t.Context(), noon, x); err != nil {
			t.Fatal(err)
		}
	}
	settle(store.Settlement{ID: list[0].ID, Owner: 7, State: store.Delivered, Outcome: "250 2.0.0"})
	settle(store.Settlement{ID: list[1].ID, Owner: 7, State: store.Deferred, Due: noon.Add(time.Minute), Outcome: "451 4.3.0"})
	if early := claim(t, s, noon.Add(59*time.Second)); len(early) != 0 {
		t.Fatal("due too early")
	}
	if _, _, err := s.Load(t.Context(), sub.ID); err != nil {
		t.Fatalf("the body is gone while a delivery waits: %v", err)
	}
	list = claim(t, s, noon.Add(time.Minute))
	if len(list) != 1 || list[0].Attempts != 2 {
		t.Fatalf("second attempt: %+v", list)
	}
	settle(store.Settlement{ID: list[0].ID, Owner: 7, State: store.Delivered})
	if _, _, err := s.Load(t.Context(), sub.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the body outlives the submission: %v", err)
	}
	for _, r := range rows(t, s, store.Filter{}) {
		if r.State != store.Delivered || !r.Recipient.IsZero() || r.Domain == "" {
			t.Errorf("%s: %s, address forgotten: %v", r.ID, r.State, r.Recipient.IsZero())
		}
	}
}

// An opt-out between acceptance and delivery, or between two attempts, wins (DESIGN 3.4).
func TestSuppressionIsAskedInTheLease(t *testing.T) {
	storetest.Each(t, testSuppressionIsAskedInTheLease)
}

func testSuppressionIsAskedInTheLease(t *testing.T, e storetest.Engine) {
	for _, tt := range []struct {
		name, purpose, suppress string
		want                    int
	}{
		{"this purpose", "newsletter", "newsletter", 0},
		{"everything", "newsletter", store.Everything, 0},
		{"another purpose", "newsletter", "shop", 1},
		{"correspondence, everything", "", store.Everything, 0},
		{"correspondence, a purpose", "", "newsletter", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := e.Open(t)
			enqueue(t, s, submission(t, s, noon, tt.purpose, "a@x.example"))
			add := func() {
				if _, err := s.Suppress(t.Context(), store.Suppression{Person: keyOf(t, "A@x.example"), Purpose: tt.suppress, Source: store.SourceOneClick, Created: noon}); err != nil {
					t.Fatal(err)
				}
			}
			add()
			if got := len(claim(t, s, noon)); got != tt.want {
				t.Errorf("%d leased, want %d", got, tt.want)
			}
			if r := rows(t, s, store.Filter{})[0]; tt.want == 0 && (r.State != store.Suppressed || !r.Recipient.IsZero()) {
				t.Errorf("state %s", r.State)
			}
		})
	}
	t.Run("between two attempts", func(t *testing.T) {
		s := e.Open(t)
		enqueue(t, s, submission(t, s, noon, "n", "a@x.example"))
		d := claim(t, s, noon)[0]
		if _, err := s.Suppress(t.Context(), store.Suppression{Person: d.Person, Purpose: "n", Created: noon}); err != nil {
			t.Fatal(err)
		}
		if err := s.Settle(t.Context(), noon, store.Settlement{ID: d.ID, Owner: 7, State: store.Deferred, Due: noon}); err != nil {
			t.Fatal(err)
		}
		if list := claim(t, s, noon); len(list) != 0 {
			t.Error("a second attempt after the opt-out")
		}
	})
	t.Run("what the relay writes itself is no mailing", func(t *testing.T) {
		s := e.Open(t)
		sub := submission(t, s, noon, "", "a@x.example")
		sub.Account = ""
		enqueue(t, s, sub)
		if _, err := s.Suppress(t.Context(), store.Suppression{Person: keyOf(t, "a@x.example"), Purpose: store.Everything, Created: noon}); err != nil {
			t.Fatal(err)
		}
		if len(claim(t, s, noon)) != 1 {
			t.Error("a sender who opted out is not told that their message failed")
		}
	})
}

func TestLeasesRunOut(t *testing.T) { storetest.Each(t, testLeasesRunOut) }

func testLeasesRunOut(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	enqueue(t, s, submission(t, s, noon, "", "a@x.example"))
	first := claim(t, s, noon)[0]
	later := noon.Add(2 * time.Minute)
	second, err := s.Claim(t.Context(), later, 8, 10, time.Minute)
	if err != nil || len(second) != 1 || !second[0].InDoubt {
		t.Fatalf("the lease was not taken over in doubt: %+v %v", second, err)
	}
	// The frozen relay wakes up: what it has to say comes too late.
	if err := s.Settle(t.Context(), later, store.Settlement{ID: first.ID, Owner: 7, State: store.Failed}); err != nil {
		t.Fatal(err)
	}
	if r := rows(t, s, store.Filter{})[0]; r.State != store.Leased {
		t.Errorf("a settlement of an old lease changed the state to %s", r.State)
	}
}

func TestRecoverAfterACrash(t *testing.T) { storetest.Each(t, testRecoverAfterACrash) }

func testRecoverAfterACrash(t *testing.T, e storetest.Engine) {
	o := e.Empty(t)
	s := storetest.OpenWith(t, o)
	enqueue(t, s, submission(t, s, noon, "", "a@x.example", "b@x.example"))
	claim(t, s, noon)
	again := storetest.OpenWith(t, o)
	n, err := again.Recover(t.Context(), noon)
	if want := map[string]int{"sqlite": 2, "postgres": 0}[e.Name]; err != nil || n != want {
		t.Fatalf("recovered %d, %v; want %d: on PostgreSQL another relay may hold them", n, err, want)
	}
	later := noon.Add(2 * time.Minute) // the leases have run out
	if _, err := again.Recover(t.Context(), later); err != nil {
		t.Fatal(err)
	}
	list := claim(t, again, later)
	if len(list) != 2 {
		t.Fatalf("%d came back", len(list))
	}
	for _, d := range list {
		if !d.InDoubt {
			t.Errorf("%s may have arrived and is not marked", d.ID)
		}
	}
}

func TestFailuresAreToldOnce(t *testing.T) { storetest.Each(t, testFailuresAreToldOnce) }

func testFailuresAreToldOnce(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	sub := submission(t, s, noon, "", "a@x.example", "b@x.example", "c@x.example")
	enqueue(t, s, sub)
	list := claim(t, s, noon)
	err := s.Settle(t.Context(), noon,
		store.Settlement{ID: list[0].ID, Owner: 7, State: store.Failed, Outcome: "550 5.1.1", Tell: true},
		store.Settlement{ID: list[1].ID, Owner: 7, State: store.Failed, Outcome: "550 5.1.1", Tell: true},
		store.Settlement{ID: list[2].ID, Owner: 7, State: store.Deferred, Due: noon.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	if untold, _ := s.Ends(t.Context(), noon.Add(-time.Minute)); len(untold) != 0 {
		t.Error("told while another recipient still waits and nothing is old")
	}
	untold, err := s.Ends(t.Context(), noon.Add(time.Minute))
	if err != nil || len(untold) != 1 || len(untold[0].Rows) != 2 || untold[0].Rows[0].Recipient.Address != "a@x.example" {
		t.Fatalf("untold: %+v, %v", untold, err)
	}
	notice := submission(t, s, noon, "", "marie@asso.example")
	if err := s.Told(t.Context(), noon, untold[0], &notice); err != nil {
		t.Fatal(err)
	}
	if again, _ := s.Ends(t.Context(), noon.Add(time.Minute)); len(again) != 0 {
		t.Error("told twice")
	}
	for _, r := range rows(t, s, store.Filter{States: []store.State{store.Failed}}) {
		if !r.Recipient.IsZero() {
			t.Error("the address of a failed recipient is kept after the notice")
		}
	}
	if len(rows(t, s, store.Filter{Delivery: store.DeliveryID{Submission: notice.ID}})) != 1 {
		t.Error("the notice is not in the queue")
	}
}

func TestOperatorVerbs(t *testing.T) { storetest.Each(t, testOperatorVerbs) }

func testOperatorVerbs(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	sub := submission(t, s, noon, "", "a@x.example", "b@x.example")
	enqueue(t, s, sub)
	one := store.Filter{Delivery: store.DeliveryID{Submission: sub.ID, Seq: 1}}
	all := store.Filter{}
	for _, step := range []struct {
		verb func(context.Context, time.Time, store.Filter) (store.Changed, error)
		f    store.Filter
		n    int
		want store.State // of the first delivery afterwards
	}{
		{s.Hold, one, 1, store.Held},
		{s.Hold, one, 0, store.Held},
		{s.Retry, one, 0, store.Held}, // a hold is not undone by accident
		{s.Release, all, 1, store.Queued},
		{s.Delete, one, 1, store.Cancelled},
		{s.Release, all, 0, store.Cancelled},
		{s.Retry, all, 1, store.Cancelled},
	} {
		n, err := step.verb(t.Context(), noon, step.f)
		if err != nil || n != (store.Changed{Deliveries: step.n}) {
			t.Fatalf("changed %+v, %v; want %d", n, err, step.n)
		}
		if got := rows(t, s, one)[0].State; got != step.want {
			t.Fatalf("state %s, want %s", got, step.want)
		}
	}
	claim(t, s, noon)
	if n, err := s.Delete(t.Context(), noon, all); err != nil || n != (store.Changed{OnTheirWay: 1}) {
		t.Errorf("a delivery was cancelled while it was being sent: %+v, %v", n, err)
	}
}

// A copied database shows neither who is written to nor what (DESIGN 3.5).
func TestNothingInClearOnDisk(t *testing.T) {
	dir := t.TempDir()
	s := storetest.OpenAt(t, filepath.Join(dir, "souspli.db"))
	enqueue(t, s, submission(t, s, noon, "newsletter", "jeanne.secrete@x.example"))
	if err := s.Explain(t.Context(), "REF", noon.Add(time.Hour), store.Explanation{Reason: "membres-secrets.xlsx"}); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) < 2 {
		t.Fatalf("no write-ahead log beside the database? %v %v", files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, clear := range []string{"jeanne", "secrete", "confidentiel", "corps du message", "marie@asso", "membres"} {
			if bytes.Contains(content, []byte(clear)) {
				t.Errorf("%s holds %q in clear", filepath.Base(file), clear)
			}
		}
		info, err := os.Stat(file)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", filepath.Base(file), info.Mode())
		}
	}
}

func TestTheWrongKeyOpensNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "souspli.db")
	storetest.OpenAt(t, path)
	_, err := store.Open(t.Context(), store.Options{Path: path, Secret: address.NewSecret(make([]byte, 32))})
	if !errors.Is(err, store.ErrKey) {
		t.Errorf("got %v", err)
	}
}

// Many who write at once all get their answer, and one that fails takes nothing of the others with it.
func TestGroupCommit(t *testing.T) { storetest.Each(t, testGroupCommit) }

func testGroupCommit(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	var wg sync.WaitGroup
	errs := make([]error, 200)
	first := submission(t, s, noon, "", "a@x.example")
	enqueue(t, s, first)
	for i := range errs {
		sub := submission(t, s, noon.Add(time.Duration(i)*time.Millisecond), "", "a@x.example")
		if i%10 == 0 {
			sub.ID = first.ID // exists already
		}
		wg.Go(func() { errs[i] = s.Enqueue(context.Background(), sub) })
	}
	wg.Wait()
	for i, err := range errs {
		if (err != nil) != (i%10 == 0) {
			t.Errorf("submission %d: %v", i, err)
		}
	}
	if n := len(rows(t, s, store.Filter{})); n != 181 {
		t.Errorf("%d deliveries, want 181", n)
	}
	if s.Broken() {
		t.Error("a refused row is no broken disk")
	}
}

func TestBackup(t *testing.T) { storetest.Each(t, testBackup) }

func testBackup(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	enqueue(t, s, submission(t, s, noon, "", "a@x.example"))
	if _, err := s.Suppress(t.Context(), store.Suppression{Person: keyOf(t, "b@x.example"), Purpose: "*", Created: noon}); err != nil {
		t.Fatal(err)
	}
	for _, withQueue := range []bool{false, true} {
		path := filepath.Join(t.TempDir(), "it's a copy.db")
		if err := s.Backup(t.Context(), path, withQueue); err != nil {
			t.Fatal(err)
		}
		c := storetest.OpenAt(t, path)
		if list, err := c.SuppressionsOf(t.Context(), keyOf(t, "b@x.example")); err != nil || len(list) != 1 {
			t.Errorf("the opt-out is missing from the copy: %v", err)
		}
		list := rows(t, c, store.Filter{})
		if withQueue && (len(list) != 1 || list[0].State != store.Held) || !withQueue && len(list) != 0 {
			t.Errorf("with queue %v: %+v", withQueue, list)
		}
		if len(claim(t, c, noon.Add(time.Hour))) != 0 {
			t.Error("a restored queue sends by itself")
		}
	}
}

func TestPurge(t *testing.T) { storetest.Each(t, testPurge) }

func testPurge(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	sub := submission(t, s, noon, "", "a@x.example")
	sub.Deliveries[0].State = store.Suppressed
	enqueue(t, s, sub, submission(t, s, noon.Add(time.Millisecond), "", "b@x.example"))
	if err := s.Explain(t.Context(), "R", noon.Add(time.Hour), store.Explanation{Reason: "x"}); err != nil {
		t.Fatal(err)
	}
	if e, err := s.Explanation(t.Context(), noon, "R"); err != nil || e.Reason != "x" {
		t.Fatal(err)
	}
	later := noon.Add(40 * 24 * time.Hour)
	if _, err := s.Explanation(t.Context(), later, "R"); !errors.Is(err, store.ErrNotFound) {
		t.Error("an explanation outlives its time")
	}
	if err := s.Purge(t.Context(), later, 30*24*time.Hour); err != nil {
		t.Fatal(err)
	}
	if list := rows(t, s, store.Filter{}); len(list) != 1 || list[0].State != store.Queued {
		t.Errorf("after the purge: %+v; what waits stays, what is finished goes", list)
	}
}

func TestIDs(t *testing.T) {
	s := storetest.Open(t)
	a, err := s.NewID(noon)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := s.NewID(noon.Add(time.Millisecond))
	if a.String() >= b.String() || len(a.String()) != 13 {
		t.Errorf("%s, %s do not sort by time", a, b)
	}
	seen := map[store.ID]bool{}
	for range 20_000 { // in one millisecond
		id, err := s.NewID(noon)
		if err != nil || seen[id] {
			t.Fatalf("%s was given twice, %v", id, err)
		}
		seen[id] = true
	}
	for _, text := range []string{a.String(), strings.ToLower(a.String()), strings.NewReplacer("0", "o", "1", "l").Replace(a.String())} {
		if got, err := store.ParseID(text); err != nil || got != a {
			t.Errorf("%q reads as %v, %v", text, got, err)
		}
	}
	d := store.DeliveryID{Submission: a, Seq: 17}
	if got, err := store.ParseDeliveryID(d.String()); err != nil || got != d {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"", "x", "ZZZZZZZZZZZZZ", a.String() + "-0", a.String() + "-x", a.String() + "-1x", a.String() + "--1", "0000000000000"} {
		if got, err := store.ParseDeliveryID(bad); err == nil {
			t.Errorf("%q reads as %v", bad, got)
		}
	}
}

// The table of moves names every state, and ends only in what cannot be undone.
func TestStates(t *testing.T) {
	final := map[store.State]bool{store.Delivered: true, store.Failed: true, store.Suppressed: true, store.Cancelled: true}
	for _, s := range store.States() {
		if s.IsFinal() != final[s] {
			t.Errorf("%s is final: %v", s, s.IsFinal())
		}
		reachable := s == store.Queued
		for _, from := range store.States() {
			reachable = reachable || from.CanBecome(s)
			if from.IsFinal() && from.CanBecome(s) {
				t.Errorf("%s is final and becomes %s", from, s)
			}
		}
		if ends := !slices.ContainsFunc(store.States(), s.CanBecome); ends != s.IsFinal() {
			t.Errorf("%s: nothing follows in the table: %v", s, ends)
		}
		if !reachable {
			t.Errorf("%s is never reached", s)
		}
	}
}

// A folder may have any name: SQLite's own way of writing names must not cut it.
func TestOddFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a#b?c%41d e'f")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "souspli.db")
	s := storetest.OpenAt(t, file)
	if err := errors.Join(s.Ping(t.Context()), s.Backup(t.Context(), filepath.Join(dir, "copy"), true)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"souspli.db", "souspli.db-wal", "copy"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}
