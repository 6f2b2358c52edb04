package models

import (
	"fmt"
	"slices"
	"time"
)

// RungKind says why a running clock tells somebody.
type RungKind string

// Kinds of rung.
const (
	RungBefore  RungKind = "before"  // days before the last day
	RungMorning RungKind = "morning" // of the last day
	RungHalf    RungKind = "half"    // half of a short clock is over
	RungEvening RungKind = "evening" // of a short clock's last day
	RungDue     RungKind = "due"     // the due itself: nobody is told, the breach is recorded
	RungOver    RungKind = "over"    // workdays after the due, up the ladder
	RungReceipt RungKind = "receipt" // the petitioner has not confirmed a letter
	RungRate    RungKind = "rate"    // the petitioner has not rated
	RungMoved   RungKind = "moved"   // other rules moved the due
)

// Rung is one moment at which a running clock tells somebody.
type Rung struct {
	Kind RungKind
	// Days are calendar days before the last day, or workdays after the
	// first workday that follows the due.
	Days int
	At   time.Time
}

// Name tells the rungs of one due apart.
func (r Rung) Name() string { return fmt.Sprintf("%s-%d", r.Kind, r.Days) }

// LadderStep says who hears of an overdue clock, and how many workdays after
// those who owe it.
type LadderStep struct {
	Party Party
	After int
}

// defaultLadder is the law's own.
func defaultLadder() []LadderStep {
	return []LadderStep{{PartyDirector, 1}, {PartyDeputy, 3}, {PartyHead, 7}}
}

// steps are the bureau's ladder, the lowest first.
func (o Options) steps() []LadderStep {
	if len(o.Ladder) == 0 {
		return defaultLadder()
	}
	return o.Ladder
}

const (
	// longClock is the length in days from which on a clock warns by days.
	longClock = 3
	// eveningBefore is how long before the end of work a short clock warns.
	eveningBefore = 2 * 60 // minutes
	// receiptAfter is when a petitioner is asked to confirm a letter.
	receiptAfter = 24 * time.Hour
	// rateBefore is how many days before its end the window to rate reminds.
	rateBefore = 7
)

// Rungs lists the moments of a running clock from one instant up to and
// including another, in their order.
func (l *Law) Rungs(c *Case, k *Clock, from, until time.Time) []Rung {
	l = l.For(c)
	rungs := l.rungsToDue(c, k)
	if !l.Rule(k.Kind).Window {
		for r := l.over(k, l.overdueDays(k, from)); !r.At.After(until); r = l.over(k, r.Days+1) {
			rungs = append(rungs, r)
		}
	}
	return slices.DeleteFunc(rungs, func(r Rung) bool { return r.At.Before(from) || r.At.After(until) })
}

// NextRung is the first moment of a clock after the given one; zero when the
// clock stands still or has nothing more to tell.
func (l *Law) NextRung(c *Case, k *Clock, after time.Time) time.Time {
	if !k.Running() {
		return time.Time{}
	}
	l = l.For(c)
	for _, r := range l.rungsToDue(c, k) {
		if r.At.After(after) {
			return r.At
		}
	}
	if l.Rule(k.Kind).Window {
		return time.Time{}
	}
	for n := l.overdueDays(k, after); ; n++ {
		if r := l.over(k, n); r.At.After(after) {
			return r.At
		}
	}
}

// rungsToDue are the warnings and the due, in their order. Warnings that fall
// before the clock's own start are none.
func (l *Law) rungsToDue(c *Case, k *Clock) []Rung {
	var rungs []Rung
	switch {
	case l.Rule(k.Kind).Window:
		rungs = l.windowRungs(k)
	case l.length(k) >= longClock:
		rungs = l.longWarnings(k)
	default:
		rungs = l.shortWarnings(k)
	}
	if l := c.LetterByRef(k.Ref); k.Kind == ClockDeliver && l != nil && l.ToPetitioner {
		rungs = append(rungs, Rung{RungReceipt, 1, PetitionerMoment(k.StartedAt.Add(receiptAfter))})
	}
	rungs = slices.DeleteFunc(rungs, func(r Rung) bool { return !r.At.After(k.StartedAt) || !r.At.Before(k.Due) })
	if !l.Rule(k.Kind).Window {
		rungs = append(rungs, Rung{RungDue, 0, k.Due})
	}
	slices.SortStableFunc(rungs, func(a, b Rung) int { return a.At.Compare(b.At) })
	return rungs
}

// LastDay is the day at whose end the clock is due.
func (k *Clock) LastDay() Date { return DateOf(k.Due.Add(-time.Millisecond)) }

// length counts a clock's days as its rule does. One of the same day that waits
// over a weekend is as short as on any other day.
func (l *Law) length(k *Clock) int {
	first, last, rule := DateOf(k.StartedAt), k.LastDay(), l.Rule(k.Kind)
	if rule.Bureau.Workdays || rule.Bureau.Days == 0 && !rule.Given {
		return l.Calendar.Workdays(first, last)
	}
	return int(last - first)
}

