package models

import (
	"slices"
	"time"
)

// Reckoning is what one step means for a case's alarms and breaches.
type Reckoning struct {
	// Alarms are when the clocks that the step started or moved first tell
	// somebody; Case and At are set, of Clock everything.
	Alarms []Alarm
	// Silent are the clocks, by ID, that have nothing to tell any more.
	Silent []int64
	// Late are dues that had passed when the step stopped or moved their
	// clocks, whether or not a sweep saw it.
	Late []Breach
	// Annulled are breaches that the step disproves.
	Annulled []Annulment
}

// Annulment takes back the breaches of a clock whose due is not before From.
type Annulment struct {
	ClockID int64
	From    time.Time
}

// Reckon compares a case before and after a step. The clocks of both have
// their IDs.
func (l *Law) Reckon(before, after *Case, now time.Time) Reckoning {
	var r Reckoning
	old := map[int64]Clock{}
	for _, k := range before.Clocks {
		old[k.ID] = k
	}
	for i := range after.Clocks {
		k := &after.Clocks[i]
		was, known := old[k.ID]
		delete(old, k.ID)
		if known && was.same(k) && !l.rulesChanged(before, after) {
			continue
		}
		if at := l.NextRung(after, k, k.StartedAt); !at.IsZero() {
			r.Alarms = append(r.Alarms, Alarm{Case: after, Clock: *k, At: at})
		} else if known && was.Running() {
			r.Silent = append(r.Silent, k.ID)
		}
		if known && !was.same(k) {
			l.reckonDue(&r, before, &was, k, now)
		}
	}
	for id := range old { // started by a step that was retracted
		r.Silent = append(r.Silent, id)
		r.Annulled = append(r.Annulled, Annulment{ClockID: id})
	}
	return r
}

// reckonDue keeps the breaches of a changed clock true. A clock that was
// stopped late belongs to the section that had the case until then.
func (l *Law) reckonDue(r *Reckoning, before *Case, was, k *Clock, now time.Time) {
	switch {
	case l.Late(k):
		r.Late = append(r.Late, l.BreachOf(before, k))
	case !k.Running():
		r.Annulled = append(r.Annulled, Annulment{ClockID: k.ID, From: k.StoppedAt})
	case !k.Due.Equal(was.Due) && l.Overdue(was, now):
		r.Late = append(r.Late, l.BreachOf(before, was))
	case !k.Due.Equal(was.Due): // a machine whose clock ran ahead may have seen the old due pass
		r.Annulled = append(r.Annulled, Annulment{ClockID: k.ID, From: now})
	}
}

// same reports that nothing of a clock has changed.
func (c Clock) same(o *Clock) bool {
	return c.Kind == o.Kind && c.Round == o.Round && c.Ref == o.Ref && c.Owner == o.Owner &&
		c.StartedAt.Equal(o.StartedAt) && c.Due.Equal(o.Due) && c.LegalDue.Equal(o.LegalDue) && c.StoppedAt.Equal(o.StoppedAt) &&
		c.StoppedBy == o.StoppedBy && c.StartSeq == o.StartSeq && c.StopSeq == o.StopSeq
}

// Overdue reports that a running clock, which is somebody's duty, has passed
// its due.
func (l *Law) Overdue(k *Clock, now time.Time) bool {
	return k.Running() && !l.Rule(k.Kind).Window && !now.Before(k.Due)
}

// Late reports that a clock was stopped after its due, which is a breach
// unless it was a window.
func (l *Law) Late(k *Clock) bool {
	return !k.Running() && !l.Rule(k.Kind).Window && k.StoppedAt.After(k.Due)
}

// Breach is a due that passed unkept. It is recorded once per clock and due,
// at the due, and never deleted.
type Breach struct {
	CaseID  int64
	ClockID int64
	Clock   ClockKind
	Ref     string
	Round   int
	Section string
	// Due is when it was breached, in UTC.
	Due time.Time
	// Annulled is when a fact that was recorded later disproved it, in UTC;
	// zero while it stands. AnnulledSeq is that entry.
	Annulled    time.Time
	AnnulledSeq int64
}

// BreachOf is the breach of a clock's due by the section that has the case; of
// a supervision letter by the section that got it, which still owes the answer
// when the case has gone to another.
func (l *Law) BreachOf(c *Case, k *Clock) Breach {
	section := c.Section
	i := slices.IndexFunc(c.Facts.Supervisions, func(s Supervision) bool { return s.ID == k.Ref })
	if k.Kind == ClockSupervise && i >= 0 {
		to, _ := l.Bureau.Person(c.Facts.Supervisions[i].To)
		section = to.Section
	}
	return Breach{CaseID: c.ID, ClockID: k.ID, Clock: k.Kind, Ref: k.Ref, Round: k.Round, Section: section, Due: k.Due}
}
