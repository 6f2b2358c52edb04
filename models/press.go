package models

import (
	"slices"
	"time"
)

// Pressing is a numbered letter whose file has not been made yet, under a
// lease.
type Pressing struct {
	CaseID int64
	// Entry is the office's entry that issued it, 0 for a letter of a case;
	// Section is the section that the entry is about.
	Entry   int64
	Section string
	Letter  Letter
	Attempt int // fencing number of the lease
}

// LetterFile is a letter as it was made, once and for good.
type LetterFile struct {
	Number LetterNumber
	Data   []byte
}

// RungFile marks a notice that carries the letter of its number as a file.
const RungFile = "file"

// RungDraft marks a notice that carries a draft as a file: Letter says its kind
// and has no serial.
const RungDraft = "draft"

// Draft is the letter that waits for somebody's approval, as it would be
// issued now: the opinion of a drafted case, or the notice of a proposed
// decline. It has no number. False means that nothing waits.
func (l *Law) Draft(c *Case, at time.Time) (Letter, bool) {
	switch d, p := c.Facts.Draft, c.Facts.Proposal; {
	case c.State == Drafted && d != nil:
		return l.unnumbered(c, d.Form, Snapshot{
			Findings: c.Words.Findings, Basis: c.Words.Basis, Opinion: c.Words.Opinion, Outcome: d.Outcome,
		}, at), true
	case p != nil && slices.Contains([]State{Submitted, Registered, Assigned}, c.State):
		return l.unnumbered(c, LetterDecline, Snapshot{Ground: p.Ground, Reason: c.Words.Reason, Route: c.Words.Route}, at), true
	}
	return Letter{}, false
}

// unnumbered is a letter that is not issued.
func (l *Law) unnumbered(c *Case, kind LetterKind, snap Snapshot, at time.Time) Letter {
	return Letter{Number: LetterNumber{Kind: kind}, Round: c.Round, At: at, Snapshot: l.snapshot(c, snap, at)}
}

// ReceiptForm is the proof of delivery of a letter before it was delivered: a
// form to be filled in and signed by hand, without a number.
func ReceiptForm(l Letter) Letter {
	snap := l.Snapshot
	return Letter{Number: LetterNumber{Kind: LetterReceipt}, Round: l.Round, At: l.At, Snapshot: Snapshot{
		CaseNumber: snap.CaseNumber, Petitioner: snap.Petitioner, Organ: snap.Organ, Date: snap.Date, Of: l.Number,
	}}
}
