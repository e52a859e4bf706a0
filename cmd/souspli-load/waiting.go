package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// How often somebody opts out, and somebody writes a letter, while the newsletters go out.
const (
	optOutEvery = 25 * time.Millisecond
	letterEvery = 50 * time.Millisecond
	optOuts     = 400 // of different people at most
	busyFor     = 15 * time.Second
)

// whileWaiting fills the queue before a next hop that takes nothing yet, then lets it take all, and measures what does not want
// to wait for that: the answer to an opt-out, and the way of a letter. more is submitted all the while.
func whileWaiting(o relayOptions, h hopOptions, newsletters, more load) func(context.Context, *bench, string) (sample, error) {
	return func(ctx context.Context, b *bench, dir string) (sample, error) {
		h.gate, h.keep = make(chan struct{}), optOuts
		next, r, err := b.ours(ctx, o, h, dir)
		if err != nil {
			return sample{}, err
		}
		defer next.close()
		defer r.stop()
		newsletters.address = r.address
		idle := cpuTime(r.cmd.Process.Pid)
		if s := newsletters.run(ctx); s.Refused+s.Broken > 0 {
			return sample{}, errors.New(s.String())
		}
		close(h.gate)
		all := newsletters.count * newsletters.recipients
		more.address, more.prefix = r.address, "more"
		s, err := inHaste(ctx, r, next, more, all/2)
		s.cpu = (cpuTime(r.cmd.Process.Pid) - idle) / time.Duration(all)
		r.memory.stop()
		s.memory, s.tree = r.memory.own, r.memory.all
		return s, err
	}
}

// inHaste opts out and writes letters until so many copies have gone out; or, if more comes in all the time, for a while.
func inHaste(ctx context.Context, r *relay, next *hop, more load, until int) (sample, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var outs []time.Duration
	var letters map[string]time.Time
	var errOuts, errLetters error
	var wg sync.WaitGroup
	wg.Go(func() { outs, errOuts = optOut(ctx, next) })
	wg.Go(func() { letters, errLetters = writeLetters(ctx, r) })
	wg.Go(func() { more.run(ctx) })
	var err error
	if more.sessions == 0 {
		err = next.wait(ctx, until, time.Minute)
	} else {
		time.Sleep(busyFor)
	}
	stop()
	wg.Wait()
	if err = errors.Join(err, errOuts, errLetters); err != nil {
		return sample{}, err
	}
	ways, err := next.ways(letters)
	if err == nil && (len(outs) < 20 || len(ways) < 20) {
		err = fmt.Errorf("only %d opt-outs and %d letters while the newsletters went out", len(outs), len(ways))
	}
	return sample{rates: []float64{summarise(outs).P99, summarise(ways).P99}}, err
}

// optOut uses the links of copies that have arrived, one after the other, and says how long each answer took.
func optOut(ctx context.Context, next *hop) (took []time.Duration, err error) {
	for ctx.Err() == nil && len(took) < optOuts {
		time.Sleep(optOutEvery)
		link := next.link(len(took))
		if link == "" {
			continue
		}
		began := time.Now()
		answer, err := http.PostForm(link, url.Values{"List-Unsubscribe": {"One-Click"}})
		if err != nil {
			return took, err
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return took, fmt.Errorf("an opt-out was answered %s", answer.Status)
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

// link gives the link of the n-th copy; "" if it has not arrived.
func (h *hop) link(n int) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if n >= len(h.kept) {
		return ""
	}
	_, rest, _ := bytes.Cut(h.kept[n], []byte("\nList-Unsubscribe: <"))
	link, _, _ := bytes.Cut(rest, []byte(">"))
	return string(link)
}

// writeLetters submits one letter after the other, and gives when each was begun.
func writeLetters(ctx context.Context, r *relay) (map[string]time.Time, error) {
	began := map[string]time.Time{}
	l := load{address: r.address, recipients: 1, size: 1024, from: "marie@load.test", prefix: "letter"}
	for n := 0; ctx.Err() == nil; n++ {
		time.Sleep(letterEvery)
		began[l.to(n)[0]] = time.Now()
		c, err := l.one(nil, n)
		if err != nil {
			return began, err
		}
		c.quit()
	}
	return began, nil
}

// ways gives how long each letter took to the next hop, once the last has arrived.
func (h *hop) ways(began map[string]time.Time) (took []time.Duration, err error) {
	for to, at := range began {
		arrived, err := h.arrival(to)
		if err != nil {
			return nil, err
		}
		took = append(took, arrived.Sub(at))
	}
	return took, nil
}

// arrival waits for the first copy of a recipient.
func (h *hop) arrival(to string) (time.Time, error) {
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		h.mu.Lock()
		seen := h.seen[to]
		h.mu.Unlock()
		if len(seen) > 0 {
			return seen[0].at, nil
		}
		if time.Now().After(deadline) {
			return time.Time{}, errors.New("a letter did not arrive")
		}
	}
}
