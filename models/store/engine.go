package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
)

// engine is what differs between the two kinds of database.
type engine interface {
	// name is the folder of its migrations.
	name() string
	// dial opens the pool.
	dial(ctx context.Context) (*sql.DB, error)
	// dialector hands the pool to gorm.
	dialector(pool *sql.DB) gorm.Dialector
	// bump raises a counter row and returns its value. The row stays
	// locked until the transaction of x ends.
	bump(ctx context.Context, x gorm.ConnPool, c counter) (int64, error)
	// overwrite is what an insert says behind its rows where one with the
	// same key may be there: columns are then set to what the new one brings.
	overwrite(key string, columns ...string) string
	// side is a second pool, for what is done for many transactions at
	// once; nil where there is one connection only.
	side(ctx context.Context) (*sql.DB, error)
	// alone runs f on one connection while no other process migrates.
	alone(ctx context.Context, pool *sql.DB, f func(runner) error) error
	// guards lists the audit triggers that stand.
	guards(ctx context.Context, r runner) ([]string, error)
	// withheld reports whether an error means that the server does not let
	// us create triggers.
	withheld(err error) bool
	// durable lists settings that endanger what was acknowledged.
	durable(ctx context.Context, r runner) ([]Finding, error)
}

// runner is one connection, or a transaction on it.
type runner interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// counter is a row that counts: its table, its key columns and their values,
// and by how much to raise it: by one where nothing is said.
type counter struct {
	table string
	keys  []string
	of    []any
	by    int64
}

// step is how much the counter is raised by.
func (c counter) step() int64 { return max(c.by, 1) }

// engineFor reads the kind of database from its address. The address may hold
// a password and is never part of an error.
func engineFor(database string) (engine, error) {
	kind, where, ok := strings.Cut(database, ":")
	if !ok || where == "" {
		return nil, errors.New("store: the database must be sqlite:path or mysql:dsn")
	}
	switch kind {
	case "sqlite":
		return sqliteEngine{path: where}, nil
	case "mysql":
		return newMySQLEngine(where)
	}
	return nil, errors.New("store: the database must be sqlite:path or mysql:dsn")
}

// attach opens the pool and hands it to gorm.
func attach(ctx context.Context, e engine, o Options) (*gorm.DB, *sql.DB, error) {
	pool, err := e.dial(ctx)
	if err != nil {
		return nil, nil, failed("open", err)
	}
	db, err := gorm.Open(e.dialector(pool), &gorm.Config{
		SkipDefaultTransaction: true, // every write names its own transaction
		Logger:                 quietLog{log: o.Log, since: o.Since},
		NowFunc:                func() time.Time { return o.Now().UTC() },
	})
	if err != nil {
		return nil, nil, errors.Join(failed("open", err), pool.Close())
	}
	return db, pool, nil
}

// statements parts a file of SQL at its "-- next" lines.
func statements(file string) []string {
	var out []string
	for _, s := range strings.Split(file, "\n-- next\n") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// names reads a result of one text column.
func names(ctx context.Context, r runner, query string) (out []string, err error) {
	rows, err := r.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("list: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, fmt.Errorf("list: %w", err)
		}
		out = append(out, name)
	}
	return out, rows.Err()
}
