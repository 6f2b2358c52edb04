package wire

import (
	"context"
	"errors"
	"fmt"

	"onevisit/bot"
)

// Menu is what stands below a chat: at most 3 buttons.
type Menu []Button

// Button is one button of a menu. It either has a key, which tapping it sends
// as a click, or opens at most 5 buttons of its own.
type Button struct {
	Name string // at most 16 bytes; in a sub-menu what the platform allows
	Key  string // at most 128 bytes
	Sub  []Button
}

// Both platforms' limits, lengths in bytes.
const (
	maxButtons    = 3
	maxSubButtons = 5
	maxName       = 16
	maxKey        = 128
)

// Check finds the first button that a platform would refuse, which allows names
// of so many bytes in a sub-menu.
func (m Menu) Check(subName int) error {
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
			if err := sub.check(subName); err != nil {
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

// shownButton is a button as both platforms read it.
type shownButton struct {
	Type string        `json:"type,omitempty"`
	Name string        `json:"name"`
	Key  string        `json:"key,omitempty"`
	Sub  []shownButton `json:"sub_button,omitempty"`
}

func shown(list []Button) []shownButton {
	out := make([]shownButton, 0, len(list))
	for _, b := range list {
		button := shownButton{Name: b.Name, Key: b.Key, Sub: shown(b.Sub)}
		if b.Key != "" {
			button.Type = "click"
		}
		out = append(out, button)
	}
	return out
}

// CreateMenu replaces an account's menu by the call that r is, where names of
// so many bytes are allowed in a sub-menu; tapping a button sends its key as
// [bot.KindClick]. The error is a [*bot.SendError].
func (c *Client) CreateMenu(ctx context.Context, r Request, m Menu, subName int) error {
	if err := m.Check(subName); err != nil {
		return r.Fail(bot.FailConfig, err)
	}
	r.JSON = map[string]any{"button": shown(m)}
	_, err := c.Ask(ctx, r)
	return err
}
