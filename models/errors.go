package models

import (
	"errors"
	"fmt"
)

// Code says why something was refused. Each has its words in messages.
type Code string

// Refusals. Every error that a person can cause carries one of these.
const (
	CodeUnknownVerb   Code = "unknown-verb"
	CodeWrongState    Code = "wrong-state"    // the verb is not possible in this state
	CodeWrongActor    Code = "wrong-actor"    // somebody else may do it
	CodeMissing       Code = "missing"        // a required argument is absent: Arg
	CodeInvalid       Code = "invalid"        // an argument cannot be read or is out of range: Arg
	CodeTooShort      Code = "too-short"      // fewer characters than Limit: Arg
	CodeTooLong       Code = "too-long"       // more characters than Limit: Arg
	CodeNotFound      Code = "not-found"      // no such case, or not for this person
	CodeAmbiguous     Code = "ambiguous"      // several cases fit the number
	CodeStale         Code = "stale"          // somebody else changed the case meanwhile
	CodeTwice         Code = "twice"          // already done, and it counts once
	CodeTooLate       Code = "too-late"       // its time is over
	CodeTooEarly      Code = "too-early"      // a fact before the one it follows, or in the future
	CodeOwnWork       Code = "own-work"       // nobody judges own work
	CodeReturns       Code = "returns"        // returned twice already [D]
	CodeQuickOnly     Code = "quick-only"     // quick track needs a first case and three ticks [S 2(2)]
	CodeOrdinaryOnly  Code = "ordinary-only"  // extension is for the ordinary track [R 34]
	CodeClassPath     Code = "class-path"     // this class goes another way [R 29-31]
	CodeOpenMatter    Code = "open-matter"    // an open supervision stands in the way
	CodeNotOpenMatter Code = "no-open-matter" // nothing is open that this would answer
	CodeRecused       Code = "recused"        // has an interest in the case [R 28]
	CodeConfidential  Code = "confidential"   // not for this person [R 30]
	CodeUnread        Code = "unread"         // receipt only after the last part was read
	CodeNoConsent     Code = "no-consent"     // the petitioner did not agree to this
	CodeAcknowledged  Code = "only-ack"       // "received" is not an answer
	CodeLimited       Code = "limited"        // too many wrong guesses
	CodeRoster        Code = "roster"         // nobody on the roster can do it
	CodeUnmade        Code = "unmade"         // the letter's file is still being made
	CodeUnentered     Code = "unentered"      // something must be done first: Arg says what
)

// Error is a refusal. It carries codes and positions, never what a person
// wrote.
type Error struct {
	Code  Code
	Verb  Verb
	State State
	Arg   Arg
	Limit int
}

// Error names the codes, for logs.
func (e *Error) Error() string {
	s := string(e.Code)
	if e.Verb != "" {
		s += " verb=" + string(e.Verb)
	}
	if e.State != "" {
		s += " state=" + string(e.State)
	}
	if e.Arg != "" {
		s += " arg=" + string(e.Arg)
	}
	if e.Limit != 0 {
		s += fmt.Sprintf(" limit=%d", e.Limit)
	}
	return s
}

// CodeOf is the code of a refusal anywhere in the chain, or "" where the
// error is none of ours.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// Refuse makes a refusal by its code alone.
func Refuse(code Code) *Error { return &Error{Code: code} }
