package main

import (
	"context"
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"onevisit/bot/simulator"
	"onevisit/models"
	"onevisit/models/store"
)

// cardNumber is the case of these tests.
const cardNumber = "LS20261123-0001"

// filled is a claim of the section for wetlands.
const filled = "村东头的苇塘这个月被人拉土填了，请来看看"

// carded is a bureau in which one case was filed, registered and assigned: the
// chief of the section for wetlands holds a card.
func carded(t *testing.T, engine, claim string) *theatre {
	t.Helper()
	return cardedFor(t, engine, "湿地与保护区", claim)
}

// cardedFor is the same with a case of a category, and so of its section.
func cardedFor(t *testing.T, engine, category, claim string) *theatre {
	t.Helper()
	h := newTheatre(t, engine, time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone()))
	for _, p := range h.app.law.Bureau.Staff {
		h.world.Staff(p.UserID)
	}
	petitioner := h.world.Petitioner("oInvented_cards")
	for _, said := range []string{"提交", "1", "1", category, "1", claim, "完成", "跳过", "1", "苗有田", "13900001234", "1"} {
		if _, err := petitioner.Say(t.Context(), said); err != nil {
			t.Fatal(err)
		}
	}
	h.work()
	h.tap("li.clerk", "登记")
	h.tap("sun.deputy", "交办")
	return h
}

// tap presses a button and does what follows.
func (h *theatre) tap(userid, button string) simulator.Answer {
	h.t.Helper()
	answer, err := h.world.Staff(userid).Tap(h.t.Context(), button)
	if err != nil {
		h.t.Fatal(err)
	}
	h.clock.Advance(time.Minute)
	h.work()
	return answer
}

// card is the newest card on a person's phone.
func (h *theatre) card(userid string) simulator.Bubble {
	h.t.Helper()
	var found simulator.Bubble
	for _, b := range h.world.Staff(userid).Bubbles() {
		if b.Card != nil {
			found = b
		}
	}
	if found.Card == nil {
		h.t.Fatalf("%s holds no card", userid)
	}
	return found
}

