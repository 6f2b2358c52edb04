package wecom

import (
	"onevisit/bot/wire"
	"onevisit/messages"
)

// textLimit is the platform's, in bytes.
const textLimit = 2048

// render writes a message as one text with numbered lines. What does not fit
// loses the end of its text; the choices stay, because without them nobody
// could go on.
func render(m messages.Message) string {
	whole := wire.Untagged(m.Plain())
	if len(whole) <= textLimit {
		return whole
	}
	rest := wire.Untagged(messages.Message{Choices: m.Choices, Foot: m.Foot}.Plain())
	room := textLimit - len(rest) - len("\n")
	if rest == "" || room <= len(wire.Ellipsis) {
		return wire.Cut(whole, textLimit)
	}
	return wire.Cut(wire.Untagged(m.Text), room) + "\n" + rest
}
