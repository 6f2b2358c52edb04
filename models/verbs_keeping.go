package models

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

func parseID(s string) (int64, error) { return strconv.ParseInt(strings.TrimSpace(s), 10, 64) }

// Fields that unmask can show.
func maskedFields() []string { return []string{"name", "phone", "identity", "address"} }

// keepingRows: link, unlink, change-person, recuse, unmask, lower, retract,
// archive.
func keepingRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbLink, From: anyState(), By: []Party{PartyClerk},
			Needs: []ArgSpec{{Arg: ArgLinked, Kind: KindCase}, reason()},
			guard: (*step).guardLink, effect: func(s *step) error {
				s.c.Facts.Links = append(s.c.Facts.Links, s.r.Args.Get(ArgLinked))
				s.c.Facts.Repeat = true
				return nil
			},
		},
		{
			Verb: VerbUnlink, From: anyState(), By: []Party{PartyClerk},
			Needs: []ArgSpec{{Arg: ArgLinked, Kind: KindCase}, reason()},
			guard: func(s *step) error {
				if len(s.c.Facts.Links) == 0 {
					return Refuse(CodeNotOpenMatter)
				}
				return nil
			},
			effect: func(s *step) error {
				i := slices.Index(s.c.Facts.Links, s.r.Args.Get(ArgLinked))
				if i < 0 {
					return Refuse(CodeNotOpenMatter)
				}
				s.c.Facts.Links = slices.Delete(s.c.Facts.Links, i, i+1)
				s.c.Facts.Repeat = len(s.c.Facts.Links) > 0
				return nil
			},
		},
		{
			Verb: VerbChangePerson, From: openStates(), By: []Party{PartyDirector, PartyChief},
			Needs:   []ArgSpec{option(ArgWhich, string(PartyCaseOfficer), string(PartyHandler)), {Arg: ArgPerson, Kind: KindStaff}, reason()},
			MayTell: []Party{PartyCaseOfficer, PartyHandler},
			guard:   (*step).guardChange,
			effect:  (*step).change,
		},
		{
			Verb: VerbRecuse, From: openStates(), By: []Party{PartyAnyStaff},
			Needs: []ArgSpec{reason(), optional(ArgSpec{Arg: ArgPerson, Kind: KindStaff})},
			Tells: []Party{PartyDeputy}, MayTell: []Party{PartyChief},
			guard: func(s *step) error {
				if s.r.Args.Has(ArgPerson) && !s.law.Holds(s.c, s.r.Actor, PartyDirector) {
					return Refuse(CodeWrongActor)
				}
				return nil
			},
			effect: (*step).recuse,
		},
	}
}

// guardingRows: unmask, lower, retract, archive.
func guardingRows() []VerbRow {
	return []VerbRow{
		{
			Verb: VerbUnmask, From: anyState(), By: []Party{PartyClerk, PartyDirector},
			Needs: []ArgSpec{option(ArgField, maskedFields()...), reason()},
			Tells: []Party{PartyDirector}, Final: true,
			guard: func(s *step) error {
				if s.c.Anonymous {
					return Refuse(CodeConfidential)
				}
				return nil
			},
		},
		{
			Verb: VerbLower, From: openStates(), By: []Party{PartyDeputy},
			Needs: []ArgSpec{reason()}, Tells: []Party{PartyOffice},
			guard: func(s *step) error {
				if !s.c.Confidential {
					return Refuse(CodeTwice)
				}
				return nil
			},
			effect: func(s *step) error {
				s.c.Confidential = false
				return nil
			},
		},
		{
			Verb: VerbRetract, From: anyState(), By: []Party{PartyPetitioner, PartyAnyStaff}, Final: true,
			MayTell: []Party{PartyTold, PartyPetitioner},
			guard:   (*step).guardRetract, effect: (*step).retract,
		},
		{
			Verb: VerbArchive, From: []State{Closed, Declined, Withdrawn}, To: []State{Archived},
			By: []Party{PartyClerk}, Letters: []LetterKind{LetterCatalogue}, Final: true,
			guard: (*step).guardArchive, effect: func(s *step) error {
				s.stopAll(ClockArchive, ClockObject, ClockReexamine)
				s.letter(LetterCatalogue, Snapshot{Items: s.c.documents(), Attached: len(s.c.Words.Attachments)})
				return nil
			},
		},
	}
}

// documents are the numbers of a case's valid letters, oldest first.
func (c *Case) documents() []Document {
	var out []Document
	for _, l := range c.Letters {
		if !l.Void {
			out = append(out, Document{l.Number, l.At})
		}
	}
	return out
}

func (s *step) guardLink() error {
	other := s.r.Args.Get(ArgLinked)
	if other == s.c.Number || slices.Contains(s.c.Facts.Links, other) {
		return &Error{Code: CodeTwice, Arg: ArgLinked}
	}
	return nil
}

