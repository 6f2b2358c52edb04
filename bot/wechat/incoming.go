package wechat

import (
	"strings"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// incoming is a decrypted message or event, as far as we read it.
type incoming struct {
	wire.Incoming
	// A template's result has its own spelling of the message number.
	TemplateMsgID string `xml:"MsgID"`
	Status        string
}

func (in incoming) update() bot.Update {
	u := bot.Update{
		Platform: bot.WeChat,
		Key: in.Key(in.FromUserName, in.CreateTime, in.MsgType, in.Event, in.EventKey,
			in.TemplateMsgID, in.Content, in.MediaID),
		From: in.FromUserName,
		To:   in.ToUserName,
		At:   in.At(),
	}
	switch in.EventName() {
	case "subscribe":
		u.Kind, u.Text = bot.KindSubscribe, strings.TrimPrefix(in.EventKey, "qrscene_")
	case "scan":
		u.Kind, u.Text = bot.KindScan, in.EventKey
	case "templatesendjobfinish":
		u.Kind, u.Sent = bot.KindSent, in.sent()
	default:
		in.Fill(&u)
	}
	return u
}

func (in incoming) sent() *bot.SentEvent {
	s := &bot.SentEvent{Ref: wire.Short(in.TemplateMsgID), OK: in.Status == "success"}
	if !s.OK {
		s.Why = wire.Short(strings.TrimSpace(strings.TrimPrefix(in.Status, "failed:")))
	}
	return s
}
