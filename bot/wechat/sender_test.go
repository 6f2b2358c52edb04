package wechat

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/messages"
)

func hello() bot.Push {
	return bot.Push{To: "oA", Ref: "n-1", Message: messages.Say("你好").WithChoices("查")}
}

func TestCustomerMessageIsSent(t *testing.T) {
	p, s := newPlatform(t, answering(`{"errcode":0,"errmsg":"ok"}`))
	if _, err := s.Push(t.Context(), hello()); err != nil {
		t.Fatal(err)
	}
	got := p.calls[0]
	if got.path != callCustomer || got.token != "T1" || got.body["touser"] != "oA" || got.body["msgtype"] != "text" {
		t.Errorf("sent %+v", got)
	}
	text, _ := got.body["text"].(map[string]any)
	want := "你好\n" + `<a href="weixin://bizmsgmenu?msgmenucontent=查&msgmenuid=1">1. 查</a>`
	if text["content"] != want {
		t.Errorf("text %q, want %q", text["content"], want)
	}
	if strings.Contains(got.raw, `\u00`) {
		t.Errorf("markup is escaped: %s", got.raw)
	}
	if p.counts[callCustomer+" ok"] != 1 || p.counts[callToken+" ok"] != 1 {
		t.Errorf("counted %v", p.counts)
	}
}

func TestPlatformCodesAreClassed(t *testing.T) {
	tests := map[bot.Failure][]int{
		bot.FailPerson: {40003, 43004, 43101, 45015, 45047, 48002},
		bot.FailSlow:   {-1, 45009, 45011},
		bot.FailText:   {45002, 47001},
		bot.FailConfig: {40013, 40037, 40125, 40164, 47003, 48001, 99999},
	}
	for class, codes := range tests {
		for _, code := range codes {
			_, s := newPlatform(t, answering(fmt.Sprintf(`{"errcode":%d,"errmsg":"oA 你好 rid"}`, code)))
			_, err := s.Push(t.Context(), hello())
			wantFailure(t, err, class, code)
			if got := sendError(t, err).Call; got != callCustomer {
				t.Errorf("call %s", got)
			}
		}
	}
}

func TestLostAnswersAreUnknownUnlessRepeatable(t *testing.T) {
	template := bot.Push{To: "oA", Ref: "n-1", Template: &bot.Template{ID: "t1", Fields: map[string]string{"thing1": "x"}}}
	unmarked := template
	unmarked.Ref = ""
	faults := map[string]http.HandlerFunc{
		"reset": func(w http.ResponseWriter, _ *http.Request) { hangUp(t, w, "") },
		"half answer": func(w http.ResponseWriter, _ *http.Request) {
			hangUp(t, w, "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{")
		},
		"no JSON":     answering("<html>"),
		"bad gateway": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			_, s := newPlatform(t, fault)
			_, err := s.Push(t.Context(), hello())
			wantFailure(t, err, bot.FailUnknown, 0)
			_, err = s.PushTemplate(t.Context(), template)
			wantFailure(t, err, bot.FailNetwork, 0)
			_, err = s.PushTemplate(t.Context(), unmarked)
			wantFailure(t, err, bot.FailUnknown, 0)
		})
	}
}

