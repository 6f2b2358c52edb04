package models

import "time"

// Notice is one push that is owed to one person. It is written with the fact
// and stays until it was delivered or a person has dealt with it.
type Notice struct {
	ID int64
	// Key is unique: the fact, the rung and the person. A repeat of the
	// same work cannot owe it twice.
	Key    string
	CaseID int64
	Number string
	To     Person
	// Verb is the fact told of; Rung is set on reminders instead.
	Verb Verb
	Rung string
	// For is who is away where To is told as their substitute, else empty.
	For string
	// As says in which part the person is told: chief, petitioner …
	As Party
	// State is where the case stood after the fact.
	State State
	// Category is its code; empty on confidential cases, whose pushes carry
	// no content [R 30].
	Category     string
	Confidential bool
	// Due is the bureau due of what the case now waits for: the clock of its
	// state, or the supervision for its addressee; zero if nothing.
	Due time.Time
	// Letter is the letter that the fact made, zero if none.
	Letter LetterNumber
	// Draft is what the letter that travels as a draft says, nil where none
	// does; its kind stands in Letter.
	Draft *Snapshot `json:",omitempty"`
	// Data are the words that the notice needs; sealed at rest.
	Data Args
	// Lines are what a reminder tells; a digest has several and no case of
	// its own.
	Lines []Line
	// Held are pushes that waited for the person's working hours and are told
	// together; none in other notices.
	Held []Told `json:",omitempty"`
	// Soonest is the nearest due that the fact gave this person, zero if none.
	Soonest time.Time `json:",omitzero"`
	// Later marks what goes out on a later day than that of the fact, so that
	// its words name the day.
	Later bool `json:",omitempty"`
	// Reply marks what answers its reader, who is awake: it never waits.
	Reply bool `json:",omitempty"`
	// Void says that the letter it tells of or carries is void by now: it says
	// so no more. Only the ledger knows, at the moment it is handed out.
	Void bool `json:"-"`
	At   time.Time
}

// Carries is the number of the letter that the notice brings as a file, or as
// the form of its proof of delivery; zero where it brings none.
func (n *Notice) Carries() LetterNumber {
	switch {
	case n.Rung == RungFile:
		return n.Letter
	case n.Rung == RungDraft && n.Draft != nil:
		return n.Draft.Of
	}
	return LetterNumber{}
}

// RungGone marks a notice that somebody left: ArgPerson is who, ArgNumber how
// many cases they had.
const RungGone = "gone"

// RungVoid marks a notice to somebody who has a letter as a file that it is
// void.
const RungVoid = "void"

// RungReport marks a notice that is a report, whole in its data.
const RungReport = "report"
