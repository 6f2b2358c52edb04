package wecom

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/silenceper/wechat/v2/work/message"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// The calls we make, by path.
const (
	callToken = "/cgi-bin/gettoken"
	callSend  = "/cgi-bin/message/send"
	callMedia = "/cgi-bin/media/get"
	callMenu  = "/cgi-bin/menu/create"
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
	wire.Connection
}

// Sender sends on behalf of one app. It is a [bot.Channel], safe for
// concurrent use.
type Sender struct {
	client  *wire.Client
	agentID int
}

var _ bot.Channel = (*Sender)(nil)

// NewSender makes a sender. It asks nothing of the network. The error names
// the setting that is missing or wrong, never its value.
func NewSender(o SenderOptions) (*Sender, error) {
	if o.CorpID == "" || o.Secret == "" || o.AgentID <= 0 || o.Now == nil {
		return nil, errors.New("wecom: corp id, secret, agent id and clock are required")
	}
	o.BaseURL = cmp.Or(o.BaseURL, DefaultAPI)
	// The platform gives all replicas the same token while it is valid, and
	// by itself a new one when it is not.
	c, err := wire.NewClient(o.Connection, wire.TokenCalls{Usual: wire.Request{
		Method: http.MethodGet, Call: callToken, Repeatable: true,
		Query: url.Values{"corpid": {o.CorpID}, "corpsecret": {o.Secret}},
	}}, failure)
	if err != nil {
		return nil, fmt.Errorf("wecom: %w", err)
	}
	return &Sender{client: c, agentID: o.AgentID}, nil
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
	r := wire.Request{Method: http.MethodPost, Call: callSend, Repeatable: p.Ref != ""}
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
	r.JSON = m
	answer, err := s.send(ctx, r)
	return answer.MsgID, err
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

// send makes a call that reaches one person. The answer's number may be empty:
// the message was sent, and that is no reason to send it again.
func (s *Sender) send(ctx context.Context, r wire.Request) (message.SendResponse, error) {
	res, err := s.client.Do(ctx, r, r.Code)
	var answer message.SendResponse
	if err == nil {
		answer, err = reached(r, res)
	}
	s.client.Count(r.Call, err)
	return answer, err
}

// reached turns the platform's partial failure into ours: with one addressee
// there are no parts.
func reached(r wire.Request, res wire.Response) (message.SendResponse, error) {
	var answer message.SendResponse
	err := json.Unmarshal(res.Data, &answer)
	switch {
	case err != nil:
		err = r.Lost(true, wire.ErrNotJSON)
	case answer.InvalidUser != "":
		err = r.Fail(bot.FailPerson, errors.New("no such person for this app"))
	case answer.UnlicensedUser != "":
		err = r.Fail(bot.FailConfig, errors.New("a person without a licence for this app"))
	}
	if err != nil {
		return message.SendResponse{}, err
	}
	return answer, nil
}
