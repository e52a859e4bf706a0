package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"souspli/store"
	"souspli/store/storetest"
)

// Several relays that claim at once never hold the same delivery, and together hold all.
func TestNothingIsLeasedTwice(t *testing.T) { storetest.Each(t, testNothingIsLeasedTwice) }

func testNothingIsLeasedTwice(t *testing.T, e storetest.Engine) {
	o := e.Empty(t)
	relays := []*store.Store{storetest.OpenWith(t, o), storetest.OpenWith(t, o), storetest.OpenWith(t, o)}
	enqueue(t, relays[0], newsletter(t, relays[0], "marie", noon, 400), newsletter(t, relays[0], "jean", noon.Add(time.Millisecond), 200))
	var mu sync.Mutex
	holders := map[store.DeliveryID][]int64{}
	var wg sync.WaitGroup
	for i, s := range relays {
		for worker := range 2 {
			owner := int64(10*(i+1) + worker)
			wg.Go(func() {
				for _, d := range claimAll(t, s, noon, owner) {
					mu.Lock()
					holders[d.ID] = append(holders[d.ID], owner)
					mu.Unlock()
				}
			})
		}
	}
	wg.Wait()
	for id, owners := range holders {
		if len(owners) != 1 {
			t.Errorf("%s is leased by %v", id, owners)
		}
	}
	if left := claimAll(t, relays[0], noon, 99); len(holders)+len(left) != 600 { // who looks while others lock may find nothing
		t.Errorf("%d deliveries are leased", len(holders)+len(left))
	}
}

// claimAll leases in small steps until nothing is found.
func claimAll(t testing.TB, s *store.Store, now time.Time, owner int64) (all []store.Delivery) {
	t.Helper()
	for {
		list, err := s.Claim(context.Background(), now, owner, 7, time.Minute)
		if err != nil {
			t.Error(err)
			return all
		}
		if len(list) == 0 {
			return all
		}
		all = append(all, list...)
	}
}

// One relay dies, one is frozen past its lease. Nothing is lost, and who comes too late changes nothing.
func TestARelayDiesAndOneIsFrozen(t *testing.T) { storetest.Each(t, testARelayDiesAndOneIsFrozen) }

func testARelayDiesAndOneIsFrozen(t *testing.T, e storetest.Engine) {
	o := e.Empty(t)
	dead, frozen, well := storetest.OpenWith(t, o), storetest.OpenWith(t, o), storetest.OpenWith(t, o)
	sub := newsletter(t, well, "marie", noon, 30)
	enqueue(t, well, sub)
	take := func(s *store.Store, now time.Time, owner int64, n int) []store.Delivery {
		list, err := s.Claim(t.Context(), now, owner, n, time.Minute)
		if err != nil || len(list) != n {
			t.Fatalf("relay %d leased %d, %v", owner, len(list), err)
		}
		return list
	}
	take(dead, noon, 1, 10)
	old := take(frozen, noon, 2, 10)
	if err := dead.Close(); err != nil {
		t.Fatal(err)
	}
	take(well, noon, 3, 10)
	if list := claimAll(t, well, noon.Add(59*time.Second), 3); len(list) != 0 {
		t.Fatalf("%d were taken while their leases held", len(list))
	}
	later := noon.Add(2 * time.Minute)
	again := take(well, later, 3, 30)
	for _, d := range again {
		if !d.InDoubt || d.Attempts != 2 {
			t.Errorf("%s was taken over: %+v", d.ID, d)
		}
	}
	settle(t, frozen, later, old, 2, store.Failed) // it wakes up
	settle(t, well, later, again[:15], 3, store.Delivered)
	settle(t, frozen, later, old, 2, store.Failed)
	settle(t, well, later, again[15:], 3, store.Delivered)
	for _, r := range rows(t, well, store.Filter{}) {
		if r.State != store.Delivered {
			t.Errorf("%s is %s", r.ID, r.State)
		}
	}
	if _, _, err := well.Load(t.Context(), sub.ID); err == nil {
		t.Error("the submission is not finished: its deliveries were miscounted")
	}
}

func settle(t testing.TB, s *store.Store, now time.Time, list []store.Delivery, owner int64, state store.State) {
	t.Helper()
	var settled []store.Settlement
	for _, d := range list {
		settled = append(settled, store.Settlement{ID: d.ID, Owner: owner, Attempt: d.Attempts, State: state})
	}
	if err := s.Settle(t.Context(), now, settled...); err != nil {
		t.Fatal(err)
	}
}

