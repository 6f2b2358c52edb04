package models

import (
	"errors"
	"slices"
	"testing"
)

// everybody lists one actor of every kind and role, and some who have no part
// in the case.
func everybody() []Actor {
	return []Actor{
		byPetitioner(), bySigner(), byStranger(), bySystem(), byClerk(), byVice(), byDirector(), byDeputy(), byHead(),
		byChief(), byHandler(), byOtherChief(), {Kind: ActorStaff, ID: "nobody"}, {Kind: "machine", ID: "x"}, {},
	}
}

func TestEveryVerbInEveryStateByEverybodyIsDoneOrRefusedWithACode(t *testing.T) {
	done, refused := 0, 0
	for _, s := range anyState() {
		r := at(t, s)
		for _, row := range append(VerbRows(), VerbRow{Verb: "nonsense"}) {
			for _, a := range everybody() {
				for _, args := range []Args{given(row.Verb), nil, {"odd": "1"}} {
					d, err := r.law.Apply(r.c, Request{Verb: row.Verb, Actor: a, Args: args}, r.now)
					var e *Error
					switch {
					case err == nil && d.Case.State != "":
						done++
					case errors.As(err, &e) && e.Code != "" && e.Verb == row.Verb:
						refused++
					default:
						t.Errorf("%s in %s by %v: %v, state %q", row.Verb, s, a, err, d.Case.State)
					}
				}
			}
		}
	}
	if done < 200 || refused < 10*done {
		t.Errorf("%d done and %d refused: the walk does not reach the rows", done, refused)
	}
}

// reach lists, for every verb that needs more than its state, what has to be
// done before it is possible; the others need only a state of their row.
func reach(t testing.TB, v Verb) *run {
	switch v {
	case VerbSubmit:
		return newRun(t)
	case VerbReply:
		r := at(t, Submitted)
		r.do(VerbRegister, byClerk(), given(VerbRegister).with(string(ArgClass), string(ClassConsult)))
		return r
	case VerbHandBack, VerbReport:
		r := file(t, paper(ChannelTransfer))
		r.do(VerbRegister, byClerk(), given(VerbRegister).with(string(ArgTheirNumber), "C-1", string(ArgTheirDue), "2026-04-30"))
		return r
	case VerbConvert:
		r := at(t, Assigned)
		r.do(VerbAccept, byChief(), Args{ArgTrack: string(TrackQuick), ArgTicks: "clear-facts,clear-duty,easy", ArgHandler: "zhou.handler"})
		return r
	case VerbExtend, VerbRefuseExtension:
		r := at(t, Accepted)
		r.do(VerbRequestExtension, byChief())
		return r
	case VerbSign:
		r := at(t, Drafted, func(b *Bureau) { b.Options.SignByDeputy = true })
		r.do(VerbApprove, byDirector())
		return r
	case VerbStand, VerbRevoke:
		r := at(t, Declined)
		r.do(VerbObject, byPetitioner())
		return r
	case VerbLapse:
		return at(t, Delivered).later(40 * day)
	}
	return reachLate(t, v)
}

func reachLate(t testing.TB, v Verb) *run {
	switch v {
	case VerbConclude:
		r := at(t, FollowUp)
		r.do(VerbContact, byChief())
		return r
	case VerbAnswer:
		r := at(t, Accepted)
		r.do(VerbSupervise, byDirector())
		return r
	case VerbJudgeReview, VerbApplyReview, VerbRecordReview:
		r := at(t, Closed)
		for _, step := range []struct {
			v Verb
			a Actor
		}{{VerbProposeReview, byDirector()}, {VerbJudgeReview, byHead()}, {VerbApplyReview, byClerk()}} {
			if v == step.v {
				break
			}
			r.do(step.v, step.a)
		}
		return r
	case VerbRecordReexamine:
		r := at(t, Delivered)
		r.do(VerbReexamine, byPetitioner())
		return r
	case VerbUnlink:
		r := at(t, Accepted)
		r.do(VerbLink, byClerk())
		return r
	case VerbLower:
		f := filing()
		f.Confidential = true
		return file(t, f)
	case VerbUnpublish:
		r := at(t, Closed)
		r.do(VerbPublish, byDirector())
		return r
	case VerbRetract:
		return at(t, Accepted)
	case VerbRelieve, VerbApplyRules:
		return at(t, Accepted)
	case VerbBind:
		return file(t, paper(ChannelLetter))
	case VerbArchive:
		return at(t, Withdrawn).settle()
	case VerbDeliver:
		return at(t, Formed)
	}
	row, _ := newLaw().Row(v)
	return at(t, row.From[0])
}

