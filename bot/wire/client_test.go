package wire_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/bot/wire/wiretest"
)

// The calls of the tests' platform.
const (
	callToken = "/token"
	callSay   = "/say"
)

// tokenCalls are those of a platform whose tokens can be forced, or not.
func tokenCalls(forced bool) wire.TokenCalls {
	calls := wire.TokenCalls{Usual: wire.Request{Method: http.MethodGet, Call: callToken, Query: url.Values{"secret": {"secret-word"}}, Repeatable: true}}
	if forced {
		calls.Forced = &wire.Request{Method: http.MethodPost, Call: callToken, JSON: map[string]any{"force_refresh": true}, Repeatable: true}
	}
	return calls
}

// classOf is what codes mean on the tests' platform.
func classOf(code int) bot.Failure {
	switch code {
	case 1:
		return bot.FailPerson
	case 45009:
		return bot.FailSlow
	}
	return bot.FailConfig
}

// say is a call that may not be repeated.
func say() wire.Request {
	return wire.Request{Method: http.MethodPost, Call: callSay, Query: url.Values{"who": {"me"}}, JSON: map[string]any{"text": "A & <你好>"}}
}

// repeated is one that may.
func repeated() wire.Request {
	r := say()
	r.Repeatable = true
	return r
}

func client(t *testing.T, c wire.Connection) *wire.Client {
	t.Helper()
	made, err := wire.NewClient(c, tokenCalls(true), classOf)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// started is a platform that answers in one way, and a client of it.
func started(t *testing.T, answer http.HandlerFunc) (*wiretest.Platform, *wire.Client) {
	t.Helper()
	p := wiretest.New(t, callToken, answer)
	return p, client(t, p.Connection())
}

func TestCallArrivesWithItsTokenAndIsCounted(t *testing.T) {
	p, c := started(t, wiretest.Answering(`{"errcode":0,"errmsg":"ok","more":1}`))
	res, err := c.Ask(t.Context(), say())
	if err != nil || string(res.Data) != `{"errcode":0,"errmsg":"ok","more":1}` {
		t.Fatalf("got %s, %v", res.Data, err)
	}
	if got := p.Calls[0]; got.Path != callSay || got.Query != "access_token=T1&who=me" || strings.TrimSpace(got.Raw) != `{"text":"A & <你好>"}` {
		t.Errorf("sent %+v", got)
	}
	if p.Counts[callSay+" ok"] != 1 || p.Counts[callToken+" ok"] != 1 || len(p.Counts) != 2 {
		t.Errorf("counted %v", p.Counts)
	}
}

func TestCodesAreClassedAndCounted(t *testing.T) {
	p, c := started(t, wiretest.Answering(`{"errcode":1,"errmsg":"oA 你好 from ip: 127.0.0.1"}`))
	_, err := c.Ask(t.Context(), say())
	wiretest.WantFailure(t, err, bot.FailPerson, 1)
	if got := wiretest.SendError(t, err).Call; got != callSay || p.Counts[callSay+" person"] != 1 {
		t.Errorf("call %s, counted %v", got, p.Counts)
	}
}

func TestCallerMayLookAtTheAnswerBeforeItIsCounted(t *testing.T) {
	p, c := started(t, wiretest.Answering(`{"errcode":0}`))
	if _, err := c.Do(t.Context(), say(), say().Code); err != nil {
		t.Fatal(err)
	}
	if p.Counts[callSay+" ok"] != 0 {
		t.Errorf("counted %v", p.Counts)
	}
}

func TestWhatCannotBeWrittenIsNotSent(t *testing.T) {
	p, c := started(t, wiretest.Answering(`{"errcode":0}`))
	r := say()
	r.JSON = func() {}
	_, err := c.Ask(t.Context(), r)
	wiretest.WantFailure(t, err, bot.FailText, 0)
	if len(p.Calls) != 0 {
		t.Error("sent nevertheless")
	}
}

func TestClientsDoNotShareAnything(t *testing.T) {
	first, a := started(t, wiretest.Answering(`{"errcode":0}`))
	second, b := started(t, wiretest.Answering(`{"errcode":0}`))
	second.Token = "U1"
	for _, c := range []*wire.Client{a, b, a} {
		if _, err := c.Ask(t.Context(), say()); err != nil {
			t.Fatal(err)
		}
	}
	if len(first.Calls) != 2 || len(second.Calls) != 1 || second.Calls[0].Token != "U1" {
		t.Errorf("calls went to %v and %v", first.Calls, second.Calls)
	}
}

func TestAddressMustBeOne(t *testing.T) {
	for _, address := range []string{"", "ftp://x", "https://", ":", "api.example.org"} {
		if _, err := wire.NewClient(wire.Connection{BaseURL: address}, tokenCalls(true), classOf); err == nil {
			t.Errorf("%q was taken", address)
		}
	}
}
