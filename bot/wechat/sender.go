package wechat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

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
	// BaseURL is the platform's address or that of a proxy before it, with
	// or without a path; empty means [DefaultAPI].
	BaseURL string
	Now     func() time.Time
	// Transport replaces the connection to the platform; nil makes one of
	// this sender's own, with time-outs.
	Transport http.RoundTripper
	// Count is told each call's path and outcome: "ok" or a [bot.Failure].
	// It may be nil and must be safe for concurrent use.
	Count func(call, outcome string)
}

// Sender sends on behalf of one official account. It is a [bot.Channel], safe
// for concurrent use.
type Sender struct {
	api    wire.API
	tokens *tokens
}

var _ bot.Channel = (*Sender)(nil)

// NewSender makes a sender. It asks nothing of the network. The error names
// the setting that is missing or wrong, never its value.
func NewSender(o SenderOptions) (*Sender, error) {
	if o.AppID == "" || o.AppSecret == "" || o.Now == nil {
		return nil, errors.New("wechat: app id, app secret and clock are required")
	}
	if o.BaseURL == "" {
		o.BaseURL = DefaultAPI
	}
	a, err := wire.NewAPI(o.BaseURL, o.Transport, o.Count)
	if err != nil {
		return nil, fmt.Errorf("wechat: %w", err)
	}
	return &Sender{api: a, tokens: newTokens(a, o.AppID, o.AppSecret, o.Now)}, nil
}

// Push sends a customer message. The platform gives no number for it, so ref
// is empty; nor does it recognise a repeat, so a lost answer is
// [bot.FailUnknown].
func (s *Sender) Push(ctx context.Context, p bot.Push) (string, error) {
	r := wire.Request{Method: http.MethodPost, Call: callCustomer, Limit: wire.AnswerLimit}
	if p.Message.Empty() {
		return "", r.Fail(bot.FailText, errors.New("nothing to say"))
	}
	body, err := wire.Encode(message.NewCustomerTextMessage(p.To, render(p.Message)))
	if err != nil {
		return "", r.Fail(bot.FailText, err)
	}
	r.Body = body
	_, err = s.ask(ctx, r)
	return "", err
}

// PushTemplate sends a template message and returns the platform's number for
// it, which the later result event repeats. With a Push.Ref the platform
// recognises a repeat for 10 minutes, so a lost answer is [bot.FailNetwork];
// of a subscription notice it does not, and the loss is [bot.FailUnknown].
func (s *Sender) PushTemplate(ctx context.Context, p bot.Push) (string, error) {
	r := wire.Request{Method: http.MethodPost, Call: callTemplate, Limit: wire.AnswerLimit, Repeatable: p.Ref != ""}
	if p.Template == nil || p.Template.ID == "" {
		return "", r.Fail(bot.FailConfig, errors.New("no template"))
	}
	if p.Template.Subscription {
		r.Call, r.Repeatable = callNotice, false
	}
	if err := checkFields(p.Template.Fields); err != nil {
		return "", r.Fail(bot.FailText, err)
	}
	body, err := wire.Encode(templateMessage(p))
	if err != nil {
		return "", r.Fail(bot.FailText, err)
	}
	r.Body = body
	data, err := s.ask(ctx, r)
	if err != nil {
		return "", err
	}
	var answer struct {
		MsgID int64 `json:"msgid"`
	}
	// It was sent; a number we cannot read is no reason to send it again.
	if json.Unmarshal(data, &answer) != nil || answer.MsgID == 0 {
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

// ask makes a call that is answered in JSON and returns the answer.
func (s *Sender) ask(ctx context.Context, r wire.Request) ([]byte, error) {
	res, err := s.call(ctx, r, r.Code)
	s.api.Count(r.Call, err)
	return res.Data, err
}

// call adds the token to a request, and once more a new one when the first is
// refused: a refused request was not acted upon. codeOf finds the platform's
// code in an answer.
func (s *Sender) call(ctx context.Context, r wire.Request, codeOf func(wire.Response) (int, error)) (wire.Response, error) {
	token, err := s.tokens.get(ctx)
	if err != nil {
		return wire.Response{}, err
	}
	res, code, err := s.once(ctx, r, token, codeOf)
	if err == nil && tokenRefused(code) {
		if token, err = s.tokens.renew(ctx, token); err != nil {
			return wire.Response{}, err
		}
		res, code, err = s.once(ctx, r, token, codeOf)
	}
	if err != nil {
		return wire.Response{}, err
	}
	if code != 0 {
		return wire.Response{}, &bot.SendError{Class: failure(code), Code: code, Call: r.Call}
	}
	return res, nil
}

func (s *Sender) once(ctx context.Context, r wire.Request, token string, codeOf func(wire.Response) (int, error)) (wire.Response, int, error) {
	query := url.Values{"access_token": {token}}
	for name, values := range r.Query {
		query[name] = values
	}
	r.Query = query
	res, err := s.api.Send(ctx, r)
	if err != nil {
		return wire.Response{}, 0, err
	}
	code, err := codeOf(res)
	return res, code, err
}
