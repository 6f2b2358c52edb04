package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/messages"
)

// platform plays the platform's API: it hands out tokens and answers the
// other calls as the test says.
type platform struct {
	t      *testing.T
	mu     sync.Mutex
	now    time.Time
	token  string // what an unforced token call gives out
	forced string // what a forced one gives out
	valid  string // what the other calls accept; empty: any
	asked  []bool // token calls, by whether a new one was forced
	calls  []call
	counts map[string]int
	answer http.HandlerFunc
}

type call struct {
	path, token, query string
	body               map[string]any
}

func newPlatform(t *testing.T, answer http.HandlerFunc) (*platform, *Sender) {
	t.Helper()
	p := &platform{t: t, now: time.Unix(1_800_000_000, 0), token: "T1", forced: "T2", answer: answer, counts: map[string]int{}}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	return p, p.sender(server.URL + "/proxy/")
}

func (p *platform) sender(base string) *Sender {
	p.t.Helper()
	s, err := NewSender(SenderOptions{
		AppID: "wx1", AppSecret: "secret-word", BaseURL: base, Now: p.clock, Count: p.count,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

func (p *platform) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

func (p *platform) count(call, outcome string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts[call+" "+outcome]++
}

func (p *platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, "/proxy")
	if !ok {
		p.t.Errorf("the base path was lost: %s", r.URL.Path)
	}
	body, _ := io.ReadAll(r.Body)
	c := call{path: path, token: r.URL.Query().Get("access_token"), query: r.URL.RawQuery}
	if len(body) > 0 {
		if err := json.Unmarshal(body, &c.body); err != nil {
			p.t.Errorf("%s: body is not JSON: %v", path, err)
		}
	}
	if path == callToken {
		reply(w, p.giveToken(c.body))
		return
	}
	p.mu.Lock()
	p.calls = append(p.calls, c)
	refused := p.valid != "" && c.token != p.valid
	p.mu.Unlock()
	if refused {
		reply(w, `{"errcode":40001,"errmsg":"invalid credential, access_token is invalid"}`)
		return
	}
	p.answer(w, r)
}

func (p *platform) giveToken(body map[string]any) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if body["appid"] != "wx1" || body["secret"] != "secret-word" || body["grant_type"] != "client_credential" {
		p.t.Errorf("token asked with %v", body)
	}
	force, _ := body["force_refresh"].(bool)
	p.asked = append(p.asked, force)
	if force {
		p.token = p.forced
	}
	return fmt.Sprintf(`{"access_token":%q,"expires_in":7200}`, p.token)
}

func reply(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, body)
}

func answering(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { reply(w, body) }
}

func wantFailure(t *testing.T, err error, class bot.Failure, code int) *bot.SendError {
	t.Helper()
	var failed *bot.SendError
	if !errors.As(err, &failed) {
		t.Fatalf("got %v, want a *bot.SendError", err)
	}
	if failed.Class != class || failed.Code != code {
		t.Fatalf("got class %s code %d, want %s %d (%v)", failed.Class, failed.Code, class, code, err)
	}
	for _, secret := range []string{"secret-word", "T1", "T2", "127.0.0.1", "http://", "oA", "你好"} {
		if strings.Contains(err.Error(), secret) {
			t.Fatalf("the error shows %q: %v", secret, err)
		}
	}
	return failed
}

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
	if p.counts[callCustomer+" ok"] != 1 || p.counts[callToken+" ok"] != 1 {
		t.Errorf("counted %v", p.counts)
	}
}

func TestTokenIsKeptUntilShortlyBeforeItsEnd(t *testing.T) {
	p, s := newPlatform(t, answering(`{"errcode":0}`))
	push := func() {
		t.Helper()
		if _, err := s.Push(t.Context(), hello()); err != nil {
			t.Fatal(err)
		}
	}
	push()
	p.now = p.now.Add(114 * time.Minute)
	push()
	if len(p.asked) != 1 {
		t.Fatalf("asked for %d tokens within the first one's life", len(p.asked))
	}
	p.now = p.now.Add(2 * time.Minute)
	push()
	if len(p.asked) != 2 || p.asked[1] {
		t.Fatalf("asked %v, want a second, unforced token", p.asked)
	}
}

