package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"strings"

	"gorm.io/gorm"
)

// laterMark is the context key of a statement whose result nobody waits for.
type laterMark struct{}

// later is for writes whose result nobody looks at: no count, no new id, no
// duplicate that means something. On a server they travel with the next
// statement or with the commit, where their errors show, too; the order of
// statements stays what it is. A turn is mostly waiting for the server's
// answers, and this saves most of them.
func (tx *Tx) later() *gorm.DB {
	return tx.db.WithContext(context.WithValue(tx.ctx, laterMark{}, true))
}

// serverConn is what the driver's connections can do.
type serverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
	driver.NamedValueChecker
}

// thriftyConn is a connection that saves round trips: the beginning of a
// transaction and the writes that were put off travel with the statement after
// them. The server stops at the first one that fails.
type thriftyConn struct {
	serverConn
	waiting []string // statements that were not sent yet
	args    []driver.NamedValue
	within  bool // a transaction is open, or about to be
	begun   bool // something of it was sent
}

// BeginTx puts off the beginning; the isolation is the session's.
func (c *thriftyConn) BeginTx(_ context.Context, o driver.TxOptions) (driver.Tx, error) {
	if o.ReadOnly || o.Isolation != 0 {
		return nil, errors.New("mysql: transactions have the session's isolation")
	}
	c.waiting, c.args, c.within, c.begun = []string{"START TRANSACTION"}, nil, true, false
	return thriftyTx{c}, nil
}

// ExecContext sends a statement and what waits before it, or lets it wait too.
func (c *thriftyConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if c.within && len(c.waiting) < putOff && ctx.Value(laterMark{}) != nil {
		c.waiting, c.args = append(c.waiting, query), append(c.args, args...)
		return notYet{}, nil
	}
	all, whole := c.take(query, args)
	result, err := c.serverConn.ExecContext(ctx, all, whole)
	if errors.Is(err, driver.ErrSkip) && all != query {
		return nil, errTooLong
	}
	return result, err
}

// putOff bounds how many statements wait for the next one. Turns have far less.
const putOff = 100

// notYet is the result of a statement that waits.
type notYet struct{}

// LastInsertId is not known yet.
func (notYet) LastInsertId() (int64, error) { return 0, nil }

// RowsAffected is not known yet.
func (notYet) RowsAffected() (int64, error) { return 0, nil }

// QueryContext sends a query and what waits before it. The driver passes over
// results that have no columns.
func (c *thriftyConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	all, whole := c.take(query, args)
	rows, err := c.serverConn.QueryContext(ctx, all, whole)
	if errors.Is(err, driver.ErrSkip) && all != query {
		return nil, errTooLong
	}
	return rows, err
}

// PrepareContext sends what waits first: a prepared statement travels alone.
func (c *thriftyConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if err := c.flush(ctx); err != nil {
		return nil, err
	}
	return c.serverConn.PrepareContext(ctx, query)
}

// errTooLong: together the statements are more than the server takes in one
// packet, which is 64 MiB and far beyond any turn.
var errTooLong = errors.New("mysql: a transaction's writes do not fit into one packet")

// take joins what waits with a statement.
func (c *thriftyConn) take(query string, args []driver.NamedValue) (string, []driver.NamedValue) {
	if len(c.waiting) == 0 {
		return query, args
	}
	all, whole := append(c.waiting, query), append(c.args, args...)
	c.waiting, c.args, c.begun = nil, nil, true
	for i := range whole {
		whole[i].Ordinal = i + 1
	}
	return strings.Join(all, "; "), whole
}

// flush sends what waits on its own.
func (c *thriftyConn) flush(ctx context.Context) error {
	if len(c.waiting) == 0 {
		return nil
	}
	all, whole := c.take("DO 0", nil)
	_, err := c.serverConn.ExecContext(ctx, all, whole)
	return err
}

// thriftyTx ends what BeginTx began.
type thriftyTx struct{ conn *thriftyConn }

// Commit sends what waits together with the commit. When one of the statements
// fails the server has not come to the commit, and everything is undone.
func (t thriftyTx) Commit() error {
	c := t.conn
	c.within = false
	if !c.begun && len(c.waiting) == 1 {
		c.waiting = nil
		return nil // nothing was done
	}
	if _, err := c.ExecContext(context.Background(), "COMMIT", nil); err != nil {
		return errors.Join(err, t.Rollback())
	}
	return nil
}

// Rollback forgets what waits and undoes what was sent.
func (t thriftyTx) Rollback() error {
	c := t.conn
	c.waiting, c.args, c.within = nil, nil, false
	if !c.begun {
		return nil
	}
	_, err := c.serverConn.ExecContext(context.Background(), "ROLLBACK", nil)
	return err
}
