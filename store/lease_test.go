package store_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"souspli/store"
	"souspli/store/storetest"
)

// What is renewed stays with its owner, what is not is taken over, and who asks too late learns of it.
func TestLeasesAreRenewed(t *testing.T) { storetest.Each(t, testLeasesAreRenewed) }

func testLeasesAreRenewed(t *testing.T, e storetest.Engine) {
	o := e.Empty(t)
	slow, other := storetest.OpenWith(t, o), storetest.OpenWith(t, o)
	enqueue(t, slow, newsletter(t, slow, "marie", noon, 20))
	list := claim(t, slow, noon)
	renew := func(now time.Time, list ...store.Delivery) []store.Delivery {
		t.Helper()
		held, err := slow.Renew(t.Context(), now, 7, time.Minute, list...)
		if err != nil {
			t.Fatal(err)
		}
		return held
	}
	var taken []store.Delivery
	for i := range 20 { // as long as a next hop may take for its answer
		now := noon.Add(time.Duration(i) * 30 * time.Second)
		if held := renew(now, list[:15]...); len(held) != 15 || held[3].ID != list[3].ID {
			t.Fatalf("renewal %d: %d of 15 are held", i, len(held))
		}
		more, err := other.Claim(t.Context(), now, 8, 20, 2*time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		taken = append(taken, more...)
	}
	if len(taken) != 5 {
		t.Fatalf("of 5 that were not renewed %d were taken over", len(taken))
	}
	later := noon.Add(time.Hour)
	if held := renew(later, list[:15]...); len(held) != 15 {
		t.Fatalf("nobody took them over, and %d are held", len(held))
	}
	if taken := claimAll(t, other, later.Add(61*time.Second), 8); len(taken) != 15 || !taken[0].InDoubt {
		t.Fatalf("%d of 15 were taken over", len(taken))
	}
	if held := renew(later.Add(62*time.Second), list...); len(held) != 0 {
		t.Errorf("%d are held by two", len(held))
	}
	settle(t, slow, later, list, 7, store.Failed)
	for _, r := range rows(t, slow, store.Filter{}) {
		if r.State != store.Leased {
			t.Errorf("%s is %s by who lost it", r.ID, r.State)
		}
	}
}

// A renewal is of one attempt: a relay that took its own delivery over holds the new one only.
func TestAnOldAttemptIsNotRenewed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, e storetest.Engine) {
		s := e.Open(t)
		enqueue(t, s, submission(t, s, noon, "", "a@x.example"))
		first := claim(t, s, noon)
		second := claim(t, s, noon.Add(time.Hour))
		for i, list := range [][]store.Delivery{first, second} {
			held, err := s.Renew(t.Context(), noon.Add(time.Hour), 7, time.Minute, list...)
			if err != nil || len(held) != i {
				t.Errorf("attempt %d: %d are held, %v", i+1, len(held), err)
			}
		}
	})
}

// A relay that freezes in the middle of a transaction holds rows locked. The others take over what they can, without waiting.
func TestALockedLeaseHoldsUpNobody(t *testing.T) {
	o := storetest.PostgreSQL().Empty(t)
	s := storetest.OpenWith(t, o)
	enqueue(t, s, newsletter(t, s, "marie", noon, 10))
	claim(t, s, noon)
	db, err := sql.Open("pgx", o.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(t.Context(), `SELECT 1 FROM delivery WHERE seq <= 4 FOR UPDATE`); err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(t.Context(), `SET idle_in_transaction_session_timeout = 0`); err != nil {
		t.Fatal(err)
	}
	later := noon.Add(time.Hour)
	if list := claimAll(t, s, later, 8); len(list) != 6 {
		t.Errorf("%d of the 6 that are free were taken over", len(list))
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if list := claimAll(t, s, later, 8); len(list) != 4 {
		t.Errorf("%d of the other 4 were taken over", len(list))
	}
}

// Two relays look for senders to be told at the same moment: one writes, and the count is right.
func TestTwoRelaysTellOnce(t *testing.T) { storetest.Each(t, testTwoRelaysTellOnce) }

func testTwoRelaysTellOnce(t *testing.T, e storetest.Engine) {
	o := e.Empty(t)
	relays := []*store.Store{storetest.OpenWith(t, o), storetest.OpenWith(t, o)}
	ended, waiting := submission(t, relays[0], noon, "", "a@x.example"), submission(t, relays[0], noon, "", "b@x.example")
	enqueue(t, relays[0], ended)
	failed := store.Settlement{ID: claim(t, relays[0], noon)[0].ID, Owner: 7, State: store.Failed, Outcome: "550", Tell: true}
	if err := relays[0].Settle(t.Context(), noon, failed); err != nil {
		t.Fatal(err)
	}
	enqueue(t, relays[0], waiting)
	settle(t, relays[0], noon, claim(t, relays[0], noon), 7, store.Deferred)
	later := noon.Add(5 * time.Hour)
	for _, look := range []struct {
		find func(*store.Store, context.Context, time.Time) ([]store.Untold, error)
		tell func(*store.Store, context.Context, time.Time, store.Untold, *store.Submission) error
	}{{(*store.Store).Ends, (*store.Store).Told}, {(*store.Store).Delays, (*store.Store).Warned}} {
		found, err := look.find(relays[0], t.Context(), later)
		if err != nil || len(found) != 1 {
			t.Fatal(len(found), err)
		}
		before := len(rows(t, relays[0], store.Filter{}))
		for _, s := range relays {
			notice := submission(t, s, later, "", "marie@asso.example")
			if err := look.tell(s, t.Context(), later, found[0], &notice); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(rows(t, relays[0], store.Filter{})) - before; n != 1 {
			t.Errorf("%d notices", n)
		}
	}
	if _, _, err := relays[0].Load(t.Context(), ended.ID); err == nil {
		t.Error("the submission is not finished: who is to be told was miscounted")
	}
}
