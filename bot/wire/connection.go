package wire

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"time"

	"onevisit/bot"
)

const (
	// Connecting has less time than a whole call, so that an unreachable
	// platform is told apart from a silent one.
	connectLimit = 5 * time.Second
	// Idle connections are dropped before the platform drops them: a request
	// lost in that moment could not be told from one that arrived.
	idleLimit = 20 * time.Second
)

// Connection says through what a sender speaks with its platform.
type Connection struct {
	// BaseURL is the platform's address or that of a proxy before it, with
	// or without a path; empty means the platform's own.
	BaseURL string
	Now     func() time.Time
	// Transport replaces the connection to the platform; nil makes one of
	// this sender's own, with time-outs.
	Transport http.RoundTripper
	// Count is told each call's path and outcome: "ok" or a [bot.Failure].
	// It may be nil and must be safe for concurrent use.
	Count func(call, outcome string)
}

// API speaks HTTP with the platform, or with the proxy before it.
type API struct {
	base   *url.URL
	client *http.Client
	count  func(call, outcome string)
}

func newAPI(c Connection) (API, error) {
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return API{}, errors.New("the API address must be an absolute http or https URL")
	}
	if c.Transport == nil {
		c.Transport = newTransport()
	}
	if c.Count == nil {
		c.Count = func(string, string) {}
	}
	client := &http.Client{
		Transport: c.Transport,
		// A redirect would carry the token to wherever it points.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return API{base: u, client: client, count: c.Count}, nil
}

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: connectLimit}).DialContext,
		TLSHandshakeTimeout: connectLimit,
		IdleConnTimeout:     idleLimit,
		MaxIdleConnsPerHost: 32, // as many as a lane of the delivery has hands
		ForceAttemptHTTP2:   true,
	}
}

// Host is the platform's, or its proxy's, with the port if it has one.
func (a API) Host() string { return a.base.Host }

// Count tells how a call ended: "ok" or its [bot.Failure].
func (a API) Count(call string, err error) { a.count(call, outcome(err)) }

// outcome is what a call is counted under.
func outcome(err error) string {
	var failed *bot.SendError
	switch {
	case err == nil:
		return "ok"
	case errors.As(err, &failed):
		return string(failed.Class)
	}
	return string(bot.FailConfig)
}
