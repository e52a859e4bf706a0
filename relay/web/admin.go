package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"souspli/relay/metrics"
)

// Check is one condition of readiness. Its error is shown to the operator.
type Check struct {
	Name string
	Run  func(context.Context) error
}

// Admin gives the operator's routes: alive, ready, counters. They stand on a listener of their own.
func Admin(m *metrics.Metrics, checks ...Check) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) { ready(w, r, checks) })
	mux.Handle("GET /metrics", m.Handler())
	return mux
}

// ready answers 200 when every check passes, else 503 and which do not.
func ready(w http.ResponseWriter, r *http.Request, checks []Check) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	text, status := "", http.StatusOK
	for _, c := range checks {
		if err := c.Run(ctx); err != nil {
			status = http.StatusServiceUnavailable
			text += c.Name + ": " + err.Error() + "\n"
		}
	}
	if text == "" {
		text = "ok\n"
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = fmt.Fprint(w, text)
}
