package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"gorm.io/gorm"
	"modernc.org/sqlite"
)

// knocks bounds how often a file is tried that another process is just making:
// some seconds in all.
const knocks = 50

// sqliteEngine is one file on this machine.
type sqliteEngine struct{ path string }

func (e sqliteEngine) name() string { return "sqlite" }

// dial opens one connection and no more: with several, parallel writers fail
// with "database is locked" however they are tuned. Transactions are immediate
// so that a second process waits at the beginning, where waiting is harmless.
func (e sqliteEngine) dial(ctx context.Context) (*sql.DB, error) {
	options := url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "temp_store(MEMORY)", "cache_size(-16384)", "wal_autocheckpoint(4000)"},
	}
	base, err := sqlite.NewConnector("file:" + escapePath(e.path) + "?" + options.Encode())
	if err != nil {
		return nil, fmt.Errorf("sqlite: %w", err)
	}
	pool := sql.OpenDB(recalling{base})
	pool.SetMaxOpenConns(1)
	if err := knock(ctx, pool); err != nil {
		return nil, errors.Join(fmt.Errorf("sqlite: %w", err), pool.Close())
	}
	return pool, nil
}

// knock makes the first connection. While another process turns a new file to
// WAL, SQLite answers "busy" at once, whatever busy_timeout says.
func knock(ctx context.Context, pool *sql.DB) error {
	for try := 1; ; try++ {
		err := pool.PingContext(ctx)
		if err == nil || !transient(err) || try == knocks {
			return err
		}
		if err := rest(ctx, try); err != nil {
			return err
		}
	}
}

// escapePath keeps a path whole inside a file: address.
func escapePath(path string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
}

// recalling makes connections that compile each statement once.
type recalling struct{ driver.Connector }

// Connect opens a connection.
func (r recalling) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := r.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	x, ok := c.(fullConn)
	if !ok {
		return nil, errors.Join(errors.New("sqlite: the driver's connections lack something"), c.Close())
	}
	return &recallConn{fullConn: x, known: map[string]*recalledStatement{}}, nil
}

func (e sqliteEngine) dialector(pool *sql.DB) gorm.Dialector { return sqliteDialect{pool: pool} }

func (e sqliteEngine) bump(ctx context.Context, x gorm.ConnPool, c counter) (int64, error) {
	keys := strings.Join(c.keys, ", ")
	query := "INSERT INTO " + c.table + " (" + keys + ", n) VALUES (" + strings.Repeat("?, ", len(c.keys)) + "?)" +
		" ON CONFLICT (" + keys + ") DO UPDATE SET n = n + excluded.n RETURNING n"
	var n int64
	if err := x.QueryRowContext(ctx, query, append(slices.Clone(c.of), c.step())...).Scan(&n); err != nil {
		return 0, fmt.Errorf("count %s: %w", c.table, err)
	}
	return n, nil
}

func (e sqliteEngine) overwrite(key string, columns ...string) string {
	sets := make([]string, len(columns))
	for i, c := range columns {
		sets[i] = "`" + c + "`=excluded.`" + c + "`"
	}
	return " ON CONFLICT (`" + key + "`) DO UPDATE SET " + strings.Join(sets, ",")
}

func (e sqliteEngine) side(context.Context) (*sql.DB, error) { return nil, nil }

// alone holds SQLite's one write lock, and makes a migration all or nothing.
func (e sqliteEngine) alone(ctx context.Context, pool *sql.DB, f func(runner) error) error {
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (e sqliteEngine) guards(ctx context.Context, r runner) ([]string, error) {
	return names(ctx, r, "SELECT name FROM sqlite_master WHERE type = 'trigger'")
}

// withheld is never so: who can write the file can make a trigger in it.
func (e sqliteEngine) withheld(error) bool { return false }

func (e sqliteEngine) durable(ctx context.Context, r runner) ([]Finding, error) {
	var synchronous int
	if err := r.QueryRowContext(ctx, "PRAGMA synchronous").Scan(&synchronous); err != nil {
		return nil, fmt.Errorf("synchronous: %w", err)
	}
	if synchronous < 2 {
		return []Finding{{FindingDurability, "synchronous is below FULL: a power cut may lose what was acknowledged"}}, nil
	}
	return nil, nil
}
