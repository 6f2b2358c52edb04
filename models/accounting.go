package models

import (
	"slices"
	"strings"
	"time"
)

// Issue is what follows when the director issues the letters that an exceeding
// owes: the circular after a section's first of the year; after a further one
// the interview notice and the circular with criticism [S 5(2)-(3)]. The
// section then owes a written explanation. Letters are what they say, as the
// director confirmed it; a kind that the exceeding does not owe is refused.
func (l *Law) Issue(by Actor, e Exceeding, letters []OfficeLetter, now time.Time) (OfficeStep, error) {
	if len(letters) == 0 || e.Owed() != letters[0].Number.Kind {
		return OfficeStep{}, &Error{Code: CodeNotOpenMatter, Verb: VerbIssue}
	}
	which, text := letters[0].Number.Kind, letters[0].Snapshot.Text
	words := Args{ArgWhich: string(which), ArgSection: e.Section, ArgReason: text}
	if err := l.permitBy(VerbIssue, by, words); err != nil {
		return OfficeStep{}, err
	}
	s := stepOf(VerbIssue, by, now, words)
	s.about(e)
	section := e.Section
	if sec, ok := l.Bureau.Section(e.Section); ok {
		section = sec.Name
	}
	for i := range letters {
		letters[i].Number.Year = now.In(Zone()).Year()
		letters[i].Snapshot.Organ, letters[i].Snapshot.Date, letters[i].Snapshot.Section = l.Bureau.Organ, now, section
		letters[i].Snapshot.CaseNumber, letters[i].Snapshot.Due = e.Number, e.Due
	}
	s.Entry.Letters = letters
	due := l.ExplainDue(now)
	d := OfficeDuty{Kind: ClockExplain, Section: e.Section, Which: which, StartedAt: now, Due: due}
	s.Duties = []OfficeDuty{l.duty(d)}
	told := Args{ArgWhich: string(which), ArgSection: e.Section, ArgText: text}
	if chief, ok := l.Bureau.ChiefOf(e.Section); ok {
		s.notice(chief.UserID, PartyAddressee, due, told)
	}
	shown := told
	if len(letters) > 1 { // everybody else reads the circular
		shown = Args{ArgWhich: string(which), ArgSection: e.Section, ArgText: letters[1].Snapshot.Text}
	}
	l.tell(&s, due, told, RoleHead, RoleDeputy, RoleViceDirector)
	l.tell(&s, time.Time{}, shown, RoleChief)
	for i := range s.Notices {
		n := &s.Notices[i]
		n.Letter = LetterNumber{Kind: which, Year: letters[0].Number.Year}
		if n.As == PartyChief {
			n.Letter.Kind = LetterCircular
		}
	}
	return s, nil
}

// ExplainDue is when an explanation is due that is asked for now.
func (l *Law) ExplainDue(now time.Time) time.Time {
	return l.Calendar.Due(now, l.On(DateOf(now)).Rule(ClockExplain).Bureau, 0)
}

func (s *OfficeStep) about(e Exceeding) {
	s.Entry.Section, s.Entry.CaseID, s.Entry.Number, s.Entry.Round = e.Section, e.CaseID, e.Number, e.Round
	s.Entry.Fact = e.fact(s.Entry.Verb)
}

// Explain is a chief's written explanation: the cause, and what is corrected
// [S 5(2)].
func (l *Law) Explain(by Actor, d OfficeDuty, cause, cure string, now time.Time) (OfficeStep, error) {
	words := Args{ArgReason: cause, ArgText: cure}
	if err := l.permitBy(VerbExplain, by, words); err != nil {
		return OfficeStep{}, err
	}
	if d.Kind != ClockExplain || !d.Answered.IsZero() || !l.OwesDuty(&d, by.stead()) {
		return OfficeStep{}, &Error{Code: CodeNotOpenMatter, Verb: VerbExplain}
	}
	s := stepOf(VerbExplain, by, now, words)
	s.Entry.Section, s.Entry.Duty = d.Section, d.ID
	told := Args{ArgSection: d.Section, ArgReason: cause, ArgText: cure, ArgWhich: string(d.Which)}
	roles := []Role{RoleDirector, RoleViceDirector}
	if d.Which == LetterInterview { // the report goes to the party group, whom the head leads
		roles = append(roles, RoleHead)
	}
	l.tell(&s, time.Time{}, told, roles...)
	return s, nil
}

// Excuse takes an exceeding out of the count, for a reason. Nobody excuses what
// they approved late themselves: then it is the head's to decide; and whoever
// stands in for another does not excuse their own section. History are the
// case's audit entries.
func (l *Law) Excuse(by Actor, e Exceeding, history []AuditEntry, reason string, now time.Time) (OfficeStep, error) {
	words := Args{ArgLinked: e.Number, ArgReason: reason}
	switch err := l.permitBy(VerbExcuse, by, words); {
	case err != nil:
		return OfficeStep{}, err
	case e.Excuse != nil:
		return OfficeStep{}, &Error{Code: CodeTwice, Verb: VerbExcuse}
	case e.Nth == 0:
		return OfficeStep{}, &Error{Code: CodeNotOpenMatter, Verb: VerbExcuse}
	case approved(history, e.Round, by.ID), approved(history, e.Round, by.For), by.For != "" && l.isOf(e.Section, by.ID):
		return OfficeStep{}, &Error{Code: CodeOwnWork, Verb: VerbExcuse}
	}
	s := stepOf(VerbExcuse, by, now, words)
	s.about(e)
	told := Args{ArgSection: e.Section, ArgLinked: e.Number, ArgReason: reason}
	if chief, ok := l.Bureau.ChiefOf(e.Section); ok {
		s.notice(chief.UserID, PartyChief, time.Time{}, told)
	}
	l.tell(&s, time.Time{}, told, RoleDirector, RoleHead)
	return s, nil
}

// approved reports whether somebody approved or signed an opinion of a round.
func approved(history []AuditEntry, round int, userID string) bool {
	return slices.ContainsFunc(history, func(e AuditEntry) bool {
		return e.Round == round && (e.Verb == VerbApprove || e.Verb == VerbSign) && strings.EqualFold(e.Actor.ID, userID)
	})
}

// Refer opens a section's file for the party group. It is about gravity and
// never follows from a count [S 5(4)].
func (l *Law) Refer(actor, section, reason string, now time.Time) (OfficeStep, error) {
	words := Args{ArgSection: section, ArgReason: reason}
	if err := l.PermitOffice(VerbRefer, actor, words); err != nil {
		return OfficeStep{}, err
	}
	s := stepBy(VerbRefer, actor, now, words)
	s.Entry.Section = section
	l.tell(&s, time.Time{}, words, RoleDeputy, RoleDirector)
	return s, nil
}
