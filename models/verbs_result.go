package models

import (
	"strconv"
	"time"
)

func number10(n int) string { return strconv.Itoa(n) }

// Methods of delivery.
const (
	MethodChat   = "chat"
	MethodPerson = "person"
	MethodPost   = "post"
	MethodOther  = "other"
)

func scores() []string { return []string{string(ScoreGood), string(ScoreFair), string(ScoreBad)} }

// afterDelivery are the states in which the petitioner has had an opinion.
func afterDelivery() []State { return []State{Delivered, Disputed, FollowUp, Closed, Archived} }

// registeredAndLater are the states in which facts are entered.
func registeredAndLater() []State {
	return anyState()[1:]
}

// resultRows: enter, report, deliver, rate, lapse, uphold, redo, contact,
// conclude, execute.
func resultRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbEnter, From: registeredAndLater(), Records: true,
			By:    []Party{PartyClerk},
			Needs: []ArgSpec{option(ArgFact, EnteredFacts()...), {Arg: ArgNumber, Kind: KindPlain}},
			guard: (*step).guardEnter, effect: (*step).enter,
		},
		{
			Verb: VerbReport, From: anyState(), Records: true,
			By:      []Party{PartyClerk},
			Needs:   []ArgSpec{text(ArgResult, minReason, maxReason)},
			Letters: []LetterKind{LetterReport},
			guard: func(s *step) error {
				k := s.c.Running(ClockReport, "")
				if k == nil {
					return Refuse(CodeNotOpenMatter)
				}
				return s.notBefore(k.StartedAt)
			},
			effect: func(s *step) error {
				s.stop(ClockReport, "")
				s.c.Facts.ReportedAt = s.occurred
				s.letter(LetterReport, Snapshot{Text: s.r.Args.Get(ArgResult), TheirNumber: s.c.Facts.TheirNumber})
				return nil
			},
		},
		{
			Verb: VerbDeliver, From: anyState()[1:], To: []State{Delivered}, MayStay: true, Moves: []State{Formed}, Records: true,
			By: []Party{PartyClerk, PartyHandler, PartySystem},
			Needs: []ArgSpec{optional(ArgSpec{Arg: ArgLetter, Kind: KindPlain}),
				option(ArgMethod, MethodChat, MethodPerson, MethodPost, MethodOther), optional(text(ArgReceipt, 2, 200)), optional(option(ArgConsent, Yes))},
			Letters: []LetterKind{LetterReceipt},
			Tells:   []Party{PartyPetitioner},
			guard:   (*step).guardDeliver, effect: (*step).deliver,
		},
	}
}

// rateRows: rate, lapse, uphold, redo.
func rateRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbRate, From: []State{Delivered}, To: []State{Closed, Disputed}, Records: true,
			By: []Party{PartyPetitioner, PartyClerk},
			Needs: []ArgSpec{option(ArgOffice, scores()...), option(ArgScore, scores()...),
				optional(reason()), optional(text(ArgEvidence, 2, 200))},
			Tells: []Party{PartyChief, PartyOffice}, MayTell: []Party{PartyHead},
			guard: (*step).guardRate, effect: (*step).rate,
		},
		{
			Verb: VerbLapse, From: []State{Delivered}, To: []State{Closed},
			By:    []Party{PartySystem},
			Tells: []Party{PartyPetitioner}, Final: true,
			guard: func(s *step) error {
				if k := s.c.Running(ClockRate, ""); k != nil && s.at.Before(k.Due) {
					return Refuse(CodeTooEarly)
				}
				return nil
			},
			effect: func(s *step) error { s.close(Closed, EndLapsed); return nil },
		},
		{
			Verb: VerbUphold, From: []State{Disputed}, To: []State{FollowUp},
			By:    []Party{PartyDirector, PartyHead},
			Needs: []ArgSpec{reason()},
			Tells: []Party{PartyChief, PartyPetitioner},
			guard: (*step).guardUphold, effect: func(s *step) error {
				s.stop(ClockJudge, "")
				s.start(ClockFollowUp, "")
				s.c.Facts.Judgement = &Judgement{By: s.r.Actor.ID, At: s.at, Upheld: true}
				s.c.Facts.Contacts = nil
				s.data[ArgReason] = s.r.Args.Get(ArgReason)
				return nil
			},
		},
		{
			Verb: VerbRedo, From: afterDelivery(), To: []State{Accepted},
			By:      []Party{PartyDirector, PartyDeputy, PartyHead},
			Needs:   []ArgSpec{option(ArgGround, grounds(SuperviseGrounds())...), text(ArgText, minReason, maxReason), date(ArgDue), optional(text(ArgOrder, 2, 200))},
			Letters: []LetterKind{LetterSupervision},
			Tells:   []Party{PartyChief, PartyHandler, PartyPetitioner}, Final: true,
			guard: (*step).guardRedo, effect: (*step).redo,
		},
	}
}

