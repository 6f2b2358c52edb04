package wechat

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

// Of the official sample.
const (
	samplePlain      = "16120ec1b8dbb870f510d87ce6bc2463eae6ca1a" // the signature that covers no message
	samplePetitioner = "oyORnuP8q7ou2gfYjqLzSIWZf0rs"
	sampleAccount    = "gh_10f6c3c3ac5a"
)

func TestOfficialSampleIsDecoded(t *testing.T) {
	s := wiretest.OfficialAccount()
	u, err := newTestReceiver(t).Decode(s.Query(), s.Body())
	if err != nil {
		t.Fatal(err)
	}
	want := bot.Update{
		Platform: bot.WeChat, Key: "6054768590064713728", From: samplePetitioner, To: sampleAccount,
		Kind: bot.KindText, Text: "abcdteT", At: time.Unix(1409735668, 0).UTC(),
	}
	if u != want {
		t.Errorf("got %+v, want %+v", u, want)
	}
}

// checkQuery is an address check with the sample's signature.
func checkQuery(echo string) url.Values {
	q := wiretest.OfficialAccount().With("msg_signature", "")
	q.Set("signature", samplePlain)
	q.Set("echostr", echo)
	return q
}

func TestAddressCheckEchoes(t *testing.T) {
	echo, err := newTestReceiver(t).Check(checkQuery("5837397576500011341"))
	if err != nil || echo != "5837397576500011341" {
		t.Fatalf("got %q, %v", echo, err)
	}
}

func TestAddressCheckRefuses(t *testing.T) {
	s := wiretest.OfficialAccount()
	for name, test := range map[string]struct {
		change func(url.Values)
		after  int64
		want   wire.Reason
	}{
		"a wrong signature":               {func(q url.Values) { q.Set("signature", strings.Repeat("0", 40)) }, 0, wire.ReasonSignature},
		"no signature":                    {func(q url.Values) { q.Del("signature") }, 0, wire.ReasonSignature},
		"the message's signature instead": {func(q url.Values) { q.Set("signature", s.Signature) }, 0, wire.ReasonSignature},
		"an old one":                      {func(url.Values) {}, 301, wire.ReasonStale},
		"one from the future":             {func(url.Values) {}, -301, wire.ReasonStale},
		"an echo that is a page":          {func(q url.Values) { q.Set("echostr", "<b> x") }, 0, wire.ReasonMalformed},
		"no echo":                         {func(q url.Values) { q.Del("echostr") }, 0, wire.ReasonMalformed},
		"an endless echo":                 {func(q url.Values) { q.Set("echostr", strings.Repeat("1", 257)) }, 0, wire.ReasonMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			o := options()
			o.Now = s.Clock(test.after)
			r, err := NewReceiver(o)
			if err != nil {
				t.Fatal(err)
			}
			q := checkQuery("1")
			test.change(q)
			_, err = r.Check(q)
			wiretest.WantReason(t, err, test.want)
		})
	}
}

func TestCallbackIsRefused(t *testing.T) {
	const text = "<xml><ToUserName>gh_1</ToUserName><FromUserName>o1</FromUserName><CreateTime>1</CreateTime><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>"
	s := wiretest.OfficialAccount()
	other := s
	other.ID = "wx0000000000000000"
	type callback func() (url.Values, []byte)
	body := func(query url.Values, body []byte) callback {
		return func() (url.Values, []byte) { return query, body }
	}
	inside := func(old, new string) callback {
		return func() (url.Values, []byte) { return s.Callback(t, strings.Replace(text, old, new, 1)) }
	}
	for name, test := range map[string]struct {
		want wire.Reason
		call callback
	}{
		"plain mode asked for":               {wire.ReasonPlaintext, body(s.With("encrypt_type", ""), []byte(text))},
		"raw mode with a genuine envelope":   {wire.ReasonPlaintext, body(s.With("encrypt_type", "raw"), s.Body())},
		"plain body under encrypt_type=aes":  {wire.ReasonPlaintext, body(s.Query(), []byte(text))},
		"the signature that covers no text":  {wire.ReasonSignature, body(s.With("msg_signature", samplePlain), s.Body())},
		"encrypted for another account":      {ReasonAppID, func() (url.Values, []byte) { return other.Callback(t, text) }},
		"from nobody":                        {wire.ReasonMalformed, inside("o1", "")},
		"from a name with a space":           {wire.ReasonMalformed, inside("o1", "o 1")},
		"from a name too long":               {wire.ReasonMalformed, inside("o1", strings.Repeat("o", 129))},
		"to nobody":                          {wire.ReasonMalformed, inside("gh_1", "")},
		"of no kind":                         {wire.ReasonMalformed, inside("<MsgType>text</MsgType>", "")},
		"broken inside":                      {wire.ReasonMalformed, inside("</xml>", "")},
		"longer than 1 MiB, in the safe way": {wire.ReasonTooLarge, body(s.Query(), make([]byte, 1<<20+1))},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := newTestReceiver(t).Decode(test.call())
			wiretest.WantReason(t, err, test.want)
		})
	}
}

func TestReplyIsEncryptedAndSigned(t *testing.T) {
	body, err := newTestReceiver(t).Encode(bot.Update{From: samplePetitioner, To: sampleAccount}, messages.Say("好 ]]> <b>"))
	if err != nil {
		t.Fatal(err)
	}
	want := wiretest.OpenedReply{
		ToUserName: samplePetitioner, FromUserName: sampleAccount, CreateTime: "1409735669", MsgType: "text", Content: "好 ]]＞ ＜b＞",
	}
	if got := wiretest.OfficialAccount().Opened(t, body); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestNothingToSayIsAcknowledged(t *testing.T) {
	body, err := newTestReceiver(t).Encode(bot.Update{}, messages.Message{})
	if err != nil || string(body) != "success" {
		t.Fatalf("got %q, %v", body, err)
	}
}

func TestReceiverNeedsItsSettings(t *testing.T) {
	for name, spoil := range map[string]func(*ReceiverOptions){
		"app id": func(o *ReceiverOptions) { o.AppID = "" },
		"token":  func(o *ReceiverOptions) { o.Token = "" },
		"clock":  func(o *ReceiverOptions) { o.Now = nil },
		"key":    func(o *ReceiverOptions) { o.AESKey = "" },
	} {
		o := options()
		spoil(&o)
		if _, err := NewReceiver(o); err == nil {
			t.Errorf("made without its %s", name)
		}
	}
}
