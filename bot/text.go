package bot

import (
	"strconv"
	"strings"
	"unicode"

	"onevisit/messages"
)

// tidy evens out what a thumb types: full-width digits, letters and spaces
// become plain ones, control and invisible characters go, space around the
// text goes. Line breaks stay.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == 0x3000:
			return ' '
		case r >= 0xFF10 && r <= 0xFF19, r >= 0xFF21 && r <= 0xFF3A, r >= 0xFF41 && r <= 0xFF5A:
			return r - 0xFEE0
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// mostDigits keeps the last digits of a case number, 0007, from choosing the
// seventh of a list.
const mostDigits = 2

// picked reads a choice among labels: its number, its label, or the only label
// that begins with, or else contains, what was said. It returns the index.
func picked(text string, labels []string) (int, bool) {
	digits := messages.BareDigits(text)
	if n, err := strconv.Atoi(digits); err == nil && len(digits) <= mostDigits {
		return n - 1, n >= 1 && n <= len(labels)
	}
	said := messages.BareWords(text)
	for i, label := range labels {
		if strings.EqualFold(label, said) {
			return i, true
		}
	}
	if len([]rune(said)) < 2 {
		return -1, false
	}
	if i, ok := only(labels, func(label string) bool { return strings.HasPrefix(label, said) }); ok {
		return i, true
	}
	return only(labels, func(label string) bool { return strings.Contains(label, said) })
}

// finished reads that somebody has written all: by the word, or, once something
// was written, by the number of the one choice that stands below it.
func finished(text string, begun bool) bool {
	return messages.Control(text) == messages.WordDone || begun && messages.BareDigits(text) == "1"
}

// only is the one label that fits.
func only(labels []string, fits func(string) bool) (int, bool) {
	found, hits := -1, 0
	for i, label := range labels {
		if fits(label) {
			found, hits = i, hits+1
		}
	}
	return found, hits == 1
}
