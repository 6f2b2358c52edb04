package wecom

import (
	"strings"
	"unicode/utf8"

	"onevisit/messages"
)

// textLimit is the platform's, in bytes.
const textLimit = 2048

// ellipsis shows that something was cut.
const ellipsis = "…"

// render writes a message as one text with numbered lines. What does not fit
// loses the end of its text; the choices stay, because without them nobody
// could go on.
func render(m messages.Message) string {
	whole := untagged(m.Plain())
	if len(whole) <= textLimit {
		return whole
	}
	rest := untagged(messages.Message{Choices: m.Choices, Foot: m.Foot}.Plain())
	room := textLimit - len(rest) - len("\n")
	if rest == "" || room <= len(ellipsis) {
		return cut(whole, textLimit)
	}
	return cut(untagged(m.Text), room) + "\n" + rest
}

// untagged shows angle brackets by their full-width twins, because a link in
// a text is live here and texts quote strangers, and drops what XML cannot
// carry.
func untagged(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '<':
			return '\uFF1C'
		case r == '>':
			return '\uFF1E'
		case unspeakable(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// unspeakable reports characters that XML 1.0 does not allow.
func unspeakable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\uFFFE' || r == '\uFFFF'
}

// cut shortens s to at most limit bytes, on a rune, and marks the place.
func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	end := limit - len(ellipsis)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + ellipsis
}
