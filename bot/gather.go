package bot

import (
	"context"
	"fmt"

	"onevisit/models"
)

// fewHeld is how many notices that waited for working hours are still told one
// by one, each with its buttons. More of them would be a flood at the door.
const fewHeld = 3

// gather tells together what waited for people whose working hours have begun.
// It may run on several machines at once: a notice is taken by one of them.
func (d *Delivery) gather(ctx context.Context) error {
	for more := true; more; {
		err := d.Store.Act(ctx, func(tx Tx) error {
			held, left, err := tx.TakeHeld(fewHeld)
			if more = left; err != nil || len(held) == 0 {
				return err
			}
			return tx.Owe(models.Together(held, tx.Now()))
		})
		if err != nil {
			return fmt.Errorf("gather what waited: %w", err)
		}
	}
	return nil
}
