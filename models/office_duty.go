package models

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// DutyOwner is the userid of whoever owes a duty now: for an explanation the
// section's chief of the day; empty where it has none.
func (l *Law) DutyOwner(d *OfficeDuty) string {
	if d.Kind != ClockExplain {
		return strings.ToLower(d.Owner)
	}
	chief, _ := l.Bureau.ChiefOf(d.Section)
	return strings.ToLower(chief.UserID)
}

// OwesDuty reports whether a duty is this person's.
func (l *Law) OwesDuty(d *OfficeDuty, userID string) bool {
	owner := l.DutyOwner(d)
	return owner != "" && strings.EqualFold(owner, userID)
}

// clock is a duty as the clocks of cases are counted.
func (d *OfficeDuty) clock() *Clock {
	return &Clock{Kind: d.Kind, Round: 1, StartedAt: d.StartedAt, Due: d.Due, StoppedAt: d.Answered}
}

// duty sets when a new duty first tells of itself.
func (l *Law) duty(d OfficeDuty) OfficeDuty {
	l = l.On(DateOf(d.StartedAt))
	d.RemindAt = l.NextRung(&Case{}, d.clock(), d.StartedAt)
	return d
}

// SweepDuty is what a duty tells by now, like the clock of a case: the
// reminders and the next moment. After an outage each person hears the last of
// what was missed.
func (l *Law) SweepDuty(d *OfficeDuty, now time.Time) ([]Notice, time.Time) {
	l = l.On(DateOf(d.StartedAt)) // what is owed keeps the rules that it began under
	k := d.clock()
	if !k.Running() {
		return nil, time.Time{}
	}
	var out []Notice
	var told []string
	for _, r := range slices.Backward(l.Rungs(&Case{}, k, d.RemindAt, now)) {
		for _, id := range l.dutyTold(d, r) {
			if slices.Contains(told, id) {
				continue
			}
			told = append(told, id)
			out = append(out, l.dutyNotice(d, r, id, now))
		}
	}
	return out, l.NextRung(&Case{}, k, now)
}

func (l *Law) dutyNotice(d *OfficeDuty, r Rung, to string, now time.Time) Notice {
	as := PartyRung
	if l.OwesDuty(d, to) {
		as = PartyAddressee
	}
	verb := VerbExplain
	if d.Kind == ClockDecision {
		verb = VerbAnswerDecision
	}
	return Notice{
		Key: fmt.Sprintf("duty:%d:%d:%s:%s", d.ID, d.Due.Unix(), r.Name(), to), To: Person{ActorStaff, to},
		Verb: verb, Rung: r.Name(), As: as, Due: d.Due, At: l.StaffMoment(now, d.Due),
		Data: Args{ArgText: d.Text, ArgSection: d.Section, ArgPerson: l.DutyOwner(d), ArgWhich: string(d.Which)},
	}
}

// dutyTold lists who hears of a rung: the owner, and past the due the next
// above who was not told yet.
func (l *Law) dutyTold(d *OfficeDuty, r Rung) []string {
	owner := l.DutyOwner(d)
	if r.Kind == RungDue {
		return nil
	}
	told := []string{owner}
	if r.Kind != RungOver || r.Days == 0 {
		return slices.DeleteFunc(told, func(id string) bool { return id == "" })
	}
	var now []string
	for _, s := range l.Bureau.Options.steps() {
		if s.After > r.Days {
			break
		}
		for _, id := range l.role(Role(s.Party)) {
			if id = strings.ToLower(id); !slices.Contains(told, id) {
				told = append(told, id)
				if s.After == r.Days {
					now = append(now, id)
				}
			}
		}
	}
	if len(now) == 0 {
		return slices.DeleteFunc([]string{owner}, func(id string) bool { return id == "" })
	}
	return now
}
