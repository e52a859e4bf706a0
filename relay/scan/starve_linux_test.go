package scan_test

import (
	"os"
	"runtime"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"souspli/policy/attachment"
)

// starve makes this thread wait for a processor that another thread does not leave to it, until a time is over.
func starve(long time.Duration) {
	end := time.Now().Add(long)
	for _, nice := range []int{0, 19} {
		go spin(end, nice)
	}
	time.Sleep(long)
}

// spin keeps the first processor that this process may use busy, with this priority.
func spin(end time.Time, nice int) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var all, one unix.CPUSet
	if unix.SchedGetaffinity(0, &all) != nil {
		os.Exit(3)
	}
	for cpu := range 1024 {
		if all.IsSet(cpu) {
			one.Set(cpu)
			break
		}
	}
	if unix.SchedSetaffinity(0, &one) != nil || syscall.Setpriority(syscall.PRIO_PROCESS, 0, nice) != nil {
		os.Exit(3)
	}
	for time.Now().Before(end) {
	}
}

// A child that gets no processor is given its time again; if that does not help, it is our own trouble and no verdict.
func TestStarvedChild(t *testing.T) {
	if _, err := os.ReadFile("/proc/self/schedstat"); err != nil {
		t.Skip("needs a kernel with schedstat")
	}
	p := pool(t, "moody")
	reports, err := p.Scan(t.Context(), []attachment.File{{Name: "starve a little"}, {Name: "ok"}})
	if err != nil || reports[0].Type != "slow" || reports[1].Type != "fine" {
		t.Errorf("%+v, %v", reports, err)
	}
	if reports, err := p.Scan(t.Context(), []attachment.File{{Name: "starve"}}); err == nil {
		t.Errorf("a verdict about a file that nobody could read: %+v", reports)
	}
}
