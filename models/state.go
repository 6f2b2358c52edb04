// Package models is the law of a case: its states, verbs, clocks, letters and
// people, as data and pure functions. It does no I/O, has no clock of its own
// and imports the standard library only. The articles in the comments are
// those of the bureau's plan [S], the Regulation on Petitions [R], practice
// [N] and our own defaults [D].
package models

// State is where a case stands.
type State string

// States of a case. Who moves each on, and by when, stands in States.
const (
	Submitted  State = "submitted"  // confirmed by the petitioner, or filed on behalf
	Registered State = "registered" // classified; first or repeat known
	Assigned   State = "assigned"   // a section has the assignment letter
	Accepted   State = "accepted"   // under investigation
	Drafted    State = "drafted"    // an opinion waits for the office's check
	Formed     State = "formed"     // approved and numbered
	Delivered  State = "delivered"  // the petitioner has it
	Disputed   State = "disputed"   // rated unsatisfied: to be judged
	FollowUp   State = "followup"   // outcome lawful, petitioner unsatisfied: the section helps
	Closed     State = "closed"     // rated, lapsed, concluded, replied, forwarded or discontinued
	Declined   State = "declined"   // letter with ground, reason and lawful route
	Withdrawn  State = "withdrawn"  // taken back by the petitioner or the organ that transferred it
	Archived   State = "archived"   // the whole file went to the city's joint-conference office
)

// StateRow is what the law says of one state.
type StateRow struct {
	State State
	// Open cases have an owner and a running clock.
	Open bool
	// Mover is who owes the next step.
	Mover Party
	// Clock is the clock that runs while the case stands here. In states
	// that are not open it is the archive clock, or none.
	Clock ClockKind
	// Article is where it is written.
	Article string
}

// StateRows is the table of states in the order of a case's way.
func StateRows() []StateRow {
	return []StateRow{
		{Submitted, true, PartyClerk, ClockRegister, "S 2(2)"},
		{Registered, true, PartyDeputy, ClockAssign, "D"},
		{Assigned, true, PartyChief, ClockAccept, "S 4(2)"},
		{Accepted, true, PartyHandler, ClockResolve, "S 2(2), R 34"},
		{Drafted, true, PartyDirector, ClockResolve, "S 4(2)"},
		{Formed, true, PartyCaseOfficer, ClockDeliver, "S 4(2)"},
		{Delivered, true, PartyPetitioner, ClockRate, "N"},
		{Disputed, true, PartyDirector, ClockJudge, "D"},
		{FollowUp, true, PartyChief, ClockFollowUp, "S 4(3)"},
		{Closed, false, PartyCaseOfficer, ClockArchive, "S 4(5)"},
		{Declined, false, PartyCaseOfficer, ClockArchive, "R 31"},
		{Withdrawn, false, PartyCaseOfficer, ClockArchive, "R 23"},
		{Archived, false, "", "", "S 4(5)"},
	}
}

// Open reports whether a case in this state still has an owner and a clock.
func (s State) Open() bool {
	switch s {
	case Closed, Declined, Withdrawn, Archived:
		return false
	}
	return s != ""
}

// openStates lists the states of open cases in the order of a case's way.
func openStates() []State {
	return []State{Submitted, Registered, Assigned, Accepted, Drafted, Formed, Delivered, Disputed, FollowUp}
}

// anyState lists every state a stored case can have.
func anyState() []State {
	return append(openStates(), Closed, Declined, Withdrawn, Archived)
}
