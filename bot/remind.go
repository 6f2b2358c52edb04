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
	alarms = 250
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

// lines are the clocks that still have something to tell, each once by its
// newest rung, the nearest due first.
func (b *Bot) lines(tx Tx, taken []models.Reminder) ([]models.Line, error) {
	var numbers []string
	for _, r := range taken {
		numbers = append(numbers, r.Number)
	}
	slices.Sort(numbers)
	cases, err := tx.CasesByNumber(slices.Compact(numbers))
	if err != nil {
		return nil, err
	}
	at := map[string]*models.Case{}
	for i := range cases {
		at[cases[i].Number] = &cases[i]
	}
	var out []models.Line
	for _, r := range slices.Backward(taken) {
		c := at[r.Number]
		if c == nil {
			continue
		}
		line, ok := b.law.Line(c, r)
		known := slices.ContainsFunc(out, func(l models.Line) bool {
			return l.Number == line.Number && l.Clock == line.Clock && l.Ref == line.Ref
		})
		if ok && !known {
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