// A relay that was frozen takes its own delivery over, like everybody else: its first attempt is then too late as well.
func TestAFrozenRelayDoesNotSettleItsNextAttempt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, e storetest.Engine) {
		s := e.Open(t)
		enqueue(t, s, submission(t, s, noon, "", "a@x.example"))
		first := claim(t, s, noon)
		second := claim(t, s, noon.Add(time.Hour))
		settle(t, s, noon, first, 7, store.Failed)
		if r := rows(t, s, store.Filter{})[0]; r.State != store.Leased {
			t.Fatalf("the first attempt settled the second: %s", r.State)
		}
		settle(t, s, noon, second, 7, store.Delivered)
		if r := rows(t, s, store.Filter{})[0]; r.State != store.Delivered {
			t.Errorf("state %s", r.State)
		}
	})
}

// A settlement counts once, also when it is repeated because its answer was lost.
func TestSettlingTwiceCountsOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, e storetest.Engine) {
		s := e.Open(t)
		sub := submission(t, s, noon, "", "a@x.example", "b@x.example")
		enqueue(t, s, sub)
		list := claim(t, s, noon)
		x := store.Settlement{ID: list[0].ID, Owner: 7, State: store.Delivered}
		if err := s.Settle(t.Context(), noon, x, x); err != nil {
			t.Fatal(err)
		}
		if err := s.Settle(t.Context(), noon, x); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Load(t.Context(), sub.ID); err != nil {
			t.Errorf("the body is gone while a delivery is under way: %v", err)
		}
	})
}

// PostgreSQL must not compile what it answers: that takes a second for each body.
func TestNothingIsCompiled(t *testing.T) {
	s := storetest.PostgreSQL().Open(t)
	sub := newsletter(t, s, "marie", noon, 1)
	enqueue(t, s, sub)
	plan, err := store.LoadPlan(t.Context(), s, sub.ID)
	if err != nil || len(plan) == 0 {
		t.Fatal(plan, err)
	}
	if text := strings.Join(plan, "\n"); strings.Contains(text, "JIT:") {
		t.Error(text)
	}
}

