package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// tally counts the verdicts on one kind of file.
type tally struct {
	Kind     string  `json:"kind"`
	Expected string  `json:"expected"`
	Right    int     `json:"right"`
	Wrong    int     `json:"wrong"`
	Median   float64 `json:"median_ms"`
	P95      float64 `json:"p95_ms"`
	Max      float64 `json:"max_ms"`
	times    []time.Duration
}

func (t *tally) add(right bool, took time.Duration) {
	if right {
		t.Right++
	} else {
		t.Wrong++
	}
	t.times = append(t.times, took)
}

// share counts how often something is so.
type share struct{ so, all int }

func (s *share) add(so bool) {
	s.all++
	if so {
		s.so++
	}
}

func (s share) percent() float64 { return 100 * float64(s.so) / float64(max(s.all, 1)) }

func (s share) String() string { return fmt.Sprintf("%d of %d (%.2f %%)", s.so, s.all, s.percent()) }

// bar is a promise of the scanner, with the figure that it is held to.
type bar struct {
	Name  string `json:"name"`
	Got   string `json:"got"`
	Want  string `json:"want"`
	Holds bool   `json:"holds"`
}

// graded is the whole result.
type graded struct {
	Kinds  []*tally `json:"kinds"`
	Bars   []bar    `json:"bars"`
	Misses []miss   `json:"misses"`
	Holds  bool     `json:"holds"`
}

func (g *grading) result() graded {
	r := graded{Misses: g.misses, Holds: true, Bars: g.bars()}
	r.Kinds = slices.SortedFunc(maps.Values(g.kinds), func(a, b *tally) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Expected, b.Expected))
	})
	for _, t := range r.Kinds {
		t.Median, t.P95, t.Max = quantile(t.times, 50), quantile(t.times, 95), quantile(t.times, 100)
	}
	for _, b := range r.Bars {
		r.Holds = r.Holds && b.Holds
	}
	return r
}

// bars are the promises of issue 4, each with what was measured.
func (g *grading) bars() []bar {
	median, p95 := quantile(g.times, 50), quantile(g.times, 95)
	bars := []bar{
		{"not encrypted, but called so", fmt.Sprint(len(g.forged)), "0", len(g.forged) == 0},
		{"strong, but denied", g.denied.String(), "≤ 2 %", g.denied.percent() <= 2},
		{"weak, and called weak", g.weak.String(), "≥ 98 %", g.weak.percent() >= 98 || g.weak.all == 0},
		{"clean, but refused", g.alarms.String(), "0", g.alarms.so == 0},
		{"reader crashed", g.crashed.String(), "0", g.crashed.so == 0},
		{"median time to 5 MiB", ms(median), "≤ 30 ms", median <= 30},
		{"95 % of times to 5 MiB", ms(p95), "≤ 500 ms", p95 <= 500},
		{"longest time", ms(quantile([]time.Duration{g.slowest}, 100)), "≤ 10 s", g.slowest <= 10*time.Second},
		{"most memory of a child", fmt.Sprintf("%d MiB", g.pool.Peak()>>20), "≤ 256 MiB", g.pool.Peak() <= 256<<20},
	}
	if len(g.identifiers) > 0 {
		bars = append(bars,
			bar{"valid personal numbers found under a label", g.labelled.String(), "≥ 99 %", g.labelled.percent() >= 99},
			bar{"invalid ones found under a label", g.labelledBad.String(), "≤ 1 %", g.labelledBad.percent() <= 1},
			bar{"other valid numbers found bare", g.bareStranger.String(), "≤ 0.5 %", g.bareStranger.percent() <= 0.5})
	}
	return bars
}

// quantile gives the time, in milliseconds, within which so many per cent were done.
func quantile(times []time.Duration, percent int) float64 {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return float64(sorted[(len(sorted)-1)*percent/100].Microseconds()) / 1000
}

func ms(v float64) string { return fmt.Sprintf("%.1f ms", v) }

// text is the table for people.
func (r graded) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%-18s %-26s %6s %6s %10s %10s %10s\n", "kind", "truth", "right", "wrong", "median", "95 %", "max")
	for _, t := range r.Kinds {
		fmt.Fprintf(&b, "%-18s %-26s %6d %6d %10s %10s %10s\n", t.Kind, t.Expected, t.Right, t.Wrong, ms(t.Median), ms(t.P95), ms(t.Max))
	}
	b.WriteByte('\n')
	for _, bar := range r.Bars {
		word := "holds "
		if !bar.Holds {
			word = "MISSED"
		}
		fmt.Fprintf(&b, "%s  %-45s %-24s want %s\n", word, bar.Name, bar.Got, bar.Want)
	}
	for _, m := range r.Misses {
		fmt.Fprintf(&b, "wrong   %s: %s, want %s\n", m.What, m.Got, m.Want)
	}
	return strings.TrimSuffix(b.String(), "\n")
}
