package models

import "testing"

func TestWhatWaitsForApprovalIsADraftWithoutANumber(t *testing.T) {
	r := at(t, Accepted)
	if _, ok := r.law.Draft(&r.c, r.now); ok {
		t.Error("a case without an opinion has a draft")
	}
	r.do(VerbDraft, byHandler())
	draft, ok := r.law.Draft(&r.c, r.now)
	if !ok || draft.Number != (LetterNumber{Kind: LetterOpinion}) || !draft.Number.IsZero() {
		t.Fatalf("the draft is %+v, %t", draft.Number, ok)
	}
	if s := draft.Snapshot; s.Findings != r.c.Words.Findings || s.Claim != r.c.Words.Claim || s.Outcome != OutcomeSupport || s.Organ.Name == "" {
		t.Errorf("the draft says %+v", s)
	}
	issued := r.do(VerbApprove, byDirector()).Letters[0].Snapshot
	issued.Date, draft.Snapshot.Date = r.now, r.now
	if string(r.flat(issued)) != string(r.flat(draft.Snapshot)) {
		t.Errorf("approved was not what the draft said:\n%s\n%s", r.flat(issued), r.flat(draft.Snapshot))
	}
	if _, ok := r.law.Draft(&r.c, r.now); ok {
		t.Error("an approved opinion is still a draft")
	}
}

func TestAProposedDeclineIsADraftUntilItIsDecided(t *testing.T) {
	r := file(t, filing())
	r.do(VerbProposeDecline, byClerk())
	draft, ok := r.law.Draft(&r.c, r.now)
	if !ok || draft.Number.Kind != LetterDecline || draft.Snapshot.Ground != GroundProcedure || draft.Snapshot.Route != "the court" {
		t.Fatalf("the draft is %+v, %t", draft, ok)
	}
	r.do(VerbDecline, byDirector(), Args{})
	if _, ok := r.law.Draft(&r.c, r.now); ok {
		t.Error("a declined case still has a draft")
	}
}
