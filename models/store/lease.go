package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"time"

	"gorm.io/gorm"
)

// lease is one call's hold on some rows: which worker has them, until when,
// and a random token that no other call has. Whoever looks for rows after the
// end may take them; the attempt number then tells the two apart.
type lease struct {
	worker string
	token  string
	now    time.Time
	until  time.Time
}

func (s *Store) lease(worker string, length time.Duration) (lease, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(s.random, b); err != nil {
		return lease{}, fmt.Errorf("no randomness: %w", err)
	}
	now := cut(s.now())
	return lease{worker: worker, token: hex.EncodeToString(b), now: now, until: now.Add(length)}, nil
}

// take leases the rows of a table whose key is among those given and that
// nobody else took in the meantime. It runs on every engine: one UPDATE with
// its own guard, no SKIP LOCKED and no clock of the server.
func (l lease) take(ctx context.Context, db *gorm.DB, table any, column string, keys any) error {
	return db.WithContext(ctx).Model(table).
		Where(column+" IN ? AND leased_until <= ?", keys, l.now.UnixMilli()).
		Updates(map[string]any{
			"worker": l.worker, "claim": l.token, "leased_until": l.until.UnixMilli(),
			"attempt": gorm.Expr("attempt + 1"),
		}).Error
}

// got leases rows as take does and reads those that it got into rows, in an
// order.
func (l lease) got(ctx context.Context, db *gorm.DB, column string, keys any, order string, rows any) error {
	if err := l.take(ctx, db, rows, column, keys); err != nil {
		return err
	}
	return db.WithContext(ctx).Where("claim = ?", l.token).Order(order).Find(rows).Error
}

// claim runs a claim with a lease of its own, and again with a new one when it
// lost a race.
func (s *Store) claim(ctx context.Context, op, worker string, length time.Duration, f func(lease) error) error {
	return s.retried(ctx, op, func() error {
		l, err := s.lease(worker, length)
		if err != nil {
			return err
		}
		return f(l)
	})
}

// retried runs a claim again when it lost a race. A claim is short and changes
// nothing that cannot be claimed again.
func (s *Store) retried(ctx context.Context, op string, f func() error) error {
	for try := 1; ; try++ {
		err := f()
		if err == nil || !transient(err) || try == tries {
			return failed(op, err)
		}
		if err := rest(ctx, try); err != nil {
			return failed(op, err)
		}
	}
}
