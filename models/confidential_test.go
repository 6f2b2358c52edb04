package models

import (
	"slices"
	"testing"
)

// secret files a matter of conduct that accuses somebody.
func secret(t testing.TB, accused string, officers ...string) *run {
	f := filing()
	f.Category, f.Accused = "conduct", accused
	return file(t, f, func(b *Bureau) { b.Options.ConfidentialOfficers = officers })
}

func confidants(r *run) []string { return r.law.Confidants(&r.c) }

func TestAMatterIsConfidentialByKindCategoryOrChoice(t *testing.T) {
	for name, change := range map[string]func(*Filing){
		"kind":     func(f *Filing) { f.Class = ClassReport },
		"category": func(f *Filing) { f.Category = "conduct" },
		"choice":   func(f *Filing) { f.Confidential = true },
	} {
		f := filing()
		change(f)
		r := file(t, f)
		if !r.c.Confidential {
			t.Errorf("by %s: not confidential", name)
		}
		f.Accused = "Head Qian Ju"
		_, err := newRun(t).try(Request{Verb: VerbSubmit, Actor: byPetitioner(), Filing: f})
		if CodeOf(err) != CodeConfidential {
			t.Errorf("by %s: kept although it accuses the head: %v", name, err)
		}
		f.Accused, f.Claim = "", "Qian Ju takes money for every pond that is filled."
		_, err = newRun(t).try(Request{Verb: VerbSubmit, Actor: byPetitioner(), Filing: f})
		if CodeOf(err) != CodeConfidential {
			t.Errorf("by %s: kept although its claim accuses the head: %v", name, err)
		}
	}
	for _, args := range []Args{{ArgClass: string(ClassReport)}, {ArgCategory: "conduct"}} {
		r := at(t, Submitted)
		for arg, v := range args {
			r.do(VerbRegister, byClerk(), given(VerbRegister).with(string(arg), v))
		}
		if !r.c.Confidential {
			t.Errorf("registered with %v: not confidential", args)
		}
	}
	f := filing()
	f.Accused = "Qian Ju"
	r := file(t, f)
	r.refuse(CodeConfidential, VerbRegister, byClerk(), given(VerbRegister).with("category", "conduct"))
}

func TestTheOfficersAreImpartialOrTheNextAbove(t *testing.T) {
	for _, c := range []struct {
		accused  string
		officers []string
		want     []string
	}{
		{"", nil, []string{"zhao.director"}},
		{"", []string{"li.clerk", "wu.vice"}, []string{"li.clerk", "wu.vice"}},
		{"Li Deng", []string{"li.clerk", "wu.vice"}, []string{"zhao.director", "wu.vice"}},
		{"Li Deng and Zhao Ren", []string{"li.clerk"}, []string{"sun.deputy"}},
		{"Zhao Ren", nil, []string{"sun.deputy"}},
		{"Sun Fen", []string{"sun.deputy"}, []string{"qian.head"}},
		{"Zhao Ren, Sun Fen", []string{"zhao.director"}, []string{"qian.head"}},
	} {
		if got := confidants(secret(t, c.accused, c.officers...)); !slices.Equal(got, c.want) {
			t.Errorf("accused %q, officers %v: %v, want %v", c.accused, c.officers, got, c.want)
		}
	}
	r := secret(t, "", "zhao.director")
	r.do(VerbRecuse, byDirector())
	if got := confidants(r); !slices.Equal(got, []string{"sun.deputy"}) || r.law.Owner(&r.c) != "sun.deputy" {
		t.Errorf("after a recusal %v, owner %q", got, r.law.Owner(&r.c))
	}
	c := r.c.clone()
	c.Words.Accused = "Qian Ju"
	if got := r.law.Confidants(&c); got != nil {
		t.Errorf("the head is accused: %v", got)
	}
}

