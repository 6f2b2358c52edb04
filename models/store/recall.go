package store

import (
	"context"
	"database/sql/driver"
)

// recalled is how many compiled statements a connection keeps: more than the
// program has. Lists of different lengths are different statements.
const recalled = 400

// fullConn is what a driver's connections can do.
type fullConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// recallConn compiles each statement once. SQLite runs in this process, where
// compiling takes as long as running.
type recallConn struct {
	fullConn
	known map[string]*recalledStatement
}

// compiled is what the driver makes of a statement.
type compiled interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// recalledStatement is a compiled statement; while its rows are read it
// cannot be run a second time.
type recalledStatement struct {
	compiled
	reading bool
}

// ExecContext runs a statement.
func (c *recallConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.recall(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.fullConn.ExecContext(ctx, query, args)
	}
	return s.ExecContext(ctx, args)
}

// QueryContext runs a query.
func (c *recallConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.recall(ctx, query)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return c.fullConn.QueryContext(ctx, query, args)
	}
	rows, err := s.QueryContext(ctx, args)
	if err != nil {
		return nil, err
	}
	s.reading = true
	return &recalledRows{Rows: rows, of: s}, nil
}

// recall is the compiled statement; nil for one that is being read just now.
func (c *recallConn) recall(ctx context.Context, query string) (*recalledStatement, error) {
	if s, ok := c.known[query]; ok {
		if s.reading {
			return nil, nil
		}
		return s, nil
	}
	prepared, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s, ok := prepared.(compiled)
	if !ok {
		return nil, prepared.Close()
	}
	if len(c.known) >= recalled {
		if err := c.forget(); err != nil {
			return nil, err
		}
	}
	c.known[query] = &recalledStatement{compiled: s}
	return c.known[query], nil
}

// forget makes room. Which statements go does not matter: those that are used
// often are soon back.
func (c *recallConn) forget() error {
	for query, s := range c.known {
		if s.reading {
			continue
		}
		delete(c.known, query)
		if err := s.Close(); err != nil {
			return err
		}
	}
	return nil
}

// Close closes the connection and everything compiled on it.
func (c *recallConn) Close() error {
	for _, s := range c.known {
		_ = s.Close() // the connection's own error says more
	}
	return c.fullConn.Close()
}

// recalledRows are the rows of a compiled statement.
type recalledRows struct {
	driver.Rows
	of *recalledStatement
}

// Close ends the reading.
func (r *recalledRows) Close() error {
	r.of.reading = false
	return r.Rows.Close()
}
