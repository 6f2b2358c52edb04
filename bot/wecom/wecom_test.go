package wecom

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

// options are those of the official sample's company and app, at its moment.
func options() ReceiverOptions {
	s := wiretest.Company()
	return ReceiverOptions{CorpID: s.ID, AgentID: 218, Token: s.Token, AESKey: s.AESKey, Now: s.Clock(0)}
}

// newPlatform plays WeCom's API, which answers in one way, for a sender.
func newPlatform(t *testing.T, answer http.HandlerFunc) (*wiretest.Platform, *Sender) {
	t.Helper()
	p := wiretest.New(t, callToken, answer)
	s, err := NewSender(SenderOptions{CorpID: "ww1", AgentID: 1000002, Secret: "secret-word", Connection: p.Connection()})
	if err != nil {
		t.Fatal(err)
	}
	return p, s
}
