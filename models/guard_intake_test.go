package models

import (
	"strings"
	"testing"
	"time"
)

func TestAFilingIsHeldToTheLaw(t *testing.T) {
	long := strings.Repeat("x", 201)
	for name, c := range map[string]struct {
		by     Actor
		change func(*Filing)
		want   Code
	}{
		"as it should be":           {byPetitioner(), func(*Filing) {}, ""},
		"claim too short":           {byPetitioner(), func(f *Filing) { f.Claim = strings.Repeat("x", 14) }, CodeTooShort},
		"claim just long enough":    {byPetitioner(), func(f *Filing) { f.Claim = strings.Repeat("湿", 15) }, ""},
		"claim just short enough":   {byPetitioner(), func(f *Filing) { f.Claim = strings.Repeat("湿", 2000) }, ""},
		"claim too long":            {byPetitioner(), func(f *Filing) { f.Claim = strings.Repeat("湿", 2001) }, CodeTooLong},
		"no claim":                  {byPetitioner(), func(f *Filing) { f.Claim = " " }, CodeMissing},
		"category with some below":  {byPetitioner(), func(f *Filing) { f.Category = "wet-all" }, CodeInvalid},
		"unknown category":          {byPetitioner(), func(f *Filing) { f.Category = "sea" }, CodeInvalid},
		"notice not shown":          {byPetitioner(), func(f *Filing) { f.NoticeVersion = "" }, CodeMissing},
		"unknown class":             {byPetitioner(), func(f *Filing) { f.Class = "odd" }, CodeInvalid},
		"no name":                   {byPetitioner(), func(f *Filing) { f.Petitioner.Name = "" }, CodeInvalid},
		"no phone":                  {byPetitioner(), func(f *Filing) { f.Petitioner.Phone = "" }, CodeInvalid},
		"identity that adds not up": {byPetitioner(), func(f *Filing) { f.Petitioner.Identity = "11010519491231002Y" }, CodeInvalid},
		"anonymous needs no name":   {byPetitioner(), func(f *Filing) { f.Anonymous, f.Petitioner = true, Petitioner{} }, ""},
		"five representatives":      {byPetitioner(), func(f *Filing) { f.Signers = make4() }, ""},
		"six representatives":       {byPetitioner(), func(f *Filing) { f.Signers = append(make4(), zhang()) }, CodeTooLong},
		"a signer without a phone":  {byPetitioner(), func(f *Filing) { f.Signers = []Petitioner{{Name: "Li Invented"}} }, CodeInvalid},
		"place too long":            {byPetitioner(), func(f *Filing) { f.Place = long }, CodeTooLong},
		"accused too long":          {byPetitioner(), func(f *Filing) { f.Accused = long }, CodeTooLong},
		"address too long":          {byPetitioner(), func(f *Filing) { f.Petitioner.Address = long }, CodeTooLong},
		"too many pictures":         {byPetitioner(), func(f *Filing) { f.Attachments = make([]Attachment, 51) }, CodeTooLong},
		"unknown channel":           {byPetitioner(), func(f *Filing) { f.Channel = "pigeon" }, CodeInvalid},
		"a petitioner by letter":    {byPetitioner(), func(f *Filing) { f.Channel = ChannelLetter }, CodeInvalid},
		"a clerk by letter":         {byClerk(), func(f *Filing) { f.Channel = ChannelLetter }, ""},
		"a clerk in chat":           {byClerk(), func(*Filing) {}, CodeInvalid},
		"a chief on behalf":         {byChief(), func(f *Filing) { f.Channel = ChannelVisit }, CodeWrongActor},
	} {
		f := filing()
		c.change(f)
		r := newRun(t)
		_, err := r.try(Request{Verb: VerbSubmit, Actor: c.by, Filing: f})
		if got := CodeOf(err); got != c.want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, c.want)
		}
	}
	r := newRun(t)
	r.refuse(CodeMissing, VerbSubmit, byPetitioner())
}

func make4() []Petitioner { return []Petitioner{zhang(), zhang(), zhang(), zhang()} }

func TestTheAccountOfACaseIsTheOneThatFiled(t *testing.T) {
	f := filing()
	f.Petitioner.Account = "openid-else"
	r := file(t, f)
	if r.c.Account != "openid-one" || r.c.Words.Petitioner.Account != "openid-one" {
		t.Errorf("bound to %s", r.c.Account)
	}
	if r := file(t, paper(ChannelVisit)); len(r.c.Accounts()) != 0 {
		t.Errorf("a paper case is bound to %v", r.c.Accounts())
	}
}

func TestAnAnonymousCaseKeepsOnlyTheClaim(t *testing.T) {
	f := joint()
	f.Anonymous, f.Petitioner.Identity = true, "11010519491231002X"
	r := file(t, f)
	if w := r.c.Words; w.Petitioner != (Petitioner{Account: "openid-one"}) || len(w.Signers) > 0 || w.Claim == "" {
		t.Errorf("kept %+v", w)
	}
	r.refuse(CodeConfidential, VerbUnmask, byClerk())
}

func TestAnAnonymousPaperCaseOwesNoLetterButKeepsAClock(t *testing.T) {
	f := paper(ChannelLetter)
	f.Anonymous = true
	r := file(t, f).to(Formed)
	if len(r.c.Undelivered()) > 0 {
		t.Errorf("letters owed to nobody: %d", len(r.c.Undelivered()))
	}
	if r.c.Running(ClockDeliver, "") == nil {
		t.Error("nothing says by when the case goes on")
	}
	r.to(Delivered)
	if r.c.Running(ClockDeliver, "") != nil || r.c.Running(ClockRate, "") == nil {
		t.Error("the case does not go on to its window")
	}
}

