package relay_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"souspli/policy"
	"souspli/store/storetest"
)

func TestReadyByDisk(t *testing.T) {
	const mib = 1 << 20
	for _, tt := range []struct {
		name        string
		free, total uint64
		err         error
		size        int64
		want        string
	}{
		{name: "plenty", free: 900 * mib, total: 1000 * mib, size: 25 * mib},
		{name: "a small disk may be used", free: 12 * mib, total: 16 * mib, size: 3 * mib},
		{name: "not for a body twice its room", free: 12 * mib, total: 16 * mib, size: 5 * mib, want: "nearly full"},
		{name: "a twentieth is left", free: 49 * mib, total: 1000 * mib, want: "nearly full"},
		{name: "64 MiB are enough on a large one", free: 65 * mib, total: 1 << 40},
		{name: "no size was said", free: 65 * mib, total: 1 << 40, size: -1},
		{name: "unknown", err: errors.New("gone"), want: "not known"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t, clean)
			r.Disk = func() (uint64, uint64, error) { return tt.free, tt.total, tt.err }
			err := r.Ready(t.Context(), tt.size)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// A submission that waits long for its commit keeps new ones from beginning; when it is through they may begin again.
func TestReadyWhileTheDatabaseIsSlow(t *testing.T) {
	file := filepath.Join(t.TempDir(), "souspli.db")
	r := newRig(t, clean)
	r.store = storetest.OpenAt(t, file)
	r.Relay.Store = r.store
	var elapsed atomic.Int64
	r.Now = func() time.Time { return noon.Add(time.Duration(elapsed.Load())) }

	release := lockDatabase(t, file)
	replied := make(chan int, 1)
	in := incoming(t, policy.Person, "marie@asso.example", "a@a.example")
	enqueueing := make(chan struct{})
	in.Alive = func() bool { close(enqueueing); return true } // the last thing before the queue
	go func() { replied <- r.Accept(context.Background(), in).Code }()
	<-enqueueing
	if err := r.Ready(t.Context(), 0); err != nil {
		t.Errorf("it has not waited long: %v", err)
	}
	for elapsed.Store(int64(time.Minute)); r.Ready(t.Context(), 0) == nil; { // until it waits, which it does at noon or a minute later
		elapsed.Add(int64(time.Minute))
		time.Sleep(time.Millisecond)
	}
	release()
	if code := <-replied; code != 250 {
		t.Errorf("reply %d", code)
	}
	if err := r.Ready(t.Context(), 0); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// lockDatabase holds the writer's lock as another program would, until it is released.
func lockDatabase(t *testing.T, file string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(file)+"?_txlock=immediate&_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := errors.Join(tx.Rollback(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}
