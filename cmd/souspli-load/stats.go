package main

import (
	"fmt"
	"slices"
	"time"
)

// latency sums up durations, in milliseconds.
type latency struct {
	P50 float64 `json:"p50_ms"`
	P99 float64 `json:"p99_ms"`
	Max float64 `json:"max_ms"`
}

func (l latency) String() string {
	return fmt.Sprintf("p50 %.1f ms, p99 %.1f ms, max %.1f ms", l.P50, l.P99, l.Max)
}

// summarise sorts the durations and picks from them.
func summarise(list []time.Duration) latency {
	if len(list) == 0 {
		return latency{}
	}
	slices.Sort(list)
	at := func(share float64) float64 {
		return float64(list[min(len(list)-1, int(share*float64(len(list))))]) / float64(time.Millisecond)
	}
	return latency{P50: at(0.50), P99: at(0.99), Max: at(1)}
}

// median gives the middle of the values; 0 of none.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	if n := len(sorted); n%2 == 0 {
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
	return sorted[len(sorted)/2]
}

// perSecond is a rate.
func perSecond(n int, d time.Duration) float64 {
	if d <= 0 {
		return 0
	}
	return float64(n) / d.Seconds()
}
