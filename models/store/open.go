package store

import (
	"context"
	"crypto/hmac"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Store is an open ledger. Any number of goroutines may use it, and any
// number of processes may have the same ledger open.
type Store struct {
	db     *gorm.DB
	pool   *sql.DB
	convoy *convoy // nil on a server
	// The rest of these is nil on SQLite.
	side    *sql.DB // connections for what is done for many at once
	desk    *combiner[int64, int64]
	meets   *combiner[meeting, met]
	aways   *combiner[int64, []substitutionRow]
	commits *combiner[[]write, struct{}]
	engine  engine
	seal    *sealer
	law     Law
	now     func() time.Time
	prefix  string
	files   Files
	random  io.Reader
	log     *slog.Logger
}

// KeyError says that the data key is not the one that sealed the ledger.
type KeyError struct{}

// Error says what is wrong and nothing of the key.
func (*KeyError) Error() string {
	return "store: the data key is not the one that sealed this ledger"
}

// Open opens a ledger whose schema is the program's. A schema that is older
// or newer is a *SchemaError (Migrate mends the first), another data key a
// *KeyError.
func Open(ctx context.Context, o Options) (*Store, error) {
	o, err := o.whole()
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	e, err := engineFor(o.Database)
	if err != nil {
		return nil, err
	}
	seal, err := newSealer(o.Key, o.Random)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	s := &Store{
		engine: e, seal: seal, law: o.Law, now: o.Now, prefix: o.CasePrefix,
		files: o.Files, random: o.Random, log: o.Log,
	}
	if s.db, s.pool, err = attach(ctx, e, o); err != nil {
		return nil, err
	}
	if err := s.ready(ctx); err != nil {
		return nil, errors.Join(failed("open", err), s.Close())
	}
	return s, nil
}

// ready asks whether schema and key fit.
func (s *Store) ready(ctx context.Context) error {
	if err := current(ctx, s.engine, s.pool); err != nil {
		return err
	}
	side, err := s.engine.side(ctx)
	if err != nil {
		return err
	}
	if s.side = side; side == nil {
		s.convoy = &convoy{pool: s.pool}
		return s.checkKey(ctx)
	}
	s.desk = newNumberDesk(func(ctx context.Context, day, k int64) (int64, error) {
		return s.engine.bump(ctx, side, caseNumbers(day, k))
	})
	beside := s.db.Session(&gorm.Session{NewDB: true})
	beside.Statement.ConnPool = side
	s.meets, s.aways, s.commits = newMeetDesk(side), newAwayDesk(beside), newGroupCommit(side)
	return s.checkKey(ctx)
}

// keyRow remembers which key sealed the ledger, by a digest that tells
// nothing of it.
type keyRow struct {
	ID          int `gorm:"primaryKey;autoIncrement:false"`
	Fingerprint []byte
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
}

// TableName is the table.
func (keyRow) TableName() string { return "key_check" }

// checkKey leaves the key's fingerprint in a new ledger and compares it in an
// old one.
func (s *Store) checkKey(ctx context.Context) error {
	mine := keyRow{ID: currentKey, Fingerprint: s.seal.digest(labelFingerprint), CreatedAt: *stamp(s.now())}
	db := s.db.WithContext(ctx)
	var kept keyRow
	err := db.Where("id = ?", currentKey).Take(&kept).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		// Two replicas may both find nothing: the first one's stays.
		if err := db.Clauses(clause.OnConflict{DoNothing: true}).Create(&mine).Error; err != nil {
			return err
		}
		err = db.Where("id = ?", currentKey).Take(&kept).Error
	}
	if err != nil {
		return err
	}
	if !hmac.Equal(kept.Fingerprint, mine.Fingerprint) {
		return &KeyError{}
	}
	return nil
}

// Ping asks whether the database answers, for readiness.
func (s *Store) Ping(ctx context.Context) error { return failed("ping", s.pool.PingContext(ctx)) }

// Close closes the ledger.
func (s *Store) Close() error {
	err := s.pool.Close()
	if s.side != nil {
		err = errors.Join(err, s.side.Close())
	}
	return failed("close", err)
}
