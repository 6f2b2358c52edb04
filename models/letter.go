package models

import "time"

// LetterKind names a kind of letter; numbers run per kind and year.
type LetterKind string

// Kinds of letter.
const (
	LetterAcceptance     LetterKind = "acceptance"     // notice of acceptance
	LetterDecline        LetterKind = "decline"        // notice of non-acceptance
	LetterExtension      LetterKind = "extension"      // notice of extension
	LetterDiscontinue    LetterKind = "discontinuance" // notice of discontinuance
	LetterOpinion        LetterKind = "opinion"        // opinion on a petition
	LetterAdministrative LetterKind = "administrative" // administrative reply
	LetterAssignment     LetterKind = "assignment"     // to a section
	LetterSupervision    LetterKind = "supervision"    // to a section
	LetterReceipt        LetterKind = "receipt"        // proof of delivery
	LetterCircular       LetterKind = "circular"
	LetterInterview      LetterKind = "interview"
	LetterReview         LetterKind = "review"   // application for public review
	LetterReport         LetterKind = "report"   // to the organ that assigned the case
	LetterCatalogue      LetterKind = "archive"  // the archive's list
	LetterDecision       LetterKind = "decision" // notice that a decline stands or is revoked
)

// LetterNumber is a letter's number as figures; messages writes it out with
// the organ's letter code and the year in brackets. Serial runs gapless per
// kind and year; a voided number is kept and never used again.
type LetterNumber struct {
	Kind   LetterKind `json:"kind"`
	Year   int        `json:"year"`
	Serial int        `json:"serial"`
}

// IsZero reports that there is no number.
func (n LetterNumber) IsZero() bool { return n.Serial == 0 }

// Letter is one issued letter. It takes its number and its snapshot in the
// transaction of the verb that makes it, and is never made again.
type Letter struct {
	ID     int64
	Number LetterNumber
	Round  int
	// Seq is the audit entry that made it.
	Seq int64
	At  time.Time
	// ToPetitioner letters have a delivery and a receipt of their own.
	ToPetitioner bool
	// Snapshot is what the letter says; sealed at rest.
	Snapshot Snapshot
	// Read is how many parts the petitioner has been shown in chat, of Parts.
	Read, Parts int
	Void        bool
	// Unmade says that its file is not kept yet: it is not shown, told of or
	// delivered before. Only the ledger knows.
	Unmade bool
	// Delivered is when the petitioner got it; Method says how.
	Delivered time.Time
	Method    string
}

// Snapshot is everything a letter says that can change later.
type Snapshot struct {
	CaseNumber string    `json:"case"`
	Petitioner string    `json:"petitioner"`
	Claim      string    `json:"claim"`
	Category   string    `json:"category"`
	Class      Class     `json:"class,omitempty"`
	Section    string    `json:"section,omitempty"`
	Ground     Ground    `json:"ground,omitempty"`
	Reason     string    `json:"reason,omitempty"`
	Route      string    `json:"route,omitempty"`
	Findings   string    `json:"findings,omitempty"`
	Basis      string    `json:"basis,omitempty"`
	Opinion    string    `json:"opinion,omitempty"`
	Outcome    Outcome   `json:"outcome,omitempty"`
	Track      Track     `json:"track,omitempty"`
	Due        time.Time `json:"due,omitzero"`
	Submitted  time.Time `json:"submitted,omitzero"`
	Days       int       `json:"days,omitempty"`
	Text       string    `json:"text,omitempty"`
	// Of, Method and Delivered say what a receipt is for.
	Of        LetterNumber `json:"of,omitzero"`
	Method    string       `json:"method,omitempty"`
	Delivered time.Time    `json:"delivered,omitzero"`
	// Items are the documents that an archive's catalogue lists; Attached is
	// how many photos and papers the petitioner gave.
	Items    []Document `json:"items,omitempty"`
	Attached int        `json:"attached,omitempty"`
	// TheirNumber is the number of the organ that had assigned the case.
	TheirNumber string `json:"their_number,omitempty"`
	// Decision is what became of a decline: stand or revoke; Objected says
	// that the petitioner had objected.
	Decision Verb `json:"decision,omitempty"`
	Objected bool `json:"objected,omitempty"`

	Organ Organ     `json:"organ"`
	Date  time.Time `json:"date"`
}

// Document is a letter with its date, in an archive's catalogue.
type Document struct {
	LetterNumber
	At time.Time `json:"at,omitzero"`
}

// LetterByID finds a letter of the case, or nil.
func (c *Case) LetterByID(id int64) *Letter {
	for i := range c.Letters {
		if c.Letters[i].ID == id {
			return &c.Letters[i]
		}
	}
	return nil
}

// LastLetter is the newest valid letter of a kind, or nil.
func (c *Case) LastLetter(kinds ...LetterKind) *Letter {
	for i := len(c.Letters) - 1; i >= 0; i-- {
		l := &c.Letters[i]
		for _, k := range kinds {
			if l.Number.Kind == k && !l.Void {
				return l
			}
		}
	}
	return nil
}

// OpinionLetter is the valid opinion of the current round, or nil.
func (c *Case) OpinionLetter() *Letter {
	l := c.LastLetter(LetterOpinion, LetterAdministrative)
	if l == nil || l.Round != c.Round {
		return nil
	}
	return l
}