func TestAConfidentialCaseIsForItsOfficersAlone(t *testing.T) {
	r := secret(t, "Li Deng")
	d := r.done[0]
	if recipients(d) != "clerk=zhao.director" || d.Notices[0].Category != "" || d.Notices[0].Data != nil {
		t.Errorf("told %+v", d.Notices)
	}
	for _, a := range everybody() {
		sees := r.law.MaySee(&r.c, a)
		want := a == byPetitioner() || a == bySystem() || a == byDirector()
		if sees != want {
			t.Errorf("%v sees it: %v", a, sees)
		}
		if can := r.law.Possible(&r.c, a, r.now); !want && a != byDeputy() && len(can) > 0 {
			t.Errorf("%v is offered %v", a, can)
		}
	}
	r.refuse(CodeNotFound, VerbRegister, byClerk())
	r.do(VerbRegister, byDirector(), given(VerbRegister).with("class", string(ClassReport), "category", "conduct"))
	r.do(VerbForward, byDirector())
	r.refuse(CodeConfidential, VerbPublish, byDirector())
	last := r.done[len(r.done)-1]
	if n := last.Notices[0]; n.To.ID != "openid-one" || n.Category != "" || n.Data.Get(ArgOrgan) == "" {
		t.Errorf("the petitioner is told %+v", n)
	}
}

func TestAConfidentialCaseInASectionIsSeenByItsHandlersOnly(t *testing.T) {
	f := filing()
	f.Confidential = true
	r := file(t, f)
	r.do(VerbRegister, byDirector())
	d := r.do(VerbAssign, byDirector())
	if recipients(d) != "chief=wang.chief petitioner=1" {
		t.Errorf("told %s", recipients(d))
	}
	r.do(VerbAccept, byChief())
	for a, want := range map[Actor]bool{byChief(): true, byHandler(): true, byOtherChief(): false, byClerk(): false, byVice(): false, byHead(): false} {
		if r.law.MaySee(&r.c, a) != want {
			t.Errorf("%s sees it: %v", a.ID, !want)
		}
	}
	c := r.c.clone()
	c.Words.Accused = "Zhou Wei" // who turned out to be the one it is about
	if r.law.MaySee(&c, byHandler()) {
		t.Error("the accused sees it")
	}
	if d := r.do(VerbChangePerson, byDirector()); len(d.Notices) > 0 {
		t.Errorf("a clerk is told of it: %s", recipients(d))
	}
}

func TestOnlyADeputyLowersAConfidentialCase(t *testing.T) {
	r := secret(t, "")
	r.refuse(CodeWrongActor, VerbLower, byDirector())
	r.refuse(CodeNotFound, VerbLower, byHead())
	if can := r.law.Possible(&r.c, byDeputy(), r.now); !slices.Equal(can, []Verb{VerbLower}) {
		t.Errorf("the deputy is offered %v", can)
	}
	secret(t, "Sun Fen").refuse(CodeNotFound, VerbLower, byDeputy())
	r.do(VerbLower, byDeputy())
	r.refuse(CodeTwice, VerbLower, byDeputy())
	r.do(VerbRetract, byDeputy())
	if !r.c.Confidential {
		t.Error("lowered for good")
	}
}

func TestARecusedPersonActsNoMoreAndSomebodyIsLeft(t *testing.T) {
	r := at(t, Accepted)
	r.refuse(CodeWrongActor, VerbRecuse, byChief(), given(VerbRecuse).with("person", "zhou.handler"))
	r.do(VerbRecuse, byDirector(), given(VerbRecuse).with("person", "Zhou.Handler"))
	r.refuse(CodeRecused, VerbDraft, byHandler())
	r.refuse(CodeTwice, VerbRecuse, byHandler())
	r.do(VerbRecuse, byClerk())
	if r.c.CaseOfficer != "" {
		t.Errorf("case officer %s", r.c.CaseOfficer)
	}
	for _, a := range []Actor{byChief(), byDirector(), byDeputy()} {
		r.do(VerbRecuse, a)
	}
	if r.law.Owner(&r.c) != "qian.head" {
		t.Errorf("owner %q", r.law.Owner(&r.c))
	}
	r.refuse(CodeRoster, VerbRecuse, byHead())
}
