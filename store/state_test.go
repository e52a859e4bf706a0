package store_test

import (
	"database/sql"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"souspli/store"
	"souspli/store/storetest"
)

// A change that hides a failed statement is not acknowledged, alone or among others.
func TestAHiddenFailureIsNoCommit(t *testing.T) {
	s := storetest.PostgreSQL().Open(t)
	if err := store.HideFailure(t.Context(), s); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("got %v", err)
	}
	enqueue(t, s, submission(t, s, noon, "", "a@x.example")) // and the next one is
	if s.Broken() {
		t.Error("a commit has succeeded since")
	}
}

// A full database refuses, keeps what it has, and goes on when there is room, without hands.
func TestFull(t *testing.T) {
	s := storetest.SQLite().Open(t)
	first := submission(t, s, noon, "", "a@x.example")
	enqueue(t, s, first)
	if err := store.LimitPages(t.Context(), s, 60); err != nil {
		t.Fatal(err)
	}
	large := submission(t, s, noon.Add(time.Millisecond), "", "b@x.example")
	large.Body = make([]byte, 1<<20)
	if err := s.Enqueue(t.Context(), large); err == nil {
		t.Fatal("1 MiB went into 240 KiB")
	}
	if err := store.LimitPages(t.Context(), s, 1<<30); err != nil {
		t.Fatal(err)
	}
	enqueue(t, s, large)
	if n := len(rows(t, s, store.Filter{})); n != 2 {
		t.Errorf("%d deliveries", n)
	}
}

// A queue of an older version is taken over as it stands, and what comes later is in nobody's way.
func TestAnOldDatabaseIsTakenOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, e storetest.Engine) {
		for _, version := range []int64{1, 2, 3, 4} {
			testAnOldDatabaseIsTakenOver(t, e.Empty(t), version)
		}
	})
}

func testAnOldDatabaseIsTakenOver(t *testing.T, o store.Options, version int64) {
	s := storetest.OpenWith(t, o)
	enqueue(t, s, newsletter(t, s, "marie", noon, 40))
	settle(t, s, noon, claim(t, s, noon)[:5], 7, store.Deferred)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.MigrateDown(t.Context(), o, version); err != nil {
		t.Fatal(err)
	}
	again := storetest.OpenWith(t, o)
	enqueue(t, again, letter(t, again, "marie", noon.Add(time.Minute)))
	if n := len(claim(t, again, noon.Add(time.Hour))); n != 41 {
		t.Errorf("version %d: %d of 41 can be delivered", version, n)
	}
}

// The body of a finished submission goes away, also a large one, also after a crash.
func TestLargeBodiesAreSwept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, e storetest.Engine) {
		s := e.Open(t)
		sub := submission(t, s, noon, "", "a@x.example")
		sub.Body = make([]byte, 3<<20)
		enqueue(t, s, sub)
		settle(t, s, noon, claim(t, s, noon), 7, store.Delivered)
		for end := time.Now().Add(20 * time.Second); ; {
			n, err := store.CountLeft(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			if n == 0 {
				return
			}
			if time.Now().After(end) {
				t.Fatalf("%d pieces are still there", n)
			}
			time.Sleep(5 * time.Millisecond)
		}
	})
}

// sqlOf opens the database of a store beside it, as another program would.
func sqlOf(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// What is over is found by itself: a purge looks neither at what people did, which stays, nor a sweep at what waits.
func TestClearingLooksAtNothingElse(t *testing.T) {
	o := storetest.SQLite().Empty(t)
	storetest.OpenWith(t, o)
	db := sqlOf(t, o.Path)
	for query, index := range store.ClearingQueries() {
		plan := explain(t, db, query)
		if !slices.ContainsFunc(plan, func(line string) bool { return strings.Contains(line, "INDEX "+index) }) {
			t.Errorf("%s does not use %s: %q", query, index, plan)
		}
		for _, line := range plan {
			if strings.HasPrefix(line, "SCAN") && line != "SCAN s" && !strings.HasSuffix(line, "INDEX "+index) { // s is what that index gave
				t.Errorf("%s: %s", query, line)
			}
		}
	}
}

// The log beside the database does not grow without bound while there is a queue.
func TestTheLogIsBounded(t *testing.T) {
	o := storetest.SQLite().Empty(t)
	s := storetest.OpenWith(t, o)
	for i := range 60 {
		sub := newsletter(t, s, "marie", noon.Add(time.Duration(i)*time.Millisecond), 50)
		sub.Body = make([]byte, 1<<20)
		enqueue(t, s, sub)
	}
	info, err := os.Stat(o.Path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > 24<<20 {
		t.Errorf("the log has %d octets after 60 MiB", info.Size())
	}
}

// What waits lies on the disk once, soon after nobody writes any more; who reads the log keeps it, and holds up nobody.
func TestTheLogIsCutAtRest(t *testing.T) {
	o := storetest.SQLite().Empty(t)
	s := storetest.OpenWith(t, o)
	empty := onDisk(t, o.Path)
	db := sqlOf(t, o.Path)
	reading, err := db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var n int
	if err := reading.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM submission`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	enqueue(t, s, toMany(t, s, "marie", 1000, 1<<20))
	settle(t, s, noon, claimAll(t, s, time.Now(), 7), 7, store.Deferred)
	time.Sleep(store.QuietFor + store.QuietFor/2) // it tries
	if log := onDisk(t, o.Path+"-wal"); log < 1<<20 {
		t.Errorf("under a reader the log was cut to %d octets", log)
	}
	if err := errors.Join(reading.Rollback(), s.Ping(t.Context())); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(20 * time.Second); onDisk(t, o.Path) > empty+1_500_000; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("1 MiB to 1,000 takes %d octets", onDisk(t, o.Path)-empty)
		}
	}
}

// A purge ends with the oldest submissions before it looks at the next: its last step has no more to look at than its first.
func TestPurgeGoesStepByStep(t *testing.T) {
	storetest.Each(t, func(t *testing.T, e storetest.Engine) {
		s := e.Open(t)
		var subs []store.Submission
		for range store.PurgeStep + 100 {
			sub := submission(t, s, noon, "", "a@x.example")
			sub.Deliveries[0].State = store.Suppressed // finished at once
			subs = append(subs, sub)
		}
		enqueue(t, s, subs...)
		left, err := store.PurgeSteps(t.Context(), s, noon.Add(time.Hour), 2)
		if err != nil || left != 100 {
			t.Errorf("after the deliveries of %d and these, %d submissions are left, %v", store.PurgeStep, left, err)
		}
	})
}

// Who opts out waits for one long change, and what goes out for one newsletter that comes in, however many wait.
func TestWritersTakeTurns(t *testing.T) {
	order := store.WriteOrder()
	if want := []string{"2 short", "sending", "long", "sending", "long", "long"}; !slices.Equal(order, want) {
		t.Errorf("%v, want %v", order, want)
	}
}