func TestATransferBringsItsNumberAndOwesAReport(t *testing.T) {
	r := file(t, paper(ChannelTransfer))
	r.refuse(CodeMissing, VerbRegister, byClerk())
	r.do(VerbRegister, byClerk(), given(VerbRegister).with("their-number", "C-1", "their-due", "2026-04-30"))
	if k := r.c.Running(ClockReport, ""); k == nil || !k.Due.Equal(NewDate(2026, 4, 30).End()) || !r.c.Facts.TheirDue.Equal(k.Due) {
		t.Errorf("report clock %+v", k)
	}
	r = at(t, Registered)
	r.refuse(CodeNotOpenMatter, VerbReport, byClerk())
}

func TestARepeatNamesAnotherCaseAndOnlyARepeatDoes(t *testing.T) {
	r := at(t, Submitted)
	r.refuse(CodeInvalid, VerbRegister, byClerk(), given(VerbRegister).with("linked", "LS20260101-0001"))
	yes := given(VerbRegister).with("repeat", Yes)
	r.refuse(CodeTwice, VerbRegister, byClerk(), yes.with("linked", r.c.Number))
	r.refuse(CodeInvalid, VerbRegister, byClerk(), yes.with("linked", "a case; of which nobody knows"))
	r.refuse(CodeInvalid, VerbRegister, byClerk(), yes.with("linked", strings.Repeat("1", 41)))
	r.do(VerbRegister, byClerk(), yes.with("linked", "LS20260101-0001"))
	if !r.c.Facts.Repeat || len(r.c.Facts.Links) != 1 {
		t.Errorf("facts %+v", r.c.Facts)
	}
	r.refuse(CodeTwice, VerbLink, byClerk())
	r.do(VerbUnlink, byClerk())
	r.refuse(CodeNotOpenMatter, VerbUnlink, byClerk())
	if r.c.Facts.Repeat {
		t.Error("still a repeat of nothing")
	}
}

func TestTheClassDecidesThePath(t *testing.T) {
	for class, c := range map[Class]struct{ reply, assign Code }{
		ClassConsult:    {"", CodeClassPath},
		ClassAdvice:     {"", ""},
		ClassAppeal:     {CodeClassPath, ""},
		ClassProcedural: {CodeClassPath, ""},
		ClassLegal:      {CodeClassPath, CodeClassPath},
	} {
		r := at(t, Submitted)
		r.do(VerbRegister, byClerk(), given(VerbRegister).with("class", string(class)))
		_, err := r.law.Apply(r.c, Request{Verb: VerbReply, Actor: byClerk(), Args: given(VerbReply)}, r.now)
		r.wants(c.reply, err)
		_, err = r.law.Apply(r.c, Request{Verb: VerbAssign, Actor: byDeputy(), Args: given(VerbAssign)}, r.now)
		r.wants(c.assign, err)
	}
}

func TestHandBackIsForTransfersAndFiveWorkdays(t *testing.T) {
	r := at(t, Registered)
	r.refuse(CodeClassPath, VerbHandBack, byClerk())
	r = reach(t, VerbHandBack)
	r.now = NewDate(2026, 3, 9).End().Add(time.Second) // Monday the 2nd and five workdays
	r.refuse(CodeTooLate, VerbHandBack, byClerk())
	r.now = NewDate(2026, 3, 9).End()
	r.do(VerbHandBack, byClerk())
	if r.c.Facts.Ending != EndHandedBack || r.c.Running(ClockReport, "") != nil {
		t.Errorf("ended %s, report clock %v", r.c.Facts.Ending, r.c.Running(ClockReport, ""))
	}
}

func TestAJointPetitionIsWithdrawnByAllOfItsRepresentatives(t *testing.T) {
	r := file(t, joint())
	d := r.do(VerbWithdraw, bySigner())
	if r.c.State != Submitted || r.c.Running(ClockRegister, "") == nil {
		t.Fatalf("one of two took it back: %s", r.c.State)
	}
	if !strings.Contains(recipients(d), "petitioner=1") {
		t.Errorf("the other is not told: %s", recipients(d))
	}
	r.refuse(CodeTwice, VerbWithdraw, bySigner())
	r.do(VerbWithdraw, byPetitioner())
	if r.c.State != Withdrawn || r.c.Facts.Ending != EndWithdrawn {
		t.Errorf("both took it back: %s", r.c.State)
	}

	f := joint()
	f.Signers[0].Account = "" // cannot be asked in chat
	r = file(t, f)
	r.do(VerbWithdraw, byPetitioner())
	if r.c.State != Submitted {
		t.Fatal("one withdrew for somebody who was not asked")
	}
	r.refuse(CodeMissing, VerbWithdraw, byClerk())
	r.do(VerbWithdraw, byClerk(), given(VerbWithdraw).with("evidence", "paper signed by both"))
	if r.c.State != Withdrawn {
		t.Errorf("the paper of all left it %s", r.c.State)
	}
}

func TestWithdrawalEndsTheSupervision(t *testing.T) {
	for _, s := range []State{Submitted, Registered, Assigned, Accepted, Drafted} {
		r := at(t, s)
		r.do(VerbSupervise, byDirector())
		r.do(VerbWithdraw, byPetitioner())
		if r.c.OpenSupervision() != nil || r.c.Running(ClockSupervise, "") != nil {
			t.Errorf("from %s: the supervision is still open", s)
		}
	}
}
