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
	// Starts and Stops are the verbs that do so. Besides them retract undoes
	// what the retracted verb did.
	Starts, Stops []Verb
}

// QuickDays is the length of the quick track in calendar days [S 2(2)].
const QuickDays = 10

// ExtendDays is the longest extension, in days, granted once [R 34].
const ExtendDays = 30

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
