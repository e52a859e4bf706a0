package deliver

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"souspli/store"
)

// keeper is a holding whose database can be away, or say that another relay took something over.
type keeper struct {
	*holding
	away   bool
	others []store.DeliveryID // hold these
	asked  int
}

func newKeeper() *keeper {
	k := &keeper{}
	k.holding = &holding{log: slog.New(slog.DiscardHandler)}
	k.stopped = func(context.Context, store.Delivery) (store.State, error) { return "", nil }
	k.renew = func(_ context.Context, list []store.Delivery) ([]store.Delivery, error) {
		k.mu.Lock()
		defer k.mu.Unlock()
		k.asked++
		if k.away {
			return nil, errors.New("away")
		}
		return slices.DeleteFunc(slices.Clone(list), func(d store.Delivery) bool { return slices.Contains(k.others, d.ID) }), nil
	}
	k.start()
	return k
}

// set says whether the database is away, and what others hold.
func (k *keeper) set(away bool, others ...store.DeliveryID) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.away, k.others = away, others
}

// renewals is how often the database was asked.
func (k *keeper) renewals() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.asked
}

// held reports whether a copy may be begun.
func (l *lease) held() bool { _, ok := l.begin(context.Background()); return ok }

// run renews in the background until the test ends.
func (k *keeper) run(t *testing.T) {
	ended := make(chan struct{})
	go k.keep(ended)
	t.Cleanup(func() { close(ended) })
}

// take leases n copies as a claim does that was begun some time ago.
func (k *keeper) take(n int, ago time.Duration) []*lease {
	list := make([]store.Delivery, n)
	for i := range list {
		list[i] = store.Delivery{ID: store.DeliveryID{Submission: 1, Seq: i + 1}, Attempts: 1}
	}
	return k.add(list, time.Now().Add(-ago))
}

// A next hop may take ten minutes for its answer (RFC 5321 4.5.3.2.6): its copy stays ours all the while.
func TestASlowHopKeepsItsLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeeper()
		k.run(t)
		l := k.take(1, 0)[0]
		for range 120 {
			time.Sleep(5 * time.Second)
			if !l.held() {
				t.Fatal("the lease ran out in a living relay")
			}
		}
		if n := k.renewals(); n > 130 {
			t.Errorf("renewed %d times in ten minutes", n)
		}
	})
}

// What goes out quickly is never renewed, and costs the database nothing.
func TestQuickCopiesAreNotRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeeper()
		k.run(t)
		for range 600 {
			for _, l := range k.take(10, 0) {
				k.drop([]store.Settlement{{ID: l.ID, Attempt: 1}})
			}
			time.Sleep(100 * time.Millisecond)
			if !k.sound() {
				t.Fatal("nothing is held, and it is called unsafe")
			}
		}
		if n := k.renewals(); n > 0 {
			t.Errorf("renewed %d times", n)
		}
	})
}

// The database is away: for a short while nothing changes; before leases run out nothing more is begun or written; and when it
// is back, what nobody took over goes on.
func TestTheDatabaseIsAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeeper()
		k.run(t)
		leases := k.take(2, 0)
		time.Sleep(20*time.Second + time.Millisecond) // renewed just now
		k.set(true)
		away := time.Now()
		for k.sound() {
			time.Sleep(100 * time.Millisecond)
		}
		if lasted := time.Since(away); lasted < 12*time.Second || lasted > leaseTime-spare {
			t.Errorf("nothing is begun after %v", lasted)
		}
		time.Sleep(time.Minute)
		if leases[0].held() {
			t.Fatal("a lease that ran out is held")
		}
		k.set(false, leases[1].ID)
		time.Sleep(3 * time.Second)
		if !leases[0].held() || leases[1].held() {
			t.Errorf("back again: %v, %v", leases[0].held(), leases[1].held())
		}
		time.Sleep(time.Minute)
		if !leases[0].held() || leases[1].held() {
			t.Errorf("a minute later: %v, %v", leases[0].held(), leases[1].held())
		}
	})
}

// A claim that waits for the database ends before it could take over what its own relay holds.
func TestAClaimDoesNotOutlastTheLeases(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeeper()
		k.take(1, 10*time.Second)
		ctx, cancel := k.whileSound(t.Context())
		defer cancel()
		for ctx.Err() == nil {
			if !k.sound() {
				t.Fatal("the leases may have run out, and the claim goes on")
			}
			time.Sleep(70 * time.Millisecond) // which never ends at the same moment
		}
	})
}

// A claim whose answer came late is held no longer than the database says.
func TestALateClaim(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeeper()
		if l := k.take(1, leaseTime-spare)[0]; l.held() {
			t.Error("held although its lease may end in a moment")
		}
		k.take(1, 20*time.Second)
		if k.run(t); k.sound() {
			t.Error("not renewed yet")
		}
		time.Sleep(beat + time.Second)
		if !k.sound() {
			t.Error("renewed, and called unsafe")
		}
	})
}

// A relay that was frozen notices before it writes another octet, also of a copy that was begun, and whoever else may wait.
func TestAFrozenRelayWritesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := newKeeper()
		leases := k.take(3, 0)
		near, far := net.Pipe()
		defer near.Close()
		heard := make(chan int64, 1)
		go func() { n, _ := io.Copy(io.Discard, far); heard <- n }()
		w := &wire{conn: near, timeout: time.Minute}
		w.guard(leases[0], true)
		w.guard(leases[1], false)
		if _, err := w.Write([]byte("half of it")); err != nil {
			t.Fatal(err)
		}
		time.Sleep(leaseTime + time.Second) // nothing runs
		if n, err := w.Write([]byte("\r\n.\r\n")); n != 0 || !errors.Is(err, errLease) {
			t.Errorf("%d octets, %v", n, err)
		}
		k.set(false, leases[1].ID)
		if err := k.extend(t.Context()); err != nil || !k.sound() {
			t.Fatal(err)
		}
		if n, err := w.Write([]byte("\r\n.\r\n")); n != 0 || !errors.Is(err, errLease) {
			t.Errorf("%d octets of what another relay has, %v", n, err)
		}
		w.guard(leases[0], true)
		if _, err := w.Write([]byte("\r\n.\r\n")); err != nil {
			t.Errorf("nobody took this one over: %v", err)
		}
		_ = near.Close()
		if n := <-heard; n != int64(len("half of it\r\n.\r\n")) {
			t.Errorf("the next hop heard %d octets", n)
		}
	})
}

// What was not begun when its lease ran out is given back, as no attempt.
func TestALostLeaseIsGivenBack(t *testing.T) {
	if o := deferred(errLease, false); o.State != store.Queued || !o.hangUp {
		t.Errorf("%+v", o)
	}
	if o := deferred(errLease, true); o.State != store.Deferred || !o.InDoubt {
		t.Errorf("%+v", o)
	}
}
