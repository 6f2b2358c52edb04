package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"
)

const (
	// seedBatch is how many cases one statement copies.
	seedBatch = 20_000
	// seedLater is how much later than the real case's the copies' clocks tell.
	seedLater = "315360000000" // ten years in milliseconds
)

// copied is a table of which every seeded case gets rows like those of the
// one real case. Columns that tell rows apart are made by an expression: {n} is
// the case's number; what else is in braces differs between the databases.
type copied struct {
	table string
	which string // the real case's rows, with its id as the only argument
	other map[string]string
}

func copiedTables() []copied {
	const mine = "case_id = ?"
	return []copied{
		{"cases", "id = ?", map[string]string{"id": "{n}", "number": "{number}"}},
		{"case_rules", mine, map[string]string{"case_id": "{n}"}},
		{"case_persons", mine, map[string]string{"case_id": "{n}", "phone_key": "{key}", "account_key": "{key}"}},
		{"case_sketches", mine, map[string]string{"case_id": "{n}", "print_key": "{print}"}},
		{"clocks", mine, map[string]string{"case_id": "{n}", "due_at": "c.due_at + " + seedLater}},
		{"alarms", mine, map[string]string{"case_id": "{n}", "at": "c.at + " + seedLater}},
		{"audit_entries", mine, map[string]string{"case_id": "{n}"}},
		{"query_codes", mine, map[string]string{"case_id": "{n}"}},
		{"notices", "id = (SELECT MIN(id) FROM notices WHERE case_id = ?)", map[string]string{
			"id": "{n} + 1000000000", "case_id": "{n}", "key_hash": "{key}", "to_key": "{key}", "status": "'sent'"}},
		{"inbox", "key_hash = (SELECT MIN(key_hash) FROM inbox WHERE ? > 0)", map[string]string{"key_hash": "{key}"}},
		{"accounts", "account_key = (SELECT MIN(account_key) FROM accounts WHERE ? > 0)", map[string]string{"account_key": "{key}"}},
		{"sessions", "who_key = (SELECT MIN(who_key) FROM sessions WHERE ? > 0)", map[string]string{"who_key": "{key}"}},
	}
}

// dialect is what differs between the databases when rows are made in bulk.
type dialect struct {
	before, after []string
	number        string
	// spread is a key of so many bytes: its first four rise with the case's
	// number, so that filling goes in order and yet the keys are spread evenly,
	// and real turns meet pages anywhere.
	spread  func(bytes int) string
	analyze []string
}

func (l *benchLedger) dialect() dialect {
	if l.engine == "mysql" {
		return dialect{
			before: []string{"SET SESSION foreign_key_checks = 0", "SET SESSION unique_checks = 0"},
			after:  []string{"SET SESSION foreign_key_checks = 1", "SET SESSION unique_checks = 1"},
			number: "CONCAT('SEED-', {n})",
			spread: func(bytes int) string {
				return fmt.Sprintf("UNHEX(CONCAT(LPAD(HEX({n} * {step}), 8, '0'), LEFT(SHA2(CONCAT({n}, RAND()), 256), %d)))", 2*bytes-8)
			},
			analyze: []string{"ANALYZE TABLE cases, clocks, alarms, notices, inbox, case_persons, case_sketches, accounts"},
		}
	}
	return dialect{
		before: []string{"PRAGMA synchronous = OFF", "PRAGMA foreign_keys = OFF", "PRAGMA cache_size = -200000"},
		after:  []string{"PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", "PRAGMA cache_size = -2000", "PRAGMA wal_checkpoint(TRUNCATE)"},
		number: "'SEED-' || {n}",
		spread: func(bytes int) string {
			return fmt.Sprintf("CAST(unhex(printf('%%08x', {n} * {step})) || randomblob(%d) AS BLOB)", bytes-4)
		},
		analyze: []string{"PRAGMA analysis_limit = 1000", "ANALYZE"},
	}
}

// seed fills the ledger with n copies of one real case: rows that indexes and
// plans see like any others. What is sealed in them opens for nobody, because
// seals are bound to their rows; nobody asks for them.
func (l *benchLedger) seed(ctx context.Context, r *rig, n int) error {
	if _, err := r.once(ctx, 1); err != nil {
		return err
	}
	if _, err := r.app.store.Sketch(ctx); err != nil {
		return err
	}
	var id int64
	if err := l.bare.QueryRowContext(ctx, "SELECT MAX(id) FROM cases").Scan(&id); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	conn, err := l.bare.Conn(ctx)
	if err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	d := l.dialect()
	err = errors.Join(all(ctx, conn, d.before), count(ctx, conn, min(n, seedBatch)))
	for _, t := range copiedTables() {
		if err == nil {
			err = d.copy(ctx, conn, t, id, n)
		}
	}
	err = errors.Join(err, all(ctx, conn, d.analyze), all(ctx, conn, d.after), conn.Close())
	if err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	return nil
}

// all runs statements one after the other.
func all(ctx context.Context, conn *sql.Conn, statements []string) error {
	for _, s := range statements {
		if _, err := conn.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// count makes a table of the numbers below n: other ways to count in a
// statement differ between databases.
func count(ctx context.Context, conn *sql.Conn, n int) error {
	err := all(ctx, conn, []string{"CREATE TABLE IF NOT EXISTS bench_numbers (n BIGINT NOT NULL PRIMARY KEY)", "DELETE FROM bench_numbers", "INSERT INTO bench_numbers (n) VALUES (0)"})
	for have := 1; err == nil && have < n; have *= 2 {
		err = all(ctx, conn, []string{fmt.Sprintf("INSERT INTO bench_numbers (n) SELECT n + %d FROM bench_numbers WHERE n + %d < %d", have, have, n)})
	}
	return err
}

func (d dialect) copy(ctx context.Context, conn *sql.Conn, t copied, id int64, n int) error {
	columns, err := columnsOf(ctx, conn, t.table)
	if err != nil {
		return err
	}
	made := make([]string, len(columns))
	for i, c := range columns {
		if made[i] = t.other[c]; made[i] == "" {
			made[i] = "c." + c
		}
	}
	text := strings.NewReplacer("{key}", d.spread(32), "{print}", d.spread(8), "{number}", d.number).Replace(strings.Join(made, ", "))
	for first := 1; first <= n; first += seedBatch {
		last := min(first+seedBatch-1, n)
		values := strings.NewReplacer("{n}", fmt.Sprintf("(s.n + %d)", first), "{step}", fmt.Sprint(math.MaxUint32/n)).Replace(text)
		query := "INSERT INTO " + t.table + " (" + strings.Join(columns, ", ") + ") SELECT " + values +
			" FROM bench_numbers s, " + t.table + " c WHERE s.n <= ? AND c." + t.which + " ORDER BY s.n"
		if _, err := conn.ExecContext(ctx, query, last-first, id); err != nil {
			return fmt.Errorf("%s: %w", t.table, err)
		}
	}
	return nil
}

func columnsOf(ctx context.Context, conn *sql.Conn, table string) (names []string, err error) {
	rows, err := conn.QueryContext(ctx, "SELECT * FROM "+table+" WHERE 1 = 0")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if names, err = rows.Columns(); err != nil {
		return nil, err
	}
	return names, rows.Err()
}
