package models

import "time"

// ClockKind names one of the law's clocks.
type ClockKind string

// The clocks of a case and of the ledger.
const (
	ClockRegister  ClockKind = "register"
	ClockAssign    ClockKind = "assign"
	ClockAccept    ClockKind = "accept"
	ClockResolve   ClockKind = "resolve"
	ClockEnter     ClockKind = "enter"
	ClockDeliver   ClockKind = "deliver"
	ClockRate      ClockKind = "rate"
	ClockJudge     ClockKind = "judge"
	ClockFollowUp  ClockKind = "followup"
	ClockSupervise ClockKind = "supervise"
	ClockExecute   ClockKind = "execute"
	ClockExplain   ClockKind = "explain"
	ClockReport    ClockKind = "report"
	ClockReexamine ClockKind = "reexamine"
	ClockObject    ClockKind = "object"
	ClockDecision  ClockKind = "decision"
	ClockArchive   ClockKind = "archive"
)

// Span is a length of time as the rules count it.
type Span struct {
	Days     int  // 0 is the same day
	Workdays bool // count workdays, not calendar days
	Roll     bool // a due on a day off moves to the next workday
	CutOff   bool // a start after the cut-off hour, or on a day off, counts from the next workday
}

// ClockRule is one row of the clock table.
type ClockRule struct {
	Kind ClockKind
	// Bureau is what the bureau is measured by [S].
	Bureau Span
	// Legal is the Regulation's limit; HasLegal says there is one.
	Legal    Span
	HasLegal bool
	Owner    Party
	// Ledger clocks count as a breach of the section's accountability.
	Ledger bool
	// Window clocks are a person's right to act, not anybody's duty: their
	// end is no breach.
	Window bool
	// Given clocks take their due from the verb that starts them; Bureau is
	// then the default.
	Given   bool
	Article string
}

// QuickDays is the length of the quick track in calendar days [S 2(2)].
const QuickDays = 10

// ExtendDays is the longest extension, in days, granted once [R 34].
const ExtendDays = 30

// ClockRows is the table of clocks with the law's own lengths.
func ClockRows() []ClockRule {
	day := func(n int) Span { return Span{Days: n} }
	work := func(n int) Span { return Span{Days: n, Workdays: true} }
	legal := func(n int) Span { return Span{Days: n, Roll: true} }
	return []ClockRule{
		{Kind: ClockRegister, Bureau: Span{CutOff: true}, Owner: PartyOffice, Article: "S 2(2)"},
		{Kind: ClockAssign, Bureau: work(1), Owner: PartyDeputy, Article: "D"},
		{Kind: ClockAccept, Bureau: day(3), Legal: legal(15), HasLegal: true, Owner: PartyChief, Ledger: true, Article: "S 4(2), R 22-23"},
		{Kind: ClockResolve, Bureau: day(60), Legal: legal(60), HasLegal: true, Owner: PartyHandler, Ledger: true, Article: "S 2(2), R 34"},
		{Kind: ClockEnter, Bureau: day(0), Owner: PartyOffice, Article: "S 4(2)"},
		{Kind: ClockDeliver, Bureau: day(3), Owner: PartyOffice, Article: "S 4(2)"},
		{Kind: ClockRate, Bureau: legal(30), Owner: PartyPetitioner, Window: true, Article: "N"},
		{Kind: ClockJudge, Bureau: work(3), Owner: PartyDirector, Article: "D"},
		{Kind: ClockFollowUp, Bureau: day(30), Owner: PartyChief, Article: "S 4(3)"},
		{Kind: ClockSupervise, Bureau: work(3), Owner: PartyAddressee, Ledger: true, Given: true, Article: "S 4(3)"},
		{Kind: ClockExecute, Bureau: day(30), Owner: PartyChief, Given: true, Article: "R 32"},
		{Kind: ClockExplain, Bureau: work(5), Owner: PartyChief, Article: "S 5(2)"},
		{Kind: ClockReport, Bureau: day(60), Owner: PartyOffice, Given: true, Article: "R 23"},
		{Kind: ClockReexamine, Bureau: legal(30), Owner: PartyPetitioner, Window: true, Article: "R 35"},
		{Kind: ClockObject, Bureau: legal(30), Owner: PartyPetitioner, Window: true, Article: "D"},
		{Kind: ClockDecision, Bureau: day(0), Owner: PartyAddressee, Given: true, Article: "S 3(2)"},
		{Kind: ClockArchive, Bureau: day(30), Owner: PartyOffice, Article: "S 4(5)"},
	}
}

// Clock is one running or stopped clock of a case.
type Clock struct {
	ID    int64
	Kind  ClockKind
	Round int
	// Ref tells clocks of one kind apart: the fact to enter, the letter to
	// deliver, the supervision to answer. Empty where there is only one.
	Ref string
	// Owner is who owes the step that stops it.
	Owner Party
	// StartedAt is when what it measures began.
	StartedAt time.Time
	// Due is the bureau's due, LegalDue the law's: both 24:00 in
	// Asia/Shanghai. LegalDue is zero where there is none.
	Due      time.Time
	LegalDue time.Time
	// StoppedAt is zero while it runs; StoppedBy is the verb that stopped it.
	StoppedAt time.Time
	StoppedBy Verb
	// StartSeq and StopSeq are the audit entries that did it, so that a
	// retracted step can be undone exactly.
	StartSeq, StopSeq int64
}

// Running reports whether nothing has stopped the clock yet.
func (c Clock) Running() bool { return c.StoppedAt.IsZero() }

// Breached reports whether the bureau's due had passed at now, or when the
// clock was stopped.
func (c Clock) Breached(now time.Time) bool {
	end := now
	if !c.StoppedAt.IsZero() {
		end = c.StoppedAt
	}
	return end.After(c.Due)
}
