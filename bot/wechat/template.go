package wechat

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// fieldRule is what the platform allows in a template's field. The kind of a
// field is its name without the number at its end, such as thing in thing2.
type fieldRule struct {
	kind  string
	limit int // characters
	valid func(rune) bool
}

// fieldRules are the limits whose breach the platform answers with 47003.
// Kinds that are not listed (time, date, amount …) have a form of their own
// that only the platform judges.
func fieldRules() []fieldRule {
	return []fieldRule{
		{"thing", 20, unicode.IsPrint},
		{"phrase", 5, func(r rune) bool { return unicode.Is(unicode.Han, r) }},
		{"const", 20, unicode.IsPrint},
		{"character_string", 32, func(r rune) bool { return r > ' ' && r <= '~' }},
		{"letter", 32, func(r rune) bool { return r <= 'z' && unicode.IsLetter(r) }},
		{"number", 32, func(r rune) bool { return strings.ContainsRune("0123456789.-", r) }},
		{"phone_number", 17, func(r rune) bool { return strings.ContainsRune("0123456789+-() ", r) }},
		{"name", 20, unicode.IsPrint},
	}
}

// checkFields finds the first field that the platform would refuse. The error
// names the field and never its value.
func checkFields(fields map[string]string) error {
	names := make([]string, 0, len(fields))
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	rules := fieldRules()
	for _, name := range names {
		if err := checkField(rules, name, fields[name]); err != nil {
			return err
		}
	}
	return nil
}

func checkField(rules []fieldRule, name, value string) error {
	if strings.TrimSpace(value) == "" {
		return fmt.Errorf("template field %s is empty", name)
	}
	kind := strings.TrimRight(name, "0123456789")
	i := slices.IndexFunc(rules, func(r fieldRule) bool { return r.kind == kind })
	if i < 0 {
		return nil
	}
	rule := rules[i]
	if n := utf8.RuneCountInString(value); n > rule.limit {
		return fmt.Errorf("template field %s has %d characters, %d are allowed", name, n, rule.limit)
	}
	if strings.ContainsFunc(value, func(r rune) bool { return !rule.valid(r) }) {
		return fmt.Errorf("template field %s has a character that is not allowed", name)
	}
	return nil
}
