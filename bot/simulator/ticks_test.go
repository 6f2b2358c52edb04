package simulator

import (
	"strings"
	"testing"
)

// tickCard asks which of three hold; several can, with mode 1.
func tickCard(task string, mode int) map[string]any {
	return object("card_type", "vote_interaction", "task_id", task, "main_title", object("title", "Which hold?"),
		"checkbox", object("question_key", "holds", "mode", mode, "option_list", []any{
			object("id", "a", "text", "first"), object("id", "b", "text", "second", "is_checked", true), object("id", "c", "text", "third"),
		}),
		"submit_button", object("text", "Send", "key", "submit"))
}

func TestTickedOptionsTravelWithThePress(t *testing.T) {
	for _, test := range []struct {
		name  string
		mode  int
		ticks []string
		want  string
	}{
		{"several", 1, []string{"c"}, "<OptionId><![CDATA[b]]></OptionId><OptionId><![CDATA[c]]></OptionId>"},
		{"a tick taken away", 1, []string{"a", "b"}, "<OptionIds><OptionId><![CDATA[a]]></OptionId></OptionIds>"},
		{"only one", 0, []string{"a", "c"}, "<OptionIds><OptionId><![CDATA[c]]></OptionId></OptionIds>"},
		{"none", 1, []string{"b"}, "<SelectedItems></SelectedItems>"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBureau(t, nil)
			clerk := b.world.Staff("li.clerk")
			if code := b.code(WeCom, "message/send", app("li.clerk", "template_card", tickCard("ticks", test.mode))); code != 0 {
				t.Fatalf("refused with %d", code)
			}
			for _, option := range test.ticks {
				if err := clerk.Select("holds", option); err != nil {
					t.Fatal(err)
				}
			}
			if err := clerk.Select("holds", "no such"); err == nil {
				t.Error("an option that is not there was ticked")
			}
			if _, err := clerk.Tap(t.Context(), "Send"); err != nil {
				t.Fatal(err)
			}
			last, err := clerk.Last()
			if err != nil || !strings.Contains(string(last.Body), test.want) {
				t.Errorf("sent %s, %v", last.Body, err)
			}
		})
	}
}

func TestAVoteIsCheckedBeforeItIsShown(t *testing.T) {
	b := newBureau(t, nil)
	b.world.Staff("li.clerk")
	for name, change := range map[string]func(card map[string]any){
		"no question":    func(card map[string]any) { delete(card, "checkbox") },
		"no button":      func(card map[string]any) { delete(card, "submit_button") },
		"no options":     func(card map[string]any) { card["checkbox"] = object("question_key", "q") },
		"a strange mode": func(card map[string]any) { card["checkbox"].(map[string]any)["mode"] = 2 },
		"a long option": func(card map[string]any) {
			card["checkbox"] = object("question_key", "q", "option_list", []any{object("id", "1", "text", strings.Repeat("x", 18))})
		},
	} {
		card := tickCard("bad", 1)
		change(card)
		if code := b.code(WeCom, "message/send", app("li.clerk", "template_card", card)); code != cardField {
			t.Errorf("%s: code %d", name, code)
		}
	}
}
