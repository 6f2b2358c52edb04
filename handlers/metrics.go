package handlers

import (
	"fmt"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"onevisit/bot"
)

// What became of a callback.
const (
	resultAnswered = "answered" // within the callback
	resultDeferred = "deferred" // acknowledged, the answer follows by push
	resultLost     = "lost"     // 503: the platform brings it again
)

// Metrics are the numbers shown at /metrics. No label holds anything that a
// person wrote.
type Metrics struct {
	registry  *prometheus.Registry
	callbacks *prometheus.CounterVec
	seconds   *prometheus.HistogramVec
	refusals  *prometheus.CounterVec
	deferrals *prometheus.CounterVec
	calls     *prometheus.CounterVec
}

// NewMetrics makes metrics with a registry of their own.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		callbacks: counter("onevisit_callbacks_total",
			"Callbacks that were believed, by what became of them.", "platform", "kind", "result"),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "onevisit_callback_seconds",
			Help:    "Time from a callback to its reply; the platforms wait 5 s.",
			Buckets: []float64{.01, .025, .05, .1, .25, .5, 1, 2, 3, 4, 4.5, 5},
		}, []string{"platform"}),
		refusals: counter("onevisit_callbacks_refused_total",
			"Callbacks that were not believed.", "platform", "reason"),
		deferrals: counter("onevisit_answers_deferred_total",
			"Answers that follow by push.", "platform", "why"),
		calls: counter("onevisit_platform_calls_total",
			"Calls to the platforms.", "platform", "call", "outcome"),
	}
	m.registry.MustRegister(m.callbacks, m.seconds, m.refusals, m.deferrals, m.calls,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

// CountCall returns the function that a platform's sender tells its calls.
func (m *Metrics) CountCall(p bot.Platform) func(call, outcome string) {
	return func(call, outcome string) {
		m.calls.WithLabelValues(string(p), call, outcome).Inc()
	}
}

// Watch shows a number that is read whenever the metrics are, such as how
// much waits to be sent. The error says that the name is taken or malformed.
func (m *Metrics) Watch(name, help string, read func() float64) error {
	gauge := prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read)
	if err := m.registry.Register(gauge); err != nil {
		return fmt.Errorf("handlers: metric %s: %w", name, err)
	}
	return nil
}

func (m *Metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

func (m *Metrics) callback(p bot.Platform, k bot.Kind, result string, took time.Duration) {
	m.callbacks.WithLabelValues(string(p), string(k), result).Inc()
	m.seconds.WithLabelValues(string(p)).Observe(took.Seconds())
}

func (m *Metrics) refused(p bot.Platform, reason string) {
	m.refusals.WithLabelValues(string(p), reason).Inc()
}

func (m *Metrics) deferred(p bot.Platform, why string) {
	m.deferrals.WithLabelValues(string(p), why).Inc()
}
