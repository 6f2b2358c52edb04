package models

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// march is an instant of March 2026, whose second day is a Monday.
func march(d, hour, minute int) time.Time {
	return time.Date(2026, 3, d, hour, minute, 0, 0, Zone())
}

// noted writes rungs as a person would note them down.
func noted(rungs []Rung) string {
	var out []string
	for _, r := range rungs {
		out = append(out, r.Name()+" "+r.At.In(Zone()).Format("01-02 15:04"))
	}
	return strings.Join(out, ", ")
}

// rungTest is one clock and what it tells until the evening of March 16.
type rungTest struct {
	clock  Clock
	change func(*Bureau)
	want   string
}

func anyLetter() Letter {
	return Letter{Number: LetterNumber{Kind: LetterAcceptance}, Seq: 3, ToPetitioner: true}
}

func rungTests() map[string]rungTest {
	return map[string]rungTest{
		"three days warn by days; the due that falls on a day off is urgent": {
			clock: Clock{Kind: ClockAccept, StartedAt: march(5, 10, 0), Due: march(9, 0, 0)},
			want: "before-2 03-06 08:30, before-1 03-07 08:30, morning-0 03-08 08:30, due-0 03-09 00:00, " +
				"over-0 03-09 08:30, over-1 03-10 08:30, over-2 03-11 08:30, over-3 03-12 08:30, over-4 03-13 08:30, over-5 03-16 08:30",
		},
		"warnings that fall on a day off wait while the due is ahead": {
			clock: Clock{Kind: ClockResolve, StartedAt: march(2, 10, 0), Due: march(17, 0, 0)},
			want:  "before-2 03-16 08:30, before-1 03-16 08:30, morning-0 03-16 08:30, due-0 03-17 00:00",
		},
		"a same-day clock warns at half time and before the end of work": {
			clock: Clock{Kind: ClockRegister, StartedAt: march(12, 9, 30), Due: march(13, 0, 0)},
			want:  "half-0 03-12 13:30, evening-0 03-12 15:30, due-0 03-13 00:00, over-0 03-13 08:30, over-1 03-16 08:30",
		},
		"what would fall before the start is not told": {
			clock: Clock{Kind: ClockEnter, StartedAt: march(16, 17, 0), Due: march(17, 0, 0)},
			want:  "half-0 03-16 17:15, due-0 03-17 00:00",
		},
		"workdays are counted as the rule does": {
			clock: Clock{Kind: ClockAssign, StartedAt: march(13, 10, 0), Due: march(17, 0, 0)},
			want:  "half-0 03-16 08:30, evening-0 03-16 15:30, due-0 03-17 00:00",
		},
		"quiet hours put off": {
			clock:  Clock{Kind: ClockResolve, StartedAt: march(2, 10, 0), Due: march(17, 0, 0)},
			change: func(b *Bureau) { b.Options.Quiet = Hours{From: 21 * 60, To: 9 * 60} },
			want:   "before-2 03-16 09:00, before-1 03-16 09:00, morning-0 03-16 09:00, due-0 03-17 00:00",
		},
		"a letter asks once for its receipt": {
			clock: Clock{Kind: ClockDeliver, Ref: anyLetter().Ref(), StartedAt: march(13, 22, 0), Due: march(17, 0, 0)},
			want:  "before-1 03-16 08:30, before-2 03-16 08:30, morning-0 03-16 08:30, receipt-1 03-15 08:00, due-0 03-17 00:00",
		},
		"the window to rate reminds once and is never overdue": {
			clock: Clock{Kind: ClockRate, StartedAt: march(1, 10, 0), Due: march(14, 0, 0)},
			want:  "rate-7 03-06 08:30",
		},
		"other windows are silent": {clock: Clock{Kind: ClockReexamine, StartedAt: march(1, 10, 0), Due: march(14, 0, 0)}},
	}
}

