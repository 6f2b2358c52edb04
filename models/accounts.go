package models

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Exceeding is what a section's ledger counts (办理超期 in law.md): a
// breached due of accept, resolve or supervise, at most once per case and
// round [S 5].
type Exceeding struct {
	Section string
	CaseID  int64
	Number  string
	Round   int
	Clock   ClockKind
	// Due is the first due of the round that was breached and stands.
	Due time.Time
	// Nth is its place among those of the section and window that count,
	// from 1; 0 for one that is excused or annulled.
	Nth int
	// Rule is how it is counted.
	Rule     Counting
	Annulled bool
	// Excuse is the entry that took it out of the count, or nil.
	Excuse *OfficeEntry
	// Issue is the entry by which a circular or an interview followed, or nil.
	Issue *OfficeEntry
}

// LedgerState tells whether a section's ledger can have changed: where it is
// the same again, so is the ledger. All it counts only grows, but for annulled
// breaches: one is annulled by a step of its case, which raises the versions,
// and stands again without.
type LedgerState struct {
	Breaches int64
	Annulled int64
	Versions int64 // of the cases that the breaches are in, added up
	Entries  int64
}

// Owed is the kind of letter that follows from the exceeding and was not
// issued yet; empty where nothing is owed [S 5(2)-(3)].
func (e *Exceeding) Owed() LetterKind {
	switch rule := e.Rule.whole(); {
	case e.Nth == 0 || e.Issue != nil || e.Nth < min(rule.Circular, rule.Interview):
		return ""
	case e.Nth < rule.Interview:
		return LetterCircular
	}
	return LetterInterview
}

// fact is unique for a verb about an exceeding. A case that two sections had in
// one round may have been late with both.
func (e *Exceeding) fact(v Verb) string {
	return fmt.Sprintf("%s:c%d:%d:%s", v, e.CaseID, e.Round, e.Section)
}

// YearOf is the calendar year in Asia/Shanghai in which a due counts: that of
// its last day, so that one at the end of December 31 stays in the old year.
func YearOf(due time.Time) int { return due.Add(-time.Millisecond).In(Zone()).Year() }

// YearSpan is from which due on, and up to which, a ledger of the year counts.
func YearSpan(year int) (from, to time.Time) {
	return NewDate(year, time.January, 1).Start().Add(time.Millisecond), NewDate(year+1, time.January, 1).Start()
}

// Exceedings makes the ledger of a section and year of its breaches, the cases
// they are in and the entries about them. Confidential cases are in nobody's
// figures by section [R 30], so they are left out.
func (l *Law) Exceedings(section string, year int, breaches []Breach, cases []Case, entries []OfficeEntry) []Exceeding {
	at := map[int64]*Case{}
	for i := range cases {
		at[cases[i].ID] = &cases[i]
	}
	var out []Exceeding
	from, until := l.CountsFrom(year), NewDate(year+1, time.January, 1).Start()
	for _, b := range breaches {
		c := at[b.CaseID]
		if c == nil || b.Section != section || b.Due.Before(from) || b.Due.After(until) || !l.counts(c, b) {
			continue
		}
		e := Exceeding{Section: section, CaseID: c.ID, Number: c.Number, Round: b.Round, Clock: b.Clock, Due: b.Due, Annulled: !b.Annulled.IsZero()}
		if i := slices.IndexFunc(out, func(o Exceeding) bool { return o.CaseID == e.CaseID && o.Round == e.Round }); i < 0 {
			out = append(out, e)
		} else if before := &out[i]; before.Annulled && !e.Annulled || before.Annulled == e.Annulled && e.Due.Before(before.Due) {
			*before = e
		}
	}
	slices.SortFunc(out, func(a, b Exceeding) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.CaseID, b.CaseID), cmp.Compare(a.Round, b.Round))
	})
	l.rank(out, entries)
	return slices.DeleteFunc(out, func(e Exceeding) bool { return YearOf(e.Due) != year })
}

// rank numbers those that count and adds what was done about each.
func (l *Law) rank(all []Exceeding, entries []OfficeEntry) {
	for i := range all {
		e := &all[i]
		e.Rule = l.counting(e.lastDay())
		for j := range entries {
			about := &entries[j]
			if about.CaseID != e.CaseID || about.Round != e.Round {
				continue
			}
			switch about.Verb {
			case VerbExcuse:
				e.Excuse = about
			case VerbIssue:
				e.Issue = about
			}
		}
		if !e.Annulled && e.Excuse == nil {
			e.Nth = place(all[:i], e)
		}
	}
}

// counts tells the section's own breaches from those of others in its cases: a
// supervision letter may have gone to the office.
func (l *Law) counts(c *Case, b Breach) bool {
	if c.Confidential || !l.inLedger(b.Clock, DateOf(b.Due.Add(-time.Millisecond))) {
		return false
	}
	if b.Clock != ClockSupervise {
		return true
	}
	i := slices.IndexFunc(c.Facts.Supervisions, func(s Supervision) bool { return s.ID == b.Ref })
	if i < 0 {
		return false
	}
	to, _ := l.Bureau.Person(c.Facts.Supervisions[i].To)
	return to.Section == b.Section
}
