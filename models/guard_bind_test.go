package models

import (
	"slices"
	"testing"
)

func TestBindingNeedsTheDigitsOfThePhoneOnFile(t *testing.T) {
	r := file(t, paper(ChannelVisit))
	if !r.c.Bindable() {
		t.Error("a paper case with a phone cannot be bound")
	}
	r.refuse(CodeInvalid, VerbBind, byStranger(), Args{ArgDigits: "9999"})
	r.refuse(CodeInvalid, VerbBind, byStranger(), Args{ArgDigits: "12a4"})
	r.refuse(CodeTooShort, VerbBind, byStranger(), Args{ArgDigits: "234"})
	r.refuse(CodeWrongActor, VerbBind, byClerk())
	d := r.do(VerbBind, byStranger())
	if r.c.Account != byStranger().ID || !slices.Equal(r.c.Accounts(), []string{byStranger().ID}) {
		t.Errorf("bound to %q", r.c.Account)
	}
	if len(d.Entry.Plain) != 0 || d.Entry.Words[ArgDigits] != "1234" {
		t.Errorf("the digits stand in clear: %v", d.Entry.Plain)
	}
	if r.c.Bindable() {
		t.Error("everybody is bound, and yet it can be bound")
	}
	r.refuse(CodeTwice, VerbBind, byStranger())
	r.refuse(CodeTwice, VerbBind, bySigner())
	r.refuse(CodeInvalid, VerbBind, bySigner(), Args{ArgDigits: "9999"})
	r.do(VerbSupplement, byStranger())
}

func TestBindingAnAnonymousCaseIsRefused(t *testing.T) {
	f := paper(ChannelLetter)
	f.Anonymous = true
	r := file(t, f)
	if r.c.Bindable() {
		t.Error("a case without a phone can be bound")
	}
	r.refuse(CodeInvalid, VerbBind, byStranger())
}

func TestStaffCannotBindAnAccountByFiling(t *testing.T) {
	f := paper(ChannelCall)
	f.Petitioner.Account = "openid-one"
	if r := file(t, f); len(r.c.Accounts()) != 0 {
		t.Errorf("a clerk bound %v", r.c.Accounts())
	}
}

func TestBindingKeepsWhoAgreedToTheWithdrawal(t *testing.T) {
	f := paper(ChannelVisit)
	f.Signers = joint().Signers
	f.Signers[0].Account, f.Signers[0].Phone = "", "13900004321"
	r := file(t, f)
	r.do(VerbBind, bySigner(), Args{ArgDigits: "4321"})
	r.do(VerbWithdraw, bySigner())
	r.do(VerbBind, byPetitioner())
	if r.c.State != Submitted {
		t.Fatalf("one of two agreed, and it is %s", r.c.State)
	}
	r.refuse(CodeTwice, VerbWithdraw, bySigner())
	r.do(VerbWithdraw, byPetitioner())
	if r.c.State != Withdrawn {
		t.Errorf("both agreed, and it is %s", r.c.State)
	}
}
