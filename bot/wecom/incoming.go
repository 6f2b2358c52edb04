package wecom

import (
	"strings"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// incoming is a decrypted message or event, as far as we read it.
type incoming struct {
	wire.Incoming
	AgentID string

	TaskID       string `xml:"TaskId"`
	ResponseCode string
	Selected     []selection `xml:"SelectedItems>SelectedItem"`

	ChangeType string
	UserID     string
}

// selection is what was chosen in one list of a card.
type selection struct {
	QuestionKey string
	OptionIDs   []string `xml:"OptionIds>OptionId"`
}

func (in incoming) update() bot.Update {
	// The platform compares userids without regard to case and does not
	// always send the same one.
	from := strings.ToLower(in.FromUserName)
	u := bot.Update{
		Platform: bot.WeCom,
		Key: in.Key(from, in.CreateTime, in.MsgType, in.Event, in.TaskID, in.EventKey,
			in.ResponseCode, in.ChangeType, in.UserID, in.Content, in.MediaID),
		From: from,
		To:   in.ToUserName,
		At:   in.At(),
	}
	switch in.EventName() {
	case "enter_agent":
		u.Kind = bot.KindEnter
	case "template_card_event":
		u.Kind, u.Text, u.Card = bot.KindCard, in.EventKey, in.card()
	case "change_contact":
		u.Kind, u.Text, u.Format = bot.KindContacts, strings.ToLower(wire.Short(in.UserID)), wire.Short(in.ChangeType)
	default:
		in.Fill(&u)
	}
	return u
}

func (in incoming) card() *bot.CardTap {
	tap := &bot.CardTap{Task: in.TaskID, ResponseCode: in.ResponseCode}
	for _, s := range in.Selected {
		if tap.Selected == nil {
			tap.Selected = make(map[string][]string, len(in.Selected))
		}
		tap.Selected[s.QuestionKey] = append(tap.Selected[s.QuestionKey], s.OptionIDs...)
	}
	return tap
}
