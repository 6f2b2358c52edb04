package models

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestTheBureauFindsItsPeopleAndPlaces(t *testing.T) {
	b := bureau()
	if p, ok := b.Person("WANG.Chief"); !ok || p.Name != "Wang Lusheng" {
		t.Errorf("person %+v", p)
	}
	if c, ok := b.ChiefOf("wet"); !ok || c.UserID != "wang.chief" {
		t.Errorf("chief %+v", c)
	}
	for code, want := range map[string]string{"wet-fill": "wet", "wet-all": "wet", "conduct": "", "sea": ""} {
		if got := b.Route(code); got != want {
			t.Errorf("%s goes to %q", code, got)
		}
	}
	for code, want := range map[string]bool{"wet-fill": true, "wet-all": false, "other": true, "sea": false, "": false} {
		if b.Leaf(code) != want {
			t.Errorf("%s is a leaf: %v", code, !want)
		}
	}
	b.Categories = append(b.Categories, Category{Code: "bribes", Parent: "conduct"})
	for code, want := range map[string]bool{"conduct": true, "bribes": true, "other": false, "sea": false} {
		if b.Confidential(code) != want {
			t.Errorf("%s is confidential: %v", code, !want)
		}
	}
	if top := b.Under(""); len(top) != 3 {
		t.Errorf("%d categories at the top", len(top))
	}
}

func TestOfficeVerbsAreForTheirRolesAndComplete(t *testing.T) {
	l := newLaw()
	reason, words := "because of the facts", "all of the cause and all of the cure"
	issue := Args{ArgWhich: string(LetterCircular), ArgSection: "wet", ArgReason: reason}
	for _, c := range []struct {
		verb Verb
		by   string
		args Args
		want Code
	}{
		{VerbIssue, "zhao.director", issue, ""},
		{VerbIssue, "sun.deputy", issue, CodeWrongActor},
		{VerbIssue, "nobody", issue, CodeWrongActor},
		{VerbIssue, "zhao.director", issue.with("section", "sea"), CodeInvalid},
		{VerbIssue, "zhao.director", issue.with("reason", ""), CodeMissing},
		{VerbIssue, "zhao.director", issue.with("odd", "x"), CodeInvalid},
		{VerbExplain, "wang.chief", Args{ArgReason: words, ArgText: words}, ""},
		{VerbExcuse, "qian.head", Args{ArgLinked: "LS20260302-0001", ArgReason: reason}, ""},
		{VerbRefer, "qian.head", Args{ArgSection: "wet", ArgReason: reason}, ""},
		{VerbRefer, "zhao.director", Args{ArgSection: "wet", ArgReason: reason}, CodeWrongActor},
		{VerbRecordMeeting, "li.clerk", Args{ArgDate: "2026-03-02", ArgPerson: "all", ArgText: words}, ""},
		{VerbAnswerDecision, "zhou.handler", Args{ArgDecision: "7", ArgText: words}, ""},
		{VerbAnswerDecision, "zhou.handler", Args{ArgDecision: strings.Repeat("7", 101), ArgText: words}, CodeTooLong},
		{VerbSubstitute, "zhou.handler", Args{ArgPerson: "wu.handler", ArgFrom: "2026-03-02", ArgUntil: "2026-03-09"}, ""},
		{VerbSubstitute, "zhou.handler", Args{ArgPerson: "wu.handler", ArgFrom: "soon", ArgUntil: "2026-03-09"}, CodeInvalid},
		{VerbApplyRules, "chen.clerk", Args{ArgRules: "always", ArgConfirm: Yes}, ""},
		{VerbApplyRules, "chen.clerk", Args{ArgConfirm: Yes}, CodeMissing},
		{VerbApplyRules, "li.clerk", Args{ArgRules: "always", ArgConfirm: Yes}, CodeWrongActor},
		{VerbAssign, "sun.deputy", nil, CodeUnknownVerb},
	} {
		if got := CodeOf(l.PermitOffice(c.verb, c.by, c.args)); got != c.want {
			t.Errorf("%s by %s: %q, want %q", c.verb, c.by, got, c.want)
		}
	}
	for _, row := range OfficeRows() {
		if row.Article == "" {
			t.Errorf("%s stands in no article", row.Verb)
		}
	}
}

func TestARefusalNamesCodesAndNoWords(t *testing.T) {
	e := &Error{Code: CodeTooLong, Verb: VerbDraft, State: Accepted, Arg: ArgBasis, Limit: 4000}
	if got := e.Error(); got != "too-long verb=draft state=accepted arg=basis limit=4000" {
		t.Errorf("says %q", got)
	}
	if CodeOf(fmt.Errorf("turn: %w", e)) != CodeTooLong || CodeOf(errors.New("disk")) != "" || CodeOf(nil) != "" {
		t.Error("codes are not found in a chain")
	}
}
