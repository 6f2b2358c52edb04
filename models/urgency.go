package models

import (
	"slices"
	"time"
)

// UrgentRow is a push to staff that goes out at any hour of any day. All
// others wait for the end of the quiet hours of a workday.
type UrgentRow struct {
	Verb Verb
	// Secret limits the row to confidential cases.
	Secret bool
	// File is set instead of Verb where the push is a letter's file.
	File LetterKind
	// Why says what the night would cost.
	Why string
}

// UrgentRows is the table of what does not wait. Besides it nothing waits that
// is due before it could be told, and nobody waits for an answer to what they
// wrote themselves.
func UrgentRows() []UrgentRow {
	return []UrgentRow{
		{Verb: VerbSupervise, Why: "a supervision letter follows a delay, and its due runs"},
		{Verb: VerbRedo, Why: "it brings a supervision letter, and the round's clocks run"},
		{File: LetterSupervision, Why: "the letter goes with the push that tells of it"},
		{Verb: VerbInstruct, Why: "a leader's instruction reaches chief and director at once"},
		{Verb: VerbSubmit, Secret: true, Why: "an accusation is known to its officers alone: nobody else looks after it"},
		{Verb: VerbRecuse, Secret: true, Why: "an officer has stepped out of an accusation: the next above must know"},
		{Verb: VerbRelieve, Secret: true, Why: "an officer of an accusation has left: the next above must know"},
	}
}

// urgent reports whether a push stands in the table.
func urgent(n Notice) bool {
	return slices.ContainsFunc(UrgentRows(), func(r UrgentRow) bool {
		if r.File != "" {
			return n.Rung == RungFile && n.Letter.Kind == r.File
		}
		return r.Verb == n.Verb && (n.Confidential || !r.Secret)
	})
}

// Moment is when a push may go out that is owed at now. Staff are written to
// outside of the quiet hours of workdays, petitioners between 8:00 and 21:00.
// What answers its reader does not wait; what the clocks tell has its own
// moment already.
func (l *Law) Moment(n Notice, now time.Time) time.Time {
	at := n.At
	if at.Before(now) {
		at = now
	}
	switch {
	case n.Reply, len(n.Lines) > 0:
		return at
	case n.To.Kind == ActorPetitioner:
		return PetitionerMoment(at)
	case urgent(n):
		return at
	}
	due := n.Due
	if !n.Soonest.IsZero() {
		due = n.Soonest
	}
	late := l.StaffMoment(at, due)
	if due.After(at) && !late.Before(due) {
		return at // it would come when it is too late
	}
	return late
}

// soonest is the nearest due that a step gave a person: it may be nearer than
// that of what the case waits for, such as an entry due the same day.
func (s *step) soonest(to Person) time.Time {
	var first time.Time
	for i := range s.c.Clocks {
		k := &s.c.Clocks[i]
		mine := k.Running() && k.StartSeq == s.c.AuditCount+1 && !s.law.Rule(k.Kind).Window && s.law.dutyOf(s.c, k, to.ID)
		if mine && (first.IsZero() || k.Due.Before(first)) {
			first = k.Due
		}
	}
	return first
}

// Told is one push of several that are told together.
type Told struct {
	Number       string    `json:"number"`
	Category     string    `json:"category,omitempty"`
	Confidential bool      `json:"confidential,omitempty"`
	Verb         Verb      `json:"verb"`
	As           Party     `json:"as"`
	State        State     `json:"state"`
	For          string    `json:"for,omitempty"`
	Due          time.Time `json:"due,omitzero"`
	// Void says that the letter of it is void by now.
	Void bool `json:"void,omitempty"`
}

// RungHeld marks a notice that tells together what waited for its reader's
// working hours.
const RungHeld = "held"

// Together makes one notice of several that waited for the same person, in
// their order.
func Together(held []Notice, now time.Time) Notice {
	n := Notice{Key: "held:" + held[0].Key, To: held[0].To, Rung: RungHeld, Reply: true, At: now}
	for _, h := range held {
		n.Held = append(n.Held, Told{
			Number: h.Number, Category: h.Category, Confidential: h.Confidential, Verb: h.Verb, As: h.As, State: h.State, For: h.For, Due: h.Due,
			Void: h.Void,
		})
	}
	return n
}
