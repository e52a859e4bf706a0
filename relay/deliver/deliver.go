// Package deliver takes due deliveries from the queue and speaks the client side of SMTP.
//
//  1. Claim leases what is due; the store asks suppression again in the same transaction. Leases are renewed (lease.go).
//  2. A worker renders the copy from the stored message and its plan, and signs it (render.go, dkim.go).
//  3. A Sender brings it to the next hop (pool.go; conversation.go by DATA, stream.go by BDAT; client.go; mx.go; directory.go).
//  4. Settle records what became of it; refusals for the moment come back by backoff.go.
//  5. Who sent it is told once a submission what failed (notice.go).
package deliver

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"souspli/policy/address"
	"souspli/policy/wording"
	"souspli/relay/link"
	"souspli/relay/metrics"
	"souspli/store"
)

// Config says how deliveries are made.
type Config struct {
	Hostname     string
	BaseURL      string // begins every link
	MailtoDomain string // of the inbound listener; "": none
	Workers      int    // copies that are made at a time
	Owner        int64  // names this process in leases
}

// Deliverer empties the queue.
type Deliverer struct {
	Config  Config
	Store   *store.Store
	Keyer   address.Keyer
	Mint    link.Mint
	Sender  Sender
	Keys    Keys
	Wording *wording.Catalogue
	Metrics *metrics.Metrics
	Log     *slog.Logger
	Now     func() time.Time

	settings sync.RWMutex // guards Sender and Keys, which Reload replaces
	usual    cache        // messages
	large    cache
	own      *semaphore.Weighted
	holding  *holding
	flights  sync.WaitGroup // copies under way
	results  chan result
}

// result is what became of one attempt, and what is to be called when that is on disk.
type result struct {
	store.Settlement
	recorded func()
}

// How many deliveries are leased at a time: about as many as go out in the times below. What is leased goes out before
// anything that was queued later, so a small personal mail waits behind no more than that.
const (
	minClaim  = 16
	claimSize = 200
	quickly   = 25 * time.Millisecond
	slowly    = 100 * time.Millisecond
)

// largeWorkers make the copies of large messages, of which few fit into memory at a time.
const largeWorkers = 2

// Pauses of the loops.
const (
	pollEvery   = time.Second // others may have changed the queue
	gather      = 5 * time.Millisecond
	linger      = 2 * time.Millisecond // of a result that could share its transaction with others
	noticeEvery = 15 * time.Second     // and when deliveries end
	purgeEvery  = time.Hour
)

// Run delivers until ctx ends, then finishes what is on its way.
func (d *Deliverer) Run(ctx context.Context) {
	jobs, large := make(chan *lease, claimSize), make(chan *lease, claimSize)
	d.usual.budget, d.large.budget = sharedBudget, largeBudget
	d.holding = d.newHolding()
	d.results = make(chan result, claimSize)
	d.own = semaphore.NewWeighted(ownBudget)
	var workers, others sync.WaitGroup
	settled := make(chan struct{})
	go d.holding.keep(settled)
	defer close(settled)
	for range d.Config.Workers {
		workers.Go(func() { d.work(ctx, jobs) })
	}
	for range largeWorkers {
		workers.Go(func() { d.work(ctx, large) })
	}
	others.Go(func() { d.settle(ctx) })
	others.Go(func() { d.housekeeping(ctx) })
	d.claim(ctx, jobs, large)
	close(jobs)
	close(large)
	d.sender().Close()
	workers.Wait()
	d.flights.Wait()
	close(d.results)
	others.Wait()
}

// Reload replaces the keys, and the next hop unless s is nil; what is on its way keeps the old ones.
func (d *Deliverer) Reload(s Sender, keys Keys) {
	d.settings.Lock()
	old := d.Sender
	d.Keys = keys
	if s != nil {
		d.Sender = s
	}
	d.settings.Unlock()
	if s != nil {
		old.Close()
	}
}

func (d *Deliverer) sender() Sender {
	d.settings.RLock()
	defer d.settings.RUnlock()
	return d.Sender
}

func (d *Deliverer) keys() Keys {
	d.settings.RLock()
	defer d.settings.RUnlock()
	return d.Keys
}

