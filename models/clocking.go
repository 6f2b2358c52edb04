package models

import (
	"fmt"
	"time"
)

// start starts a clock of the current round by its rule; it counts from when
// the fact happened.
func (s *step) start(kind ClockKind, ref string) *Clock {
	rule := s.law.Rule(kind)
	cutOff := s.law.Bureau.Options.CutOff
	k := Clock{
		Kind: kind, Round: s.c.Round, Ref: ref, Owner: rule.Owner, StartedAt: s.occurred,
		Due: s.law.Calendar.Due(s.occurred, rule.Bureau, cutOff), StartSeq: s.c.AuditCount + 1,
	}
	if rule.HasLegal {
		k.LegalDue = s.law.Calendar.Due(s.occurred, rule.Legal, cutOff)
	}
	s.c.Clocks = append(s.c.Clocks, k)
	return &s.c.Clocks[len(s.c.Clocks)-1]
}

// startUntil starts a clock with a due of its own.
func (s *step) startUntil(kind ClockKind, ref string, due time.Time) {
	s.start(kind, ref).Due = due
}

// stop stops every running clock of a kind, or the one with the reference.
func (s *step) stop(kind ClockKind, ref string) {
	for i := range s.c.Clocks {
		k := &s.c.Clocks[i]
		if k.Kind == kind && k.Running() && (ref == "" || k.Ref == ref) {
			s.halt(k)
		}
	}
}

// halt stops one clock when the fact happened, but not before it started: a
// fact of the past may be recorded after another that started it.
func (s *step) halt(k *Clock) {
	k.StoppedAt, k.StoppedBy, k.StopSeq = s.occurred, s.r.Verb, s.c.AuditCount+1
	if k.StoppedAt.Before(k.StartedAt) {
		k.StoppedAt = k.StartedAt
	}
}

func (s *step) stopAll(kinds ...ClockKind) {
	for _, k := range kinds {
		s.stop(k, "")
	}
}

// owe starts the same-day clock to enter a fact into the provincial system.
// Facts that a petitioner makes at night may wait for the next workday's end.
func (s *step) owe(fact string) {
	ref := fmt.Sprintf("%s:%d", fact, s.c.Round)
	k := s.start(ClockEnter, ref)
	if s.r.Actor.Kind == ActorPetitioner {
		k.Due = s.law.Calendar.Due(s.occurred, s.law.byPetitioner(ClockEnter), s.law.Bureau.Options.CutOff)
	}
}

// letter issues a letter of this step: its number is drawn later, last in the
// transaction. Letters to a petitioner owe a delivery.
func (s *step) letter(kind LetterKind, snap Snapshot) {
	c := s.c
	snap = s.law.snapshot(c, snap, s.at)
	l := Letter{
		Number: LetterNumber{Kind: kind, Year: s.at.In(Zone()).Year()}, Round: c.Round,
		Seq: c.AuditCount + 1, At: s.at, Snapshot: snap, ToPetitioner: toPetitioner(kind) && s.reachable(),
	}
	c.Letters = append(c.Letters, l)
	s.letters = append(s.letters, len(c.Letters)-1)
	if l.ToPetitioner {
		s.start(ClockDeliver, l.Ref())
	}
}

// snapshot adds to what is special about a letter what every letter of a case
// says.
func (l *Law) snapshot(c *Case, snap Snapshot, at time.Time) Snapshot {
	snap.CaseNumber, snap.Petitioner, snap.Claim = c.Number, c.Words.Petitioner.Name, c.Words.Claim
	snap.Submitted, snap.Date, snap.Organ = c.SubmittedAt, at, l.Bureau.Organ
	snap.Class, snap.Track = c.Class, c.Facts.Track
	if cat, ok := l.Bureau.Category(c.Category); ok {
		snap.Category = cat.Name
	}
	if sec, ok := l.Bureau.Section(c.Section); ok {
		snap.Section = sec.Name
	}
	return snap
}

// reachable reports whether a written notice is owed: not without a name or
// an address to send it to [R 23]. An anonymous petitioner who wrote in chat
// can still read it there.
func (s *step) reachable() bool {
	return !s.c.Anonymous || len(s.c.Accounts()) > 0
}

// toPetitioner tells letters that leave the bureau from those between units.
func toPetitioner(kind LetterKind) bool {
	switch kind {
	case LetterAcceptance, LetterDecline, LetterExtension, LetterDiscontinue, LetterOpinion, LetterAdministrative, LetterDecision:
		return true
	}
	return false
}

// Ref names a letter within its case.
func (l Letter) Ref() string { return fmt.Sprintf("%s:%d", l.Number.Kind, l.Seq) }

// LetterByRef finds a valid letter of the case, or nil.
func (c *Case) LetterByRef(ref string) *Letter {
	for i := range c.Letters {
		if c.Letters[i].Ref() == ref && !c.Letters[i].Void {
			return &c.Letters[i]
		}
	}
	return nil
}

// void marks a letter as void: its number is kept and never used again.
func (s *step) void(kinds ...LetterKind) {
	if l := s.c.LastLetter(kinds...); l != nil {
		l.Void = true
		s.stop(ClockDeliver, l.Ref())
	}
}

// close ends the work on a case: duties of the handling stop, the archive
// clock starts; what is still owed (letters, entries, execution, answers,
// reports) runs on.
func (s *step) close(to State, how Ending) {
	s.c.State = to
	s.c.Facts.Ending, s.c.Facts.ClosedAt = how, s.occurred
	s.stopAll(ClockRegister, ClockAssign, ClockAccept, ClockResolve, ClockRate, ClockJudge, ClockFollowUp)
	s.stop(ClockArchive, "")
	s.start(ClockArchive, "")
}

// dropSupervision withdraws the open supervision: the case leaves the bureau's
// hands, or another letter takes its place.
func (s *step) dropSupervision() {
	if open := s.c.OpenSupervision(); open != nil {
		open.Withdrawn = true
		s.stop(ClockSupervise, open.ID)
	}
}

// reopen begins another round after a case was, or was about to be, closed.
func (s *step) reopen(due time.Time) {
	c := s.c
	s.stopAll(ClockRate, ClockJudge, ClockFollowUp, ClockArchive, ClockReexamine, ClockExecute)
	c.State = Accepted
	c.Round++
	f := &c.Facts
	f.Draft, f.Judgement, f.Extension, f.Execution, f.Contacts = nil, nil, nil, nil, nil
	if !f.Review.running() {
		f.Review = nil // the next round may be reviewed too
	}
	f.Ending, f.ClosedAt = "", time.Time{}
	c.Words.Findings, c.Words.Basis, c.Words.Opinion = "", "", ""
	s.start(ClockResolve, "").Due = due
}