func TestConcurrentPushesShareOneToken(t *testing.T) {
	p, s := newPlatform(t, answering(`{"errcode":0}`))
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, err := s.Push(context.Background(), hello()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(p.asked) != 1 || len(p.calls) != 16 {
		t.Errorf("%d token calls, %d messages", len(p.asked), len(p.calls))
	}
}

func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	tests := []struct {
		name         string
		given, valid string
		want         []bool
		sends        int
		class        bot.Failure
	}{
		{"another replica renewed it", "T3", "T3", []bool{false, false}, 2, ""},
		{"the platform still gives the refused one", "T1", "T2", []bool{false, false, true}, 2, ""},
		{"no token is accepted", "T1", "T9", []bool{false, false, true}, 2, bot.FailConfig},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, s := newPlatform(t, answering(`{"errcode":0}`))
			if _, err := s.Push(t.Context(), hello()); err != nil {
				t.Fatal(err)
			}
			p.token, p.valid, p.calls = test.given, test.valid, nil
			_, err := s.Push(t.Context(), hello())
			if test.class == "" && err != nil {
				t.Fatal(err)
			}
			if test.class != "" {
				wantFailure(t, err, test.class, 40001)
			}
			if fmt.Sprint(p.asked) != fmt.Sprint(test.want) || len(p.calls) != test.sends {
				t.Errorf("token calls %v and %d sends, want %v and %d", p.asked, len(p.calls), test.want, test.sends)
			}
		})
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
			if failed := wantFailure(t, err, class, code); failed.Call != callCustomer {
				t.Errorf("call %s", failed.Call)
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

// hangUp ends the connection after some bytes of an answer.
func hangUp(t *testing.T, w http.ResponseWriter, before string) {
	hijacker, ok := w.(http.Hijacker)
	if !ok {
		t.Error("cannot hijack")
		return
	}
	conn, _, err := hijacker.Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	_, _ = io.WriteString(conn, before)
	_ = conn.Close()
}

// ending is a context that ends when the test says so, as if by the clock or
// by a caller that gave up.
type ending struct {
	context.Context
	done chan struct{}
	err  error
}

func (e ending) Done() <-chan struct{} { return e.done }

func (e ending) Err() error {
	select {
	case <-e.done:
		return e.err
	default:
		return nil
	}
}

func TestSilenceAfterSendingIsUnknown(t *testing.T) {
	for want, err := range map[error]error{errTimeout: context.DeadlineExceeded, errCanceled: context.Canceled} {
		t.Run(want.Error(), func(t *testing.T) {
			ctx := ending{Context: context.Background(), done: make(chan struct{}), err: err}
			release := make(chan struct{})
			_, s := newPlatform(t, func(http.ResponseWriter, *http.Request) {
				close(ctx.done)
				<-release
			})
			_, err := s.Push(ctx, hello())
			close(release)
			failed := wantFailure(t, err, bot.FailUnknown, 0)
			if !errors.Is(failed, want) {
				t.Errorf("cause %v, want %v", failed.Err, want)
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

func TestTokenCallFailures(t *testing.T) {
	tests := []struct {
		answer string
		class  bot.Failure
		code   int
	}{
		{`{"errcode":40125,"errmsg":"invalid appsecret"}`, bot.FailConfig, 40125},
		{`{"errcode":40001,"errmsg":"invalid credential"}`, bot.FailConfig, 40001},
		{`{"errcode":45009,"errmsg":"quota"}`, bot.FailSlow, 45009},
		{`{"errcode":-1}`, bot.FailSlow, -1},
		{`<html>`, bot.FailNetwork, 0},
		{`{}`, bot.FailNetwork, 0},
	}
	for _, test := range tests {
		server := httptest.NewServer(answering(test.answer))
		p := &platform{t: t, counts: map[string]int{}}
		_, err := p.sender(server.URL).Push(t.Context(), hello())
		if failed := wantFailure(t, err, test.class, test.code); failed.Call != callToken {
			t.Errorf("call %s", failed.Call)
		}
		server.Close()
	}
}

func TestWaitingForATokenEndsWithTheContext(t *testing.T) {
	_, s := newPlatform(t, answering(`{}`))
	s.tokens.turn <- struct{}{} // somebody else is fetching one
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := s.Push(ctx, hello())
	wantFailure(t, err, bot.FailNetwork, 0)
	_, err = s.tokens.renew(ctx, "T1")
	wantFailure(t, err, bot.FailNetwork, 0)
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
	good := SenderOptions{AppID: "wx1", AppSecret: "s", Now: time.Now}
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
