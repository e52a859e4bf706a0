// Package metrics names every counter that souspli exports to Prometheus. No label ever holds an address or a domain.
package metrics

import (
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics counts what the relay does. Its methods are safe for concurrent use.
type Metrics struct {
	registry    *prometheus.Registry
	submissions *prometheus.CounterVec
	refusals    *prometheus.CounterVec
	recipients  *prometheus.CounterVec
	deliveries  *prometheus.CounterVec
	troubles    *prometheus.CounterVec
	optOuts     *prometheus.CounterVec
	scans       *prometheus.CounterVec
}

// New makes counters at zero.
func New() *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "souspli", Name: name, Help: help}, labels)
	}
	m := &Metrics{
		registry:    prometheus.NewRegistry(),
		submissions: counter("submissions_total", "Submissions accepted, by purpose (empty: correspondence).", "purpose"),
		refusals:    counter("refusals_total", "Submissions refused, by reason.", "reason"),
		recipients:  counter("recipients_total", "Recipients of accepted submissions, by fate.", "fate"),
		deliveries:  counter("deliveries_total", "Attempts to deliver, by outcome.", "outcome"),
		troubles:    counter("troubles_total", "Failures of our own, by step.", "step"),
		optOuts:     counter("opt_outs_total", "Opt-outs through links, by way.", "way"),
		scans:       counter("scans_total", "Attachments examined, by seal and whether they were readable.", "seal", "readable"),
	}
	m.registry.MustRegister(m.submissions, m.refusals, m.recipients, m.deliveries, m.troubles, m.optOuts, m.scans,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Accepted counts a submission and its recipients.
func (m *Metrics) Accepted(purpose string, deliveries, suppressed int) {
	m.submissions.WithLabelValues(purpose).Inc()
	m.recipients.WithLabelValues("deliver").Add(float64(deliveries))
	m.recipients.WithLabelValues("suppressed").Add(float64(suppressed))
}

// Refused counts a refusal.
func (m *Metrics) Refused(reason string) { m.refusals.WithLabelValues(reason).Inc() }

// Trouble counts a failure of our own.
func (m *Metrics) Trouble(step string) { m.troubles.WithLabelValues(step).Inc() }

// Attempt counts an attempt to deliver: delivered, deferred, failed.
func (m *Metrics) Attempt(outcome string) { m.deliveries.WithLabelValues(outcome).Inc() }

// OptOut counts an opt-out: one-click, page, undo.
func (m *Metrics) OptOut(way string) { m.optOuts.WithLabelValues(way).Inc() }

// Scanned counts an attachment.
func (m *Metrics) Scanned(seal string, readable bool) {
	m.scans.WithLabelValues(seal, map[bool]string{true: "yes", false: "no"}[readable]).Inc()
}

// Gauge adds a value that is read when somebody asks.
func (m *Metrics) Gauge(name, help string, read func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "souspli", Name: name, Help: help}, read))
}

// Handler serves the counters in Prometheus's text format.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
