package wechat

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
		Platform: bot.WeChat, Key: "6054768590064713728", From: samplePetition, To: sampleAccount,
		Kind: bot.KindText, Text: "abcdteT", At: time.Unix(1409735668, 0).UTC(),
	}
	if u != want {
		t.Errorf("got %+v, want %+v", u, want)
	}
}

func TestAddressCheckEchoes(t *testing.T) {
	q := sampleQuery()
	q.Set("echostr", "5837397576500011341")
	echo, err := newTestReceiver(t).Check(q)
	if err != nil || echo != "5837397576500011341" {
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
		{"a wrong signature", func(q url.Values) { q.Set("signature", strings.Repeat("0", 40)) }, 1409735669, ReasonSignature},
		{"no signature", func(q url.Values) { q.Del("signature") }, 1409735669, ReasonSignature},
		{"the message's signature instead", func(q url.Values) { q.Set("signature", sampleSignature) }, 1409735669, ReasonSignature},
		{"an old one", func(url.Values) {}, 1409735669 + 301, ReasonStale},
		{"one from the future", func(url.Values) {}, 1409735669 - 301, ReasonStale},
		{"an echo that is a page", func(q url.Values) { q.Set("echostr", "<b> x") }, 1409735669, ReasonMalformed},
		{"no echo", func(q url.Values) { q.Del("echostr") }, 1409735669, ReasonMalformed},
		{"an endless echo", func(q url.Values) { q.Set("echostr", strings.Repeat("1", 257)) }, 1409735669, ReasonMalformed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			q := sampleQuery()
			q.Set("echostr", "1")
			test.change(q)
			_, err := newReceiverAt(t, test.at).Check(q)
			wantReason(t, err, test.want)
		})
	}
}

func TestTimestampMustBeANumber(t *testing.T) {
	q := url.Values{"timestamp": {"soon"}, "nonce": {"1"}, "echostr": {"1"}}
	q.Set("signature", util.Signature(sampleToken, "soon", "1"))
	_, err := newTestReceiver(t).Check(q)
	wantReason(t, err, ReasonMalformed)
}

func TestFiveMinutesEitherWayAreFresh(t *testing.T) {
	for _, off := range []int64{-300, 300} {
		if _, err := newReceiverAt(t, 1409735669+off).Decode(sampleQuery(), sampleBody()); err != nil {
			t.Errorf("%d s: %v", off, err)
		}
	}
}

func TestCallbackIsRefused(t *testing.T) {
	text := "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>"
	foreignQuery, foreign := sealed(text, "wx0000000000000000")
	nobodyQuery, nobody := sealed(strings.Replace(text, "o1", "", 1), sampleAppID)
	noKindQuery, noKind := sealed(strings.Replace(text, "<MsgType>text</MsgType>", "", 1), sampleAppID)
	brokenQuery, broken := sealed("<xml><ToUserName>", sampleAppID)
	plainFields := bytes.Replace(sampleBody(), []byte(sampleEncrypt), nil, 1)
	without := func(name string) url.Values { q := sampleQuery(); q.Del(name); return q }
	tests := []struct {
		name  string
		query url.Values
		body  []byte
		at    int64
		want  Reason
	}{
		{"plain mode asked for", without("encrypt_type"), []byte(text), 1409735669, ReasonPlaintext},
		{"raw mode with a genuine envelope", replaced("encrypt_type", "raw"), sampleBody(), 1409735669, ReasonPlaintext},
		{"plain body under encrypt_type=aes", sampleQuery(), []byte(text), 1409735669, ReasonPlaintext},
		{"empty envelope", sampleQuery(), plainFields, 1409735669, ReasonPlaintext},
		{"no message signature", without("msg_signature"), sampleBody(), 1409735669, ReasonSignature},
		{"the plain signature instead", replaced("msg_signature", samplePlain), sampleBody(), 1409735669, ReasonSignature},
		{"another nonce", replaced("nonce", "1"), sampleBody(), 1409735669, ReasonSignature},
		{"another envelope", sampleQuery(), []byte("<xml><Encrypt>AAAA</Encrypt></xml>"), 1409735669, ReasonSignature},
		{"captured long ago", sampleQuery(), sampleBody(), 1409735669 + 301, ReasonStale},
		{"from the future", sampleQuery(), sampleBody(), 1409735669 - 301, ReasonStale},
		{"another account", foreignQuery, foreign, 1409735669, ReasonAppID},
		{"not XML", sampleQuery(), []byte("hello"), 1409735669, ReasonMalformed},
		{"not base64", signedQuery("***"), []byte("<xml><Encrypt>***</Encrypt></xml>"), 1409735669, ReasonMalformed},
		{"too short to decrypt", signedQuery("AAAA"), []byte("<xml><Encrypt>AAAA</Encrypt></xml>"), 1409735669, ReasonMalformed},
		{"broken inside", brokenQuery, broken, 1409735669, ReasonMalformed},
		{"from nobody", nobodyQuery, nobody, 1409735669, ReasonMalformed},
		{"of no kind", noKindQuery, noKind, 1409735669, ReasonMalformed},
		{"longer than 1 MiB", sampleQuery(), make([]byte, maxBody+1), 1409735669, ReasonTooLarge},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := newReceiverAt(t, test.at).Decode(test.query, test.body)
			wantReason(t, err, test.want)
		})
	}
}

