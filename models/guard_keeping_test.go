package models

import (
	"errors"
	"testing"
	"time"
)

func TestNothingIsArchivedWhileSomethingIsOwed(t *testing.T) {
	owed := func(r *run, want string) {
		t.Helper()
		_, err := r.law.Apply(r.c, Request{Verb: VerbArchive, Actor: byClerk()}, r.now)
		var e *Error
		if !errors.As(err, &e) || e.Code != CodeUnentered || string(e.Arg) != want {
			t.Errorf("in %s: %v, want unentered %s", r.c.State, err, want)
		}
	}
	r := at(t, Closed)
	owed(r, "enter")
	for _, fact := range EnteredFacts() {
		r.do(VerbEnter, byClerk(), given(VerbEnter).with("fact", fact))
	}
	owed(r, "deliver")
	r.do(VerbDeliver, byClerk())
	owed(r, "execute")
	r.do(VerbExecute, byChief())
	r.do(VerbSupervise, byDirector())
	owed(r, "supervise")
	r.do(VerbAnswer, byClerk())
	r.do(VerbReexamine, byPetitioner())
	owed(r, "result")
	r.do(VerbRecordReexamine, byDirector())
	r.do(VerbProposeReview, byDirector())
	r.do(VerbJudgeReview, byHead())
	r.do(VerbApplyReview, byClerk())
	owed(r, "result")
	r.do(VerbRecordReview, byClerk())
	r.do(VerbArchive, byClerk())

	r = file(t, paper(ChannelTransfer))
	r.do(VerbRegister, byClerk(), given(VerbRegister).with("their-number", "C-1"))
	r.do(VerbWithdraw, byClerk(), given(VerbWithdraw).with("evidence", "scan"))
	r.do(VerbEnter, byClerk())
	owed(r, "report")
	r.do(VerbReport, byClerk())
	r.do(VerbArchive, byClerk())
}

func TestADeclinedCaseIsArchivedAfterItsWindowOrItsObjection(t *testing.T) {
	r := at(t, Declined).settle()
	r.refuse(CodeUnentered, VerbArchive, byClerk())
	end := r.c.Running(ClockObject, "").Due
	r.now = end
	r.refuse(CodeUnentered, VerbArchive, byClerk())
	r.later(time.Second).do(VerbArchive, byClerk())

	r = at(t, Declined).settle()
	r.do(VerbObject, byPetitioner())
	r.refuse(CodeUnentered, VerbArchive, byClerk())
	r.do(VerbStand, byDeputy())
	r.settle().do(VerbArchive, byClerk())
	for _, k := range r.c.Clocks {
		if k.Running() {
			t.Errorf("%s runs on an archived case", k.Kind)
		}
	}
}

func TestAFactOfThePastIsNeitherAheadNorBeforeWhatItFollows(t *testing.T) {
	r := at(t, Formed).later(3 * day)
	r.refuseOn(r.now.Add(time.Second), CodeTooEarly, VerbDeliver, byClerk())
	r.refuseOn(start().Add(-day), CodeTooEarly, VerbDeliver, byClerk())
	happened := start().Add(2 * day)
	d := r.doOn(happened, VerbDeliver, byClerk())
	if !d.Entry.Occurred.Equal(happened) || !d.Entry.At.Equal(r.now) {
		t.Errorf("entry at %s of %s", d.Entry.At, d.Entry.Occurred)
	}
	l := r.c.OpinionLetter()
	if k := r.c.Running(ClockRate, ""); !l.Delivered.Equal(happened) || !k.StartedAt.Equal(happened) || !k.Due.Equal(NewDate(2026, 4, 3).End()) {
		t.Errorf("delivered %s, window %+v", l.Delivered, k)
	}
	for _, k := range r.c.Clocks {
		if k.Kind == ClockDeliver && k.Ref == l.Ref() && !k.StoppedAt.Equal(happened) {
			t.Errorf("the deliver clock stopped at %s", k.StoppedAt)
		}
	}
	r.refuseOn(start().Add(-2*day), CodeTooEarly, VerbVisit, byClerk())
	r.refuseOn(start().Add(day), CodeTooEarly, VerbExecute, byChief())
	r.refuseOn(start().Add(day), CodeInvalid, VerbUrge, byPetitioner()) // records nothing
}

func TestAPapersDayIsEnoughWhereTheHourIsNot(t *testing.T) {
	r := at(t, Formed).later(day)
	r.doOn(DateOf(start()).Start(), VerbDeliver, byClerk())
	if l := r.c.OpinionLetter(); !l.Delivered.Equal(start()) {
		t.Errorf("delivered %s, before it was issued %s", l.Delivered, l.At)
	}
}

func TestAReportAfterTheFactKeepsItsDay(t *testing.T) {
	r := reach(t, VerbReport).later(3 * day)
	r.refuseOn(start().Add(-day), CodeTooEarly, VerbReport, byClerk())
	r.doOn(start().Add(day), VerbReport, byClerk())
	if !r.c.Facts.ReportedAt.Equal(start().Add(day)) {
		t.Errorf("reported at %s", r.c.Facts.ReportedAt)
	}
	r.refuse(CodeNotOpenMatter, VerbReport, byClerk())
}

func TestPublicationIsTakenBackByEither(t *testing.T) {
	r := at(t, Closed)
	r.refuse(CodeNotOpenMatter, VerbUnpublish, byPetitioner())
	r.refuse(CodeInvalid, VerbPublish, byDirector(), given(VerbPublish).with("consent", No))
	for _, a := range []Actor{byDirector(), byPetitioner()} {
		r.do(VerbPublish, byDirector())
		if !r.c.Facts.Published {
			t.Error("not published")
		}
		r.do(VerbUnpublish, a)
		if r.c.Facts.Published {
			t.Errorf("still published after %s", a.ID)
		}
	}
}

func TestVisitsAndContactsAreCounted(t *testing.T) {
	r := at(t, FollowUp)
	r.do(VerbVisit, byClerk())
	r.do(VerbVisit, byClerk())
	r.do(VerbContact, byChief())
	if len(r.c.Facts.Visits) != 2 || len(r.c.Facts.Contacts) != 1 {
		t.Errorf("%d visits, %d contacts", len(r.c.Facts.Visits), len(r.c.Facts.Contacts))
	}
}

func TestUnmaskingIsKeptAsAnEntryWithItsReason(t *testing.T) {
	r := at(t, Accepted)
	r.refuse(CodeInvalid, VerbUnmask, byClerk(), given(VerbUnmask).with("field", "mood"))
	d := r.do(VerbUnmask, byDirector())
	if d.Entry.Plain.Get(ArgField) != "phone" || !d.Entry.Words.Has(ArgReason) || d.Entry.Plain.Has(ArgReason) {
		t.Errorf("entry %+v", d.Entry)
	}
}
