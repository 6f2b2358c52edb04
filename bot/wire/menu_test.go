package wire_test

import (
	"net/http"
	"strings"
	"testing"

	"onevisit/bot"
	"onevisit/bot/wire"
	"onevisit/bot/wire/wiretest"
)

// subName is how many bytes the tests' platform allows.
const subName = 60

func creating() wire.Request {
	return wire.Request{Method: http.MethodPost, Call: "/menu", Repeatable: true}
}

func TestMenuIsCreated(t *testing.T) {
	p, c := started(t, wiretest.Answering(`{"errcode":0}`))
	menu := wire.Menu{{Name: "提交", Key: "submit"}, {Name: "我的", Sub: []wire.Button{{Name: "查进度", Key: "track"}, {Name: "评价", Key: "rate"}}}}
	if err := c.CreateMenu(t.Context(), creating(), menu, subName); err != nil {
		t.Fatal(err)
	}
	want := `{"button":[{"type":"click","name":"提交","key":"submit"},{"name":"我的","sub_button":[` +
		`{"type":"click","name":"查进度","key":"track"},{"type":"click","name":"评价","key":"rate"}]}]}`
	if got := strings.TrimSpace(p.Calls[0].Raw); got != want || p.Calls[0].Path != "/menu" {
		t.Errorf("sent %s, want %s", got, want)
	}
}

func TestMenuBeyondTheLimitsIsNotSent(t *testing.T) {
	key := wire.Button{Name: "x", Key: "k"}
	for name, menu := range map[string]wire.Menu{
		"no button":        {},
		"4 buttons":        {key, key, key, key},
		"long name":        {{Name: strings.Repeat("字", 6), Key: "k"}},
		"no name":          {{Key: "k"}},
		"no key":           {{Name: "x"}},
		"long key":         {{Name: "x", Key: strings.Repeat("k", 129)}},
		"key and sub":      {{Name: "x", Key: "k", Sub: []wire.Button{key}}},
		"6 below":          {{Name: "x", Sub: []wire.Button{key, key, key, key, key, key}}},
		"long name below":  {{Name: "x", Sub: []wire.Button{{Name: strings.Repeat("字", 21), Key: "k"}}}},
		"third level":      {{Name: "x", Sub: []wire.Button{{Name: "y", Sub: []wire.Button{key}}}}},
		"no key far below": {key, {Name: "x", Sub: []wire.Button{key, {Name: "y"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			p, c := started(t, wiretest.Answering(`{"errcode":0}`))
			wiretest.WantFailure(t, c.CreateMenu(t.Context(), creating(), menu, subName), bot.FailConfig, 0)
			if len(p.Calls) != 0 {
				t.Error("sent nevertheless")
			}
		})
	}
	full := wire.Button{Name: strings.Repeat("x", 16), Sub: []wire.Button{{Name: strings.Repeat("字", 20), Key: strings.Repeat("k", 128)}, key, key, key, key}}
	if err := (wire.Menu{full, full, full}).Check(subName); err != nil {
		t.Errorf("the largest menu: %v", err)
	}
}
