package models

import "testing"

// TestASubstituteDoesOfficeDutiesInTheAbsentOnesPlace: by the right of whom
// they stand in for, named with them; but nobody judges own work.
func TestASubstituteDoesOfficeDutiesInTheAbsentOnesPlace(t *testing.T) {
	l, words := newLaw(), "all of the cause and all of the cure"
	by := func(id, absent string) Actor { return Actor{Kind: ActorStaff, ID: id, For: absent} }
	owed := OfficeDuty{ID: 3, Kind: ClockExplain, Section: "wet", Which: LetterCircular}
	decided := OfficeDuty{ID: 4, Kind: ClockDecision, Owner: "zhou.handler", Text: "inspect all ponds"}
	late := []AuditEntry{{Verb: VerbApprove, Round: 1, Actor: byVice()}}
	for name, c := range map[string]struct {
		do   func(a Actor) (OfficeStep, error)
		by   Actor
		want Code
	}{
		"issue for the director":    {func(a Actor) (OfficeStep, error) { return l.Issue(a, exceeding(1), prepared(LetterCircular), start()) }, by("wu.vice", "zhao.director"), ""},
		"issue for a chief":         {func(a Actor) (OfficeStep, error) { return l.Issue(a, exceeding(1), prepared(LetterCircular), start()) }, by("wu.vice", "wang.chief"), CodeWrongActor},
		"issue by nobody known":     {func(a Actor) (OfficeStep, error) { return l.Issue(a, exceeding(1), prepared(LetterCircular), start()) }, by("nobody", "zhao.director"), CodeWrongActor},
		"explain for the chief":     {func(a Actor) (OfficeStep, error) { return l.Explain(a, owed, words, words, start()) }, by("lin.chief", "wang.chief"), ""},
		"explain for another chief": {func(a Actor) (OfficeStep, error) { return l.Explain(a, owed, words, words, start()) }, by("wang.chief", "lin.chief"), CodeNotOpenMatter},
		"answer for the owner":      {func(a Actor) (OfficeStep, error) { return l.AnswerDecision(a, decided, words, start()) }, by("wu.handler", "zhou.handler"), ""},
		"answer for somebody else":  {func(a Actor) (OfficeStep, error) { return l.AnswerDecision(a, decided, words, start()) }, by("wu.handler", "wang.chief"), CodeNotOpenMatter},
		"record a meeting for a clerk": {func(a Actor) (OfficeStep, error) {
			return l.RecordMeeting(a, DateOf(start()), "all", words, nil, start())
		}, by("wu.handler", "li.clerk"), ""},
		"excuse for the director":  {func(a Actor) (OfficeStep, error) { return l.Excuse(a, exceeding(1), nil, words, start()) }, by("lin.chief", "zhao.director"), ""},
		"excuse the own section":   {func(a Actor) (OfficeStep, error) { return l.Excuse(a, exceeding(1), nil, words, start()) }, by("wang.chief", "zhao.director"), CodeOwnWork},
		"excuse what one approved": {func(a Actor) (OfficeStep, error) { return l.Excuse(a, exceeding(1), late, words, start()) }, by("wu.vice", "zhao.director"), CodeOwnWork},
		"excuse for who approved it": {func(a Actor) (OfficeStep, error) {
			return l.Excuse(a, exceeding(1), []AuditEntry{{Verb: VerbSign, Round: 1, Actor: byDirector()}}, words, start())
		}, by("lin.chief", "zhao.director"), CodeOwnWork},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := c.do(c.by)
			if CodeOf(err) != c.want || (err == nil) != (c.want == "") {
				t.Fatalf("got %v, want %q", err, c.want)
			}
			if err != nil {
				return
			}
			if s.Entry.Actor != c.by.ID || s.Entry.For != c.by.For || s.Entry.Args.Get(ArgAbsent) != c.by.For {
				t.Errorf("the entry names %s for %s: %v", s.Entry.Actor, s.Entry.For, s.Entry.Args)
			}
			for _, n := range s.Notices {
				if n.Data.Has(ArgAbsent) || n.To.ID == c.by.ID {
					t.Errorf("told %+v", n)
				}
			}
		})
	}
}
