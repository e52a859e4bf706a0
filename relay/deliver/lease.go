package deliver

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"souspli/store"
)

// Times of leases. What a relay holds is taken over by another when it was not renewed for leaseTime; a relay that is alive
// renews it as often as it takes, so that a slow next hop loses nothing.
const (
	leaseTime = 30 * time.Second
	beat      = 5 * time.Second // between renewals, of what is older than that
	spare     = 5 * time.Second // at the end of a lease, in which nothing is begun or written: clocks run differently, and writing takes time

	fresh = 500 * time.Millisecond // after a claim has asked: when a copy waits longer, its person may have opted out, or an operator stopped it
)

// errLease says that a lease may have run out: what is still to be written may be another relay's by now.
var errLease = errors.New("deliver: the lease ran out")

// lease is the right to send one copy.
type lease struct {
	store.Delivery
	of    *holding
	until time.Time // it lasts at least, if it was not lost
	lost  bool
	asked time.Time // whether it is still to be sent
}

// attempt names a lease.
type attempt struct {
	id     store.DeliveryID
	number int
}

// holding is what a relay has leased. It can be frozen at any moment, or cut off from the database: so each copy is asked for
// before it is begun, and before any part of it is written.
type holding struct {
	renew   func(context.Context, []store.Delivery) ([]store.Delivery, error)
	stopped func(context.Context, store.Delivery) (store.State, error)
	log     *slog.Logger

	mu     sync.Mutex
	leases map[attempt]*lease
	safe   time.Time // until then none ends that was not lost
}

func (d *Deliverer) newHolding() *holding {
	h := &holding{stopped: d.Store.Stopped, log: d.Log}
	h.renew = func(ctx context.Context, list []store.Delivery) ([]store.Delivery, error) {
		return d.Store.Renew(ctx, d.Now(), d.Config.Owner, leaseTime, list...)
	}
	return h.start()
}

// start begins with nothing.
func (h *holding) start() *holding {
	h.leases, h.safe = map[attempt]*lease{}, time.Now().Add(leaseTime-beat)
	return h
}

// add takes over what a claim gave that was begun at this time.
func (h *holding) add(list []store.Delivery, begun time.Time) []*lease {
	h.mu.Lock()
	defer h.mu.Unlock()
	leases := make([]*lease, len(list))
	for i, d := range list {
		leases[i] = &lease{Delivery: d, of: h, until: begun.Add(leaseTime), asked: begun}
		h.leases[attempt{d.ID, d.Attempts}] = leases[i]
		h.safe = earlier(h.safe, leases[i].until)
	}
	return leases
}

// drop forgets what is settled.
func (h *holding) drop(list []store.Settlement) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, s := range list {
		delete(h.leases, attempt{s.ID, s.Attempt})
	}
}

// sound reports whether all that was not lost is still held.
func (h *holding) sound() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.isSound()
}

// isSound asks both clocks: the one that nobody sets stands still while the machine sleeps.
func (h *holding) isSound() bool {
	now, end := time.Now(), h.safe.Add(-spare)
	return now.Before(end) && now.Round(0).Before(end.Round(0))
}

// whileSound gives a context that ends before anything that is held may run out. A claim gives back what has run out, whoever had it: one
// that was begun in time, and waits for a database that is away, must not find its own relay's.
func (h *holding) whileSound(ctx context.Context) (context.Context, context.CancelFunc) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return context.WithDeadline(ctx, h.safe.Add(-spare))
}

// begin reports whether the copy may be begun now; if not, what becomes of it.
func (l *lease) begin(ctx context.Context) (Outcome, bool) {
	if l == nil {
		return Outcome{}, true
	}
	if now := time.Now(); now.Sub(l.asked) >= fresh {
		stop, err := l.of.stopped(ctx, l.Delivery)
		switch {
		case err != nil:
			return notTried(pollEvery), false
		case stop == store.Suppressed:
			return Outcome{State: store.Suppressed, Text: store.WhyOptedOut}, false
		case stop != "": // an operator's word; the store knows it when this comes back
			return notTried(0), false
		}
		l.asked = now
	}
	if !l.of.holds(l) {
		return notTried(0), false
	}
	return Outcome{}, true
}

// holds reports whether all of these copies may be written.
func (h *holding) holds(list ...*lease) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range list {
		if l.lost {
			return false
		}
	}
	return h.isSound()
}

// keep renews until all has ended.
func (h *holding) keep(ended <-chan struct{}) {
	for wait := beat; ; wait = h.pause() {
		select {
		case <-ended:
			return
		case <-time.After(wait):
		}
		if err := h.extend(context.Background()); err != nil {
			h.log.Error("leases cannot be renewed", "error", err)
		}
	}
}

// pause is how long to wait for the next renewal: not long when one is overdue.
func (h *holding) pause() time.Duration {
	h.mu.Lock()
	defer h.mu.Unlock()
	if time.Until(h.safe) < leaseTime-2*beat {
		return time.Second
	}
	return beat
}

// extend renews what is not fresh. It costs nothing while copies go out faster than that.
func (h *holding) extend(ctx context.Context) error {
	begun := time.Now()
	list := h.aging(begun.Add(leaseTime - beat))
	var held []store.Delivery
	if len(list) > 0 {
		var err error
		if held, err = h.renew(ctx, list); err != nil {
			return err
		}
	}
	if n := h.extended(begun, list, held); n > 0 {
		h.log.Warn("another relay has taken over what this one held for too long without a sign of life", "deliveries", n)
	}
	return nil
}

// aging gives what ends before a time.
func (h *holding) aging(end time.Time) (list []store.Delivery) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, l := range h.leases {
		if !l.lost && l.until.Before(end) {
			list = append(list, l.Delivery)
		}
	}
	return list
}

// extended notes which of a list was renewed at this time, and how many were lost.
func (h *holding) extended(begun time.Time, list, held []store.Delivery) (lost int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, d := range held {
		if l := h.leases[attempt{d.ID, d.Attempts}]; l != nil {
			l.until = begun.Add(leaseTime)
		}
	}
	for _, d := range list {
		l := h.leases[attempt{d.ID, d.Attempts}]
		if l != nil && l.until.Before(begun.Add(leaseTime)) { // nil: it was settled in the meantime
			l.lost = true
			lost++
		}
	}
	h.safe = begun.Add(leaseTime - beat)
	for _, l := range h.leases {
		if !l.lost {
			h.safe = earlier(h.safe, l.until)
		}
	}
	return lost
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
