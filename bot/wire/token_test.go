package wire_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/bot/wire/wiretest"
)

func TestTokenIsKeptUntilShortlyBeforeItsEnd(t *testing.T) {
	p, c := started(t, wiretest.Answering(`{"errcode":0}`))
	for _, step := range []struct {
		pass time.Duration
		want int
	}{{0, 1}, {114 * time.Minute, 1}, {2 * time.Minute, 2}} {
		p.Now = p.Now.Add(step.pass)
		if _, err := c.Ask(t.Context(), say()); err != nil {
			t.Fatal(err)
		}
		if len(p.Asked) != step.want || p.Asked[step.want-1].Forced() {
			t.Fatalf("after %v more: asked %v, want %d unforced tokens", step.pass, p.Asked, step.want)
		}
	}
}

func TestConcurrentCallsShareOneToken(t *testing.T) {
	p, c := started(t, wiretest.Answering(`{"errcode":0}`))
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, err := c.Ask(context.Background(), say()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(p.Asked) != 1 || len(p.Calls) != 16 {
		t.Errorf("%d token calls, %d others", len(p.Asked), len(p.Calls))
	}
}

func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	for name, test := range map[string]struct {
		given, valid string
		forced       bool
		want         string // of the token calls, whether each was forced
		class        bot.Failure
	}{
		"another replica renewed it":                {"T3", "T3", true, "[false false]", ""},
		"the platform still gives the refused one":  {"T1", "T2", true, "[false false true]", ""},
		"no token is accepted":                      {"T1", "T9", true, "[false false true]", bot.FailConfig},
		"the platform renewed it by itself":         {"T3", "T3", false, "[false false]", ""},
		"no token is accepted, and none can forced": {"T1", "T9", false, "[false false]", bot.FailConfig},
	} {
		t.Run(name, func(t *testing.T) {
			p := wiretest.New(t, callToken, wiretest.Answering(`{"errcode":0}`))
			c, err := wire.NewClient(p.Connection(), tokenCalls(test.forced), classOf)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := c.Ask(t.Context(), say()); err != nil {
				t.Fatal(err)
			}
			p.Token, p.Valid, p.Calls = test.given, test.valid, nil
			_, err = c.Ask(t.Context(), say())
			if test.class == "" && err != nil {
				t.Fatal(err)
			}
			if test.class != "" {
				wiretest.WantFailure(t, err, test.class, 40001)
			}
			var asked []bool
			for _, call := range p.Asked {
				asked = append(asked, call.Forced())
			}
			if fmt.Sprint(asked) != test.want || len(p.Calls) != 2 {
				t.Errorf("token calls %v and %d sends, want %v and 2", asked, len(p.Calls), test.want)
			}
		})
	}
}

// Two calls find their token refused: whoever comes second uses what the first
// one got.
func TestTokenThatAnotherCallerReplacedIsUsed(t *testing.T) {
	const callers = 8
	p, c := started(t, wiretest.Answering(`{"errcode":0}`))
	if _, err := c.Ask(t.Context(), say()); err != nil {
		t.Fatal(err)
	}
	var together sync.WaitGroup
	together.Add(callers)
	held := func(r *http.Request) bool { return r.URL.Query().Get("access_token") == "T1" }
	p.Answer = func(w http.ResponseWriter, r *http.Request) {
		if !held(r) {
			wiretest.Reply(w, `{"errcode":0}`)
			return
		}
		together.Done()
		together.Wait() // so that nobody has asked for another token yet
		wiretest.Reply(w, `{"errcode":42001}`)
	}
	p.Token = "T3"
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			if _, err := c.Ask(context.Background(), say()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(p.Asked) != 2 {
		t.Errorf("%d token calls, want the first and one for all that were refused", len(p.Asked))
	}
}

func TestTokenCallFailures(t *testing.T) {
	for answer, want := range map[string]struct {
		class bot.Failure
		code  int
	}{
		`{"errcode":40125,"errmsg":"invalid secret-word"}`: {bot.FailConfig, 40125},
		`{"errcode":40001,"errmsg":"invalid credential"}`:  {bot.FailConfig, 40001},
		`{"errcode":1}`:     {bot.FailConfig, 1}, // no person is concerned
		`{"errcode":45009}`: {bot.FailSlow, 45009},
		`<html>`:            {bot.FailNetwork, 0},
		`{}`:                {bot.FailNetwork, 0},
	} {
		counted := map[string]int{}
		c := client(t, wire.Connection{
			BaseURL: "https://api.example.org", Now: time.Now, Count: func(call, outcome string) { counted[call+" "+outcome]++ },
			Transport: tripper(func(*http.Request) (*http.Response, error) { return answered(answer), nil }),
		})
		_, err := c.Ask(t.Context(), say())
		wiretest.WantFailure(t, err, want.class, want.code)
		if got := wiretest.SendError(t, err).Call; got != callToken || counted[callToken+" "+string(want.class)] != 1 {
			t.Errorf("call %s, counted %v", got, counted)
		}
	}
}

func TestWaitingForATokenEndsWithTheContext(t *testing.T) {
	asked, release := make(chan struct{}), make(chan struct{})
	c := client(t, wire.Connection{
		BaseURL: "https://api.example.org", Now: time.Now,
		Transport: tripper(func(*http.Request) (*http.Response, error) {
			close(asked)
			<-release
			return nil, wire.ErrBroken
		}),
	})
	var first sync.WaitGroup
	first.Go(func() { _, _ = c.Ask(context.Background(), say()) }) // fails, which is not asked here
	<-asked
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := c.Ask(ctx, say())
	wiretest.WantFailure(t, err, bot.FailNetwork, 0)
	close(release)
	first.Wait()
}
