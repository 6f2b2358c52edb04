package models

import "time"

// Query is what staff look for.
type Query struct {
	// Person asks for cases in which the userid is chief, handler or case
	// officer, or holds a role of Roles while the case stands in a state of
	// States that the role moves on. Empty asks for everybody's.
	Person string
	// States limits to some states; none means the open ones.
	States []State
	// Section limits to one section.
	Section string
	// Suffix matches the end of the number.
	Suffix string
	// Supervised limits to cases with an open supervision.
	Supervised bool
	Limit      int
}

// Deferred is one message that was acknowledged and kept, to be answered
// later by push.
type Deferred struct {
	Key     string
	Update  []byte
	Attempt int // fencing number of the lease
}

// Claimed is a notice under a lease.
type Claimed struct {
	Notice
	Attempt int // fencing number: 1 for the first try
	Worker  string
	// Reach is what is known of writing to the person.
	Reach Reach
	// Since is when a former worker took the notice that ended before it said
	// what became of it; zero where there was none. It may have been sent.
	Since time.Time
}

// Sending is what became of one try to send a notice.
type Sending struct {
	Delivered bool
	// Way says how it was tried (customer, template, app), Ref is the
	// platform's own id of the message.
	Way string
	Ref string
	// Failure and Code say why not, as bot.SendError does.
	Failure string
	Code    int
	// Moot says that there is nothing to send any more: the letter is void.
	Moot bool
	// Again is when to try next; zero leaves it to a person.
	Again time.Time
	// Kept says that it waits for the person's next contact.
	Kept bool
	// Refused are the ways that were tried before this one, in their order.
	Refused []Refusal
	// Counts is what the message is counted against; PacedAt is the new pace
	// where it is that.
	Counts  Allowance
	PacedAt time.Time
}

// Media is an attachment whose bytes are still at the platform.
type Media struct {
	ID       int64
	Platform string
	MediaID  string
	Kind     string
	Attempt  int // fencing number of the lease
}

// Journalled is one message kept on the machine's own disk while the ledger
// was away.
type Journalled struct {
	ID     uint64 // rises with every message
	Who    string // whose session it belongs to
	Key    string
	Update []byte
}
