package models

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// RuleSet is one set of the bureau's rules, with the day from which on cases
// begin under it. A case keeps the lengths, starts, owners and the ladder of
// the set it began under; hours and the counting of breaches are not about one
// case and follow the day.
type RuleSet struct {
	// From is the first day of the set; of the first set it says nothing,
	// because that one is valid always.
	From Date
	// Options are those of the bureau file for this set.
	Options Options
	// Clocks override the law's own rows of the same kind.
	Clocks []ClockRule
	// Name tells sets apart; cases remember it. See Named.
	Name string
}

// firstSet begins the name of the set that is valid always.
const firstSet = "always"

// Named is the set with its name: the first day, and a mark of everything in
// which the set differs from the law's own rules. A set whose content is
// changed in place therefore becomes another one, and a case that began under
// the old one cannot follow the change silently. The name of the first set
// holds no day: it has always been valid.
func (r RuleSet) Named(first bool) RuleSet {
	r.Name = firstSet
	if !first {
		r.Name = r.From.String()
	}
	if said := r.Differences(); len(said) > 0 {
		sum := sha256.Sum256([]byte(strings.Join(said, "\n")))
		r.Name += "-" + hex.EncodeToString(sum[:4])
	}
	return r
}

// usualCutOff is when registration may wait for the next workday unless the
// bureau says otherwise, in minutes after midnight.
const usualCutOff = 17 * 60

// Differences lists what the set says about cases and the law's own rules do
// not. What is left as it is stands in no line, so that a rule which a later
// program adds changes no name.
func (r RuleSet) Differences() []string {
	var out []string
	o := r.Options
	for _, choice := range []struct {
		name   string
		chosen bool
	}{
		{"assign by director", o.AssignByDirector}, {"sign by deputy", o.SignByDeputy},
		{"resolve from assignment", o.ResolveFromAssignment}, {"resolve until delivery", o.ResolveUntilDelivery},
	} {
		if choice.chosen {
			out = append(out, choice.name)
		}
	}
	if o.CutOff != usualCutOff {
		out = append(out, fmt.Sprintf("cut-off: %02d:%02d", o.CutOff/60, o.CutOff%60))
	}
	if !slices.Equal(o.steps(), defaultLadder()) {
		said := "ladder:"
		for _, s := range o.steps() {
			said += fmt.Sprintf(" %s %d", s.Party, s.After)
		}
		out = append(out, said)
	}
	for _, own := range ClockRows() {
		i := slices.IndexFunc(r.Clocks, func(c ClockRule) bool { return c.Kind == own.Kind })
		if i >= 0 && r.Clocks[i].Bureau != own.Bureau {
			out = append(out, string(own.Kind)+": "+r.Clocks[i].Bureau.String())
		}
	}
	return out
}

// Under is the law with sets of rules, the oldest first, in place of the
// bureau's options. It is used once, before anything reads the law.
func (l *Law) Under(first RuleSet, later ...RuleSet) *Law {
	all := make([]*Law, 0, len(later)+1)
	for _, set := range append([]RuleSet{first}, later...) {
		b := *l.Bureau
		b.Options = set.Options
		own := *l
		own.Bureau, own.set, own.clocks = &b, set, maps.Clone(l.clocks)
		for _, rule := range set.Clocks {
			own.clocks[rule.Kind] = rule
		}
		all = append(all, &own)
	}
	for _, own := range all {
		own.sets = all
	}
	return all[0]
}

// Set is the set of rules that this law applies.
func (l *Law) Set() RuleSet { return l.set }

// Sets lists the sets of the bureau file, the oldest first.
func (l *Law) Sets() []RuleSet {
	out := make([]RuleSet, 0, len(l.sets))
	for _, own := range l.sets {
		out = append(out, own.set)
	}
	return out
}

// On is the law as it stands for what begins on a day.
func (l *Law) On(d Date) *Law {
	for _, own := range slices.Backward(l.sets) {
		if own.set.From <= d {
			return own
		}
	}
	return l.first()
}

// first is the law of the set that is valid always.
func (l *Law) first() *Law {
	if len(l.sets) == 0 {
		return l
	}
	return l.sets[0]
}

// Ruled is the law of a set by its name; "" is the first one, under which cases
// stand that began before sets had names.
func (l *Law) Ruled(name string) (*Law, bool) {
	if name == "" {
		return l.first(), true
	}
	for _, own := range l.sets {
		if own.set.Name == name {
			return own, true
		}
	}
	return nil, false
}

// For is the law that a case began under. A set that is not known here is
// stood in for by that of the case's first day, so that the case can be read;
// Knows refuses it where something is written.
func (l *Law) For(c *Case) *Law {
	if len(l.sets) == 0 || c.State == "" {
		return l
	}
	if own, ok := l.Ruled(c.Facts.Rules); ok {
		return own
	}
	return l.On(DateOf(c.SubmittedAt))
}

// RulesError says that a case began under rules that this program was not
// given: the bureau file of another replica is newer, or the set was changed
// or taken out of the file.
type RulesError struct{ Number, Rules string }

// Error names case and set.
func (e *RulesError) Error() string {
	return fmt.Sprintf("case %s began under the rules %q, which the bureau file does not hold", e.Number, e.Rules)
}

// Knows asks whether the rules of a case are known here. Where they are not,
// nothing may be written that follows from them: the error is a *RulesError.
// An archived case that is opened again takes the set of its first day.
func (l *Law) Knows(c *Case) error {
	if _, ok := l.Ruled(c.Facts.Rules); ok || c.State == Archived {
		return nil
	}
	return &RulesError{Number: c.Number, Rules: c.Facts.Rules}
}

// ruling is the law by which a step is taken: for a case that begins, the set
// of the day. Rules that are not known here are no obstacle to other ones.
func (l *Law) ruling(c *Case, v Verb, now time.Time) (*Law, error) {
	switch {
	case c.State == "":
		return l.On(DateOf(now)), nil
	case v == VerbApplyRules:
		return l.For(c), nil
	}
	return l.For(c), l.Knows(c)
}

// RulesUse says how many cases keep a set of rules.
type RulesUse struct {
	// Name is the set's; "" is the first set.
	Name string
	// Open are the open ones of all that are not archived: those that were
	// closed still have clocks.
	Open, Cases int
}

// Strange lists the uses of sets that are not known here.
func (l *Law) Strange(uses []RulesUse) []RulesUse {
	return slices.DeleteFunc(slices.Clone(uses), func(u RulesUse) bool { _, ok := l.Ruled(u.Name); return ok })
}

// rulesChanged reports that a step gave the case other rules: every alarm is
// then set anew, because they may tell others, or at other times. What was
// told before is not told again.
func (l *Law) rulesChanged(before, after *Case) bool {
	return before.Facts.Rules != "" && before.Facts.Rules != after.Facts.Rules
}

// String is a length for those who read rules.
func (s Span) String() string {
	out := fmt.Sprint(s.Days, " days")
	if s.Workdays {
		out = fmt.Sprint(s.Days, " workdays")
	}
	if s.Roll {
		out += ", rolled to a workday"
	}
	return out
}
