package wecom

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
	fileLimit    = time.Minute
	connectLimit = 5 * time.Second
	// Idle connections are dropped before the platform drops them: a request
	// lost in that moment could not be told from one that arrived.
	idleLimit = 20 * time.Second
)

const (
	answerLimit = 1 << 20
	mediaLimit  = 20 << 20
)

// Causes of a failed request. The library's own errors carry addresses, and
// addresses carry tokens; these carry nothing.
var (
	errTimeout  = errors.New("timed out")
	errCanceled = errors.New("canceled")
	errBroken   = errors.New("connection failed")
	errStatus   = errors.New("unexpected HTTP status")
	errTooLarge = errors.New("answer too large")
	errNotJSON  = errors.New("answer is not JSON")
)

// api speaks HTTP with the platform, or with the proxy before it.
type api struct {
	base   *url.URL
	client *http.Client
	count  func(call, outcome string)
}

// request is one call; call is the API's path.
type request struct {
	method string
	call   string
	query  url.Values
	body   []byte
	// contentType of the body; empty means JSON.
	contentType string
	// repeatable says that the platform shows a repeat once only, or that it
	// changes nothing: then what may have arrived may be sent again.
	repeatable bool
	limit      int64         // of the answer, in bytes
	within     time.Duration // for the whole call; 0 means callLimit
}

type response struct {
	data        []byte
	contentType string
}

func newAPI(base string, transport http.RoundTripper, count func(call, outcome string)) (api, error) {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return api{}, errors.New("wecom: the API address must be an absolute http or https URL")
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
	return api{base: u, client: client, count: count}, nil
}

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: connectLimit}).DialContext,
		TLSHandshakeTimeout: connectLimit,
		IdleConnTimeout:     idleLimit,
		MaxIdleConnsPerHost: 8,
		ForceAttemptHTTP2:   true,
	}
}

// send makes the request once. The error is a [*bot.SendError].
func (a api) send(ctx context.Context, r request) (response, error) {
	address := *a.base
	address.Path = strings.TrimSuffix(address.Path, "/") + r.call
	address.RawQuery = r.query.Encode()
	return a.sendTo(ctx, address.String(), r)
}

func (a api) sendTo(ctx context.Context, address string, r request) (response, error) {
	if r.within == 0 {
		r.within = callLimit
	}
	ctx, cancel := context.WithTimeout(ctx, r.within)
	defer cancel()
	// Only a request that was wholly written can have been acted upon.
	var written atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { written.Store(false) },
		WroteRequest: func(w httptrace.WroteRequestInfo) { written.Store(w.Err == nil) },
	})
	req, err := http.NewRequestWithContext(ctx, r.method, address, bytes.NewReader(r.body))
	if err != nil {
		return response{}, r.fail(bot.FailConfig, errBroken)
	}
	if r.method == http.MethodPost {
		req.Header.Set("Content-Type", cmp.Or(r.contentType, "application/json; charset=utf-8"))
	}
	res, err := a.client.Do(req)
	if err != nil {
		return response{}, r.lost(written.Load(), cause(err))
	}
	defer func() { _ = res.Body.Close() }() // nothing is owed to a body already read
	if res.StatusCode != http.StatusOK {
		return response{}, r.status(res.StatusCode)
	}
	return r.read(res)
}

func (r request) read(res *http.Response) (response, error) {
	data, err := io.ReadAll(io.LimitReader(res.Body, r.limit+1))
	if err != nil {
		return response{}, r.lost(true, cause(err))
	}
	if int64(len(data)) > r.limit {
		return response{}, r.fail(bot.FailText, errTooLarge)
	}
	return response{data: data, contentType: res.Header.Get("Content-Type")}, nil
}

// lost classes a request whose answer never came.
func (r request) lost(written bool, err error) error {
	if written && !r.repeatable {
		return r.fail(bot.FailUnknown, err)
	}
	return r.fail(bot.FailNetwork, err)
}

// status classes an answer that is not the platform's own: it has codes of
// its own and answers 200 with them, so this came from something between.
func (r request) status(code int) error {
	err := fmt.Errorf("%w %d", errStatus, code)
	switch {
	case code == http.StatusTooManyRequests:
		return r.fail(bot.FailSlow, err)
	case code >= http.StatusInternalServerError:
		return r.lost(true, err)
	}
	return r.fail(bot.FailConfig, err)
}

func (r request) fail(class bot.Failure, err error) error {
	return &bot.SendError{Class: class, Call: r.call, Err: err}
}

// cause keeps the kind of a transport error and drops its text.
func cause(err error) error {
	var timeout interface{ Timeout() bool }
	switch {
	case errors.Is(err, context.Canceled):
		return errCanceled
	case errors.As(err, &timeout) && timeout.Timeout():
		return errTimeout
	}
	return errBroken
}