// claim leases deliveries and hands them to the workers. While they work on one batch it leases the next.
func (d *Deliverer) claim(ctx context.Context, jobs, large chan<- *lease) {
	for size := minClaim; ctx.Err() == nil; {
		asked, now := time.Now(), d.Now()
		if !d.holding.sound() { // what is held is renewed first: else it would be taken over from itself
			d.rest(ctx, gather)
			continue
		}
		claiming, cancel := d.holding.whileSound(ctx)
		claimed, err := d.Store.Claim(claiming, now, d.Config.Owner, size, leaseTime)
		cancel()
		if err != nil && ctx.Err() == nil {
			d.Log.Error("the queue cannot be read", "error", err)
		}
		begin := time.Now()
		list := d.holding.add(claimed, asked)
		if !d.hand(ctx, list, jobs, large) {
			return
		}
		for size < claimSize && len(jobs) > size/2 && ctx.Err() == nil {
			d.rest(ctx, gather)
		}
		switch {
		case len(list) == 0:
			d.wait(ctx)
		case len(list) < size: // that was all: let some more come together, for each claim costs a transaction
			d.rest(ctx, gather)
		default:
			size = nextClaim(size, time.Since(begin))
		}
	}
}

// hand gives leases to the workers, or back when ctx ends.
func (d *Deliverer) hand(ctx context.Context, list []*lease, jobs, large chan<- *lease) bool {
	for i, job := range list {
		way := jobs
		if isLarge(job.Delivery) {
			way = large
		}
		select {
		case way <- job:
		case <-ctx.Done():
			d.giveBack(list[i:]...)
			return false
		}
	}
	return true
}

// nextClaim says how many deliveries to lease after size of them took a time to go out.
func nextClaim(size int, took time.Duration) int {
	switch {
	case took > slowly:
		return max(size/2, minClaim)
	case took < quickly:
		return min(size*2, claimSize)
	}
	return size
}

// rest waits, or until ctx ends.
func (d *Deliverer) rest(ctx context.Context, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// wait returns when something new was queued, or after a while.
func (d *Deliverer) wait(ctx context.Context) {
	timer := time.NewTimer(pollEvery)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-d.Store.Wake():
	case <-timer.C:
	}
}

// giveBack returns leases that were not used.
func (d *Deliverer) giveBack(list ...*lease) {
	for _, job := range list {
		d.results <- result{Settlement: store.Settlement{ID: job.ID, Owner: d.Config.Owner, Attempt: job.Attempts, State: store.Queued, Due: d.Now()}}
	}
}

// work makes one copy after the other and hands it to the sender.
func (d *Deliverer) work(ctx context.Context, jobs <-chan *lease) {
	for job := range jobs {
		if ctx.Err() != nil {
			d.giveBack(job)
			continue
		}
		d.attempt(ctx, job)
	}
}

// attempt begins one attempt; settle hears what becomes of it.
func (d *Deliverer) attempt(ctx context.Context, job *lease) {
	d.flights.Add(1)
	j, release, err := d.render(context.WithoutCancel(ctx), job.Delivery)
	if err != nil {
		release()
		d.Log.Error("a copy cannot be made", "delivery", job.ID.String(), "error", err)
		d.land(job.Delivery, store.Envelope{}, Outcome{State: store.Deferred, Text: "the copy could not be made"})
		return
	}
	j.lease = job
	d.sender().Send(ctx, j, func(o Outcome) {
		release()
		d.land(job.Delivery, j.Envelope, o)
	})
}

// land says what an attempt leads to.
func (d *Deliverer) land(job store.Delivery, e store.Envelope, o Outcome) {
	defer d.flights.Done()
	s := store.Settlement{ID: job.ID, Owner: d.Config.Owner, Attempt: job.Attempts, State: o.State, Outcome: forTrail(o.Text, job.Recipient, e), InDoubt: o.InDoubt}
	if o.State == store.Queued {
		s.Due = d.Now().Add(o.wait)
		d.results <- result{s, o.recorded}
		return
	}
	d.schedule(&s, job, e)
	s.Tell = s.Tell || d.mustTell(s.State, o, job, e)
	d.Metrics.Attempt(string(s.State))
	d.Log.Info("attempt", "delivery", job.ID.String(), "state", string(s.State), "attempts", job.Attempts, "answer", forLog(o.Text))
	d.results <- result{s, o.recorded}
}

