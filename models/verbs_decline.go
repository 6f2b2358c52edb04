package models

import "slices"

// declineRows: accept, propose-decline, decline, object, stand, revoke.
func declineRows() []VerbRow {
	proposal := []ArgSpec{option(ArgGround, grounds(DeclineGrounds())...), reason(), text(ArgRoute, 2, 500)}
	var decision []ArgSpec // as proposed or changed
	for _, spec := range proposal {
		decision = append(decision, optional(spec))
	}
	return []VerbRow{
		{
			Verb: VerbAccept, From: []State{Assigned}, To: []State{Accepted},
			By: []Party{PartyChief},
			Needs: []ArgSpec{option(ArgTrack, string(TrackQuick), string(TrackOrdinary)),
				optional(ArgSpec{Arg: ArgTicks, Kind: KindTicks, Options: QuickTicks()}), staff(ArgHandler, RoleHandler)},
			Letters: []LetterKind{LetterAcceptance},
			Tells:   []Party{PartyPetitioner, PartyHandler, PartyCaseOfficer},
			guard:   (*step).guardAccept, effect: (*step).accept,
		},
		{
			Verb: VerbProposeDecline, From: []State{Submitted, Registered, Assigned},
			By:    []Party{PartyClerk, PartyChief},
			Needs: proposal,
			Tells: []Party{PartyDirector},
			guard: (*step).guardPropose, effect: func(s *step) error {
				s.c.Facts.Proposal = &Proposal{Ground: Ground(s.r.Args.Get(ArgGround)), By: s.r.Actor.ID}
				s.c.Words.Reason, s.c.Words.Route = s.r.Args.Get(ArgReason), s.r.Args.Get(ArgRoute)
				s.data[ArgGround] = s.r.Args.Get(ArgGround)
				s.data[ArgReason] = s.c.Words.Reason
				return nil
			},
		},
		{
			Verb: VerbDecline, From: []State{Submitted, Registered, Assigned}, To: []State{Declined},
			By:      []Party{PartyDirector, PartyDeputy},
			Needs:   decision,
			Letters: []LetterKind{LetterDecline},
			Tells:   []Party{PartyPetitioner, PartyOffice, PartyChief},
			effect:  (*step).decline,
		},
	}
}

// objectRows: object, stand, revoke.
func objectRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbObject, From: []State{Declined},
			By:    []Party{PartyPetitioner},
			Needs: []ArgSpec{text(ArgText, minReason, maxClaim)},
			Tells: []Party{PartyDeputy},
			guard: (*step).guardObject, effect: func(s *step) error {
				s.c.Facts.Decline.Objected = s.at
				s.stop(ClockObject, "")
				s.data[ArgText] = s.r.Args.Get(ArgText)
				return nil
			},
		},
		{
			Verb: VerbStand, From: []State{Declined},
			By:      []Party{PartyDeputy, PartyHead},
			Needs:   []ArgSpec{reason()},
			Letters: []LetterKind{LetterDecision},
			Tells:   []Party{PartyPetitioner, PartyOffice},
			guard:   (*step).guardObjection, effect: func(s *step) error {
				s.c.Facts.Decline.Stood = true
				s.data[ArgReason] = s.r.Args.Get(ArgReason)
				s.letter(LetterDecision, Snapshot{Reason: s.r.Args.Get(ArgReason), Decision: VerbStand, Objected: true})
				return nil
			},
		},
		{
			Verb: VerbRevoke, From: []State{Declined}, To: []State{Registered},
			By:      []Party{PartyDeputy, PartyHead, PartyDirector},
			Needs:   []ArgSpec{reason()},
			Letters: []LetterKind{LetterDecision},
			Tells:   []Party{PartyPetitioner, PartyOffice, PartyAssigner}, Final: true,
			guard: (*step).guardRevoke, effect: (*step).revoke,
		},
	}
}

// QuickTicks are the three conditions of the quick track [S 2(2)].
func QuickTicks() []string { return []string{"clear-facts", "clear-duty", "easy"} }

// guardAccept: the handler is the section's own, and the quick track is for
// first cases with all three ticks.
func (s *step) guardAccept() error {
	if err := s.guardHandler(ArgHandler); err != nil {
		return err
	}
	if Track(s.r.Args.Get(ArgTrack)) != TrackQuick {
		return nil
	}
	switch {
	case s.c.Facts.Repeat:
		return Refuse(CodeQuickOnly)
	case !s.r.Args.Has(ArgTicks):
		return &Error{Code: CodeMissing, Arg: ArgTicks}
	case len(s.r.Args.List(ArgTicks)) != len(QuickTicks()):
		return Refuse(CodeQuickOnly)
	}
	return nil
}

func (s *step) accept() error {
	c := s.c
	c.Facts.Track, c.Handler = Track(s.r.Args.Get(ArgTrack)), s.r.Args.User(ArgHandler)
	c.Facts.Proposal = nil
	s.stop(ClockAccept, "")
	k := c.Running(ClockResolve, "")
	if k == nil {
		k = s.start(ClockResolve, "")
	}
	s.setTrack(k)
	s.keepLimits(k)
	s.owe(FactDecision)
	s.letter(LetterAcceptance, Snapshot{Due: c.Running(ClockResolve, "").Due})
	return nil
}

