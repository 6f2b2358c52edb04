package wecom

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/silenceper/wechat/v2/work/message"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// The calls we make, by path.
const (
	callToken = "/cgi-bin/gettoken"
	callSend  = "/cgi-bin/message/send"
	callMedia = "/cgi-bin/media/get"
)

// DefaultAPI is the platform's own address.
const DefaultAPI = "https://qyapi.weixin.qq.com"

// duplicateSeconds is how long the platform remembers what it sent to whom.
const duplicateSeconds = 1800

// SenderOptions say for which app and through what a [Sender] speaks.
type SenderOptions struct {
	CorpID  string
	AgentID int
	Secret  string
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

// Sender sends on behalf of one app. It is a [bot.Channel], safe for
// concurrent use.
type Sender struct {
	api     wire.API
	tokens  *tokens
	agentID int
}

var _ bot.Channel = (*Sender)(nil)

// NewSender makes a sender. It asks nothing of the network. The error names
// the setting that is missing or wrong, never its value.
func NewSender(o SenderOptions) (*Sender, error) {
	if o.CorpID == "" || o.Secret == "" || o.AgentID <= 0 || o.Now == nil {
		return nil, errors.New("wecom: corp id, secret, agent id and clock are required")
	}
	if o.BaseURL == "" {
		o.BaseURL = DefaultAPI
	}
	a, err := wire.NewAPI(o.BaseURL, o.Transport, o.Count)
	if err != nil {
		return nil, fmt.Errorf("wecom: %w", err)
	}
	return &Sender{api: a, tokens: newTokens(a, o.CorpID, o.Secret, o.Now), agentID: o.AgentID}, nil
}

// textMessage is a text for one person. The library's own type sends the
// app's number as text, which the platform refuses.
type textMessage struct {
	ToUser    string            `json:"touser"`
	MsgType   string            `json:"msgtype"`
	AgentID   int               `json:"agentid"`
	Text      message.TextField `json:"text"`
	Duplicate int               `json:"enable_duplicate_check,omitempty"`
	Interval  int               `json:"duplicate_check_interval,omitempty"`
}

// Push sends a text and returns the platform's number for it.
//
// A Push.Ref marks a notice, whose words say the minute of what they tell: then
// the platform is asked not to show the same words to the same person twice
// within 30 minutes, and a lost answer is [bot.FailNetwork]. A push without
// one may repeat earlier words on purpose; its loss is [bot.FailUnknown].
func (s *Sender) Push(ctx context.Context, p bot.Push) (string, error) {
	r := wire.Request{Method: http.MethodPost, Call: callSend, Limit: wire.AnswerLimit, Repeatable: p.Ref != ""}
	if p.Message.Empty() {
		return "", r.Fail(bot.FailText, errors.New("nothing to say"))
	}
	if !onePerson(p.To) {
		return "", r.Fail(bot.FailPerson, errors.New("not one person"))
	}
	m := textMessage{ToUser: p.To, MsgType: "text", AgentID: s.agentID, Text: message.TextField{Content: render(p.Message)}}
	if p.Ref != "" {
		m.Duplicate, m.Interval = 1, duplicateSeconds
	}
	body, err := wire.Encode(m)
	if err != nil {
		return "", r.Fail(bot.FailText, err)
	}
	r.Body = body
	res, err := s.call(ctx, r, r.Code)
	if err == nil {
		err = reached(r, res)
	}
	s.api.Count(r.Call, err)
	if err != nil {
		return "", err
	}
	return messageNumber(res), nil
}

// PushTemplate answers [bot.FailConfig]: an app has no templates and needs
// none, because it may write at any time.
func (s *Sender) PushTemplate(context.Context, bot.Push) (string, error) {
	return "", &bot.SendError{Class: bot.FailConfig, Call: callSend, Err: errors.New("no templates here")}
}

// onePerson keeps a list, or the whole company, from being written to by way
// of one name.
func onePerson(userid string) bool {
	return userid != "" && !strings.Contains(userid, "|") && !strings.HasPrefix(userid, "@")
}

// reached turns the platform's partial failure into ours: with one addressee
// there are no parts.
func reached(r wire.Request, res wire.Response) error {
	var answer message.SendResponse
	if err := json.Unmarshal(res.Data, &answer); err != nil {
		return r.Lost(true, wire.ErrNotJSON)
	}
	switch {
	case answer.InvalidUser != "":
		return r.Fail(bot.FailPerson, errors.New("no such person for this app"))
	case answer.UnlicensedUser != "":
		return r.Fail(bot.FailConfig, errors.New("a person without a licence for this app"))
	}
	return nil
}

// messageNumber is empty where the answer has none: the message was sent, and
// that is no reason to send it again.
func messageNumber(res wire.Response) string {
	var answer message.SendResponse
	if json.Unmarshal(res.Data, &answer) != nil {
		return ""
	}
	return answer.MsgID
}

// call adds the token to a request, and once more a new one when the first is
// refused: a refused request was not acted upon. codeOf finds the platform's
// code in an answer.
func (s *Sender) call(ctx context.Context, r wire.Request, codeOf func(wire.Response) (int, error)) (wire.Response, error) {
	token, err := s.tokens.get(ctx, "")
	if err != nil {
		return wire.Response{}, err
	}
	res, code, err := s.once(ctx, r, token, codeOf)
	if err == nil && tokenRefused(code) {
		if token, err = s.tokens.get(ctx, token); err != nil {
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
