package models

import (
	"testing"
	"time"
)

func quick() Args {
	return Args{ArgTrack: string(TrackQuick), ArgTicks: "clear-facts,clear-duty,easy", ArgHandler: "zhou.handler"}
}

func TestTheQuickTrackIsForFirstCasesWithThreeTicks(t *testing.T) {
	r := at(t, Assigned)
	r.refuse(CodeMissing, VerbAccept, byChief(), quick().with("ticks", ""))
	r.refuse(CodeQuickOnly, VerbAccept, byChief(), quick().with("ticks", "easy,clear-duty"))
	r.refuse(CodeInvalid, VerbAccept, byChief(), quick().with("ticks", "easy,easy,easy"))
	r.do(VerbAccept, byChief(), quick())
	if due := r.c.Running(ClockResolve, "").Due; !due.Equal(NewDate(2026, 3, 12).End()) {
		t.Errorf("due %s, want 10 calendar days", due)
	}
	r = at(t, Assigned)
	r.do(VerbLink, byClerk())
	r.refuse(CodeQuickOnly, VerbAccept, byChief(), quick())
}

func TestConvertGivesTheOrdinaryLengthOnceAndKeepsARedosDue(t *testing.T) {
	r := reach(t, VerbConvert).later(2 * day)
	r.do(VerbConvert, byChief())
	if due := r.c.Running(ClockResolve, "").Due; !due.Equal(NewDate(2026, 5, 1).End()) {
		t.Errorf("due %s, want 60 days from the acceptance", due)
	}
	r.refuse(CodeTwice, VerbConvert, byChief())

	r = reach(t, VerbConvert)
	r.do(VerbDraft, byHandler())
	r.do(VerbApprove, byDirector())
	r.do(VerbDeliver, byClerk())
	r.do(VerbRedo, byDeputy(), given(VerbRedo).with("due", "2026-03-20"))
	r.do(VerbConvert, byChief())
	if due := r.c.Running(ClockResolve, "").Due; !due.Equal(NewDate(2026, 3, 20).End()) {
		t.Errorf("due %s, want the supervision letter's", due)
	}
}

func TestACaseIsReturnedInsideItsDaysAndTwiceAtMost(t *testing.T) {
	r := at(t, Assigned, func(b *Bureau) { b.Options.AssignByDirector = true })
	r.now = r.c.Running(ClockAccept, "").Due.Add(time.Second)
	r.refuse(CodeTooLate, VerbReturn, byChief())
	r.now = r.c.Running(ClockAccept, "").Due
	r.do(VerbReturn, byChief())
	if r.c.Section != "" || r.c.Chief != "" || r.c.LastLetter(LetterAssignment) != nil {
		t.Errorf("the section still has it: %q %q", r.c.Section, r.c.Chief)
	}
	r.do(VerbAssign, byDirector())
	r.do(VerbReturn, byChief())
	r.refuse(CodeReturns, VerbAssign, byDirector())
	r.do(VerbAssign, byDeputy())
	r.refuse(CodeReturns, VerbReturn, byChief())
}

func TestNoReturnStopsTheLegalLimitOfAcceptance(t *testing.T) {
	r := at(t, Assigned)
	first := r.c.Running(ClockAccept, "").LegalDue
	if !first.Equal(NewDate(2026, 3, 17).End()) {
		t.Errorf("legal due %s, want 15 days from submission", first)
	}
	r.later(2*day).do(VerbReturn, byChief())
	r.later(day).do(VerbAssign, byDeputy())
	k := r.c.Running(ClockAccept, "")
	if !k.LegalDue.Equal(first) || !k.Due.Equal(NewDate(2026, 3, 8).End()) {
		t.Errorf("after a return: due %s, legal %s", k.Due, k.LegalDue)
	}
}

