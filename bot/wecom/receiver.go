package wecom

import (
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"time"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/messages"
)

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
	envelope envelope
	agentID  string
}

// NewReceiver makes a receiver. The error names the setting that is missing
// or wrong, never its value.
func NewReceiver(o ReceiverOptions) (*Receiver, error) {
	if o.AgentID <= 0 {
		return nil, errors.New("wecom: the agent id must be positive")
	}
	e, err := newEnvelope(o.CorpID, o.Token, o.AESKey, o.Now)
	if err != nil {
		return nil, err
	}
	return &Receiver{envelope: e, agentID: strconv.Itoa(o.AgentID)}, nil
}

// Check answers the platform's check of our address: the decrypted text to
// send back as it is. The error is a [*RefusedError].
func (r *Receiver) Check(query url.Values) (string, error) {
	echo := query.Get("echostr")
	if len(echo) > 4096 {
		return "", refuse(ReasonTooLarge)
	}
	plain, err := r.envelope.open(query, echo)
	if err != nil {
		return "", err
	}
	return string(plain), nil
}

// Decode verifies, decrypts and reads one callback. The error is a
// [*RefusedError].
func (r *Receiver) Decode(query url.Values, body []byte) (bot.Update, error) {
	if len(body) > maxBody {
		return bot.Update{}, refuse(ReasonTooLarge)
	}
	var outer struct {
		// The fields beside this one are signed by nobody and never read.
		Encrypt string
	}
	if err := xml.Unmarshal(body, &outer); err != nil {
		return bot.Update{}, refuse(ReasonMalformed)
	}
	plain, err := r.envelope.open(query, outer.Encrypt)
	if err != nil {
		return bot.Update{}, err
	}
	var in incoming
	if err := xml.Unmarshal(plain, &in); err != nil {
		return bot.Update{}, refuse(ReasonMalformed)
	}
	u := in.update()
	if err := r.ours(in, u); err != nil {
		return bot.Update{}, err
	}
	return u, nil
}

// ours checks that a decrypted message is for this company and this app: all
// apps of a company could share one key.
func (r *Receiver) ours(in incoming, u bot.Update) error {
	switch {
	case in.ToUserName != r.envelope.corpID:
		return refuse(ReasonCorpID)
	case in.AgentID == "" && (u.Kind == bot.KindOther || u.Kind == bot.KindContacts):
		// News about the company's address book is from no app.
	case in.AgentID != r.agentID:
		return refuse(ReasonAgent)
	}
	if u.From == "" || len(u.From) > 64 || in.MsgType == "" {
		return refuse(ReasonMalformed)
	}
	return nil
}

// Encode writes the passive reply to an update, encrypted and signed, within
// 2048 bytes of text. A message that says nothing becomes an empty body, the
// platform's plain acknowledgement; one with Done changes the card that was
// tapped, on the phone of who tapped it alone.
func (r *Receiver) Encode(u bot.Update, m messages.Message) ([]byte, error) {
	if m.Empty() {
		return nil, nil
	}
	reply := passiveReply{ToUserName: cdata{u.From}, FromUserName: cdata{u.To}, CreateTime: r.envelope.now().Unix()}
	if m.Done != "" {
		reply.MsgType, reply.Button = cdata{"update_button"}, &buttonReply{cdata{wire.Untagged(m.Done)}}
	} else {
		reply.MsgType, reply.Content = cdata{"text"}, &cdata{render(m)}
	}
	body, err := xml.Marshal(reply)
	if err != nil {
		return nil, fmt.Errorf("wecom: encode reply: %w", err)
	}
	return r.envelope.seal(body)
}

type passiveReply struct {
	XMLName      xml.Name `xml:"xml"`
	ToUserName   cdata
	FromUserName cdata
	CreateTime   int64
	MsgType      cdata
	Content      *cdata
	Button       *buttonReply
}

type buttonReply struct {
	ReplaceName cdata
}
