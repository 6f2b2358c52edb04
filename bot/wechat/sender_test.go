package wechat

import (
	"fmt"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/bot/wire/wiretest"
	"onevisit/messages"
)

func hello() bot.Push {
	return bot.Push{To: "oA", Ref: "n-1", Message: messages.Say("你好").WithChoices("查")}
}

func TestCustomerMessageIsSent(t *testing.T) {
	p, s := newPlatform(t, wiretest.Answering(`{"errcode":0,"errmsg":"ok"}`))
	if _, err := s.Push(t.Context(), hello()); err != nil {
		t.Fatal(err)
	}
	got := p.Calls[0]
	if got.Path != callCustomer || got.Token != "T1" || got.Body["touser"] != "oA" || got.Body["msgtype"] != "text" {
		t.Errorf("sent %+v", got)
	}
	text, _ := got.Body["text"].(map[string]any)
	want := "你好\n" + `<a href="weixin://bizmsgmenu?msgmenucontent=查&msgmenuid=1">1. 查</a>`
	if text["content"] != want {
		t.Errorf("text %q, want %q", text["content"], want)
	}
}

func TestTokenIsAskedForAndForcedWhereTheRefusedOneStays(t *testing.T) {
	p, s := newPlatform(t, wiretest.Answering(`{"errcode":0}`))
	p.Valid = "T2"
	if _, err := s.Push(t.Context(), hello()); err != nil {
		t.Fatal(err)
	}
	var asked []map[string]any
	for _, call := range p.Asked {
		asked = append(asked, call.Body)
	}
	ask := func(force bool) map[string]any {
		return map[string]any{"grant_type": "client_credential", "appid": "wx1", "secret": "secret-word", "force_refresh": force}
	}
	if want := []map[string]any{ask(false), ask(false), ask(true)}; fmt.Sprint(asked) != fmt.Sprint(want) {
		t.Errorf("asked %v, want %v", asked, want)
	}
}

func TestPlatformCodesAreClassed(t *testing.T) {
	for class, codes := range map[bot.Failure][]int{
		bot.FailPerson: {40003, 43004, 43101, 45015, 45047, 48002},
		bot.FailSlow:   {-1, 45009, 45011},
		bot.FailText:   {45002, 47001, 40007},
		bot.FailConfig: {40001, 40013, 40014, 40037, 40125, 40164, 42001, 47003, 48001, 99999},
	} {
		for _, code := range codes {
			_, s := newPlatform(t, wiretest.Answering(fmt.Sprintf(`{"errcode":%d,"errmsg":"oA 你好 rid"}`, code)))
			_, err := s.Push(t.Context(), hello())
			wiretest.WantFailure(t, err, class, code)
			if got := wiretest.SendError(t, err).Call; got != callCustomer {
				t.Errorf("call %s", got)
			}
		}
	}
}

func TestLostAnswerIsUnknownUnlessThePlatformKnowsTheRepeat(t *testing.T) {
	template := func(ref string, subscription bool) bot.Push {
		return bot.Push{To: "oA", Ref: ref, Template: &bot.Template{ID: "t1", Subscription: subscription}}
	}
	_, s := newPlatform(t, wiretest.HangingUp(t, ""))
	_, err := s.Push(t.Context(), hello())
	wiretest.WantFailure(t, err, bot.FailUnknown, 0)
	_, err = s.PushTemplate(t.Context(), template("n-1", false))
	wiretest.WantFailure(t, err, bot.FailNetwork, 0)
	_, err = s.PushTemplate(t.Context(), template("", false))
	wiretest.WantFailure(t, err, bot.FailUnknown, 0)
	_, err = s.PushTemplate(t.Context(), template("n-1", true))
	wiretest.WantFailure(t, err, bot.FailUnknown, 0)
}

func TestNothingToSayIsNotSent(t *testing.T) {
	p, s := newPlatform(t, wiretest.Answering(`{"errcode":0}`))
	_, err := s.Push(t.Context(), bot.Push{To: "oA"})
	wiretest.WantFailure(t, err, bot.FailText, 0)
	if len(p.Calls) != 0 {
		t.Error("sent nevertheless")
	}
}

func TestSenderNeedsItsSettings(t *testing.T) {
	good := SenderOptions{AppID: "wx1", AppSecret: "s", Connection: wire.Connection{Now: time.Now}}
	if _, err := NewSender(good); err != nil {
		t.Errorf("the platform's own address is the default: %v", err)
	}
	for name, spoil := range map[string]func(*SenderOptions){
		"app id":  func(o *SenderOptions) { o.AppID = "" },
		"secret":  func(o *SenderOptions) { o.AppSecret = "" },
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
