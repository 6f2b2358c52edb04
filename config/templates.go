package config

import (
	"regexp"
	"slices"
	"strings"
)

// Templates are the short forms that the official account's owner got
// approved; an empty id means that there is none.
type Templates struct {
	// Progress is the id of a template message, Subscription that of a
	// long-term subscription notice.
	Progress     string
	Subscription string
	// Fields say which field of both forms shows what: thing2 → matter. What
	// they can show is number, matter, news and time.
	Fields map[string]string
}

// usualFields are those of the example in the documents.
const usualFields = "number=character_string1 matter=thing2 news=thing3 time=time4"

// templateSettings are those of the official account's short forms.
func templateSettings() []setting {
	const expectedID = "the id of an approved template, as the console shows it, for example 43 letters, digits, - and _"
	return []setting{
		{key: "wechat.templates.progress", optional: true, expected: expectedID,
			take: func(c *Config, v string) bool { c.WeChat.Templates.Progress = v; return isIdentifier(v) }},
		{key: "wechat.templates.subscription", optional: true, expected: expectedID,
			take: func(c *Config, v string) bool { c.WeChat.Templates.Subscription = v; return isIdentifier(v) }},
		{key: "wechat.templates.fields", fallback: usualFields,
			expected: "what each field of the template shows, of number, matter, news and time, for example " + usualFields,
			take:     func(c *Config, v string) (ok bool) { c.WeChat.Templates.Fields, ok = templateFields(v); return ok }},
	}
}

// fieldForm is a field of a template: its kind and its number. Compiled once.
var fieldForm = regexp.MustCompile(`^([a-z_]+)[0-9]{1,3}$`)

// templateFields reads what=field pairs. Only kinds of fields that the values
// fit are taken, so that no message is refused for its form later.
func templateFields(text string) (map[string]string, bool) {
	fits := map[string][]string{
		"number": {"character_string", "thing"}, "matter": {"thing"}, "news": {"thing"}, "time": {"time", "thing"},
	}
	fields := map[string]string{}
	for pair := range strings.FieldsSeq(text) {
		what, field, _ := strings.Cut(pair, "=")
		kind := fieldForm.FindStringSubmatch(field)
		if kind == nil || !slices.Contains(fits[what], kind[1]) || fields[field] != "" {
			return nil, false
		}
		fields[field] = what
	}
	return fields, len(fields) > 0
}
