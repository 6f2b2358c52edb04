package wire

import (
	"bytes"
	"html"
	"strings"
	"unicode/utf8"

	"onevisit/messages"
)

// Ellipsis shows that something was cut.
const Ellipsis = "…"

// Untagged shows angle brackets by their full-width twins, because a link in
// a text is live on a phone and texts quote strangers, and drops what XML
// cannot carry.
func Untagged(s string) string {
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

// Anchor is a page to open as both platforms show one in a text. Neither part
// can end the markup early.
func Anchor(l messages.Link) string {
	return `<a href="` + html.EscapeString(l.URL) + `">` + Untagged(l.Label) + `</a>`
}

// Readable removes from a decrypted message what XML does not allow. The
// message is authentic by then, and a stray control character pasted by a
// person must not lose it.
func Readable(text []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if unspeakable(r) {
			return -1
		}
		return r
	}, bytes.ToValidUTF8(text, []byte("\uFFFD")))
}

// unspeakable reports characters that XML 1.0 does not allow.
func unspeakable(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == '\uFFFE' || r == '\uFFFF'
}

// Cut shortens s to at most limit bytes, on a rune, and marks the place with
// an [Ellipsis], for which limit must have room.
func Cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	end := limit - len(Ellipsis)
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + Ellipsis
}
