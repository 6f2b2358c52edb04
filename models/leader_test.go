package models

import (
	"slices"
	"testing"
)

// leader is the head after taking charge.
func leader() Person { return Person{ActorStaff, "qian.head"} }

func TestTheLeaderWhoTookChargeHearsOfEveryLaterStep(t *testing.T) {
	for _, row := range VerbRows() {
		t.Run(string(row.Verb), func(t *testing.T) {
			r := reach(t, row.Verb)
			if row.Verb == VerbSubmit || row.Verb == VerbTakeCharge || r.c.Confidential {
				return // before, the taking itself, and what the head may not know of
			}
			r.c.Facts.LeadBy = leader().ID
			if last := r.c.Facts.Last; last != nil {
				last.Before.Facts.LeadBy = leader().ID // charge was taken before it
			}
			by := allowed(row.Verb)[0]
			if len(allowed(row.Verb)) == 1 && by == byHead() {
				by = Actor{Kind: ActorStaff, ID: "sun.deputy", For: leader().ID} // in the head's place
			}
			q := Request{Verb: row.Verb, Actor: by, Args: given(row.Verb)}
			d := r.must(r.try(q))
			others, heard := 0, 0
			for _, n := range d.Notices {
				if n.To == leader() {
					heard++
				} else {
					others++
				}
			}
			asked := slices.Contains(row.Tells, PartyHead)
			if want := min(others, 1); heard != want && by.ID != leader().ID && !(asked && heard == 1) {
				t.Errorf("%d others were told, the leader %d times: %+v", others, heard, d.Notices)
			}
		})
	}
}

func TestTheLeaderWhoTookChargeHearsOfEveryReminderToStaff(t *testing.T) {
	for _, s := range openStates() {
		r := at(t, s)
		r.c.Facts.LeadBy = leader().ID
		for i := range r.c.Clocks {
			k := &r.c.Clocks[i]
			if !k.Running() {
				continue
			}
			for _, rung := range r.law.Rungs(&r.c, k, k.StartedAt, k.Due.AddDate(0, 0, 20)) {
				told := r.law.Told(&r.c, k, rung)
				toStaff := slices.ContainsFunc(told, func(p Person) bool { return p.Kind == ActorStaff })
				if toStaff != slices.Contains(told, leader()) {
					t.Errorf("%s %s in %s is told to %v", k.Kind, rung.Name(), s, told)
				}
			}
		}
	}
}

func TestALeaderHearsNothingOfAConfidentialCaseNorWhenRecused(t *testing.T) {
	for name, change := range map[string]func(*Case){
		"confidential": func(c *Case) { c.Confidential = true },
		"recused":      func(c *Case) { c.Facts.Recused = []string{leader().ID} },
		"gone":         func(c *Case) { c.Facts.LeadBy = "nobody.here" },
	} {
		t.Run(name, func(t *testing.T) {
			r := at(t, Submitted)
			r.c.Facts.LeadBy = leader().ID
			change(&r.c)
			if got := r.law.Leader(&r.c); len(got) != 0 {
				t.Errorf("told %v", got)
			}
		})
	}
}
