package wire_test

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"net/url"
	"strings"
	"testing"

	"github.com/silenceper/wechat/v2/util"

	"onevisit/bot/wire"
	"onevisit/bot/wire/wiretest"
)

// samples are the official ones of both platforms.
func samples() []wiretest.Sample {
	return []wiretest.Sample{wiretest.OfficialAccount(), wiretest.Company()}
}

// message is what a test reads of a callback.
type message struct{ FromUserName, Content string }

// sealed encrypts and signs by the library alone, for any account.
func sealed(s wiretest.Sample, plain, id string) (url.Values, []byte) {
	key, _ := base64.StdEncoding.DecodeString(s.AESKey + "=")
	text := base64.StdEncoding.EncodeToString(util.AESEncryptMsg([]byte("0123456789abcdef"), []byte(plain), id, key))
	return signed(s, text)
}

// signed is a callback of any text where the encrypted one should stand.
func signed(s wiretest.Sample, text string) (url.Values, []byte) {
	return s.With("msg_signature", util.Signature(s.Token, s.Timestamp, s.Nonce, text)), []byte("<xml><Encrypt>" + text + "</Encrypt></xml>")
}

func TestOfficialSamplesAreRead(t *testing.T) {
	want := []message{{"oyORnuP8q7ou2gfYjqLzSIWZf0rs", "abcdteT"}, {"mycreate", "hello"}}
	for i, s := range samples() {
		var got message
		if err := s.Envelope(t).Read(s.Query(), s.Body(), &got); err != nil || got != want[i] {
			t.Errorf("%s: got %+v, %v, want %+v", s.Platform, got, err, want[i])
		}
	}
}

func TestCallbacksAreRefused(t *testing.T) {
	const plain = "<xml><FromUserName>a</FromUserName><Content>x</Content></xml>"
	type arrived struct {
		query url.Values
		body  []byte
	}
	from := func(query url.Values, body []byte) arrived { return arrived{query, body} }
	for _, s := range samples() {
		for name, test := range map[string]struct {
			after int64 // seconds after it was signed
			want  wire.Reason
			arrived
		}{
			"a plain body":          {0, wire.ReasonPlaintext, from(s.Query(), []byte(plain))},
			"an empty envelope":     {0, wire.ReasonPlaintext, from(s.Query(), bytes.Replace(s.Body(), []byte(s.Encrypt), nil, 1))},
			"no signature":          {0, wire.ReasonSignature, from(s.With("msg_signature", ""), s.Body())},
			"a wrong signature":     {0, wire.ReasonSignature, from(s.With("msg_signature", strings.Repeat("0", 40)), s.Body())},
			"another nonce":         {0, wire.ReasonSignature, from(s.With("nonce", "1"), s.Body())},
			"another time":          {0, wire.ReasonSignature, from(s.With("timestamp", "1409659814"), s.Body())},
			"another envelope":      {0, wire.ReasonSignature, from(s.Query(), []byte("<xml><Encrypt>AAAA</Encrypt></xml>"))},
			"captured long ago":     {301, wire.ReasonStale, from(s.Query(), s.Body())},
			"from the future":       {-301, wire.ReasonStale, from(s.Query(), s.Body())},
			"for another account":   {0, s.Foreign, from(sealed(s, plain, "wx0000000000000000"))},
			"for a longer name":     {0, s.Foreign, from(sealed(s, plain, s.ID+"0"))},
			"broken inside":         {0, wire.ReasonMalformed, from(sealed(s, "<xml><Content>", s.ID))},
			"not XML":               {0, wire.ReasonMalformed, from(s.Query(), []byte("hello"))},
			"not base64":            {0, wire.ReasonMalformed, from(signed(s, "***"))},
			"too short to decrypt":  {0, wire.ReasonMalformed, from(signed(s, "AAAA"))},
			"longer than 1 MiB":     {0, wire.ReasonTooLarge, from(s.Query(), make([]byte, 1<<20+1))},
			"of exactly 1 MiB":      {0, wire.ReasonMalformed, from(s.Query(), make([]byte, 1<<20))},
			"signed at no time":     {0, wire.ReasonMalformed, from(signedAt(s, "soon"))},
			"signed at a huge time": {0, wire.ReasonStale, from(signedAt(s, "9000000000000000000"))},
		} {
			t.Run(string(s.Platform)+"/"+name, func(t *testing.T) {
				e, err := wire.NewEnvelope(s.Account, s.Clock(test.after))
				if err != nil {
					t.Fatal(err)
				}
				wiretest.WantReason(t, e.Read(test.query, test.body, new(message)), test.want)
			})
		}
	}
}

