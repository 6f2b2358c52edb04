package models

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// RetractWithin is how long the last step can be taken back.
const RetractWithin = 10 * time.Minute

// step is one verb on its way: the case as it becomes and what follows.
type step struct {
	law      *Law
	c        *Case
	r        *Request
	row      VerbRow
	at       time.Time
	occurred time.Time
	from     State
	told     []Person
	done     Done
	kept     Args  // what the entry keeps besides the arguments
	letters  []int // indexes of new letters in c.Letters
	data     Args  // words that the notices carry
	extra    []tell
	undoing  *LastStep
}

// tell is one party to notify besides those of the row.
type tell struct {
	party  Party
	people []Person
}

// Apply does a verb to a case at the given instant and returns the case as it
// then stands with everything that is owed. The case given is not changed. A
// refusal is an *Error with a code. For submit the case is empty but for its
// ID and number.
func (l *Law) Apply(c Case, r Request, now time.Time) (Done, error) {
	row, ok := l.Row(r.Verb)
	if !ok {
		return Done{}, &Error{Code: CodeUnknownVerb, Verb: r.Verb}
	}
	l, err := l.ruling(&c, r.Verb, now)
	if err != nil {
		return Done{}, err
	}
	copied := c.clone()
	if r.Actor.Kind == ActorStaff { // WeCom compares userids without regard to case
		r.Actor.ID, r.Actor.For = strings.ToLower(r.Actor.ID), strings.ToLower(r.Actor.For)
	}
	s := &step{law: l, c: &copied, r: &r, row: row, at: now, occurred: now, from: c.State, data: Args{}}
	if err := s.permitted(); err != nil {
		return Done{}, err
	}
	s.remember()
	if err := s.run(); err != nil {
		return Done{}, s.named(err)
	}
	return s.finish(), nil
}

// named puts verb and state into a refusal that an effect made.
func (s *step) named(err error) error {
	if e, ok := err.(*Error); ok && e.Verb == "" {
		e.Verb, e.State = s.r.Verb, s.from
	}
	return err
}

// permitted asks whether state, actor, arguments and time allow the verb.
func (s *step) permitted() error {
	l, r := s.law, s.r
	stranger := r.Verb == VerbSubmit || r.Verb == VerbBind && r.Actor.Kind == ActorPetitioner
	if !stranger && !l.MaySee(s.c, r.Actor) && !(r.Verb == VerbLower && l.mayLower(s.c, r.Actor)) {
		return &Error{Code: CodeNotFound, Verb: r.Verb}
	}
	if !slices.Contains(s.row.From, s.c.State) {
		return &Error{Code: CodeWrongState, Verb: r.Verb, State: s.c.State}
	}
	if err := l.mayDo(s.c, s.row, r.Actor); err != nil {
		return err
	}
	if err := s.timed(); err != nil {
		return err
	}
	if r.Verb == VerbSubmit {
		s.fileArgs()
	}
	if err := l.checkArgs(s.row, r.Args); err != nil {
		return s.named(err)
	}
	if s.row.guard != nil {
		return s.named(s.row.guard(s))
	}
	return nil
}

// mayDo asks whether the actor is one of the parties of the row.
func (l *Law) mayDo(c *Case, row VerbRow, a Actor) error {
	if row.Verb == VerbLower {
		if l.mayLower(c, a) {
			return nil
		}
		return &Error{Code: CodeWrongActor, Verb: row.Verb, State: c.State}
	}
	own := row.Verb == VerbRecuse || row.Verb == VerbRetract // about oneself, or one's own last step
	if a.Kind == ActorStaff && !own && slices.Contains(c.Facts.Recused, strings.ToLower(a.ID)) {
		return &Error{Code: CodeRecused, Verb: row.Verb, State: c.State}
	}
	if (c.State == "" || row.Verb == VerbBind) && a.Kind == ActorPetitioner && slices.Contains(row.By, PartyPetitioner) {
		return nil // who files or binds is not yet the petitioner of the case
	}
	for _, p := range row.By {
		if l.Holds(c, a, p) {
			return nil
		}
	}
	return &Error{Code: CodeWrongActor, Verb: row.Verb, State: c.State}
}