func TestSilenceAfterSendingIsUnknown(t *testing.T) {
	for want, err := range map[error]error{wire.ErrTimeout: context.DeadlineExceeded, wire.ErrCanceled: context.Canceled} {
		t.Run(want.Error(), func(t *testing.T) {
			ctx := ending{Context: context.Background(), done: make(chan struct{}), err: err}
			release := make(chan struct{})
			_, s := newPlatform(t, func(http.ResponseWriter, *http.Request) {
				close(ctx.done)
				<-release
			})
			_, err := s.Push(ctx, hello())
			close(release)
			wantFailure(t, err, bot.FailUnknown, 0)
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
	p := &platform{t: t, counts: map[string]int{}}
	s := p.sender(address)
	_, err = s.Push(t.Context(), hello())
	wantFailure(t, err, bot.FailNetwork, 0)

	// Also where a token is at hand, nothing of the message went out.
	s.tokens.value, s.tokens.expires = "T1", p.now.Add(time.Hour)
	_, err = s.Push(t.Context(), hello())
	wantFailure(t, err, bot.FailNetwork, 0)
	if p.counts[callCustomer+" network"] != 2 {
		t.Errorf("counted %v", p.counts)
	}
}

func TestHTTPStatusOfSomethingBetween(t *testing.T) {
	tests := map[int]bot.Failure{
		http.StatusTooManyRequests: bot.FailSlow,
		http.StatusForbidden:       bot.FailConfig,
		http.StatusNotFound:        bot.FailConfig,
		http.StatusFound:           bot.FailConfig,
	}
	for status, class := range tests {
		_, s := newPlatform(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://elsewhere.example")
			w.WriteHeader(status)
		})
		_, err := s.Push(t.Context(), hello())
		wantFailure(t, err, class, 0)
	}
}

func TestNothingToSayIsNotSent(t *testing.T) {
	p, s := newPlatform(t, answering(`{"errcode":0}`))
	_, err := s.Push(t.Context(), bot.Push{To: "oA"})
	wantFailure(t, err, bot.FailText, 0)
	if len(p.calls) != 0 {
		t.Error("sent nevertheless")
	}
}

func TestSendersDoNotShareAnything(t *testing.T) {
	first, a := newPlatform(t, answering(`{"errcode":0}`))
	second, b := newPlatform(t, answering(`{"errcode":0}`))
	second.token = "U1"
	for _, s := range []*Sender{a, b, a} {
		if _, err := s.Push(t.Context(), hello()); err != nil {
			t.Fatal(err)
		}
	}
	if len(first.calls) != 2 || len(second.calls) != 1 || second.calls[0].token != "U1" {
		t.Errorf("calls went to %v and %v", first.calls, second.calls)
	}
}

func TestSenderNeedsItsSettings(t *testing.T) {
	good := SenderOptions{AppID: "wx1", AppSecret: "s", Now: at(0)}
	if _, err := NewSender(good); err != nil {
		t.Errorf("the platform's own address is the default: %v", err)
	}
	tests := map[string]func(*SenderOptions){
		"app id":       func(o *SenderOptions) { o.AppID = "" },
		"secret":       func(o *SenderOptions) { o.AppSecret = "" },
		"clock":        func(o *SenderOptions) { o.Now = nil },
		"scheme":       func(o *SenderOptions) { o.BaseURL = "ftp://x" },
		"host":         func(o *SenderOptions) { o.BaseURL = "https://" },
		"some address": func(o *SenderOptions) { o.BaseURL = ":" },
	}
	for name, change := range tests {
		o := good
		change(&o)
		if _, err := NewSender(o); err == nil {
			t.Errorf("made without a usable %s", name)
		}
	}
}

// tripper is a connection that behaves as the test says.
type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestRequestThatWasNotWhollyWrittenIsNetwork(t *testing.T) {
	broken := errors.New("broken pipe")
	tests := map[string]struct {
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
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := NewSender(SenderOptions{AppID: "wx1", AppSecret: "s", Now: at(0), Transport: tripper(func(r *http.Request) (*http.Response, error) {
				test.trace(httptrace.ContextClientTrace(r.Context()))
				return nil, broken
			})})
			if err != nil {
				t.Fatal(err)
			}
			s.tokens.value, s.tokens.expires = "T1", time.Unix(1, 0)
			_, err = s.Push(t.Context(), hello())
			wantFailure(t, err, test.class, 0)
		})
	}
}

func TestEveryCallEndsSomeTime(t *testing.T) {
	calls := 0
	s, err := NewSender(SenderOptions{AppID: "wx1", AppSecret: "s", Now: at(0), Transport: tripper(func(r *http.Request) (*http.Response, error) {
		if _, ok := r.Context().Deadline(); !ok {
			t.Errorf("%s may take for ever", r.URL.Path)
		}
		calls++
		return nil, wire.ErrBroken
	})})
	if err != nil {
		t.Fatal(err)
	}
	s.tokens.value, s.tokens.expires = "T1", time.Unix(3600, 0)
	_, err = s.Push(t.Context(), hello())
	wantFailure(t, err, bot.FailNetwork, 0)
	_, _, err = s.Media(t.Context(), "m1")
	wantFailure(t, err, bot.FailNetwork, 0)
	s.tokens.value = ""
	_, err = s.Push(t.Context(), hello())
	wantFailure(t, err, bot.FailNetwork, 0)
	if calls != 3 {
		t.Errorf("%d calls", calls)
	}
}