// setTrack gives a resolve clock the length of the case's track.
func (s *step) setTrack(k *Clock) {
	span := s.law.Rule(ClockResolve).Bureau
	if s.c.Facts.Track == TrackQuick {
		span = Span{Days: QuickDays}
	}
	k.Due = s.law.Calendar.Due(k.StartedAt, span, 0)
}

// keepLimits carries the limits of the round's earlier acceptance over a
// change of section: the law's 60 days run from the first acceptance, and a
// redo keeps the due of its supervision letter while it lies ahead.
func (s *step) keepLimits(k *Clock) {
	for _, old := range s.c.Clocks {
		if old.Kind != ClockResolve || old.Round != s.c.Round || old.StoppedBy != VerbReassign {
			continue
		}
		k.LegalDue = old.LegalDue
		if s.c.Round > 1 && old.Due.After(s.at) {
			k.Due = old.Due
		}
	}
}

// guardPropose: the clerk before assignment, the section's chief after it.
func (s *step) guardPropose() error {
	who := PartyClerk
	if s.c.State == Assigned {
		who = PartyChief
	}
	if !s.law.Holds(s.c, s.r.Actor, who) {
		return Refuse(CodeWrongActor)
	}
	return nil
}

func (s *step) decline() error {
	c, a := s.c, s.r.Args
	proposed := map[Arg]string{}
	if p := c.Facts.Proposal; p != nil {
		proposed = map[Arg]string{ArgGround: string(p.Ground), ArgReason: c.Words.Reason, ArgRoute: c.Words.Route}
	}
	for _, arg := range []Arg{ArgGround, ArgReason, ArgRoute} {
		if a.Has(arg) {
			proposed[arg] = a.Get(arg)
		}
		if proposed[arg] == "" {
			return &Error{Code: CodeMissing, Arg: arg}
		}
	}
	ground := Ground(proposed[ArgGround])
	c.Words.Reason, c.Words.Route = proposed[ArgReason], proposed[ArgRoute]
	c.Facts.Decline = &Decline{Ground: ground, By: s.r.Actor.ID, At: s.at}
	c.Facts.Proposal = nil
	s.stopAll(ClockRegister, ClockAssign, ClockAccept, ClockResolve)
	s.start(ClockArchive, "").Due = s.law.Calendar.Due(s.occurred, s.law.Rule(ClockObject).Bureau, 0)
	s.owe(FactDecision)
	s.data[ArgGround] = string(ground)
	s.letter(LetterDecline, Snapshot{Ground: ground, Reason: c.Words.Reason, Route: c.Words.Route})
	return nil
}

// guardObject: once, within 30 days of the letter's receipt.
func (s *step) guardObject() error {
	d := s.c.Facts.Decline
	if d == nil {
		return Refuse(CodeNotOpenMatter)
	}
	if !d.Objected.IsZero() {
		return Refuse(CodeTwice)
	}
	letter := s.c.LastLetter(LetterDecline)
	if letter != nil && !letter.Delivered.IsZero() {
		if k := s.c.Running(ClockObject, ""); k == nil || s.at.After(k.Due) {
			return Refuse(CodeTooLate)
		}
	}
	return nil
}

// guardObjection: there is an undecided objection, and who declined does not
// decide on it.
func (s *step) guardObjection() error {
	d := s.c.Facts.Decline
	if d == nil || d.Objected.IsZero() || d.Stood {
		return Refuse(CodeNotOpenMatter)
	}
	if s.isOwn(d.By) {
		return Refuse(CodeOwnWork)
	}
	return nil
}

// guardRevoke: a decline may be revoked also without an objection, as long as
// no objection was turned down. Correcting oneself is allowed.
func (s *step) guardRevoke() error {
	d := s.c.Facts.Decline
	if d == nil || d.Stood {
		return Refuse(CodeNotOpenMatter)
	}
	return nil
}

// wasRegistered reports whether the registration is, or was, to be entered.
func (s *step) wasRegistered() bool {
	return slices.ContainsFunc(s.c.Clocks, func(k Clock) bool {
		return k.Kind == ClockEnter && k.Ref == FactRegistration+":1" && k.StoppedBy != VerbRetract
	})
}

// revoke voids the decline and puts the case back where it is assigned from.
func (s *step) revoke() error {
	c := s.c
	s.void(LetterDecline)
	objected := !c.Facts.Decline.Objected.IsZero()
	c.Facts.Decline = nil
	c.Words.Reason, c.Words.Route = "", ""
	c.Section, c.Chief, c.Handler = "", "", ""
	s.stopAll(ClockObject, ClockArchive)
	s.start(ClockAssign, "")
	if !s.wasRegistered() {
		s.recordRegistration() // it was declined before anybody registered it
	}
	if c.Class == "" || c.Class == ClassLegal {
		c.Class = ClassAppeal // it is dealt with here after all
	}
	s.data[ArgReason] = s.r.Args.Get(ArgReason)
	s.letter(LetterDecision, Snapshot{Reason: s.r.Args.Get(ArgReason), Decision: VerbRevoke, Objected: objected})
	return nil
}