// signedAt is the sample signed anew, with another timestamp.
func signedAt(s wiretest.Sample, timestamp string) (url.Values, []byte) {
	q := s.With("timestamp", timestamp)
	q.Set("msg_signature", util.Signature(s.Token, timestamp, s.Nonce, s.Encrypt))
	return q, s.Body()
}

func TestFiveMinutesEitherWayAreFresh(t *testing.T) {
	for _, s := range samples() {
		for _, after := range []int64{-300, 300} {
			e, err := wire.NewEnvelope(s.Account, s.Clock(after))
			if err != nil {
				t.Fatal(err)
			}
			if err := e.Read(s.Query(), s.Body(), new(message)); err != nil {
				t.Errorf("%s, %d s: %v", s.Platform, after, err)
			}
		}
	}
}

func TestFieldsBesideTheEnvelopeAreNotTrusted(t *testing.T) {
	for _, s := range samples() {
		s.Outside = "<FromUserName>attacker</FromUserName><Content>forged</Content>"
		var got message
		if err := s.Envelope(t).Read(s.Query(), s.Body(), &got); err != nil || got.FromUserName == "attacker" || got.Content == "forged" {
			t.Errorf("%s: got %+v, %v", s.Platform, got, err)
		}
	}
}

func TestStrayControlCharactersDoNotLoseAMessage(t *testing.T) {
	for _, s := range samples() {
		query, body := sealed(s, "<xml><Content><![CDATA[a\x0bb\x00c\xff]]></Content></xml>", s.ID)
		var got message
		if err := s.Envelope(t).Read(query, body, &got); err != nil || got.Content != "abc\uFFFD" {
			t.Errorf("%s: got %q, %v", s.Platform, got.Content, err)
		}
	}
}

func TestEnvelopeNeedsItsSettings(t *testing.T) {
	good := wiretest.OfficialAccount()
	for name, spoil := range map[string]func(*wire.Account){
		"id":          func(a *wire.Account) { a.ID = "" },
		"token":       func(a *wire.Account) { a.Token = "" },
		"key":         func(a *wire.Account) { a.AESKey = "" },
		"whole key":   func(a *wire.Account) { a.AESKey = good.AESKey[:42] },
		"base64 key":  func(a *wire.Account) { a.AESKey = strings.Repeat("*", 43) },
		"shorter key": func(a *wire.Account) { a.AESKey = good.AESKey[:39] },
	} {
		t.Run(name, func(t *testing.T) {
			a := good.Account
			spoil(&a)
			if _, err := wire.NewEnvelope(a, good.Clock(0)); err == nil {
				t.Fatal("made without it")
			} else if a.AESKey != "" && strings.Contains(err.Error(), a.AESKey) {
				t.Fatal("the error shows the key")
			}
		})
	}
	if _, err := wire.NewEnvelope(good.Account, nil); err == nil {
		t.Error("made without a clock")
	}
}

// reply is what a platform's own code would see of a passive reply.
type reply struct {
	Encrypt, MsgSignature, TimeStamp, Nonce string
}

func TestReplyIsSealedAsTheLibraryOpensIt(t *testing.T) {
	for _, s := range samples() {
		e := s.Envelope(t)
		body, err := e.SealPlain([]byte("<xml>words</xml>"))
		if err != nil {
			t.Fatal(err)
		}
		var r reply
		if err := xml.Unmarshal(body, &r); err != nil {
			t.Fatal(err)
		}
		if r.TimeStamp != s.Timestamp || r.MsgSignature != util.Signature(s.Token, r.TimeStamp, r.Nonce, r.Encrypt) {
			t.Errorf("%s: signed %s at %s", s.Platform, r.MsgSignature, r.TimeStamp)
		}
		if _, plain, err := util.DecryptMsg(s.ID, r.Encrypt, s.AESKey); err != nil || string(plain) != "<xml>words</xml>" {
			t.Errorf("%s: opened as %q, %v", s.Platform, plain, err)
		}
		again, err := e.SealPlain([]byte("<xml>words</xml>"))
		if err != nil || bytes.Equal(body, again) {
			t.Errorf("%s: two replies are equal on the wire (%v): nonce and padding must be random", s.Platform, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for i, s := range samples() {
		f.Add(i, s.Signature, s.Body())
	}
	f.Add(0, "", []byte("<xml/>"))
	f.Add(1, "x", []byte("<xml><Encrypt>"))
	f.Fuzz(func(t *testing.T, i int, signature string, body []byte) {
		s := samples()[i&1]
		var got message
		err := s.Envelope(t).Read(s.With("msg_signature", signature), body, &got)
		if err == nil && got.FromUserName != "mycreate" && got.FromUserName != "oyORnuP8q7ou2gfYjqLzSIWZf0rs" {
			t.Errorf("believed a message from %q", got.FromUserName)
		}
	})
}
