// Package handlers is the outside face over HTTP: the platforms' callbacks,
// health, metrics and, in a demonstration, the simulator's page. It is the
// only package that knows the web framework. A handler decodes, calls and
// answers; what is said and done is decided elsewhere.
package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"onevisit/bot"
)

// DefaultPatience is how long a callback waits for its answer: the platforms
// drop the connection after 5 s, and putting the answer off takes time too.
const DefaultPatience = 4 * time.Second

// Options are what the server is made of. Whatever is nil is not served.
type Options struct {
	WeChat       Platform // nil: /wechat answers 404
	WeCom        Platform // nil: /wecom answers 404
	Conversation Conversation
	// Ready says whether the parts behind us work; nil means always.
	Ready func(context.Context) error
	// Slips are served under /p/slip/; nil: 404.
	Slips Slips
	// Demo is mounted at /demo/, without that prefix; nil: 404.
	Demo http.Handler
	// Metrics counts what happens here; nil makes one of the server's own.
	Metrics *Metrics
	Log     *slog.Logger
	Now     func() time.Time
	// Patience of a callback; 0 means [DefaultPatience].
	Patience time.Duration
	// After tells when a callback's patience is over; nil means time.After.
	After func(time.Duration) <-chan time.Time
}

// Server answers all requests from outside. It is an [http.Handler].
type Server struct {
	engine  *gin.Engine
	flights *flights
}

// New makes a server. The error names what is missing.
func New(o Options) (*Server, error) {
	if o.Log == nil || o.Now == nil {
		return nil, errors.New("handlers: a log and a clock are required")
	}
	if o.Conversation == nil && (o.WeChat != nil || o.WeCom != nil) {
		return nil, errors.New("handlers: callbacks need a conversation")
	}
	o = o.withDefaults()
	s := &Server{engine: newEngine(o), flights: newFlights()}
	s.routes(o)
	return s, nil
}

func (o Options) withDefaults() Options {
	if o.Patience == 0 {
		o.Patience = DefaultPatience
	}
	if o.After == nil {
		o.After = time.After
	}
	if o.Metrics == nil {
		o.Metrics = NewMetrics()
	}
	if o.Ready == nil {
		o.Ready = func(context.Context) error { return nil }
	}
	return o
}

// newEngine makes the framework silent and trusting nobody: no header of a
// proxy is believed, no address is guessed for a request that misses.
func newEngine(o Options) *gin.Engine {
	gin.SetMode(gin.ReleaseMode) // always the same value, stored atomically
	engine := gin.New()
	engine.RedirectTrailingSlash = false
	engine.HandleMethodNotAllowed = true
	_ = engine.SetTrustedProxies(nil) // fails for a malformed network only
	engine.Use(accessLog(o.Log, o.Now), recovery(o.Log), secured, bounded)
	engine.NoRoute(empty(http.StatusNotFound))
	engine.NoMethod(empty(http.StatusMethodNotAllowed))
	return engine
}

func (s *Server) routes(o Options) {
	s.platform("/wechat", bot.WeChat, o.WeChat, o)
	s.platform("/wecom", bot.WeCom, o.WeCom, o)
	s.engine.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	s.engine.GET("/readyz", readiness(o.Ready, o.Log))
	s.engine.GET("/metrics", gin.WrapH(o.Metrics.handler()))
	if o.Slips != nil {
		s.engine.GET("/p/slip/:token", slip(o.Slips, o.Log))
	}
	if o.Demo != nil {
		s.engine.GET("/demo", func(c *gin.Context) { c.Redirect(http.StatusFound, "/demo/") })
		s.engine.Any("/demo/*path", gin.WrapH(http.StripPrefix("/demo", o.Demo)))
	}
}

func (s *Server) platform(path string, name bot.Platform, p Platform, o Options) {
	if p == nil {
		return
	}
	c := &callback{
		name: name, platform: p, conversation: o.Conversation, flights: s.flights,
		metrics: o.Metrics, log: o.Log, now: o.Now, patience: o.Patience, after: o.After,
	}
	s.engine.GET(path, c.check)
	s.engine.POST(path, c.receive)
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.engine.ServeHTTP(w, r) }

// Drain begins the end: further callbacks are answered 503, so that the
// platform brings them again, to another replica or after the restart. It
// returns when every conversation under way has ended, or with the context's
// error.
func (s *Server) Drain(ctx context.Context) error { return s.flights.drain(ctx) }

// told is what a failure has to say to those who ask for readiness, if
// anything.
func told(err error) string {
	var said interface{ Readiness() string }
	if !errors.As(err, &said) {
		return ""
	}
	return said.Readiness() + "\n"
}

// readiness asks the parts behind us. Why they are not ready is for the log.
func readiness(ready func(context.Context) error, log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		ctx, cancel := context.WithTimeout(c.Request.Context(), 2*time.Second)
		defer cancel()
		if err := ready(ctx); err != nil {
			log.WarnContext(ctx, "not ready", "error", err)
			c.String(http.StatusServiceUnavailable, "not ready\n"+told(err))
			return
		}
		c.String(http.StatusOK, "ready\n")
	}
}
