package models

import (
	"testing"
	"time"
)

func TestNobodyApprovesTheirOwnDraft(t *testing.T) {
	both := func(b *Bureau) { b.Staff[0].Roles = append(b.Staff[0].Roles, RoleDirector) }
	r := at(t, Accepted, both)
	r.do(VerbDraft, byChief())
	r.refuse(CodeOwnWork, VerbApprove, byChief())
	r.refuse(CodeOwnWork, VerbApprove, Actor{Kind: ActorStaff, ID: "wu.vice", For: "wang.chief"})
	r.do(VerbApprove, byVice())
}

func TestTheDeputySignsWhatWasApproved(t *testing.T) {
	r := at(t, Drafted, func(b *Bureau) { b.Options.SignByDeputy = true })
	r.refuse(CodeUnentered, VerbSign, byDeputy())
	d := r.do(VerbApprove, byDirector())
	if r.c.State != Drafted || r.c.OpinionLetter() != nil || r.c.Running(ClockResolve, "") == nil {
		t.Fatalf("approved into %s", r.c.State)
	}
	if recipients(d) != "case-officer=li.clerk chief=wang.chief deputy=sun.deputy" {
		t.Errorf("told %s", recipients(d))
	}
	r.refuse(CodeTwice, VerbApprove, byVice())
	r.do(VerbSendBack, byVice())
	r.do(VerbDraft, byHandler())
	r.refuse(CodeUnentered, VerbSign, byDeputy())
	r.do(VerbApprove, byDirector())
	r.do(VerbSign, byDeputy())
	if r.c.State != Formed || r.c.Facts.Draft.SignedBy != "sun.deputy" {
		t.Errorf("%s signed by %s", r.c.State, r.c.Facts.Draft.SignedBy)
	}
}

func TestTheFormOfAnOpinionFollowsTheClass(t *testing.T) {
	for class, want := range map[Class]LetterKind{ClassAppeal: LetterOpinion, ClassProcedural: LetterAdministrative} {
		r := at(t, Submitted)
		r.do(VerbRegister, byClerk(), given(VerbRegister).with("class", string(class)))
		r.to(Formed)
		if l := r.c.OpinionLetter(); l.Number.Kind != want || l.Snapshot.Findings == "" || l.Snapshot.Petitioner != zhang().Name {
			t.Errorf("%s: %s, %+v", class, l.Number.Kind, l.Snapshot)
		}
	}
	r := at(t, Accepted)
	r.do(VerbDraft, byChief(), given(VerbDraft).with("form", string(LetterAdministrative)))
	r.do(VerbApprove, byDirector())
	if l := r.c.OpinionLetter(); l.Number.Kind != LetterAdministrative {
		t.Errorf("asked for, got %s", l.Number.Kind)
	}
}

func TestARecalledOpinionIsVoidAndItsClockRunsOn(t *testing.T) {
	r := at(t, Drafted)
	due := r.c.Running(ClockResolve, "").Due
	r.later(day).do(VerbApprove, byDirector())
	ref := r.c.OpinionLetter().Ref()
	r.later(day).do(VerbRecall, byDirector())
	k := r.c.Running(ClockResolve, "")
	if !k.Due.Equal(due) || !k.StartedAt.Equal(start()) {
		t.Errorf("runs from %s to %s", k.StartedAt, k.Due)
	}
	if r.c.LetterByRef(ref) != nil || r.c.OpinionLetter() != nil || r.c.Running(ClockDeliver, ref) != nil || r.c.Facts.Draft != nil {
		t.Error("the recalled letter is still good")
	}
	r.refuse(CodeInvalid, VerbDeliver, byClerk(), given(VerbDeliver).with("letter", ref))
	r.to(Delivered)
}

func TestDeliveryByChatNeedsConsentAndTheWholeLetter(t *testing.T) {
	chat := Args{ArgMethod: MethodChat}
	r := at(t, Formed)
	r.refuse(CodeNoConsent, VerbDeliver, bySystem(), chat)
	r.refuse(CodeUnread, VerbDeliver, bySystem(), chat.with("consent", Yes))
	l := r.c.OpinionLetter()
	l.Parts, l.Read = 3, 2
	r.refuse(CodeUnread, VerbDeliver, bySystem(), chat.with("consent", Yes))
	l.Read = 3
	r.refuse(CodeInvalid, VerbDeliver, byClerk(), chat.with("consent", Yes))
	r.refuse(CodeInvalid, VerbDeliver, bySystem(), given(VerbDeliver))
	r.do(VerbDeliver, bySystem(), chat.with("consent", Yes))
	if r.c.State != Delivered || r.c.Facts.ChatDelivery.IsZero() {
		t.Errorf("%s, consent at %s", r.c.State, r.c.Facts.ChatDelivery)
	}
	if r.c.Facts.Last != nil {
		t.Error("what the program recorded can be retracted")
	}
	l = r.c.LastLetter(LetterAcceptance)
	l.Parts, l.Read = 1, 1
	r.do(VerbDeliver, bySystem(), chat) // consent was given once
}

