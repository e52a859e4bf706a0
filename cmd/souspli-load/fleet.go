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

// blame gives the most copies that came again because of one strike, and how many came again because of none: a relay that
// had lost them sent them all the same.
func blame(seen map[string][]arrival, struck []strike) (most, late int) {
	again := make([]int, len(struck))
	for _, arrivals := range seen {
		for i, next := range arrivals[1:] {
			n := slices.IndexFunc(struck, func(s strike) bool { return s.excuses(arrivals[i], next) })
			if n < 0 {
				late++
				continue
			}
			again[n]++
			most = max(most, again[n])
		}
	}
	return most, late
}

// comeBack notes that those who were killed are started now.
func comeBack(struck []strike) {
	for i := range struck {
		if struck[i].kind == killed && struck[i].back.IsZero() {
			struck[i].back = time.Now()
		}
	}
}

// excuses reports whether the strike was on the relay that sent a copy, when its outcome was not on disk yet.
func (s strike) excuses(before, again arrival) bool {
	const slack = 500 * time.Millisecond // between a dot and its arrival
	if !s.back.IsZero() && before.at.After(s.back) {
		return false
	}
	return s.relay == before.from && s.to.After(before.at.Add(-slack)) && s.from.Before(again.at)
}
