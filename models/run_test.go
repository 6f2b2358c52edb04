package models

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"
	"time"
)

// run is one case on its way through the law, kept between verbs as the store
// keeps it: with ids, serials and counts.
type run struct {
	testing.TB
	law *Law
	c   Case
	now time.Time
	// done is what became of every verb, in order.
	done []Done
	ids  int64
	// light leaves out the comparison of the case before and after.
	light bool
}

// unwatched is a test whose runs are light from their first step.
type unwatched struct{ testing.TB }

// newRun begins with no case at all.
func newRun(t testing.TB, change ...func(*Bureau)) *run {
	_, light := t.(unwatched)
	return &run{TB: t, light: light, law: newLaw(change...), now: start(), c: Case{ID: 7, Number: "LS20260302-0001"}}
}

// file submits the matter.
func file(t testing.TB, f *Filing, change ...func(*Bureau)) *run {
	t.Helper()
	r := newRun(t, change...)
	actor := byClerk()
	if f.Channel == ChannelChat {
		actor = byPetitioner()
	}
	r.must(r.try(Request{Verb: VerbSubmit, Actor: actor, Filing: f}))
	return r
}

// try applies a request, keeps what came of it and holds Apply to its promise
// that the case it was given is unchanged.
func (r *run) try(q Request) (Done, error) {
	r.Helper()
	var before []byte
	if !r.light {
		before = r.flat(r.c)
	}
	args := q.Args.clone()
	d, err := r.law.Apply(r.c, q, r.now)
	if !r.light && !bytes.Equal(before, r.flat(r.c)) {
		r.Fatalf("%s changed the case it was given\nbefore %s\nafter  %s", q.Verb, before, r.flat(r.c))
	}
	if len(args) != len(q.Args) {
		r.Fatalf("%s changed the arguments it was given", q.Verb)
	}
	if err == nil {
		r.keep(d)
	}
	return d, err
}

func (r *run) flat(v any) []byte {
	r.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		r.Fatal(err)
	}
	return b
}

// keep does what the store does after Apply.
func (r *run) keep(d Done) {
	for i := range d.Case.Clocks {
		if d.Case.Clocks[i].ID == 0 {
			r.ids++
			d.Case.Clocks[i].ID = r.ids
		}
	}
	for i := range d.Case.Letters {
		if l := &d.Case.Letters[i]; l.ID == 0 {
			r.ids++
			l.ID, l.Number.Serial = r.ids, int(r.ids)
		}
	}
	d.Case.Version++
	d.Case.AuditCount++
	r.c = d.Case
	r.done = append(r.done, d)
}

func (r *run) must(d Done, err error) Done {
	r.Helper()
	if err != nil {
		r.Fatalf("in %s: %v", r.c.State, err)
	}
	return d
}

// do gives a verb that has to be accepted, with the usual arguments where none
// are given.
func (r *run) do(v Verb, a Actor, args ...Args) Done {
	r.Helper()
	return r.must(r.try(request(v, a, args)))
}

// doOn is do for a fact that happened at another time.
func (r *run) doOn(occurred time.Time, v Verb, a Actor, args ...Args) Done {
	r.Helper()
	q := request(v, a, args)
	q.Occurred = occurred
	return r.must(r.try(q))
}

func request(v Verb, a Actor, args []Args) Request {
	if len(args) == 0 {
		return Request{Verb: v, Actor: a, Args: given(v)}
	}
	return Request{Verb: v, Actor: a, Args: args[0]}
}

// refuse gives a verb that has to be refused with the code.
func (r *run) refuse(want Code, v Verb, a Actor, args ...Args) {
	r.Helper()
	_, err := r.try(request(v, a, args))
	r.wants(want, err)
}

// refuseOn is refuse for a fact that happened at another time.
func (r *run) refuseOn(occurred time.Time, want Code, v Verb, a Actor, args ...Args) {
	r.Helper()
	q := request(v, a, args)
	q.Occurred = occurred
	_, err := r.try(q)
	r.wants(want, err)
}

