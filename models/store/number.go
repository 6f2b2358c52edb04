package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"onevisit/models"
)

// dayLimit is how many cases one day can have: their IDs are made of the day
// and the count.
const dayLimit = 10_000_000

// newNumber takes the next case number of the day, in Asia/Shanghai. On a
// server it is taken outside of the transaction, so that nobody waits for
// anybody's commit; what is rolled back leaves a gap, and gaps are allowed.
func (tx *Tx) newNumber() (number string, id int64, err error) {
	day := dayOf(tx.now)
	n, err := tx.draw(day)
	if err != nil {
		return "", 0, err
	}
	if n >= dayLimit {
		return "", 0, fmt.Errorf("more than %d cases in a day", dayLimit-1)
	}
	return fmt.Sprintf("%s%d-%04d", tx.s.prefix, day, n), day*dayLimit + n, nil
}

func (tx *Tx) draw(day int64) (int64, error) {
	if tx.s.remote() {
		mine := tx.s.desk.ask(tx.ctx, day)
		// Every filing asks for this next: it is read while the number comes.
		if _, err := tx.Substitutions(); err != nil {
			return 0, err
		}
		return answered(tx.ctx, mine)
	}
	return tx.s.engine.bump(tx.ctx, tx.db.Statement.ConnPool, caseNumbers(day, 1))
}

// newNumberDesk draws case numbers for everybody who waits in one statement:
// each draw is a commit of its own on one row, so draws one by one would make
// all who file at the same time wait for each other's disk. Whoever asks after
// another was answered gets a higher number; one that nobody takes is a gap.
// draw raises the counter of a day by k and returns its value.
func newNumberDesk(draw func(ctx context.Context, day, k int64) (int64, error)) *combiner[int64, int64] {
	return &combiner[int64, int64]{
		hands: 1, most: sharers, limit: readLimit,
		serve: func(ctx context.Context, days []int64) []answer[int64] {
			out := make([]answer[int64], len(days))
			for _, day := range slices.Compact(slices.Sorted(slices.Values(days))) {
				k := int64(0)
				for _, d := range days {
					if d == day {
						k++
					}
				}
				n, err := draw(ctx, day, k)
				n -= k
				for i, d := range days {
					if d == day {
						n++
						out[i] = answer[int64]{n, err}
					}
				}
			}
			return out
		},
	}
}

// caseNumbers is the counter of a day, to be raised by k.
func caseNumbers(day, k int64) counter {
	return counter{table: "case_numbers", keys: []string{"day"}, of: []any{day}, by: k}
}

// dayOf is the date in Asia/Shanghai as 20261123.
func dayOf(t time.Time) int64 {
	y, m, d := t.In(models.Zone()).Date()
	return int64(y)*10000 + int64(m)*100 + int64(d)
}
