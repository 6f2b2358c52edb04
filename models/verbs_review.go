package models

// reviewRows: the four steps of a public review [S 4(4)].
func reviewRows() []VerbRow {
	from := []State{Disputed, FollowUp, Closed}
	// reviewing refuses a step whose turn it is not.
	reviewing := func(turn func(*Review) bool) func(*step) error {
		return func(s *step) error {
			if !turn(s.c.Facts.Review) {
				return Refuse(CodeNotOpenMatter)
			}
			return nil
		}
	}
	return []VerbRow{
		{
			Verb: VerbProposeReview, From: from, By: []Party{PartyDirector},
			Needs: []ArgSpec{reason()}, Tells: []Party{PartyHead},
			guard: reviewing(func(r *Review) bool { return r == nil }),
			effect: func(s *step) error {
				s.c.Facts.Review, s.data[ArgReason] = &Review{Proposed: s.at}, s.r.Args.Get(ArgReason)
				return nil
			},
		},
		{
			Verb: VerbJudgeReview, From: from, By: []Party{PartyHead},
			Needs: []ArgSpec{option(ArgResult, Yes, No), reason()}, Tells: []Party{PartyOffice},
			guard: reviewing(func(r *Review) bool { return r != nil && !r.Judged }),
			effect: func(s *step) error {
				s.c.Facts.Review.Judged, s.c.Facts.Review.Worth = true, s.r.Args.Yes(ArgResult)
				s.data[ArgResult], s.data[ArgReason] = s.r.Args.Get(ArgResult), s.r.Args.Get(ArgReason)
				return nil
			},
		},
		{
			Verb: VerbApplyReview, From: from, By: []Party{PartyClerk},
			Letters: []LetterKind{LetterReview}, Tells: []Party{PartyOffice, PartyHead},
			guard: reviewing(func(r *Review) bool { return r != nil && r.Worth && r.Applied.IsZero() }),
			effect: func(s *step) error {
				s.c.Facts.Review.Applied = s.at
				snap := Snapshot{}
				if l := s.c.OpinionLetter(); l != nil {
					snap.Of = l.Number
				}
				s.letter(LetterReview, snap)
				return nil
			},
		},
		{
			Verb: VerbRecordReview, From: from, By: []Party{PartyClerk}, Records: true,
			Needs: []ArgSpec{text(ArgResult, minReason, maxReason)}, Tells: []Party{PartyOffice, PartyHead},
			guard: reviewing(func(r *Review) bool { return r != nil && !r.Applied.IsZero() && r.Recorded.IsZero() }),
			effect: func(s *step) error {
				if err := s.notBefore(s.c.Facts.Review.Applied); err != nil {
					return err
				}
				s.c.Facts.Review.Recorded = s.occurred
				s.data[ArgText] = s.r.Args.Get(ArgResult)
				return nil
			},
		},
	}
}

// running reports whether a review waits for its result.
func (r *Review) running() bool {
	return r != nil && !r.Applied.IsZero() && r.Recorded.IsZero()
}
