package models

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// The lengths that several verbs share, in characters.
const (
	minClaim, maxClaim   = 15, 2000
	minReason, maxReason = 5, 1000
	maxText              = 4000
	maxSigners           = 4 // besides the first-named: 5 representatives [R 20]
	maxPlace             = 200
	maxAttachments       = 50
)

func reason() ArgSpec { return ArgSpec{Arg: ArgReason, Kind: KindText, Min: minReason, Max: maxReason} }

func text(a Arg, min, max int) ArgSpec { return ArgSpec{Arg: a, Kind: KindText, Min: min, Max: max} }

func option(a Arg, options ...string) ArgSpec {
	return ArgSpec{Arg: a, Kind: KindOption, Options: options}
}

func staff(a Arg, r Role) ArgSpec { return ArgSpec{Arg: a, Kind: KindStaff, Role: r} }

func date(a Arg) ArgSpec { return ArgSpec{Arg: a, Kind: KindDate} }

func optional(s ArgSpec) ArgSpec { s.Optional = true; return s }

func grounds(list []Ground) []string {
	out := make([]string, len(list))
	for i, g := range list {
		out[i] = string(g)
	}
	return out
}

// Classes lists the classes in the order a clerk is offered them.
func Classes() []Class {
	return []Class{ClassAppeal, ClassProcedural, ClassAdvice, ClassConsult, ClassReport, ClassLegal}
}

func classes() []string {
	var out []string
	for _, c := range Classes() {
		out = append(out, string(c))
	}
	return out
}

// intakeRows: submit, register, reply, forward, hand-back.
func intakeRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbSubmit, From: []State{""}, To: []State{Submitted},
			By:    []Party{PartyPetitioner, PartyClerk},
			Needs: []ArgSpec{text(ArgClaim, minClaim, maxClaim), {Arg: ArgCategory, Kind: KindCategory}, {Arg: ArgNotice, Kind: KindPlain}},
			Tells: []Party{PartyPetitioner, PartyClerk}, Final: true,
			guard: (*step).guardSubmit, effect: (*step).submit,
		},
		{
			Verb: VerbRegister, From: []State{Submitted}, To: []State{Registered},
			By: []Party{PartyClerk, PartyDirector},
			Needs: []ArgSpec{option(ArgClass, classes()...), {Arg: ArgCategory, Kind: KindCategory}, option(ArgRepeat, No, Yes),
				optional(ArgSpec{Arg: ArgLinked, Kind: KindCase}), optional(ArgSpec{Arg: ArgTheirNumber, Kind: KindPlain}), optional(date(ArgTheirDue))},
			Tells: []Party{PartyPetitioner, PartyAssigner},
			guard: (*step).guardRegister, effect: (*step).register,
		},
		{
			Verb: VerbReply, From: []State{Registered}, To: []State{Closed},
			By:    []Party{PartyClerk, PartyDirector},
			Needs: []ArgSpec{text(ArgText, minReason, maxText)},
			Tells: []Party{PartyPetitioner},
			guard: classIs(ClassConsult, ClassAdvice), effect: func(s *step) error {
				s.data[ArgText] = s.r.Args.Get(ArgText)
				s.owe(FactOpinion)
				s.close(Closed, EndReplied)
				return nil
			},
		},
		{
			Verb: VerbForward, From: []State{Registered}, To: []State{Closed},
			By:    []Party{PartyDirector},
			Needs: []ArgSpec{text(ArgOrgan, 2, 100), optional(date(ArgDate))},
			Tells: []Party{PartyPetitioner},
			effect: func(s *step) error {
				s.data[ArgOrgan] = s.r.Args.Get(ArgOrgan)
				s.owe(FactDecision)
				s.close(Closed, EndForwarded)
				return nil
			},
		},
		{
			Verb: VerbHandBack, From: []State{Registered, Assigned}, To: []State{Withdrawn},
			By:    []Party{PartyClerk},
			Needs: []ArgSpec{reason(), option(ArgConsent, Yes)},
			Tells: []Party{PartyPetitioner, PartyDeputy, PartyChief},
			guard: (*step).guardHandBack, effect: func(s *step) error {
				s.close(Withdrawn, EndHandedBack)
				s.dropSupervision()
				s.stop(ClockReport, "")
				return nil
			},
		},
	}
}

// classIs refuses the verb for cases of any other class.
func classIs(allowed ...Class) func(*step) error {
	return func(s *step) error {
		for _, c := range allowed {
			if s.c.Class == c {
				return nil
			}
		}
		return Refuse(CodeClassPath)
	}
}

// fileArgs lets the row's checks and the audit entry see what was filed.
func (s *step) fileArgs() {
	f := s.r.Filing
	if f == nil {
		return
	}
	s.r.Args = Args{ArgClaim: f.Claim, ArgCategory: f.Category, ArgNotice: f.NoticeVersion}
}

// guardSubmit asks for what law.md says a filing needs. A matter that accuses
// the head is not kept here at all [R 30].
func (s *step) guardSubmit() error {
	f := s.r.Filing
	if f == nil {
		return &Error{Code: CodeMissing, Arg: ArgClaim}
	}
	if f.confidential(s.law.Bureau) {
		if s.law.AccusesHead(f.Accused) || s.law.AccusesHead(f.Claim) {
			return Refuse(CodeConfidential)
		}
	}
	if err := s.bounded(f); err != nil {
		return err
	}
	if f.Anonymous {
		return nil
	}
	for i, p := range append([]Petitioner{f.Petitioner}, f.Signers...) {
		if err := p.CheckBy(f.Channel, i == 0); err != nil {
			return err
		}
	}
	return nil
}

