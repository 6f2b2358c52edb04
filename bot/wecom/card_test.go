package wecom

import (
	"encoding/json"
	"strings"
	"testing"

	"onevisit/bot"
	"onevisit/bot/wire/wiretest"
	"onevisit/messages"
	"onevisit/models"
)

// aCard is within every limit.
func aCard() *messages.Card {
	return &messages.Card{
		Task: "n1-k2", Title: "新交办事项", Desc: "LS20261123-0001", Sub: "请决定 <b>",
		Rows: []messages.CardRow{{Name: "期限", Value: "11月26日"}},
		Selects: []messages.CardSelect{{Arg: models.ArgTrack, Title: "办理方式", Preset: "quick",
			Values: []messages.Value{{Value: "quick", Label: "快办"}, {Value: "ordinary", Label: "普通"}}}},
		Buttons: []messages.CardButton{{Key: "accept", Label: "受理", Weight: messages.WeightMain},
			{Key: "return", Label: "退回", Weight: messages.WeightRefusal}, {Key: messages.KeyShow, Label: "详情"}},
	}
}

func pushing(c *messages.Card) bot.Push {
	m := messages.Say("文字")
	m.Card = c
	return bot.Push{To: "wang.chief", Ref: "n-1", Message: m}
}

func TestACardIsSentWithItsButtons(t *testing.T) {
	p, s := newPlatform(t, wiretest.Answering(`{"errcode":0,"msgid":"M1","response_code":"CODE"}`))
	ref, code, err := s.PushCard(t.Context(), pushing(aCard()))
	if err != nil || ref != "M1" || code != "CODE" {
		t.Fatalf("got %q, %q, %v", ref, code, err)
	}
	var sent cardMessage
	if err := json.Unmarshal([]byte(p.Calls[0].Raw), &sent); err != nil {
		t.Fatal(err)
	}
	c := sent.Card
	if sent.MsgType != "template_card" || c.Type != "button_interaction" || c.Task != "n1-k2" || c.Sub != "请决定 ＜b＞" ||
		c.Selection == nil || c.Selection.Preset != "quick" || c.Selects != nil || c.Submit != nil || len(c.Buttons) != 3 ||
		c.Buttons[0].Style != styleMain || c.Buttons[1].Style != styleRefusal || c.Buttons[2].Key != "show" {
		t.Errorf("sent %+v", c)
	}
	if sent.Duplicate != 1 || sent.Interval != duplicateSeconds {
		t.Error("a card may be shown twice")
	}
}

func TestAFormHasOneButton(t *testing.T) {
	card := aCard()
	card.Buttons = card.Buttons[:1]
	c := templateOf(card)
	if c.Type != "multiple_interaction" || len(c.Selects) != 1 || c.Selection != nil || c.Submit == nil || c.Submit.Key != "accept" || c.Buttons != nil {
		t.Errorf("made %+v", c)
	}
	if !c.within() {
		t.Error("a form is refused")
	}
}