// timed reads when the fact happened.
func (s *step) timed() error {
	if s.r.Occurred.IsZero() {
		return nil
	}
	if !s.row.Records {
		return &Error{Code: CodeInvalid, Verb: s.r.Verb, Arg: ArgDate}
	}
	if s.r.Occurred.After(s.at) {
		return &Error{Code: CodeTooEarly, Verb: s.r.Verb, Arg: ArgDate}
	}
	s.occurred = s.r.Occurred
	return nil
}

// notBefore refuses a fact dated before the one it follows. Paper knows days
// only: on the same day the earlier fact's hour is taken.
func (s *step) notBefore(t time.Time) error {
	if !s.occurred.Before(t) {
		return nil
	}
	if DateOf(s.occurred) == DateOf(t) {
		s.occurred = t
		return nil
	}
	return &Error{Code: CodeTooEarly, Arg: ArgDate}
}

// remember keeps what retract would restore.
func (s *step) remember() {
	c := s.c
	if s.r.Verb == VerbRetract {
		s.undoing = c.Facts.Last
		return
	}
	c.Facts.Last, c.Words.Before = nil, nil
	if s.row.Final || c.State == "" || s.r.Actor.Kind == ActorSystem {
		return
	}
	copied := c.clone()
	c.Words.Before = &copied.Words
	c.Facts.Last = &LastStep{
		Verb: s.r.Verb, Actor: s.hand(), At: s.at, Seq: c.AuditCount + 1,
		Before: Before{
			State: c.State, Round: c.Round, Class: c.Class, Category: c.Category, Confidential: c.Confidential,
			Section: c.Section, Chief: c.Chief, Handler: c.Handler, CaseOfficer: c.CaseOfficer, Facts: &copied.Facts,
			Clocks: slices.DeleteFunc(copied.Clocks, func(k Clock) bool { return !k.Running() }),
		},
	}
}

// run does the row's work: the new state where there is only one, then the
// effect.
func (s *step) run() error {
	if len(s.row.To) == 1 && !s.row.MayStay {
		s.c.State = s.row.To[0]
	}
	if s.row.effect == nil {
		return nil
	}
	return s.row.effect(s)
}

// finish writes the entry and the notices.
func (s *step) finish() Done {
	c := s.c
	c.UpdatedAt, c.Facts.Rules = s.at, s.law.set.Name
	entry := AuditEntry{
		CaseID: c.ID, Seq: c.AuditCount + 1, Verb: s.r.Verb, Actor: s.r.Actor,
		At: s.at, Occurred: s.occurred, From: s.from, To: c.State, Round: c.Round,
		Plain: Args{}, Words: Args{},
	}
	for _, spec := range s.row.Needs {
		v := s.r.Args.Get(spec.Arg)
		switch {
		case v == "":
		case spec.Kind == KindText:
			entry.Words[spec.Arg] = v
		default:
			entry.Plain[spec.Arg] = v
		}
	}
	maps.Copy(entry.Plain, s.kept)
	s.done.Entry = entry
	s.notify(entry)
	if c.Facts.Last != nil && c.Facts.Last.Seq == entry.Seq {
		c.Facts.Last.Told = unnamed(s.told)
	}
	s.done.Case = *c
	for _, i := range s.letters {
		s.done.Letters = append(s.done.Letters, &s.done.Case.Letters[i])
	}
	return s.done
}

