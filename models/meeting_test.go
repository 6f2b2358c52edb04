package models

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestAMeetingsRecordIsHeldToTheLaw(t *testing.T) {
	l, words := newLaw(), "what was said about the reeds"
	good := Decision{Text: "inspect all ponds", Owner: "Wang.Chief", Due: DateOf(start()) + 3}
	with := func(change func(*Decision)) []Decision {
		d := good
		change(&d)
		return []Decision{good, d}
	}
	for name, c := range map[string]struct {
		by        string
		day       Date
		people    string
		decisions []Decision
		want      Code
	}{
		"with decisions":             {"li.clerk", DateOf(start()), "all", []Decision{good}, ""},
		"without any":                {"wu.vice", DateOf(start()) - 7, "all", nil, ""},
		"not by a chief":             {"wang.chief", DateOf(start()), "all", nil, CodeWrongActor},
		"not of tomorrow":            {"li.clerk", DateOf(start()) + 1, "all", nil, CodeTooEarly},
		"not without people":         {"li.clerk", DateOf(start()), "", nil, CodeMissing},
		"a decision without words":   {"li.clerk", DateOf(start()), "all", with(func(d *Decision) { d.Text = "" }), CodeTooShort},
		"a decision that never ends": {"li.clerk", DateOf(start()), "all", with(func(d *Decision) { d.Text = strings.Repeat("x", 1001) }), CodeTooLong},
		"an owner nobody knows":      {"li.clerk", DateOf(start()), "all", with(func(d *Decision) { d.Owner = "nobody" }), CodeInvalid},
		"a due that is over":         {"li.clerk", DateOf(start()), "all", with(func(d *Decision) { d.Due -= 4 }), CodeInvalid},
		"too many decisions":         {"li.clerk", DateOf(start()), "all", make([]Decision, MostDecisions+1), CodeTooLong},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := l.RecordMeeting(staffed(c.by), c.day, c.people, words, c.decisions, start())
			if CodeOf(err) != c.want {
				t.Fatalf("got %v, want %q", err, c.want)
			}
			if len(s.Duties) != len(s.Notices) || err == nil && len(s.Duties) != len(c.decisions) {
				t.Errorf("%d duties, %d notices", len(s.Duties), len(s.Notices))
			}
		})
	}
}

func TestEachDecisionOfOnePersonIsToldApart(t *testing.T) {
	d := Decision{Text: "inspect all ponds", Owner: "wang.chief", Due: DateOf(start()) + 3}
	s, err := newLaw().RecordMeeting(staffed("li.clerk"), DateOf(start()), "all", "what was said", []Decision{d, d}, start())
	if err != nil || len(s.Notices) != 2 || s.Notices[0].Key == s.Notices[1].Key {
		t.Errorf("%v: %+v", err, s.Notices)
	}
}

func TestOnlyItsOwnerAnswersADecision(t *testing.T) {
	l, d := newLaw(), OfficeDuty{ID: 4, Kind: ClockDecision, Owner: "zhou.handler", Text: "inspect all ponds"}
	if _, err := l.AnswerDecision(staffed("wang.chief"), d, "all were inspected", start()); CodeOf(err) != CodeNotOpenMatter {
		t.Errorf("somebody else answers: %v", err)
	}
	if _, err := l.AnswerDecision(staffed("zhou.handler"), d, "", start()); CodeOf(err) != CodeMissing {
		t.Errorf("an empty answer: %v", err)
	}
	s, err := l.AnswerDecision(staffed("zhou.handler"), d, "all were inspected", start())
	if err != nil || s.Entry.Duty != 4 || s.Entry.Args.Get(ArgDecision) != d.Text {
		t.Errorf("%v: %+v", err, s.Entry)
	}
	d.Answered = start()
	if _, err := l.AnswerDecision(staffed("zhou.handler"), d, "all were inspected", start()); CodeOf(err) != CodeNotOpenMatter {
		t.Errorf("answered twice: %v", err)
	}
}

// mornings writes who hears of a duty on each morning until a day of March.
func mornings(l *Law, d OfficeDuty, until int) string {
	var out []string
	for day := 2; day <= until; day++ {
		notices, next := l.SweepDuty(&d, march(day, 9, 0))
		for _, n := range notices {
			out = append(out, fmt.Sprintf("%d:%s", day, n.To.ID))
		}
		d.RemindAt = next
	}
	return strings.Join(out, " ")
}

