package models

import (
	"slices"
	"time"
)

// Window is the time over which a section's exceedings are counted [D].
type Window string

// Windows.
const (
	WindowYear    Window = "year"    // the calendar year: as law.md has it
	WindowQuarter Window = "quarter" // the calendar quarter
	WindowRolling Window = "rolling" // the 12 months that end with the exceeding
)

// Counting says how breaches of a section are counted and from which place on
// something follows. The zero value is law.md's own. It is not about one case:
// the set of the day on which a due passed counts it.
type Counting struct {
	Window Window
	// Clocks are those whose breaches count; none means those of the table.
	Clocks []ClockKind
	// Circular and Interview are the places in the count from which on each
	// follows; 0 means the 1st and the 2nd [S 5(2)-(3)].
	Circular, Interview int
}

// whole fills in what law.md says.
func (c Counting) whole() Counting {
	if c.Window == "" {
		c.Window = WindowYear
	}
	if c.Circular == 0 {
		c.Circular = 1
	}
	if c.Interview == 0 {
		c.Interview = 2
	}
	return c
}

// counting is how a due that passed on a day is counted.
func (l *Law) counting(d Date) Counting { return l.On(d).Bureau.Options.Counting.whole() }

// inLedger reports whether a breach of the clock counts when its due passes on
// a day.
func (l *Law) inLedger(k ClockKind, d Date) bool {
	if only := l.counting(d).Clocks; len(only) > 0 {
		return slices.Contains(only, k)
	}
	return l.Rule(k).Ledger
}

// CountsFrom is the earliest due that has a part in a year's ledger.
func (l *Law) CountsFrom(year int) time.Time {
	for _, d := range []Date{NewDate(year, time.January, 1), NewDate(year, time.December, 31)} {
		if l.counting(d).Window == WindowRolling {
			year--
			break
		}
	}
	from, _ := YearSpan(year)
	return from
}

// opens is the first day of the window that an exceeding on a day stands in.
func (c Counting) opens(d Date) Date {
	t := d.Start()
	switch c.Window {
	case WindowQuarter:
		first := (t.Month()-1)/3*3 + 1
		return NewDate(t.Year(), first, 1)
	case WindowRolling:
		return DateOf(t.AddDate(-1, 0, 0)) + 1
	}
	return NewDate(t.Year(), time.January, 1)
}

// lastDay is the day at whose end an exceeding's due passed.
func (e *Exceeding) lastDay() Date { return DateOf(e.Due.Add(-time.Millisecond)) }

// place is the place of an exceeding among those before it that count in its
// window.
func place(before []Exceeding, e *Exceeding) int {
	n, from := 1, e.Rule.opens(e.lastDay())
	for i := range before {
		if b := &before[i]; b.Nth > 0 && b.lastDay() >= from {
			n++
		}
	}
	return n
}
