package models

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Move is a due of a running clock that other rules move.
type Move struct {
	Clock Clock
	To    time.Time
}

// Moves lists the dues of a case that a set of rules moves when it is applied
// at now. What a person set stays: the due of a supervision, of a redo, of an
// execution, of a report. So does a due that has passed, because what was
// breached was breached by the rules of its time. Clocks keep their starts.
func (l *Law) Moves(c *Case, now time.Time) []Move {
	var out []Move
	for _, k := range c.Clocks {
		if !k.Running() || !now.Before(k.Due) {
			continue
		}
		due, ruled := l.dueByRule(c, &k)
		if !ruled {
			continue
		}
		if due.Before(k.Due) {
			due = l.shortened(&k, due, now)
		}
		if !due.Equal(k.Due) {
			out = append(out, Move{Clock: k, To: due})
		}
	}
	return out
}

// shortened is an earlier due as it may be set: rules make nobody late on the
// spot, so there is always the next workday to act, and a petitioner's window
// is never cut.
func (l *Law) shortened(k *Clock, due, now time.Time) time.Time {
	least := l.Calendar.Due(now, workdays(1), 0)
	if due.Before(least) {
		due = least
	}
	if l.Rule(k.Kind).Window || due.After(k.Due) {
		return k.Due
	}
	return due
}

// dueByRule is the due that the rules give a clock since its start; false
// where a person, or the clock of another letter, set it.
func (l *Law) dueByRule(c *Case, k *Clock) (time.Time, bool) {
	rule := l.Rule(k.Kind)
	span, more := rule.Bureau, 0
	switch {
	case rule.Given, k.Kind == ClockResolve && k.Round > 1, k.Kind == ClockArchive && c.State == Declined:
		return time.Time{}, false
	case k.Kind == ClockResolve:
		if c.Facts.Track == TrackQuick {
			span = days(QuickDays)
		}
		if e := c.Facts.Extension; e != nil && e.Granted {
			more = e.Days
		}
	case k.Kind == ClockEnter && c.ratedInChat(k.Ref):
		span = l.byPetitioner(k.Kind)
	}
	return l.Calendar.Due(k.StartedAt, span, l.Bureau.Options.CutOff).AddDate(0, 0, more), true
}

// byPetitioner is the length of a clock that a petitioner starts: at night it
// may wait for the next workday's end.
func (l *Law) byPetitioner(k ClockKind) Span {
	span := l.Rule(k).Bureau
	span.CutOff = true
	return span
}

// ratedInChat reports whether the fact to enter is a rating that the
// petitioner gave at whatever hour.
func (c *Case) ratedInChat(ref string) bool {
	return slices.ContainsFunc(c.Facts.Ratings, func(r Rating) bool {
		return !r.Paper && ref == FactRating+":"+number10(r.Round)
	})
}

// rulesRows: apply-rules. law.md has it in its second table; on each case it
// moves it leaves an entry of its own, by which the old dues are kept.
func rulesRows() []VerbRow {
	return []VerbRow{{
		Verb: VerbApplyRules, From: slices.DeleteFunc(anyState(), func(s State) bool { return s == Archived }),
		By: []Party{PartySystem}, Final: true,
		Needs: []ArgSpec{{Arg: ArgRules, Kind: KindPlain}, staff(ArgPerson, RoleAdmin)},
		guard: (*step).guardRules, effect: (*step).applyRules,
	}}
}

// guardRules: the set is known, and something changes.
func (s *step) guardRules() error {
	to, ok := s.law.Ruled(s.r.Args.Get(ArgRules))
	if !ok || !s.r.Args.Has(ArgRules) {
		return &Error{Code: CodeInvalid, Arg: ArgRules}
	}
	if own, _ := s.law.Ruled(s.c.Facts.Rules); own == to && len(to.Moves(s.c, s.at)) == 0 {
		return Refuse(CodeTwice)
	}
	return nil
}

// applyRules gives the case another set of rules from now on. The step before
// it cannot be retracted any more: that would bring the old dues back.
func (s *step) applyRules() error {
	s.law, _ = s.law.Ruled(s.r.Args.Get(ArgRules))
	var moved []string
	for _, m := range s.law.Moves(s.c, s.at) {
		k := s.c.Running(m.Clock.Kind, m.Clock.Ref)
		moved = append(moved, fmt.Sprintf("%s %s > %s", k.Name(), k.LastDay(), (&Clock{Due: m.To}).LastDay()))
		k.Due = m.To
		s.tellMoved(k)
	}
	if len(moved) > 0 {
		s.kept = Args{ArgDue: strings.Join(moved, ", ")}
	}
	return nil
}

// Name tells the clocks of a case apart.
func (k *Clock) Name() string {
	if k.Ref == "" {
		return string(k.Kind)
	}
	return string(k.Kind) + " " + k.Ref
}

// tellMoved owes a reminder of the new due to those who have to keep it, and
// to the petitioner, whom the acceptance letter told the old one. Reminders of
// one person are told together, however many cases changed.
func (s *step) tellMoved(k *Clock) {
	told := s.law.withLeader(s.c, s.law.Duty(s.c, k))
	if k.Kind == ClockResolve && s.c.Facts.Track != "" {
		told = append(told, s.law.petitioners(s.c)...)
	}
	for _, p := range told {
		r := s.law.reminder(Alarm{Case: s.c, Clock: *k}, Rung{Kind: RungMoved, At: s.at}, p, s.at)
		s.done.Reminders = append(s.done.Reminders, r)
	}
}