func TestAReassignmentKeepsTheLegalLimitOfTheFirstAcceptance(t *testing.T) {
	r := at(t, Accepted)
	legal := r.c.Running(ClockResolve, "").LegalDue
	r.later(5*day).do(VerbReassign, byDirector())
	if k := r.c.Running(ClockAccept, ""); !k.LegalDue.IsZero() || r.c.Running(ClockResolve, "") != nil || r.c.Handler != "" {
		t.Errorf("accept clock %+v, handler %q", k, r.c.Handler)
	}
	r.do(VerbAccept, byOtherChief(), given(VerbAccept).with("handler", "lin.chief"))
	if k := r.c.Running(ClockResolve, ""); !k.LegalDue.Equal(legal) || !k.Due.Equal(NewDate(2026, 5, 6).End()) {
		t.Errorf("due %s, legal %s, want the first legal %s", k.Due, k.LegalDue, legal)
	}

	r = at(t, Delivered)
	r.do(VerbRedo, byDeputy(), given(VerbRedo).with("due", "2026-03-20"))
	r.do(VerbReassign, byDirector())
	r.do(VerbAccept, byOtherChief(), given(VerbAccept).with("handler", "lin.chief"))
	if k := r.c.Running(ClockResolve, ""); !k.Due.Equal(NewDate(2026, 3, 20).End()) {
		t.Errorf("a redo that went to another section is due %s", k.Due)
	}
}

func TestASectionMustBeAbleToTakeTheCase(t *testing.T) {
	accusing := func(who string) *run {
		f := filing()
		f.Accused = who
		return file(t, f).to(Registered)
	}
	assign := given(VerbAssign)
	at(t, Registered).refuse(CodeRoster, VerbAssign, byDeputy(), assign.with("section", "void"))
	at(t, Registered).refuse(CodeInvalid, VerbAssign, byDeputy(), assign.with("section", "sea"))
	at(t, Registered).refuse(CodeInvalid, VerbAssign, byDeputy(), assign.with("case-officer", "zhou.handler"))
	at(t, Assigned).refuse(CodeTwice, VerbReassign, byDirector(), given(VerbReassign).with("section", "wet"))
	accusing("Zhou Wei of the pond").refuse(CodeRecused, VerbAssign, byDeputy())
	accusing("the people of Wetlands").refuse(CodeRecused, VerbAssign, byDeputy())

	r := at(t, Registered)
	r.do(VerbRecuse, byChief())
	r.refuse(CodeRecused, VerbAssign, byDeputy())
	r.do(VerbRecuse, byClerk())
	r.refuse(CodeRecused, VerbAssign, byDeputy(), assign.with("section", "forest"))
	r.do(VerbAssign, byDeputy(), assign.with("section", "forest", "case-officer", "CHEN.clerk"))
	if r.c.CaseOfficer != "chen.clerk" || r.c.Chief != "lin.chief" {
		t.Errorf("given to %s and %s", r.c.Chief, r.c.CaseOfficer)
	}
}

func TestASectionWithANewChiefCanBeGivenItsCaseAgain(t *testing.T) {
	r := at(t, Assigned)
	r.law.Bureau.Staff[0] = Staff{"tao.chief", "Tao Hu", "wet", []Role{RoleChief}}
	r.do(VerbReassign, byDirector(), given(VerbReassign).with("section", "wet"))
	if r.c.Chief != "tao.chief" {
		t.Errorf("chief %s", r.c.Chief)
	}
}

func TestTheHandlerIsOneOfTheSectionsOwn(t *testing.T) {
	r := at(t, Assigned)
	r.refuse(CodeInvalid, VerbAccept, byChief(), given(VerbAccept).with("handler", "lin.chief"))
	r.refuse(CodeInvalid, VerbAccept, byChief(), given(VerbAccept).with("handler", "li.clerk"))
	r.do(VerbAccept, byChief(), given(VerbAccept).with("handler", "ZHOU.handler"))
	if r.c.Handler != "zhou.handler" {
		t.Errorf("handler %s", r.c.Handler)
	}
	r.refuse(CodeInvalid, VerbDesignate, byChief(), given(VerbDesignate).with("handler", "lin.chief"))
	change := Args{ArgWhich: string(PartyHandler), ArgPerson: "wu.handler", ArgReason: "away for long"}
	r.refuse(CodeWrongActor, VerbChangePerson, byDirector(), change)
	r.refuse(CodeInvalid, VerbChangePerson, byChief(), change.with("person", "lin.chief"))
	d := r.do(VerbChangePerson, byChief(), change)
	if recipients(d) != "handler=zhou.handler handler=wu.handler" || r.c.Handler != "wu.handler" {
		t.Errorf("told %s, handler %s", recipients(d), r.c.Handler)
	}
	r.do(VerbRecuse, byHandler())
	r.refuse(CodeRecused, VerbDesignate, byChief(), given(VerbDesignate).with("handler", "zhou.handler"))
	r.do(VerbRecuse, Actor{Kind: ActorStaff, ID: "wu.handler"})
	if r.c.Handler != "" || r.law.Owner(&r.c) != "wang.chief" {
		t.Errorf("handler %q, owner %s", r.c.Handler, r.law.Owner(&r.c))
	}
}

