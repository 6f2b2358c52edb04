package wechat

import (
	"fmt"
	"strings"

	"onevisit/bot/wire"
	"onevisit/messages"
)

// textLimit keeps below the platform's 2048 bytes, of which markup is part.
const textLimit = 2000

// render writes a message as one text. What does not fit loses first the
// links, then the end of its text; the numbered choices stay, because without
// them nobody could go on.
func render(m messages.Message) string {
	m = harmless(m)
	if linked := join(m, link); len(linked) <= textLimit {
		return linked
	}
	if plain := join(m, messages.Choice.Line); len(plain) <= textLimit {
		return plain
	}
	rest := join(messages.Message{Choices: m.Choices, Foot: m.Foot, Link: m.Link}, messages.Choice.Line)
	if room := textLimit - len(rest) - len("\n"); room > len(wire.Ellipsis) {
		m.Text = wire.Cut(m.Text, room)
		return join(m, messages.Choice.Line)
	}
	return wire.Cut(join(m, messages.Choice.Line), textLimit)
}

func join(m messages.Message, line func(messages.Choice) string) string {
	lines := make([]string, 0, len(m.Choices)+2)
	if m.Text != "" {
		lines = append(lines, m.Text)
	}
	for _, c := range m.Choices {
		lines = append(lines, line(c))
	}
	if m.Foot != "" {
		lines = append(lines, m.Foot)
	}
	if m.Link != nil {
		lines = append(lines, wire.Anchor(*m.Link))
	}
	return strings.Join(lines, "\n")
}

// link is a choice that can be tapped: the platform then sends its label as
// if it had been typed.
func link(c messages.Choice) string {
	return fmt.Sprintf(`<a href="weixin://bizmsgmenu?msgmenucontent=%s&msgmenuid=%d">%s</a>`,
		inAddress(c.Label), c.Number, c.Line())
}

// harmless takes from every part of a message what a stranger could have
// written to make a link or a tag of their own: texts quote petitioners.
func harmless(m messages.Message) messages.Message {
	m.Text, m.Foot = wire.Untagged(m.Text), wire.Untagged(m.Foot)
	choices := make([]messages.Choice, len(m.Choices))
	for i, c := range m.Choices {
		choices[i] = messages.Choice{Number: c.Number, Label: wire.Untagged(oneLine(c.Label))}
	}
	m.Choices = choices
	return m
}

// inAddress writes a label inside a link's address. Whether phones decode
// percent signs there is undocumented, so characters with a meaning in
// addresses are shown by their full-width twins, which need no decoding.
func inAddress(label string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("\"#%&'+;\\", r) {
			return r + '\uFF01' - '!'
		}
		return r
	}, label)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
