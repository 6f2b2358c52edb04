package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"
)

//go:embed migrations/*/*.sql guards/*.sql
var scripts embed.FS // embedded once, never written

// SchemaError says that the schema of a ledger is not the program's.
type SchemaError struct {
	Found int // version of the ledger, 0 for an empty database
	Known int // newest version that the program knows
}

// Error says which way out there is.
func (e *SchemaError) Error() string {
	if e.Found > e.Known {
		return fmt.Sprintf("store: the ledger's schema %d is newer than this program, which knows %d: use a newer program", e.Found, e.Known)
	}
	return fmt.Sprintf("store: the ledger's schema is %d, this program needs %d: run migrate", e.Found, e.Known)
}

// Step is one migration and what stands of it.
type Step struct {
	Version int
	Name    string
	// Applied is when it was applied, in UTC; zero while it is pending.
	Applied time.Time
	// Alone is set where programs that do not know the step yet cannot work on
	// a ledger that has it: such a step is refused while one runs.
	Alone bool
	// SQL are its statements.
	SQL []string
}

// script is a migration as the program brings it.
type script struct {
	version  int
	name     string
	alone    bool
	checksum string
	sql      []string
}

// Plan shows the migrations of a ledger, applied and pending, and changes
// nothing. Only Database is needed of the options. A ledger that is newer
// than the program is a *SchemaError.
func Plan(ctx context.Context, o Options) ([]Step, error) {
	var steps []Step
	err := migrating(ctx, o, func(e engine, pool *sql.DB) error {
		have, err := applied(ctx, pool)
		if err != nil {
			return err
		}
		known, err := scriptsOf(e)
		if err != nil {
			return err
		}
		steps, err = plan(known, have)
		return err
	})
	return steps, err
}

// Migrate brings a ledger to the program's schema and returns every step.
// Each statement can be run again, so a migration that was cut short goes on
// where it stopped; a second process waits meanwhile. A ledger that is newer
// than the program is a *SchemaError; a step that cannot be taken beside running
// replicas of an older program is a *ReplicasError. Only Database and Now are
// needed of the options; with Worker, the process counts as running from here
// on. Triggers that the server does not allow are no error: see
// Store.Check.
func Migrate(ctx context.Context, o Options) ([]Step, error) {
	if o.Now == nil {
		return nil, errors.New("store: no clock")
	}
	var steps []Step
	err := migrating(ctx, o, func(e engine, pool *sql.DB) error {
		return e.alone(ctx, pool, func(r runner) (err error) {
			known, err := scriptsOf(e)
			if err != nil {
				return err
			}
			if steps, err = migrate(ctx, known, r, o.Now); err != nil {
				return err
			}
			if o.Worker != "" {
				if err := beat(ctx, r, o.Worker, len(known), o.Now()); err != nil {
					return err
				}
			}
			return guard(ctx, e, r, o.quiet().Log)
		})
	})
	return steps, err
}

// migrating opens a pool of its own: a Store is opened on a finished schema.
func migrating(ctx context.Context, o Options, f func(engine, *sql.DB) error) error {
	e, err := engineFor(o.Database)
	if err != nil {
		return err
	}
	pool, err := e.dial(ctx)
	if err != nil {
		return failed("open", err)
	}
	return errors.Join(failed("migrate", f(e, pool)), failed("close", pool.Close()))
}

func migrate(ctx context.Context, known []script, r runner, now func() time.Time) ([]Step, error) {
	have, err := applied(ctx, r)
	if err != nil {
		return nil, err
	}
	if len(have) == 0 { // a finished schema needs no right to create tables
		if _, err := r.ExecContext(ctx, schemaTable); err != nil {
			return nil, fmt.Errorf("schema table: %w", err)
		}
	}
	steps, err := plan(known, have)
	if err != nil {
		return nil, err
	}
	for i := range steps {
		if !steps[i].Applied.IsZero() {
			continue
		}
		if err := refuseBeside(ctx, r, steps[i], now()); err != nil {
			return nil, err
		}
		steps[i].Applied = cut(now())
		if err := apply(ctx, r, steps[i]); err != nil {
			return nil, err
		}
	}
	return steps, nil
}

