package models

import (
	"slices"
	"strings"
	"time"
)

// maxLeave is how many days somebody may be substituted at a stretch [D].
const maxLeave = 92

// Substitution lets one person act for another who is away: whole days in
// Asia/Shanghai, from From until before Until. Userids are in lower case.
type Substitution struct {
	Person     string
	Substitute string
	From       time.Time
	Until      time.Time
}

// Covers reports that the person is away at the instant.
func (s Substitution) Covers(at time.Time) bool { return !at.Before(s.From) && at.Before(s.Until) }

// Substitution reads what somebody asks for about themselves, or an admin for
// another. known are the substitutions that have not ended. A refusal is an
// *Error: CodeTwice where the person is away already, CodeRoster where the
// substitute is away themselves.
func (l *Law) Substitution(by string, a Args, known []Substitution, now time.Time) (Substitution, error) {
	if err := l.PermitOffice(VerbSubstitute, by, a); err != nil {
		return Substitution{}, err
	}
	from, _ := a.Date(ArgFrom)
	until, _ := a.Date(ArgUntil)
	s := Substitution{Person: strings.ToLower(by), Substitute: a.User(ArgPerson), From: from.Start(), Until: until.End()}
	if a.Has(ArgAbsent) {
		s.Person = a.User(ArgAbsent)
	}
	if s.Person != strings.ToLower(by) && !l.holdsAny(by, []Role{RoleAdmin}) {
		return s, &Error{Code: CodeWrongActor, Verb: VerbSubstitute}
	}
	switch {
	case s.Person == s.Substitute:
		return s, &Error{Code: CodeInvalid, Verb: VerbSubstitute, Arg: ArgPerson}
	case until < from, !s.Until.After(now):
		return s, &Error{Code: CodeInvalid, Verb: VerbSubstitute, Arg: ArgUntil}
	case until-from >= maxLeave:
		return s, &Error{Code: CodeInvalid, Verb: VerbSubstitute, Arg: ArgUntil, Limit: maxLeave}
	}
	for _, other := range known {
		overlaps := s.From.Before(other.Until) && other.From.Before(s.Until)
		switch {
		case overlaps && other.Person == s.Person:
			return s, &Error{Code: CodeTwice, Verb: VerbSubstitute}
		case overlaps && (other.Person == s.Substitute || other.Substitute == s.Person):
			return s, &Error{Code: CodeRoster, Verb: VerbSubstitute, Arg: ArgPerson}
		}
	}
	return s, nil
}

// StandsFor lists whom a person acts for at the instant.
func StandsFor(all []Substitution, userID string, at time.Time) []string {
	var out []string
	for _, s := range all {
		if s.Covers(at) && strings.EqualFold(s.Substitute, userID) {
			out = append(out, s.Person)
		}
	}
	return out
}

// Doubled adds to notices those that go to the substitutes of staff who are
// away. What is confidential stays with whom it was meant for [R 30], and
// nobody is told twice in the same part.
func Doubled(notices []Notice, all []Substitution, at time.Time) []Notice {
	out := slices.Clone(notices)
	for _, n := range notices {
		if n.To.Kind != ActorStaff || n.Confidential || n.For != "" {
			continue
		}
		for _, s := range all {
			if !s.Covers(at) || !strings.EqualFold(s.Person, n.To.ID) {
				continue
			}
			to := Person{Kind: ActorStaff, ID: s.Substitute}
			if slices.ContainsFunc(out, func(o Notice) bool {
				return o.To == to && (o.For == n.To.ID || o.As == n.As && len(n.Lines) == 0)
			}) {
				continue
			}
			d := n
			d.To, d.For, d.Key = to, n.To.ID, n.Key+":for:"+n.To.ID
			d.Lines = slices.DeleteFunc(slices.Clone(n.Lines), func(line Line) bool { return line.Secret })
			if len(n.Lines) == 0 || len(d.Lines) > 0 {
				out = append(out, d)
			}
		}
	}
	return out
}
