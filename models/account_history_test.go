package models

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// account is what a bureau does about breaches, as the store keeps it: entries
// that are only added, each fact once; duties; what was told of them.
type account struct {
	books   []*book
	entries []OfficeEntry
	duties  []OfficeDuty
	told    map[string]string // by key: whom
	// explained are the duties that were answered, as the chiefs remember it.
	explained map[int64]bool
}

func newAccount(books []*book) *account {
	return &account{books: books, told: map[string]string{}, explained: map[int64]bool{}}
}

func (a *account) now() time.Time { return a.books[0].now }
func (a *account) law() *Law      { return a.books[0].law }

// ledger is what the product makes of the breaches on record. One that a
// worker saw whose clock runs ahead is left to the hour when it is true.
func (a *account) ledger(section string, year int) []Exceeding {
	var breaches []Breach
	var cases []Case
	for _, b := range a.books {
		cases = append(cases, b.c)
		for _, key := range slices.SortedFunc(maps.Keys(b.breaches), func(x, y due) int { return cmp.Or(cmp.Compare(x.clock, y.clock), cmp.Compare(x.at, y.at)) }) {
			x := b.breaches[key]
			if x.Due.After(a.now()) {
				continue
			}
			x.CaseID = b.c.ID
			if !x.stands {
				x.Annulled = a.now()
			}
			breaches = append(breaches, x.Breach)
		}
	}
	entries := slices.DeleteFunc(slices.Clone(a.entries), func(e OfficeEntry) bool { return e.Section != section })
	return a.law().Exceedings(section, year, breaches, cases, entries)
}

// counted is one exceeding as the outsider counts it.
type counted struct {
	passing
	caseID int64
	nth    int
	owed   LetterKind
}

// recount makes the ledger anew of the cases' entries and of those of the
// office: once per case and round, the earliest due first.
func (a *account) recount(section string, year int) []counted {
	var out []counted
	for _, b := range a.books {
		first := map[int]passing{} // by round
		for p := range b.retold().missed(a.now()) {
			ours := time.Unix(p.at-1, 0).In(Zone()).Year() == year && p.section == section && !b.c.Confidential
			if known, ok := first[p.round]; ours && (!ok || p.at < known.at) {
				first[p.round] = p
			}
		}
		for _, p := range first {
			out = append(out, counted{passing: p, caseID: b.c.ID})
		}
	}
	slices.SortFunc(out, func(x, y counted) int {
		return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.caseID, y.caseID), cmp.Compare(x.round, y.round))
	})
	n := 0
	for i := range out {
		if a.did(VerbExcuse, section, out[i]) {
			continue
		}
		n++
		out[i].nth = n
		if !a.did(VerbIssue, section, out[i]) {
			out[i].owed = LetterCircular
			if n > 1 {
				out[i].owed = LetterInterview
			}
		}
	}
	return out
}

// did reports that the office has done something about an exceeding.
func (a *account) did(v Verb, section string, l counted) bool {
	return slices.ContainsFunc(a.entries, func(e OfficeEntry) bool {
		return e.Verb == v && e.Section == section && e.CaseID == l.caseID && e.Round == l.round
	})
}

// work lets somebody do something about a section's ledger, and holds every
// ledger when asked to.
func (a *account) work(wholly bool) {
	b := a.books[0]
	section := []string{"wet", "forest"}[b.rng.IntN(2)]
	year := a.now().In(Zone()).Year() - b.rng.IntN(8)/7
	if wholly {
		a.hold()
	}
	if b.rng.IntN(2) == 0 {
		return
	}
	lines, all := a.recount(section, year), a.ledger(section, year)
	a.holdLedger(section, year, lines, all)
	switch b.rng.IntN(4) {
	case 0:
		a.excuse(section, lines, all)
	case 1:
		a.explain()
	default:
		a.issue(section, lines, all)
	}
}

// hold compares every ledger, and every duty with the entry that started it.
func (a *account) hold() {
	for _, section := range []string{"wet", "forest", "void"} {
		for year := 2026; year <= a.now().In(Zone()).Year(); year++ {
			a.holdLedger(section, year, a.recount(section, year), a.ledger(section, year))
		}
	}
	a.holdDuties()
}

// holdLedger: what the product counts is what the entries tell.
func (a *account) holdLedger(section string, year int, lines []counted, all []Exceeding) {
	b := a.books[0]
	b.Helper()
	want, got := "", ""
	for _, l := range lines {
		want += fmt.Sprintf("\n%d/%d due %d: %d %s", l.caseID, l.round, l.at, l.nth, l.owed)
	}
	for _, e := range all {
		if !e.Annulled {
			got += fmt.Sprintf("\n%d/%d due %d: %d %s", e.CaseID, e.Round, e.Due.Unix(), e.Nth, e.Owed())
		}
	}
	if got != want {
		b.Errorf("the ledger of %s, %d, says%s\nthe entries say%s", section, year, got, want)
	}
}

// about finds the exceeding of the product that is meant.
func about(all []Exceeding, l counted) Exceeding {
	i := slices.IndexFunc(all, func(e Exceeding) bool { return e.CaseID == l.caseID && e.Round == l.round && !e.Annulled })
	if i < 0 {
		return Exceeding{}
	}
	return all[i]
}

