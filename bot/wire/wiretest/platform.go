package wiretest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"onevisit/bot/wire"
)

// Platform plays a platform's API: it hands out tokens and answers the other
// calls as the test says. Between calls a test may read and change its fields.
type Platform struct {
	Now    time.Time
	Token  string // what a token call gives out
	Forced string // what it gives out from when "force_refresh" is asked for
	Valid  string // what the other calls accept; empty: any
	Asked  []Call // for tokens
	Calls  []Call // the others
	Counts map[string]int
	Answer http.HandlerFunc // of the others

	t         testing.TB
	mu        sync.Mutex
	url       string
	tokenCall string
}

// Call is what arrived at the platform. Body is nil where it is no JSON.
type Call struct {
	Path, Token, Query, Raw string
	Body                    map[string]any
}

// Forced says whether a new token was asked for, whatever is valid.
func (c Call) Forced() bool { return c.Body["force_refresh"] == true }

// base is the path below which the API lies, as behind a proxy.
const base = "/proxy"

// New starts a platform that gives out tokens at the path of one call and
// answers all others in one way.
func New(t testing.TB, tokenCall string, answer http.HandlerFunc) *Platform {
	t.Helper()
	p := &Platform{
		Now: time.Unix(1_800_000_000, 0), Token: "T1", Forced: "T2", Counts: map[string]int{}, Answer: answer,
		t: t, tokenCall: tokenCall,
	}
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	p.url = server.URL
	return p
}

// Connection leads to the platform, by its clock, and counts.
func (p *Platform) Connection() wire.Connection {
	return wire.Connection{BaseURL: p.url + base + "/", Now: p.clock, Count: p.count}
}

func (p *Platform) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.Now
}

func (p *Platform) count(call, outcome string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.Counts[call+" "+outcome]++
}

// ServeHTTP takes a call down and answers it.
func (p *Platform) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, ok := strings.CutPrefix(r.URL.Path, base)
	if !ok {
		p.t.Errorf("the base path was lost: %s", r.URL.Path)
	}
	body, _ := io.ReadAll(r.Body)
	c := Call{Path: path, Token: r.URL.Query().Get("access_token"), Query: r.URL.RawQuery, Raw: string(body)}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(body, &c.Body); err != nil {
			p.t.Errorf("%s: body is not JSON: %v", path, err)
		}
	}
	switch token, accepted := p.take(c); {
	case token != "":
		Reply(w, fmt.Sprintf(`{"errcode":0,"access_token":%q,"expires_in":7200}`, token))
	case !accepted:
		Reply(w, `{"errcode":40001,"errmsg":"invalid credential, access_token is invalid"}`)
	default:
		p.Answer(w, r)
	}
}

// take notes a call. It returns the token that it asked for, or whether its
// own is accepted.
func (p *Platform) take(c Call) (token string, accepted bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c.Path != p.tokenCall {
		p.Calls = append(p.Calls, c)
		return "", p.Valid == "" || c.Token == p.Valid
	}
	p.Asked = append(p.Asked, c)
	if c.Forced() {
		p.Token = p.Forced
	}
	return p.Token, true
}

// Reply answers a call in JSON.
func Reply(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, body) // the test sees what arrived
}

// Answering answers every call with the same JSON.
func Answering(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { Reply(w, body) }
}

// File answers every call with a file.
func File(contentType string, data []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = w.Write(data) // the test sees what arrived
	}
}

// HangingUp ends every call after some bytes of an answer.
func HangingUp(t testing.TB, before string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = io.WriteString(conn, before) // the other end may be gone
		_ = conn.Close()
	}
}
