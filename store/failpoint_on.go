//go:build failpoint

package store

import (
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
)

// passings counts how often the chosen failpoint was passed. It is a global because what it ends is the process: no store and
// no relay in it survives the last passing. It exists only under this tag.
var passings atomic.Int64

// Failpoint ends its own process at the Nth passing of this name, as a power cut would, if SOUSPLI_FAILPOINT is NAME:N, or
// NAME for the first. The names are: accept, accepted (before and after the commit of a submission), lease (after that of a
// claim), send (a copy is wholly written, its answer not read), settle, settled, notice, noticed, opt-out, opted-out (before
// and after these commits), migrate (the copy is complete, the old file still open).
func Failpoint(name string) {
	chosen, nth, counted := strings.Cut(os.Getenv("SOUSPLI_FAILPOINT"), ":")
	if chosen != name {
		return
	}
	n := 1
	if counted {
		n, _ = strconv.Atoi(nth)
	}
	if passings.Add(1) == int64(n) {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		select {} // nothing more is done before the signal arrives
	}
}
