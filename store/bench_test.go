package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"souspli/policy/address"
	"souspli/store"
	"souspli/store/storetest"
)

// engines runs a benchmark on each engine.
func engines(b *testing.B, run func(b *testing.B, e storetest.Engine)) {
	for _, e := range []storetest.Engine{storetest.SQLite(), storetest.PostgreSQL()} {
		b.Run(e.Name, func(b *testing.B) { run(b, e) })
	}
}

// toMany makes a submission of n recipients with a body of this size.
func toMany(b testing.TB, s *store.Store, account string, n, size int) store.Submission {
	b.Helper()
	id, err := s.NewID(time.Now())
	if err != nil {
		b.Fatal(err)
	}
	sub := store.Submission{ID: id, Account: account, Purpose: "newsletter", Received: time.Now(), Body: make([]byte, size),
		Envelope: store.Envelope{From: "news@asso.example", Plan: []byte(`{"edits":[]}`), MessageID: "<1@asso.example>", Subject: "Lettre"}}
	keyer := address.NewKeyer(storetest.Secret())
	for i := range n {
		a, err := address.Parse(fmt.Sprintf("person%d.%d@domain%d.example", id%1000, i, i%50))
		if err != nil {
			b.Fatal(err)
		}
		sub.Deliveries = append(sub.Deliveries, store.NewDelivery{Recipient: store.Recipient{Address: a.Reveal()}, Person: keyer.Key(a), Domain: a.Domain(), State: store.Queued})
	}
	return sub
}

// fill puts n deliveries into the queue.
func fill(b testing.TB, s *store.Store, n int) {
	b.Helper()
	for ; n > 0; n -= 1000 {
		if err := s.Enqueue(b.Context(), toMany(b, s, "marie", min(n, 1000), 4096)); err != nil {
			b.Fatal(err)
		}
	}
}

// Submissions of 4 KiB to one person, from 20 sessions at once.
func BenchmarkEnqueueOne(b *testing.B) {
	engines(b, func(b *testing.B, e storetest.Engine) {
		s := e.Open(b)
		subs := make([]store.Submission, b.N)
		for i := range subs {
			subs[i] = toMany(b, s, "tool", 1, 4096)
		}
		var next atomic.Int64
		var wg sync.WaitGroup
		b.ResetTimer()
		for range 20 {
			wg.Go(func() {
				for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
					if err := s.Enqueue(context.Background(), subs[i]); err != nil {
						b.Error(err)
					}
				}
			})
		}
		wg.Wait()
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "submissions/s")
	})
}

// One submission to many, beside what is in the queue already.
func BenchmarkEnqueueMany(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		for _, before := range []int{0, 100_000} {
			b.Run(fmt.Sprintf("recipients=%d/queue=%d", n, before), func(b *testing.B) {
				engines(b, func(b *testing.B, e storetest.Engine) {
					s := e.Open(b)
					fill(b, s, before)
					sub := toMany(b, s, "marie", n, 4096)
					b.ResetTimer()
					for b.Loop() {
						b.StopTimer()
						sub.ID++
						b.StartTimer()
						if err := s.Enqueue(context.Background(), sub); err != nil {
							b.Fatal(err)
						}
					}
					b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "rows/s")
				})
			})
		}
	}
}

// Lease and settle, a batch at a time, with little and with much in the queue, in turn, so that what else the machine does
// falls on both alike.
func BenchmarkClaimSettle(b *testing.B) {
	for _, batch := range []int{40, 1000} {
		b.Run(fmt.Sprintf("batch=%d", batch), func(b *testing.B) {
			engines(b, func(b *testing.B, e storetest.Engine) {
				short, long := e.Open(b), e.Open(b)
				fill(b, short, 1000)
				fill(b, long, 100_000)
				var times [2][]float64
				for b.Loop() {
					for i, s := range []*store.Store{short, long} {
						times[i] = append(times[i], claimSettle(b, s, batch))
						if len(times[i])*batch%1000 == 0 {
							fill(b, s, 1000)
						}
					}
				}
				slices.Sort(times[0])
				slices.Sort(times[1])
				one, many := times[0][len(times[0])/2], times[1][len(times[1])/2]
				b.ReportMetric(float64(batch)/one, "rows/s@1000")
				b.ReportMetric(float64(batch)/many, "rows/s@100000")
				b.ReportMetric(one/many, "ratio")
			})
		})
	}
}

