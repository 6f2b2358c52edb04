package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// fakeServer notes what travels together, with the arguments.
type fakeServer struct {
	serverConn
	trips  []string
	failAt string
}

func (f *fakeServer) travel(query string, args []driver.NamedValue) error {
	f.trips = append(f.trips, strings.TrimSpace(fmt.Sprint(query, " ", values(args))))
	if f.failAt != "" && strings.Contains(query, f.failAt) {
		return errors.New("refused by the server")
	}
	return nil
}

func (f *fakeServer) ExecContext(_ context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return driver.RowsAffected(1), f.travel(query, args)
}

func (f *fakeServer) QueryContext(_ context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return nil, f.travel(query, args)
}

func values(args []driver.NamedValue) (out []any) {
	for _, a := range args {
		out = append(out, a.Value)
	}
	return out
}

func named(values ...any) (out []driver.NamedValue) {
	for i, v := range values {
		out = append(out, driver.NamedValue{Ordinal: i + 1, Value: v})
	}
	return out
}

func TestWritesThatNobodyWaitsForTravelWithTheCommit(t *testing.T) {
	later := context.WithValue(t.Context(), laterMark{}, true)
	for name, c := range map[string]struct {
		do    func(*thriftyConn, driver.Tx) error
		trips []string
	}{
		"nothing was done": {func(_ *thriftyConn, tx driver.Tx) error { return tx.Commit() }, nil},
		"writes alone": {func(c *thriftyConn, tx driver.Tx) error {
			_, err := c.ExecContext(later, "W1", named("a"))
			_, second := c.ExecContext(later, "W2", named("b"))
			return errors.Join(err, second, tx.Commit())
		}, []string{"START TRANSACTION; W1; W2; COMMIT [a b]"}},
		"writes after a read": {func(c *thriftyConn, tx driver.Tx) error {
			_, err := c.QueryContext(t.Context(), "R", named(1))
			_, second := c.ExecContext(later, "W1", named("a"))
			_, third := c.ExecContext(later, "W2", named("b"))
			return errors.Join(err, second, third, tx.Commit())
		}, []string{"START TRANSACTION; R [1]", "W1; W2; COMMIT [a b]"}},
		"a read sees the writes before it": {func(c *thriftyConn, tx driver.Tx) error {
			_, err := c.ExecContext(later, "W", named("a"))
			_, second := c.QueryContext(t.Context(), "R", named(1))
			return errors.Join(err, second, tx.Commit())
		}, []string{"START TRANSACTION; W; R [a 1]", "COMMIT []"}},
		"undone before anything was sent": {func(c *thriftyConn, tx driver.Tx) error {
			_, err := c.ExecContext(later, "W", named("a"))
			return errors.Join(err, tx.Rollback())
		}, nil},
		"undone": {func(c *thriftyConn, tx driver.Tx) error {
			_, err := c.QueryContext(t.Context(), "R", nil)
			_, second := c.ExecContext(later, "W", named("a"))
			return errors.Join(err, second, tx.Rollback())
		}, []string{"START TRANSACTION; R []", "ROLLBACK []"}},
		"outside of a transaction nothing waits": {func(c *thriftyConn, tx driver.Tx) error {
			err := tx.Commit()
			_, second := c.ExecContext(later, "W", named("a"))
			return errors.Join(err, second)
		}, []string{"W [a]"}},
	} {
		t.Run(name, func(t *testing.T) {
			server := &fakeServer{}
			conn := &thriftyConn{serverConn: server}
			tx, err := conn.BeginTx(t.Context(), driver.TxOptions{})
			must(t, err)
			must(t, c.do(conn, tx))
			if !slices.Equal(server.trips, c.trips) {
				t.Errorf("trips %q, want %q", server.trips, c.trips)
			}
		})
	}
}

func TestAWriteThatFailsWithTheCommitUndoesEverything(t *testing.T) {
	server := &fakeServer{failAt: "W"}
	conn := &thriftyConn{serverConn: server}
	tx, err := conn.BeginTx(t.Context(), driver.TxOptions{})
	must(t, err)
	_, err = conn.ExecContext(context.WithValue(t.Context(), laterMark{}, true), "W", nil)
	must(t, err)
	if tx.Commit() == nil {
		t.Error("the commit succeeded")
	}
	equal(t, server.trips[len(server.trips)-1], "ROLLBACK []")
}

func TestNotMoreThanABoundedNumberOfWritesWaits(t *testing.T) {
	server := &fakeServer{}
	conn := &thriftyConn{serverConn: server}
	tx, err := conn.BeginTx(t.Context(), driver.TxOptions{})
	must(t, err)
	for range 3 * putOff {
		_, err := conn.ExecContext(context.WithValue(t.Context(), laterMark{}, true), "W", nil)
		must(t, err)
	}
	must(t, tx.Commit())
	equal(t, len(server.trips), 3)
}
