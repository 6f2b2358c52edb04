package models

import (
	"slices"
	"strconv"
	"strings"
)

// bindDigits is how many of the phone's last digits prove that an account
// belongs to one who brings the case.
const bindDigits = 4

// bindRows: bind. law.md gives the act to whoever holds number and query code
// and knows the last four digits of the phone on file, without naming it in
// its table. The code is checked by who asks, the digits here; they are words,
// and so sealed.
func bindRows() []VerbRow {
	return []VerbRow{{
		Verb: VerbBind, From: anyState(), By: []Party{PartyPetitioner}, Final: true,
		Needs: []ArgSpec{text(ArgDigits, bindDigits, bindDigits)},
		guard: (*step).guardBind, effect: (*step).bind,
	}}
}

// Bindable reports that somebody who brings the case left a phone but no
// account yet.
func (c *Case) Bindable() bool {
	return slices.ContainsFunc(c.seats(), func(p *Petitioner) bool { return p.Account == "" && len(Digits(p.Phone)) > bindDigits })
}

// seats are those who bring the case: the first-named, then the other
// representatives.
func (c *Case) seats() []*Petitioner {
	out := []*Petitioner{&c.Words.Petitioner}
	for i := range c.Words.Signers {
		out = append(out, &c.Words.Signers[i])
	}
	return out
}

// proven are those whose phone ends with the digits given.
func (s *step) proven() []*Petitioner {
	digits := s.r.Args.Get(ArgDigits)
	return slices.DeleteFunc(s.c.seats(), func(p *Petitioner) bool {
		phone := Digits(p.Phone)
		return len(phone) <= bindDigits || !strings.HasSuffix(phone, digits)
	})
}

// guardBind: the digits are those of somebody on file, who has no account yet.
// Who does not know them learns nothing of who is bound.
func (s *step) guardBind() error {
	switch proven := s.proven(); {
	case slices.Contains(s.c.Accounts(), s.r.Actor.ID):
		return Refuse(CodeTwice)
	case !s.r.Args.Has(ArgDigits):
		return &Error{Code: CodeMissing, Arg: ArgDigits}
	case len(Digits(s.r.Args.Get(ArgDigits))) != bindDigits || len(proven) == 0:
		return &Error{Code: CodeInvalid, Arg: ArgDigits}
	case !slices.ContainsFunc(proven, func(p *Petitioner) bool { return p.Account == "" }):
		return Refuse(CodeTwice)
	}
	return nil
}

// bind gives the account to the first free seat that the digits prove. Who
// agreed to a withdrawal is known by position, which may move.
func (s *step) bind() error {
	c := s.c
	before := c.Accounts()
	for _, p := range s.proven() {
		if p.Account == "" {
			p.Account = s.r.Actor.ID
			break
		}
	}
	c.Account = c.Words.Petitioner.Account
	for i, seat := range c.Facts.Agreed {
		if n, err := strconv.Atoi(seat); err == nil && n >= 0 && n < len(before) {
			c.Facts.Agreed[i] = number10(slices.Index(c.Accounts(), before[n]))
		}
	}
	return nil
}