// claimSettle delivers a batch and says in how many seconds.
func claimSettle(b *testing.B, s *store.Store, batch int) float64 {
	start := time.Now()
	list, err := s.Claim(context.Background(), time.Now(), 7, batch, time.Hour)
	if err != nil || len(list) != batch {
		b.Fatal(len(list), err)
	}
	if err := s.Settle(context.Background(), time.Now(), delivered(list)...); err != nil {
		b.Fatal(err)
	}
	return time.Since(start).Seconds()
}

func delivered(list []store.Delivery) []store.Settlement {
	out := make([]store.Settlement, len(list))
	for i, d := range list {
		out[i] = store.Settlement{ID: d.ID, Owner: 7, Attempt: d.Attempts, State: store.Delivered, Outcome: fmt.Sprintf("250 2.0.0 Ok: queued as %X", i)}
	}
	return out
}

// An opt-out while 100,000 copies wait and are being delivered as fast as it goes; then also while 20 sessions submit
// newsletters to 1,000 without a pause.
func BenchmarkSuppress(b *testing.B) {
	for _, sessions := range []int{0, 20} {
		b.Run(fmt.Sprintf("newsletters=%d", sessions), func(b *testing.B) {
			engines(b, func(b *testing.B, e storetest.Engine) { suppressUnderLoad(b, e.Open(b), sessions) })
		})
	}
}

func suppressUnderLoad(b *testing.B, s *store.Store, sessions int) {
	fill(b, s, 100_000)
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() { deliverUntil(ctx, b, s) })
	for range sessions {
		wg.Go(func() {
			for ctx.Err() == nil {
				if err := s.Enqueue(context.Background(), toMany(b, s, "tool", 1000, 4096)); err != nil {
					b.Error(err)
				}
			}
		})
	}
	var times []float64
	for b.Loop() {
		person := keyOf(b, fmt.Sprintf("out%d@x.example", len(times)))
		start := time.Now()
		if _, err := s.Suppress(context.Background(), store.Suppression{Person: person, Purpose: "newsletter", Source: store.SourceOneClick, Created: start}); err != nil {
			b.Fatal(err)
		}
		times = append(times, float64(time.Since(start).Microseconds())/1000)
		time.Sleep(2 * time.Millisecond)
	}
	cancel()
	wg.Wait()
	slices.Sort(times)
	b.ReportMetric(times[len(times)/2], "ms/p50")
	b.ReportMetric(times[len(times)*99/100], "ms/p99")
	b.ReportMetric(times[len(times)-1], "ms/max")
}

func deliverUntil(ctx context.Context, b *testing.B, s *store.Store) {
	for ctx.Err() == nil {
		list, err := s.Claim(context.Background(), time.Now(), 7, 100, time.Hour)
		if err == nil {
			err = s.Settle(context.Background(), time.Now(), delivered(list)...)
		}
		if err != nil {
			b.Error(err)
		}
	}
}

// What a message of 1 MiB to 1,000 takes on disk, and one row.
func BenchmarkDisk(b *testing.B) {
	for b.Loop() {
		o := storetest.SQLite().Empty(b)
		s := storetest.OpenWith(b, o)
		empty := onDisk(b, o.Path)
		if err := s.Enqueue(b.Context(), toMany(b, s, "marie", 1000, 1<<20)); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil { // the log goes into the file
			b.Fatal(err)
		}
		all := onDisk(b, o.Path) - empty
		b.ReportMetric(float64(all)/1e6, "MB")
		b.ReportMetric(float64(all-1<<20)/1000, "octets/row")
	}
}

func onDisk(b testing.TB, path string) (n int64) {
	b.Helper()
	files, err := filepath.Glob(path + "*")
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			b.Fatal(err)
		}
		n += info.Size()
	}
	return n
}
