package models

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Decision is one thing that a meeting decided, with who sees to it by when
// [S 3(2)].
type Decision struct {
	Text  string `json:"text"`
	Owner string `json:"owner"`
	Due   Date   `json:"due"`
}

// MostDecisions bounds what one meeting decides.
const MostDecisions = 20

// RecordMeeting is the record of a meeting of the leading group: its day, who
// was there, what was said and decided [S 6(2)]. The day is not in the future
// and a decision's due not in the past.
func (l *Law) RecordMeeting(by Actor, day Date, people, text string, decisions []Decision, now time.Time) (OfficeStep, error) {
	words := Args{ArgDate: day.String(), ArgPerson: people, ArgText: text}
	if err := l.permitBy(VerbRecordMeeting, by, words); err != nil {
		return OfficeStep{}, err
	}
	if day > DateOf(now) {
		return OfficeStep{}, &Error{Code: CodeTooEarly, Verb: VerbRecordMeeting}
	}
	if len(decisions) > MostDecisions {
		return OfficeStep{}, &Error{Code: CodeTooLong, Verb: VerbRecordMeeting, Arg: ArgDecision, Limit: MostDecisions}
	}
	s := stepOf(VerbRecordMeeting, by, now, words)
	for i, d := range decisions {
		if err := l.checkDecision(d, now); err != nil {
			return OfficeStep{}, err
		}
		owner := strings.ToLower(d.Owner)
		s.Duties = append(s.Duties, l.duty(OfficeDuty{
			Kind: ClockDecision, Owner: owner, StartedAt: now, Due: d.Due.End(), Text: d.Text,
		}))
		s.notice(owner, PartyAddressee, d.Due.End(), Args{ArgDate: day.String(), ArgText: d.Text})
		s.Notices[len(s.Notices)-1].Key += ":" + string(rune('a'+i)) // one may own several
	}
	return s, nil
}

func (l *Law) checkDecision(d Decision, now time.Time) error {
	n := utf8.RuneCountInString(d.Text)
	_, known := l.Bureau.Person(d.Owner)
	switch {
	case n < minReason:
		return &Error{Code: CodeTooShort, Verb: VerbRecordMeeting, Arg: ArgDecision, Limit: minReason}
	case n > maxReason:
		return &Error{Code: CodeTooLong, Verb: VerbRecordMeeting, Arg: ArgDecision, Limit: maxReason}
	case !known:
		return &Error{Code: CodeInvalid, Verb: VerbRecordMeeting, Arg: ArgPerson}
	case d.Due < DateOf(now):
		return &Error{Code: CodeInvalid, Verb: VerbRecordMeeting, Arg: ArgDue}
	}
	return nil
}

// AnswerDecision is what became of a decision, told by its owner.
func (l *Law) AnswerDecision(by Actor, d OfficeDuty, text string, now time.Time) (OfficeStep, error) {
	if d.Kind != ClockDecision || !d.Answered.IsZero() || !l.OwesDuty(&d, by.stead()) {
		return OfficeStep{}, &Error{Code: CodeNotOpenMatter, Verb: VerbAnswerDecision}
	}
	words := Args{ArgDecision: d.Text, ArgText: text}
	if err := l.permitBy(VerbAnswerDecision, by, Args{ArgDecision: "open", ArgText: text}); err != nil {
		return OfficeStep{}, err
	}
	s := stepOf(VerbAnswerDecision, by, now, words)
	s.Entry.Duty = d.ID
	l.tell(&s, time.Time{}, words, RoleDirector, RoleViceDirector, RoleClerk)
	return s, nil
}
