package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"onevisit/models"
)

const (
	// alarms is how many clocks one transaction of the sweep deals with: few
	// enough that nobody's verb waits long for it.
	alarms = 500
	// digest is how many reminders one person is told at once.
	digest = 500
)

// Remind lets the running clocks tell what they have to tell by now, and
// records the dues that passed. Nothing is told twice, however often and on
// however many machines it runs: each rung is a row with a unique key, and a
// person's rows are taken together and told in one message.
func (b *Bot) Remind(ctx context.Context) (int, error) {
	swept, err := b.sweep(ctx)
	if err != nil {
		return swept, fmt.Errorf("sweep clocks: %w", err)
	}
	if err := b.tellReminders(ctx); err != nil {
		return swept, fmt.Errorf("tell reminders: %w", err)
	}
	return swept, nil
}

// sweep turns the alarms that are due into reminders and breaches.
func (b *Bot) sweep(ctx context.Context) (int, error) {
	for swept := 0; ; {
		dealt := 0
		err := b.store.Act(ctx, func(tx Tx) error {
			due, err := tx.Alarms(alarms)
			if err != nil {
				return err
			}
			dealt = len(due)
			all := make([]models.Sweep, len(due))
			for i, a := range due {
				if err := b.law.Knows(a.Case); err != nil {
					return err // another replica, which knows them, has these alarms too
				}
				all[i] = b.law.Sweep(a, tx.Now())
			}
			return tx.Swept(all)
		})
		swept += dealt
		if err != nil || dealt == 0 {
			return swept, err
		}
	}
}

// tellReminders owes each person one notice of everything they are to be told.
func (b *Bot) tellReminders(ctx context.Context) error {
	for more := true; more; {
		err := b.store.Act(ctx, func(tx Tx) error {
			taken, err := tx.TakeReminders(digest)
			if more = len(taken) > 0; err != nil || !more {
				return err
			}
			lines, err := b.lines(tx, taken)
			if err != nil || len(lines) == 0 {
				return err
			}
			return tx.Owe(reminderNotice(taken[0], lines, tx))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// told is a clock of which somebody is told once, by its newest rung.
type told struct {
	id    int64
	clock models.ClockKind
	ref   string
}

// lines are the clocks that still have something to tell, each once by its
// newest rung, the nearest due first.
func (b *Bot) lines(tx Tx, taken []models.Reminder) ([]models.Line, error) {
	ids := make([]int64, len(taken))
	for i := range taken {
		ids[i] = taken[i].CaseID
	}
	slices.Sort(ids)
	cases, err := tx.CasesToTell(slices.Compact(ids))
	if err != nil {
		return nil, err
	}
	known := map[told]bool{}
	var out []models.Line
	for _, r := range slices.Backward(taken) {
		c, what := cases[r.CaseID], told{r.CaseID, r.Clock, r.Ref}
		if c == nil || known[what] {
			continue
		}
		if line, ok := b.law.Line(c, r); ok {
			known[what] = true
			out = append(out, line)
		}
	}
	slices.SortStableFunc(out, func(a, b models.Line) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Number, b.Number))
	})
	return out, nil
}

// reminderNotice is the message that is owed. The first reminder's key is as
// unique as the reminder itself, which is told only once.
func reminderNotice(first models.Reminder, lines []models.Line, tx Tx) models.Notice {
	n := models.Notice{Key: "remind:" + first.Key, To: first.To, Rung: "digest", As: models.PartyRung, Lines: lines, At: tx.Now()}
	if len(lines) == 1 {
		line := lines[0]
		n.Number, n.CaseID, n.Rung, n.State = line.Number, first.CaseID, line.Rung, line.State
		n.Category, n.Confidential, n.Due = line.Category, line.Secret, line.Due
	}
	return n
}
