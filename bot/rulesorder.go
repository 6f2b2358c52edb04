package bot

import (
	"context"
	"fmt"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// orderedWithin is how long the job goes on with an order of rules that an
// admin gave in chat, or that was cut short.
const orderedWithin = 24 * time.Hour

// ruling is the draft of an order of rules.
type ruling struct {
	Set string `json:"set,omitempty"`
}

// rules begins an admin's order to give open cases another set of rules.
func (t *turn) rules() (messages.Message, error) {
	if err := t.mayDo(models.VerbApplyRules); err != nil {
		return messages.Message{}, err
	}
	if len(t.law.Sets()) < 2 {
		return messages.OneSetOfRules(), nil
	}
	return rulesFlow().begin(t, ruling{})
}

func rulesFlow() *flow[ruling] {
	return &flow[ruling]{
		key: "rules", ttl: dialogueTTL,
		steps: []step[ruling]{
			oneOf[ruling, models.RuleSet]{
				key:  "set",
				when: func(_ *turn, d *ruling) bool { return d.Set == "" },
				list: func(t *turn, _ *ruling) ([]models.RuleSet, error) { return t.law.Sets(), nil },
				ask:  func(_ *turn, _ *ruling, sets []models.RuleSet) messages.Message { return messages.AskRules(sets) },
				take: func(_ *turn, d *ruling, set models.RuleSet) { d.Set = set.Name },
			}.step(),
			{key: "confirm", ask: previewRules, take: takeRules},
		},
		done: func(t *turn, d *ruling) (messages.Message, error) {
			step, err := t.law.ApplyRules(t.u.From, d.Set, t.now)
			if err != nil {
				return messages.Message{}, err
			}
			_, err = t.tx.Office(step)
			return messages.RulesOrdered(), err
		},
	}
}

// previewRules says how many cases the set would change, and how many dues.
func previewRules(t *turn, d *ruling) (messages.Message, error) {
	plan, err := planRules(t.tx, t.law, d.Set, t.now)
	moved := 0
	for _, change := range plan {
		if len(change.Moves) > 0 {
			moved++
		}
	}
	return messages.ConfirmRules(len(plan), moved), err
}

func takeRules(t *turn, d *ruling) (verdict, error) {
	switch i, ok := picked(t.text, messages.ConfirmRules(0, 0).Labels()); {
	case messages.Confirms(t.text), ok && i == 0:
		return accept(), nil
	case ok:
		return end(messages.Left()), nil
	}
	return again(messages.PickNumber(2)), nil
}

// CarryRules goes on with the latest order of rules that an admin gave, and
// returns how many cases it changed. Every order is gone through once by each
// process; a case that changed already is left alone.
func (b *Bot) CarryRules(ctx context.Context) (int, error) {
	var order models.OfficeEntry
	var plan []RulesChange
	err := b.store.Act(ctx, func(tx Tx) error {
		order, plan = models.OfficeEntry{}, nil
		given, err := tx.OfficeEntries(models.OfficeQuery{Verbs: []models.Verb{models.VerbApplyRules}, Since: tx.Now().Add(-orderedWithin)})
		if err != nil || len(given) == 0 {
			return err
		}
		order = given[len(given)-1]
		if b.carried.Load() == order.ID {
			return nil
		}
		plan, err = planRules(tx, b.law, order.Args.Get(models.ArgRules), order.At)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("read order of rules: %w", err)
	}
	done, err := b.applyPlan(ctx, plan, order.Args.Get(models.ArgRules), order.Actor)
	if err == nil {
		b.carried.Store(order.ID)
	}
	return done, err
}
