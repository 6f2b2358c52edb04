package models

import (
	"maps"
	"slices"
	"time"
)

// retelling is what an outsider makes of a case who is handed its audit
// entries and nothing else: law.md's rows of the three clocks that the ledger
// counts, with figures of its own. The product's clocks are held against it.
type retelling struct {
	submitted time.Time
	section   string
	round     int
	track     string
	extension int // days that were asked for
	accepted  bool
	runs      map[ClockKind]span
	// stopped are the resolve clocks of the round that ran before, the one
	// stopped last at the end; taken are those that a change of section stopped.
	stopped, taken []span
	// passed are dues that were not kept.
	passed map[passing]bool
	before *retelling
}

// span is a running clock as the outsider counts it.
type span struct {
	passing
	start, due, legal time.Time
}

// passing is one due of the ledger, with whose it was.
type passing struct {
	kind    ClockKind
	ref     string
	round   int
	section string
	at      int64 // the due in seconds
}

// retold tells a case's entries again, those that are new. Of a supervision
// letter it is told to whom it went, which its copy says and no entry.
func (b *book) retold() *retelling {
	if b.tale == nil {
		b.tale = &retelling{runs: map[ClockKind]span{}, passed: map[passing]bool{}}
	}
	for _, d := range b.done[b.heard:] {
		if d.Entry.Verb == VerbRetract { // only the last step can be taken back
			b.tale = b.tale.before
			continue
		}
		to := ""
		if n := len(d.Case.Facts.Supervisions); n > 0 {
			p, _ := b.law.Bureau.Person(d.Case.Facts.Supervisions[n-1].To)
			to = p.Section
		}
		b.tale.before = b.tale.copy()
		b.tale.hear(d.Entry, to)
	}
	b.heard = len(b.done)
	return b.tale
}

// holdRetold: the clocks that the ledger counts run as the entries tell.
func (b *book) holdRetold() {
	b.Helper()
	r := b.retold()
	for _, kind := range []ClockKind{ClockAccept, ClockResolve, ClockSupervise} {
		k := b.c.Running(kind, "")
		s, runs := r.runs[kind]
		switch {
		case (k != nil) != runs:
			b.Errorf("%s runs: %t, by the entries %t", kind, k != nil, runs)
		case runs && (!k.Due.Equal(s.due) || !k.LegalDue.Equal(s.legal)):
			b.Errorf("%s is due %s, by law %s; by the entries %s and %s", kind, k.Due, k.LegalDue, s.due, s.legal)
		}
	}
}

func (r *retelling) copy() *retelling {
	c := *r
	c.runs, c.passed = maps.Clone(r.runs), maps.Clone(r.passed)
	c.stopped, c.taken = slices.Clone(r.stopped), slices.Clone(r.taken)
	c.before = nil
	return &c
}

// endOf is 24:00 of the nth day after an instant's.
func endOf(t time.Time, n int) time.Time {
	l := t.In(Zone())
	return time.Date(l.Year(), l.Month(), l.Day()+n+1, 0, 0, 0, 0, Zone())
}

// rolled is endOf, or the end of the next workday.
func rolled(t time.Time, n int) time.Time {
	day := t.In(Zone()).AddDate(0, 0, n)
	for isOff(day) {
		day = day.AddDate(0, 0, 1)
	}
	return endOf(day, 0)
}

// given is the end of the day that a letter names.
func (r *retelling) given(e AuditEntry) time.Time {
	day, err := time.ParseInLocation(time.DateOnly, e.Plain[ArgDue], Zone())
	if err != nil {
		return time.Time{}
	}
	return endOf(day, 0)
}

func (r *retelling) run(k ClockKind, ref, section string, start, due, legal time.Time) {
	r.runs[k] = span{passing{k, ref, r.round, section, due.Unix()}, start, due, legal}
}

// stop ends a clock; one that ended after its due was not kept.
func (r *retelling) stop(at time.Time, kinds ...ClockKind) {
	for _, k := range kinds {
		s, ok := r.runs[k]
		if !ok {
			continue
		}
		delete(r.runs, k)
		if at.After(s.due) {
			r.passed[s.passing] = true
		}
		if k == ClockResolve {
			r.stopped = append(r.stopped, s)
		}
	}
}

// move gives the resolve clock other dues; a due that had passed stays passed.
func (r *retelling) move(at, due, legal time.Time) {
	s, ok := r.runs[ClockResolve]
	if !ok {
		return
	}
	if !at.Before(s.due) {
		r.passed[s.passing] = true
	}
	r.run(ClockResolve, "", s.section, s.start, due, legal)
}

