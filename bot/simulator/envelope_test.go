package simulator

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestRedeliveryIsTheSameMessageSignedAnew(t *testing.T) {
	b := newBureau(t, nil)
	b.replies(says("once"))
	phone := b.world.Petitioner("oPerson1")
	if _, err := phone.Last(); err == nil {
		t.Error("there was nothing to repeat")
	}
	mustAnswer(t)(phone.Say(t.Context(), "hello"))
	first := b.last()
	b.clock.Advance(5 * time.Second)
	envelope, err := phone.Last()
	if err != nil {
		t.Fatal(err)
	}
	answer := mustAnswer(t)(b.world.Deliver(t.Context(), envelope))
	second := b.last()
	if second.MsgID != first.MsgID || second.CreateTime != first.CreateTime || answer.Text() != "once" {
		t.Errorf("%+v became %+v", first, second)
	}
	if second.query.Get("timestamp") == first.query.Get("timestamp") || second.query.Get("nonce") == first.query.Get("nonce") {
		t.Error("signed with the old timestamp or nonce")
	}
	if len(phone.Bubbles()) != 2 {
		t.Error("a redelivery is not seen on the phone")
	}
}

func TestComposedEnvelopesCanBeDeliveredAtOnce(t *testing.T) {
	b := newBureau(t, nil)
	b.replies(func(in inbound) string { return textXML(in.Content) })
	phone := b.world.Petitioner("oPerson1")
	var all sync.WaitGroup
	for _, text := range []string{"a", "b", "c", "d"} {
		envelope, err := phone.Envelope(text)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			all.Go(func() {
				if answer, err := b.world.Deliver(t.Context(), envelope); err != nil || answer.Text() != text {
					t.Errorf("%q, %v", answer.Text(), err)
				}
			})
		}
	}
	all.Wait()
	ids := map[int64]int{}
	for _, in := range b.got {
		ids[in.MsgID]++
	}
	if len(ids) != 4 || b.count() != 12 {
		t.Errorf("%d messages in %d deliveries", len(ids), b.count())
	}
}

// seen is a callback as it stood on the wire.
type seen struct {
	query url.Values
	body  string
}

type forgery struct {
	change func(*Envelope)
	right  func(seen) bool
}

func forgeries() map[string]forgery {
	return map[string]forgery{
		"signature": {
			func(e *Envelope) { e.Signature = "f00" },
			func(s seen) bool { return s.query.Get("msg_signature") == "f00" && s.query.Get("signature") == "f00" },
		},
		"stale": {
			func(e *Envelope) { e.Timestamp, e.Nonce = time.Unix(1409735669, 0), "n1" },
			func(s seen) bool { return s.query.Get("timestamp") == "1409735669" && s.query.Get("nonce") == "n1" },
		},
		"plain": {
			func(e *Envelope) { e.Mode = Plain },
			func(s seen) bool {
				return strings.Contains(s.body, "<![CDATA[hello]]>") && !s.query.Has("encrypt_type")
			},
		},
		"compatible": {
			func(e *Envelope) { e.Mode = Compatible },
			func(s seen) bool {
				return strings.Contains(s.body, "<![CDATA[hello]]>") && strings.Contains(s.body, "<Encrypt>") &&
					s.query.Get("encrypt_type") == "aes"
			},
		},
		"raw": {
			func(e *Envelope) { e.Raw = []byte("rubbish") },
			func(s seen) bool { return s.body == "rubbish" },
		},
		"raw sealed": {
			func(e *Envelope) { e.Raw = []byte("<xml><Encrypt>abc</Encrypt></xml>") },
			func(s seen) bool {
				q := s.query
				return q.Get("msg_signature") == sign("spamtest", q.Get("timestamp"), q.Get("nonce"), "abc")
			},
		},
	}
}