// notify writes one notice per person who is told, in the table's order; the
// actor is not told of the own deed, except a petitioner, who gets the answer
// in the same breath, and nobody twice.
func (s *step) notify(e AuditEntry) {
	tells := []tell{}
	for _, p := range s.row.Tells {
		tells = append(tells, tell{party: p, people: s.law.People(s.c, p, s.r.Actor)})
	}
	for _, t := range append(tells, s.extra...) {
		for _, person := range t.people {
			if person.ID == s.r.Actor.ID || s.inChat(person) || slices.Contains(s.told, person) {
				continue
			}
			s.told = append(s.told, person)
			s.done.Notices = append(s.done.Notices, s.notice(e, t.party, person))
		}
	}
	s.tellLeader(e)
}

// tellLeader puts the leader who took charge on whatever is told of the case,
// to whomever [S 4(3)].
func (s *step) tellLeader(e AuditEntry) {
	for _, p := range s.law.Leader(s.c) {
		if len(s.told) > 0 && p.ID != s.r.Actor.ID && !slices.Contains(s.told, p) {
			s.told = append(s.told, p)
			s.done.Notices = append(s.done.Notices, s.notice(e, PartyLeader, p))
		}
	}
}

// inChat: who confirms a receipt in chat reads the answer there; the system
// acts for them.
func (s *step) inChat(p Person) bool {
	return s.r.Verb == VerbDeliver && s.r.Actor.Kind == ActorSystem && p.ID == s.c.Account
}

func (s *step) notice(e AuditEntry, as Party, to Person) Notice {
	n := Notice{
		Key:    fmt.Sprintf("%d:%s:%s", e.Seq, e.Verb, s.handOf(to.Kind, to.ID)),
		CaseID: s.c.ID, Number: s.c.Number, To: to, Verb: e.Verb, As: as, State: s.c.State,
		Category: s.c.Category, Confidential: s.c.Confidential, At: s.at, Data: s.data,
	}
	if k := s.awaited(as); k != nil {
		n.Due = k.Due
	}
	if to.Kind == ActorStaff {
		n.Soonest = s.soonest(to)
	}
	if len(s.letters) > 0 {
		n.Letter = s.c.Letters[s.letters[0]].Number
	}
	if s.c.Confidential {
		n.Category = ""
		if to.Kind == ActorStaff {
			n.Data = nil
		}
	}
	return n
}

// awaited is the clock that the case now waits for in the eyes of a party:
// the supervision for its addressee and for whoever hears that there is one,
// else the clock of the state. Same-day
// clocks of the office, such as an entry, are no news to anybody else.
func (s *step) awaited(as Party) *Clock {
	if as == PartyAddressee || s.r.Verb == VerbSupervise {
		return s.c.Running(ClockSupervise, "")
	}
	for _, row := range StateRows() {
		if row.State != s.c.State || !row.Open {
			continue
		}
		if row.Clock == ClockDeliver && s.c.OpinionLetter() != nil {
			return s.c.Running(ClockDeliver, s.c.OpinionLetter().Ref())
		}
		return s.c.Running(row.Clock, "")
	}
	return nil
}

// hand names the actor in what Facts remember.
func (s *step) hand() string { return s.handOf(s.r.Actor.Kind, s.r.Actor.ID) }

// handOf names a person without an openid, which is a personal datum: a
// petitioner by the seat among the case's representatives.
func (s *step) handOf(kind ActorKind, id string) string {
	if kind == ActorPetitioner {
		return fmt.Sprintf("%s:%d", kind, slices.Index(s.c.Accounts(), id))
	}
	return fmt.Sprintf("%s:%s", kind, id)
}

// unnamed keeps who was told for the Facts: staff by userid, petitioners as
// one without their openids.
func unnamed(told []Person) []Person {
	var out []Person
	for _, p := range told {
		if p.Kind == ActorPetitioner {
			p.ID = ""
		}
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// tell adds a party to those of the row.
func (s *step) tell(p Party) {
	s.extra = append(s.extra, tell{party: p, people: s.law.People(s.c, p, s.r.Actor)})
}

// tellPerson adds one staff member by userid, told as the given party.
func (s *step) tellPerson(p Party, id string) {
	s.extra = append(s.extra, tell{party: p, people: persons(s.law.notRecused(s.c, []string{id}))})
}