func replaced(name, value string) url.Values {
	q := sampleQuery()
	q.Set(name, value)
	return q
}

func TestCompatibleModePlainFieldsAreNotTrusted(t *testing.T) {
	body := bytes.Replace(sampleBody(), []byte("<Encrypt>"),
		[]byte("<FromUserName>oAttacker</FromUserName><MsgType>text</MsgType><Content>forged</Content><MsgId>7</MsgId><Encrypt>"), 1)
	u, err := newTestReceiver(t).Decode(sampleQuery(), body)
	if err != nil {
		t.Fatal(err)
	}
	if u.From != samplePetition || u.Text != "abcdteT" || u.Key != "6054768590064713728" {
		t.Errorf("plain fields were taken over: %+v", u)
	}
}

func TestReplyIsEncryptedAndSigned(t *testing.T) {
	r := newTestReceiver(t)
	u := bot.Update{From: samplePetition, To: sampleAccount}
	body, err := r.Encode(u, messages.Say("好 ]]> <b>"))
	if err != nil {
		t.Fatal(err)
	}
	got := opened(t, body)
	want := map[string]string{
		"to": samplePetition, "from": sampleAccount, "time": stamp(1409735669), "outer time": stamp(1409735669),
		"type": "text", "text": "好 ]]＞ ＜b＞",
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s is %q, want %q", name, got[name], value)
		}
	}
	again, err := r.Encode(u, messages.Say("好 ]]> <b>"))
	if err != nil || bytes.Equal(body, again) {
		t.Errorf("two replies are equal on the wire (%v): nonce and padding must be random", err)
	}
}

func TestNothingToSayIsAcknowledged(t *testing.T) {
	body, err := newTestReceiver(t).Encode(bot.Update{}, messages.Message{})
	if err != nil || string(body) != "success" {
		t.Fatalf("got %q, %v", body, err)
	}
}

func TestReceiverNeedsItsSettings(t *testing.T) {
	good := ReceiverOptions{AppID: sampleAppID, Token: sampleToken, AESKey: sampleKey, Now: at(0)}
	tests := map[string]func(*ReceiverOptions){
		"app id":      func(o *ReceiverOptions) { o.AppID = "" },
		"token":       func(o *ReceiverOptions) { o.Token = "" },
		"clock":       func(o *ReceiverOptions) { o.Now = nil },
		"key":         func(o *ReceiverOptions) { o.AESKey = "" },
		"whole key":   func(o *ReceiverOptions) { o.AESKey = sampleKey[:42] },
		"base64 key":  func(o *ReceiverOptions) { o.AESKey = strings.Repeat("*", 43) },
		"shorter key": func(o *ReceiverOptions) { o.AESKey = sampleKey[:39] },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			o := good
			change(&o)
			if _, err := NewReceiver(o); err == nil {
				t.Fatal("made without it")
			} else if o.AESKey != "" && strings.Contains(err.Error(), o.AESKey) {
				t.Fatal("the error shows the key")
			}
		})
	}
}