func TestRungsOfAClock(t *testing.T) {
	for name, test := range rungTests() {
		t.Run(name, func(t *testing.T) {
			l := newLaw(func(b *Bureau) {
				if test.change != nil {
					test.change(b)
				}
			})
			c := Case{Letters: []Letter{anyLetter()}}
			got := l.Rungs(&c, &test.clock, test.clock.StartedAt, march(16, 23, 59).Add(time.Minute))
			want := strings.Split(test.want, ", ")
			have := strings.Split(noted(got), ", ")
			slices.Sort(want)
			slices.Sort(have)
			if !slices.Equal(want, have) {
				t.Errorf("got  %s\nwant %s", noted(got), test.want)
			}
			for i := 1; i < len(got); i++ {
				if got[i].At.Before(got[i-1].At) {
					t.Errorf("out of order: %s", noted(got))
				}
			}
		})
	}
}

func TestNextRungWalksTheSameMomentsAsRungs(t *testing.T) {
	l := newLaw()
	for _, k := range []Clock{
		{Kind: ClockAccept, StartedAt: march(5, 10, 0), Due: march(9, 0, 0)},
		{Kind: ClockRegister, StartedAt: march(12, 9, 30), Due: march(13, 0, 0)},
		{Kind: ClockRate, StartedAt: march(1, 10, 0), Due: march(14, 0, 0)},
	} {
		until := march(31, 0, 0).AddDate(0, 2, 0) // over the holiday of April
		var want, got []time.Time
		for _, r := range l.Rungs(&Case{}, &k, k.StartedAt, until) {
			want = append(want, r.At)
		}
		want = slices.CompactFunc(want, time.Time.Equal)
		for at := l.NextRung(&Case{}, &k, k.StartedAt); !at.IsZero() && !at.After(until); at = l.NextRung(&Case{}, &k, at) {
			got = append(got, at)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s:\ngot  %v\nwant %v", k.Kind, got, want)
		}
		k.StoppedAt = k.StartedAt
		if !l.NextRung(&Case{}, &k, k.StartedAt).IsZero() {
			t.Errorf("%s: a stopped clock has something to tell", k.Kind)
		}
	}
}

func TestTheLadderTellsNobodyTwice(t *testing.T) {
	roles := func(user string, r ...Role) func(*Bureau) {
		return func(b *Bureau) {
			for i := range b.Staff {
				if b.Staff[i].UserID == user {
					b.Staff[i].Roles = r
				}
			}
		}
	}
	section := Clock{Kind: ClockResolve, Owner: PartyHandler, Due: march(9, 0, 0)}
	office := Clock{Kind: ClockEnter, Owner: PartyOffice, Due: march(9, 0, 0)}
	tests := map[string]struct {
		clock  Clock
		change func(*Bureau)
		lead   string
		want   [10]string // by workday
	}{
		"a section's clock": {clock: section, want: [10]string{
			"zhou.handler wang.chief li.clerk", "zhao.director", "zhou.handler", "sun.deputy", "zhou.handler", "zhou.handler", "zhou.handler", "qian.head", "zhou.handler", "zhou.handler"}},
		"the office's clock does not blame the section": {clock: office, want: [10]string{
			"li.clerk", "zhao.director", "li.clerk", "sun.deputy", "li.clerk", "li.clerk", "li.clerk", "qian.head", "li.clerk", "li.clerk"}},
		"a deputy who is the director too": {clock: section, change: func(b *Bureau) {
			roles("zhao.director", RoleHandler)(b)
			roles("sun.deputy", RoleDirector, RoleDeputy)(b)
		}, want: [10]string{
			"zhou.handler wang.chief li.clerk", "sun.deputy", "zhou.handler", "qian.head", "zhou.handler", "zhou.handler", "zhou.handler", "zhou.handler", "zhou.handler", "zhou.handler"}},
		"the leader who took charge hears every time": {clock: section, lead: "qian.head", want: [10]string{
			"zhou.handler wang.chief li.clerk qian.head", "zhao.director qian.head", "zhou.handler qian.head", "sun.deputy qian.head", "zhou.handler qian.head",
			"zhou.handler qian.head", "zhou.handler qian.head", "zhou.handler qian.head", "zhou.handler qian.head", "zhou.handler qian.head"}},
		"a ladder of the bureau's own": {clock: section, change: func(b *Bureau) {
			b.Options.Ladder = []LadderStep{{PartyDirector, 2}, {PartyDeputy, 2}}
		}, want: [10]string{
			"zhou.handler wang.chief li.clerk", "zhou.handler", "zhao.director sun.deputy", "zhou.handler", "zhou.handler", "zhou.handler", "zhou.handler", "zhou.handler", "zhou.handler", "zhou.handler"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l := newLaw(func(b *Bureau) {
				if test.change != nil {
					test.change(b)
				}
			})
			c := Case{State: Accepted, Section: "wet", Chief: "wang.chief", Handler: "zhou.handler", CaseOfficer: "li.clerk", Facts: Facts{LeadBy: test.lead}}
			for n, want := range test.want {
				var got []string
				for _, p := range l.Told(&c, &test.clock, Rung{Kind: RungOver, Days: n}) {
					got = append(got, p.ID)
				}
				if strings.Join(got, " ") != want {
					t.Errorf("workday %d: told %q, want %q", n, got, want)
				}
			}
		})
	}
}

