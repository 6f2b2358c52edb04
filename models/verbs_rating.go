package models

// guardRate: the first-named representative, once per round, inside the
// window; a clerk records it from a paper with evidence. An unsatisfied
// petitioner says why.
func (s *step) guardRate() error {
	c, r := s.c, s.r
	if c.RatedThisRound() {
		return Refuse(CodeTwice)
	}
	if r.Actor.Kind == ActorPetitioner && r.Actor.ID != c.Account {
		return Refuse(CodeWrongActor)
	}
	if r.Actor.Kind == ActorStaff && !r.Args.Has(ArgEvidence) {
		return &Error{Code: CodeMissing, Arg: ArgEvidence}
	}
	if k := c.Running(ClockRate, ""); k != nil && s.occurred.After(k.Due) {
		return Refuse(CodeTooLate)
	}
	if s.bad() && !r.Args.Has(ArgReason) {
		return &Error{Code: CodeMissing, Arg: ArgReason}
	}
	return nil
}

// bad reports whether either score is unsatisfied.
func (s *step) bad() bool {
	return Score(s.r.Args.Get(ArgOffice)) == ScoreBad || Score(s.r.Args.Get(ArgScore)) == ScoreBad
}

func (s *step) rate() error {
	c, a := s.c, s.r.Args
	if l := c.OpinionLetter(); l != nil {
		if err := s.notBefore(l.Delivered); err != nil {
			return err
		}
	}
	c.Facts.Ratings = append(c.Facts.Ratings, Rating{
		Round: c.Round, Office: Score(a.Get(ArgOffice)), Section: Score(a.Get(ArgScore)),
		At: s.occurred, Paper: s.r.Actor.Kind == ActorStaff,
	})
	s.data[ArgOffice], s.data[ArgScore], s.data[ArgReason] = a.Get(ArgOffice), a.Get(ArgScore), a.Get(ArgReason)
	s.stop(ClockRate, "")
	s.owe(FactRating)
	if s.bad() {
		c.State = Disputed
		s.start(ClockJudge, "")
		if s.law.judge(c) == PartyHead {
			s.tell(PartyHead)
		}
		return nil
	}
	s.close(Closed, EndRated)
	return nil
}

// guardUphold: who approved or signed the opinion does not judge it; then the
// head does.
func (s *step) guardUphold() error {
	d := s.c.Facts.Draft
	if d != nil && (s.isOwn(d.ApprovedBy) || s.isOwn(d.SignedBy)) {
		return Refuse(CodeOwnWork)
	}
	if !s.law.Holds(s.c, s.r.Actor, s.law.judge(s.c)) {
		return Refuse(CodeWrongActor)
	}
	return nil
}

// guardRedo: the due lies ahead; a round begins only on a case that had an
// opinion.
func (s *step) guardRedo() error {
	if due, ok := s.r.Args.due(ArgDue); ok && !due.After(s.at) {
		return &Error{Code: CodeInvalid, Arg: ArgDue}
	}
	if s.c.State == Closed || s.c.State == Archived {
		if s.c.OpinionLetter() == nil {
			return Refuse(CodeClassPath)
		}
	}
	return nil
}

// redo opens a round with a supervision letter; an earlier open one is
// replaced by it.
func (s *step) redo() error {
	c, a := s.c, s.r.Args
	due, _ := a.due(ArgDue)
	s.dropSupervision()
	s.reopen(due)
	c.Facts.Judgement = &Judgement{By: s.r.Actor.ID, At: s.at}
	return s.issueSupervision(due, true)
}

func (s *step) guardConclude() error {
	if len(s.c.Facts.Contacts) == 0 {
		return &Error{Code: CodeUnentered, Arg: ArgHow}
	}
	if s.c.OpenSupervision() != nil {
		return Refuse(CodeOpenMatter)
	}
	return nil
}

func (s *step) guardExecute() error {
	k := s.c.Running(ClockExecute, "")
	if s.c.Facts.Execution == nil || k == nil {
		return Refuse(CodeNotOpenMatter)
	}
	return s.notBefore(k.StartedAt)
}