func TestACardBeyondTheLimitsIsNotSent(t *testing.T) {
	long := strings.Repeat("长", 113)
	options := func(n int, label string) func(*messages.Card) {
		return func(c *messages.Card) {
			c.Selects[0].Values = nil
			for range n {
				c.Selects[0].Values = append(c.Selects[0].Values, messages.Value{Value: "v", Label: label})
			}
		}
	}
	p, s := newPlatform(t, wiretest.Answering(`{"errcode":0}`))
	for name, spoil := range map[string]func(*messages.Card){
		"task":          func(c *messages.Card) { c.Task = "wang.chief" },
		"long task":     func(c *messages.Card) { c.Task = strings.Repeat("a", 129) },
		"no title":      func(c *messages.Card) { c.Title = "" },
		"title":         func(c *messages.Card) { c.Title = long[:27*3] },
		"line below":    func(c *messages.Card) { c.Desc = long[:31*3] },
		"words":         func(c *messages.Card) { c.Sub = long },
		"rows":          func(c *messages.Card) { c.Rows = make([]messages.CardRow, 7) },
		"name of a row": func(c *messages.Card) { c.Rows[0].Name = "六个字的名字" },
		"row":           func(c *messages.Card) { c.Rows[0].Value = long[:27*3] },
		"no options":    options(0, ""),
		"options":       options(11, "一"),
		"option":        options(2, long[:17*3]),
		"question":      func(c *messages.Card) { c.Selects[0].Title = long[:14*3] },
		"no buttons":    func(c *messages.Card) { c.Buttons = nil },
		"button":        func(c *messages.Card) { c.Buttons[0].Label = long[:11*3] },
		"buttons":       func(c *messages.Card) { c.Buttons = append(c.Buttons, append(c.Buttons, c.Buttons...)...) },
	} {
		card := aCard()
		spoil(card)
		_, _, err := s.PushCard(t.Context(), pushing(card))
		if failed := wiretest.SendError(t, err); failed.Class != bot.FailText {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, _, err := s.PushCard(t.Context(), pushing(nil))
	wiretest.WantFailure(t, err, bot.FailText, 0)
	everybody := pushing(aCard())
	everybody.To = "@all"
	_, _, err = s.PushCard(t.Context(), everybody)
	wiretest.WantFailure(t, err, bot.FailPerson, 0)
	if len(p.Calls) != 0 {
		t.Errorf("%d cards were sent", len(p.Calls))
	}
}

func TestACardThatWasSentBeforeIsNoFailure(t *testing.T) {
	_, s := newPlatform(t, wiretest.Answering(`{"errcode":42014,"errmsg":"task_id used"}`))
	if ref, code, err := s.PushCard(t.Context(), pushing(aCard())); ref != "" || code != "" || err != nil {
		t.Errorf("got %q, %q, %v", ref, code, err)
	}
	_, s = newPlatform(t, wiretest.Answering(`{"errcode":42045}`))
	_, _, err := s.PushCard(t.Context(), pushing(aCard()))
	wiretest.WantFailure(t, err, bot.FailText, 42045)
}

func TestACardIsChangedForOnePerson(t *testing.T) {
	p, s := newPlatform(t, wiretest.Answering(`{"errcode":0}`))
	if err := s.UpdateCard(t.Context(), "wang.chief", "CODE", "已受理 · <王>"); err != nil {
		t.Fatal(err)
	}
	want := `{"userids":["wang.chief"],"agentid":1000002,"response_code":"CODE","button":{"replace_name":"已受理 · ＜王＞"}}`
	if got := strings.TrimSpace(p.Calls[0].Raw); got != want || p.Calls[0].Path != callUpdateCard {
		t.Errorf("sent %s to %s", got, p.Calls[0].Path)
	}
	wiretest.WantFailure(t, s.UpdateCard(t.Context(), "a|b", "CODE", "x"), bot.FailPerson, 0)
	_, s = newPlatform(t, wiretest.Answering(`{"errcode":42036}`))
	wiretest.WantFailure(t, s.UpdateCard(t.Context(), "wang.chief", "CODE", "x"), bot.FailText, 42036)
}

func TestWhatCanBeTickedIsAVote(t *testing.T) {
	card := aCard()
	card.Selects[0].Many, card.Buttons = true, card.Buttons[:1]
	c := templateOf(card)
	if c.Type != "vote_interaction" || c.Ticks == nil || c.Ticks.Mode != 1 || len(c.Ticks.Options) != 2 || c.Selects != nil || c.Submit == nil {
		t.Errorf("made %+v", c)
	}
	if !c.within() {
		t.Error("a vote is refused")
	}
	c.Selects = []cardSelect{{Key: "more", Options: c.Ticks.Options}}
	if c.within() {
		t.Error("a vote beside a list is let through")
	}
}
