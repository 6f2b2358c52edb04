package models

import (
	"slices"
	"testing"
	"time"
)

func TestOverriddenRulesReplaceTheLawsOwn(t *testing.T) {
	b := bureau()
	l := NewLaw(b, Calendar{}, ClockRule{Kind: ClockAccept, Bureau: Span{Days: 5}})
	if got := l.Rule(ClockAccept).Bureau.Days; got != 5 {
		t.Errorf("accept in %d days", got)
	}
	if got := l.Rule(ClockDeliver).Bureau.Days; got != 3 {
		t.Errorf("deliver in %d days", got)
	}
}

func TestPossibleIsWhatIsNotRefused(t *testing.T) {
	for _, s := range anyState() {
		r := at(t, s)
		for _, a := range everybody() {
			can := r.law.Possible(&r.c, a, r.now)
			for _, row := range VerbRows() {
				_, err := r.law.Apply(r.c, Request{Verb: row.Verb, Actor: a, Args: given(row.Verb)}, r.now)
				if err == nil && !slices.Contains(can, row.Verb) {
					t.Errorf("in %s %s by %s is done but not offered", s, row.Verb, a.ID)
				}
				if row.Verb == VerbChangePerson {
					continue // whose it is depends on the argument
				}
				switch CodeOf(err) {
				case CodeWrongState, CodeWrongActor, CodeNotFound, CodeOwnWork, CodeReturns, CodeTooLate:
					if slices.Contains(can, row.Verb) {
						t.Errorf("in %s %s by %s is offered but refused: %v", s, row.Verb, a.ID, err)
					}
				}
			}
		}
	}
	r := newRun(t)
	if can := r.law.Possible(&r.c, byPetitioner(), r.now); !slices.Equal(can, []Verb{VerbSubmit}) {
		t.Errorf("before a case: %v", can)
	}
}

func TestASubstituteActsForSomebodyElse(t *testing.T) {
	r := at(t, Assigned)
	instead := Actor{Kind: ActorStaff, ID: "Zhou.handler", For: "Wang.Chief"}
	r.refuse(CodeWrongActor, VerbAccept, byHandler())
	d := r.do(VerbAccept, instead)
	if d.Entry.Actor != (Actor{Kind: ActorStaff, ID: "zhou.handler", For: "wang.chief"}) {
		t.Errorf("entry by %+v", d.Entry.Actor)
	}
}

func TestANoticeNamesTheDueOfWhatTheCaseWaitsFor(t *testing.T) {
	for s, c := range map[State]struct {
		to  string
		due Date
	}{
		Submitted:  {"li.clerk", NewDate(2026, 3, 2)},
		Registered: {"sun.deputy", NewDate(2026, 3, 3)},
		Assigned:   {"wang.chief", NewDate(2026, 3, 5)},
		Accepted:   {"zhou.handler", NewDate(2026, 5, 1)},
		Formed:     {"li.clerk", NewDate(2026, 3, 5)},
		FollowUp:   {"wang.chief", NewDate(2026, 4, 1)},
	} {
		d := at(t, s)
		notices := d.done[len(d.done)-1].Notices
		i := slices.IndexFunc(notices, func(n Notice) bool { return n.To.ID == c.to })
		if i < 0 || !notices[i].Due.Equal(c.due.End()) {
			t.Errorf("%s: notices %+v, want %s due %s", s, notices, c.to, c.due)
		}
	}
	d := at(t, Closed)
	for _, n := range d.done[len(d.done)-1].Notices {
		if !n.Due.IsZero() {
			t.Errorf("closed, and %s owes something by %s", n.To.ID, n.Due)
		}
	}
}

func TestNobodyIsToldTwiceOrOfTheirOwnDeed(t *testing.T) {
	r := at(t, Registered, func(b *Bureau) { // the director is the deputy, the chief also clerk
		b.Staff[7].Roles = append(b.Staff[7].Roles, RoleDeputy)
		b.Staff[0].Roles = append(b.Staff[0].Roles, RoleClerk)
	})
	d := r.do(VerbAssign, byDirector(), given(VerbAssign).with("case-officer", "wang.chief"))
	if recipients(d) != "chief=wang.chief petitioner=1" {
		t.Errorf("told %s", recipients(d))
	}
	if d := r.do(VerbDecline, byDirector()); recipients(d) != "petitioner=1 office=wang.chief" {
		t.Errorf("told %s", recipients(d))
	}
}

func TestDutyNamesWhoHasToStopAClock(t *testing.T) {
	for s, want := range map[State]string{
		Submitted: "li.clerk", Registered: "sun.deputy", Assigned: "wang.chief", Accepted: "zhou.handler",
		Drafted: "zhao.director", Disputed: "qian.head", FollowUp: "wang.chief",
	} {
		r := at(t, s)
		var kind ClockKind
		for _, row := range StateRows() {
			if row.State == s {
				kind = row.Clock
			}
		}
		if got := r.law.Duty(&r.c, r.c.Running(kind, "")); len(got) == 0 || got[0].ID != want {
			t.Errorf("%s: %v, want %s", s, got, want)
		}
	}
	r := at(t, Drafted, func(b *Bureau) { b.Options.SignByDeputy = true })
	r.do(VerbApprove, byDirector())
	if k := r.law.Duties(&r.c, "Sun.Deputy"); len(k) != 1 || k[0].Kind != ClockResolve {
		t.Errorf("the deputy owes %+v", k)
	}
	if k := r.law.Duties(&r.c, "lin.chief"); len(k) > 0 {
		t.Errorf("another chief owes %+v", k)
	}
	r = at(t, Delivered)
	owed := r.law.Duties(&r.c, "li.clerk")
	for i, k := range owed {
		if k.Kind == ClockRate || k.Kind == ClockReexamine || (i > 0 && k.Due.Before(owed[i-1].Due)) {
			t.Errorf("the office owes %+v: a window is no duty, and the nearest comes first", k)
		}
	}
	if len(owed) != 4 {
		t.Errorf("the office owes %d things, want three entries and the notice of acceptance", len(owed))
	}
}

func TestABreachIsWhatRanPastItsDue(t *testing.T) {
	due := start().Add(day)
	for name, c := range map[string]struct {
		stopped time.Time
		now     time.Time
		want    bool
	}{
		"running in time": {time.Time{}, due, false},
		"running late":    {time.Time{}, due.Add(time.Second), true},
		"stopped in time": {due, due.Add(day), false},
		"stopped late":    {due.Add(time.Second), due.Add(day), true},
	} {
		if got := (Clock{Due: due, StoppedAt: c.stopped}).Breached(c.now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