func TestASweepAfterAnOutageTellsEachPersonTheLast(t *testing.T) {
	l := newLaw()
	c := Case{ID: 7, Number: "LS20260302-0001", State: Accepted, Section: "wet", Chief: "wang.chief", Handler: "zhou.handler", CaseOfficer: "li.clerk"}
	k := Clock{Kind: ClockResolve, Owner: PartyHandler, StartedAt: march(2, 10, 0), Due: march(13, 0, 0)}
	s := l.Sweep(Alarm{Case: &c, Clock: k, At: march(3, 0, 0)}, march(17, 12, 0))
	var got []string
	for _, r := range s.Reminders {
		got = append(got, r.To.ID+" "+r.Rung+" "+r.At.In(Zone()).Format("02 15:04"))
	}
	want := []string{"zhou.handler over-2 17 12:00", "zhao.director over-1 17 12:00", "wang.chief over-0 17 12:00", "li.clerk over-0 17 12:00"}
	if !s.Breach || !slices.Equal(got, want) || !s.Next.Equal(march(18, 8, 30)) {
		t.Errorf("breach %v, next %v, told %q", s.Breach, s.Next, got)
	}
	if again := l.Sweep(Alarm{Case: &c, Clock: k, At: s.Next}, march(17, 12, 0)); len(again.Reminders) != 0 {
		t.Errorf("told again: %+v", again.Reminders)
	}
}

func TestALineIsOnlyOfAClockThatRunsAsItDid(t *testing.T) {
	l := newLaw()
	c := Case{Number: "LS20260302-0001", State: Accepted, Category: "wet-fill", Section: "wet", Chief: "wang.chief", Handler: "zhou.handler",
		Clocks: []Clock{{Kind: ClockResolve, Owner: PartyHandler, StartSeq: 4, Due: march(13, 0, 0)}}}
	r := Reminder{Clock: ClockResolve, StartSeq: 4, Due: march(13, 0, 0), Rung: "over-0", To: Person{ActorStaff, "wang.chief"}}
	line, ok := l.Line(&c, r)
	if !ok || line.Category != "wet-fill" || !slices.Equal(line.Turn, []string{"zhou.handler"}) {
		t.Errorf("%+v %v", line, ok)
	}
	secret := c
	secret.Confidential = true
	if line, ok = l.Line(&secret, r); !ok || line.Category != "" || line.Turn != nil || !line.Secret {
		t.Errorf("a confidential case tells %+v %v", line, ok)
	}
	r.To.ID = "lin.chief"
	if _, ok = l.Line(&secret, r); ok {
		t.Error("somebody hears of a confidential case that is not theirs")
	}
	for name, change := range map[string]func(*Reminder){
		"moved":   func(r *Reminder) { r.Due = march(14, 0, 0) },
		"another": func(r *Reminder) { r.StartSeq = 5 },
		"kind":    func(r *Reminder) { r.Clock = ClockAccept },
	} {
		changed := r
		change(&changed)
		if _, ok := l.Line(&c, changed); ok {
			t.Errorf("%s: still told", name)
		}
	}
	c.Clocks[0].StoppedAt = march(12, 0, 0)
	r.To.ID = "wang.chief"
	if _, ok := l.Line(&c, r); ok {
		t.Error("a stopped clock is told of")
	}
}