func TestADutyWarnsItsOwnerAndThenClimbs(t *testing.T) {
	l := newLaw()
	d := l.duty(OfficeDuty{ID: 1, Kind: ClockDecision, Owner: "zhou.handler", StartedAt: start(), Due: march(7, 0, 0)}) // last day: Friday, March 6
	want := "4:zhou.handler 5:zhou.handler 6:zhou.handler 9:zhou.handler 10:zhao.director 11:zhou.handler 12:sun.deputy 13:zhou.handler " +
		"16:zhou.handler 17:zhou.handler 18:qian.head"
	if got := mornings(l, d, 18); got != want {
		t.Errorf("told\n%s, want\n%s", got, want)
	}
}

func TestADirectorsOwnDutyGoesPastThem(t *testing.T) {
	l := newLaw()
	d := l.duty(OfficeDuty{ID: 1, Kind: ClockDecision, Owner: "zhao.director", StartedAt: start(), Due: march(7, 0, 0)})
	if got := mornings(l, d, 12); !strings.HasSuffix(got, "9:zhao.director 10:zhao.director 11:zhao.director 12:sun.deputy") {
		t.Errorf("told %s", got)
	}
}

func TestAfterAnOutageADutyTellsEachPersonOnce(t *testing.T) {
	l := newLaw()
	d := l.duty(OfficeDuty{ID: 1, Kind: ClockDecision, Owner: "zhou.handler", StartedAt: start(), Due: march(7, 0, 0)})
	notices, next := l.SweepDuty(&d, march(18, 9, 0))
	seen := map[string]int{}
	for _, n := range notices {
		seen[n.To.ID]++
	}
	if fmt.Sprint(seen) != "map[qian.head:1 sun.deputy:1 zhao.director:1 zhou.handler:1]" || !next.After(march(18, 9, 0)) {
		t.Errorf("told %v, next %s", seen, next)
	}
	d.Answered = march(18, 10, 0)
	if notices, next := l.SweepDuty(&d, march(25, 9, 0)); len(notices) != 0 || !next.IsZero() {
		t.Errorf("an answered duty tells %v, next %s", notices, next)
	}
}

func TestAnExplanationIsOwedByTheChiefOfTheDay(t *testing.T) {
	l := newLaw()
	d := OfficeDuty{Kind: ClockExplain, Section: "wet"}
	if l.DutyOwner(&d) != "wang.chief" {
		t.Errorf("owed by %q", l.DutyOwner(&d))
	}
	d.Section = "void"
	if l.DutyOwner(&d) != "" || l.OwesDuty(&d, "") {
		t.Error("a section without a chief owes it to somebody")
	}
	d = l.duty(OfficeDuty{Kind: ClockExplain, Section: "void", StartedAt: start(), Due: march(7, 0, 0)})
	for _, n := range first(l.SweepDuty(&d, march(6, 9, 0))) {
		t.Errorf("told %q", n.To.ID)
	}
}

func first(n []Notice, _ time.Time) []Notice { return n }

func TestLikelyEarlierCases(t *testing.T) {
	l, all := newLaw(), cases(1, 2, 3, 4, 5)
	all[1].Category, all[3].Confidential = "other", true
	c := Case{ID: 9, Category: "wet-fill"}
	found := []Likeness{
		{CaseID: 1, Text: true}, {CaseID: 2, Text: true}, {CaseID: 3, Phone: true, Text: true},
		{CaseID: 4, Identity: true}, {CaseID: 5, Identity: true}, {CaseID: 8, Phone: true},
	}
	var got []int64
	for _, f := range l.Likely(&c, byClerk(), found, all, 9) {
		got = append(got, f.CaseID)
	}
	// 2 is of another kind, 4 is secret, 8 is not there.
	if fmt.Sprint(got) != "[5 3 1]" {
		t.Errorf("shows %v", got)
	}
	if n := len(l.Likely(&c, byClerk(), found, all, 2)); n != 2 {
		t.Errorf("shows %d of at most 2", n)
	}
}
