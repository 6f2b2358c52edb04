package wechat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"onevisit/bot"
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
	path, token, query, raw string
	body                    map[string]any
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
	c := call{path: path, token: r.URL.Query().Get("access_token"), query: r.URL.RawQuery, raw: string(body)}
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

// sendError is the cause of a failed send; a nil one has no fields to look at.
func sendError(t *testing.T, err error) bot.SendError {
	t.Helper()
	var failed *bot.SendError
	if !errors.As(err, &failed) {
		t.Fatalf("got %v, want a *bot.SendError", err)
	}
	return *failed
}

func wantFailure(t *testing.T, err error, class bot.Failure, code int) {
	t.Helper()
	failed := sendError(t, err)
	if failed.Class != class || failed.Code != code {
		t.Fatalf("got class %s code %d, want %s %d (%v)", failed.Class, failed.Code, class, code, err)
	}
	for _, secret := range []string{"secret-word", "T1", "T2", "127.0.0.1", "http://", "oA", "你好"} {
		if strings.Contains(err.Error(), secret) {
			t.Fatalf("the error shows %q: %v", secret, err)
		}
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
