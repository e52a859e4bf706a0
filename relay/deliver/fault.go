package deliver

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
)

// errFault says that the relay itself failed, not the next hop.
var errFault = errors.New("deliver: an error in the relay")

// rescue, deferred, keeps a panic from ending more than one conversation: it is logged, and then ends what had been begun.
func (s *Smarthost) rescue(then func(error)) {
	if p := recover(); p != nil {
		s.hop.Log.Error("a conversation with the next hop failed", "error", kindOfPanic(p), "at", placeOfPanic())
		then(errFault)
	}
}

// kindOfPanic says what happened without what was being worked on: a value that was thrown may hold a part of a message.
func kindOfPanic(p any) string {
	if e, ok := p.(runtime.Error); ok {
		return e.Error()
	}
	return fmt.Sprintf("panic: %T", p)
}

// placeOfPanic gives the file and line of ours nearest to the panic that is being recovered from.
func placeOfPanic() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	for panicked := false; ; {
		f, more := frames.Next()
		if panicked && strings.HasPrefix(f.Function, "souspli/") {
			return fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line)
		}
		panicked = panicked || f.Function == "runtime.gopanic"
		if !more {
			return "unknown"
		}
	}
}