// issue lets the director, or somebody who is not, issue a letter that is owed,
// or that is not.
func (a *account) issue(section string, lines []counted, all []Exceeding) {
	b := a.books[0]
	if len(lines) == 0 {
		return
	}
	l := lines[b.rng.IntN(len(lines))]
	by := []string{"zhao.director", "zhao.director", "zhao.director", "qian.head", "wang.chief"}[b.rng.IntN(5)]
	kind := []LetterKind{LetterCircular, LetterInterview, l.owed, l.owed}[b.rng.IntN(4)]
	if kind == "" {
		return
	}
	s, err := a.law().Issue(staffed(by), about(all, l), prepared(kind), a.now())
	if allowed := l.owed == kind && by == "zhao.director"; (err == nil) != allowed {
		b.Errorf("%s issues %s to %s where %q is owed: %v", by, kind, section, l.owed, err)
	}
	if err == nil {
		a.write(s)
	}
}

// excuse lets somebody take one out of the count.
func (a *account) excuse(section string, lines []counted, all []Exceeding) {
	b := a.books[0]
	if len(lines) == 0 {
		return
	}
	l := lines[b.rng.IntN(len(lines))]
	by := []string{"zhao.director", "qian.head", "sun.deputy"}[b.rng.IntN(3)]
	var history []AuditEntry
	own := false
	for _, d := range a.books[l.caseID-a.books[0].c.ID].done {
		history = append(history, d.Entry)
		formed := d.Entry.Verb == VerbApprove || d.Entry.Verb == VerbSign
		own = own || formed && d.Entry.Round == l.round && d.Entry.Actor.ID == by
	}
	s, err := a.law().Excuse(staffed(by), about(all, l), history, "the roads were under water", a.now())
	if allowed := l.nth > 0 && by != "sun.deputy" && !own; (err == nil) != allowed {
		b.Errorf("%s excuses %d/%d of %s, own work %t: %v", by, l.caseID, l.round, section, own, err)
	}
	if err == nil {
		a.write(s)
	}
}

// explain lets a chief answer for a section.
func (a *account) explain() {
	b := a.books[0]
	if len(a.duties) == 0 {
		return
	}
	i := b.rng.IntN(len(a.duties))
	d := &a.duties[i]
	by := []string{"wang.chief", "lin.chief", "zhao.director"}[b.rng.IntN(3)]
	const words = "the whole of the cause and of the cure"
	s, err := a.law().Explain(staffed(by), *d, words, words, a.now())
	owner := map[string]string{"wet": "wang.chief", "forest": "lin.chief"}[d.Section]
	if allowed := d.Answered.IsZero() && by == owner; (err == nil) != allowed {
		b.Errorf("%s explains for %s: %v", by, d.Section, err)
	}
	if err == nil {
		a.explained[d.ID] = true
		a.write(s)
	}
}

// write does what the store does with a step of the office: a fact that stands
// already refuses it.
func (a *account) write(s OfficeStep) {
	b := a.books[0]
	for _, e := range a.entries {
		if e.Fact != "" && e.Fact == s.Entry.Fact {
			b.Errorf("the entry %q stands already, for %s; now for %s", e.Fact, e.Section, s.Entry.Section)
		}
	}
	s.Entry.ID = int64(len(a.entries) + 1)
	a.entries = append(a.entries, s.Entry)
	for i := range a.duties {
		if d := &a.duties[i]; d.ID == s.Entry.Duty {
			d.Answered, d.RemindAt = s.Entry.At, time.Time{}
		}
	}
	for _, d := range s.Duties {
		d.ID, d.Entry = int64(len(a.duties)+1), s.Entry.ID
		a.duties = append(a.duties, d)
	}
}

// sweep is one worker's look at the duties; it may repeat itself.
func (a *account) sweep(now time.Time) {
	b := a.books[0]
	for i := range a.duties {
		d := &a.duties[i]
		if d.RemindAt.IsZero() || d.RemindAt.After(now) {
			continue
		}
		notices, next := a.law().SweepDuty(d, now)
		for _, n := range notices {
			what := fmt.Sprintf("%d %s %s", d.ID, n.Rung, n.To.ID)
			if known, ok := a.told[n.Key]; ok && known != what {
				b.Errorf("%q and %q have one key", known, what)
			}
			a.told[n.Key] = what
		}
		if b.rng.IntN(4) > 0 { // else it dies, and the next one repeats it
			d.RemindAt = next
		}
	}
}

// holdDuties: each letter issued started one explanation, due after five
// workdays; it runs until the section's chief answered; each rung is told each
// person once.
func (a *account) holdDuties() {
	b := a.books[0]
	b.Helper()
	started := map[int64]OfficeDuty{} // by entry
	for _, d := range a.duties {
		started[d.Entry] = d
	}
	letters := 0
	for _, e := range a.entries {
		if e.Verb == VerbIssue {
			letters++
			d := started[e.ID]
			if want := endOf(workdaysAfter(e.At.In(Zone()), 5), 0); !d.Due.Equal(want) || d.Section != e.Section || d.Kind != ClockExplain {
				b.Errorf("the explanation of entry %d is due %s by %s, want %s by %s", e.ID, d.Due, d.Section, want, e.Section)
			}
		}
	}
	if letters != len(a.duties) {
		b.Errorf("%d letters, %d duties", letters, len(a.duties))
	}
	for _, d := range a.duties {
		done := a.explained[d.ID]
		if d.Answered.IsZero() == done || d.RemindAt.IsZero() != done {
			b.Errorf("duty %d, answered %t: %+v", d.ID, done, d)
		}
	}
	told := map[string]int{}
	for _, what := range a.told {
		if told[what]++; told[what] > 1 {
			b.Errorf("%s was told twice", what)
		}
	}
}

// story is what the office did, for whoever has to find the mistake.
func (a *account) story() string {
	out := []string{"\noffice"}
	for _, e := range a.entries {
		out = append(out, fmt.Sprintf("%s by %s on %s: %s %d/%d", e.Verb, e.Actor, e.At.In(Zone()).Format(time.DateTime), e.Section, e.CaseID, e.Round))
	}
	return strings.Join(out, "\n")
}
