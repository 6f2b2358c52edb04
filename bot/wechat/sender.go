package wechat

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"github.com/silenceper/wechat/v2/officialaccount/message"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// The calls we make, by path.
const (
	callToken    = "/cgi-bin/stable_token"
	callCustomer = "/cgi-bin/message/custom/send"
	callTemplate = "/cgi-bin/message/template/send"
	callNotice   = "/cgi-bin/message/subscribe/bizsend"
	callMedia    = "/cgi-bin/media/get"
	callMenu     = "/cgi-bin/menu/create"
	callScene    = "/cgi-bin/qrcode/create"
)

// DefaultAPI is the platform's own address.
const DefaultAPI = "https://api.weixin.qq.com"

// SenderOptions say for whom and through what a [Sender] speaks.
type SenderOptions struct {
	AppID     string
	AppSecret string
	wire.Connection
}

// Sender sends on behalf of one official account. It is a [bot.Channel], safe
// for concurrent use.
type Sender struct {
	client *wire.Client
}

var _ bot.Channel = (*Sender)(nil)

// NewSender makes a sender. It asks nothing of the network. The error names
// the setting that is missing or wrong, never its value.
func NewSender(o SenderOptions) (*Sender, error) {
	if o.AppID == "" || o.AppSecret == "" || o.Now == nil {
		return nil, errors.New("wechat: app id, app secret and clock are required")
	}
	o.BaseURL = cmp.Or(o.BaseURL, DefaultAPI)
	forced := tokenCall(o, true)
	c, err := wire.NewClient(o.Connection, wire.TokenCalls{Usual: tokenCall(o, false), Forced: &forced}, failure)
	if err != nil {
		return nil, fmt.Errorf("wechat: %w", err)
	}
	return &Sender{client: c}, nil
}

// tokenCall asks for a stable token, which all replicas of an account share
// without taking it from each other.
func tokenCall(o SenderOptions, force bool) wire.Request {
	return wire.Request{Method: http.MethodPost, Call: callToken, Repeatable: true, JSON: map[string]any{
		"grant_type":    "client_credential",
		"appid":         o.AppID,
		"secret":        o.AppSecret,
		"force_refresh": force,
	}}
}

// Push sends a customer message. The platform gives no number for it, so ref
// is empty; nor does it recognise a repeat, so a lost answer is
// [bot.FailUnknown].
func (s *Sender) Push(ctx context.Context, p bot.Push) (string, error) {
	r := wire.Request{Method: http.MethodPost, Call: callCustomer}
	if p.Message.Empty() {
		return "", r.Fail(bot.FailText, errors.New("nothing to say"))
	}
	r.JSON = message.NewCustomerTextMessage(p.To, render(p.Message))
	_, err := s.client.Ask(ctx, r)
	return "", err
}

// PushTemplate sends a template message and returns the platform's number for
// it, which the later result event repeats. With a Push.Ref the platform
// recognises a repeat for 10 minutes, so a lost answer is [bot.FailNetwork];
// of a subscription notice it does not, and the loss is [bot.FailUnknown].
func (s *Sender) PushTemplate(ctx context.Context, p bot.Push) (string, error) {
	r := wire.Request{Method: http.MethodPost, Call: callTemplate, Repeatable: p.Ref != ""}
	if p.Template == nil || p.Template.ID == "" {
		return "", r.Fail(bot.FailConfig, errors.New("no template"))
	}
	if p.Template.Subscription {
		r.Call, r.Repeatable = callNotice, false
	}
	if err := checkFields(p.Template.Fields); err != nil {
		return "", r.Fail(bot.FailText, err)
	}
	r.JSON = templateMessage(p)
	res, err := s.client.Ask(ctx, r)
	if err != nil {
		return "", err
	}
	var answer struct {
		MsgID int64 `json:"msgid"`
	}
	// It was sent; a number we cannot read is no reason to send it again.
	if json.Unmarshal(res.Data, &answer) != nil || answer.MsgID == 0 {
		return "", nil
	}
	return strconv.FormatInt(answer.MsgID, 10), nil
}

func templateMessage(p bot.Push) *message.TemplateMessage {
	m := &message.TemplateMessage{
		ToUser:     p.To,
		TemplateID: p.Template.ID,
		URL:        p.Template.URL,
		Data:       make(map[string]*message.TemplateDataItem, len(p.Template.Fields)),
	}
	for name, value := range p.Template.Fields {
		m.Data[name] = &message.TemplateDataItem{Value: value}
	}
	if p.Ref != "" && !p.Template.Subscription {
		// The platform does not say how long a reference may be.
		sum := sha256.Sum256([]byte(p.Ref))
		m.ClientMsgID = hex.EncodeToString(sum[:16])
	}
	return m
}
