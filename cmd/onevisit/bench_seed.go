package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// seedBatch is how many cases one statement copies.
const seedBatch = 20_000

// copied is a table of which every seeded case gets rows like those of the
// one real case. Columns that tell rows apart are made by an expression, in
// which s.n is the case's number; the expressions for key and word differ
// between the databases and stand as {key} and {number}.
type copied struct {
	table string
	which string // the real case's rows, with its id as the only argument
	other map[string]string
}

func copiedTables() []copied {
	const mine = "case_id = ?"
	return []copied{
		{"cases", "id = ?", map[string]string{"id": "s.n", "number": "{number}"}},
		{"case_persons", mine, map[string]string{"case_id": "s.n", "phone_key": "{key}", "account_key": "{key}"}},
		{"clocks", mine, map[string]string{"case_id": "s.n"}},
		{"alarms", mine, map[string]string{"case_id": "s.n"}},
		{"audit_entries", mine, map[string]string{"case_id": "s.n"}},
		{"query_codes", mine, map[string]string{"case_id": "s.n"}},
		{"notices", "id = (SELECT MIN(id) FROM notices WHERE case_id = ?)", map[string]string{
			"id": "s.n + 1000000000", "case_id": "s.n", "key_hash": "{key}", "to_key": "{key}", "status": "'sent'"}},
		{"inbox", "key_hash = (SELECT MIN(key_hash) FROM inbox WHERE ? > 0)", map[string]string{"key_hash": "{key}"}},
		{"accounts", "account_key = (SELECT MIN(account_key) FROM accounts WHERE ? > 0)", map[string]string{"account_key": "{key}"}},
	}
}

// seed fills the ledger with n copies of one real case: rows that indexes and
// plans see like any others. What is sealed in them opens for nobody, because
// seals are bound to their rows; nobody asks for them.
func (l *benchLedger) seed(ctx context.Context, r *rig, n int) error {
	if _, err := r.once(ctx, 1); err != nil {
		return err
	}
	var id int64
	if err := l.bare.QueryRowContext(ctx, "SELECT MAX(id) FROM cases").Scan(&id); err != nil {
		return fmt.Errorf("seed: %w", err)
	}
	for _, t := range copiedTables() {
		if err := l.copy(ctx, t, id, n); err != nil {
			return fmt.Errorf("seed %s: %w", t.table, err)
		}
	}
	refresh := map[string]string{"sqlite": "ANALYZE", "mysql": "ANALYZE TABLE cases, clocks, notices, inbox, case_persons"}
	if _, err := l.bare.ExecContext(ctx, refresh[l.engine]); err != nil {
		return fmt.Errorf("seed: statistics: %w", err)
	}
	return nil
}

func (l *benchLedger) copy(ctx context.Context, t copied, id int64, n int) error {
	columns, err := columnsOf(ctx, l.bare, t.table)
	if err != nil {
		return err
	}
	key, number := "randomblob(32)", "'SEED-' || s.n"
	if l.engine == "mysql" {
		key, number = "UNHEX(SHA2(CONCAT('seed', s.n, RAND()), 256))", "CONCAT('SEED-', s.n)"
	}
	made := make([]string, len(columns))
	for i, c := range columns {
		if made[i] = t.other[c]; made[i] == "" {
			made[i] = "c." + c
		}
		made[i] = strings.NewReplacer("{key}", key, "{number}", number).Replace(made[i])
	}
	query := "INSERT INTO " + t.table + " (" + strings.Join(columns, ", ") + ")" +
		" WITH RECURSIVE s (n) AS (SELECT ? UNION ALL SELECT n + 1 FROM s WHERE n < ?)" +
		" SELECT " + strings.Join(made, ", ") + " FROM s, " + t.table + " c WHERE c." + t.which
	if l.engine == "mysql" {
		query = "SET STATEMENT max_recursive_iterations = 1000000 FOR " + query
	}
	for first := 1; first <= n; first += seedBatch {
		if _, err := l.bare.ExecContext(ctx, query, first, min(first+seedBatch-1, n), id); err != nil {
			return err
		}
	}
	return nil
}

func columnsOf(ctx context.Context, db *sql.DB, table string) (names []string, err error) {
	rows, err := db.QueryContext(ctx, "SELECT * FROM "+table+" WHERE 1 = 0")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	if names, err = rows.Columns(); err != nil {
		return nil, err
	}
	return names, rows.Err()
}