// allowed are who may do a verb on the case that reach makes.
func allowed(v Verb) []Actor {
	return map[Verb][]Actor{
		VerbSubmit: {byPetitioner()}, VerbRegister: {byClerk(), byDirector()}, VerbAssign: {byDeputy()}, VerbAcknowledge: {byChief()},
		VerbReturn: {byChief()}, VerbReassign: {byDirector(), byDeputy()}, VerbHandBack: {byClerk()}, VerbAccept: {byChief()},
		VerbProposeDecline: {byClerk()}, VerbDecline: {byDirector(), byDeputy()}, VerbObject: {byPetitioner()},
		VerbStand: {byDeputy(), byHead()}, VerbRevoke: {byDirector(), byDeputy(), byHead()}, VerbReply: {byClerk(), byDirector()},
		VerbForward: {byDirector()}, VerbDesignate: {byChief()}, VerbConvert: {byChief()}, VerbAsk: {byChief(), byHandler()},
		VerbRequestExtension: {byChief()}, VerbExtend: {byHead()}, VerbRefuseExtension: {byHead()}, VerbDraft: {byChief(), byHandler()},
		VerbSendBack: {byDirector(), byVice()}, VerbApprove: {byDirector(), byVice()}, VerbSign: {byDeputy()}, VerbRecall: {byDirector()},
		VerbDiscontinue: {byDirector()}, VerbEnter: {byClerk()}, VerbReport: {byClerk()}, VerbDeliver: {byClerk(), byHandler()},
		VerbRate: {byPetitioner()}, VerbLapse: {bySystem()}, VerbUphold: {byHead()}, VerbRedo: {byDirector(), byDeputy(), byHead()},
		VerbContact: {byChief(), byHandler()}, VerbConclude: {byChief()}, VerbExecute: {byChief()},
		VerbSupervise: {byDirector(), byDeputy(), byHead()}, VerbAnswer: {byChief()}, VerbInstruct: {byDeputy(), byHead()},
		VerbUrge: {byPetitioner(), byClerk()}, VerbSupplement: {byPetitioner(), byClerk()}, VerbTakeCharge: {byDeputy(), byHead()},
		VerbVisit: {byClerk()}, VerbWithdraw: {byPetitioner()}, VerbReexamine: {byPetitioner(), byClerk()},
		VerbRecordReexamine: {byDirector()}, VerbProposeReview: {byDirector()}, VerbJudgeReview: {byHead()}, VerbApplyReview: {byClerk()},
		VerbRecordReview: {byClerk()}, VerbLink: {byClerk()}, VerbUnlink: {byClerk()}, VerbChangePerson: {byDirector()},
		VerbRecuse: {byClerk(), byVice(), byDirector(), byDeputy(), byHead(), byChief(), byHandler(), byOtherChief()}, VerbUnmask: {byClerk(), byDirector()},
		VerbLower: {byDeputy()}, VerbPublish: {byDirector()}, VerbUnpublish: {byDirector(), byPetitioner()}, VerbRetract: {byChief()},
		VerbArchive: {byClerk()}, VerbBind: {byPetitioner(), bySigner(), byStranger()}, VerbRelieve: {bySystem()}, VerbApplyRules: {bySystem()},
	}[v]
}

func TestOnlyTheRowsPartiesMayDoAVerb(t *testing.T) {
	for _, row := range VerbRows() {
		t.Run(string(row.Verb), func(t *testing.T) {
			r := reach(t, row.Verb)
			for _, a := range everybody() {
				q := Request{Verb: row.Verb, Actor: a, Args: given(row.Verb)}
				if row.Verb == VerbSubmit {
					q.Filing = filing()
				}
				_, err := r.law.Apply(r.c, q, r.now)
				may := slices.Contains(allowed(row.Verb), a) || (row.Verb == VerbSubmit && a.Kind == ActorPetitioner)
				if may != (err == nil) {
					t.Errorf("by %v: %v, want allowed %v", a, err, may)
				}
			}
		})
	}
}

func TestAVerbOutsideItsStatesIsRefused(t *testing.T) {
	for _, s := range anyState() {
		r := at(t, s)
		for _, row := range VerbRows() {
			if slices.Contains(row.From, s) {
				continue
			}
			for _, a := range allowed(row.Verb) {
				r.refuse(CodeWrongState, row.Verb, a)
			}
		}
	}
}

func TestEveryRequiredArgumentIsAskedForByName(t *testing.T) {
	for _, row := range VerbRows() {
		if row.Verb == VerbSubmit {
			continue // brings a filing
		}
		r := reach(t, row.Verb)
		by := allowed(row.Verb)[0]
		for _, spec := range row.Needs {
			if spec.Optional {
				continue
			}
			_, err := r.law.Apply(r.c, Request{Verb: row.Verb, Actor: by, Args: given(row.Verb).with(string(spec.Arg), "")}, r.now)
			var e *Error
			if !errors.As(err, &e) || e.Code != CodeMissing || e.Arg != spec.Arg {
				t.Errorf("%s without %s: %v", row.Verb, spec.Arg, err)
			}
		}
		r.refuse(CodeInvalid, row.Verb, by, given(row.Verb).with("misspelt", "x"))
	}
}
