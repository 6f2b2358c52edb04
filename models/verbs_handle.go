package models

// handleRows: designate, convert, ask, the extension, discontinue.
func handleRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbDesignate, From: []State{Accepted},
			By:    []Party{PartyChief},
			Needs: []ArgSpec{staff(ArgHandler, RoleHandler), reason()},
			Tells: []Party{PartyHandler},
			guard: func(s *step) error { return s.guardHandler(ArgHandler) },
			effect: func(s *step) error {
				s.c.Handler = s.r.Args.User(ArgHandler)
				return nil
			},
		},
		{
			Verb: VerbConvert, From: []State{Accepted},
			By:    []Party{PartyChief},
			Needs: []ArgSpec{reason()},
			Tells: []Party{PartyPetitioner, PartyCaseOfficer},
			guard: func(s *step) error {
				if s.c.Facts.Track != TrackQuick {
					return Refuse(CodeTwice)
				}
				return nil
			},
			effect: func(s *step) error {
				s.c.Facts.Track = TrackOrdinary
				if k := s.c.Running(ClockResolve, ""); k != nil && s.c.Round == 1 {
					s.setTrack(k) // a redo keeps the due of its letter
				}
				return nil
			},
		},
		{
			Verb: VerbAsk, From: []State{Accepted},
			By:    []Party{PartyHandler, PartyChief},
			Needs: []ArgSpec{text(ArgText, minReason, 500)},
			Tells: []Party{PartyPetitioner},
			effect: func(s *step) error {
				s.c.Words.Question = s.r.Args.Get(ArgText)
				s.data[ArgText] = s.r.Args.Get(ArgText)
				return nil
			},
		},
	}
}

// extensionRows: request-extension, extend, refuse-extension, discontinue.
func extensionRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbRequestExtension, From: []State{Accepted},
			By:    []Party{PartyChief},
			Needs: []ArgSpec{{Arg: ArgDays, Kind: KindDays, Max: ExtendDays}, reason()},
			Tells: []Party{PartyHead},
			guard: (*step).guardExtension, effect: func(s *step) error {
				s.c.Facts.Extension = &Extension{Days: s.r.Args.Int(ArgDays), By: s.r.Actor.ID, At: s.at}
				s.data[ArgReason], s.data[ArgDays] = s.r.Args.Get(ArgReason), s.r.Args.Get(ArgDays)
				return nil
			},
		},
		{
			Verb: VerbExtend, From: []State{Accepted},
			By:      []Party{PartyHead},
			Letters: []LetterKind{LetterExtension},
			Tells:   []Party{PartyPetitioner, PartyProposer},
			guard:   (*step).guardExtensionAsked, effect: (*step).extend,
		},
		{
			Verb: VerbRefuseExtension, From: []State{Accepted},
			By:    []Party{PartyHead},
			Tells: []Party{PartyProposer},
			guard: (*step).guardExtensionAsked, effect: func(s *step) error {
				s.c.Facts.Extension.Decided = true
				return nil
			},
		},
		{
			Verb: VerbDiscontinue, From: []State{Accepted, Drafted}, To: []State{Closed},
			By:      []Party{PartyDirector},
			Needs:   []ArgSpec{option(ArgGround, DiscontinueGrounds()...), reason()},
			Letters: []LetterKind{LetterDiscontinue},
			Tells:   []Party{PartyPetitioner, PartyChief},
			effect: func(s *step) error {
				s.close(Closed, EndDiscontinued)
				s.owe(FactDecision)
				s.letter(LetterDiscontinue, Snapshot{Ground: Ground(s.r.Args.Get(ArgGround)), Reason: s.r.Args.Get(ArgReason)})
				return nil
			},
		},
	}
}

// DiscontinueGrounds are the grounds on which work on a case ends early.
func DiscontinueGrounds() []string {
	return []string{"court", "arbitration", "reconsideration", "death", "other"}
}

// guardExtension: ordinary track, before the due, once [R 34].
func (s *step) guardExtension() error {
	if s.c.Facts.Track != TrackOrdinary {
		return Refuse(CodeOrdinaryOnly)
	}
	if s.c.Facts.Extension != nil {
		return Refuse(CodeTwice)
	}
	k := s.c.Running(ClockResolve, "")
	if k == nil || s.at.After(k.Due) {
		return Refuse(CodeTooLate)
	}
	return nil
}

func (s *step) guardExtensionAsked() error {
	if e := s.c.Facts.Extension; e == nil || e.Decided {
		return Refuse(CodeNotOpenMatter)
	}
	return nil
}

// extend moves both dues by the days that were asked for.
func (s *step) extend() error {
	e := s.c.Facts.Extension
	e.Decided, e.Granted = true, true
	k := s.c.Running(ClockResolve, "")
	if k == nil {
		return Refuse(CodeTooLate)
	}
	k.Due = k.Due.AddDate(0, 0, e.Days)
	legal := DateOf(k.LegalDue) - 1 + Date(e.Days)
	k.LegalDue = s.law.Calendar.Roll(legal).End()
	s.letter(LetterExtension, Snapshot{Due: k.Due, Days: e.Days})
	return nil
}