// followUpRows: contact, conclude, execute.
func followUpRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbContact, From: []State{FollowUp}, Records: true,
			By:    []Party{PartyChief, PartyHandler},
			Needs: []ArgSpec{option(ArgHow, ContactWays()...), text(ArgText, minReason, maxReason)},
			guard: func(s *step) error { return s.notBefore(s.c.Facts.Judgement.At) },
			effect: func(s *step) error {
				s.c.Facts.Contacts = append(s.c.Facts.Contacts, s.occurred)
				return nil
			},
		},
		{
			Verb: VerbConclude, From: []State{FollowUp}, To: []State{Closed},
			By:    []Party{PartyChief},
			Tells: []Party{PartyOffice, PartyPetitioner},
			guard: (*step).guardConclude, effect: func(s *step) error { s.close(Closed, EndConcluded); return nil },
		},
		{
			Verb: VerbExecute, From: afterDelivery(), Records: true,
			By:    []Party{PartyChief},
			Needs: []ArgSpec{text(ArgEvidence, minReason, maxReason)},
			Tells: []Party{PartyPetitioner, PartyOffice},
			guard: (*step).guardExecute, effect: func(s *step) error {
				s.stop(ClockExecute, "")
				s.c.Facts.Execution.Done = s.occurred
				return nil
			},
		},
	}
}

// ContactWays are the ways of a follow-up contact: about the matter, never
// about the person.
func ContactWays() []string { return []string{"visit", "call", "meeting", "mediation", "help"} }

func (s *step) guardEnter() error {
	fact := s.r.Args.Get(ArgFact)
	if fact == "" {
		return nil
	}
	if s.c.Running(ClockEnter, fact+":"+number10(s.c.Round)) == nil && s.runningFact(fact) == nil {
		return Refuse(CodeNotOpenMatter)
	}
	return nil
}

// runningFact is the oldest clock that still waits for a fact to be entered,
// of whichever round.
func (s *step) runningFact(fact string) *Clock {
	for i := range s.c.Clocks {
		k := &s.c.Clocks[i]
		if k.Kind == ClockEnter && k.Running() && k.Ref == fact+":"+number10(k.Round) {
			return k
		}
	}
	return nil
}

func (s *step) enter() error {
	fact := s.r.Args.Get(ArgFact)
	k := s.runningFact(fact)
	if k == nil {
		return Refuse(CodeNotOpenMatter)
	}
	if err := s.notBefore(k.StartedAt); err != nil {
		return err
	}
	entry := Entry{Fact: fact, Round: k.Round, Number: s.r.Args.Get(ArgNumber), On: s.occurred}
	s.halt(k) // a later fact of the same kind has an entry of its own
	s.c.Facts.Entries = append(s.c.Facts.Entries, entry)
	return nil
}

