package models

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// late is a breach of a due in the wetlands' section.
func late(caseID int64, round int, k ClockKind, due time.Time) Breach {
	return Breach{CaseID: caseID, Round: round, Clock: k, Section: "wet", Due: due}
}

// cases with the given IDs, numbered by them.
func cases(ids ...int64) []Case {
	var out []Case
	for _, id := range ids {
		out = append(out, Case{ID: id, Number: fmt.Sprintf("LS20260302-%04d", id), Section: "wet", Category: "wet-fill"})
	}
	return out
}

// places writes a ledger as number:place, in its order.
func places(all []Exceeding) string {
	var out []string
	for _, e := range all {
		out = append(out, fmt.Sprintf("%d/%d:%d", e.CaseID, e.Round, e.Nth))
	}
	return strings.Join(out, " ")
}

func TestALedgerCountsACaseAndRoundOnce(t *testing.T) {
	annulled := late(1, 1, ClockAccept, march(3, 0, 0))
	annulled.Annulled = march(4, 9, 0)
	elsewhere := late(2, 1, ClockAccept, march(3, 0, 0))
	elsewhere.Section = "forest"
	for name, c := range map[string]struct {
		breaches []Breach
		entries  []OfficeEntry
		want     string
	}{
		"nothing": {want: ""},
		"two clocks of a round count once, a further round again": {
			breaches: []Breach{late(1, 1, ClockAccept, march(3, 0, 0)), late(1, 1, ClockResolve, march(9, 0, 0)), late(1, 2, ClockResolve, march(12, 0, 0))},
			want:     "1/1:1 1/2:2",
		},
		"the earliest due comes first":                     {breaches: []Breach{late(2, 1, ClockAccept, march(9, 0, 0)), late(1, 1, ClockAccept, march(3, 0, 0))}, want: "1/1:1 2/1:2"},
		"clocks of the office do not count":                {breaches: []Breach{late(1, 1, ClockDeliver, march(3, 0, 0))}, want: ""},
		"another section's do not count":                   {breaches: []Breach{elsewhere}, want: ""},
		"another year's do not count":                      {breaches: []Breach{late(1, 1, ClockAccept, start().AddDate(-1, 0, 0))}, want: ""},
		"one that is annulled is shown and not counted":    {breaches: []Breach{annulled, late(2, 1, ClockAccept, march(9, 0, 0))}, want: "1/1:0 2/1:1"},
		"beside an annulled one another of the round does": {breaches: []Breach{annulled, late(1, 1, ClockResolve, march(9, 0, 0))}, want: "1/1:1"},
		"one that is excused is shown and not counted": {
			breaches: []Breach{late(1, 1, ClockAccept, march(3, 0, 0)), late(2, 1, ClockAccept, march(9, 0, 0))},
			entries:  []OfficeEntry{{Verb: VerbExcuse, CaseID: 1, Round: 1}}, want: "1/1:0 2/1:1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := newLaw().Exceedings("wet", 2026, c.breaches, cases(1, 2), c.entries)
			if places(got) != c.want {
				t.Errorf("got %q, want %q", places(got), c.want)
			}
		})
	}
}

func TestALedgerLeavesOutWhatIsNotTheSectionsToAnswer(t *testing.T) {
	l, all := newLaw(), cases(1, 2, 3)
	all[0].Confidential = true
	all[1].Facts.Supervisions = []Supervision{{ID: "s1", To: "li.clerk"}}
	all[2].Facts.Supervisions = []Supervision{{ID: "s1", To: "wang.chief"}}
	var breaches []Breach
	for _, c := range all {
		b := late(c.ID, 1, ClockSupervise, march(3, 0, 0))
		b.Ref = "s1"
		breaches = append(breaches, b)
	}
	breaches[0].Clock = ClockAccept
	if got := places(l.Exceedings("wet", 2026, breaches, all, nil)); got != "3/1:1" {
		t.Errorf("counts %q", got)
	}
	breaches[2].Ref = "s9"
	if got := places(l.Exceedings("wet", 2026, breaches, all, nil)); got != "" {
		t.Errorf("counts a letter that nobody wrote: %q", got)
	}
}

func TestADueAtTheEndOfAYearStaysInIt(t *testing.T) {
	end := NewDate(2026, time.December, 31).End()
	if YearOf(end) != 2026 || YearOf(end.Add(24*time.Hour)) != 2027 {
		t.Errorf("counted in %d and %d", YearOf(end), YearOf(end.Add(24*time.Hour)))
	}
	from, to := YearSpan(2026)
	if !to.Equal(end) || !from.After(NewDate(2025, time.December, 31).End()) {
		t.Errorf("a year from %s to %s", from, to)
	}
}

// exceeding is one of a section, at its place in the year.
func exceeding(nth int) Exceeding {
	return Exceeding{Section: "wet", CaseID: 7, Number: "LS20260302-0007", Round: 1, Clock: ClockAccept, Due: march(3, 0, 0), Nth: nth}
}

func prepared(kinds ...LetterKind) []OfficeLetter {
	var out []OfficeLetter
	for _, k := range kinds {
		out = append(out, OfficeLetter{Number: LetterNumber{Kind: k}, Snapshot: Snapshot{Text: "what the " + string(k) + " says"}})
	}
	return out
}

func TestWhatAnExceedingOwes(t *testing.T) {
	issued := exceeding(1)
	issued.Issue = &OfficeEntry{}
	for want, all := range map[LetterKind][]Exceeding{
		"": {exceeding(0), issued}, LetterCircular: {exceeding(1)}, LetterInterview: {exceeding(2), exceeding(5)},
	} {
		for _, e := range all {
			if e.Owed() != want {
				t.Errorf("the %dth owes %q, want %q", e.Nth, e.Owed(), want)
			}
		}
	}
}

