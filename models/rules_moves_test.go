package models

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// under is a law with the invented bureau's rules and, from 2036 on, others.
func under(change func(*RuleSet)) *Law {
	l := newLaw()
	set := RuleSet{From: NewDate(2036, 1, 1), Options: l.Bureau.Options}
	change(&set)
	set.Name = laterSet
	return l.Under(RuleSet{Options: l.Bureau.Options}.Named(true), set)
}

// lengths overrides the bureau's length of clocks.
func lengths(all map[ClockKind]Span) func(*RuleSet) {
	return func(set *RuleSet) {
		for _, rule := range ClockRows() {
			if span, ok := all[rule.Kind]; ok {
				rule.Bureau = span
				set.Clocks = append(set.Clocks, rule)
			}
		}
	}
}

// moves are the dues that the second set of a run's law would move.
func (r *run) moves() string {
	to, _ := r.law.Ruled(laterSet)
	var out []string
	for _, m := range to.Moves(&r.c, r.now) {
		out = append(out, m.Clock.Name()+" "+m.Clock.LastDay().String()[5:]+" > "+(&Clock{Due: m.To}).LastDay().String()[5:])
	}
	return strings.Join(out, ", ")
}

func TestWhichDuesOtherRulesMove(t *testing.T) {
	accepted := func(track Track) func(*testing.T) *run {
		return func(t *testing.T) *run {
			r := at(t, Assigned)
			r.do(VerbAccept, byChief(), given(VerbAccept).with("track", string(track), "ticks", "clear-facts,clear-duty,easy"))
			return r
		}
	}
	for name, c := range map[string]struct {
		begin func(*testing.T) *run
		later time.Duration
		rules map[ClockKind]Span
		want  string
	}{
		"a longer one":                          {begin: toState(Assigned), rules: map[ClockKind]Span{ClockAccept: days(5)}, want: "accept 03-05 > 03-07"},
		"by workdays":                           {begin: toState(Assigned), rules: map[ClockKind]Span{ClockAccept: workdays(5)}, want: "accept 03-05 > 03-09"},
		"a shorter one leaves the next workday": {begin: toState(Assigned), rules: map[ClockKind]Span{ClockAccept: days(0)}, want: "accept 03-05 > 03-03"},
		"but no more than there was":            {begin: toState(Assigned), later: 3 * day, rules: map[ClockKind]Span{ClockAccept: days(0)}},
		"what has passed stays":                 {begin: toState(Assigned), later: 4 * day, rules: map[ClockKind]Span{ClockAccept: days(9)}},
		"the quick track is the plan's":         {begin: accepted(TrackQuick), rules: map[ClockKind]Span{ClockResolve: days(50)}},
		"the ordinary one is not":               {begin: accepted(TrackOrdinary), rules: map[ClockKind]Span{ClockResolve: days(50)}, want: "resolve 05-01 > 04-21"},
		"an extension is kept": {begin: func(t *testing.T) *run {
			r := accepted(TrackOrdinary)(t)
			r.do(VerbRequestExtension, byChief())
			r.do(VerbExtend, byHead())
			return r
		}, rules: map[ClockKind]Span{ClockResolve: days(50)}, want: "resolve 05-21 > 05-11"},
		"a redo's due is its letter's": {begin: func(t *testing.T) *run {
			r := at(t, Disputed)
			r.do(VerbRedo, byHead())
			return r
		}, rules: map[ClockKind]Span{ClockResolve: days(30), ClockSupervise: days(9)}},
		"a window is not cut":         {begin: toState(Delivered), rules: map[ClockKind]Span{ClockRate: days(5), ClockExecute: days(50)}},
		"a window may be widened":     {begin: toState(Delivered), rules: map[ClockKind]Span{ClockRate: days(40)}, want: "rate 04-01 > 04-11"},
		"the archive of a decline":    {begin: toState(Declined), rules: map[ClockKind]Span{ClockArchive: days(3)}},
		"the archive of another end":  {begin: toState(Withdrawn), rules: map[ClockKind]Span{ClockArchive: days(40)}, want: "archive 04-01 > 04-11"},
		"one of several letters each": {begin: accepted(TrackOrdinary), rules: map[ClockKind]Span{ClockDeliver: days(4)}, want: "deliver acceptance:4 03-05 > 03-06"},
	} {
		t.Run(name, func(t *testing.T) {
			r := c.begin(t)
			r.law = under(lengths(c.rules))
			r.now = r.now.Add(c.later)
			if got := r.moves(); got != c.want {
				t.Errorf("moves %q, want %q", got, c.want)
			}
		})
	}
}