func (l *Law) longWarnings(k *Clock) []Rung {
	morning := func(d Date) time.Time { return l.StaffMoment(d.at(l.workOn(d).From), k.Due) }
	return []Rung{
		{RungBefore, 2, morning(k.LastDay() - 2)},
		{RungBefore, 1, morning(k.LastDay() - 1)},
		{RungMorning, 0, morning(k.LastDay())},
	}
}

// shortWarnings count to the end of work, not to midnight: after it nobody is
// there to do what is warned of.
func (l *Law) shortWarnings(k *Clock) []Rung {
	end := k.LastDay().at(l.workOn(k.LastDay()).To)
	half := k.StartedAt.Add(end.Sub(k.StartedAt) / 2).Truncate(time.Minute)
	return []Rung{
		{RungHalf, 0, l.StaffMoment(half, k.Due)},
		{RungEvening, 0, l.StaffMoment(end.Add(-eveningBefore*time.Minute), k.Due)},
	}
}

// windowRungs remind the petitioner once to rate. The other windows are told
// with the letter that opens them.
func (l *Law) windowRungs(k *Clock) []Rung {
	if k.Kind != ClockRate {
		return nil
	}
	day := k.LastDay() - rateBefore
	return []Rung{{RungRate, rateBefore, PetitionerMoment(day.at(l.workOn(day).From))}}
}

// over is the nth workday after the first one that follows the due.
func (l *Law) over(k *Clock, n int) Rung {
	first := l.Calendar.Roll(k.LastDay() + 1)
	day := l.Calendar.AddWorkdays(first, n)
	return Rung{RungOver, n, l.StaffMoment(day.at(l.workOn(day).From), k.Due)}
}

// overdueDays is how many workdays after the first one that follows the due
// are over; 0 before it.
func (l *Law) overdueDays(k *Clock, now time.Time) int {
	first := l.Calendar.Roll(k.LastDay() + 1)
	return l.Calendar.Workdays(first, DateOf(now))
}

// Told lists who hears of a rung. Up the ladder nobody hears of an overdue
// clock as of something new twice: a rung whose people were told goes on to
// the next above. On the workdays between the rungs those who owe the step are
// reminded of it. The leader who took charge hears of whatever staff hear.
func (l *Law) Told(c *Case, k *Clock, r Rung) []Person {
	l = l.For(c)
	switch r.Kind {
	case RungDue:
		return nil
	case RungRate:
		if c.Account == "" {
			return nil
		}
		return []Person{{ActorPetitioner, c.Account}} // the first-named rates
	case RungReceipt:
		return l.petitioners(c)
	case RungOver:
		return l.withLeader(c, l.climb(c, k, r.Days))
	}
	return l.withLeader(c, l.Duty(c, k))
}

// withLeader adds the leader who took charge to staff who are told.
func (l *Law) withLeader(c *Case, told []Person) []Person {
	for _, p := range l.Leader(c) {
		if len(told) > 0 && !slices.Contains(told, p) {
			told = append(slices.Clone(told), p)
		}
	}
	return told
}

// climb is who hears of an overdue clock on the nth workday.
func (l *Law) climb(c *Case, k *Clock, n int) []Person {
	told := l.firstRung(c, k)
	if n == 0 {
		return told
	}
	var now []Person
	for _, s := range l.Bureau.Options.steps() {
		if s.After > n {
			break
		}
		fresh := l.firstNew(c, s.Party, told)
		told = append(told, fresh...)
		if s.After == n {
			now = append(now, fresh...)
		}
	}
	if len(now) == 0 {
		return l.Duty(c, k)
	}
	return now
}

// firstRung are those who owe the step; for a section's clock its handler, its
// chief and the case officer; and the leader who took charge.
func (l *Law) firstRung(c *Case, k *Clock) []Person {
	told := slices.Clone(l.Duty(c, k))
	add := func(people []Person) {
		for _, p := range people {
			if !slices.Contains(told, p) {
				told = append(told, p)
			}
		}
	}
	if l.sectionOwes(c, k) {
		for _, p := range []Party{PartyHandler, PartyChief, PartyCaseOfficer} {
			add(l.People(c, p, Actor{}))
		}
	}
	add(l.Leader(c))
	return told
}

// sectionOwes tells a section's clocks from the office's.
func (l *Law) sectionOwes(c *Case, k *Clock) bool {
	switch k.Owner {
	case PartyHandler, PartyChief:
		return true
	case PartyAddressee:
		s := c.OpenSupervision()
		return s != nil && c.Chief != "" && s.To == c.Chief
	}
	return false
}

// firstNew are the people of a rung who were not told yet, or of the next
// above where all were.
func (l *Law) firstNew(c *Case, p Party, told []Person) []Person {
	above := []Party{PartyDirector, PartyDeputy, PartyHead}
	rungs := []Party{p}
	if i := slices.Index(above, p); i >= 0 {
		rungs = above[i:]
	}
	for _, rung := range rungs {
		fresh := slices.DeleteFunc(l.People(c, rung, Actor{}), func(p Person) bool { return slices.Contains(told, p) })
		if len(fresh) > 0 {
			return fresh
		}
	}
	return nil
}
