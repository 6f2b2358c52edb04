package models

import (
	"strings"
	"testing"
)

func TestASupervisionGoesToWhomTheCaseWaitsFor(t *testing.T) {
	for s, want := range map[State]string{
		Submitted: "li.clerk", Registered: "sun.deputy", Assigned: "wang.chief", Accepted: "wang.chief", Drafted: "zhao.director",
		Formed: "li.clerk", Delivered: "wang.chief", Disputed: "zhao.director", FollowUp: "wang.chief", Closed: "wang.chief",
	} {
		r := at(t, s)
		r.do(VerbSupervise, byHead())
		if to := r.c.OpenSupervision().To; to != want {
			t.Errorf("in %s to %s, want %s", s, to, want)
		}
	}
	// With nothing to carry out the petitioner's window is guided by the office.
	r := at(t, Delivered)
	r.do(VerbExecute, byChief())
	r.do(VerbSupervise, byHead())
	if to := r.c.OpenSupervision().To; to != "li.clerk" {
		t.Errorf("nothing to carry out: to %s", to)
	}
	r = at(t, Disputed)
	r.do(VerbSupervise, byHead(), given(VerbSupervise).with("ground", string(GroundUnexecuted)))
	if to := r.c.OpenSupervision().To; to != "wang.chief" {
		t.Errorf("not carried out: to %s", to)
	}
	r = at(t, Closed).settle()
	r.do(VerbSupervise, byHead())
	if to := r.c.OpenSupervision().To; to != "li.clerk" {
		t.Errorf("closed: to %s", to)
	}
	r = at(t, Accepted)
	r.do(VerbRecuse, byChief())
	r.do(VerbSupervise, byHead())
	if to := r.c.OpenSupervision().To; to != "zhao.director" {
		t.Errorf("the chief is recused: to %s", to)
	}
}

func TestOneSupervisionIsOpenAtATime(t *testing.T) {
	r := at(t, Accepted)
	r.refuse(CodeWrongActor, VerbAnswer, byChief()) // nobody was asked
	r.refuse(CodeInvalid, VerbSupervise, byDirector(), given(VerbSupervise).with("due", "2026-03-01"))
	r.refuse(CodeInvalid, VerbSupervise, byDirector(), given(VerbSupervise).with("ground", "spite"))
	r.do(VerbSupervise, byDirector())
	if k := r.c.Running(ClockSupervise, "s1"); !k.Due.Equal(NewDate(2026, 3, 5).End()) {
		t.Errorf("due %s, want 3 workdays", k.Due)
	}
	r.refuse(CodeOpenMatter, VerbSupervise, byHead())
	r.refuse(CodeWrongActor, VerbAnswer, byHandler())
	r.refuse(CodeTooShort, VerbAnswer, byChief(), Args{ArgText: "ok"})
	r.do(VerbAnswer, byChief())
	if r.c.Words.Requirement != "" || r.c.Facts.Supervisions[0].Answered.IsZero() {
		t.Errorf("after the answer %+v", r.c.Facts.Supervisions)
	}
	r.do(VerbSupervise, byHead(), given(VerbSupervise).with("due", "2026-03-31"))
	if sv := r.c.OpenSupervision(); sv.ID != "s2" || !sv.Due.Equal(NewDate(2026, 3, 31).End()) {
		t.Errorf("second %+v", sv)
	}
}

func TestAnAddresseeIsToldOfTheDueToAnswer(t *testing.T) {
	d := at(t, Accepted).do(VerbSupervise, byDirector())
	if n := d.Notices[0]; n.As != PartyAddressee || !n.Due.Equal(NewDate(2026, 3, 5).End()) || n.Letter.Kind != LetterSupervision {
		t.Errorf("notice %+v", n)
	}
}

func TestAPetitionerUrgesOnceADay(t *testing.T) {
	r := file(t, joint()).to(Accepted)
	r.do(VerbUrge, byPetitioner())
	r.refuse(CodeTwice, VerbUrge, bySigner())
	r.do(VerbUrge, byClerk())
	r.now = DateOf(r.now).End()
	r.do(VerbUrge, bySigner())
	if len(r.c.Facts.UrgedOn) != 2 {
		t.Errorf("remembered %+v", r.c.Facts.UrgedOn)
	}
}

func TestASupplementMovesNoClock(t *testing.T) {
	r := at(t, Accepted)
	clocks := string(r.flat(r.c.Clocks))
	r.refuse(CodeMissing, VerbSupplement, byPetitioner(), Args{})
	for _, files := range []string{"x", "1,,2", "-1", "0", "1,2,three", strings.Repeat("1,", 600) + "1"} {
		r.refuse(CodeInvalid, VerbSupplement, byPetitioner(), Args{ArgFiles: files})
	}
	d := r.do(VerbSupplement, byPetitioner(), Args{ArgFiles: "11,12", ArgText: "two pictures"})
	if recipients(d) != "handler=zhou.handler" || len(r.c.Words.Attachments) != 2 || r.c.Words.Attachments[1].ID != 12 {
		t.Errorf("told %s, kept %+v", recipients(d), r.c.Words.Attachments)
	}
	if string(r.flat(r.c.Clocks)) != clocks {
		t.Error("a clock moved")
	}
	if d := at(t, Assigned).do(VerbSupplement, byPetitioner()); recipients(d) != "chief=wang.chief" {
		t.Errorf("before a handler is named: %s", recipients(d))
	}
}

func TestTheLeaderWhoTookChargeIsRemembered(t *testing.T) {
	r := at(t, Accepted)
	r.do(VerbTakeCharge, byDeputy())
	r.do(VerbInstruct, byHead())
	if r.c.Facts.LeadBy != "sun.deputy" {
		t.Errorf("led by %s", r.c.Facts.LeadBy)
	}
}