// petition is the case as the ledger has it.
func (h *theatre) petition() (c models.Case) {
	h.t.Helper()
	err := h.app.store.Act(context.Background(), func(tx *store.Tx) (err error) {
		c, err = tx.Case(cardNumber)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// press is a card event as somebody could make it up.
type press struct {
	from, key, task, code string
	selected              map[string]string
	agent                 int
	second                int64
}

func (h *theatre) press(p press) (simulator.Answer, error) {
	h.t.Helper()
	var items strings.Builder
	for question, option := range p.selected {
		fmt.Fprintf(&items, "<SelectedItem><QuestionKey>%s</QuestionKey><OptionIds><OptionId>%s</OptionId></OptionIds></SelectedItem>",
			html.EscapeString(question), html.EscapeString(option))
	}
	if p.agent == 0 {
		p.agent = h.config().WeCom.AgentID
	}
	body := fmt.Sprintf("<xml><ToUserName>%s</ToUserName><FromUserName>%s</FromUserName><CreateTime>%d</CreateTime><MsgType>event</MsgType>"+
		"<Event>template_card_event</Event><EventKey>%s</EventKey><TaskId>%s</TaskId><CardType>button_interaction</CardType>"+
		"<ResponseCode>%s</ResponseCode><SelectedItems>%s</SelectedItems><AgentID>%d</AgentID></xml>",
		h.config().WeCom.CorpID, p.from, h.clock.Now().Unix()+p.second, html.EscapeString(p.key), html.EscapeString(p.task),
		html.EscapeString(p.code), items.String(), p.agent)
	return h.world.Deliver(h.t.Context(), simulator.Envelope{Platform: simulator.WeCom, From: p.from, Body: []byte(body)})
}

func TestATapThatIsNotTheHoldersChangesNothing(t *testing.T) {
	t.Parallel()
	for _, engine := range engines() {
		t.Run(engine, func(t *testing.T) {
			h := carded(t, engine, filled)
			task := h.card("wang.chief").Card.TaskID
			before := h.petition()
			long := strings.Repeat("长", 10_000)
			for name, p := range map[string]press{
				"another's card":         {from: "gao.chief", key: "accept", task: task, code: "c1"},
				"another's card, shown":  {from: "gao.chief", key: "show", task: task, code: "c2"},
				"no such card":           {from: "wang.chief", key: "accept", task: "n9-zzz", code: "c3"},
				"no task":                {from: "wang.chief", key: "accept", code: "c4"},
				"a button it has not":    {from: "wang.chief", key: "archive", task: task, code: "c5"},
				"no button":              {from: "wang.chief", task: task, code: "c6"},
				"not on the roster":      {from: "nobody.here", key: "accept", task: task, code: "c7"},
				"a very long key":        {from: "wang.chief", key: long, task: task, code: "c8"},
				"a very long task":       {from: "wang.chief", key: "accept", task: long, code: "c9"},
				"a very long code":       {from: "wang.chief", key: "accept", task: task, code: long},
				"markup in every field":  {from: "wang.chief", key: "<a href='x'>受理</a>", task: "😀' OR 1=1 --", code: "<b>"},
				"a card of another user": {from: "li.clerk", key: "accept", task: task, code: "c10"},
			} {
				answer, err := h.press(p)
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				if text := answer.Text(); !strings.Contains(text, "没有改动") && !strings.Contains(text, "名册") {
					t.Errorf("%s: answered %q", name, text)
				}
			}
			if after := h.petition(); after.Version != before.Version || after.State != before.State {
				t.Errorf("the case went from version %d to %d", before.Version, after.Version)
			}
		})
	}
}

func TestACardEventOfAnotherAppIsRefused(t *testing.T) {
	t.Parallel()
	h := carded(t, "sqlite", filled)
	before := h.petition().Version
	answer, err := h.press(press{from: "wang.chief", key: "acknowledge", task: h.card("wang.chief").Card.TaskID, code: "c", agent: 7})
	if err == nil && answer.Text() != "" {
		t.Errorf("answered %q", answer.Text())
	}
	if h.petition().Version != before {
		t.Error("the case changed")
	}
}

func TestAResponseCodeCountsOnce(t *testing.T) {
	t.Parallel()
	h := carded(t, "sqlite", filled)
	task := h.card("wang.chief").Card.TaskID
	first := press{from: "wang.chief", key: "acknowledge", task: task, code: "once"}
	answer, err := h.press(first)
	if err != nil || !strings.Contains(answer.Text(), "已签收") {
		t.Fatalf("answered %q, %v", answer.Text(), err)
	}
	version := h.petition().Version
	again, err := h.press(first) // the platform's own repeat
	if err != nil || again.Text() != answer.Text() {
		t.Errorf("a repeat was answered %q, %v", again.Text(), err)
	}
	reused, err := h.press(press{from: "wang.chief", key: "return", task: task, code: "once", second: 5})
	if err != nil || !strings.Contains(reused.Text(), "已经处理过") {
		t.Errorf("a reused code was answered %q, %v", reused.Text(), err)
	}
	if h.petition().Version != version {
		t.Error("the case changed")
	}
}

func TestAnOptionThatNobodyOfferedIsAskedFor(t *testing.T) {
	t.Parallel()
	h := carded(t, "sqlite", filled)
	answer, err := h.press(press{
		from: "wang.chief", key: "accept", task: h.card("wang.chief").Card.TaskID, code: "c",
		selected: map[string]string{"track": "at-once", "handler": "li.clerk", "reason": "none"},
	})
	if err != nil || answer.Text() != "还差一步：请在下面的卡片上选办理方式。" {
		t.Errorf("answered %q, %v", answer.Text(), err)
	}
	if c := h.petition(); c.State != models.Assigned {
		t.Errorf("the case is %s", c.State)
	}
}

func TestAnOutdatedCardSaysWhatHappened(t *testing.T) {
	t.Parallel()
	h := carded(t, "sqlite", filled)
	task := h.card("wang.chief").Card.TaskID
	if _, err := h.world.Staff("wang.chief").Say(t.Context(), "受理 普通"); err != nil {
		t.Fatal(err)
	}
	for _, when := range []string{"before", "after"} { // its buttons were replaced
		answer, err := h.press(press{from: "wang.chief", key: "accept", task: task, code: when})
		if err != nil || !strings.Contains(answer.Text(), "已经过时") || !strings.Contains(answer.Text(), "已受理 · 王芦生") {
			t.Errorf("%s: answered %q, %v", when, answer.Text(), err)
		}
		h.work()
	}
	if held := h.card("wang.chief"); !strings.HasPrefix(held.Replaced, "已受理 · 王芦生") {
		t.Errorf("the card shows %q", held.Replaced)
	}
}

func TestACardThatCannotBeChangedAnyMoreIsFollowedByAMessage(t *testing.T) {
	t.Parallel()
	h := carded(t, "sqlite", filled)
	h.clock.Advance(models.CardLife + time.Hour)
	if _, err := h.world.Staff("zhao.director").Say(t.Context(), "改派 1 资源执法科 属于执法科的职责范围"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.world.Staff("zhao.director").Say(t.Context(), "确认"); err != nil {
		t.Fatal(err)
	}
	h.work()
	h.work()
	var told bool
	for _, b := range h.world.Staff("wang.chief").Bubbles() {
		told = told || strings.Contains(b.Text, "不用再点了：已改派 · 赵主任")
	}
	if !told {
		t.Error("the former chief was told nothing")
	}
}

func TestWhatAPetitionerWritesBreaksNoCard(t *testing.T) {
	t.Parallel()
	claim := `<a href="https://example.com">点我</a> [链接](https://example.com) <xml>]]> 😀 $userName=li.clerk$ 村东头的苇塘被填了`
	h := carded(t, "sqlite", claim)
	if held := h.card("wang.chief"); held.Card.Title.Title != "新交办事项" || len(held.Card.Buttons) != 5 {
		t.Errorf("the card is %+v", held.Card)
	}
	h.tap("wang.chief", "详情")
	bubbles := h.world.Staff("wang.chief").Bubbles()
	if last := bubbles[len(bubbles)-1]; len(last.Links()) != 0 || !strings.Contains(last.Text, "村东头的苇塘被填了") {
		t.Errorf("shown %q with links %v", last.Text, last.Links())
	}
}
