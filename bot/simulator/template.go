package simulator

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Template is an approved template of an official account.
type Template struct {
	Title  string
	Fields []TemplateField
}

// TemplateField is one field, such as thing2. Values is the approved
// enumeration of a const field.
type TemplateField struct {
	Key    string
	Label  string
	Values []string
}

const (
	codeBadTemplate = 40037
	codeBadField    = 47003
	codeNoConsent   = 43101
	// Repeats with one client_msg_id are recognised for this long.
	repeatWindow = 10 * time.Minute
)

// fieldKey is compiled once: every field of every template is matched with it.
var fieldKey = regexp.MustCompile(`^(thing|phrase|const|character_string|time|date|phone_number|number|amount|name)(\d+)$`)

type templateMessage struct {
	ToUser   string `json:"touser"`
	Template string `json:"template_id"`
	URL      string `json:"url"`
	Page     string `json:"page"`
	RepeatID string `json:"client_msg_id"`
	Data     map[string]struct {
		Value string `json:"value"`
	} `json:"data"`
}

// templateSend answers message/template/send.
func (c call) templateSend() any {
	return c.sendTemplate(Push{Path: "message/template/send", Type: "template"}, func(p *Phone, _ string) int {
		if !p.Following() {
			return notFollowing
		}
		return 0
	})
}

// subscribeSend answers message/subscribe/bizsend, which reaches people who
// agreed, followers or not.
func (c call) subscribeSend() any {
	return c.sendTemplate(Push{Path: "message/subscribe/bizsend", Type: "subscribe"}, func(p *Phone, template string) int {
		if !p.consented(template) {
			return codeNoConsent
		}
		return 0
	})
}

func (c call) sendTemplate(push Push, may func(*Phone, string) int) any {
	var asked templateMessage
	if !c.read(&asked) {
		return c.record(push, refuse(codeBadJSON, "data format error"))
	}
	push.To = []string{asked.ToUser}
	key := ""
	if asked.RepeatID != "" {
		key = "template:" + asked.ToUser + ":" + asked.RepeatID
	}
	answer := c.once(key, repeatWindow, &push, func() result {
		phone, known := c.find(WeChat, asked.ToUser)
		if !known {
			return refuse(unknownOpenID, "invalid openid")
		}
		bubble, refused := c.notice(asked)
		if refused != nil {
			return refused
		}
		if code := may(phone, asked.Template); code != 0 {
			return refuse(code, "user refuse to accept the msg")
		}
		push.Message = c.nextID()
		phone.show(bubble)
		return done(result{"msgid": push.Message})
	})
	return c.record(push, answer)
}

func (c call) notice(asked templateMessage) (Bubble, result) {
	bubble := Bubble{From: Bureau, Kind: KindNotice, Push: true, Title: asked.Template, URL: webAddress(asked.URL)}
	known := c.options.WeChat.Templates
	template, approved := known[asked.Template]
	if asked.Template == "" || (known != nil && !approved) {
		return bubble, refuse(codeBadTemplate, "invalid template_id")
	}
	if approved {
		bubble.Title = template.Title
	} else {
		template = asked.freely()
	}
	if len(template.Fields) == 0 {
		return bubble, refuse(codeBadField, "argument invalid! no data")
	}
	for _, field := range template.Fields {
		value := asked.Data[field.Key].Value
		if !field.fits(value) {
			return bubble, refuse(codeBadField, "argument invalid! data."+field.Key+".value invalid")
		}
		bubble.Rows = append(bubble.Rows, Row{Name: cmp.Or(field.Label, field.Key), Value: value})
	}
	return bubble, nil
}

// freely takes the fields as they come, in the order of their numbers.
func (m templateMessage) freely() Template {
	var t Template
	for key := range m.Data {
		t.Fields = append(t.Fields, TemplateField{Key: key})
	}
	slices.SortFunc(t.Fields, func(a, b TemplateField) int {
		return cmp.Or(cmp.Compare(a.order(), b.order()), strings.Compare(a.Key, b.Key))
	})
	return t
}

func (f TemplateField) order() int {
	order, _ := strconv.Atoi(strings.TrimLeftFunc(f.Key, func(r rune) bool { return !unicode.IsDigit(r) }))
	return order
}

// fits holds a value against the limits of its kind of field.
func (f TemplateField) fits(value string) bool {
	kind := fieldKey.FindStringSubmatch(f.Key)
	if kind == nil || strings.TrimSpace(value) == "" {
		return false
	}
	switch kind[1] {
	case "thing":
		return !tooLong(value, 20) && !strings.ContainsAny(value, "\r\n")
	case "phrase":
		return !tooLong(value, 5) && every(value, func(r rune) bool { return unicode.Is(unicode.Han, r) })
	case "const":
		return len(f.Values) == 0 || slices.Contains(f.Values, value)
	case "character_string":
		return !tooLong(value, 32) && every(value, func(r rune) bool { return r > 0x20 && r < 0x7F })
	case "phone_number":
		return !tooLong(value, 17) && every(value, func(r rune) bool { return strings.ContainsRune("0123456789+-", r) })
	case "number", "amount":
		return !tooLong(value, 32)
	case "name":
		return !tooLong(value, 10)
	}
	return isTime(value)
}

func every(text string, holds func(rune) bool) bool {
	return utf8.ValidString(text) && strings.IndexFunc(text, func(r rune) bool { return !holds(r) }) < 0
}

// isTime accepts the ways of writing a time that the platform lists; the
// escapes are the signs for year, month and day.
func isTime(value string) bool {
	for _, layout := range []string{
		"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02", "15:04", "15:04:05",
		"2006\u5e741\u67082\u65e5 15:04", "2006\u5e741\u67082\u65e5",
	} {
		if _, err := time.Parse(layout, value); err == nil {
			return true
		}
	}
	return false
}
