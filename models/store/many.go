package store

import (
	"context"
	"database/sql"
	"math/bits"
	"strings"
)

// mostRows is how many rows one statement writes at most.
const mostRows = 500

// plain is the transaction below gorm, for statements that write or read so
// many rows that their texts and their scanning by reflection would cost more
// than the database.
func (tx *Tx) plain() interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
} {
	return tx.db.Statement.ConnPool
}

// insertAll writes rows of so many columns each: "INSERT INTO t (a, b) VALUES "
// is the head, what follows the rows the tail. SQLite, which keeps the
// statements that it compiled, gets pieces of few sizes, so that these are few.
func (tx *Tx) insertAll(head, tail string, width int, values []any) error {
	row := ", (" + strings.Repeat(", ?", width)[2:] + ")"
	for len(values) > 0 {
		n := min(len(values)/width, mostRows)
		if !tx.s.remote() {
			n = 1 << (bits.Len(uint(n)) - 1)
		}
		if _, err := tx.plain().ExecContext(tx.ctx, head+strings.Repeat(row, n)[2:]+tail, values[:n*width]...); err != nil {
			return err
		}
		values = values[n*width:]
	}
	return nil
}

// among is a list of values for IN. On SQLite its length is a power of two, for
// the same reason: the last value stands there again and again.
func (tx *Tx) among(ids []int64) (marks string, values []any) {
	n := len(ids)
	if !tx.s.remote() {
		n = 1 << bits.Len(uint(n-1))
	}
	values = make([]any, n)
	for i := range values {
		values[i] = ids[min(i, len(ids)-1)]
	}
	return strings.Repeat(", ?", n)[2:], values
}

// each calls f with every row of a query.
func (tx *Tx) each(query string, args []any, f func(*sql.Rows) error) error {
	rows, err := tx.plain().QueryContext(tx.ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // Err says what was wrong
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
