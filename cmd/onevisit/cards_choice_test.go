package main

import (
	"strings"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/bot/simulator"
	"onevisit/models"
)

const forestClaim = "邻村说我家后山的杉木林归他们，请查一查林权证"

// forested is carded for a section with two handlers.
func forested(t *testing.T, engine string) *theatre {
	t.Helper()
	return cardedFor(t, engine, "林地林木权属", forestClaim)
}

func TestTheCallbackItselfChangesTheCardThatWasTapped(t *testing.T) {
	t.Parallel()
	for _, engine := range engines() {
		t.Run(engine, func(t *testing.T) {
			h := carded(t, engine, filled)
			chief := h.world.Staff("wang.chief")
			if err := chief.Select("track", "ordinary"); err != nil {
				t.Fatal(err)
			}
			answer, err := chief.Tap(t.Context(), "受理")
			if err != nil || answer.Reply == nil || answer.Reply.Type != "update_button" {
				t.Fatalf("answered %+v, %v", answer.Reply, err)
			}
			if held := h.card("wang.chief"); !strings.HasPrefix(held.Replaced, "已受理 · 王芦生 ") {
				t.Errorf("before any job ran the card shows %q", held.Replaced)
			}
			last, err := chief.Last()
			if err != nil {
				t.Fatal(err)
			}
			again, err := h.world.Deliver(t.Context(), last)
			if err != nil || again.Reply == nil || again.Reply.Replaced != answer.Reply.Replaced {
				t.Errorf("a repeat was answered %+v, %v", again.Reply, err)
			}
			h.work()
			if said := saidTo(h, "wang.chief", "已受理：LS"); said != 1 {
				t.Errorf("the words came %d times", said)
			}
		})
	}
}

// saidTo counts the bubbles on a phone that hold some words.
func saidTo(h *theatre, userid, words string) int {
	n := 0
	for _, b := range h.world.Staff(userid).Bubbles() {
		if b.From == simulator.Bureau && strings.Contains(b.Text, words) {
			n++
		}
	}
	return n
}

func TestATapAnsweredTooLateIsSaidByPushAndTheJobChangesTheCard(t *testing.T) {
	t.Parallel()
	h := carded(t, "sqlite", filled)
	late := bot.Update{
		Platform: bot.WeCom, Key: "late-tap", From: "wang.chief", To: h.config().WeCom.CorpID, Kind: bot.KindCard, Text: "accept", At: h.clock.Now(),
		Card: &bot.CardTap{Task: h.card("wang.chief").Card.TaskID, ResponseCode: "late", Selected: map[string][]string{"track": {"ordinary"}}},
	}
	if err := h.app.bot.Defer(t.Context(), late); err != nil {
		t.Fatal(err)
	}
	h.work()
	h.work()
	if said := saidTo(h, "wang.chief", "已受理：LS"); said != 1 {
		t.Errorf("the words came %d times", said)
	}
	if held := h.card("wang.chief"); !strings.HasPrefix(held.Replaced, "已受理 · 王芦生 ") {
		t.Errorf("the card shows %q", held.Replaced)
	}
}

func TestACardThatStillAsksKeepsItsButtons(t *testing.T) {
	t.Parallel()
	h := carded(t, "sqlite", filled)
	answer := h.tap("wang.chief", "签收")
	if !strings.Contains(answer.Text(), "已签收") || h.card("wang.chief").Replaced != "" {
		t.Errorf("answered %q, the card shows %q", answer.Text(), h.card("wang.chief").Replaced)
	}
}

func TestASecondCardWorksWhenItsDialogueIsForgotten(t *testing.T) {
	t.Parallel()
	for _, engine := range engines() {
		t.Run(engine, func(t *testing.T) {
			h := forested(t, engine)
			chief := h.world.Staff("lin.chief")
			if err := chief.Select("track", "ordinary"); err != nil {
				t.Fatal(err)
			}
			h.tap("lin.chief", "受理")
			second := h.card("lin.chief")
			if second.Card.Selection == nil || second.Card.Selection.Question != "handler" {
				t.Fatalf("the second card is %+v", second.Card)
			}
			h.clock.Advance(5 * time.Hour)
			if err := chief.Select("handler", "yu.handler"); err != nil {
				t.Fatal(err)
			}
			h.tap("lin.chief", "受理")
			if c := h.petition(); c.State != models.Accepted || c.Handler != "yu.handler" || c.Facts.Track != models.TrackOrdinary {
				t.Errorf("the case is %s with %s on track %s", c.State, c.Handler, c.Facts.Track)
			}
		})
	}
}

func TestWhatABadSecondButtonSaysIsAskedFor(t *testing.T) {
	t.Parallel()
	h := forested(t, "sqlite")
	h.tap("lin.chief", "受理")
	task := h.card("lin.chief").Card.TaskID
	for name, key := range map[string]string{
		"a handler of another section": "accept?track=ordinary&handler=zhou.handler",
		"a track that is none":         "accept?track=now&handler=tian.handler",
		"words instead of a choice":    "accept?track=ordinary&handler=%3Cb%3E&reason=x",
		"two handlers":                 "accept?track=ordinary&handler=tian.handler&handler=yu.handler",
		"not to be read":               "accept?track=%zz",
		"far too long":                 "accept?track=" + strings.Repeat("q", 2000),
		"another verb":                 "archive?track=ordinary",
	} {
		if _, err := h.press(press{from: "lin.chief", key: key, task: task, code: name}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		h.clock.Advance(time.Minute)
		if c := h.petition(); c.State != models.Assigned {
			t.Fatalf("%s: the case is %s", name, c.State)
		}
	}
}

func TestASecondCardThatThePlatformRefusesIsItsText(t *testing.T) {
	t.Parallel()
	h := forested(t, "sqlite")
	h.world.Faults.Add(simulator.Fault{Kind: simulator.FaultCode, Path: "message/send", Code: 42045, Times: 1})
	h.tap("lin.chief", "受理")
	if saidTo(h, "lin.chief", "由谁承办？\n1. 田青禾\n2. 于护林") != 1 {
		t.Error("the question did not come as a text")
	}
}
