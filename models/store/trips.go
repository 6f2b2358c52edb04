package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"
)

// laterMark is the context key of a statement whose result nobody waits for.
type laterMark struct{}

// trip is a transaction on a server, to which every statement is a journey. It
// begins when the first statement has to be sent; writes that were put off
// travel with that statement, or with the commit. One of which nothing was sent
// until its end shares the commit with others (groupcommit.go). It is gorm's
// connection for the time of the transaction.
type trip struct {
	pool    *sql.DB
	group   *combiner[[]write, struct{}]
	conn    *sql.Conn // nil as long as nothing was sent
	waiting []write   // were not sent yet
}

// write is a statement that waits.
type write struct {
	query string
	args  []any
}

// errAlone: those who shared a commit failed together, and each tries alone.
var errAlone = errors.New("mysql: a shared commit failed")

// putOff bounds how many statements wait for the next one. Turns have far less.
const putOff = 100

// ExecContext sends a statement and what waits before it, or lets it wait too.
func (t *trip) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	switch {
	case query == mysqlInsist && len(t.waiting) > 0:
		last := &t.waiting[len(t.waiting)-1] // never parted from the write it guards
		last.query += "; " + mysqlInsist
		return notYet{}, nil
	case len(t.waiting) < putOff && ctx.Value(laterMark{}) != nil:
		t.waiting = append(t.waiting, write{query, args})
		return notYet{}, nil
	}
	all, whole, err := t.join(ctx, query, args)
	if err != nil {
		return nil, err
	}
	return t.conn.ExecContext(ctx, all, whole...)
}

// QueryContext sends a query and what waits before it. The driver passes over
// results that have no columns.
func (t *trip) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	all, whole, err := t.join(ctx, query, args)
	if err != nil {
		return nil, err
	}
	return t.conn.QueryContext(ctx, all, whole...)
}

// QueryRowContext sends a query for one row.
func (t *trip) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	all, whole, err := t.join(ctx, query, args)
	if err != nil {
		ended, cancel := context.WithCancelCause(ctx)
		cancel(err)
		return t.pool.QueryRowContext(ended, query) // whose Scan fails
	}
	return t.conn.QueryRowContext(ctx, all, whole...)
}

// PrepareContext is asked for by nobody: a prepared statement travels alone.
func (t *trip) PrepareContext(context.Context, string) (*sql.Stmt, error) {
	return nil, errors.New("mysql: transactions here prepare nothing")
}

// notYet is the result of a statement that waits.
type notYet struct{}

// LastInsertId is not known yet.
func (notYet) LastInsertId() (int64, error) { return 0, nil }

// RowsAffected is not known yet.
func (notYet) RowsAffected() (int64, error) { return 0, nil }

// join puts a statement behind what waits, and behind the transaction's
// beginning where that was not sent.
func (t *trip) join(ctx context.Context, query string, args []any) (string, []any, error) {
	var parts []string
	if t.conn == nil {
		conn, err := t.pool.Conn(ctx)
		if err != nil {
			return "", nil, err
		}
		t.conn = conn
		parts = append(parts, "START TRANSACTION")
	}
	if len(t.waiting) == 0 && parts == nil {
		return query, args, nil
	}
	var whole []any
	for _, w := range t.waiting {
		parts, whole = append(parts, w.query), append(whole, w.args...)
	}
	t.waiting = nil
	return strings.Join(append(parts, query), "; "), append(whole, args...), nil
}

// commit ends the transaction. Nothing of it is done when one of its
// statements fails: the server has then not come to the commit.
func (t *trip) commit(ctx context.Context) error {
	switch {
	case ctx.Err() != nil:
		t.rollback()
		return ctx.Err()
	case t.conn == nil && len(t.waiting) == 0:
		return nil // nothing was done
	case t.conn == nil && t.group != nil:
		_, err := answered(ctx, t.group.ask(ctx, t.waiting))
		if !errors.Is(err, errAlone) {
			return err
		}
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeLimit)
	defer cancel()
	all, whole, err := t.join(end, "COMMIT", nil)
	if err == nil {
		_, err = t.conn.ExecContext(end, all, whole...)
	}
	if err != nil {
		t.rollback()
		return err
	}
	return t.conn.Close()
}

// rollback forgets what waits and undoes what was sent.
func (t *trip) rollback() {
	t.waiting = nil
	if t.conn == nil {
		return
	}
	end, cancel := context.WithTimeout(context.Background(), writeLimit)
	defer cancel()
	if _, err := t.conn.ExecContext(end, "ROLLBACK"); err != nil {
		// What state the connection is in nobody knows: it is not used again,
		// and the server undoes what it had begun.
		_ = t.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	_ = t.conn.Close() // given back, or closed already
}