func TestTheCaseOfficerIsAnImpartialClerk(t *testing.T) {
	r := at(t, Assigned)
	r.refuse(CodeInvalid, VerbChangePerson, byDirector(), given(VerbChangePerson).with("person", "zhou.handler"))
	r.refuse(CodeWrongActor, VerbChangePerson, byChief())
	r.do(VerbRecuse, Actor{Kind: ActorStaff, ID: "chen.clerk"})
	r.refuse(CodeRecused, VerbChangePerson, byDirector())
	r = at(t, Assigned)
	if d := r.do(VerbChangePerson, byDirector()); recipients(d) != "case-officer=li.clerk case-officer=chen.clerk" {
		t.Errorf("told %s", recipients(d))
	}
}

func TestAnExtensionIsAskedForInTimeAndOnce(t *testing.T) {
	r := reach(t, VerbConvert)
	r.refuse(CodeOrdinaryOnly, VerbRequestExtension, byChief())
	r = at(t, Accepted)
	for _, days := range []string{"0", "-1", "31", "many"} {
		r.refuse(CodeInvalid, VerbRequestExtension, byChief(), given(VerbRequestExtension).with("days", days))
	}
	r.refuse(CodeNotOpenMatter, VerbExtend, byHead())
	r.now = r.c.Running(ClockResolve, "").Due.Add(time.Second)
	r.refuse(CodeTooLate, VerbRequestExtension, byChief())
	r.now = r.c.Running(ClockResolve, "").Due
	r.do(VerbRequestExtension, byChief(), given(VerbRequestExtension).with("days", "30"))
	r.refuse(CodeTwice, VerbRequestExtension, byChief())
	r.do(VerbExtend, byHead())
	k := r.c.Running(ClockResolve, "")
	if !k.Due.Equal(NewDate(2026, 5, 31).End()) || !k.LegalDue.Equal(NewDate(2026, 6, 1).End()) {
		t.Errorf("due %s, legal %s, want Sunday the 31st and the Monday after", k.Due, k.LegalDue)
	}
	if l := r.c.LastLetter(LetterExtension); l.Snapshot.Days != 30 || !l.Snapshot.Due.Equal(k.Due) {
		t.Errorf("the letter says %d days, %s", l.Snapshot.Days, l.Snapshot.Due)
	}
	r.refuse(CodeNotOpenMatter, VerbExtend, byHead())
	r.refuse(CodeNotOpenMatter, VerbRefuseExtension, byHead())

	r = reach(t, VerbRefuseExtension)
	due := r.c.Running(ClockResolve, "").Due
	r.do(VerbRefuseExtension, byHead())
	if !r.c.Running(ClockResolve, "").Due.Equal(due) || r.c.Facts.Extension.Granted {
		t.Error("a refusal moved the due")
	}
}

func TestTheResolveClockCanRunFromAssignmentToDelivery(t *testing.T) {
	r := at(t, Assigned, func(b *Bureau) { b.Options.ResolveFromAssignment, b.Options.ResolveUntilDelivery = true, true })
	r.later(2*day).do(VerbAccept, byChief(), quick())
	if due := r.c.Running(ClockResolve, "").Due; !due.Equal(NewDate(2026, 3, 12).End()) {
		t.Errorf("due %s, want 10 days from the assignment", due)
	}
	r.to(Formed)
	if r.c.Running(ClockResolve, "") == nil {
		t.Error("stopped before delivery")
	}
	r.do(VerbRecall, byDirector())
	r.to(Delivered)
	if r.c.Running(ClockResolve, "") != nil {
		t.Error("runs on after delivery")
	}
	r = at(t, Assigned, func(b *Bureau) { b.Options.ResolveFromAssignment = true })
	r.do(VerbReturn, byChief())
	if r.c.Running(ClockResolve, "") != nil {
		t.Error("runs on after a return")
	}
}