// schedule sets when a deferred delivery is tried again, or ends it.
func (d *Deliverer) schedule(s *store.Settlement, job store.Delivery, e store.Envelope) {
	if s.State != store.Deferred {
		return
	}
	due, ok := nextAttempt(job.Received, d.Now(), job.Attempts, rand.Float64())
	if !ok {
		s.State, s.Tell = store.Failed, wantsNotice(e, job.Recipient, "FAILURE")
		return
	}
	s.Due = due
}

// mustTell reports whether the sender is to be told of an end (RFC 3461 5.2, 6.2).
func (d *Deliverer) mustTell(state store.State, o Outcome, job store.Delivery, e store.Envelope) bool {
	switch state {
	case store.Failed:
		return wantsNotice(e, job.Recipient, "FAILURE")
	case store.Delivered: // a next hop that knows DSN has taken the duty over
		return slices.Contains(job.Recipient.Notify, "SUCCESS") && !o.PassedDSN && e.From != ""
	}
	return false
}

// wantsNotice reports whether the sender wants to hear of this; without a word they want failures and delays (RFC 3461 4.1).
// Nobody is told of what has no sender.
func wantsNotice(e store.Envelope, r store.Recipient, event string) bool {
	if e.From == "" {
		return false
	}
	return len(r.Notify) == 0 || slices.Contains(r.Notify, event)
}

// settle records results, those that wait together in one transaction, and then lets their conversations go on.
func (d *Deliverer) settle(ctx context.Context) {
	for first := range d.results {
		batch := d.together(first)
		list := make([]store.Settlement, len(batch))
		for i, r := range batch {
			list[i] = r.Settlement
		}
		d.record(ctx, list)
		d.holding.drop(list)
		for _, r := range batch {
			if r.recorded != nil {
				r.recorded()
			}
		}
	}
}

// together adds the results that wait, and those that come in a moment.
func (d *Deliverer) together(first result) []result {
	batch := []result{first}
	if len(d.results) < claimSize/8 {
		time.Sleep(linger)
	}
	for len(batch) < 500 {
		select {
		case r, ok := <-d.results:
			if !ok {
				return batch
			}
			batch = append(batch, r)
		default:
			return batch
		}
	}
	return batch
}

// patience is how long results that the database refuses are tried again, and all of them at the end.
const patience = 10 * time.Second

// record writes a batch and tries again while the store cannot, for as long as the relay runs: an answer of the next hop must
// not be forgotten. Their conversations wait meanwhile, and send no more than the window.
func (d *Deliverer) record(ctx context.Context, batch []store.Settlement) {
	var end time.Time
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 5*time.Second) {
		err := d.Store.Settle(context.Background(), d.Now(), batch...)
		if err == nil {
			return
		}
		d.Log.Error("results cannot be recorded; trying again", "error", err)
		switch {
		case ctx.Err() == nil && errors.Is(err, store.ErrUnavailable):
			end = time.Time{}
		case end.IsZero():
			end = time.Now().Add(patience)
		case time.Now().After(end): // the leases run out; what was delivered may arrive twice, and is marked
			return
		}
		time.Sleep(wait)
	}
}

// housekeeping tells senders what happened and forgets what is over.
func (d *Deliverer) housekeeping(ctx context.Context) {
	notices, purge := time.NewTicker(noticeEvery), time.NewTicker(purgeEvery)
	defer notices.Stop()
	defer purge.Stop()
	for {
		if err := d.notify(ctx); err != nil && ctx.Err() == nil {
			d.Log.Error("notices cannot be written", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-notices.C:
		case <-purge.C:
			if err := d.Store.Purge(ctx, d.Now(), keepFinished); err != nil && ctx.Err() == nil {
				d.Log.Error("old records cannot be deleted", "error", err)
			}
		}
	}
}
