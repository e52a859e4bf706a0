package deliver_test

import (
	"fmt"
	"testing"
	"time"

	"souspli/policy/address"
	"souspli/relay/relaytest"
	"souspli/store"
)

// A slow next hop lets copies wait that were leased, and asked about, long before. Who opts out meanwhile gets nothing.
func TestAnOptOutWhileTheNextHopIsSlow(t *testing.T) {
	h := relaytest.NewHop(t, relaytest.HopOptions{Extensions: []string{"PIPELINING"}, Script: func(line string) string {
		if line == "." {
			time.Sleep(time.Second)
		}
		return ""
	}})
	r := newRig(t, to(hop(h), 1))
	const begun = 4 // one has arrived, one is under way, one is announced behind it; and a moment
	var list []string
	for i := range 8 {
		list = append(list, fmt.Sprintf("r%d@x.example", i))
	}
	id := r.queue(t, nil, list...)
	r.run(t)
	h.Wait(1, 10*time.Second) // all are leased
	for _, who := range list {
		a, err := address.Parse(who)
		if err != nil {
			t.Fatal(err)
		}
		out := store.Suppression{Person: r.Keyer.Key(a), Purpose: "newsletter", Source: store.SourceOneClick, Created: r.Now()}
		if _, err := r.store.Suppress(t.Context(), out); err != nil {
			t.Fatal(err)
		}
	}
	suppressed := 0
	for _, row := range r.settled(t, id) {
		if row.State == store.Suppressed {
			suppressed++
		}
	}
	if n := len(h.Messages()); n > begun || n+suppressed != len(list) {
		t.Errorf("%d of %d got it, %d are suppressed", n, len(list), suppressed)
	}
}
