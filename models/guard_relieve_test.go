package models

import "testing"

func TestWhatSomebodyWhoLeftHadGoesToTheNext(t *testing.T) {
	for _, test := range []struct {
		name, who, chief, handler, officer string
		prepare                            func(*run)
	}{
		{"the handler's to the chief", "Zhou.Handler", "wang.chief", "", "li.clerk", nil},
		{"the chief's to the director", "wang.chief", "zhao.director", "zhou.handler", "li.clerk", nil},
		{"the case officer's to every clerk", "li.clerk", "wang.chief", "zhou.handler", "", nil},
		{"the chief's, where the director is recused, to the deputy", "wang.chief", "sun.deputy", "zhou.handler", "li.clerk",
			func(r *run) { r.do(VerbRecuse, byDirector()) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := at(t, Accepted)
			if test.prepare != nil {
				test.prepare(r)
			}
			r.do(VerbRelieve, bySystem(), Args{ArgPerson: test.who})
			if r.c.Chief != test.chief || r.c.Handler != test.handler || r.c.CaseOfficer != test.officer {
				t.Errorf("chief %q, handler %q, case officer %q", r.c.Chief, r.c.Handler, r.c.CaseOfficer)
			}
			r.refuse(CodeNotOpenMatter, VerbRelieve, bySystem(), Args{ArgPerson: test.who})
		})
	}
}

func TestASecondChiefOfTheSectionComesFirst(t *testing.T) {
	r := at(t, Accepted, func(b *Bureau) {
		b.Staff = append(b.Staff, Staff{UserID: "Second.chief", Name: "Second Chief", Section: "wet", Roles: []Role{RoleChief}})
	})
	r.do(VerbRelieve, bySystem(), Args{ArgPerson: "wang.chief"})
	if r.c.Chief != "second.chief" {
		t.Errorf("the chief is %q", r.c.Chief)
	}
}

func TestAnOpenSupervisionGoesAlong(t *testing.T) {
	r := at(t, Accepted)
	r.do(VerbSupervise, byDirector())
	r.do(VerbRelieve, bySystem(), Args{ArgPerson: "wang.chief"})
	if open := r.c.OpenSupervision(); open == nil || open.To != "zhao.director" {
		t.Errorf("it waits for %+v", open)
	}
	r.refuse(CodeWrongActor, VerbAnswer, byChief())
	r.refuse(CodeNotOpenMatter, VerbRelieve, bySystem(), Args{ArgPerson: "wu.handler"})
}
