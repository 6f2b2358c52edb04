package wecom

import (
	"context"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"onevisit/bot"
)

func TestTokenIsKeptUntilShortlyBeforeItsEnd(t *testing.T) {
	p, s := newPlatform(t, answering(`{"errcode":0}`))
	for _, step := range []struct {
		pass time.Duration
		want int
	}{{0, 1}, {114 * time.Minute, 1}, {2 * time.Minute, 2}} {
		p.now = p.now.Add(step.pass)
		if _, err := s.Push(t.Context(), notice()); err != nil {
			t.Fatal(err)
		}
		if p.asked != step.want {
			t.Fatalf("after %v more: %d token calls, want %d", step.pass, p.asked, step.want)
		}
	}
}

func TestConcurrentPushesShareOneToken(t *testing.T) {
	p, s := newPlatform(t, answering(`{"errcode":0}`))
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if _, err := s.Push(context.Background(), notice()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if p.asked != 1 || len(p.calls) != 16 {
		t.Errorf("%d token calls, %d messages", p.asked, len(p.calls))
	}
}

func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	p, s := newPlatform(t, answering(`{"errcode":0}`))
	if _, err := s.Push(t.Context(), notice()); err != nil {
		t.Fatal(err)
	}
	p.token, p.valid, p.calls = "T2", "T2", nil
	if _, err := s.Push(t.Context(), answerTo()); err != nil {
		t.Fatal(err)
	}
	if p.asked != 2 || len(p.calls) != 2 {
		t.Fatalf("%d token calls, %d sends", p.asked, len(p.calls))
	}
	p.valid, p.calls = "T9", nil
	_, err := s.Push(t.Context(), answerTo())
	wantFailure(t, err, bot.FailConfig, 42001)
	if p.asked != 3 || len(p.calls) != 2 {
		t.Fatalf("%d token calls, %d sends: retried more than once", p.asked, len(p.calls))
	}
}

func TestTokenThatAnotherCallerReplacedIsUsed(t *testing.T) {
	p, s := newPlatform(t, answering(`{"errcode":0}`))
	if _, err := s.tokens.get(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	token, err := s.tokens.get(t.Context(), "T0")
	if err != nil || token != "T1" || p.asked != 1 {
		t.Errorf("got %q after %d calls, %v", token, p.asked, err)
	}
}

func TestTokenCallFailures(t *testing.T) {
	tests := []struct {
		answer string
		class  bot.Failure
		code   int
	}{
		{`{"errcode":40001,"errmsg":"invalid credential"}`, bot.FailConfig, 40001},
		{`{"errcode":60020,"errmsg":"not allow to access from your ip"}`, bot.FailConfig, 60020},
		{`{"errcode":-1}`, bot.FailSlow, -1},
		{`<html>`, bot.FailNetwork, 0},
		{`{}`, bot.FailNetwork, 0},
	}
	for _, test := range tests {
		server := httptest.NewServer(answering(test.answer))
		p := &platform{t: t, counts: map[string]int{}}
		_, err := p.sender(server.URL).Push(t.Context(), notice())
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
	_, err := s.Push(ctx, notice())
	wantFailure(t, err, bot.FailNetwork, 0)
}
