package models

import "slices"

// decided are the states in which a remedy can be asked for.
func decided() []State { return []State{Delivered, Disputed, FollowUp, Closed} }

// petitionerRows: urge, supplement, visit, withdraw, reexamine and its
// record, publish and unpublish.
func petitionerRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbUrge, From: openStates(),
			By:    []Party{PartyPetitioner, PartyClerk, PartyCaseOfficer},
			Tells: []Party{PartyChief, PartyHandler}, MayTell: []Party{PartyOffice},
			guard: (*step).guardUrge, effect: func(s *step) error {
				s.c.Facts.UrgedOn = append(s.others(), Urge{By: s.urger(), On: DateOf(s.at)})
				if s.c.Chief == "" {
					s.tell(PartyOffice)
				}
				return nil
			},
		},
		{
			Verb: VerbSupplement, From: openStates(),
			By:      []Party{PartyPetitioner, PartyClerk},
			Needs:   []ArgSpec{optional(text(ArgText, 1, maxClaim)), optional(ArgSpec{Arg: ArgFiles, Kind: KindFiles})},
			MayTell: []Party{PartyHandler, PartyChief, PartyOffice},
			guard:   (*step).guardSupplement,
			effect:  (*step).supplement,
		},
		{
			Verb: VerbVisit, From: anyState(), Records: true,
			By:    []Party{PartyClerk},
			Needs: []ArgSpec{text(ArgPerson, 1, 100), optional(text(ArgText, 1, maxReason))},
			Tells: []Party{PartyChief},
			guard: func(s *step) error { return s.notBefore(s.c.SubmittedAt) },
			effect: func(s *step) error {
				s.c.Facts.Visits = append(s.c.Facts.Visits, s.occurred)
				return nil
			},
		},
		{
			Verb: VerbWithdraw, From: []State{Submitted, Registered, Assigned, Accepted, Drafted}, To: []State{Withdrawn}, MayStay: true,
			By:    []Party{PartyPetitioner, PartyClerk},
			Needs: []ArgSpec{option(ArgConfirm, Yes), optional(text(ArgEvidence, 2, 200))},
			Tells: []Party{PartyChief, PartyOffice}, MayTell: []Party{PartyPetitioner}, Final: true,
			guard: (*step).guardWithdraw, effect: (*step).withdraw,
		},
	}
}

// remedyRows: reexamine and its record, publish, unpublish.
func remedyRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbReexamine, From: decided(),
			By:    []Party{PartyPetitioner, PartyClerk},
			Needs: []ArgSpec{optional(text(ArgText, minReason, maxReason))},
			Tells: []Party{PartyOffice},
			guard: (*step).guardReexamine, effect: func(s *step) error {
				s.c.Facts.Remedy = &Remedy{AskedAt: s.at}
				s.stop(ClockReexamine, "")
				return nil
			},
		},
		{
			Verb: VerbRecordReexamine, From: decided(), To: []State{Accepted}, MayStay: true, Records: true,
			By:    []Party{PartyDirector},
			Needs: []ArgSpec{option(ArgResult, ReexamineResults()...), text(ArgOrgan, 2, 100), optional(date(ArgDue))},
			Tells: []Party{PartyPetitioner, PartyChief}, Final: true,
			guard: (*step).guardRecordReexamine, effect: (*step).recordReexamine,
		},
		{
			Verb: VerbPublish, From: []State{Closed, Archived},
			By:    []Party{PartyDirector},
			Needs: []ArgSpec{option(ArgConsent, Yes), text(ArgText, minReason, maxText)},
			Tells: []Party{PartyPetitioner},
			guard: func(s *step) error {
				if s.c.Confidential {
					return Refuse(CodeConfidential)
				}
				return nil
			},
			effect: func(s *step) error {
				s.c.Facts.Published = true
				return nil
			},
		},
		{
			Verb: VerbUnpublish, From: []State{Closed, Archived},
			By:    []Party{PartyDirector, PartyPetitioner},
			Tells: []Party{PartyPetitioner}, MayTell: []Party{PartyDirector},
			guard: func(s *step) error {
				if !s.c.Facts.Published {
					return Refuse(CodeNotOpenMatter)
				}
				return nil
			},
			effect: func(s *step) error {
				s.c.Facts.Published = false
				if s.r.Actor.Kind == ActorPetitioner {
					s.tell(PartyDirector) // who had it published
				}
				return nil
			},
		},
	}
}

