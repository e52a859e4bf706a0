package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"time"
)

// fleet is one relay, or several on one database.
type fleet []*member

// member is a relay and its way to the database.
type member struct {
	*relay
	way *way // nil: SQLite
}

func newFleet(ctx context.Context, c crash) (f fleet, err error) {
	keys := ""
	for i := range max(1, c.relays) {
		o, m := c.relay, &member{}
		if o.database != "" {
			if m.way, err = newWay(o.database); err != nil {
				return f, err
			}
			o.database = m.way.url
			o.name, o.dir, o.keys = fmt.Sprintf("relay%d.test", i), filepath.Join(c.relay.dir, fmt.Sprint(i)), keys
			if err := os.MkdirAll(o.dir, 0o700); err != nil {
				return f, err
			}
		}
		if m.relay, err = newRelay(ctx, o); err != nil {
			return f, err
		}
		keys = m.keysFile()
		f = append(f, m)
	}
	return f, nil
}

// start starts those that do not run.
func (f fleet) start() error {
	for _, m := range f {
		if m.runs() {
			continue
		}
		if err := m.start(); err != nil {
			return err
		}
	}
	return nil
}

func (f fleet) close() {
	for _, m := range f {
		if m.runs() {
			m.stop()
		}
		if m.way != nil {
			m.way.close()
		}
	}
}

func (r *relay) runs() bool {
	if r.cmd == nil {
		return false
	}
	select {
	case <-r.exited:
		return false
	default:
		return true
	}
}

// strike is what was done to a relay.
type strike struct {
	relay    string
	kind     string
	from, to time.Time
	back     time.Time // when a relay that was killed was started again
}

func (s strike) String() string {
	return fmt.Sprintf("%s %s for %v", s.relay, s.kind, s.to.Sub(s.from).Round(time.Second))
}

// strike kills the only relay. Of several it strikes all but one, each in its way and at the same time.
func (f fleet) strike(random *rand.Rand, outage time.Duration) []strike {
	well := -1
	if len(f) > 1 {
		well = random.IntN(len(f))
	}
	strikes := make([]strike, len(f))
	var wg sync.WaitGroup
	first := random.IntN(3)
	for i, m := range f {
		kind, lasts := (first+i)%3, outage
		if random.IntN(3) == 0 { // short enough to be none of the others' business
			lasts /= 8
		}
		if len(f) == 1 {
			kind = 0
		}
		if i != well {
			wg.Go(func() { strikes[i] = m.suffer(kind, lasts) })
		}
	}
	wg.Wait()
	return slices.DeleteFunc(strikes, func(s strike) bool { return s.kind == "" })
}

// killed is the strike after which a relay must be started again.
const killed = "killed"

func (m *member) suffer(kind int, lasts time.Duration) strike {
	s := strike{relay: m.options.name, from: time.Now()}
	switch kind {
	case 0:
		s.kind = killed
		m.kill()
	case 1:
		s.kind = "frozen"
		_ = m.cmd.Process.Signal(syscall.SIGSTOP)
		time.Sleep(lasts)
		_ = m.cmd.Process.Signal(syscall.SIGCONT)
	default:
		s.kind = "cut off"
		m.way.hold()
		time.Sleep(lasts)
		m.way.release()
	}
	s.to = time.Now()
	return s
}

// blame gives how many copies came again because of each strike, and how many because of none: a relay that had lost them sent
// them all the same.
func blame(seen map[string][]arrival, struck []strike) (again []int, late int) {
	again = make([]int, len(struck))
	for _, arrivals := range seen {
		for i, next := range arrivals[1:] {
			if n := whose(struck, arrivals[i], next); n >= 0 {
				again[n]++
			} else {
				late++
			}
		}
	}
	return again, late
}

// whose finds the strike because of which a copy came again; -1: none. What came soon after one strike may be in doubt because of
// the next, which is asked first.
func whose(struck []strike, before, again arrival) int {
	const late = 500 * time.Millisecond // what was being written when the relay was frozen
	for _, slack := range []time.Duration{0, late} {
		n := slices.IndexFunc(struck, func(s strike) bool { return s.excuses(before, again, slack) })
		if n >= 0 {
			return n
		}
	}
	return -1
}

// comeBack notes that those who were killed are started now.
func comeBack(struck []strike) {
	for i := range struck {
		if struck[i].kind == killed && struck[i].back.IsZero() {
			struck[i].back = time.Now()
		}
	}
}

// excuses reports whether the strike was on the relay that sent a copy, when its outcome was not on disk yet. What is on its way
// when a relay is killed may arrive after it was started again, but in a conversation of before.
func (s strike) excuses(before, again arrival, slack time.Duration) bool {
	if s.relay != before.from || !s.from.Before(again.at) {
		return false
	}
	if s.kind == killed {
		return s.back.IsZero() || before.opened.Before(s.back)
	}
	return !before.at.After(s.to.Add(slack))
}
