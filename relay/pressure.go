package relay

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// patience is how long the oldest submission may wait for its commit before no new one is begun: a client that waits much
// longer gives up, and then sends everything again.
const patience = 10 * time.Second

// Why no submission may begin, in plain words for the operator.
var (
	errSlow = errors.New("the database takes longer than 10 s to write")
	errFull = errors.New("the disk is nearly full")
)

// pressure knows which submissions wait for their commit.
type pressure struct {
	mu      sync.Mutex
	waiting map[uint64]time.Time
	last    uint64
}

// enter notes a submission that waits from now on; the function it gives notes the end.
func (p *pressure) enter(now time.Time) (leave func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.waiting == nil {
		p.waiting = map[uint64]time.Time{}
	}
	p.last++
	id := p.last
	p.waiting[id] = now
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.waiting, id)
	}
}

// slow reports whether one has waited too long.
func (p *pressure) slow(now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, since := range p.waiting {
		if now.Sub(since) > patience {
			return true
		}
	}
	return false
}

// reserve says how much of a disk is left to deliveries, whose results need room as well: a twentieth, at least 4 MiB, at
// most 64 MiB.
func reserve(total uint64) uint64 { return min(max(total/20, 4<<20), 64<<20) }

// Ready says why no submission of size octets may begin now, or nil: the database is slow, or the disk nearly full. It is asked
// before a body is read, since refusing afterwards costs the client everything it sent. Deliveries go on all the while.
func (r *Relay) Ready(_ context.Context, size int64) error {
	if r.pressure.slow(r.Now()) {
		return errSlow
	}
	return r.Room(size)
}

// Room says why the disk has no room for so many octets of messages, or nil.
func (r *Relay) Room(size int64) error {
	if r.Disk == nil {
		return nil
	}
	free, total, err := r.Disk()
	if err != nil {
		return fmt.Errorf("the free room on the disk is not known: %w", err)
	}
	if free < reserve(total)+2*uint64(max(size, 0)) { // a body is written twice: to the log, and to its place; before that, once
		return errFull
	}
	return nil
}
