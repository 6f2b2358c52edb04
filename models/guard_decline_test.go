package models

import (
	"errors"
	"testing"
	"time"
)

func TestAProposalIsTheClerksBeforeAssignmentAndTheChiefsAfter(t *testing.T) {
	r := at(t, Registered)
	r.refuse(CodeWrongActor, VerbProposeDecline, byChief())
	r.do(VerbProposeDecline, byClerk())
	r = at(t, Assigned)
	r.refuse(CodeWrongActor, VerbProposeDecline, byClerk())
	r.do(VerbProposeDecline, byChief())
	if r.c.Facts.Proposal == nil || r.c.State != Assigned {
		t.Errorf("proposal %v in %s", r.c.Facts.Proposal, r.c.State)
	}
}

func TestADeclineIsAsProposedOrChanged(t *testing.T) {
	r := at(t, Submitted)
	for _, missing := range []Arg{ArgGround, ArgReason, ArgRoute} {
		_, err := r.law.Apply(r.c, Request{Verb: VerbDecline, Actor: byDirector(), Args: given(VerbDecline).with(string(missing), "")}, r.now)
		var e *Error
		if !errors.As(err, &e) || e.Code != CodeMissing || e.Arg != missing {
			t.Errorf("without %s: %v", missing, err)
		}
	}
	r.do(VerbProposeDecline, byClerk())
	r.do(VerbDecline, byDirector(), Args{ArgRoute: "12348 for legal advice"})
	snap := r.c.LastLetter(LetterDecline).Snapshot
	if snap.Ground != GroundProcedure || snap.Reason != "because of the facts" || snap.Route != "12348 for legal advice" {
		t.Errorf("the letter says %+v", snap)
	}
	if d := r.c.Facts.Decline; d.By != "zhao.director" || r.c.Facts.Proposal != nil {
		t.Errorf("decline %+v, proposal %v", d, r.c.Facts.Proposal)
	}
}

func TestADroppedProposalLendsItsWordsToNoDecline(t *testing.T) {
	r := at(t, Assigned)
	r.do(VerbProposeDecline, byChief())
	r.do(VerbReturn, byChief())
	r.refuse(CodeMissing, VerbDecline, byDirector(), Args{ArgGround: string(GroundNotOurs)})
}

func TestAnObjectionIsMadeOnceAndInItsWindow(t *testing.T) {
	r := at(t, Declined)
	r.do(VerbObject, byPetitioner()) // also before the letter came
	r.refuse(CodeTwice, VerbObject, byPetitioner())

	r = at(t, Declined)
	r.later(3*day).do(VerbDeliver, byClerk())
	k := r.c.Running(ClockObject, "")
	if !k.Due.Equal(NewDate(2026, 4, 7).End()) { // 4 April is a Saturday, the 6th a holiday
		t.Fatalf("window until %s", k.Due)
	}
	if a := r.c.Running(ClockArchive, ""); !a.Due.Equal(NewDate(2026, 5, 7).End()) {
		t.Errorf("archive by %s, want 30 days after the window", a.Due)
	}
	r.now = k.Due.Add(time.Second)
	r.refuse(CodeTooLate, VerbObject, byPetitioner())
	r.now = k.Due
	r.do(VerbObject, byPetitioner())
	if r.c.Running(ClockObject, "") != nil {
		t.Error("the window is still open")
	}
	r = at(t, Declined)
	r.do(VerbObject, byPetitioner())
	r.do(VerbDeliver, byClerk())
	if r.c.Running(ClockObject, "") != nil {
		t.Error("delivery opens a window for an objection that was made")
	}
}

func TestWhoDeclinedDoesNotDecideTheObjection(t *testing.T) {
	r := at(t, Registered)
	r.do(VerbDecline, byDeputy())
	r.refuse(CodeNotOpenMatter, VerbStand, byHead())
	r.do(VerbObject, byPetitioner())
	r.refuse(CodeOwnWork, VerbStand, byDeputy())
	r.refuse(CodeOwnWork, VerbStand, Actor{Kind: ActorStaff, ID: "qian.head", For: "Sun.deputy"})
	r.do(VerbStand, byHead())
	r.refuse(CodeNotOpenMatter, VerbStand, byHead())
	r.refuse(CodeNotOpenMatter, VerbRevoke, byHead())
}

func TestRevokeVoidsTheLetterAndPutsTheCaseBack(t *testing.T) {
	r := at(t, Assigned)
	r.do(VerbDecline, byDirector())
	r.do(VerbDeliver, byClerk())
	r.do(VerbRevoke, byDirector()) // own mistakes may be corrected
	if r.c.State != Registered || r.c.Section != "" || r.c.Facts.Decline != nil || r.c.LastLetter(LetterDecline) != nil {
		t.Errorf("%s in section %q, decline %v", r.c.State, r.c.Section, r.c.Facts.Decline)
	}
	for _, kind := range []ClockKind{ClockObject, ClockArchive} {
		if r.c.Running(kind, "") != nil {
			t.Errorf("%s runs on", kind)
		}
	}
	r.to(Accepted)
}

func TestACaseThatWasNeverRegisteredIsAfterARevoke(t *testing.T) {
	r := file(t, paper(ChannelTransfer))
	r.do(VerbDecline, byDirector())
	r.do(VerbRevoke, byDeputy())
	if r.c.Running(ClockEnter, "registration:1") == nil || r.c.Running(ClockReport, "") == nil {
		t.Error("its registration is not entered or not reported")
	}
	if r.c.Class != ClassAppeal {
		t.Errorf("class %q", r.c.Class)
	}
	r = at(t, Declined)
	r.do(VerbRevoke, byDeputy())
	if n := len(r.c.Clocks); r.c.Running(ClockEnter, "registration:1").StartSeq != 2 {
		t.Errorf("a registered case is registered again: %d clocks", n)
	}
}
