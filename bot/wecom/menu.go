package wecom

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"onevisit/bot"
	"onevisit/bot/wire"
)

const callMenu = "/cgi-bin/menu/create"

// maxSubName is the length of a name in a sub-menu, in bytes.
const maxSubName = 40

// menuButton is a button as the platform reads it.
type menuButton struct {
	Type string       `json:"type,omitempty"`
	Name string       `json:"name"`
	Key  string       `json:"key,omitempty"`
	Sub  []menuButton `json:"sub_button,omitempty"`
}

func menuButtons(list []wire.Button) []menuButton {
	out := make([]menuButton, 0, len(list))
	for _, b := range list {
		button := menuButton{Name: b.Name, Key: b.Key, Sub: menuButtons(b.Sub)}
		if b.Key != "" {
			button.Type = "click"
		}
		out = append(out, button)
	}
	return out
}

// CreateMenu replaces the app's menu; tapping a button sends its key as
// [bot.KindClick]. The error is a [*bot.SendError].
func (s *Sender) CreateMenu(ctx context.Context, m wire.Menu) error {
	r := wire.Request{
		Method: http.MethodPost, Call: callMenu, Repeatable: true, Limit: wire.AnswerLimit,
		Query: url.Values{"agentid": {strconv.Itoa(s.agentID)}},
	}
	if err := m.Check(maxSubName); err != nil {
		return r.Fail(bot.FailConfig, err)
	}
	body, err := wire.Encode(map[string]any{"button": menuButtons(m)})
	if err != nil {
		return r.Fail(bot.FailConfig, err)
	}
	r.Body = body
	_, err = s.call(ctx, r, r.Code)
	s.api.Count(r.Call, err)
	return err
}
