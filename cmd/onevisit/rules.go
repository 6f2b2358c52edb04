package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"onevisit/bot"
	"onevisit/config"
	"onevisit/models"
)

// rules shows the sets of rules and how many cases keep each; with apply it
// gives the cases that are not archived another set, first as a preview.
func rules(ctx context.Context, i invocation) (err error) {
	name := "rules"
	apply := len(i.args) > 0 && i.args[0] == "apply"
	if apply {
		name, i.args = "rules apply", i.args[1:]
	}
	f, path := i.flags(name)
	order := rulesOrder{}
	if apply {
		f.StringVar(&order.set, "set", "", "`name` of the set, or how it begins")
		f.BoolVar(&order.confirm, "confirm", false, "do it; without it only what would change is shown")
		f.StringVar(&order.admin, "by", "", "`userid` of the admin who orders it, for the audit")
		i.args = setFirst(i.args)
	}
	if err := i.parse(f); err != nil {
		return err
	}
	a, err := i.opened(ctx, *path, config.DataKeyVariable, config.BureauVariable)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close(ctx)) }()
	if apply {
		return a.applyRules(ctx, i.out, order)
	}
	return a.showRules(ctx, i.out)
}

// rulesOrder is what somebody wants applied.
type rulesOrder struct {
	set, admin string
	confirm    bool
}

// setFirst lets the set be written without its flag: rules apply 2027-01-01.
func setFirst(args []string) []string {
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		return append([]string{"-set", args[0]}, args[1:]...)
	}
	return args
}

// showRules lists the sets of the bureau file and what they change, then those
// that only cases know.
func (a *app) showRules(ctx context.Context, out io.Writer) error {
	uses, err := a.store.RulesInUse(ctx)
	if err != nil {
		return err
	}
	for n, set := range a.law.Sets() {
		var use models.RulesUse
		for _, u := range uses {
			if u.Name == set.Name || (n == 0 && u.Name == "") {
				use.Open, use.Cases = use.Open+u.Open, use.Cases+u.Cases
			}
		}
		say(out, "%s: %d open cases, %d closed and not archived\n", set.Name, use.Open, use.Cases-use.Open)
		for _, said := range set.Differences() {
			say(out, "  %s\n", said)
		}
	}
	for _, u := range a.law.Strange(uses) {
		say(out, "%s: %d open cases, %d closed and not archived; NOT in the bureau file\n", u.Name, u.Open, u.Cases-u.Open)
	}
	return nil
}

// applyRules shows which dues would move, or moves them.
func (a *app) applyRules(ctx context.Context, out io.Writer, order rulesOrder) error {
	set, err := a.setNamed(order.set)
	if err != nil {
		return err
	}
	if order.confirm {
		done, err := a.bot.ApplyRules(ctx, set, order.admin)
		say(out, "%d cases now keep the rules %s\n", done, set)
		if models.CodeOf(err) == models.CodeWrongActor {
			return errors.New("-by must name an admin of the bureau file")
		}
		return err
	}
	plan, err := a.bot.PlanRules(ctx, set)
	if err != nil {
		return err
	}
	for _, change := range plan {
		sayChange(out, change)
	}
	say(out, "%d cases would keep the rules %s; nothing was changed: add -confirm -by <userid of an admin>\n", len(plan), set)
	return nil
}

// sayChange prints the dues of one case that would move, and those that stay
// because they have passed.
func sayChange(out io.Writer, change bot.RulesChange) {
	from := change.From
	if from == "" {
		from = "the first rules"
	}
	say(out, "%s (%s)\n", change.Number, from)
	for _, m := range change.Moves {
		say(out, "  %s: %s -> %s\n", m.Clock.Name(), lastDay(m.Clock), lastDay(models.Clock{Due: m.To}))
	}
	for _, k := range change.Passed {
		say(out, "  %s: %s has passed and stays\n", k.Name(), lastDay(k))
	}
	if len(change.Moves) == 0 {
		say(out, "  no due moves; clocks that start later follow the new rules\n")
	}
}

// lastDay is the day at whose end a clock is due.
func lastDay(k models.Clock) string { return k.LastDay().String() }

// setNamed finds a set by its name or by how the name begins.
func (a *app) setNamed(begin string) (string, error) {
	var found, all []string
	for _, set := range a.law.Sets() {
		all = append(all, set.Name)
		if set.Name == begin {
			return begin, nil
		}
		if begin != "" && strings.HasPrefix(set.Name, begin) {
			found = append(found, set.Name)
		}
	}
	if len(found) != 1 {
		return "", fmt.Errorf("which rules? one of: %s", strings.Join(all, ", "))
	}
	return found[0], nil
}

// knowsRules refuses a bureau file that lacks rules which cases keep: by other
// rules their clocks would be wrong.
func (a *app) knowsRules(ctx context.Context) error {
	uses, err := a.store.RulesInUse(ctx)
	if err != nil {
		return err
	}
	var lacking []string
	for _, u := range a.law.Strange(uses) {
		lacking = append(lacking, fmt.Sprintf("%d cases (%d of them open) began under the rules %s", u.Cases, u.Open, u.Name))
	}
	if len(lacking) == 0 {
		return nil
	}
	return errors.New(strings.Join(lacking, "; ") +
		": the bureau file does not hold them as they were; put them back, or move the cases: onevisit rules")
}
