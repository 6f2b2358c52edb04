package models

import "time"

// Reach is what is known of writing to one person unasked: what opened the
// platform's windows for free messages, and what was used of them.
type Reach struct {
	// Known is false for somebody who has not spoken to us yet, as far as the
	// ledger tells.
	Known bool
	// Left says that the person no longer follows the account.
	Left bool
	// SpokeAt is when the person last sent a message, SpokenSent how many free
	// messages went out since; in UTC.
	SpokeAt    time.Time
	SpokenSent int
	// TouchedAt is when the person last followed, scanned or tapped the menu,
	// TouchedSent how many free messages that paid for since; in UTC.
	TouchedAt   time.Time
	TouchedSent int
	// PacedAt is when everything sent to a member of the staff would have gone
	// out at an even pace; in UTC.
	PacedAt time.Time
}

// Allowance says what a sent message is counted against.
type Allowance string

// What is counted.
const (
	AllowanceNone    Allowance = ""        // nothing is counted
	AllowanceSpoken  Allowance = "spoken"  // the window that a message opened
	AllowanceTouched Allowance = "touched" // the window that a tap opened
	AllowancePaced   Allowance = "paced"   // the pace of a member of the staff: Sending.PacedAt
)

// Refusal is a way that refused a notice before another was tried.
type Refusal struct {
	Way     string
	Failure string // class, as in Sending
	Code    int
}

// Try is one finished try to send a claimed notice.
type Try struct {
	Claimed
	Sending
}

// Undelivered is a notice that will not be sent again on its own, with its
// last try: a person has to look.
type Undelivered struct {
	Notice
	// Unknown says that it may have arrived; else it certainly did not.
	Unknown bool
	Attempt int
	Way     string
	Failure string
	Code    int
	// TriedAt is when it was tried last, in UTC.
	TriedAt time.Time
}