func toState(s State) func(*testing.T) *run { return func(t *testing.T) *run { return at(t, s) } }

func TestOtherRulesAreAppliedOnceWithTheOldDuesInTheEntry(t *testing.T) {
	r := at(t, Assigned)
	r.law = under(lengths(map[ClockKind]Span{ClockAccept: days(6)}))
	before := r.c
	d := r.do(VerbApplyRules, bySystem())
	if got := d.Entry.Plain[ArgDue]; got != "accept 2026-03-05 > 2026-03-08" {
		t.Errorf("the entry says %q", got)
	}
	if got := r.c.Facts.Rules; got != laterSet {
		t.Errorf("the case keeps %q", got)
	}
	if k := r.c.Running(ClockAccept, ""); k.LastDay().String() != "2026-03-08" || !k.LegalDue.Equal(before.Running(ClockAccept, "").LegalDue) {
		t.Errorf("accept: %+v", k)
	}
	if len(d.Reminders) != 1 || d.Reminders[0].To.ID != "wang.chief" || d.Reminders[0].Rung != "moved-0" {
		t.Errorf("told %+v", d.Reminders)
	}
	if line, ok := r.law.Line(&r.c, d.Reminders[0]); !ok || line.Due != r.c.Running(ClockAccept, "").Due {
		t.Errorf("line %+v, %v", line, ok)
	}
	r.refuse(CodeTwice, VerbApplyRules, bySystem())
	r.refuse(CodeNotOpenMatter, VerbRetract, byDeputy())
	r.refuse(CodeInvalid, VerbApplyRules, bySystem(), given(VerbApplyRules).with("rules", "2040-01-01"))
	r.refuse(CodeInvalid, VerbApplyRules, bySystem(), given(VerbApplyRules).with("person", "li.clerk"))
}

func TestThePetitionerHearsOfTheNewDueOfTheOpinion(t *testing.T) {
	r := at(t, Accepted)
	r.law = under(lengths(map[ClockKind]Span{ClockResolve: days(50), ClockEnter: days(1)}))
	d := r.do(VerbApplyRules, bySystem())
	var told []string
	for _, m := range d.Reminders {
		told = append(told, string(m.Clock)+" "+m.To.ID)
	}
	slices.Sort(told)
	if got := strings.Join(told, ", "); !strings.HasPrefix(got, "enter li.clerk, ") || !strings.HasSuffix(got, "resolve openid-one, resolve zhou.handler") {
		t.Errorf("told %s", got)
	}
}

func TestRulesThatAreNotKnownAreNoObstacleToOthers(t *testing.T) {
	r := at(t, Assigned)
	r.c.Facts.Rules = "2020-01-01-0badc0de"
	r.law = under(lengths(map[ClockKind]Span{ClockAccept: days(4)}))
	r.do(VerbApplyRules, bySystem())
	r.do(VerbAcknowledge, byChief())
}

func TestOtherRulesSetEveryAlarmAnewAndKeepBreaches(t *testing.T) {
	r := at(t, Assigned)
	r.law = under(func(set *RuleSet) {
		set.Options.Ladder = []LadderStep{{PartyDirector, 0}, {PartyDeputy, 1}, {PartyHead, 2}}
		lengths(map[ClockKind]Span{ClockAccept: days(9)})(set)
	})
	r.now = r.c.Running(ClockAccept, "").Due.Add(12 * time.Hour)
	before := r.c
	r.do(VerbApplyRules, bySystem())
	after := r.c
	if !after.Running(ClockAccept, "").Due.Equal(before.Running(ClockAccept, "").Due) {
		t.Fatal("a due that had passed was moved")
	}
	reckoned := r.law.Reckon(&before, &after, r.now)
	if len(reckoned.Annulled) != 0 || len(reckoned.Late) != 0 {
		t.Errorf("breaches were touched: %+v", reckoned)
	}
	running := 0
	for _, k := range after.Clocks {
		if k.Running() {
			running++
		}
	}
	if len(reckoned.Alarms) != running {
		t.Errorf("%d alarms for %d clocks", len(reckoned.Alarms), running)
	}
	told := r.law.Told(&after, after.Running(ClockAccept, ""), Rung{Kind: RungOver, Days: 1})
	if !slices.Contains(told, Person{ActorStaff, "sun.deputy"}) {
		t.Errorf("by the new ladder the deputy hears on the first workday, told %v", told)
	}
}