// urger is who urges, told apart for the once a day; the case's Facts hold no
// openid, so petitioners count as one.
func (s *step) urger() string {
	if s.r.Actor.Kind == ActorPetitioner {
		return string(PartyPetitioner)
	}
	return s.r.Actor.ID
}

func (s *step) others() []Urge {
	return slices.DeleteFunc(slices.Clone(s.c.Facts.UrgedOn), func(u Urge) bool { return u.By == s.urger() })
}

// guardUrge: once a day.
func (s *step) guardUrge() error {
	if slices.Contains(s.c.Facts.UrgedOn, Urge{By: s.urger(), On: DateOf(s.at)}) {
		return Refuse(CodeTwice)
	}
	return nil
}

func (s *step) guardSupplement() error {
	if !s.r.Args.Has(ArgText) && !s.r.Args.Has(ArgFiles) {
		return &Error{Code: CodeMissing, Arg: ArgText}
	}
	return nil
}

// supplement adds to the matter; it stops, starts or moves no clock.
func (s *step) supplement() error {
	for _, id := range s.r.Args.List(ArgFiles) {
		n, err := parseID(id)
		if err != nil {
			return &Error{Code: CodeInvalid, Arg: ArgFiles}
		}
		s.c.Words.Attachments = append(s.c.Words.Attachments, Attachment{ID: n, Kind: "supplement", At: s.at})
	}
	s.data[ArgText] = s.r.Args.Get(ArgText)
	switch {
	case s.c.Handler != "":
		s.tell(PartyHandler)
	case s.c.Chief != "":
		s.tell(PartyChief)
	default:
		s.tell(PartyOffice)
	}
	return nil
}

func (s *step) guardWithdraw() error {
	if s.r.Actor.Kind == ActorStaff && !s.r.Args.Has(ArgEvidence) {
		return &Error{Code: CodeMissing, Arg: ArgEvidence}
	}
	if slices.Contains(s.c.Facts.Agreed, s.seat()) {
		return Refuse(CodeTwice)
	}
	return nil
}

// seat is which representative acts, by position: Facts hold no openid.
func (s *step) seat() string {
	return number10(slices.Index(s.c.Accounts(), s.r.Actor.ID))
}

// withdraw takes the case back. A joint petition is taken back in chat when
// every representative has agreed there; where one has no account, a clerk
// records the paper that all have signed.
func (s *step) withdraw() error {
	c := s.c
	if s.r.Actor.Kind == ActorPetitioner {
		c.Facts.Agreed = append(c.Facts.Agreed, s.seat())
		if len(c.Facts.Agreed) < 1+len(c.Words.Signers) {
			s.tell(PartyPetitioner)
			return nil
		}
	}
	s.close(Withdrawn, EndWithdrawn)
	s.dropSupervision()
	return nil
}

// ReexamineResults are what the reexamining organ can decide.
func ReexamineResults() []string { return []string{"upheld", "changed", "redo"} }

// guardReexamine: within 30 days of the opinion's receipt, once [R 35].
func (s *step) guardReexamine() error {
	if s.c.Facts.Remedy != nil {
		return Refuse(CodeTwice)
	}
	k := s.c.Running(ClockReexamine, "")
	if k == nil || s.at.After(k.Due) {
		return Refuse(CodeTooLate)
	}
	return nil
}

func (s *step) guardRecordReexamine() error {
	if s.c.Facts.Remedy == nil {
		return Refuse(CodeNotOpenMatter)
	}
	if s.c.Facts.Remedy.Result != "" {
		return Refuse(CodeTwice)
	}
	if due, ok := s.r.Args.due(ArgDue); ok && !due.After(s.at) {
		return &Error{Code: CodeInvalid, Arg: ArgDue}
	}
	return s.notBefore(s.c.Facts.Remedy.AskedAt)
}

// recordReexamine: changed or redo opens another round.
func (s *step) recordReexamine() error {
	result := s.r.Args.Get(ArgResult)
	s.c.Facts.Remedy.Result = result
	s.data[ArgResult] = result
	if result == "upheld" {
		return nil
	}
	due, ok := s.r.Args.due(ArgDue)
	if !ok {
		due = s.law.Calendar.Due(s.occurred, s.law.Rule(ClockResolve).Bureau, 0)
	}
	s.reopen(due)
	return nil
}
