package models

import (
	"slices"
	"testing"
	"time"
)

func away(pairs ...string) Args {
	return Args{ArgPerson: "lin.chief", ArgFrom: "2026-03-02", ArgUntil: "2026-03-04"}.with(pairs...)
}

func TestWhoMaySubstituteWhomAndWhen(t *testing.T) {
	l, now := newLaw(), time.Date(2026, 3, 2, 10, 0, 0, 0, Zone())
	l.Bureau.Staff = append(l.Bureau.Staff, Staff{UserID: "ad.min", Name: "Ad Min", Roles: []Role{RoleAdmin}})
	known := []Substitution{{
		Person: "li.clerk", Substitute: "chen.clerk",
		From: NewDate(2026, 3, 3).Start(), Until: NewDate(2026, 3, 5).End(),
	}}
	for _, test := range []struct {
		name string
		by   string
		args Args
		want Code
	}{
		{"oneself", "Wang.chief", away(), ""},
		{"nobody known", "wang.chief", away("person", "nobody"), CodeInvalid},
		{"no substitute", "wang.chief", away("person", ""), CodeMissing},
		{"by oneself", "lin.chief", away(), CodeInvalid},
		{"ends before it begins", "wang.chief", away("until", "2026-03-01"), CodeInvalid},
		{"is over", "wang.chief", away("from", "2026-02-02", "until", "2026-03-01"), CodeInvalid},
		{"too long", "wang.chief", away("until", "2026-06-30"), CodeInvalid},
		{"for another", "wang.chief", away("absent", "zhou.handler"), CodeWrongActor},
		{"for another by an admin", "ad.min", away("absent", "zhou.handler"), ""},
		{"away already", "li.clerk", away(), CodeTwice},
		{"away at another time", "li.clerk", away("from", "2026-03-06", "until", "2026-03-07"), ""},
		{"substitute is away", "wang.chief", away("person", "li.clerk"), CodeRoster},
		{"is a substitute", "chen.clerk", away(), CodeRoster},
		{"stranger", "nobody", away(), CodeWrongActor},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := l.Substitution(test.by, test.args, known, now)
			if CodeOf(err) != test.want || (err == nil) != (test.want == "") {
				t.Fatalf("%v, want %q", err, test.want)
			}
			if err == nil && (!s.Covers(s.From) || s.Covers(s.Until) || s.Person == s.Substitute) {
				t.Errorf("%+v", s)
			}
		})
	}
}

func TestNoticesGoToTheSubstituteToo(t *testing.T) {
	from := NewDate(2026, 3, 2)
	all := []Substitution{{Person: "wang.chief", Substitute: "lin.chief", From: from.Start(), Until: from.End()}}
	staff := func(id string, as Party) Notice { return Notice{Key: "1:" + id, To: Person{ActorStaff, id}, As: as} }
	secret := staff("wang.chief", PartyChief)
	secret.Confidential = true
	digest := staff("wang.chief", PartyRung)
	digest.Lines = []Line{{Number: "A"}, {Number: "B", Secret: true}}
	hidden := staff("wang.chief", PartyRung)
	hidden.Lines = []Line{{Number: "B", Secret: true}}
	for _, test := range []struct {
		name    string
		notices []Notice
		want    int
	}{
		{"about their part", []Notice{staff("wang.chief", PartyChief)}, 1},
		{"about somebody else", []Notice{staff("li.clerk", PartyClerk)}, 0},
		{"confidential", []Notice{secret}, 0},
		{"told in the same part", []Notice{staff("wang.chief", PartyChief), staff("lin.chief", PartyChief)}, 0},
		{"told in another part", []Notice{staff("wang.chief", PartyChief), staff("lin.chief", PartyHandler)}, 1},
		{"to a petitioner", []Notice{{To: Person{ActorPetitioner, "wang.chief"}}}, 0},
		{"a digest without its secrets", []Notice{digest}, 1},
		{"nothing but secrets", []Notice{hidden}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			at := from.Start().Add(time.Hour)
			got := Doubled(test.notices, all, at)
			if len(got)-len(test.notices) != test.want {
				t.Fatalf("%d added, want %d", len(got)-len(test.notices), test.want)
			}
			for _, n := range got[len(test.notices):] {
				if n.To.ID != "lin.chief" || n.For != "wang.chief" || n.Key != "1:wang.chief:for:wang.chief" || len(n.Lines) > 1 {
					t.Errorf("%+v", n)
				}
			}
			if again := Doubled(got, all, at); len(again) != len(got) {
				t.Errorf("a substitute's notice goes on to somebody")
			}
			if late := Doubled(test.notices, all, from.End()); len(late) != len(test.notices) {
				t.Error("told after the leave is over")
			}
		})
	}
	if got := StandsFor(all, "LIN.chief", from.Start()); !slices.Equal(got, []string{"wang.chief"}) {
		t.Errorf("stands for %v", got)
	}
}
