package letter

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Placeholders that stand for paragraphs and not for a text.
const (
	holdBody       = "body"
	holdHeading    = "heading"
	holdSubheading = "subheading"
	holdSignature  = "signature"
)

// span is one placeholder in a paragraph's text, braces included.
type span struct {
	name     string
	from, to int // bytes
}

// spans finds the placeholders of a text, in order.
func spans(text string) ([]span, error) {
	if strings.Contains(text, "｛｛") || strings.Contains(text, "｝｝") {
		return nil, errors.New("a placeholder has full-width braces; write {{ and }}")
	}
	var found []span
	for at := 0; ; {
		start := strings.Index(text[at:], "{{")
		end := strings.Index(text[at:], "}}")
		switch {
		case start < 0 && end < 0:
			return found, nil
		case start < 0 || (end >= 0 && end < start):
			return nil, fmt.Errorf("%q closes no placeholder in its paragraph", excerpt(text[:at+end+2], false))
		case end < 0:
			return nil, fmt.Errorf("placeholder %q is not closed in its paragraph", excerpt(text[at+start:], true))
		}
		s := span{name: strings.TrimSpace(text[at+start+2 : at+end]), from: at + start, to: at + end + 2}
		found = append(found, s)
		at = s.to
	}
}

// excerpt is the beginning or the end of a text, short enough for an error.
func excerpt(text string, beginning bool) string {
	const most = 24
	r := []rune(text)
	switch {
	case len(r) <= most:
		return text
	case beginning:
		return string(r[:most]) + "…"
	}
	return "…" + string(r[len(r)-most:])
}

// isBlock reports a placeholder that must have a paragraph of its own.
func isBlock(name string) bool {
	return slices.Contains([]string{holdBody, holdHeading, holdSubheading, holdSignature}, name)
}

// isItem reports a placeholder that belongs into a repeated row.
func isItem(name string) bool { return strings.HasPrefix(name, "item.") }

// known reports whether a form's templates may use a placeholder.
func known(f Form, name string) bool {
	var allowed map[string]string
	switch {
	case isBlock(name):
		return true
	case isItem(name):
		if f != FormArchive {
			return false
		}
		allowed = Item{}.values(1)
	default:
		if strings.HasPrefix(name, "receipt.") && f != FormReceipt {
			return false
		}
		allowed = Content{}.values()
	}
	_, ok := allowed[name]
	return ok
}

// needed are the placeholders that a form's templates must have.
func needed(f Form) []string {
	switch f {
	case FormReceipt:
		return []string{"title", "number", "receipt.recipient", "receipt.document", "receipt.method", "receipt.delivered"}
	case FormArchive:
		return []string{"title", "number", "item.title", "item.date"}
	}
	return []string{"title", "number", holdBody}
}
