package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	gormmysql "gorm.io/driver/mysql"
	"gorm.io/gorm"
)

const (
	// mysqlConns bounds the connections of one process.
	mysqlConns = 32
	// mysqlLifetime is how long a connection is used at most, where the
	// server does not hang up earlier.
	mysqlLifetime = 5 * time.Minute
	// migrateWait is how long a replica waits for another one's migration.
	migrateWait = 60
)

// mysqlEngine is a server, or a cluster, that speaks MySQL's protocol.
type mysqlEngine struct{ config *mysql.Config }

// newMySQLEngine reads the dsn. The driver's own complaint about a dsn could
// quote it, so it is not passed on.
func newMySQLEngine(dsn string) (mysqlEngine, error) {
	c, err := mysql.ParseDSN(dsn)
	if err != nil {
		return mysqlEngine{}, errors.New("store: the mysql address cannot be read; expected user:pass@tcp(host:3306)/name")
	}
	if c.DBName == "" {
		return mysqlEngine{}, errors.New("store: the mysql address names no database")
	}
	c.ParseTime, c.Loc = true, time.UTC
	c.Collation = "utf8mb4_bin" // whatever the address says
	// Updates are guarded by their WHERE; what counts is the row found.
	c.ClientFoundRows = true
	// One round trip for each statement. Statements prepared inside a
	// transaction are prepared again in the next one, and all of ours are.
	c.InterpolateParams = true
	// A transaction's beginning and its writes travel together (trips.go).
	// Every statement is constant text; values are quoted by the driver.
	c.MultiStatements = true
	c.Logger = &mysql.NopLogger{}
	return mysqlEngine{config: c}, nil
}

func (e mysqlEngine) name() string { return "mysql" }

func (e mysqlEngine) dial(ctx context.Context) (*sql.DB, error) { return e.pool(ctx, mysqlConns) }

// pool opens up to n connections that live shorter than the server lets them
// idle.
func (e mysqlEngine) pool(ctx context.Context, n int) (*sql.DB, error) {
	base, err := mysql.NewConnector(e.config)
	if err != nil {
		return nil, fmt.Errorf("mysql: %w", err)
	}
	pool := sql.OpenDB(readCommitted{base})
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n)
	var idle int64
	if err := pool.QueryRowContext(ctx, "SELECT @@wait_timeout").Scan(&idle); err != nil {
		return nil, errors.Join(fmt.Errorf("mysql: %w", err), pool.Close())
	}
	pool.SetConnMaxLifetime(max(time.Second, min(mysqlLifetime, time.Duration(idle)*time.Second/2)))
	return pool, nil
}

// readCommitted sets the isolation of every new connection: REPEATABLE READ,
// the server's default, loses updates. It is said in SQL, because the name of
// the variable differs between MySQL and MariaDB.
type readCommitted struct{ driver.Connector }

// Connect opens a connection.
func (r readCommitted) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := r.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	x, ok := c.(driver.ExecerContext)
	if !ok {
		return nil, errors.Join(errors.New("mysql: the driver's connections lack something"), c.Close())
	}
	if _, err := x.ExecContext(ctx, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", nil); err != nil {
		return nil, errors.Join(fmt.Errorf("mysql: isolation: %w", err), c.Close())
	}
	return c, nil
}

func (e mysqlEngine) dialector(pool *sql.DB) gorm.Dialector {
	return gormmysql.New(gormmysql.Config{Conn: pool, DisableWithReturning: true})
}

// bump lets the server count in one statement and tell the value in the same
// answer.
func (e mysqlEngine) bump(ctx context.Context, x gorm.ConnPool, c counter) (int64, error) {
	query := "INSERT INTO " + c.table + " (" + strings.Join(c.keys, ", ") + ", n) VALUES (" +
		strings.Repeat("?, ", len(c.keys)) + "LAST_INSERT_ID(?)) ON DUPLICATE KEY UPDATE n = LAST_INSERT_ID(n + ?)"
	result, err := x.ExecContext(ctx, query, append(slices.Clone(c.of), c.step(), c.step())...)
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", c.table, err)
	}
	n, err := result.LastInsertId()
	if err != nil {
		return 0, fmt.Errorf("count %s: %w", c.table, err)
	}
	return n, nil
}

func (e mysqlEngine) overwrite(_ string, columns ...string) string {
	sets := make([]string, len(columns))
	for i, c := range columns {
		sets[i] = "`" + c + "`=VALUES(`" + c + "`)"
	}
	return " ON DUPLICATE KEY UPDATE " + strings.Join(sets, ",")
}

// side is apart from the main pool: a transaction that waited for a second
// connection of its own pool could wait for itself.
func (e mysqlEngine) side(ctx context.Context) (*sql.DB, error) {
	return e.pool(ctx, 2+meeters+committers)
}

// alone holds a named lock of the server, for this database only.
func (e mysqlEngine) alone(ctx context.Context, pool *sql.DB, f func(runner) error) (err error) {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	name := "onevisit.migrate." + e.config.DBName
	if len(name) > 64 { // the server's limit
		name = name[:64]
	}
	var got sql.NullInt64
	if err := conn.QueryRowContext(ctx, "SELECT GET_LOCK(?, ?)", name, migrateWait).Scan(&got); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	if got.Int64 != 1 {
		return errors.New("lock: another process is migrating")
	}
	defer func() {
		_, free := conn.ExecContext(context.WithoutCancel(ctx), "DO RELEASE_LOCK(?)", name)
		err = errors.Join(err, free)
	}()
	return f(conn)
}

func (e mysqlEngine) guards(ctx context.Context, r runner) ([]string, error) {
	return names(ctx, r, "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()")
}

// withheld: no privilege (1142, 1227, 1419), not supported (1235, 1064 on
// engines without triggers), or unknown to a proxy (8108).
func (e mysqlEngine) withheld(err error) bool {
	var my *mysql.MySQLError
	return errors.As(err, &my) && slices.Contains([]uint16{1044, 1064, 1142, 1227, 1235, 1419, 8108}, my.Number)
}

func (e mysqlEngine) durable(ctx context.Context, r runner) ([]Finding, error) {
	var out []Finding
	var flush, isolation sql.NullString
	if err := r.QueryRowContext(ctx, "SELECT @@innodb_flush_log_at_trx_commit").Scan(&flush); err != nil {
		out = append(out, Finding{FindingDurability, "innodb_flush_log_at_trx_commit cannot be read on this server"})
	} else if flush.String != "1" {
		out = append(out, Finding{FindingDurability, "innodb_flush_log_at_trx_commit is " + flush.String + ", not 1: a crash may lose what was acknowledged"})
	}
	query := "SELECT variable_value FROM information_schema.session_variables WHERE variable_name = 'tx_isolation'"
	if r.QueryRowContext(ctx, query).Scan(&isolation) != nil {
		// MySQL 8 has the variable under this name, MariaDB does not.
		if err := r.QueryRowContext(ctx, "SELECT @@transaction_isolation").Scan(&isolation); err != nil {
			return nil, fmt.Errorf("isolation: %w", err)
		}
	}
	if isolation.String != "READ-COMMITTED" {
		out = append(out, Finding{FindingIsolation, "transactions run at " + isolation.String + ", not READ-COMMITTED"})
	}
	return out, nil
}
