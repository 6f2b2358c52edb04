package wecom

import (
	"bytes"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/util"

	"onevisit/bot"
	"onevisit/messages"
)

func TestOfficialSampleIsDecoded(t *testing.T) {
	u, err := newTestReceiver(t).Decode(sampleQuery(), sampleBody())
	if err != nil {
		t.Fatal(err)
	}
	want := bot.Update{
		Platform: bot.WeCom, Key: "4561255354251345929", From: "mycreate", To: sampleCorpID,
		Kind: bot.KindText, Text: "hello", At: time.Unix(1409659813, 0).UTC(),
	}
	if u != want {
		t.Errorf("got %+v, want %+v", u, want)
	}
}

func TestOfficialAddressCheckIsAnswered(t *testing.T) {
	echo, err := newReceiverAt(t, 1409659589).Check(checkQuery())
	if err != nil || echo != "1616140317555161061" {
		t.Fatalf("got %q, %v", echo, err)
	}
}

func TestAddressCheckRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(url.Values)
		at     int64
		want   Reason
	}{
		{"a wrong signature", func(q url.Values) { q.Set("msg_signature", strings.Repeat("0", 40)) }, 1409659589, ReasonSignature},
		{"no signature", func(q url.Values) { q.Del("msg_signature") }, 1409659589, ReasonSignature},
		{"another echo", func(q url.Values) { q.Set("echostr", sampleEncrypt) }, 1409659589, ReasonSignature},
		{"an echo whose plus became a space", func(q url.Values) { q.Set("echostr", strings.ReplaceAll(checkEcho, "+", " ")) }, 1409659589, ReasonSignature},
		{"an old one", func(url.Values) {}, 1409659589 + 301, ReasonStale},
		{"one from the future", func(url.Values) {}, 1409659589 - 301, ReasonStale},
		{"no echo", func(q url.Values) { q.Del("echostr") }, 1409659589, ReasonPlaintext},
		{"an endless echo", func(q url.Values) { q.Set("echostr", strings.Repeat("A", 4097)) }, 1409659589, ReasonTooLarge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			q := checkQuery()
			test.change(q)
			_, err := newReceiverAt(t, test.at).Check(q)
			wantReason(t, err, test.want)
		})
	}
}

func TestTimestampMustBeANumber(t *testing.T) {
	q := replaced("timestamp", "soon")
	q.Set("msg_signature", util.Signature(sampleToken, "soon", sampleNonce, sampleEncrypt))
	_, err := newTestReceiver(t).Decode(q, sampleBody())
	wantReason(t, err, ReasonMalformed)
}

func TestFiveMinutesEitherWayAreFresh(t *testing.T) {
	for _, off := range []int64{-300, 300} {
		if _, err := newReceiverAt(t, 1409659813+off).Decode(sampleQuery(), sampleBody()); err != nil {
			t.Errorf("%d s: %v", off, err)
		}
	}
}

