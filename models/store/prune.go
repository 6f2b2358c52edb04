package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"onevisit/models"
)

// How long rows are kept that no fact rests on.
const (
	// inboxKept is how long a message brought again gets the same answer. The
	// platforms bring one again within a minute; a day later has been seen.
	inboxKept = 14 * 24 * time.Hour
	// guessesKept outlasts the day in which guesses count, so that an attack
	// can be looked into.
	guessesKept = 30 * 24 * time.Hour
	// cardsKept outlasts the 72 hours in which a card can be changed and the
	// 30 days in which a free text can answer a push.
	cardsKept = 31 * 24 * time.Hour
)

const (
	// pruneBatch is how many rows go in one transaction: few, so that nobody
	// waits for it.
	pruneBatch = 500
	// pruneBatches bounds what one run does, well within its lease.
	pruneBatches = 20
	// pruneEvery is how long a run that found an end rests.
	pruneEvery = time.Hour
)

// What is old, the oldest first; each is a range of an index.
const (
	oldInbox   = "SELECT key_hash FROM inbox WHERE received_at < ? ORDER BY received_at LIMIT ?"
	oldGuesses = "SELECT id, at FROM guesses ORDER BY id LIMIT ?" // numbered as they came
	oldCards   = "SELECT task FROM cards WHERE standing = ? AND made_at < ? ORDER BY made_at LIMIT ?"
)

// Prune deletes rows that nobody asks for any more: answers to messages that
// are not brought again, wrong guesses that no longer count, cards whose
// buttons are gone, with their codes. It goes in small batches, on one replica
// at a time, and rests an hour when it found an end. It returns how many rows
// went.
func (s *Store) Prune(ctx context.Context, worker string, length time.Duration) (int, error) {
	l, ours, err := s.takeChore(ctx, chorePrune, worker, length)
	if err != nil || !ours {
		return 0, failed("prune", err)
	}
	total, more := 0, false
	for _, batch := range []func(context.Context, time.Time) (int, error){s.pruneInbox, s.pruneGuesses, s.pruneCards} {
		n, full, err := s.pruneAll(ctx, l.now, batch)
		total, more = total+n, more || full
		if err != nil {
			return total, failed("prune", err) // the lease ends and it is tried again
		}
	}
	next := l.now.Add(pruneEvery)
	if more {
		next = l.now
	}
	return total, failed("prune", s.endChore(ctx, chorePrune, l, next))
}

// pruneAll repeats a batch until it finds an end; true says that it did not.
func (s *Store) pruneAll(ctx context.Context, now time.Time, batch func(context.Context, time.Time) (int, error)) (int, bool, error) {
	total := 0
	for range pruneBatches {
		n, err := batch(ctx, now)
		total += n
		if err != nil || n == 0 {
			return total, false, err
		}
	}
	return total, true, nil
}

// batch runs one batch of deletions in a transaction of its own and returns
// how many rows went; nothing to do is nil.
func (s *Store) batch(ctx context.Context, op string, f func(*Tx) (*gorm.DB, error)) (n int, err error) {
	err = s.transact(ctx, func(tx *Tx) error {
		return tx.do(op, func() error {
			gone, err := f(tx)
			if n = 0; err != nil || gone == nil {
				return err
			}
			n = int(gone.RowsAffected)
			return gone.Error
		})
	})
	return n, err
}

func (s *Store) pruneInbox(ctx context.Context, now time.Time) (int, error) {
	return s.batch(ctx, "prune inbox", func(tx *Tx) (*gorm.DB, error) {
		var keys [][]byte
		err := tx.db.Raw(oldInbox, now.Add(-inboxKept).UnixMilli(), pruneBatch).Scan(&keys).Error
		if err != nil || len(keys) == 0 {
			return nil, err
		}
		return tx.db.Where("key_hash IN ?", keys).Delete(&inboxRow{}), nil
	})
}

func (s *Store) pruneGuesses(ctx context.Context, now time.Time) (int, error) {
	return s.batch(ctx, "prune guesses", func(tx *Tx) (*gorm.DB, error) {
		var rows []guessRow
		if err := tx.db.Raw(oldGuesses, pruneBatch).Scan(&rows).Error; err != nil {
			return nil, err
		}
		var ids []int64
		for _, row := range rows {
			if row.At < now.Add(-guessesKept).UnixMilli() {
				ids = append(ids, row.ID)
			}
		}
		if len(ids) == 0 {
			return nil, nil
		}
		return tx.db.Where("id IN ?", ids).Delete(&guessRow{}), nil
	})
}

// pruneCards leaves cards alone whose buttons still wait. A case that went on,
// or ended, has none: the job that refreshes cards saw to them.
func (s *Store) pruneCards(ctx context.Context, now time.Time) (int, error) {
	return s.batch(ctx, "prune cards", func(tx *Tx) (*gorm.DB, error) {
		var tasks []string
		for _, standing := range []models.CardStanding{models.CardMade, models.CardTold, models.CardDone} {
			var some []string
			if err := tx.db.Raw(oldCards, standing, now.Add(-cardsKept).UnixMilli(), pruneBatch).Scan(&some).Error; err != nil {
				return nil, err
			}
			tasks = append(tasks, some...)
		}
		if len(tasks) == 0 {
			return nil, nil
		}
		if err := tx.db.Where("task IN ?", tasks).Delete(&cardCodeRow{}).Error; err != nil {
			return nil, err
		}
		return tx.db.Where("task IN ? AND standing <> ?", tasks, models.CardSent).Delete(&cardRow{}), nil
	})
}