// undelivered is the letter meant: the one named, or the opinion, or the only
// one that waits.
func (s *step) undelivered() (*Letter, error) {
	if ref := s.r.Args.Get(ArgLetter); ref != "" {
		l := s.c.LetterByRef(ref)
		if l == nil || !l.ToPetitioner {
			return nil, &Error{Code: CodeInvalid, Arg: ArgLetter}
		}
		if !l.Delivered.IsZero() {
			return nil, Refuse(CodeTwice)
		}
		return l, nil
	}
	if l := s.c.OpinionLetter(); l != nil && l.Delivered.IsZero() {
		return l, nil
	}
	waiting := s.c.Undelivered()
	switch len(waiting) {
	case 0:
		return nil, Refuse(CodeNotOpenMatter)
	case 1:
		return waiting[0], nil
	}
	return nil, &Error{Code: CodeMissing, Arg: ArgLetter}
}

// Undelivered lists the valid letters that the petitioner has not got yet.
func (c *Case) Undelivered() []*Letter {
	var out []*Letter
	for i := range c.Letters {
		if l := &c.Letters[i]; l.ToPetitioner && !l.Void && l.Delivered.IsZero() {
			out = append(out, l)
		}
	}
	return out
}

// guardDeliver: what is not made yet cannot be delivered. Delivery by chat
// counts only when the petitioner agreed to it and has been shown the whole
// letter, and it is the program that saw the petitioner confirm. Every other
// way is recorded by a person, with what proves it.
func (s *step) guardDeliver() error {
	l, err := s.undelivered()
	if err != nil {
		return err
	}
	if l.Unmade {
		return Refuse(CodeUnmade)
	}
	if chat := s.r.Args.Get(ArgMethod) == MethodChat; chat != (s.r.Actor.Kind == ActorSystem) {
		return &Error{Code: CodeInvalid, Arg: ArgMethod}
	}
	if s.r.Actor.Kind == ActorStaff {
		if !s.r.Args.Has(ArgReceipt) {
			return &Error{Code: CodeMissing, Arg: ArgReceipt}
		}
		return nil
	}
	if s.c.Facts.ChatDelivery.IsZero() && !s.r.Args.Yes(ArgConsent) {
		return Refuse(CodeNoConsent)
	}
	if l.Parts == 0 || l.Read < l.Parts {
		return Refuse(CodeUnread)
	}
	return nil
}

func (s *step) deliver() error {
	l, err := s.undelivered()
	if err != nil {
		return err
	}
	if err := s.notBefore(l.At); err != nil {
		return err
	}
	c := s.c
	l.Delivered, l.Method = s.occurred, s.r.Args.Get(ArgMethod)
	receipt := Snapshot{Of: l.Number, Method: l.Method, Delivered: l.Delivered, Text: s.r.Args.Get(ArgReceipt)}
	kind, ref := l.Number.Kind, l.Ref()
	opinion := l == c.OpinionLetter()
	if s.r.Args.Yes(ArgConsent) && c.Facts.ChatDelivery.IsZero() {
		c.Facts.ChatDelivery = s.at
	}
	s.stop(ClockDeliver, ref)
	switch {
	case opinion && c.State == Formed:
		s.deliverOpinion()
	case kind == LetterDecline && c.State == Declined:
		s.openObjection()
	}
	s.letter(LetterReceipt, receipt) // last: it may move c.Letters under l
	return nil
}

// deliverOpinion opens the windows to rate and to ask for reexamination; an
// opinion that supports the claim is then carried out [R 32].
func (s *step) deliverOpinion() {
	c := s.c
	c.State = Delivered
	s.stop(ClockResolve, "")
	s.start(ClockRate, "")
	c.Facts.Remedy = nil // each opinion has a reexamination of its own
	s.start(ClockReexamine, "")
	if o := c.Facts.Draft.Outcome; o == OutcomeSupport || o == OutcomePartly {
		k := s.start(ClockExecute, "")
		c.Facts.Execution = &Execution{Due: k.Due}
	}
}

// openObjection opens the petitioner's window; the archive waits for its end.
func (s *step) openObjection() {
	if !s.c.Facts.Decline.Objected.IsZero() {
		return
	}
	k := s.start(ClockObject, "")
	end := k.Due
	s.stop(ClockArchive, "")
	archive := s.start(ClockArchive, "")
	archive.Due = s.law.Calendar.Due(end.Add(-time.Second), s.law.Rule(ClockArchive).Bureau, 0)
}
