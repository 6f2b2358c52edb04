package models

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// countedBy is a law that counts breaches as given.
func countedBy(c Counting) *Law {
	return newLaw(func(b *Bureau) { b.Options.Counting = c })
}

// dueOn is a due that passed at the end of a day.
func dueOn(y int, m time.Month, d int) time.Time { return NewDate(y, m, d).End() }

func TestTheWindowOverWhichBreachesAreCounted(t *testing.T) {
	breaches := []Breach{
		late(1, 1, ClockAccept, dueOn(2025, time.June, 30)), late(2, 1, ClockAccept, dueOn(2025, time.November, 20)),
		late(3, 1, ClockAccept, dueOn(2026, time.March, 31)), late(4, 1, ClockAccept, dueOn(2026, time.April, 1)),
		late(5, 1, ClockAccept, dueOn(2026, time.June, 30)), late(6, 1, ClockAccept, dueOn(2026, time.November, 20)),
		late(2, 1, ClockResolve, dueOn(2026, time.February, 1)),
	}
	for window, want := range map[Window]string{
		WindowYear:    "2/1:1 3/1:2 4/1:3 5/1:4 6/1:5",
		WindowQuarter: "2/1:1 3/1:2 4/1:1 5/1:2 6/1:1",
		// The round of case 2 counted in November 2025; what is a year old counts no more.
		WindowRolling: "3/1:3 4/1:4 5/1:4 6/1:4",
		"":            "2/1:1 3/1:2 4/1:3 5/1:4 6/1:5",
	} {
		l := countedBy(Counting{Window: window})
		if got := places(l.Exceedings("wet", 2026, breaches, cases(1, 2, 3, 4, 5, 6), nil)); got != want {
			t.Errorf("%q counts %s, want %s", window, got, want)
		}
	}
}

func TestWhichClocksCount(t *testing.T) {
	breaches := []Breach{
		late(1, 1, ClockAccept, march(3, 0, 0)), late(2, 1, ClockExecute, march(4, 0, 0)), late(3, 1, ClockResolve, march(5, 0, 0)),
	}
	for _, c := range []struct {
		only []ClockKind
		want string
	}{{nil, "1/1:1 3/1:2"}, {[]ClockKind{ClockExecute, ClockResolve}, "2/1:1 3/1:2"}} {
		if got := places(countedBy(Counting{Clocks: c.only}).Exceedings("wet", 2026, breaches, cases(1, 2, 3), nil)); got != c.want {
			t.Errorf("%v counts %s, want %s", c.only, got, c.want)
		}
	}
}

func TestFromWhichPlaceOnSomethingFollows(t *testing.T) {
	var breaches []Breach
	for n := range 6 {
		breaches = append(breaches, late(int64(n+1), 1, ClockAccept, march(3+n, 0, 0)))
	}
	for _, c := range []struct {
		rule Counting
		want string
	}{
		{Counting{}, "circular interview interview interview interview interview"},
		{Counting{Circular: 2, Interview: 4}, "- circular circular interview interview interview"},
		{Counting{Circular: 1, Interview: 3}, "circular circular interview interview interview interview"},
	} {
		var got []string
		for _, e := range countedBy(c.rule).Exceedings("wet", 2026, breaches, cases(1, 2, 3, 4, 5, 6), nil) {
			owed := string(e.Owed())
			if owed == "" {
				owed = "-"
			}
			got = append(got, owed)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v owes %v, want %s", c.rule, got, c.want)
		}
	}
}

func TestABreachIsCountedByTheRulesOfItsDay(t *testing.T) {
	l := newLaw()
	first := RuleSet{Options: l.Bureau.Options}
	second := RuleSet{From: NewDate(2026, time.March, 10), Options: first.Options}
	second.Options.Counting = Counting{Clocks: []ClockKind{ClockExecute}, Circular: 3, Interview: 4}
	l = l.Under(first.Named(true), second.Named(false))
	if first.Named(true).Name != second.Named(true).Name {
		t.Error("how breaches are counted makes another set for cases")
	}
	var breaches []Breach
	for n, day := range []int{8, 9, 10, 11} {
		for _, k := range []ClockKind{ClockAccept, ClockExecute} {
			breaches = append(breaches, late(int64(2*n+len(k)%2+1), 1, k, dueOn(2026, time.March, day)))
		}
	}
	var got []string
	for _, e := range l.Exceedings("wet", 2026, breaches, cases(1, 2, 3, 4, 5, 6, 7, 8), nil) {
		got = append(got, fmt.Sprintf("%s %d:%d %s", e.Clock, e.lastDay()-NewDate(2026, time.March, 0), e.Nth, e.Owed()))
	}
	if want := "accept 8:1 circular, accept 9:2 interview, execute 10:3 circular, execute 11:4 interview"; strings.Join(got, ", ") != want {
		t.Errorf("counted\n%s\nwant\n%s", strings.Join(got, ", "), want)
	}
}
