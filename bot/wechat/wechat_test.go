package wechat

import (
	"net/http"
	"testing"

	"onevisit/bot/wire/wiretest"
)

func newTestReceiver(t testing.TB) *Receiver {
	t.Helper()
	r, err := NewReceiver(options())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// options are those of the official sample's account, at its moment.
func options() ReceiverOptions {
	s := wiretest.OfficialAccount()
	return ReceiverOptions{AppID: s.ID, Token: s.Token, AESKey: s.AESKey, Now: s.Clock(0)}
}

// newPlatform plays the official account's API, which answers in one way, for
// a sender.
func newPlatform(t *testing.T, answer http.HandlerFunc) (*wiretest.Platform, *Sender) {
	t.Helper()
	p := wiretest.New(t, callToken, answer)
	s, err := NewSender(SenderOptions{AppID: "wx1", AppSecret: "secret-word", Connection: p.Connection()})
	if err != nil {
		t.Fatal(err)
	}
	return p, s
}