// guardChange: the director changes the case officer, the chief the handler.
func (s *step) guardChange() error {
	by := PartyDirector
	if Party(s.r.Args.Get(ArgWhich)) == PartyHandler {
		by = PartyChief
	}
	if !s.r.Args.Has(ArgWhich) {
		return nil
	}
	if !s.law.Holds(s.c, s.r.Actor, by) {
		return Refuse(CodeWrongActor)
	}
	if by == PartyChief {
		return s.guardHandler(ArgPerson)
	}
	if p, ok := s.law.Bureau.Person(s.r.Args.Get(ArgPerson)); ok && !p.Has(RoleClerk) {
		return &Error{Code: CodeInvalid, Arg: ArgPerson}
	}
	if s.recused(s.r.Args.Get(ArgPerson)) {
		return &Error{Code: CodeRecused, Arg: ArgPerson}
	}
	return nil
}

// change tells both persons, the former one before the change. On a
// confidential case the officers are told instead of a case officer.
func (s *step) change() error {
	c, next, which := s.c, s.r.Args.User(ArgPerson), Party(s.r.Args.Get(ArgWhich))
	s.data[ArgWhich], s.data[ArgPerson] = string(which), next
	if which == PartyHandler {
		s.tell(which)
		c.Handler = next
	} else {
		if c.CaseOfficer != "" {
			s.tell(which)
		}
		c.CaseOfficer = next
	}
	s.tell(which)
	return nil
}

// recuse takes a person out of the case; their part falls to the next, and
// somebody must be left to whom it can, in whichever state.
func (s *step) recuse() error {
	c := s.c
	who := s.r.Actor.ID
	if s.r.Args.Has(ArgPerson) {
		who = s.r.Args.Get(ArgPerson)
	}
	who = strings.ToLower(who)
	if s.recused(who) {
		return Refuse(CodeTwice)
	}
	c.Facts.Recused = append(c.Facts.Recused, who)
	if strings.EqualFold(c.Handler, who) {
		c.Handler = ""
		s.tell(PartyChief) // who has to name another
	}
	if strings.EqualFold(c.CaseOfficer, who) {
		c.CaseOfficer = ""
	}
	for _, p := range []Party{PartyDirector, PartyDeputy, PartyHead} { // the end of every ladder
		if len(s.law.People(c, p, Actor{})) > 0 {
			return nil
		}
	}
	return Refuse(CodeRoster)
}

// guardRetract: its actor, within 10 minutes, nothing built on it.
func (s *step) guardRetract() error {
	last := s.c.Facts.Last
	if last == nil || last.Seq != s.c.AuditCount {
		return Refuse(CodeNotOpenMatter)
	}
	if last.Actor != s.hand() {
		return Refuse(CodeWrongActor)
	}
	if s.at.Sub(last.At) > RetractWithin {
		return Refuse(CodeTooLate)
	}
	for _, l := range s.c.Letters {
		if l.Seq == last.Seq && !l.Delivered.IsZero() {
			return Refuse(CodeOpenMatter)
		}
	}
	return nil
}

// retract puts the case back to where it was before its last step, tells
// whoever was told, lets stopped clocks run and voids the step's letters.
func (s *step) retract() error {
	c, last := s.c, s.undoing
	b := last.Before
	c.State, c.Round, c.Class, c.Category, c.Confidential = b.State, b.Round, b.Class, b.Category, b.Confidential
	c.Section, c.Chief, c.Handler, c.CaseOfficer = b.Section, b.Chief, b.Handler, b.CaseOfficer
	if b.Facts != nil {
		c.Facts = b.Facts.clone()
	}
	if c.Words.Before != nil {
		c.Words = c.Words.Before.clone()
	}
	c.Facts.Last, c.Words.Before = nil, nil
	for i := range c.Clocks {
		k := &c.Clocks[i]
		if k.StartSeq == last.Seq && k.Running() {
			k.StoppedAt, k.StoppedBy, k.StopSeq = s.at, VerbRetract, c.AuditCount+1
		}
		for _, old := range b.Clocks {
			if old.ID == k.ID && old.ID != 0 {
				*k = old
			}
		}
	}
	for i := range c.Letters {
		if l := &c.Letters[i]; l.Seq == last.Seq {
			l.Void = true
		}
		if l := &c.Letters[i]; c.Running(ClockDeliver, l.Ref()) != nil {
			l.Delivered, l.Method = time.Time{}, "" // its delivery was what is taken back
		}
	}
	for _, p := range last.Told {
		if p.Kind == ActorPetitioner {
			s.tell(PartyPetitioner)
			continue
		}
		s.extra = append(s.extra, tell{party: PartyTold, people: []Person{p}})
	}
	return nil
}

// guardArchive: nothing is owed any more.
func (s *step) guardArchive() error {
	for _, kind := range []ClockKind{ClockEnter, ClockDeliver, ClockExecute, ClockSupervise, ClockReport, ClockObject} {
		k := s.c.Running(kind, "")
		if k == nil {
			continue
		}
		if kind == ClockObject && s.at.After(k.Due) {
			continue
		}
		return &Error{Code: CodeUnentered, Arg: Arg(kind)}
	}
	if r := s.c.Facts.Review; r.running() {
		return &Error{Code: CodeUnentered, Arg: ArgResult}
	}
	if r := s.c.Facts.Remedy; r != nil && r.Result == "" {
		return &Error{Code: CodeUnentered, Arg: ArgResult}
	}
	if d := s.c.Facts.Decline; d != nil && !d.Objected.IsZero() && !d.Stood {
		return &Error{Code: CodeUnentered, Arg: ArgText}
	}
	return nil
}
