package models

import (
	"strings"
	"time"
)

// OfficeEntry is one thing done that is not about the way of a case: issued,
// explained, excused, referred, a meeting and its answers [S 5, 6]. Entries
// are only added, never changed.
type OfficeEntry struct {
	ID   int64
	Verb Verb
	// Actor is the userid in lower case; For is whom the actor stood in for,
	// which Args keep as ArgAbsent.
	Actor string
	For   string
	At    time.Time
	// Section is the one that an entry of accountability is about.
	Section string
	// CaseID, Number and Round name the exceeding that it is about; zero where
	// it is about none.
	CaseID int64
	Number string
	Round  int
	// Duty is the duty that it answers, 0 for none.
	Duty int64
	// Fact is unique where a thing counts once; empty where it may be repeated.
	Fact string
	// Args are the words; sealed at rest.
	Args Args
	// Letters are those that it issued.
	Letters []OfficeLetter
}

// OfficeLetter is a letter that belongs to no case. It is numbered with those
// that do, gapless per kind and year.
type OfficeLetter struct {
	Number   LetterNumber
	Snapshot Snapshot // sealed at rest
}

// OfficeDuty is what somebody owes by a date outside of any case: an
// explanation, or the result of what a meeting decided.
type OfficeDuty struct {
	ID int64
	// Entry started it.
	Entry int64
	Kind  ClockKind
	// Section owes an explanation, by its chief of the day; Owner is the userid
	// that a meeting named.
	Section string
	Owner   string
	// Which is the kind of letter that an explanation answers.
	Which     LetterKind
	StartedAt time.Time
	// Due is 24:00 of the last day in Asia/Shanghai.
	Due time.Time
	// Answered is zero while it is owed.
	Answered time.Time
	// Text is what a meeting decided; sealed at rest.
	Text string
	// RemindAt is when it next tells somebody; zero is never.
	RemindAt time.Time
}

// OfficeStep is an entry with everything that follows from it. It becomes
// true in one transaction, or not at all.
type OfficeStep struct {
	Entry   OfficeEntry
	Duties  []OfficeDuty
	Notices []Notice
}

// OfficeQuery is which entries are looked for.
type OfficeQuery struct {
	// Section limits to one; empty means all.
	Section string
	Verbs   []Verb
	// Since is the earliest moment.
	Since time.Time
}

// notice is a push about an entry; its key becomes unique with the entry's ID.
func (s *OfficeStep) notice(to string, as Party, due time.Time, words Args) {
	s.Notices = append(s.Notices, Notice{
		Key: string(s.Entry.Verb) + ":" + string(as) + ":" + strings.ToLower(to), To: Person{ActorStaff, strings.ToLower(to)},
		Verb: s.Entry.Verb, As: as, Due: due, Data: words, At: s.Entry.At,
	})
}

// tell pushes to everybody with one of the roles, but nobody twice and never
// the actor.
func (l *Law) tell(s *OfficeStep, due time.Time, words Args, roles ...Role) {
	told := map[string]bool{s.Entry.Actor: true}
	for _, n := range s.Notices {
		told[n.To.ID] = true
	}
	for _, role := range roles {
		for _, id := range l.role(role) {
			if id = strings.ToLower(id); !told[id] {
				told[id] = true
				s.notice(id, Party(role), due, words)
			}
		}
	}
}

// stepOf begins a step of somebody, in whosever place.
func stepOf(v Verb, by Actor, now time.Time, words Args) OfficeStep {
	s := stepBy(v, by.ID, now, words)
	if by.For != "" {
		s.Entry.For = strings.ToLower(by.For)
		s.Entry.Args = words.clone()
		s.Entry.Args[ArgAbsent] = s.Entry.For
	}
	return s
}

// stepBy begins a step of the actor.
func stepBy(v Verb, actor string, now time.Time, words Args) OfficeStep {
	return OfficeStep{Entry: OfficeEntry{Verb: v, Actor: strings.ToLower(actor), At: now, Args: words}}
}
