package models

import (
	"slices"
	"strings"
	"time"
)

// maxReturns is how often a section may return a case; after that only the
// deputy assigns, and that assignment stands [D].
const maxReturns = 2

// assignRows: assign, acknowledge, return, reassign.
func assignRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbAssign, From: []State{Registered}, To: []State{Assigned},
			By:      []Party{PartyAssigner},
			Needs:   []ArgSpec{{Arg: ArgSection, Kind: KindSection}, staff(ArgCaseOfficer, RoleClerk)},
			Letters: []LetterKind{LetterAssignment},
			Tells:   []Party{PartyChief, PartyCaseOfficer, PartyPetitioner},
			guard:   (*step).guardAssign, effect: (*step).assign,
		},
		{
			Verb: VerbAcknowledge, From: []State{Assigned},
			By:    []Party{PartyChief},
			Tells: []Party{PartyOffice},
		},
		{
			Verb: VerbReturn, From: []State{Assigned}, To: []State{Registered},
			By:    []Party{PartyChief},
			Needs: []ArgSpec{reason()},
			Tells: []Party{PartyOffice, PartyDeputy}, Final: true,
			guard: (*step).guardReturn, effect: func(s *step) error {
				s.c.Facts.Returns++
				s.data[ArgReason] = s.r.Args.Get(ArgReason)
				s.leaveSection()
				s.start(ClockAssign, "")
				return nil
			},
		},
		{
			Verb: VerbReassign, From: []State{Assigned, Accepted}, To: []State{Assigned},
			By:      []Party{PartyDirector, PartyDeputy},
			Needs:   []ArgSpec{{Arg: ArgSection, Kind: KindSection}, reason()},
			Letters: []LetterKind{LetterAssignment},
			Tells:   []Party{PartyChief, PartyPetitioner}, MayTell: []Party{PartyFormerChief}, Final: true,
			guard: (*step).guardSection, effect: func(s *step) error {
				s.tellPerson(PartyFormerChief, s.c.Chief)
				s.stop(ClockResolve, "")
				s.leaveSection()
				s.data[ArgReason] = s.r.Args.Get(ArgReason)
				return s.give(s.r.Args.Get(ArgSection))
			},
		},
	}
}

// guardAssign: a class that is replied to, forwarded or diverted is not
// assigned; after two returns only the deputy assigns.
func (s *step) guardAssign() error {
	if err := classIs(ClassAppeal, ClassProcedural, ClassAdvice)(s); err != nil {
		return err
	}
	if s.c.Facts.Returns >= maxReturns && !s.law.Holds(s.c, s.r.Actor, PartyDeputy) {
		return Refuse(CodeReturns)
	}
	if s.recused(s.r.Args.Get(ArgCaseOfficer)) {
		return &Error{Code: CodeRecused, Arg: ArgCaseOfficer}
	}
	return s.guardSection()
}

// recused reports whether somebody has stepped, or was put, out of the case.
func (s *step) recused(userID string) bool {
	return slices.Contains(s.c.Facts.Recused, strings.ToLower(userID))
}

// guardHandler: the handler is one of the section's own people and not
// recused from the case [R 28].
func (s *step) guardHandler(arg Arg) error {
	p, ok := s.law.Bureau.Person(s.r.Args.Get(arg))
	if !ok {
		return &Error{Code: CodeMissing, Arg: arg}
	}
	if s.recused(p.UserID) {
		return &Error{Code: CodeRecused, Arg: arg}
	}
	if p.Section != s.c.Section || !p.Has(RoleHandler) {
		return &Error{Code: CodeInvalid, Arg: arg}
	}
	return nil
}

// guardSection: a case about a section or its people is not given to it
// [R 28], and a section without a chief cannot take one.
func (s *step) guardSection() error {
	code := s.r.Args.Get(ArgSection)
	sec, ok := s.law.Bureau.Section(code)
	if !ok {
		return &Error{Code: CodeMissing, Arg: ArgSection}
	}
	chief, ok := s.law.Bureau.ChiefOf(code)
	if !ok {
		return &Error{Code: CodeRoster, Arg: ArgSection}
	}
	if code == s.c.Section && strings.EqualFold(chief.UserID, s.c.Chief) {
		return &Error{Code: CodeTwice, Arg: ArgSection}
	}
	if s.recused(chief.UserID) {
		return &Error{Code: CodeRecused, Arg: ArgSection}
	}
	accused := s.c.Words.Accused
	if accused != "" && names(accused, Staff{Name: sec.Name}) {
		return &Error{Code: CodeRecused, Arg: ArgSection}
	}
	for _, p := range s.law.Bureau.Staff {
		if p.Section == code && names(accused, p) {
			return &Error{Code: CodeRecused, Arg: ArgSection}
		}
	}
	return nil
}

func (s *step) assign() error {
	s.c.CaseOfficer = s.r.Args.User(ArgCaseOfficer)
	s.stop(ClockAssign, "")
	return s.give(s.r.Args.Get(ArgSection))
}

// give hands the case to a section: its chief, the letter, the accept clock.
// The legal limit runs from the first receipt and no return stops it
// [R 22-23]; once the case was accepted the law's limit is met, and a later
// section has the bureau's alone. A transfer's own due runs beside it as the
// report clock.
func (s *step) give(section string) error {
	chief, ok := s.law.Bureau.ChiefOf(section)
	if !ok {
		return &Error{Code: CodeRoster, Arg: ArgSection}
	}
	c := s.c
	c.Section, c.Chief, c.Handler = section, strings.ToLower(chief.UserID), ""
	k := s.start(ClockAccept, "")
	k.LegalDue = s.law.Calendar.Due(c.SubmittedAt, s.law.Rule(ClockAccept).Legal, 0)
	if slices.ContainsFunc(c.Clocks, func(k Clock) bool { return k.Kind == ClockAccept && k.StoppedBy == VerbAccept }) {
		k.LegalDue = time.Time{}
	}
	due := k.Due
	if s.law.Bureau.Options.ResolveFromAssignment {
		s.start(ClockResolve, "")
	}
	s.letter(LetterAssignment, Snapshot{Due: due})
	return nil
}

// leaveSection takes the case from its section before the section decided.
func (s *step) leaveSection() {
	s.stopAll(ClockAccept, ClockResolve)
	s.void(LetterAssignment)
	s.c.Section, s.c.Chief, s.c.Handler = "", "", ""
	s.c.Facts.Proposal = nil
}

// guardReturn: inside the accept clock, and not after two returns.
func (s *step) guardReturn() error {
	if s.c.Facts.Returns >= maxReturns {
		return Refuse(CodeReturns)
	}
	if k := s.c.Running(ClockAccept, ""); k != nil && s.at.After(k.Due) {
		return Refuse(CodeTooLate)
	}
	return nil
}