const schemaTable = `CREATE TABLE IF NOT EXISTS schema_migrations (
  version INT NOT NULL PRIMARY KEY,
  name VARCHAR(64) NOT NULL,
  checksum CHAR(64) NOT NULL,
  applied_at BIGINT NOT NULL
)`

func apply(ctx context.Context, r runner, s Step) error {
	for i, statement := range s.SQL {
		if _, err := r.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("step %d, statement %d: %w", s.Version, i+1, err)
		}
	}
	_, err := r.ExecContext(ctx, "INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (?, ?, ?, ?)",
		s.Version, s.Name, checksum(s.SQL), *stamp(s.Applied))
	if err != nil {
		return fmt.Errorf("step %d: %w", s.Version, err)
	}
	return nil
}

// mark is one row of schema_migrations.
type mark struct {
	checksum string
	at       int64
}

// applied reads what a ledger has; an empty database has nothing.
func applied(ctx context.Context, r runner) (have map[int]mark, err error) {
	have = map[int]mark{}
	rows, err := r.QueryContext(ctx, "SELECT version, checksum, applied_at FROM schema_migrations")
	if missingTable(err) {
		return have, nil
	}
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var version int
		var m mark
		if err := rows.Scan(&version, &m.checksum, &m.at); err != nil {
			return nil, fmt.Errorf("schema: %w", err)
		}
		have[version] = m
	}
	return have, rows.Err()
}

// plan compares what a ledger has with what the program brings.
func plan(known []script, have map[int]mark) ([]Step, error) {
	found := 0
	for v := range have {
		found = max(found, v)
	}
	if found > len(known) {
		return nil, &SchemaError{Found: found, Known: len(known)}
	}
	var steps []Step
	for _, s := range known {
		step := Step{Version: s.version, Name: s.name, Alone: s.alone, SQL: s.sql}
		if m, ok := have[s.version]; ok {
			if m.checksum != s.checksum {
				return nil, fmt.Errorf("step %d was applied with another text than this program has", s.version)
			}
			step.Applied = instant(&m.at)
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// scriptsOf lists the engine's migrations; they are numbered 1, 2, 3 … One whose
// file ends in .alone.sql cannot be taken while older programs run; what only
// adds tables, indexes and columns with a default can.
func scriptsOf(e engine) ([]script, error) {
	files, err := fs.Glob(scripts, path.Join("migrations", e.name(), "*.sql"))
	if err != nil {
		return nil, fmt.Errorf("scripts: %w", err)
	}
	var out []script
	for i, file := range files {
		base, alone := strings.CutSuffix(strings.TrimSuffix(path.Base(file), ".sql"), ".alone")
		number, name, _ := strings.Cut(base, "_")
		version, err := strconv.Atoi(number)
		if err != nil || version != i+1 {
			return nil, fmt.Errorf("scripts: %s is not number %d", file, i+1)
		}
		text, err := scripts.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("scripts: %w", err)
		}
		list := statements(string(text))
		out = append(out, script{version: version, name: name, alone: alone, sql: list, checksum: checksum(list)})
	}
	return out, nil
}

func checksum(list []string) string {
	sum := sha256.Sum256([]byte(strings.Join(list, "\n")))
	return hex.EncodeToString(sum[:])
}

// current refuses a ledger whose schema is not the program's.
func current(ctx context.Context, e engine, r runner) error {
	have, err := applied(ctx, r)
	if err != nil {
		return err
	}
	known, err := scriptsOf(e)
	if err != nil {
		return err
	}
	steps, err := plan(known, have)
	if err != nil {
		return err
	}
	if len(have) < len(steps) {
		return &SchemaError{Found: len(have), Known: len(steps)}
	}
	return nil
}