// What YugabyteDB says that it lacks (docs.yugabyte.com, PostgreSQL compatibility) stands in no statement. LISTEN and NOTIFY are
// a hint, in one file; where they fail, every relay looks by itself.
func TestSQLStaysWithinYugabyteDB(t *testing.T) {
	lacking := regexp.MustCompile(`(?i)\b(pg_\w*advisory\w*|LOCK\s+TABLE|INHERITS|EXCLUDE\s+USING|DEFERRABLE|USING\s+gi(st|n)|XML\w*\(|PREPARE\s+TRANSACTION|ALTER\s+TYPE|GENERATED\s+ALWAYS|CREATE\s+(EXTENSION|CONVERSION|ACCESS|SCHEMA|TRIGGER))`)
	hint := regexp.MustCompile("`(LISTEN|NOTIFY) ")
	var files []string
	for _, pattern := range []string{"*.go", "migrations/*.sql"} {
		found, err := filepath.Glob(pattern)
		if err != nil || len(found) == 0 {
			t.Fatal(pattern, err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		if found := lacking.Find(text); found != nil {
			t.Errorf("%s: %s", file, found)
		}
		if hint.Match(text) != (file == "postgres.go") {
			t.Errorf("%s: LISTEN and NOTIFY belong into postgres.go", file)
		}
	}
}

// What another relay queues is a hint here.
func TestOthersAreWoken(t *testing.T) {
	o := storetest.PostgreSQL().Empty(t)
	one, other := storetest.OpenWith(t, o), storetest.OpenWith(t, o)
	for i := range 200 { // the listener may not be there yet
		enqueue(t, one, submission(t, one, noon.Add(time.Duration(i)*time.Millisecond), "", "a@x.example"))
		select {
		case <-other.Wake():
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.Error("no hint came")
}

// Texts of a next hop that are no UTF-8, or hold NUL, are recorded on every engine.
func TestStrangeAnswersAreRecorded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, e storetest.Engine) {
		s := e.Open(t)
		enqueue(t, s, submission(t, s, noon, "", "a@x.example"))
		d := claim(t, s, noon)[0]
		err := s.Settle(t.Context(), noon, store.Settlement{ID: d.ID, Owner: 7, State: store.Deferred, Due: noon, Outcome: "450 bo\xeete pleine\x00!"})
		if err != nil {
			t.Fatal(err)
		}
		if r := rows(t, s, store.Filter{})[0]; r.Outcome != "450 bo�te pleine�!" {
			t.Errorf("%q", r.Outcome)
		}
	})
}

// history is who was told what.
type history struct {
	mu        sync.Mutex
	accepted  map[store.ID]bool
	delivered map[store.ID]int
}

// The server fails again and again under load: what was accepted arrives, and nobody has to lift a hand.
func TestTheServerFailsUnderLoad(t *testing.T) {
	server := storetest.OwnServer(t)
	o := store.Options{URL: server.Database(t), Secret: storetest.Secret()}
	relays := []*store.Store{storetest.OpenWith(t, o), storetest.OpenWith(t, o)}
	h := &history{accepted: map[store.ID]bool{}, delivered: map[store.ID]int{}}
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for i, s := range relays {
		for range 3 {
			wg.Go(func() { h.submitUntil(ctx, t, s) })
		}
		wg.Go(func() { h.deliverUntil(ctx, s, int64(i+1)) })
	}
	failures := 5
	switch {
	case testing.Short():
		failures = 2
	case os.Getenv("SOUSPLI_LONG") != "":
		failures = 20
	}
	for range failures {
		time.Sleep(300 * time.Millisecond)
		if err := server.Crash(); err != nil {
			t.Fatal(err)
		}
		if err := server.Start(); err != nil {
			t.Fatal(err)
		}
	}
	time.Sleep(300 * time.Millisecond)
	cancel()
	wg.Wait()
	h.deliverRest(t, relays[0])
	twice := 0
	for id := range h.accepted {
		if h.delivered[id] == 0 {
			t.Errorf("%s was accepted and is lost", id)
		}
	}
	for _, n := range h.delivered {
		twice += n - 1
	}
	if len(h.accepted) < 10 {
		t.Errorf("only %d were accepted", len(h.accepted))
	}
	t.Logf("%d failures: %d accepted, %d delivered, %d of them again", failures, len(h.accepted), len(h.delivered), twice)
}

func (h *history) submitUntil(ctx context.Context, t testing.TB, s *store.Store) {
	for ctx.Err() == nil {
		sub := submission(t, s, time.Now(), "", "a@x.example")
		if s.Enqueue(context.Background(), sub) == nil {
			h.mu.Lock()
			h.accepted[sub.ID] = true
			h.mu.Unlock()
		}
	}
}

// deliverUntil delivers like a relay: what it could not settle is delivered again when the lease has run out.
func (h *history) deliverUntil(ctx context.Context, s *store.Store, owner int64) {
	for ctx.Err() == nil {
		list, err := s.Claim(context.Background(), time.Now(), owner, 20, time.Minute)
		if err != nil || len(list) == 0 {
			time.Sleep(5 * time.Millisecond)
			continue
		}
		h.send(s, time.Now(), list, owner)
	}
}

func (h *history) send(s *store.Store, now time.Time, list []store.Delivery, owner int64) {
	var settled []store.Settlement
	h.mu.Lock()
	for _, d := range list {
		h.delivered[d.ID.Submission]++
		settled = append(settled, store.Settlement{ID: d.ID, Owner: owner, Attempt: d.Attempts, State: store.Delivered})
	}
	h.mu.Unlock()
	for range 5 {
		if s.Settle(context.Background(), now, settled...) == nil {
			return
		}
	}
}

func (h *history) deliverRest(t testing.TB, s *store.Store) {
	later := time.Now().Add(time.Hour)
	for {
		list, err := s.Claim(t.Context(), later, 9, 100, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			return
		}
		h.send(s, later, list, 9)
	}
}

// Several relays that start at once on an empty database make it together.
func TestRelaysStartTogether(t *testing.T) {
	o := storetest.PostgreSQL().Empty(t)
	errs := make([]error, 4)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			s, err := store.Open(context.Background(), o)
			if err == nil {
				err = s.Close()
			}
			errs[i] = err
		})
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			t.Error(fmt.Errorf("relay %d: %w", i, err))
		}
	}
}

// A backup waits for its disk longer than the server lets a relay do nothing in a transaction.
func TestABackupMayWait(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for six seconds")
	}
	t.Parallel()
	s := storetest.PostgreSQL().Open(t)
	enqueue(t, s, newsletter(t, s, "marie", noon, 3))
	if err := store.CopyWaiting(t.Context(), s, storetest.Open(t), 6*time.Second); err != nil {
		t.Error(err)
	}
}
