package wechat

import (
	"context"
	"net/http"

	"github.com/silenceper/wechat/v2/officialaccount/menu"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// Menu is the account's menu.
type Menu = wire.Menu

// Button is one button of a menu; tapping one with a key sends it as
// [bot.KindClick].
type Button = wire.Button

// maxSubName is the length of a name in a sub-menu, in bytes.
const maxSubName = 60

// CreateMenu replaces the account's menu; phones show it within 24 hours. The
// error is a [*bot.SendError].
func (s *Sender) CreateMenu(ctx context.Context, m Menu) error {
	r := wire.Request{Method: http.MethodPost, Call: callMenu, Repeatable: true, Limit: wire.AnswerLimit}
	if err := m.Check(maxSubName); err != nil {
		return r.Fail(bot.FailConfig, err)
	}
	body, err := wire.Encode(map[string]any{"button": buttons(m)})
	if err != nil {
		return r.Fail(bot.FailConfig, err)
	}
	r.Body = body
	_, err = s.ask(ctx, r)
	return err
}

func buttons(list []Button) []*menu.Button {
	out := make([]*menu.Button, 0, len(list))
	for _, b := range list {
		button := new(menu.Button)
		if len(b.Sub) > 0 {
			button.SetSubButton(b.Name, buttons(b.Sub))
		} else {
			button.SetClickButton(b.Name, b.Key)
		}
		out = append(out, button)
	}
	return out
}
