package deliver_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"souspli/relay/relaytest"
	"souspli/store"
	"souspli/store/storetest"
)

// The database is away while copies are under way, for longer than a change is tried again: what the next hop said is recorded
// when it is back. Nothing is lost, and nothing is sent twice.
func TestTheDatabaseIsAwayWhileCopiesArrive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "souspli.db")
	away := 12 * time.Second // SQLite waits ten for a lock
	if os.Getenv("SOUSPLI_LONG") != "" {
		away = time.Minute
	}
	testAnOutage(t, storetest.OpenAt(t, path), func(begun func()) {
		other, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=busy_timeout(10000)")
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		tx, err := other.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		begun()
		time.Sleep(away)
		if err := tx.Rollback(); err != nil {
			t.Fatal(err)
		}
	})
}

// The same with a server, for which a relay waits in other ways: also just as long as leases last.
func TestTheServerIsAwayWhileCopiesArrive(t *testing.T) {
	if os.Getenv("SOUSPLI_LONG") == "" {
		t.Skip("takes minutes: SOUSPLI_LONG=1")
	}
	for _, away := range []time.Duration{17 * time.Second, 28 * time.Second, time.Minute} {
		t.Run(away.String(), func(t *testing.T) {
			server := storetest.OwnServer(t)
			testAnOutage(t, storetest.OpenWith(t, store.Options{URL: server.Database(t), Secret: storetest.Secret()}), func(begun func()) {
				if err := server.Crash(); err != nil {
					t.Fatal(err)
				}
				begun()
				time.Sleep(away)
				if err := server.Start(); err != nil {
					t.Fatal(err)
				}
			})
		})
	}
}

func testAnOutage(t *testing.T, s *store.Store, outage func(begun func())) {
	answers := make(chan struct{}) // closed: the next hop answers to the rest
	var seen atomic.Int64
	h := relaytest.NewHop(t, relaytest.HopOptions{Extensions: []string{"PIPELINING", "CHUNKING"}, Script: func(line string) string {
		if line == "." && seen.Add(1) > 60 {
			<-answers
		}
		return ""
	}})
	next := hop(h)
	next.Timeouts.Final = time.Minute
	r := newRig(t, to(next, 2))
	r.store, r.Store, r.Now = s, s, time.Now
	id := r.queue(t, nil, people(150)...)
	r.run(t)
	h.Wait(60, 20*time.Second)
	time.Sleep(4 * time.Second) // the leases are as old as they get without being renewed
	outage(func() { close(answers) })
	rows := r.settled(t, id)
	for _, row := range rows {
		if row.State != store.Delivered || row.InDoubt || row.Attempts != 1 {
			t.Errorf("%s is %s after %d attempts, in doubt %v: %s", row.ID, row.State, row.Attempts, row.InDoubt, row.Outcome)
		}
	}
	got := map[string]int{}
	for _, m := range h.Messages() {
		got[m.To]++
	}
	if len(got) != len(rows) || len(h.Messages()) != len(rows) {
		t.Errorf("%d messages for %d of %d people", len(h.Messages()), len(got), len(rows))
	}
}
