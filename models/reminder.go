package models

import (
	"slices"
	"strconv"
	"time"
)

// Reminder is one rung of a clock owed to one person.
type Reminder struct {
	// Key is unique: the clock, its due, the rung and the person.
	Key    string
	CaseID int64
	Number string
	Clock  ClockKind
	Ref    string
	// StartSeq and Due tell whether the clock still runs as it did.
	StartSeq int64
	Due      time.Time
	Rung     string
	To       Person
	// At is the first moment at which the person may be told.
	At time.Time
}

// Alarm is a running clock that has something to tell.
type Alarm struct {
	Case  *Case
	Clock Clock
	// At is the first moment not dealt with.
	At time.Time
}

// Sweep is what follows from one alarm.
type Sweep struct {
	Alarm Alarm
	// Breach is set when the clock has passed its due.
	Breach    bool
	Reminders []Reminder
	// Next is the next moment; zero where there is none.
	Next time.Time
}

// Sweep deals with what a clock has to tell up to now. After an outage each
// person hears the last of what was missed, not all of it.
func (l *Law) Sweep(a Alarm, now time.Time) Sweep {
	if !a.Clock.Running() {
		return Sweep{Alarm: a} // it tells nothing, and rings no more
	}
	s := Sweep{Alarm: a, Breach: l.Overdue(&a.Clock, now), Next: l.NextRung(a.Case, &a.Clock, now)}
	rungs := l.Rungs(a.Case, &a.Clock, a.At, now)
	slices.Reverse(rungs)
	var told []Person
	for _, r := range rungs {
		for _, p := range l.Told(a.Case, &a.Clock, r) {
			if !slices.Contains(told, p) {
				told = append(told, p)
				s.Reminders = append(s.Reminders, l.reminder(a, r, p, now))
			}
		}
	}
	return s
}

func (l *Law) reminder(a Alarm, r Rung, to Person, now time.Time) Reminder {
	k, at := &a.Clock, r.At
	if now.After(at) {
		at = now
	}
	if to.Kind == ActorPetitioner {
		at = PetitionerMoment(at)
	} else {
		at = l.StaffMoment(at, k.Due)
	}
	out := Reminder{
		CaseID: a.Case.ID, Number: a.Case.Number, Clock: k.Kind, Ref: k.Ref, StartSeq: k.StartSeq, Due: k.Due,
		Rung: r.Name(), To: to, At: at,
	}
	out.Key = out.Unique()
	return out
}

// Unique is the key of a reminder, made of everything but when it is told.
func (r *Reminder) Unique() string {
	b := append(make([]byte, 0, 96), 'c')
	b = append(strconv.AppendInt(b, r.CaseID, 10), ':')
	b = append(append(b, r.Clock...), ':')
	b = append(append(b, r.Ref...), ':')
	b = append(strconv.AppendInt(b, r.StartSeq, 10), ':')
	b = append(strconv.AppendInt(b, r.Due.Unix(), 10), ':')
	b = append(append(b, r.Rung...), ':')
	b = append(append(b, r.To.Kind...), ':')
	return string(append(b, r.To.ID...))
}

// Line is one clock as a reminder tells of it.
type Line struct {
	Number   string    `json:"number"`
	Category string    `json:"category,omitempty"` // empty on confidential cases [R 30]
	Secret   bool      `json:"secret,omitempty"`
	State    State     `json:"state"`
	Clock    ClockKind `json:"clock"`
	Ref      string    `json:"ref,omitempty"`
	Rung     string    `json:"rung"`
	Due      time.Time `json:"due"`
	LegalDue time.Time `json:"legal_due,omitzero"`
	// Turn are the userids of those who owe the step; empty on confidential
	// cases.
	Turn []string `json:"turn,omitempty"`
}

// Line words nothing: it gathers what a reminder says of its clock. It is
// false when the clock was stopped or moved meanwhile, and nothing is owed.
func (l *Law) Line(c *Case, r Reminder) (Line, bool) {
	i := slices.IndexFunc(c.Clocks, func(k Clock) bool {
		return k.Running() && k.Kind == r.Clock && k.Ref == r.Ref && k.StartSeq == r.StartSeq && k.Due.Equal(r.Due)
	})
	if i < 0 || (r.To.Kind == ActorStaff && !l.MaySee(c, Actor{Kind: ActorStaff, ID: r.To.ID})) {
		return Line{}, false
	}
	k := &c.Clocks[i]
	line := Line{Number: c.Number, State: c.State, Clock: k.Kind, Ref: k.Ref, Rung: r.Rung, Due: k.Due, LegalDue: k.LegalDue}
	if c.Confidential && r.To.Kind == ActorStaff {
		line.Secret = true
		return line, true
	}
	line.Category = c.Category
	for _, p := range l.Duty(c, k) {
		line.Turn = append(line.Turn, p.ID)
	}
	return line, true
}