func TestAPersonIssuesWhatIsOwed(t *testing.T) {
	l := newLaw()
	for name, c := range map[string]struct {
		by   string
		e    Exceeding
		what []OfficeLetter
		want Code
	}{
		"the first: a circular":              {"zhao.director", exceeding(1), prepared(LetterCircular), ""},
		"the second: interview and circular": {"zhao.director", exceeding(2), prepared(LetterInterview, LetterCircular), ""},
		"no interview after the first":       {"zhao.director", exceeding(1), prepared(LetterInterview), CodeNotOpenMatter},
		"nothing for what does not count":    {"zhao.director", exceeding(0), prepared(LetterCircular), CodeNotOpenMatter},
		"nothing at all":                     {"zhao.director", exceeding(1), nil, CodeNotOpenMatter},
		"not by a chief":                     {"wang.chief", exceeding(1), prepared(LetterCircular), CodeWrongActor},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := l.Issue(staffed(c.by), c.e, c.what, start()); CodeOf(err) != c.want {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestAnInterviewStartsTheExplanationAndTellsEverybody(t *testing.T) {
	s, err := newLaw().Issue(staffed("zhao.director"), exceeding(2), prepared(LetterInterview, LetterCircular), start())
	if err != nil {
		t.Fatal(err)
	}
	if s.Entry.Fact != "issue:c7:1:wet" || s.Entry.Section != "wet" || len(s.Duties) != 1 || !s.Duties[0].Due.Equal(NewDate(2026, 3, 9).End()) {
		t.Errorf("made %+v", s) // five workdays after Monday, March 2
	}
	told := map[string]LetterKind{}
	for _, n := range s.Notices {
		told[n.To.ID] = n.Letter.Kind
	}
	want := map[string]LetterKind{
		"wang.chief": LetterInterview, "qian.head": LetterInterview, "sun.deputy": LetterInterview,
		"wu.vice": LetterInterview, "lin.chief": LetterCircular,
	}
	if fmt.Sprint(told) != fmt.Sprint(want) {
		t.Errorf("told %v, want %v", told, want)
	}
	for _, letter := range s.Entry.Letters {
		if letter.Number.Year != 2026 || letter.Snapshot.Organ.Name == "" || letter.Snapshot.Section != "Wetlands" {
			t.Errorf("a letter without its year, organ or section: %+v", letter)
		}
	}
}

func TestNobodyExcusesWhatTheyApprovedLate(t *testing.T) {
	l, reason := newLaw(), "the mail server stood still"
	history := []AuditEntry{{Verb: VerbApprove, Round: 1, Actor: byDirector()}, {Verb: VerbSign, Round: 2, Actor: byHead()}}
	excused := exceeding(1)
	excused.Excuse = &OfficeEntry{}
	for name, c := range map[string]struct {
		by, reason string
		e          Exceeding
		want       Code
	}{
		"the approver":          {"zhao.director", reason, exceeding(1), CodeOwnWork},
		"the head instead":      {"qian.head", reason, exceeding(1), ""},
		"nobody else":           {"sun.deputy", reason, exceeding(1), CodeWrongActor},
		"not without a reason":  {"qian.head", "", exceeding(1), CodeMissing},
		"not twice":             {"qian.head", reason, excused, CodeTwice},
		"not what never counts": {"qian.head", reason, exceeding(0), CodeNotOpenMatter},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := l.Excuse(staffed(c.by), c.e, history, c.reason, start()); CodeOf(err) != c.want {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
	second := exceeding(2)
	second.Round = 2
	if _, err := l.Excuse(staffed("zhao.director"), second, history, reason, start()); err != nil {
		t.Errorf("another round's approval stands in the way: %v", err)
	}
}

func TestOnlyTheSectionsChiefExplains(t *testing.T) {
	l, words := newLaw(), "all of the cause and all of the cure"
	owed := OfficeDuty{ID: 3, Kind: ClockExplain, Section: "wet", Which: LetterInterview}
	done := owed
	done.Answered = start()
	for name, c := range map[string]struct {
		by   string
		d    OfficeDuty
		want Code
	}{
		"the chief":             {"wang.chief", owed, ""},
		"another chief":         {"lin.chief", owed, CodeNotOpenMatter},
		"the director":          {"zhao.director", owed, CodeWrongActor},
		"an answered one":       {"wang.chief", done, CodeNotOpenMatter},
		"what a meeting wanted": {"wang.chief", OfficeDuty{Kind: ClockDecision, Owner: "wang.chief"}, CodeNotOpenMatter},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := l.Explain(staffed(c.by), c.d, words, words, start())
			if CodeOf(err) != c.want {
				t.Fatalf("got %v, want %q", err, c.want)
			}
			if err == nil && (s.Entry.Duty != 3 || len(s.Notices) != 3) { // director, vice-director, and the head after an interview
				t.Errorf("answers %d, tells %d", s.Entry.Duty, len(s.Notices))
			}
		})
	}
}

func TestOnlyTheHeadRefers(t *testing.T) {
	l := newLaw()
	if _, err := l.Refer("zhao.director", "wet", "grave neglect", start()); CodeOf(err) != CodeWrongActor {
		t.Errorf("the director refers: %v", err)
	}
	if s, err := l.Refer("qian.head", "wet", "grave neglect", start()); err != nil || len(s.Notices) != 2 || s.Entry.Section != "wet" {
		t.Errorf("got %+v, %v", s, err)
	}
}
