package models

import (
	"slices"
	"strings"
)

// Duties are the running clocks of the case that this person has to stop,
// nearest due first. Windows are rights, not duties.
func (l *Law) Duties(c *Case, userID string) []Clock {
	var out []Clock
	for i := range c.Clocks {
		k := &c.Clocks[i]
		if k.Running() && !l.Rule(k.Kind).Window && l.dutyOf(c, k, userID) {
			out = append(out, *k)
		}
	}
	slices.SortStableFunc(out, func(a, b Clock) int { return a.Due.Compare(b.Due) })
	return out
}

// Owes is the nearest of a person's duties in the case, if there is one.
func (l *Law) Owes(c *Case, userID string) (Clock, bool) {
	duties := l.Duties(c, userID)
	if len(duties) == 0 {
		return Clock{}, false
	}
	return duties[0], true
}

// dutyOf reports whether stopping the clock is this person's work.
func (l *Law) dutyOf(c *Case, k *Clock, userID string) bool {
	for _, p := range l.Duty(c, k) {
		if strings.EqualFold(p.ID, userID) {
			return true
		}
	}
	return false
}

// Duty lists the persons who have to stop a running clock: those who owe the
// state's next step for the clock of the state, else the clock's own party,
// with the next rung where nobody holds it.
func (l *Law) Duty(c *Case, k *Clock) []Person {
	for _, p := range l.ladder(l.dutyParty(c, k)) {
		if people := l.People(c, p, Actor{}); len(people) > 0 {
			return people
		}
	}
	return nil
}

// dutyParty is whose turn it is on a clock. While an opinion is drafted the
// section's clock runs on, but the director has to check it.
func (l *Law) dutyParty(c *Case, k *Clock) Party {
	switch {
	case k.Kind == ClockResolve && c.State == Drafted:
		if d := c.Facts.Draft; d != nil && d.ApprovedBy != "" {
			return PartyDeputy
		}
		return PartyDirector
	case k.Kind == ClockJudge:
		return l.judge(c)
	case k.Owner == PartyOffice:
		return PartyCaseOfficer
	}
	return k.Owner
}