func TestCallbackIsRefused(t *testing.T) {
	const plain = "<xml><ToUserName>wx5823bf96d3bd56c7</ToUserName><FromUserName>a</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId><AgentID>218</AgentID></xml>"
	inside := func(old, new string) (url.Values, []byte) {
		return sealed(strings.Replace(plain, old, new, 1), sampleCorpID)
	}
	tests := []struct {
		name string
		at   int64
		want Reason
		call func() (url.Values, []byte)
	}{
		{"plain body", 0, ReasonPlaintext, func() (url.Values, []byte) { return sampleQuery(), []byte(plain) }},
		{"no signature", 0, ReasonSignature, func() (url.Values, []byte) { return replaced("msg_signature", ""), sampleBody() }},
		{"another nonce", 0, ReasonSignature, func() (url.Values, []byte) { return replaced("nonce", "1"), sampleBody() }},
		{"another time", 0, ReasonSignature, func() (url.Values, []byte) { return replaced("timestamp", "1409659814"), sampleBody() }},
		{"captured long ago", 301, ReasonStale, func() (url.Values, []byte) { return sampleQuery(), sampleBody() }},
		{"from the future", -301, ReasonStale, func() (url.Values, []byte) { return sampleQuery(), sampleBody() }},
		{"encrypted for another company", 0, ReasonCorpID, func() (url.Values, []byte) { return sealed(plain, "wx0000000000000000") }},
		{"addressed to another company", 0, ReasonCorpID, func() (url.Values, []byte) { return inside("wx5823bf96d3bd56c7", "wx1") }},
		{"for another app", 0, ReasonAgent, func() (url.Values, []byte) { return inside("218", "219") }},
		{"for no app", 0, ReasonAgent, func() (url.Values, []byte) { return inside("<AgentID>218</AgentID>", "") }},
		{"from nobody", 0, ReasonMalformed, func() (url.Values, []byte) { return inside(">a<", "><") }},
		{"from a name too long", 0, ReasonMalformed, func() (url.Values, []byte) { return inside(">a<", ">"+strings.Repeat("a", 65)+"<") }},
		{"of no kind", 0, ReasonMalformed, func() (url.Values, []byte) { return inside("<MsgType>text</MsgType>", "") }},
		{"broken inside", 0, ReasonMalformed, func() (url.Values, []byte) { return inside("</xml>", "") }},
		{"not XML", 0, ReasonMalformed, func() (url.Values, []byte) { return sampleQuery(), []byte("hello") }},
		{"not base64", 0, ReasonMalformed, func() (url.Values, []byte) { return signedQuery("***"), []byte("<xml><Encrypt>***</Encrypt></xml>") }},
		{"too short to decrypt", 0, ReasonMalformed, func() (url.Values, []byte) { return signedQuery("AAAA"), []byte("<xml><Encrypt>AAAA</Encrypt></xml>") }},
		{"longer than 1 MiB", 0, ReasonTooLarge, func() (url.Values, []byte) { return sampleQuery(), make([]byte, maxBody+1) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			query, body := test.call()
			_, err := newReceiverAt(t, 1409659813+test.at).Decode(query, body)
			wantReason(t, err, test.want)
		})
	}
}

func TestFieldsBesideTheEnvelopeAreNotTrusted(t *testing.T) {
	body := bytes.Replace(sampleBody(), []byte("<AgentID>218"), []byte("<FromUserName>boss</FromUserName><AgentID>999"), 1)
	u, err := newTestReceiver(t).Decode(sampleQuery(), body)
	if err != nil || u.From != "mycreate" {
		t.Errorf("got %q, %v", u.From, err)
	}
}

func TestReplyIsEncryptedAndSigned(t *testing.T) {
	r := newTestReceiver(t)
	u := bot.Update{From: "wang.chief", To: sampleCorpID}
	m := messages.Say("待办 ]]> <a href='x'>").WithChoices("受理", "退回")
	body, err := r.Encode(u, m)
	if err != nil {
		t.Fatal(err)
	}
	got := opened(t, body)
	want := map[string]string{
		"to": "wang.chief", "from": sampleCorpID, "time": stamp(1409659813), "outer time": stamp(1409659813),
		"type": "text", "text": "待办 ]]＞ ＜a href='x'＞\n1. 受理\n2. 退回",
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
	again, err := r.Encode(u, m)
	if err != nil || bytes.Equal(body, again) {
		t.Errorf("two replies are equal on the wire (%v): nonce and padding must be random", err)
	}
}

func TestNothingToSayIsAnEmptyBody(t *testing.T) {
	body, err := newTestReceiver(t).Encode(bot.Update{}, messages.Message{})
	if err != nil || len(body) != 0 {
		t.Fatalf("got %q, %v", body, err)
	}
}

func TestReceiverNeedsItsSettings(t *testing.T) {
	tests := map[string]func(*ReceiverOptions){
		"corp id":    func(o *ReceiverOptions) { o.CorpID = "" },
		"agent":      func(o *ReceiverOptions) { o.AgentID = 0 },
		"token":      func(o *ReceiverOptions) { o.Token = "" },
		"clock":      func(o *ReceiverOptions) { o.Now = nil },
		"whole key":  func(o *ReceiverOptions) { o.AESKey = sampleKey[:42] },
		"base64 key": func(o *ReceiverOptions) { o.AESKey = strings.Repeat("*", 43) },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			o := sampleOptions(0)
			change(&o)
			if _, err := NewReceiver(o); err == nil {
				t.Fatal("made without it")
			} else if strings.Contains(err.Error(), o.AESKey) {
				t.Fatal("the error shows the key")
			}
		})
	}
}
