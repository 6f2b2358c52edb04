package models

import "time"

// CardLife is how long a response code can still change a card: the platform
// keeps it for 72 hours.
const CardLife = 72 * time.Hour

// CardStanding is what became of a push to a member of staff.
type CardStanding string

// Standings of a card.
const (
	CardMade CardStanding = "made" // about to be sent; the sender moves it on
	CardSent CardStanding = "sent" // its buttons wait for a tap
	CardTold CardStanding = "told" // sent as a text: nothing to tap, nothing to update
	CardDone CardStanding = "done" // its buttons were replaced, or followed by a message
)

// Card is one push to a member of staff about one case: what it offered and
// where the case then stood. It holds no words and no personal datum.
type Card struct {
	// Task is unique for good: the platform refuses a second card with it.
	Task   string
	CaseID int64
	Number string
	To     string // userid in lower case
	// Seq is the case's last audit entry when the card was made, or when it
	// was last found to be still true.
	Seq   int64
	Verbs []Verb
	// MadeAt is when it was sent, UTC.
	MadeAt   time.Time
	Standing CardStanding
	Attempt  int // fencing number of the lease under which it is refreshed
}

// RungCard marks a notice that follows a card which cannot be changed any
// more: Verb is what the card asked for, ArgText what was done instead.
const RungCard = "card"

// RungAgain marks a notice to whoever took a step back: Verb can be done
// again.
const RungAgain = "again"

// RungChoose marks a notice that is the next question after a tap: a card with
// one thing to choose for Verb, and its words, whole in ArgAnswer.
const RungChoose = "choose"

// RungSaid marks a notice that is the answer to a tap, whole in ArgAnswer: the
// callback itself changed the card.
const RungSaid = "said"
