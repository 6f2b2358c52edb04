package models

import (
	"testing"
	"time"
)

func TestTheFirstNamedRatesOncePerRoundAndSaysWhyIfUnsatisfied(t *testing.T) {
	r := file(t, joint()).to(Delivered)
	r.refuse(CodeWrongActor, VerbRate, bySigner())
	for _, scores := range []Args{{ArgOffice: "bad", ArgScore: "good"}, {ArgOffice: "good", ArgScore: "bad"}} {
		r.refuse(CodeMissing, VerbRate, byPetitioner(), scores)
	}
	r.refuse(CodeInvalid, VerbRate, byPetitioner(), given(VerbRate).with("office-score", "5 stars"))
	r.do(VerbRate, byPetitioner())
	r.do(VerbRedo, byDeputy())
	r.to(Delivered)
	if r.c.RatedThisRound() {
		t.Error("the second round is rated by the first")
	}
	r.do(VerbRate, byPetitioner(), r.unhappy())
	if len(r.c.Facts.Ratings) != 2 || r.c.Facts.Ratings[1].Round != 2 || r.c.State != Disputed {
		t.Errorf("ratings %+v in %s", r.c.Facts.Ratings, r.c.State)
	}
}

func TestARatingThatExistsIsNotGivenTwice(t *testing.T) {
	r := at(t, Delivered)
	r.c.Facts.Ratings = []Rating{{Round: 1}}
	r.refuse(CodeTwice, VerbRate, byPetitioner())
}

func TestAPaperRatingHasAScanAndItsOwnDay(t *testing.T) {
	r := at(t, Delivered)
	delivered := r.now
	r.refuse(CodeMissing, VerbRate, byClerk())
	scanned := given(VerbRate).with("evidence", "scan 4")
	r.refuseOn(delivered.Add(-day), CodeTooEarly, VerbRate, byClerk(), scanned)
	end := r.c.Running(ClockRate, "").Due
	r.now = end.Add(2 * day)
	r.refuseOn(end.Add(time.Second), CodeTooLate, VerbRate, byClerk(), scanned)
	r.doOn(end, VerbRate, byClerk(), scanned)
	if rating := r.c.Facts.Ratings[0]; !rating.Paper || !rating.At.Equal(end) || rating.Office != ScoreGood || rating.Section != ScoreFair {
		t.Errorf("rating %+v", rating)
	}
}

func TestWhoApprovedOrSignedDoesNotJudge(t *testing.T) {
	r := at(t, Disputed) // the director approved
	if told := recipients(r.done[len(r.done)-1]); told != "chief=wang.chief office=li.clerk office=zhao.director head=qian.head" {
		t.Errorf("told %s", told)
	}
	r.refuse(CodeOwnWork, VerbUphold, byDirector())
	r.refuse(CodeOwnWork, VerbUphold, Actor{Kind: ActorStaff, ID: "qian.head", For: "zhao.director"})
	r.do(VerbUphold, byHead())
	if j := r.c.Facts.Judgement; !j.Upheld || j.By != "qian.head" {
		t.Errorf("judgement %+v", j)
	}

	r = at(t, Drafted)
	r.do(VerbApprove, byVice())
	r.do(VerbDeliver, byClerk())
	r.do(VerbRate, byPetitioner(), r.unhappy())
	r.refuse(CodeWrongActor, VerbUphold, byHead()) // the director can
	r.do(VerbUphold, byDirector())

	r = at(t, Drafted, func(b *Bureau) { // one person is director and deputy
		b.Options.SignByDeputy = true
		b.Staff[7].Roles = append(b.Staff[7].Roles, RoleDeputy)
	})
	r.do(VerbApprove, byVice())
	r.do(VerbSign, byDirector())
	r.do(VerbDeliver, byClerk())
	r.do(VerbRate, byPetitioner(), r.unhappy())
	r.refuse(CodeOwnWork, VerbUphold, byDirector())
	r.do(VerbUphold, byHead())
}

func TestTheHeadJudgesWhereTheDirectorIsRecused(t *testing.T) {
	r := at(t, Drafted)
	r.do(VerbRecuse, byDirector())
	r.do(VerbApprove, byVice())
	r.do(VerbDeliver, byClerk())
	r.do(VerbRate, byPetitioner(), r.unhappy())
	r.refuse(CodeRecused, VerbUphold, byDirector())
	r.do(VerbUphold, byHead())
}

func TestAFollowUpEndsAfterAContactAndWithNothingOpen(t *testing.T) {
	r := at(t, FollowUp)
	r.refuse(CodeUnentered, VerbConclude, byChief())
	r.refuseOn(r.now.Add(-2*day), CodeTooEarly, VerbContact, byChief())
	r.do(VerbContact, byHandler())
	r.do(VerbSupervise, byDirector())
	r.refuse(CodeOpenMatter, VerbConclude, byChief())
	r.do(VerbAnswer, byChief())
	r.do(VerbConclude, byChief())
	if r.c.Facts.Ending != EndConcluded {
		t.Errorf("ended %s", r.c.Facts.Ending)
	}
}

