package wire_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/bot/wire/wiretest"
)

// tripper is a connection that behaves as the test says.
type tripper func(*http.Request) (*http.Response, error)

// RoundTrip plays one request.
func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answered is an answer that needs no connection.
func answered(body string) *http.Response {
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

// withToken gives out tokens and lets all other calls go as the test says.
func withToken(others tripper) tripper {
	return func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == callToken {
			return answered(`{"access_token":"T1","expires_in":7200}`), nil
		}
		return others(r)
	}
}

func TestLostAnswersAreUnknownUnlessRepeatable(t *testing.T) {
	for name, fault := range map[string]http.HandlerFunc{
		"reset":       wiretest.HangingUp(t, ""),
		"half answer": wiretest.HangingUp(t, "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"),
		"no JSON":     wiretest.Answering("<html>"),
		"bad gateway": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
	} {
		t.Run(name, func(t *testing.T) {
			p, c := started(t, fault)
			_, err := c.Ask(t.Context(), say())
			wiretest.WantFailure(t, err, bot.FailUnknown, 0)
			_, err = c.Ask(t.Context(), repeated())
			wiretest.WantFailure(t, err, bot.FailNetwork, 0)
			if p.Counts[callSay+" unknown"] != 1 || p.Counts[callSay+" network"] != 1 {
				t.Errorf("counted %v", p.Counts)
			}
		})
	}
}

// ending is a context that ends when the test says so, as if by the clock or
// by a caller that gave up.
type ending struct {
	context.Context
	done chan struct{}
	err  error
}

// Done is closed when the test says so.
func (e ending) Done() <-chan struct{} { return e.done }

// Err is why it ended.
func (e ending) Err() error {
	select {
	case <-e.done:
		return e.err
	default:
		return nil
	}
}

func TestSilenceAfterSendingIsUnknown(t *testing.T) {
	for want, err := range map[error]error{wire.ErrTimeout: context.DeadlineExceeded, wire.ErrCanceled: context.Canceled} {
		t.Run(want.Error(), func(t *testing.T) {
			ctx := ending{Context: context.Background(), done: make(chan struct{}), err: err}
			release := make(chan struct{})
			_, c := started(t, func(http.ResponseWriter, *http.Request) {
				close(ctx.done)
				<-release
			})
			_, err := c.Ask(ctx, say())
			close(release)
			wiretest.WantFailure(t, err, bot.FailUnknown, 0)
			if !errors.Is(err, want) {
				t.Errorf("cause %v, want %v", err, want)
			}
		})
	}
}

func TestUnreachablePlatformIsNetwork(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	c := client(t, wire.Connection{BaseURL: address, Now: time.Now})
	_, err = c.Ask(t.Context(), say())
	wiretest.WantFailure(t, err, bot.FailNetwork, 0)

	// Also where a token is at hand, nothing of the message went out.
	c = client(t, wire.Connection{BaseURL: address, Now: time.Now, Transport: withToken(http.DefaultTransport.RoundTrip)})
	_, err = c.Ask(t.Context(), say())
	wiretest.WantFailure(t, err, bot.FailNetwork, 0)
	if got := wiretest.SendError(t, err).Call; got != callSay {
		t.Errorf("call %s", got)
	}
}

func TestHTTPStatusOfSomethingBetween(t *testing.T) {
	for status, class := range map[int]bot.Failure{
		http.StatusTooManyRequests: bot.FailSlow,
		http.StatusForbidden:       bot.FailConfig,
		http.StatusNotFound:        bot.FailConfig,
		http.StatusFound:           bot.FailConfig,
	} {
		_, c := started(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://elsewhere.example")
			w.WriteHeader(status)
		})
		_, err := c.Ask(t.Context(), say())
		wiretest.WantFailure(t, err, class, 0)
	}
}

func TestAnswersAreBounded(t *testing.T) {
	for limit, sent := range map[int64]int{0: 1 << 20, 100: 100} {
		for more, class := range map[int]bot.Failure{0: "", 1: bot.FailText} {
			_, c := started(t, wiretest.Answering(`{"errcode":0}`+strings.Repeat(" ", sent+more-len(`{"errcode":0}`))))
			r := say()
			r.Limit = limit
			_, err := c.Ask(t.Context(), r)
			if class != "" {
				wiretest.WantFailure(t, err, class, 0)
			} else if err != nil {
				t.Errorf("%d bytes: %v", sent, err)
			}
		}
	}
}

func TestRequestThatWasNotWhollyWrittenIsNetwork(t *testing.T) {
	broken := errors.New("broken pipe")
	for name, test := range map[string]struct {
		trace func(*httptrace.ClientTrace)
		class bot.Failure
	}{
		"never begun": {func(*httptrace.ClientTrace) {}, bot.FailNetwork},
		"half written": {func(c *httptrace.ClientTrace) {
			c.WroteRequest(httptrace.WroteRequestInfo{Err: broken})
		}, bot.FailNetwork},
		"written": {func(c *httptrace.ClientTrace) {
			c.WroteRequest(httptrace.WroteRequestInfo{})
		}, bot.FailUnknown},
		"written to a dead connection and begun anew": {func(c *httptrace.ClientTrace) {
			c.WroteRequest(httptrace.WroteRequestInfo{})
			c.GetConn("host:443")
		}, bot.FailNetwork},
	} {
		t.Run(name, func(t *testing.T) {
			c := client(t, wire.Connection{
				BaseURL: "https://api.example.org", Now: time.Now,
				Transport: withToken(func(r *http.Request) (*http.Response, error) {
					test.trace(httptrace.ContextClientTrace(r.Context()))
					return nil, broken
				}),
			})
			_, err := c.Ask(t.Context(), say())
			wiretest.WantFailure(t, err, test.class, 0)
		})
	}
}

func TestEveryCallEndsSomeTime(t *testing.T) {
	var limits []time.Duration
	begun := time.Now()
	c := client(t, wire.Connection{
		BaseURL: "https://api.example.org", Now: time.Now,
		Transport: tripper(func(r *http.Request) (*http.Response, error) {
			end, ok := r.Context().Deadline()
			if !ok {
				t.Errorf("%s may take for ever", r.URL.Path)
			}
			limits = append(limits, end.Sub(begun).Round(30*time.Second))
			return withToken(func(*http.Request) (*http.Response, error) { return nil, wire.ErrBroken })(r)
		}),
	})
	_, err := c.Ask(t.Context(), say())
	wiretest.WantFailure(t, err, bot.FailNetwork, 0)
	_, err = c.Do(t.Context(), wire.MediaRequest("/media", "m1"), wire.FileCode)
	wiretest.WantFailure(t, err, bot.FailNetwork, 0)
	if len(limits) != 3 || limits[2] != time.Minute {
		t.Errorf("limits %v, want those of a token, a call and, longer, a file", limits)
	}
}