func TestADeliveryByHandHasAReceiptThatSaysWhat(t *testing.T) {
	r := at(t, Formed)
	r.refuse(CodeMissing, VerbDeliver, byClerk(), Args{ArgMethod: MethodPost})
	opinion := r.c.OpinionLetter().Number
	r.do(VerbDeliver, byHandler(), Args{ArgMethod: MethodPost, ArgReceipt: "postal slip"})
	snap := r.c.LastLetter(LetterReceipt).Snapshot
	if snap.Of != opinion || snap.Method != MethodPost || snap.Text != "postal slip" || !snap.Delivered.Equal(r.now) {
		t.Errorf("the receipt says %+v", snap)
	}
	acceptance := r.c.LastLetter(LetterAcceptance).Ref()
	r.do(VerbDeliver, byClerk()) // the only one left
	r.refuse(CodeTwice, VerbDeliver, byClerk(), given(VerbDeliver).with("letter", acceptance))
	r.refuse(CodeNotOpenMatter, VerbDeliver, byClerk())
	r.refuse(CodeInvalid, VerbDeliver, byClerk(), given(VerbDeliver).with("letter", "assignment:3"))
}

func TestWhereSeveralLettersWaitTheOneMeantIsAskedFor(t *testing.T) {
	r := reach(t, VerbExtend)
	r.do(VerbExtend, byHead())
	r.refuse(CodeMissing, VerbDeliver, byClerk())
	r.do(VerbDeliver, byClerk(), given(VerbDeliver).with("letter", r.c.LastLetter(LetterExtension).Ref()))
	if r.c.State != Accepted || r.c.Running(ClockRate, "") != nil {
		t.Errorf("a letter that is not the opinion led to %s", r.c.State)
	}
}

func TestOnlyAnOpinionThatSupportsIsCarriedOut(t *testing.T) {
	for outcome, owed := range map[Outcome]bool{OutcomeSupport: true, OutcomePartly: true, OutcomeExplain: false, OutcomeRefuse: false} {
		r := at(t, Accepted)
		r.do(VerbDraft, byHandler(), given(VerbDraft).with("outcome", string(outcome)))
		r.do(VerbApprove, byDirector())
		r.do(VerbDeliver, byClerk())
		if got := r.c.Running(ClockExecute, "") != nil; got != owed {
			t.Errorf("%s: owed %v", outcome, got)
		}
		if !owed {
			r.refuse(CodeNotOpenMatter, VerbExecute, byChief())
			continue
		}
		r.do(VerbExecute, byChief())
		r.refuse(CodeNotOpenMatter, VerbExecute, byChief())
	}
}

func TestAWindowLapsesAtItsEndAndNotBefore(t *testing.T) {
	r := at(t, Delivered)
	r.now = r.c.Running(ClockRate, "").Due.Add(-time.Second)
	r.refuse(CodeTooEarly, VerbLapse, bySystem())
	r.later(time.Second).do(VerbLapse, bySystem())
	if r.c.Facts.Ending != EndLapsed || !r.c.Facts.ClosedAt.Equal(r.now) {
		t.Errorf("ended %s at %s", r.c.Facts.Ending, r.c.Facts.ClosedAt)
	}
}

func TestEachFactIsEnteredOnceAfterItHappened(t *testing.T) {
	r := at(t, Accepted)
	r.refuse(CodeNotOpenMatter, VerbEnter, byClerk(), given(VerbEnter).with("fact", FactOpinion))
	r.refuseOn(start().Add(-day), CodeTooEarly, VerbEnter, byClerk())
	r.later(day).doOn(start().Add(-time.Hour), VerbEnter, byClerk()) // a paper's day without its hour
	if e := r.c.Facts.Entries; len(e) != 1 || !e[0].On.Equal(start()) || e[0].Number != "LN-1" {
		t.Errorf("entered %+v", e)
	}
	r.refuse(CodeNotOpenMatter, VerbEnter, byClerk())
}

func TestALaterFactOfTheSameKindHasAnEntryOfItsOwn(t *testing.T) {
	r := at(t, Declined)
	r.later(2*day).do(VerbRevoke, byDeputy())
	r.do(VerbDecline, byDirector())
	enter := given(VerbEnter).with("fact", FactDecision)
	r.doOn(start().Add(day), VerbEnter, byClerk(), enter) // the first decline
	if k := r.c.Running(ClockEnter, "decision:1"); k == nil || !k.StartedAt.Equal(r.now) {
		t.Fatalf("the second is not entered: %+v", k)
	}
	r.do(VerbEnter, byClerk(), enter)
	r.refuse(CodeNotOpenMatter, VerbEnter, byClerk(), enter)
}

func TestAFactMadeAtNightIsEnteredByTheNextWorkday(t *testing.T) {
	r := at(t, Delivered).later(4*day + 12*time.Hour) // Friday evening
	r.do(VerbRate, byPetitioner())
	if due := r.c.Running(ClockEnter, "rating:1").Due; !due.Equal(NewDate(2026, 3, 9).End()) {
		t.Errorf("due %s, want Monday", due)
	}
}