// hear follows one entry.
func (r *retelling) hear(e AuditEntry, addressed string) {
	switch e.Verb {
	case VerbSubmit:
		r.round, r.submitted = 1, e.At
	case VerbAssign, VerbReassign:
		r.give(e)
	case VerbReturn, VerbDecline:
		r.stop(e.At, ClockAccept)
	case VerbAccept:
		r.accept(e)
	case VerbConvert:
		r.track = string(TrackOrdinary)
		if s, ok := r.runs[ClockResolve]; ok && r.round == 1 {
			r.move(e.At, endOf(s.start, 60), s.legal)
		}
	case VerbRequestExtension:
		r.extension = int(e.Plain[ArgDays][0] - '0')
		for _, digit := range e.Plain[ArgDays][1:] {
			r.extension = 10*r.extension + int(digit-'0')
		}
	case VerbExtend:
		s := r.runs[ClockResolve]
		r.move(e.At, endOf(s.due.Add(-time.Hour), r.extension), rolled(s.legal.Add(-time.Hour), r.extension))
	case VerbSupervise, VerbAnswer, VerbRedo, VerbRecordReexamine, VerbWithdraw, VerbHandBack:
		r.hearLetters(e, addressed)
	case VerbApprove, VerbSign:
		if e.To == Formed {
			r.stop(e.At, ClockResolve)
		}
	case VerbDiscontinue:
		r.stop(e.At, ClockResolve)
	case VerbRecall:
		s := r.stopped[len(r.stopped)-1]
		r.run(ClockResolve, "", s.section, s.start, s.due, s.legal)
	}
}

// hearLetters follows the entries of supervision and of further rounds, and
// those that take the case out of the bureau's hands.
func (r *retelling) hearLetters(e AuditEntry, addressed string) {
	switch e.Verb {
	case VerbSupervise:
		due := r.given(e)
		if due.IsZero() {
			due = endOf(workdaysAfter(e.At.In(Zone()), 3), 0)
		}
		r.run(ClockSupervise, "", addressed, e.At, due, time.Time{})
	case VerbAnswer:
		r.stop(e.At, ClockSupervise)
	case VerbRedo:
		r.stop(e.At, ClockSupervise)
		r.again(e.At, r.given(e))
		r.run(ClockSupervise, "", addressed, e.At, r.given(e), time.Time{})
	case VerbRecordReexamine:
		if e.To != Accepted || e.From == Accepted {
			return
		}
		due := r.given(e)
		if due.IsZero() {
			due = endOf(e.Occurred, 60)
		}
		r.again(e.Occurred, due)
	default: // withdrawn, or handed back
		if e.To == Withdrawn {
			r.stop(e.At, ClockAccept, ClockResolve, ClockSupervise)
		}
	}
}

// give is an assignment letter: 3 days for the bureau, 15 for the law from the
// first receipt until somebody accepted.
func (r *retelling) give(e AuditEntry) {
	if s, ok := r.runs[ClockResolve]; ok {
		r.taken = append(r.taken, s)
	}
	r.stop(e.At, ClockAccept, ClockResolve)
	r.section = e.Plain[ArgSection]
	legal := rolled(r.submitted, 15)
	if r.accepted {
		legal = time.Time{}
	}
	r.run(ClockAccept, "", r.section, e.At, endOf(e.At, 3), legal)
}

// accept starts 10 or 60 days; a change of section leaves the law's limit, and
// in a further round the letter's due while it lies ahead.
func (r *retelling) accept(e AuditEntry) {
	r.stop(e.At, ClockAccept)
	r.track, r.accepted = e.Plain[ArgTrack], true
	due, legal := endOf(e.At, 60), rolled(e.At, 60)
	if r.track == string(TrackQuick) {
		due = endOf(e.At, 10)
	}
	for _, s := range r.taken {
		legal = s.legal
		if r.round > 1 && s.due.After(e.At) {
			due = s.due
		}
	}
	r.run(ClockResolve, "", r.section, e.At, due, legal)
}

// again opens a round with a due of its own and the law's 60 days.
func (r *retelling) again(start, due time.Time) {
	r.round++
	r.stopped, r.taken = nil, nil
	r.run(ClockResolve, "", r.section, start, due, rolled(start, 60))
}

// missed are the dues that were not kept by now.
func (r *retelling) missed(now time.Time) map[passing]bool {
	out := maps.Clone(r.passed)
	for _, s := range r.runs {
		if !now.Before(s.due) {
			out[s.passing] = true
		}
	}
	return out
}
