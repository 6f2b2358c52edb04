package models

import (
	"errors"
	"slices"
	"testing"
	"time"
)

// april is the first day of the second set of the tests below.
func april() Date { return NewDate(2026, 4, 1) }

// twoSets is the invented bureau with other rules from April on: 5 workdays to
// accept, the director assigns, the head hears of what is overdue on the second
// workday, nobody is written to after 20:00.
func twoSets() *Law {
	l := newLaw()
	first := RuleSet{Options: l.Bureau.Options}
	second := RuleSet{From: april(), Options: first.Options, Clocks: []ClockRule{{
		Kind: ClockAccept, Bureau: workdays(5), Legal: rolling(15), HasLegal: true, Owner: PartyChief, Ledger: true,
	}}}
	second.Options.AssignByDirector = true
	second.Options.Ladder = []LadderStep{{PartyDirector, 1}, {PartyDeputy, 1}, {PartyHead, 2}}
	second.Options.Quiet = Hours{From: 20 * 60, To: 7 * 60}
	return l.Under(first.Named(true), second.Named(false))
}

// underRules is a case that begins on a day under the two sets.
func underRules(t *testing.T, day Date) *run {
	t.Helper()
	r := newRun(t)
	r.law, r.now = twoSets(), day.Start().Add(9*time.Hour)
	r.must(r.try(Request{Verb: VerbSubmit, Actor: byPetitioner(), Filing: filing()}))
	return r
}

func TestACaseKeepsTheRulesItBeganUnder(t *testing.T) {
	for name, c := range map[string]struct {
		begins, assigned Date
		director         bool
		due              Date
		head             int
	}{
		"before the new set, assigned under it": {begins: april() - 1, assigned: april() + 5, due: april() + 8, head: 7},
		"on its first day":                      {begins: april(), assigned: april() + 1, director: true, due: NewDate(2026, 4, 10), head: 2},
	} {
		t.Run(name, func(t *testing.T) {
			r := underRules(t, c.begins)
			r.do(VerbRegister, byClerk())
			r.now = c.assigned.Start().Add(9 * time.Hour)
			if got := slices.Contains(r.law.Possible(&r.c, byDirector(), r.now), VerbAssign); got != c.director {
				t.Errorf("the director may assign: %v", got)
			}
			r.do(VerbAssign, byDeputy())
			k := r.c.Running(ClockAccept, "")
			if got := k.LastDay(); got != c.due {
				t.Errorf("due on %s, want %s", got, c.due)
			}
			for n := range 9 {
				heard := slices.Contains(r.law.Told(&r.c, k, Rung{Kind: RungOver, Days: n}), Person{ActorStaff, "qian.head"})
				if heard != (n == c.head) {
					t.Errorf("on workday %d the head hears: %v", n, heard)
				}
			}
		})
	}
}

func TestHoursFollowTheDayWhateverTheCase(t *testing.T) {
	l := twoSets()
	for _, c := range []struct {
		day  Date
		want time.Duration
	}{{april() - 1, 20*time.Hour + 30*time.Minute}, {april(), 31 * time.Hour}} {
		at := c.day.Start().Add(20*time.Hour + 30*time.Minute)
		if got := l.StaffMoment(at, c.day.End().AddDate(0, 0, 9)); !got.Equal(c.day.Start().Add(c.want)) {
			t.Errorf("what falls on %s is told at %s", at, got)
		}
	}
}

func TestASetIsNamedByWhatItSays(t *testing.T) {
	plain := RuleSet{From: april(), Options: Options{CutOff: usualCutOff}}
	if got := plain.Named(true).Name + " " + plain.Named(false).Name; got != "always 2026-04-01" {
		t.Errorf("rules of the law's own are named %s", got)
	}
	said := plain
	said.Options.Ladder = defaultLadder()
	said.Clocks = ClockRows()
	said.Options.Quiet, said.Options.AskIdentity = Hours{1, 2}, true
	if said.Named(false).Name != plain.Named(false).Name {
		t.Error("what the law says anyway, or is not about cases, makes another set")
	}
	names := map[string]bool{plain.Named(false).Name: true}
	for _, change := range []func(*RuleSet){
		func(r *RuleSet) { r.Options.AssignByDirector = true }, func(r *RuleSet) { r.Options.SignByDeputy = true },
		func(r *RuleSet) { r.Options.ResolveFromAssignment = true }, func(r *RuleSet) { r.Options.ResolveUntilDelivery = true },
		func(r *RuleSet) { r.Options.CutOff = 0 }, func(r *RuleSet) { r.Options.Ladder = []LadderStep{{PartyHead, 1}} },
		func(r *RuleSet) { r.Clocks = []ClockRule{{Kind: ClockJudge, Bureau: workdays(2)}} },
		func(r *RuleSet) { r.Clocks = []ClockRule{{Kind: ClockJudge, Bureau: days(3)}} },
	} {
		r := plain
		change(&r)
		name := r.Named(false).Name
		if names[name] {
			t.Errorf("two sets of different rules are both named %s", name)
		}
		names[name] = true
	}
}

func TestRulesThatAreNotKnownAreRefused(t *testing.T) {
	r := underRules(t, april())
	was := r.c.Facts.Rules
	r.c.Facts.Rules = "2031-01-01-0badc0de"
	_, err := r.law.Apply(r.c, Request{Verb: VerbRegister, Actor: byClerk(), Args: given(VerbRegister)}, r.now)
	var unknown *RulesError
	if !errors.As(err, &unknown) || unknown.Number != r.c.Number {
		t.Fatalf("got %v", err)
	}
	if got := r.law.For(&r.c).Set().Name; got != was {
		t.Errorf("meanwhile it is read as under %q, want that of its first day", got)
	}
	r.c.State = Archived
	if err := r.law.Knows(&r.c); err != nil {
		t.Errorf("an archived case may be opened again: %v", err)
	}
}

func TestACaseFromBeforeSetsHadNamesStandsUnderTheFirst(t *testing.T) {
	r := underRules(t, april())
	r.c.Facts.Rules = ""
	r.do(VerbRegister, byClerk())
	if got := r.c.Facts.Rules; got != "always" {
		t.Errorf("it stands under %q", got)
	}
}