func TestARedoOpensARoundDueByItsLetter(t *testing.T) {
	for _, s := range []State{Delivered, Disputed, FollowUp, Closed} {
		r := at(t, s)
		r.do(VerbSupervise, byDirector())
		r.refuse(CodeInvalid, VerbRedo, byDeputy(), given(VerbRedo).with("due", "2026-03-01"))
		r.do(VerbRedo, byHead(), given(VerbRedo).with("due", "2026-03-20"))
		due := NewDate(2026, 3, 20).End()
		k, sv := r.c.Running(ClockResolve, ""), r.c.OpenSupervision()
		if r.c.Round != 2 || k.Round != 2 || !k.Due.Equal(due) || !k.LegalDue.Equal(NewDate(2026, 5, 1).End()) {
			t.Errorf("from %s: round %d, clock %+v", s, r.c.Round, k)
		}
		if sv.ID != "s2" || !sv.FromRedo || !sv.Due.Equal(due) || sv.To != "wang.chief" || !r.c.Facts.Supervisions[0].Withdrawn {
			t.Errorf("from %s: supervisions %+v", s, r.c.Facts.Supervisions)
		}
		if f := r.c.Facts; f.Draft != nil || f.Ending != "" || f.Execution != nil || r.c.Words.Opinion != "" {
			t.Errorf("from %s: the first round's opinion stands: %+v", s, f)
		}
		r.to(Closed)
	}
}

func TestOnlyACaseThatHadAnOpinionIsDoneAgain(t *testing.T) {
	r := reach(t, VerbReply)
	r.do(VerbReply, byClerk())
	r.refuse(CodeClassPath, VerbRedo, byDeputy())
	at(t, Archived).refuse(CodeClassPath, VerbRedo, byDeputy())
	r = at(t, Closed).settle()
	r.do(VerbArchive, byClerk())
	r.do(VerbRedo, byDeputy(), given(VerbRedo).with("order", "the city's order"))
	if r.c.State != Accepted {
		t.Errorf("an archived case with an opinion is %s", r.c.State)
	}
}

func TestEachOpinionHasOneReexaminationInItsWindow(t *testing.T) {
	r := at(t, Delivered)
	r.now = r.c.Running(ClockReexamine, "").Due.Add(time.Second)
	r.refuse(CodeTooLate, VerbReexamine, byPetitioner())
	r.now = r.c.Running(ClockReexamine, "").Due
	r.refuse(CodeNotOpenMatter, VerbRecordReexamine, byDirector())
	r.do(VerbReexamine, byPetitioner())
	r.refuse(CodeTwice, VerbReexamine, byClerk())
	result := given(VerbRecordReexamine)
	r.refuse(CodeInvalid, VerbRecordReexamine, byDirector(), result.with("due", "2026-03-01"))
	r.refuseOn(r.now.Add(-2*day), CodeTooEarly, VerbRecordReexamine, byDirector())
	r.do(VerbRecordReexamine, byDirector(), result.with("result", "changed", "due", "2026-05-29"))
	if r.c.Round != 2 || r.c.State != Accepted || !r.c.Running(ClockResolve, "").Due.Equal(NewDate(2026, 5, 29).End()) {
		t.Errorf("round %d, %s", r.c.Round, r.c.State)
	}
	r.to(Delivered)
	r.do(VerbReexamine, byPetitioner())
	r.do(VerbRecordReexamine, byDirector())
	if r.c.Round != 2 || r.c.State != Delivered {
		t.Errorf("an upheld opinion led to round %d, %s", r.c.Round, r.c.State)
	}
	r.refuse(CodeTwice, VerbRecordReexamine, byDirector())

	r = at(t, Delivered)
	r.do(VerbReexamine, byClerk())
	r.do(VerbRecordReexamine, byDirector(), result.with("result", "redo"))
	if due := r.c.Running(ClockResolve, "").Due; !due.Equal(NewDate(2026, 5, 1).End()) {
		t.Errorf("without a due of theirs: %s, want the law's 60 days", due)
	}
}

func TestAReviewGoesItsFourStepsInOrder(t *testing.T) {
	r := at(t, Disputed)
	r.refuse(CodeNotOpenMatter, VerbJudgeReview, byHead())
	r.do(VerbProposeReview, byDirector())
	r.refuse(CodeNotOpenMatter, VerbProposeReview, byDirector())
	r.refuse(CodeNotOpenMatter, VerbApplyReview, byClerk())
	r.do(VerbJudgeReview, byHead())
	r.refuse(CodeNotOpenMatter, VerbJudgeReview, byHead())
	r.refuse(CodeNotOpenMatter, VerbRecordReview, byClerk())
	r.do(VerbApplyReview, byClerk())
	r.refuse(CodeNotOpenMatter, VerbApplyReview, byClerk())
	r.refuseOn(r.now.Add(-2*day), CodeTooEarly, VerbRecordReview, byClerk())
	r.do(VerbRedo, byDeputy())
	if r.c.Facts.Review == nil {
		t.Fatal("a review that waits for the city is forgotten")
	}
	r.to(Disputed)
	r.do(VerbRecordReview, byClerk())
	r.do(VerbRedo, byDeputy())
	r.to(Disputed)
	r.do(VerbProposeReview, byDirector())
	r.do(VerbJudgeReview, byHead(), given(VerbJudgeReview).with("result", No))
	r.refuse(CodeNotOpenMatter, VerbApplyReview, byClerk())
}
