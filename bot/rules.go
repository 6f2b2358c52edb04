package bot

import (
	"context"
	"fmt"
	"time"

	"onevisit/models"
)

// RulesChange is what other rules mean for one case: which dues they move, and
// which stay because they have passed. It holds numbers only.
type RulesChange struct {
	Number string
	// From is the set that the case keeps now; empty is the first.
	From  string
	Moves []models.Move
	// Passed are the running clocks whose dues are over.
	Passed []models.Clock
}

// PlanRules lists the cases that would change if a set of rules were applied
// now to all that are not archived, the oldest first, and changes nothing.
func (b *Bot) PlanRules(ctx context.Context, set string) ([]RulesChange, error) {
	var out []RulesChange
	err := b.store.Act(ctx, func(tx Tx) (err error) {
		out, err = planRules(tx, b.law, set, tx.Now())
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("plan rules: %w", err)
	}
	return out, nil
}

// planRules is PlanRules for the cases that were filed by a moment.
func planRules(tx Tx, law *models.Law, set string, filed time.Time) ([]RulesChange, error) {
	var out []RulesChange
	to, known := law.Ruled(set)
	if !known {
		return nil, nil
	}
	err := tx.Each(func(c *models.Case) error {
		if c.State == models.Archived || c.SubmittedAt.After(filed) {
			return nil
		}
		change := RulesChange{Number: c.Number, From: c.Facts.Rules, Moves: to.Moves(c, tx.Now())}
		if own, ok := law.Ruled(c.Facts.Rules); ok && own == to && len(change.Moves) == 0 {
			return nil
		}
		for i := range c.Clocks {
			if to.Overdue(&c.Clocks[i], tx.Now()) {
				change.Passed = append(change.Passed, c.Clocks[i])
			}
		}
		out = append(out, change)
		return nil
	})
	return out, err
}

// ApplyRules gives every case that is not archived a set of rules, in the name
// of an admin, and returns how many it changed. Each case is a transaction of
// its own: what was cut short goes on with the next call, and a case that
// changed already is left alone, also beside other replicas.
func (b *Bot) ApplyRules(ctx context.Context, set, admin string) (int, error) {
	plan, err := b.PlanRules(ctx, set)
	if err != nil || len(plan) == 0 {
		return 0, err
	}
	err = b.store.Act(ctx, func(tx Tx) error {
		step, err := b.law.ApplyRules(admin, set, tx.Now())
		if err == nil {
			_, err = tx.Office(step)
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("apply rules: %w", err)
	}
	return b.applyPlan(ctx, plan, set, admin)
}

// applyPlan gives the cases of a plan the set, one by one.
func (b *Bot) applyPlan(ctx context.Context, plan []RulesChange, set, admin string) (int, error) {
	done := 0
	for _, change := range plan {
		changed := 0
		err := b.store.Act(ctx, func(tx Tx) error {
			_, err := tx.Do(change.Number, models.Request{
				Verb: models.VerbApplyRules, Actor: models.Actor{Kind: models.ActorSystem, ID: "rules"},
				Args: models.Args{models.ArgRules: set, models.ArgPerson: admin},
			})
			changed = 0
			switch models.CodeOf(err) {
			case models.CodeTwice, models.CodeWrongState: // changed, or archived, meanwhile
				return nil
			}
			if err == nil {
				changed = 1
			}
			return err
		})
		if err != nil {
			return done, fmt.Errorf("apply rules to %s: %w", change.Number, err)
		}
		done += changed
	}
	return done, nil
}
