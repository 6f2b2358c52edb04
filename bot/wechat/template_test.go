package wechat

import (
	"strings"
	"testing"

	"onevisit/bot"
	"onevisit/bot/wire/wiretest"
)

func TestTemplateIsSentWithItsReference(t *testing.T) {
	p, s := newPlatform(t, wiretest.Answering(`{"errcode":0,"errmsg":"ok","msgid":200228332}`))
	push := bot.Push{To: "oA", Ref: strings.Repeat("n", 300), Template: &bot.Template{
		ID: "t1", URL: "https://example.com/p/1", Fields: map[string]string{"thing1": "湿地围垦", "phrase2": "已受理"},
	}}
	for range 2 {
		ref, err := s.PushTemplate(t.Context(), push)
		if err != nil || ref != "200228332" {
			t.Fatalf("got %q, %v", ref, err)
		}
	}
	push.Ref = "another"
	if _, err := s.PushTemplate(t.Context(), push); err != nil {
		t.Fatal(err)
	}
	body := p.Calls[0].Body
	data, _ := body["data"].(map[string]any)
	thing, _ := data["thing1"].(map[string]any)
	if p.Calls[0].Path != callTemplate || body["touser"] != "oA" || body["template_id"] != "t1" ||
		body["url"] != "https://example.com/p/1" || thing["value"] != "湿地围垦" {
		t.Errorf("sent %+v", p.Calls[0])
	}
	first, _ := body["client_msg_id"].(string)
	if len(first) != 32 || p.Calls[1].Body["client_msg_id"] != first || p.Calls[2].Body["client_msg_id"] == first {
		t.Errorf("references %v, %v, %v", first, p.Calls[1].Body["client_msg_id"], p.Calls[2].Body["client_msg_id"])
	}
}

func TestTemplateWithoutANumberWasStillSent(t *testing.T) {
	_, s := newPlatform(t, wiretest.Answering(`{"errcode":0}`))
	ref, err := s.PushTemplate(t.Context(), bot.Push{To: "oA", Template: &bot.Template{ID: "t1"}})
	if err != nil || ref != "" {
		t.Errorf("got %q, %v", ref, err)
	}
}

func TestTemplateRefusedByThePlatform(t *testing.T) {
	_, s := newPlatform(t, wiretest.Answering(`{"errcode":43004}`))
	_, err := s.PushTemplate(t.Context(), bot.Push{To: "oA", Template: &bot.Template{ID: "t1"}})
	wiretest.WantFailure(t, err, bot.FailPerson, 43004)
}

func TestNoTemplateIsConfiguration(t *testing.T) {
	_, s := newPlatform(t, wiretest.Answering(`{}`))
	for _, template := range []*bot.Template{nil, {}} {
		_, err := s.PushTemplate(t.Context(), bot.Push{To: "oA", Template: template})
		wiretest.WantFailure(t, err, bot.FailConfig, 0)
	}
}

func TestTemplateFieldsAreCheckedBeforeSending(t *testing.T) {
	tests := []struct {
		field, value string
		ok           bool
	}{
		{"thing1", strings.Repeat("字", 20), true},
		{"thing1", strings.Repeat("字", 21), false},
		{"thing12", "two\nlines", false},
		{"thing", " ", false},
		{"phrase3", "已经受理了", true},
		{"phrase3", "已经受理完了", false},
		{"phrase3", "OK", false},
		{"const1", "待评价", true},
		{"const1", "", false},
		{"character_string2", "LS20261123-0007", true},
		{"character_string2", "LS 1", false},
		{"character_string2", "号1", false},
		{"character_string2", strings.Repeat("1", 33), false},
		{"letter1", "abc", true},
		{"letter1", "a1", false},
		{"number1", "-1.5", true},
		{"number1", "一", false},
		{"phone_number1", "0427-0000000", true},
		{"phone_number1", "012345678901234567", false},
		{"phone_number1", "call me", false},
		{"name1", strings.Repeat("王", 21), false},
		{"time4", "2026年11月23日 10:00", true},
		{"mystery9", strings.Repeat("x", 99), true},
	}
	for _, test := range tests {
		p, s := newPlatform(t, wiretest.Answering(`{"errcode":0}`))
		_, err := s.PushTemplate(t.Context(), bot.Push{To: "oA", Template: &bot.Template{
			ID: "t1", Fields: map[string]string{test.field: test.value},
		}})
		if test.ok {
			if err != nil {
				t.Errorf("%s=%q: %v", test.field, test.value, err)
			}
			continue
		}
		wiretest.WantFailure(t, err, bot.FailText, 0)
		if !strings.Contains(err.Error(), test.field) || len(test.value) > 1 && strings.Contains(err.Error(), test.value) {
			t.Errorf("the error should name the field and not its value: %v", err)
		}
		if len(p.Calls) != 0 {
			t.Errorf("%s=%q was sent", test.field, test.value)
		}
	}
}