func TestForgedEnvelopesGoOutAsToldTo(t *testing.T) {
	b := newBureau(t, nil)
	arrived := make(chan seen, 1)
	b.handles(func(_ http.ResponseWriter, in *http.Request) {
		raw, err := io.ReadAll(in.Body)
		if err != nil {
			t.Error(err)
		}
		arrived <- seen{in.URL.Query(), string(raw)}
	})
	honest, err := b.world.Petitioner("oPerson1").Envelope("hello")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range forgeries() {
		t.Run(name, func(t *testing.T) {
			forged := honest
			test.change(&forged)
			mustAnswer(t)(b.world.Deliver(t.Context(), forged))
			if got := <-arrived; !test.right(got) {
				t.Errorf("sent %v", got)
			}
		})
	}
}

func TestEnvelopeForAnotherReceiverDoesNotOpen(t *testing.T) {
	b := newBureau(t, nil)
	envelope, err := b.world.Staff("li.clerk").Envelope("hello")
	if err != nil {
		t.Fatal(err)
	}
	envelope.Receiver = "ww0000000000000000"
	answer, err := b.world.Deliver(t.Context(), envelope)
	if !errors.Is(err, ErrRefused) || !strings.Contains(string(answer.Body), errReceiver.Error()) {
		t.Errorf("%s, %v", answer.Body, err)
	}
}

func TestCompatibleAccountSendsAndTakesPlainFields(t *testing.T) {
	b := newBureau(t, func(o *Options) { o.WeChat.Compatible = true })
	mustAnswer(t)(b.world.Petitioner("oPerson1").Say(t.Context(), "hello"))
	if raw := b.last().raw; !strings.Contains(raw, "<Content><![CDATA[hello]]></Content>") || !strings.Contains(raw, "<Encrypt>") {
		t.Errorf("sent %s", raw)
	}
	b.handles(func(out http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(out, "<xml><ToUserName>oPerson1</ToUserName><FromUserName>gh_wx2c2769f8efd9abc2</FromUserName>"+textXML("plain")+"</xml>")
	})
	if answer := mustAnswer(t)(b.world.Petitioner("oPerson1").Say(t.Context(), "hello")); answer.Text() != "plain" {
		t.Errorf("answer %q", answer.Text())
	}
}

func TestURLChecks(t *testing.T) {
	b := newBureau(t, nil)
	for _, platform := range []Platform{WeChat, WeCom} {
		if err := b.world.Check(t.Context(), URLCheck{Platform: platform}); err != nil {
			t.Errorf("%s: %v", platform, err)
		}
		err := b.world.Check(t.Context(), URLCheck{Platform: platform, Signature: "f00", Timestamp: monday()})
		if !errors.Is(err, ErrRefused) {
			t.Errorf("%s forged: %v", platform, err)
		}
	}
	b.handles(func(out http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(out, "else") })
	if err := b.world.Check(t.Context(), URLCheck{Platform: WeCom}); !errors.Is(err, ErrEcho) {
		t.Errorf("got %v", err)
	}
}

func TestWorldsAreNotMadeOfBadOptions(t *testing.T) {
	clock := StandingClock(monday()).Now
	good := Options{
		WeChat: OfficialAccount{AESKey: testKeyWeChat}, WeCom: App{AESKey: testKeyWeCom}, Clock: clock,
	}
	for name, change := range map[string]func(*Options){
		"no clock":      func(o *Options) { o.Clock = nil },
		"account's key": func(o *Options) { o.WeChat.AESKey = "short" },
		"app's key":     func(o *Options) { o.WeCom.AESKey = "short" },
		"no randomness": func(o *Options) { o.Rand = strings.NewReader("") },
	} {
		options := good
		change(&options)
		if _, err := New(options); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	if _, err := New(good); err != nil {
		t.Error(err)
	}
}

func TestClockMovesForwardOnly(t *testing.T) {
	clock := NewClock(monday)
	clock.Advance(26 * time.Hour)
	clock.Advance(-time.Hour)
	if got := clock.Now(); !got.Equal(monday().Add(26*time.Hour)) || got.Location().String() != "Asia/Shanghai" {
		t.Errorf("got %v", got)
	}
}
