package models

import "time"

// Facts that are entered into the provincial system.
const (
	FactRegistration = "registration"
	FactDecision     = "decision"
	FactOpinion      = "opinion"
	FactRating       = "rating"
)

// EnteredFacts lists what is entered, in the order it happens.
func EnteredFacts() []string {
	return []string{FactRegistration, FactDecision, FactOpinion, FactRating}
}

// Outcomes lists the outcomes of an opinion in the order they are offered.
func Outcomes() []Outcome {
	return []Outcome{OutcomeSupport, OutcomePartly, OutcomeExplain, OutcomeRefuse}
}

func outcomes() []string {
	var out []string
	for _, o := range Outcomes() {
		out = append(out, string(o))
	}
	return out
}

// opinionRows: draft, send-back, approve, sign, recall.
func opinionRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbDraft, From: []State{Accepted}, To: []State{Drafted},
			By: []Party{PartyHandler, PartyChief},
			Needs: []ArgSpec{text(ArgFindings, 10, maxText), text(ArgBasis, 4, maxText), text(ArgOpinion, 10, maxText),
				option(ArgOutcome, outcomes()...), optional(option(ArgForm, string(LetterOpinion), string(LetterAdministrative)))},
			Tells:  []Party{PartyDirector},
			effect: (*step).draft,
		},
		{
			Verb: VerbSendBack, From: []State{Drafted}, To: []State{Accepted},
			By:    []Party{PartyDirector, PartyViceDirector},
			Needs: []ArgSpec{reason()},
			Tells: []Party{PartyHandler, PartyChief},
			effect: func(s *step) error {
				s.data[ArgReason] = s.r.Args.Get(ArgReason)
				s.c.Facts.Draft.ApprovedBy, s.c.Facts.Draft.ApprovedAt = "", time.Time{}
				return nil
			},
		},
		{
			Verb: VerbApprove, From: []State{Drafted}, To: []State{Formed}, MayStay: true,
			By:      []Party{PartyDirector, PartyViceDirector},
			Letters: []LetterKind{LetterOpinion, LetterAdministrative},
			Tells:   []Party{PartyCaseOfficer, PartyChief}, MayTell: []Party{PartyPetitioner, PartyDeputy},
			guard: (*step).guardApprove, effect: (*step).approve,
		},
		{
			Verb: VerbSign, From: []State{Drafted}, To: []State{Formed},
			By:      []Party{PartyDeputy},
			Letters: []LetterKind{LetterOpinion, LetterAdministrative},
			Tells:   []Party{PartyCaseOfficer, PartyChief}, MayTell: []Party{PartyPetitioner},
			guard: func(s *step) error {
				if s.c.Facts.Draft == nil || s.c.Facts.Draft.ApprovedBy == "" {
					return Refuse(CodeUnentered)
				}
				return nil
			},
			effect: func(s *step) error {
				s.c.Facts.Draft.SignedBy = s.r.Actor.ID
				return s.form()
			},
		},
		{
			Verb: VerbRecall, From: []State{Formed}, To: []State{Accepted},
			By:    []Party{PartyDirector},
			Needs: []ArgSpec{reason()},
			Tells: []Party{PartyChief}, MayTell: []Party{PartyHandler}, Final: true,
			effect: (*step).recall,
		},
	}
}

// draft keeps the opinion's parts. An administrative procedure is answered in
// its own form [R 31].
func (s *step) draft() error {
	c, a := s.c, s.r.Args
	form := LetterKind(a.Get(ArgForm))
	if form == "" {
		form = LetterOpinion
		if c.Class == ClassProcedural {
			form = LetterAdministrative
		}
	}
	c.Words.Findings, c.Words.Basis, c.Words.Opinion = a.Get(ArgFindings), a.Get(ArgBasis), a.Get(ArgOpinion)
	c.Facts.Draft = &Draft{Outcome: Outcome(a.Get(ArgOutcome)), Form: form, By: s.r.Actor.ID}
	s.data[ArgOutcome] = a.Get(ArgOutcome)
	return nil
}

// isOwn reports whether the actor, or the person whom the actor stands in for,
// did the work that is to be judged.
func (s *step) isOwn(by string) bool {
	return by != "" && (by == s.r.Actor.ID || by == s.r.Actor.For)
}

// guardApprove: nobody approves own work, and a draft is approved once.
func (s *step) guardApprove() error {
	d := s.c.Facts.Draft
	if d == nil {
		return Refuse(CodeNotOpenMatter)
	}
	if s.isOwn(d.By) {
		return Refuse(CodeOwnWork)
	}
	if d.ApprovedBy != "" {
		return Refuse(CodeTwice)
	}
	return nil
}

func (s *step) approve() error {
	d := s.c.Facts.Draft
	d.ApprovedBy, d.ApprovedAt = s.r.Actor.ID, s.at
	if s.law.Bureau.Options.SignByDeputy {
		s.tell(PartyDeputy)
		return nil
	}
	return s.form()
}

// form issues the opinion: numbered, to be entered the same day and delivered
// within 3 days [S 4(2)].
func (s *step) form() error {
	c := s.c
	c.State = Formed
	if !s.law.Bureau.Options.ResolveUntilDelivery {
		s.stop(ClockResolve, "")
	}
	s.owe(FactOpinion)
	d := c.Facts.Draft
	s.letter(d.Form, Snapshot{
		Findings: c.Words.Findings, Basis: c.Words.Basis, Opinion: c.Words.Opinion, Outcome: d.Outcome,
	})
	s.tell(PartyPetitioner) // who can read it in chat from now on
	if l := c.OpinionLetter(); !l.ToPetitioner {
		// No written notice is owed [R 23], but somebody must say how the
		// case goes on.
		s.start(ClockDeliver, l.Ref())
	}
	return nil
}

// recall voids the number; the resolve clock runs again from where it was.
func (s *step) recall() error {
	s.void(LetterOpinion, LetterAdministrative)
	s.stop(ClockEnter, FactOpinion+":"+number10(s.c.Round))
	s.resume(ClockResolve)
	s.c.Facts.Draft = nil
	s.data[ArgReason] = s.r.Args.Get(ArgReason)
	s.tell(PartyHandler) // who drafts anew
	return nil
}

// resume lets the last stopped clock of a kind run on with its own dues.
func (s *step) resume(kind ClockKind) {
	if s.c.Running(kind, "") != nil {
		return
	}
	for i := len(s.c.Clocks) - 1; i >= 0; i-- {
		if k := s.c.Clocks[i]; k.Kind == kind && k.Round == s.c.Round {
			again := s.start(kind, k.Ref)
			again.StartedAt, again.Due, again.LegalDue = k.StartedAt, k.Due, k.LegalDue
			return
		}
	}
	s.start(kind, "")
}
