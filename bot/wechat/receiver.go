package wechat

import (
	"net/url"
	"time"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/messages"
)

// ReasonAppID refuses what was encrypted for another account.
const ReasonAppID wire.Reason = "appid"

// ReceiverOptions are the account's callback settings, as entered on the
// platform's pages.
type ReceiverOptions struct {
	AppID  string
	Token  string
	AESKey string // EncodingAESKey, 43 characters
	Now    func() time.Time
}

// Receiver reads one official account's callbacks and writes their passive
// replies. It is safe for concurrent use.
type Receiver struct {
	envelope wire.Envelope
}

// NewReceiver makes a receiver. The error names the setting that is missing
// or wrong, never its value.
func NewReceiver(o ReceiverOptions) (*Receiver, error) {
	e, err := wire.NewEnvelope(wire.Account{
		Platform: bot.WeChat, ID: o.AppID, Token: o.Token, AESKey: o.AESKey, Foreign: ReasonAppID,
	}, o.Now)
	if err != nil {
		return nil, err
	}
	return &Receiver{envelope: e}, nil
}

// Check answers the platform's check of our address: the text to send back.
// The error is a [*wire.RefusedError].
func (r *Receiver) Check(query url.Values) (string, error) {
	if err := r.envelope.Signed(query, query.Get("signature")); err != nil {
		return "", err
	}
	echo := query.Get("echostr")
	if !visible(echo, 256) {
		return "", r.envelope.Refuse(wire.ReasonMalformed)
	}
	return echo, nil
}

// Decode verifies, decrypts and reads one callback. Only safe mode is
// accepted, whatever the request asks for. The error is a
// [*wire.RefusedError].
func (r *Receiver) Decode(query url.Values, body []byte) (bot.Update, error) {
	if query.Get("encrypt_type") != "aes" {
		return bot.Update{}, r.envelope.Refuse(wire.ReasonPlaintext)
	}
	var in incoming
	if err := r.envelope.Read(query, body, &in); err != nil {
		return bot.Update{}, err
	}
	if !visible(in.FromUserName, 128) || !visible(in.ToUserName, 128) || in.MsgType == "" {
		return bot.Update{}, r.envelope.Refuse(wire.ReasonMalformed)
	}
	return in.update(), nil
}

// Encode writes the passive reply to an update, encrypted and signed, within
// 2000 bytes of text. A message that says nothing becomes the platform's
// plain acknowledgement.
func (r *Receiver) Encode(u bot.Update, m messages.Message) ([]byte, error) {
	if m.Empty() {
		return []byte("success"), nil
	}
	return r.envelope.Seal(r.envelope.TextReply(u, render(m)))
}

// visible reports whether s is 1 to limit bytes of printable ASCII without
// spaces, as account names and echo strings are.
func visible(s string, limit int) bool {
	if s == "" || len(s) > limit {
		return false
	}
	for i := range len(s) {
		if s[i] <= ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
