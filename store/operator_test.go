package store_test

import (
	"context"
	"testing"
	"time"

	"souspli/store"
	"souspli/store/storetest"
)

type verb func(*store.Store, context.Context, time.Time, store.Filter) (store.Changed, error)

// What an operator wants of a delivery that is being sent holds as soon as it comes back, and is known to whoever has it.
func TestAnOperatorReachesWhatIsLeased(t *testing.T) {
	storetest.Each(t, testAnOperatorReachesWhatIsLeased)
}

func testAnOperatorReachesWhatIsLeased(t *testing.T, e storetest.Engine) {
	hold, release, remove := (*store.Store).Hold, (*store.Store).Release, (*store.Store).Delete
	for _, tt := range []struct {
		name  string
		verbs []verb
		stop  store.State // meanwhile
		back  store.State // how the attempt ends
		want  store.State
		tried int // attempts that count in the end
	}{
		{"hold, given back", []verb{hold}, store.Held, store.Queued, store.Held, 0},
		{"hold, deferred", []verb{hold}, store.Held, store.Deferred, store.Held, 1},
		{"hold, delivered", []verb{hold}, store.Held, store.Delivered, store.Delivered, 1},
		{"delete, given back", []verb{remove}, store.Cancelled, store.Queued, store.Cancelled, 0},
		{"delete, deferred", []verb{remove}, store.Cancelled, store.Deferred, store.Cancelled, 1},
		{"delete, refused", []verb{remove}, store.Cancelled, store.Failed, store.Failed, 1},
		{"hold and release", []verb{hold, release}, "", store.Deferred, store.Deferred, 1},
		{"hold and delete", []verb{hold, remove}, store.Cancelled, store.Deferred, store.Cancelled, 1},
		{"delete and hold and release", []verb{remove, hold, release}, store.Cancelled, store.Deferred, store.Cancelled, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := e.Open(t)
			sub := submission(t, s, noon, "", "a@x.example")
			enqueue(t, s, sub)
			list := claim(t, s, noon)
			for _, v := range tt.verbs {
				if _, err := v(s, t.Context(), noon, store.Filter{}); err != nil {
					t.Fatal(err)
				}
			}
			if stop, err := s.Stopped(t.Context(), list[0]); err != nil || stop != tt.stop {
				t.Errorf("who has it is told %q, %v; want %q", stop, err, tt.stop)
			}
			settle(t, s, noon, list, 7, tt.back)
			r := rows(t, s, store.Filter{})[0]
			if r.State != tt.want || r.Attempts != tt.tried || r.Stop != "" {
				t.Errorf("%s after %d attempts, %q still wanted; want %s after %d", r.State, r.Attempts, r.Stop, tt.want, tt.tried)
			}
			_, _, err := s.Load(t.Context(), sub.ID)
			if gone := err == store.ErrNotFound; gone != tt.want.IsFinal() {
				t.Errorf("the body is gone: %v", gone)
			}
		})
	}
}

// The relay that had it dies: its word still holds, and nothing is sent again.
func TestAnOperatorsWordOutlivesTheRelay(t *testing.T) {
	storetest.Each(t, testAnOperatorsWordOutlivesTheRelay)
}

func testAnOperatorsWordOutlivesTheRelay(t *testing.T, e storetest.Engine) {
	s := e.Open(t)
	sub := submission(t, s, noon, "", "a@x.example", "b@x.example", "c@x.example")
	enqueue(t, s, sub)
	claim(t, s, noon)
	for i, v := range []verb{(*store.Store).Hold, (*store.Store).Delete} {
		n, err := v(s, t.Context(), noon, store.Filter{Delivery: store.DeliveryID{Submission: sub.ID, Seq: i + 1}})
		if err != nil || n != (store.Changed{OnTheirWay: 1}) {
			t.Fatalf("%+v, %v", n, err)
		}
	}
	later := noon.Add(2 * time.Minute)
	if _, err := s.Recover(t.Context(), later); err != nil {
		t.Fatal(err)
	}
	if list := claim(t, s, later); len(list) != 1 || list[0].ID.Seq != 3 {
		t.Errorf("tried again: %v", list)
	}
	for i, want := range []store.State{store.Held, store.Cancelled, store.Leased} {
		if r := rows(t, s, store.Filter{})[i]; r.State != want || !r.InDoubt || r.Attempts != 1+i/2 {
			t.Errorf("%s is %s after %d attempts, in doubt %v; want %s", r.ID, r.State, r.Attempts, r.InDoubt, want)
		}
	}
	if n, err := s.Release(t.Context(), later, store.Filter{}); err != nil || n.Deliveries != 1 {
		t.Fatal(n, err)
	}
	if list := claim(t, s, later); len(list) != 1 || list[0].ID.Seq != 1 {
		t.Errorf("released: %v", list)
	}
}
