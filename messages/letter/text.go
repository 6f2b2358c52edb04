package letter

import (
	"strings"
	"unicode/utf8"
)

// clean is a text as one line that XML 1.0 can carry (production 2 of the
// recommendation): what it cannot is left out. So are the marks that turn the
// direction of writing, by which a petitioner's words could make a letter read
// differently from what it says.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t' || r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			return ' '
		case r < ' ' || (r >= 0x7F && r <= 0x9F), r == 0xFFFE || r == 0xFFFF, turnsDirection(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
}

// turnsDirection reports Unicode's explicit marks of direction.
func turnsDirection(r rune) bool {
	return r == 0x200E || r == 0x200F || r == 0x061C || (r >= 0x202A && r <= 0x202E) || (r >= 0x2066 && r <= 0x2069)
}

// unifyBreaks writes every line break as \n.
func unifyBreaks(s string) string {
	return strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(s)
}
