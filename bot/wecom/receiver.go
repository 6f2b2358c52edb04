package wecom

import (
	"errors"
	"net/url"
	"strconv"
	"time"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/messages"
)

// Reasons that only an app of a company has.
const (
	ReasonCorpID wire.Reason = "corpid" // encrypted for, or addressed to, another company
	ReasonAgent  wire.Reason = "agent"  // for another app of the company
)

// maxEcho is the longest text of an address check, in bytes.
const maxEcho = 4096

// ReceiverOptions are the app's callback settings, as entered on the
// platform's pages.
type ReceiverOptions struct {
	CorpID  string
	AgentID int
	Token   string
	AESKey  string // EncodingAESKey, 43 characters
	Now     func() time.Time
}

// Receiver reads one app's callbacks and writes their passive replies. It is
// safe for concurrent use.
type Receiver struct {
	envelope wire.Envelope
	corpID   string
	agentID  string
}

// NewReceiver makes a receiver. The error names the setting that is missing
// or wrong, never its value.
func NewReceiver(o ReceiverOptions) (*Receiver, error) {
	if o.AgentID <= 0 {
		return nil, errors.New("wecom: the agent id must be positive")
	}
	e, err := wire.NewEnvelope(wire.Account{
		Platform: bot.WeCom, ID: o.CorpID, Token: o.Token, AESKey: o.AESKey, Foreign: ReasonCorpID,
	}, o.Now)
	if err != nil {
		return nil, err
	}
	return &Receiver{envelope: e, corpID: o.CorpID, agentID: strconv.Itoa(o.AgentID)}, nil
}

// Check answers the platform's check of our address: the decrypted text to
// send back as it is. The error is a [*wire.RefusedError].
func (r *Receiver) Check(query url.Values) (string, error) {
	echo := query.Get("echostr")
	if len(echo) > maxEcho {
		return "", r.envelope.Refuse(wire.ReasonTooLarge)
	}
	plain, err := r.envelope.Open(query, echo)
	if err != nil {
		return "", err
	}
	return string(plain), nil
}

// Decode verifies, decrypts and reads one callback. The error is a
// [*wire.RefusedError].
func (r *Receiver) Decode(query url.Values, body []byte) (bot.Update, error) {
	var in incoming
	if err := r.envelope.Read(query, body, &in); err != nil {
		return bot.Update{}, err
	}
	u := in.update()
	if reason := r.foreign(in, u); reason != "" {
		return bot.Update{}, r.envelope.Refuse(reason)
	}
	return u, nil
}

// foreign says why a decrypted message is not for this company and this app,
// "" if it is: all apps of a company could share one key.
func (r *Receiver) foreign(in incoming, u bot.Update) wire.Reason {
	switch {
	case in.ToUserName != r.corpID:
		return ReasonCorpID
	case in.AgentID == "" && (u.Kind == bot.KindOther || u.Kind == bot.KindContacts):
		// News about the company's address book is from no app.
	case in.AgentID != r.agentID:
		return ReasonAgent
	}
	if u.From == "" || len(u.From) > 64 || in.MsgType == "" {
		return wire.ReasonMalformed
	}
	return ""
}

// Encode writes the passive reply to an update, encrypted and signed, within
// 2048 bytes of text. A message that says nothing becomes an empty body, the
// platform's plain acknowledgement; one with Done changes the card that was
// tapped, on the phone of who tapped it alone.
func (r *Receiver) Encode(u bot.Update, m messages.Message) ([]byte, error) {
	switch {
	case m.Empty():
		return nil, nil
	case m.Done != "":
		return r.envelope.Seal(buttonReply{
			Reply:  r.envelope.Reply(u, "update_button"),
			Button: button{wire.CData{Text: wire.Untagged(m.Done)}},
		})
	}
	return r.envelope.Seal(r.envelope.TextReply(u, render(m)))
}

// buttonReply puts words where the tapped card has its buttons.
type buttonReply struct {
	wire.Reply
	Button button
}

type button struct {
	ReplaceName wire.CData
}
