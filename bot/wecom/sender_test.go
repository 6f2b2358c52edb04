package wecom

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/bot/wire/wiretest"
	"onevisit/messages"
)

func notice() bot.Push {
	return bot.Push{To: "wang.chief", Ref: "n-1", Message: messages.Say("你好 <a>").WithChoices("受理")}
}

func answerTo() bot.Push { return bot.Push{To: "wang.chief", Message: messages.Say("你好")} }

func TestTextIsSent(t *testing.T) {
	p, s := newPlatform(t, wiretest.Answering(`{"errcode":0,"errmsg":"ok","invaliduser":"","msgid":"MSG1"}`))
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
	if got := fmt.Sprint(p.Calls[0].Body); got != want || p.Calls[0].Path != callSend || p.Calls[0].Token != "T1" {
		t.Errorf("sent %s to %s, want %s", got, p.Calls[0].Path, want)
	}
	if strings.Contains(p.Calls[2].Raw, `\u00`) {
		t.Errorf("an ampersand is escaped: %s", p.Calls[2].Raw)
	}
	if p.Calls[1].Body["enable_duplicate_check"] != nil {
		t.Error("an answer's words may be repeated, they are no notice")
	}
	if p.Counts[callSend+" ok"] != 3 || p.Counts[callToken+" ok"] != 1 {
		t.Errorf("counted %v", p.Counts)
	}
}

func TestAnswerWithoutANumberWasStillSent(t *testing.T) {
	_, s := newPlatform(t, wiretest.Answering(`{"errcode":0}`))
	if ref, err := s.Push(t.Context(), notice()); err != nil || ref != "" {
		t.Errorf("got %q, %v", ref, err)
	}
}

func TestPartialFailureIsThePersons(t *testing.T) {
	_, s := newPlatform(t, wiretest.Answering(`{"errcode":0,"invaliduser":"wang.chief","msgid":"MSG1"}`))
	_, err := s.Push(t.Context(), notice())
	wiretest.WantFailure(t, err, bot.FailPerson, 0)

	_, s = newPlatform(t, wiretest.Answering(`{"errcode":0,"unlicenseduser":"wang.chief"}`))
	_, err = s.Push(t.Context(), notice())
	wiretest.WantFailure(t, err, bot.FailConfig, 0)

	_, s = newPlatform(t, wiretest.Answering(`{"errcode":0,"invaliduser":["wang.chief"]}`))
	_, err = s.Push(t.Context(), answerTo())
	wiretest.WantFailure(t, err, bot.FailUnknown, 0)
}

func TestOnlyOnePersonIsWrittenTo(t *testing.T) {
	p, s := newPlatform(t, wiretest.Answering(`{"errcode":0}`))
	for _, to := range []string{"", "@all", "a|b"} {
		_, err := s.Push(t.Context(), bot.Push{To: to, Message: messages.Say("x")})
		wiretest.WantFailure(t, err, bot.FailPerson, 0)
	}
	_, err := s.Push(t.Context(), bot.Push{To: "a"})
	wiretest.WantFailure(t, err, bot.FailText, 0)
	if len(p.Calls) != 0 {
		t.Error("sent nevertheless")
	}
}

func TestTemplatesAreConfiguration(t *testing.T) {
	_, s := newPlatform(t, wiretest.Answering(`{}`))
	_, err := s.PushTemplate(t.Context(), notice())
	wiretest.WantFailure(t, err, bot.FailConfig, 0)
}

func TestPlatformCodesAreClassed(t *testing.T) {
	for class, codes := range map[bot.Failure][]int{
		bot.FailPerson: {60111, 81013, 82001, 40003, 40031},
		bot.FailSlow:   {-1, 45009, 45033},
		bot.FailText:   {42014, 42052, 44004, 45002, 47001, 40007},
		bot.FailConfig: {60020, 301002, 40013, 42013, 42053, 99999},
	} {
		for _, code := range codes {
			_, s := newPlatform(t, wiretest.Answering(fmt.Sprintf(`{"errcode":%d,"errmsg":"wang 你好, from ip: 127.0.0.1"}`, code)))
			_, err := s.Push(t.Context(), notice())
			wiretest.WantFailure(t, err, class, code)
			if got := wiretest.SendError(t, err).Call; got != callSend {
				t.Errorf("call %s", got)
			}
		}
	}
}

func TestTokenIsAskedForWithTheSecret(t *testing.T) {
	p, s := newPlatform(t, wiretest.Answering(`{"errcode":0}`))
	p.Valid = "T9"
	_, err := s.Push(t.Context(), answerTo())
	wiretest.WantFailure(t, err, bot.FailConfig, 40001)
	if len(p.Asked) != 2 {
		t.Fatalf("asked %v, want no third time: the platform cannot be forced", p.Asked)
	}
	for _, got := range p.Asked {
		if got.Query != "corpid=ww1&corpsecret=secret-word" || got.Raw != "" {
			t.Errorf("asked %+v", got)
		}
	}
}

func TestLostAnswerIsUnknownUnlessThePlatformKnowsTheRepeat(t *testing.T) {
	for name, fault := range map[string]http.HandlerFunc{"no answer": wiretest.HangingUp(t, ""), "no JSON": wiretest.Answering("<html>")} {
		t.Run(name, func(t *testing.T) {
			_, s := newPlatform(t, fault)
			_, err := s.Push(t.Context(), answerTo())
			wiretest.WantFailure(t, err, bot.FailUnknown, 0)
			_, err = s.Push(t.Context(), notice())
			wiretest.WantFailure(t, err, bot.FailNetwork, 0)
		})
	}
}

func TestSenderNeedsItsSettings(t *testing.T) {
	good := SenderOptions{CorpID: "ww1", AgentID: 1, Secret: "s", Connection: wire.Connection{Now: time.Now}}
	if _, err := NewSender(good); err != nil {
		t.Errorf("the platform's own address is the default: %v", err)
	}
	for name, spoil := range map[string]func(*SenderOptions){
		"corp id": func(o *SenderOptions) { o.CorpID = "" },
		"agent":   func(o *SenderOptions) { o.AgentID = 0 },
		"secret":  func(o *SenderOptions) { o.Secret = "" },
		"clock":   func(o *SenderOptions) { o.Now = nil },
		"address": func(o *SenderOptions) { o.BaseURL = "ftp://x" },
	} {
		o := good
		spoil(&o)
		if _, err := NewSender(o); err == nil {
			t.Errorf("made without a usable %s", name)
		}
	}
}
