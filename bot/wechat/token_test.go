package wechat

import (
	"context"
	"fmt"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"onevisit/bot"
)

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
		wantFailure(t, err, test.class, test.code)
		if got := sendError(t, err).Call; got != callToken {
			t.Errorf("call %s", got)
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

func TestTokenThatAnotherCallerReplacedIsUsed(t *testing.T) {
	p, s := newPlatform(t, answering(`{"errcode":0}`))
	if _, err := s.tokens.get(t.Context()); err != nil {
		t.Fatal(err)
	}
	token, err := s.tokens.renew(t.Context(), "T0")
	if err != nil || token != "T1" || len(p.asked) != 1 {
		t.Errorf("got %q after %d calls, %v", token, len(p.asked), err)
	}
}
