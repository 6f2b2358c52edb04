package bot

import (
	"context"
	"fmt"

	"onevisit/models"
)

// Lapse closes the cases whose window to rate is over. It may run on several
// machines at once: a case lapses once.
func (b *Bot) Lapse(ctx context.Context) (int, error) {
	numbers, err := b.store.Due(ctx, models.ClockRate, batch)
	if err != nil {
		return 0, fmt.Errorf("find windows that are over: %w", err)
	}
	closed := 0
	for _, number := range numbers {
		err := b.store.Act(ctx, func(tx Tx) error {
			_, err := tx.Do(number, models.Request{Verb: models.VerbLapse, Actor: models.Actor{Kind: models.ActorSystem, ID: "lapse"}})
			return err
		})
		switch {
		case err == nil:
			closed++
		case models.CodeOf(err) == "":
			return closed, fmt.Errorf("lapse: %w", err)
		}
		// A refusal means that somebody was faster.
	}
	return closed, nil
}
