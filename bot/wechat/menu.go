package wechat

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/silenceper/wechat/v2/officialaccount/menu"

	"onevisit/bot"
	"onevisit/bot/wire"
)

// Menu is the account's menu: at most 3 buttons.
type Menu []Button

// Button is one button of a menu. It either has a key, which tapping it sends
// as [bot.KindClick], or opens at most 5 buttons of its own.
type Button struct {
	Name string // at most 16 bytes; in a sub-menu 60
	Key  string // at most 128 bytes
	Sub  []Button
}

// The platform's limits, lengths in bytes.
const (
	maxButtons    = 3
	maxSubButtons = 5
	maxName       = 16
	maxSubName    = 60
	maxKey        = 128
)

// Check finds the first button that the platform would refuse.
func (m Menu) Check() error {
	if len(m) == 0 || len(m) > maxButtons {
		return fmt.Errorf("a menu has 1 to %d buttons, not %d", maxButtons, len(m))
	}
	for i, b := range m {
		if err := b.check(maxName); err != nil {
			return fmt.Errorf("button %d: %w", i+1, err)
		}
		if len(b.Sub) > maxSubButtons {
			return fmt.Errorf("button %d: at most %d buttons below it, not %d", i+1, maxSubButtons, len(b.Sub))
		}
		for j, sub := range b.Sub {
			if err := sub.check(maxSubName); err != nil {
				return fmt.Errorf("button %d.%d: %w", i+1, j+1, err)
			}
			if len(sub.Sub) > 0 {
				return fmt.Errorf("button %d.%d: a menu has two levels", i+1, j+1)
			}
		}
	}
	return nil
}

func (b Button) check(nameLimit int) error {
	switch {
	case b.Name == "" || len(b.Name) > nameLimit:
		return fmt.Errorf("a name of 1 to %d bytes is needed, not %d", nameLimit, len(b.Name))
	case len(b.Sub) > 0 && b.Key != "":
		return errors.New("a key or buttons below it, not both")
	case len(b.Sub) == 0 && (b.Key == "" || len(b.Key) > maxKey):
		return fmt.Errorf("a key of 1 to %d bytes is needed, not %d", maxKey, len(b.Key))
	}
	return nil
}

// CreateMenu replaces the account's menu; phones show it within 24 hours. The
// error is a [*bot.SendError].
func (s *Sender) CreateMenu(ctx context.Context, m Menu) error {
	r := wire.Request{Method: http.MethodPost, Call: callMenu, Repeatable: true, Limit: wire.AnswerLimit}
	if err := m.Check(); err != nil {
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
