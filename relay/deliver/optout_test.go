package deliver_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"souspli/policy/address"
	"souspli/relay/relaytest"
	"souspli/store"
)

// begun is how many copies to a slow hop cannot be stopped: one has arrived, one is under way, one is announced behind it; and a
// moment.
const begun = 4

// withASlowHop delivers to a few people; one has it when it returns, and all the other copies are leased.
func withASlowHop(t *testing.T) (r *rig, h *relaytest.Hop, id store.ID, list []string) {
	t.Helper()
	h = relaytest.NewHop(t, relaytest.HopOptions{Extensions: []string{"PIPELINING"}, Script: func(line string) string {
		if line == "." {
			time.Sleep(time.Second)
		}
		return ""
	}})
	r = newRig(t, to(hop(h), 1))
	for i := range 8 {
		list = append(list, fmt.Sprintf("r%d@x.example", i))
	}
	id = r.queue(t, nil, list...)
	r.run(t)
	h.Wait(1, 10*time.Second)
	return r, h, id, list
}

// A slow next hop lets copies wait that were leased, and asked about, long before. Who opts out meanwhile gets nothing.
func TestAnOptOutWhileTheNextHopIsSlow(t *testing.T) {
	r, h, id, list := withASlowHop(t)
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

// An operator stops a newsletter that is going out: what has not begun goes nowhere, though all of it is leased.
func TestAnOperatorStopsWhatIsLeased(t *testing.T) {
	for want, verb := range map[store.State]func(*store.Store, context.Context, time.Time, store.Filter) (store.Changed, error){
		store.Held: (*store.Store).Hold, store.Cancelled: (*store.Store).Delete,
	} {
		t.Run(string(want), func(t *testing.T) {
			r, h, id, list := withASlowHop(t)
			n, err := verb(r.store, t.Context(), r.Now(), store.Filter{Delivery: store.DeliveryID{Submission: id}})
			if err != nil || n.OnTheirWay == 0 {
				t.Fatalf("%+v, %v", n, err)
			}
			stopped := 0
			for _, row := range r.settled(t, id) {
				if row.State == want {
					stopped++
				}
			}
			if n := len(h.Messages()); n > begun || n+stopped != len(list) {
				t.Errorf("%d of %d got it, %d are %s", n, len(list), stopped, want)
			}
		})
	}
}
