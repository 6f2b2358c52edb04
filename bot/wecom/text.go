package wecom

import (
	"onevisit/bot/wire"
	"onevisit/messages"
)

// textLimit is the platform's, in bytes.
const textLimit = 2048

// render writes a message as one text with numbered lines, the link last. What
// does not fit loses the end of its text; the choices and the link stay,
// because without them nobody could go on.
func render(m messages.Message) string {
	last := ""
	if m.Link != nil {
		last, m.Link = "\n"+wire.Anchor(*m.Link), nil
	}
	limit := textLimit - len(last)
	whole := wire.Untagged(m.Plain())
	if len(whole) <= limit {
		return whole + last
	}
	rest := wire.Untagged(messages.Message{Choices: m.Choices, Foot: m.Foot}.Plain())
	room := limit - len(rest) - len("\n")
	if rest == "" || room <= len(wire.Ellipsis) {
		return wire.Cut(whole, limit) + last
	}
	return wire.Cut(wire.Untagged(m.Text), room) + "\n" + rest + last
}
