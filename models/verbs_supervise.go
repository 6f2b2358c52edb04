package models

import (
	"fmt"
	"strings"
	"time"
)

// superviseRows: supervise, answer, instruct, take-charge.
func superviseRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbSupervise, From: append(openStates(), Closed),
			By: []Party{PartyDirector, PartyDeputy, PartyHead},
			Needs: []ArgSpec{option(ArgGround, grounds(SuperviseGrounds())...), text(ArgText, minReason, maxReason),
				optional(date(ArgDue))},
			Letters: []LetterKind{LetterSupervision},
			Tells:   []Party{PartyAddressee, PartyCaseOfficer},
			guard:   (*step).guardSupervise, effect: func(s *step) error {
				due, ok := s.r.Args.due(ArgDue)
				if !ok {
					rule := s.law.Rule(ClockSupervise)
					due = s.law.Calendar.Due(s.at, rule.Bureau, 0)
				}
				return s.issueSupervision(due, false)
			},
		},
		{
			Verb: VerbAnswer, From: anyState(),
			By:      []Party{PartyAddressee},
			Needs:   []ArgSpec{text(ArgText, minReason, maxText)},
			MayTell: []Party{PartySupervisor},
			guard: func(s *step) error {
				if s.c.OpenSupervision() == nil {
					return Refuse(CodeNotOpenMatter)
				}
				return nil
			},
			effect: func(s *step) error {
				open := s.c.OpenSupervision()
				s.tellPerson(PartySupervisor, open.By)
				open.Answered = s.at
				s.c.Words.Requirement = ""
				s.stop(ClockSupervise, open.ID)
				s.data[ArgText] = s.r.Args.Get(ArgText)
				return nil
			},
		},
		{
			Verb: VerbInstruct, From: openStates(),
			By:    []Party{PartyDeputy, PartyHead},
			Needs: []ArgSpec{text(ArgText, 2, maxReason)},
			Tells: []Party{PartyChief, PartyDirector, PartyCaseOfficer},
			effect: func(s *step) error {
				s.data[ArgText] = s.r.Args.Get(ArgText)
				return nil
			},
		},
		{
			Verb: VerbTakeCharge, From: openStates(),
			By:    []Party{PartyDeputy, PartyHead},
			Tells: []Party{PartyChief, PartyOffice},
			effect: func(s *step) error {
				s.c.Facts.LeadBy = s.r.Actor.ID
				return nil
			},
		},
	}
}

// guardSupervise: one open at a time, and the due lies ahead.
func (s *step) guardSupervise() error {
	if s.c.OpenSupervision() != nil {
		return Refuse(CodeOpenMatter)
	}
	if due, ok := s.r.Args.due(ArgDue); ok && !due.After(s.at) {
		return &Error{Code: CodeInvalid, Arg: ArgDue}
	}
	return nil
}

// addressee is whoever owes the next step: the section's chief while the
// section has the case or an opinion to carry out, else the person of the
// office.
func (s *step) addressee() string {
	parties := []Party{PartyCaseOfficer, PartyDirector}
	section := []Party{PartyChief, PartyDirector}
	executing := s.c.Running(ClockExecute, "") != nil
	switch s.c.State {
	case Accepted: // the handler's turn, but the chief answers for the section
		parties = section
	case Delivered, Closed:
		if executing {
			parties = section
		}
	case Disputed:
		parties = []Party{PartyDirector}
	default:
		parties = nil
	}
	if executing && Ground(s.r.Args.Get(ArgGround)) == GroundUnexecuted {
		parties = section
	}
	for _, p := range parties {
		if people := s.law.People(s.c, p, Actor{}); len(people) > 0 {
			return people[0].ID
		}
	}
	return s.law.Owner(s.c)
}

// issueSupervision writes the letter to whom the case waits for.
func (s *step) issueSupervision(due time.Time, fromRedo bool) error {
	c, a := s.c, s.r.Args
	to := s.addressee()
	if to == "" {
		return Refuse(CodeRoster)
	}
	sv := Supervision{
		ID: fmt.Sprintf("s%d", len(c.Facts.Supervisions)+1), Ground: a.Get(ArgGround),
		By: s.r.Actor.ID, To: strings.ToLower(to), Due: due, At: s.at, FromRedo: fromRedo,
	}
	c.Facts.Supervisions = append(c.Facts.Supervisions, sv)
	c.Words.Requirement = a.Get(ArgText)
	s.startUntil(ClockSupervise, sv.ID, due)
	s.data[ArgGround], s.data[ArgText] = sv.Ground, a.Get(ArgText)
	s.letter(LetterSupervision, Snapshot{Ground: Ground(sv.Ground), Text: a.Get(ArgText), Due: due})
	return nil
}