// bounded holds what a filing brings besides its arguments to known values and
// lengths, and the channel to who files: a petitioner in chat, a clerk for
// everything that came otherwise.
func (s *step) bounded(f *Filing) error {
	inChat := s.r.Actor.Kind == ActorPetitioner
	switch f.Channel {
	case ChannelChat, ChannelVisit, ChannelLetter, ChannelCall, ChannelTransfer:
	default:
		return &Error{Code: CodeInvalid, Arg: ArgChannel}
	}
	if inChat != (f.Channel == ChannelChat) {
		return &Error{Code: CodeInvalid, Arg: ArgChannel}
	}
	if f.Class != "" && !contains(classes(), string(f.Class)) {
		return &Error{Code: CodeInvalid, Arg: ArgClass}
	}
	if len(f.Signers) > maxSigners {
		return &Error{Code: CodeTooLong, Arg: ArgPerson, Limit: maxSigners + 1}
	}
	if len(f.Attachments) > maxAttachments {
		return &Error{Code: CodeTooLong, Arg: ArgFiles, Limit: maxAttachments}
	}
	for _, words := range []string{f.Place, f.Accused} {
		if utf8.RuneCountInString(words) > maxPlace {
			return &Error{Code: CodeTooLong, Arg: ArgPlace, Limit: maxPlace}
		}
	}
	return nil
}

// confidential reports whether a matter is kept from all but the named
// officers from its first message: by its kind, its category or the
// petitioner's choice [R 30].
func (f *Filing) confidential(b *Bureau) bool {
	return f.Confidential || f.Class == ClassReport || b.Confidential(f.Category)
}

func (s *step) submit() error {
	f, c := s.r.Filing, s.c
	c.Round, c.SubmittedAt = 1, s.at
	c.Channel, c.Class, c.Category, c.Anonymous = f.Channel, f.Class, f.Category, f.Anonymous
	c.Confidential = f.confidential(s.law.Bureau)
	c.Facts.NoticeVersion, c.Facts.NoticeAt = f.NoticeVersion, f.NoticeAt
	c.Words = Words{
		Petitioner: f.Petitioner, Signers: slices.Clone(f.Signers), Claim: strings.TrimSpace(f.Claim),
		Place: f.Place, Accused: f.Accused, Attachments: slices.Clone(f.Attachments),
	}
	c.Words.Petitioner.Account = "" // never anybody else's: staff cannot bind for them
	if s.r.Actor.Kind == ActorPetitioner {
		c.Words.Petitioner.Account = s.r.Actor.ID
	}
	c.Account = c.Words.Petitioner.Account
	if f.Anonymous {
		c.Words.Petitioner = Petitioner{Account: c.Account}
		c.Words.Signers = nil
	}
	if c.Channel == ChannelVisit {
		c.Facts.Visits = append(c.Facts.Visits, s.at) // the visit that brought it counts, too
	}
	s.start(ClockRegister, "")
	return s.officered()
}

// officered refuses to keep a confidential case of which nobody here may know.
func (s *step) officered() error {
	if s.c.Confidential && len(s.law.People(s.c, PartyOffice, Actor{})) == 0 {
		return Refuse(CodeConfidential)
	}
	return nil
}

// guardRegister: a transfer from above brings its own number; a repeat names
// the case it repeats where one is known here, and only a repeat does. A
// matter that turns out to accuse the head belongs to discipline inspection
// and is declined to there: nobody here could be its officer [R 30].
func (s *step) guardRegister() error {
	if s.c.Channel == ChannelTransfer && !s.r.Args.Has(ArgTheirNumber) {
		return &Error{Code: CodeMissing, Arg: ArgTheirNumber}
	}
	if s.r.Args.Has(ArgLinked) && !s.r.Args.Yes(ArgRepeat) {
		return &Error{Code: CodeInvalid, Arg: ArgLinked}
	}
	if s.r.Args.Has(ArgLinked) {
		if err := s.guardLink(); err != nil {
			return err
		}
	}
	turns := Class(s.r.Args.Get(ArgClass)) == ClassReport || s.law.Bureau.Confidential(s.r.Args.Get(ArgCategory))
	if turns && s.law.AccusesHead(s.c.Words.Accused) {
		return Refuse(CodeConfidential)
	}
	return nil
}

func (s *step) register() error {
	c, a := s.c, s.r.Args
	c.Class, c.Category = Class(a.Get(ArgClass)), a.Get(ArgCategory)
	if c.Class == ClassReport || s.law.Bureau.Confidential(c.Category) {
		c.Confidential = true // raised here, lowered only by the deputy
	}
	c.Facts.Repeat = a.Yes(ArgRepeat)
	if linked := a.Get(ArgLinked); linked != "" {
		c.Facts.Links = append(c.Facts.Links, linked)
	}
	c.Facts.TheirNumber = a.Get(ArgTheirNumber)
	s.stop(ClockRegister, "")
	s.start(ClockAssign, "")
	s.recordRegistration()
	if c.Channel == ChannelTransfer {
		if due, ok := a.due(ArgTheirDue); ok {
			c.Facts.TheirDue = due
			s.c.Running(ClockReport, "").Due = due
		}
	}
	return s.officered()
}

// recordRegistration owes the registration's entry, and to the organ that
// transferred the case a report of its result.
func (s *step) recordRegistration() {
	s.owe(FactRegistration)
	if s.c.Channel == ChannelTransfer {
		s.start(ClockReport, "")
	}
}

// handBackWorkdays is how long a case from above may be handed back [R 23].
const handBackWorkdays = 5

func (s *step) guardHandBack() error {
	if s.c.Channel != ChannelTransfer {
		return Refuse(CodeClassPath)
	}
	last := s.law.Calendar.AddWorkdays(DateOf(s.c.SubmittedAt), handBackWorkdays)
	if s.at.After(last.End()) {
		return Refuse(CodeTooLate)
	}
	return nil
}
