package wire

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"onevisit/bot"
)

// Time limits of one request. A whole call has 10 s, and a file of 20 MiB on
// a slow line a minute; connecting has less, so that an unreachable platform
// is told apart from a silent one.
const (
	callLimit    = 10 * time.Second
	FileLimit    = time.Minute
	connectLimit = 5 * time.Second
	// Idle connections are dropped before the platform drops them: a request
	// Lost in that moment could not be told from one that arrived.
	idleLimit = 20 * time.Second
)

// Limits of an answer in bytes: one in JSON, and one that is a file.
const (
	AnswerLimit = 1 << 20
	MediaLimit  = 20 << 20
)

// Causes of a failed request. The library's own errors carry addresses, and
// addresses carry tokens; these carry nothing.
var (
	ErrTimeout  = errors.New("timed out")
	ErrCanceled = errors.New("canceled")
	ErrBroken   = errors.New("connection failed")
	ErrStatus   = errors.New("unexpected HTTP status")
	ErrTooLarge = errors.New("answer too large")
	ErrNotJSON  = errors.New("answer is not JSON")
)

// API speaks HTTP with the platform, or with the proxy before it.
type API struct {
	base   *url.URL
	client *http.Client
	count  func(call, outcome string)
}

// Request is one call; Call is the API's path.
type Request struct {
	Method string
	Call   string
	Query  url.Values
	Body   []byte
	// ContentType of the body; empty means JSON.
	ContentType string
	// Repeatable says that the platform shows a repeat once only, or that it
	// changes nothing: then what may have arrived may be sent again.
	Repeatable bool
	Limit      int64         // of the answer, in bytes
	Within     time.Duration // for the whole call; 0 means 10 s
}

// Response is an answer of status 200.
type Response struct {
	Data        []byte
	ContentType string
}

// NewAPI asks nothing of the network. A nil transport means one of its own,
// with time-outs; count is told each call and its outcome and may be nil.
func NewAPI(base string, transport http.RoundTripper, count func(call, outcome string)) (API, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return API{}, errors.New("the API address must be an absolute http or https URL")
	}
	if transport == nil {
		transport = newTransport()
	}
	if count == nil {
		count = func(string, string) {}
	}
	client := &http.Client{
		Transport: transport,
		// A redirect would carry the token to wherever it points.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return API{base: u, client: client, count: count}, nil
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

// Send makes the request once. The error is a [*bot.SendError].
func (a API) Send(ctx context.Context, r Request) (Response, error) {
	address := *a.base
	address.Path = strings.TrimSuffix(address.Path, "/") + r.Call
	address.RawQuery = r.Query.Encode()
	return a.SendTo(ctx, address.String(), r)
}

// SendTo is [API.Send] to an address of its own, which is not the platform's.
func (a API) SendTo(ctx context.Context, address string, r Request) (Response, error) {
	if r.Within == 0 {
		r.Within = callLimit
	}
	ctx, cancel := context.WithTimeout(ctx, r.Within)
	defer cancel()
	// Only a request that was wholly written can have been acted upon.
	var written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { written.Store(false) },
		WroteRequest: func(w httptrace.WroteRequestInfo) { written.Store(w.Err == nil) },
	})
	req, err := http.NewRequestWithContext(ctx, r.Method, address, bytes.NewReader(r.Body))
	if err != nil {
		return Response{}, r.Fail(bot.FailConfig, ErrBroken)
	}
	if r.Method == http.MethodPost {
		req.Header.Set("Content-Type", cmp.Or(r.ContentType, "application/json; charset=utf-8"))
	}
	res, err := a.client.Do(req)
	if err != nil {
		return Response{}, r.Lost(written.Load(), Cause(err))
	}
	defer func() { _ = res.Body.Close() }() // nothing is owed to a body already read
	if res.StatusCode != http.StatusOK {
		return Response{}, r.status(res.StatusCode)
	}
	return r.read(res)
}

func (r Request) read(res *http.Response) (Response, error) {
	data, err := io.ReadAll(io.LimitReader(res.Body, r.Limit+1))
	if err != nil {
		return Response{}, r.Lost(true, Cause(err))
	}
	if int64(len(data)) > r.Limit {
		return Response{}, r.Fail(bot.FailText, ErrTooLarge)
	}
	return Response{Data: data, ContentType: res.Header.Get("Content-Type")}, nil
}

// Lost classes a request whose answer never came.
func (r Request) Lost(written bool, err error) error {
	if written && !r.Repeatable {
		return r.Fail(bot.FailUnknown, err)
	}
	return r.Fail(bot.FailNetwork, err)
}

// status classes an answer that is not the platform's own: it has codes of
// its own and answers 200 with them, so this came from something between.
func (r Request) status(code int) error {
	err := fmt.Errorf("%w %d", ErrStatus, code)
	switch {
	case code == http.StatusTooManyRequests:
		return r.Fail(bot.FailSlow, err)
	case code >= http.StatusInternalServerError:
		return r.Lost(true, err)
	}
	return r.Fail(bot.FailConfig, err)
}

// Fail is a failure of this call; the error is a [*bot.SendError].
func (r Request) Fail(class bot.Failure, err error) error {
	return &bot.SendError{Class: class, Call: r.Call, Err: err}
}

// Cause keeps the kind of a transport error and drops its text.
func Cause(err error) error {
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, context.Canceled):
		return ErrCanceled
	case errors.As(err, &timeout) && timeout.Timeout():
		return ErrTimeout
	}
	return ErrBroken
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
