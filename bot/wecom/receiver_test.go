package wecom

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/bot/wire/wiretest"
	"onevisit/messages"
)

func TestOfficialSampleIsDecoded(t *testing.T) {
	s := wiretest.Company()
	u, err := newTestReceiver(t).Decode(s.Query(), s.Body())
	if err != nil {
		t.Fatal(err)
	}
	want := bot.Update{
		Platform: bot.WeCom, Key: "4561255354251345929", From: "mycreate", To: s.ID,
		Kind: bot.KindText, Text: "hello", At: time.Unix(1409659813, 0).UTC(),
	}
	if u != want {
		t.Errorf("got %+v, want %+v", u, want)
	}
}

// The platform's official sample of an address check.
const (
	checkSeconds = 1409659589
	checkEcho    = "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ=="
)

func checkQuery() url.Values {
	return url.Values{
		"timestamp": {"1409659589"}, "nonce": {"263014780"},
		"msg_signature": {"5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3"}, "echostr": {checkEcho},
	}
}

// checking is a receiver so many seconds after the address check was signed.
func checking(t *testing.T, after int64) *Receiver {
	t.Helper()
	o := options()
	o.Now = func() time.Time { return time.Unix(checkSeconds+after, 0) }
	r, err := NewReceiver(o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestOfficialAddressCheckIsAnswered(t *testing.T) {
	echo, err := checking(t, 0).Check(checkQuery())
	if err != nil || echo != "1616140317555161061" {
		t.Fatalf("got %q, %v", echo, err)
	}
}

func TestAddressCheckRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		change func(url.Values)
		after  int64
		want   wire.Reason
	}{
		"a wrong signature":                  {func(q url.Values) { q.Set("msg_signature", strings.Repeat("0", 40)) }, 0, wire.ReasonSignature},
		"no signature":                       {func(q url.Values) { q.Del("msg_signature") }, 0, wire.ReasonSignature},
		"another echo":                       {func(q url.Values) { q.Set("echostr", wiretest.Company().Encrypt) }, 0, wire.ReasonSignature},
		"an echo whose plus became a space":  {func(q url.Values) { q.Set("echostr", strings.ReplaceAll(checkEcho, "+", " ")) }, 0, wire.ReasonSignature},
		"an old one":                         {func(url.Values) {}, 301, wire.ReasonStale},
		"one from the future":                {func(url.Values) {}, -301, wire.ReasonStale},
		"no echo":                            {func(q url.Values) { q.Del("echostr") }, 0, wire.ReasonPlaintext},
		"an endless echo, whoever signed it": {func(q url.Values) { q.Set("echostr", strings.Repeat("A", 4097)) }, 0, wire.ReasonTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			q := checkQuery()
			test.change(q)
			_, err := checking(t, test.after).Check(q)
			wiretest.WantReason(t, err, test.want)
		})
	}
}

func TestCallbackIsRefused(t *testing.T) {
	const plain = "<xml><ToUserName>wx5823bf96d3bd56c7</ToUserName><FromUserName>a</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId><AgentID>218</AgentID></xml>"
	s := wiretest.Company()
	other := s
	other.ID = "wx0000000000000000"
	for name, test := range map[string]struct {
		account  wiretest.Sample
		old, new string // of the plain message
		want     wire.Reason
	}{
		"encrypted for another company": {other, "", "", ReasonCorpID},
		"addressed to another company":  {s, "wx5823bf96d3bd56c7", "wx1", ReasonCorpID},
		"for another app":               {s, "218", "219", ReasonAgent},
		"for no app":                    {s, "<AgentID>218</AgentID>", "", ReasonAgent},
		"from nobody":                   {s, ">a<", "><", wire.ReasonMalformed},
		"from a name too long":          {s, ">a<", ">" + strings.Repeat("a", 65) + "<", wire.ReasonMalformed},
		"of no kind":                    {s, "<MsgType>text</MsgType>", "", wire.ReasonMalformed},
		"broken inside":                 {s, "</xml>", "", wire.ReasonMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := newTestReceiver(t).Decode(test.account.Callback(t, strings.Replace(plain, test.old, test.new, 1)))
			wiretest.WantReason(t, err, test.want)
		})
	}
	_, err := newTestReceiver(t).Decode(s.Query(), []byte(plain))
	wiretest.WantReason(t, err, wire.ReasonPlaintext)
}

func TestReplyIsEncryptedAndSigned(t *testing.T) {
	s := wiretest.Company()
	m := messages.Say("待办 ]]> <a href='x'>").WithChoices("受理", "退回")
	done := messages.Say("words that go another way")
	done.Done = "已受理 <王>"
	for _, test := range []struct {
		message messages.Message
		want    wiretest.OpenedReply
	}{
		{m, wiretest.OpenedReply{MsgType: "text", Content: "待办 ]]＞ ＜a href='x'＞\n1. 受理\n2. 退回"}},
		{done, wiretest.OpenedReply{MsgType: "update_button", ReplaceName: "已受理 ＜王＞"}},
	} {
		body, err := newTestReceiver(t).Encode(bot.Update{From: "wang.chief", To: s.ID}, test.message)
		if err != nil {
			t.Fatal(err)
		}
		test.want.ToUserName, test.want.FromUserName, test.want.CreateTime = "wang.chief", s.ID, "1409659813"
		if got := s.Opened(t, body); got != test.want {
			t.Errorf("got %+v, want %+v", got, test.want)
		}
	}
}

func TestNothingToSayIsAnEmptyBody(t *testing.T) {
	body, err := newTestReceiver(t).Encode(bot.Update{}, messages.Message{})
	if err != nil || len(body) != 0 {
		t.Fatalf("got %q, %v", body, err)
	}
}

func TestReceiverNeedsItsSettings(t *testing.T) {
	for name, spoil := range map[string]func(*ReceiverOptions){
		"corp id": func(o *ReceiverOptions) { o.CorpID = "" },
		"agent":   func(o *ReceiverOptions) { o.AgentID = 0 },
		"token":   func(o *ReceiverOptions) { o.Token = "" },
		"clock":   func(o *ReceiverOptions) { o.Now = nil },
		"key":     func(o *ReceiverOptions) { o.AESKey = "" },
	} {
		o := options()
		spoil(&o)
		if _, err := NewReceiver(o); err == nil {
			t.Errorf("made without its %s", name)
		}
	}
}
