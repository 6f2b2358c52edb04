package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"onevisit/models"
)

const (
	// tries bounds how often a transaction that lost a race is done again.
	tries = 8
	// pause is the longest wait before the second try; it grows with each.
	pause = 5 * time.Millisecond
)

// Tx is one transaction: everything in it becomes true together, or nothing.
// It lives inside one goroutine and ends with the function that got it.
type Tx struct {
	s      *Store
	caller context.Context // of the call that opened the transaction
	// message is the inbox key of the message that is answered; nil for jobs.
	message []byte
	// careful says that it lost a race before: now it holds what it reads, so
	// that it does not lose the next one.
	careful bool
	ctx     context.Context // of its statements
	db      *gorm.DB
	now     time.Time
	// versions are those of the sessions as they stand in the ledger, as far
	// as they were read here.
	versions map[string]int64
	// sessions are those that were read or changed here. What changed is
	// written once, at the end.
	sessions map[string]*heldSession
	// accounts are those that were read or saved here.
	accounts map[string]models.Account
	// ids are those of the cases that were written here, by number.
	ids map[string]int64
	// away are the substitutions, once they were read here; awayChanged says
	// that they were changed here.
	away        []models.Substitution
	awayChanged bool
	// broken is the failure after which nothing may be written any more:
	// the server may have ended the transaction behind our back.
	broken error
}

// Turn answers one message. It runs f in one transaction with the inbox row
// for key and keeps f's answer there, sealed. For a key that was answered
// before, or is being answered right now by anybody, f does not count and the
// kept answer comes back. f may run more than once and must touch nothing but
// tx. An error of f undoes everything, the inbox row included.
//
// The inbox row is written last, with the answer in it. That a message was
// here before is found out by the unique key at the latest, and what f did for
// it is undone.
func (s *Store) Turn(ctx context.Context, key string, f func(tx *Tx) ([]byte, error)) ([]byte, error) {
	hash := s.seal.digest(labelInbox, key)
	var reply []byte
	turn := func(tx *Tx) (err error) {
		if reply, err = f(tx); err != nil {
			return err
		}
		return tx.answer(reply)
	}
	err := s.repeat(ctx, hash, turn)
	if err == nil {
		return reply, nil
	}
	// Also after a refusal: the work of the first delivery may be what made
	// this one impossible.
	if kept, answered := s.kept(ctx, hash); answered {
		return kept, nil
	}
	return nil, err
}

// Act runs f in one transaction without a message, for jobs. f may run more
// than once.
func (s *Store) Act(ctx context.Context, f func(tx *Tx) error) error {
	return s.transact(ctx, f)
}

func (s *Store) transact(ctx context.Context, f func(tx *Tx) error) error {
	return s.repeat(ctx, nil, f)
}

// repeat runs a transaction until it neither lost a race nor was chosen as a
// deadlock's victim.
func (s *Store) repeat(ctx context.Context, message []byte, f func(tx *Tx) error) error {
	for try := 1; ; try++ {
		tx := &Tx{
			s: s, caller: ctx, message: message, careful: try > 1, now: cut(s.now()), versions: map[string]int64{},
			sessions: map[string]*heldSession{}, accounts: map[string]models.Account{}, ids: map[string]int64{},
		}
		err := s.once(ctx, tx, f)
		if err == nil || !transient(err) {
			return failed("transaction", err)
		}
		if try == tries {
			return fmt.Errorf("store: gave up after %d tries (%s): %w", tries, describe(err), models.Refuse(models.CodeStale))
		}
		if err := rest(ctx, try); err != nil {
			return failed("transaction", err)
		}
	}
}

// rest waits a little, at random, so that two who collided do not collide
// again. Nothing depends on how long.
func rest(ctx context.Context, try int) error {
	t := time.NewTimer(rand.N(time.Duration(try) * pause))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// once runs a transaction. On SQLite it shares its commit with those that wait
// for the same connection, and no statement is interrupted.
func (s *Store) once(ctx context.Context, tx *Tx, f func(tx *Tx) error) error {
	if s.convoy == nil {
		return s.travel(ctx, tx, f)
	}
	return s.convoy.run(ctx, func(part *sql.Tx) error {
		return tx.within(context.WithoutCancel(ctx), part, f)
	})
}

// travel runs a transaction on a server.
func (s *Store) travel(ctx context.Context, tx *Tx, f func(tx *Tx) error) error {
	t := &trip{pool: s.pool, group: s.commits}
	ended := false
	defer func() {
		if !ended { // f failed or panicked
			t.rollback()
		}
	}()
	if err := tx.within(ctx, t, f); err != nil {
		return err
	}
	ended = true
	return t.commit(ctx)
}

// within runs f on a connection. The statements' context is its own, because
// it may have to outlive the caller's.
func (tx *Tx) within(ctx context.Context, conn gorm.ConnPool, f func(tx *Tx) error) error {
	tx.ctx, tx.db = ctx, tx.s.db.Session(&gorm.Session{Context: ctx})
	tx.db.Statement.ConnPool = conn
	err := f(tx)
	if err == nil {
		err = tx.settleSessions()
	}
	if tx.broken != nil {
		return tx.broken // also when f made a reply of it
	}
	return err
}

// remote says that the database is another process, to which every statement
// is a journey.
func (s *Store) remote() bool { return s.convoy == nil }

// Now is the time of the transaction, read once; UTC, whole milliseconds.
func (tx *Tx) Now() time.Time { return tx.now }

// do runs one operation. After the first failure of the database, as opposed
// to a refusal, the transaction does nothing more.
func (tx *Tx) do(op string, f func() error) error {
	if tx.broken == nil {
		tx.broken = tx.caller.Err()
	}
	if tx.broken != nil {
		return tx.broken
	}
	err := failed(op, f())
	var refusal *models.Error
	if err != nil && !errors.As(err, &refusal) {
		tx.broken = err
	}
	return err
}

// later is for writes whose result nobody looks at: no count, no new id, no
// duplicate that means something. On a server they travel with the next
// statement or with the commit, where their errors show, too; the order of
// statements stays what it is. A turn is mostly waiting for the server's
// answers, and this saves most of them.
func (tx *Tx) later() *gorm.DB {
	return tx.db.WithContext(context.WithValue(tx.ctx, laterMark{}, true))
}

// locked asks for rows that nobody else may change meanwhile. SQLite has no
// such clause and needs none: its transactions are one after the other.
func (tx *Tx) locked() *gorm.DB {
	return tx.db.Clauses(clause.Locking{Strength: "UPDATE"})
}