func (r *run) wants(want Code, err error) {
	r.Helper()
	if got := CodeOf(err); got != want {
		r.Errorf("in %s: refused with %q (%v), want %q", r.c.State, got, err, want)
	}
}

// later lets time pass.
func (r *run) later(d time.Duration) *run {
	r.now = r.now.Add(d)
	return r
}

const day = 24 * time.Hour

// at walks an ordinary case filed in chat to a state.
func at(t testing.TB, s State, change ...func(*Bureau)) *run {
	t.Helper()
	return file(t, filing(), change...).to(s)
}

// leg is one step of the way that an ordinary case takes.
type leg struct {
	to   State
	verb Verb
	by   Actor
}

// legs are the way of an ordinary case to its petitioner.
func legs() []leg {
	return []leg{
		{Submitted, "", Actor{}},
		{Registered, VerbRegister, byClerk()}, {Assigned, VerbAssign, byDeputy()}, {Accepted, VerbAccept, byChief()},
		{Drafted, VerbDraft, byHandler()}, {Formed, VerbApprove, byDirector()}, {Delivered, VerbDeliver, byClerk()},
	}
}

// to walks on to a state.
func (r *run) to(s State) *run {
	r.Helper()
	until := s
	switch s {
	case Declined:
		until = Registered
	case Withdrawn, Archived:
		until = Accepted
	}
	here := slices.IndexFunc(legs(), func(l leg) bool { return l.to == r.c.State })
	for _, l := range legs()[here+1:] {
		if r.c.State == until {
			break
		}
		r.do(l.verb, l.by)
	}
	r.end(s)
	if r.c.State != s {
		r.Fatalf("walked to %s, want %s", r.c.State, s)
	}
	return r
}

// end does the last steps to the states off the straight way.
func (r *run) end(s State) {
	r.Helper()
	switch s {
	case Disputed:
		r.do(VerbRate, r.rater(), r.unhappy())
	case FollowUp:
		r.do(VerbRate, r.rater(), r.unhappy())
		r.do(VerbUphold, byHead())
	case Closed:
		r.do(VerbRate, r.rater(), given(VerbRate).with(string(ArgEvidence), r.scan()))
	case Declined:
		r.do(VerbDecline, byDirector())
	case Withdrawn:
		r.do(VerbWithdraw, r.rater(), given(VerbWithdraw).with(string(ArgEvidence), r.scan()))
	case Archived:
		r.end(Withdrawn)
		r.settle()
		r.do(VerbArchive, byClerk())
	}
}

// rater is who rates and withdraws: the petitioner, or a clerk from a paper.
func (r *run) rater() Actor {
	if r.c.Account == "" {
		return byClerk()
	}
	return byPetitioner()
}

func (r *run) scan() string {
	if r.c.Account == "" {
		return "scan 1"
	}
	return ""
}

func (r *run) unhappy() Args {
	return Args{ArgOffice: string(ScoreFair), ArgScore: string(ScoreBad), ArgReason: "nothing was done"}.with(string(ArgEvidence), r.scan())
}

// settle enters, delivers and reports whatever is still owed.
func (r *run) settle() *run {
	r.Helper()
	for _, fact := range EnteredFacts() {
		for (&step{c: &r.c}).runningFact(fact) != nil {
			r.do(VerbEnter, byClerk(), given(VerbEnter).with(string(ArgFact), fact))
		}
	}
	for len(r.c.Undelivered()) > 0 {
		r.do(VerbDeliver, byClerk(), given(VerbDeliver).with(string(ArgLetter), r.c.Undelivered()[0].Ref()))
	}
	if r.c.Running(ClockReport, "") != nil {
		r.do(VerbReport, byClerk())
	}
	if r.c.Running(ClockExecute, "") != nil {
		r.do(VerbExecute, byChief())
	}
	return r
}
