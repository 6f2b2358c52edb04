package wecom

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/messages"
)

func notice() bot.Push {
	return bot.Push{To: "wang.chief", Ref: "n-1", Message: messages.Say("你好 <a>").WithChoices("受理")}
}

func answerTo() bot.Push { return bot.Push{To: "wang.chief", Message: messages.Say("你好")} }

func TestTextIsSent(t *testing.T) {
	p, s := newPlatform(t, answering(`{"errcode":0,"errmsg":"ok","invaliduser":"","msgid":"MSG1"}`))
	ref, err := s.Push(t.Context(), notice())
	if err != nil || ref != "MSG1" {
		t.Fatalf("got %q, %v", ref, err)
	}
	for _, push := range []bot.Push{answerTo(), {To: "wang.chief", Message: messages.Say("A & B")}} {
		if _, err := s.Push(t.Context(), push); err != nil {
			t.Fatal(err)
		}
	}
	want := "map[agentid:1.000002e+06 duplicate_check_interval:1800 enable_duplicate_check:1 msgtype:text text:map[content:你好 ＜a＞\n1. 受理] touser:wang.chief]"
	if got := fmt.Sprint(p.calls[0].body); got != want || p.calls[0].path != callSend || p.calls[0].token != "T1" {
		t.Errorf("sent %s to %s, want %s", got, p.calls[0].path, want)
	}
	if strings.Contains(p.calls[2].raw, `\u00`) {
		t.Errorf("an ampersand is escaped: %s", p.calls[2].raw)
	}
	if p.calls[1].body["enable_duplicate_check"] != nil {
		t.Error("an answer's words may be repeated, they are no notice")
	}
	if p.counts[callSend+" ok"] != 3 || p.counts[callToken+" ok"] != 1 {
		t.Errorf("counted %v", p.counts)
	}
}

func TestAnswerWithoutANumberWasStillSent(t *testing.T) {
	_, s := newPlatform(t, answering(`{"errcode":0}`))
	if ref, err := s.Push(t.Context(), notice()); err != nil || ref != "" {
		t.Errorf("got %q, %v", ref, err)
	}
}

func TestPartialFailureIsThePersons(t *testing.T) {
	_, s := newPlatform(t, answering(`{"errcode":0,"invaliduser":"wang.chief","msgid":"MSG1"}`))
	_, err := s.Push(t.Context(), notice())
	wantFailure(t, err, bot.FailPerson, 0)

	_, s = newPlatform(t, answering(`{"errcode":0,"unlicenseduser":"wang.chief"}`))
	_, err = s.Push(t.Context(), notice())
	wantFailure(t, err, bot.FailConfig, 0)

	_, s = newPlatform(t, answering(`{"errcode":0,"invaliduser":["wang.chief"]}`))
	_, err = s.Push(t.Context(), answerTo())
	wantFailure(t, err, bot.FailUnknown, 0)
}

func TestOnlyOnePersonIsWrittenTo(t *testing.T) {
	p, s := newPlatform(t, answering(`{"errcode":0}`))
	for _, to := range []string{"", "@all", "a|b"} {
		_, err := s.Push(t.Context(), bot.Push{To: to, Message: messages.Say("x")})
		wantFailure(t, err, bot.FailPerson, 0)
	}
	_, err := s.Push(t.Context(), bot.Push{To: "a"})
	wantFailure(t, err, bot.FailText, 0)
	if len(p.calls) != 0 {
		t.Error("sent nevertheless")
	}
}

func TestTemplatesAreConfiguration(t *testing.T) {
	_, s := newPlatform(t, answering(`{}`))
	_, err := s.PushTemplate(t.Context(), notice())
	wantFailure(t, err, bot.FailConfig, 0)
}

func TestPlatformCodesAreClassed(t *testing.T) {
	tests := map[bot.Failure][]int{
		bot.FailPerson: {60111, 81013, 82001},
		bot.FailSlow:   {-1, 45009},
		bot.FailText:   {42014, 42052, 45002},
		bot.FailConfig: {60020, 301002, 40013, 99999},
	}
	for class, codes := range tests {
		for _, code := range codes {
			_, s := newPlatform(t, answering(fmt.Sprintf(`{"errcode":%d,"errmsg":"wang 你好, from ip: 127.0.0.1"}`, code)))
			_, err := s.Push(t.Context(), notice())
			wantFailure(t, err, class, code)
			if got := sendError(t, err).Call; got != callSend {
				t.Errorf("call %s", got)
			}
		}
	}
}

func TestLostAnswersAreUnknownUnlessRepeatable(t *testing.T) {
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
			_, err := s.Push(t.Context(), answerTo())
			wantFailure(t, err, bot.FailUnknown, 0)
			_, err = s.Push(t.Context(), notice())
			wantFailure(t, err, bot.FailNetwork, 0)
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
			_, err := s.Push(ctx, answerTo())
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
	_, err = s.Push(t.Context(), answerTo())
	wantFailure(t, err, bot.FailNetwork, 0)

	// Also where a token is at hand, nothing of the message went out.
	s.tokens.value, s.tokens.expires = "T1", p.now.Add(time.Hour)
	_, err = s.Push(t.Context(), answerTo())
	wantFailure(t, err, bot.FailNetwork, 0)
}

func TestHTTPStatusOfSomethingBetween(t *testing.T) {
	tests := map[int]bot.Failure{
		http.StatusTooManyRequests: bot.FailSlow,
		http.StatusForbidden:       bot.FailConfig,
		http.StatusFound:           bot.FailConfig,
	}
	for status, class := range tests {
		_, s := newPlatform(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "https://elsewhere.example")
			w.WriteHeader(status)
		})
		_, err := s.Push(t.Context(), notice())
		wantFailure(t, err, class, 0)
	}
}

func TestSenderNeedsItsSettings(t *testing.T) {
	good := SenderOptions{CorpID: "ww1", AgentID: 1, Secret: "s", Now: at(0)}
	if _, err := NewSender(good); err != nil {
		t.Errorf("the platform's own address is the default: %v", err)
	}
	tests := map[string]func(*SenderOptions){
		"corp id": func(o *SenderOptions) { o.CorpID = "" },
		"agent":   func(o *SenderOptions) { o.AgentID = 0 },
		"secret":  func(o *SenderOptions) { o.Secret = "" },
		"clock":   func(o *SenderOptions) { o.Now = nil },
		"address": func(o *SenderOptions) { o.BaseURL = "ftp://x" },
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

func TestEveryCallEndsSomeTime(t *testing.T) {
	calls := 0
	s, err := NewSender(SenderOptions{CorpID: "ww1", AgentID: 1, Secret: "s", Now: at(0), Transport: tripper(func(r *http.Request) (*http.Response, error) {
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
	_, err = s.Push(t.Context(), notice())
	wantFailure(t, err, bot.FailNetwork, 0)
	_, _, err = s.Media(t.Context(), "m1")
	wantFailure(t, err, bot.FailNetwork, 0)
	s.tokens.value = ""
	_, err = s.Push(t.Context(), notice())
	wantFailure(t, err, bot.FailNetwork, 0)
	if calls != 3 {
		t.Errorf("%d calls", calls)
	}
}
