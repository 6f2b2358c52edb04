package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/go-sql-driver/mysql"
)

// fakeServer notes what travels together, with the arguments.
type fakeServer struct {
	mu     sync.Mutex
	trips  []string
	failAt string // part of a statement that is refused
	broken bool   // the connection breaks instead
}

func (f *fakeServer) Connect(context.Context) (driver.Conn, error) { return fakeConn{f}, nil }
func (f *fakeServer) Driver() driver.Driver                        { return nil }

// travelled are the trips so far.
func (f *fakeServer) travelled() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.trips)
}

// fakeConn is a connection to it.
type fakeConn struct{ *fakeServer }

func (fakeConn) Prepare(string) (driver.Stmt, error) { return nil, errors.New("nothing is prepared") }
func (fakeConn) Close() error                        { return nil }
func (fakeConn) Begin() (driver.Tx, error)           { return nil, errors.New("nothing is begun") }

func (c fakeConn) travel(query string, args []driver.NamedValue) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var values []any
	for _, a := range args {
		values = append(values, a.Value)
	}
	c.trips = append(c.trips, strings.TrimSpace(fmt.Sprint(query, " ", values)))
	switch {
	case c.failAt == "" || !strings.Contains(query, c.failAt):
		return nil
	case c.broken:
		return io.ErrUnexpectedEOF
	}
	return &mysql.MySQLError{Number: mysqlDuplicate}
}

func (c fakeConn) ExecContext(_ context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return driver.RowsAffected(1), c.travel(query, args)
}

func (c fakeConn) QueryContext(_ context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return noRows{}, c.travel(query, args)
}

// noRows is an empty answer.
type noRows struct{}

func (noRows) Columns() []string         { return []string{"a"} }
func (noRows) Close() error              { return nil }
func (noRows) Next([]driver.Value) error { return io.EOF }

// fakePool is a pool of such connections.
func fakePool(t *testing.T, server *fakeServer) *sql.DB {
	t.Helper()
	pool := sql.OpenDB(server)
	t.Cleanup(func() { must(t, pool.Close()) })
	return pool
}

// later marks what may wait.
func laterCtx(t *testing.T) context.Context {
	t.Helper()
	return context.WithValue(t.Context(), laterMark{}, true)
}

// put leaves a write that may wait.
func put(t *testing.T, x *trip, query string, args ...any) {
	t.Helper()
	_, err := x.ExecContext(laterCtx(t), query, args...)
	must(t, err)
}

// read asks for something.
func read(t *testing.T, x *trip) {
	t.Helper()
	rows, err := x.QueryContext(t.Context(), "R", 1)
	must(t, err)
	must(t, errors.Join(rows.Err(), rows.Close()))
}

func TestWritesThatNobodyWaitsForTravelWithTheCommit(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(*testing.T, *trip)
		trips []string
	}{
		"nothing was done": {func(t *testing.T, x *trip) { must(t, x.commit(t.Context())) }, nil},
		"writes alone": {func(t *testing.T, x *trip) {
			put(t, x, "W1", "a")
			put(t, x, "W2", "b")
			must(t, x.commit(t.Context()))
		}, []string{"START TRANSACTION; W1; W2; COMMIT [a b]"}},
		"writes after a read": {func(t *testing.T, x *trip) {
			read(t, x)
			put(t, x, "W1", "a")
			put(t, x, "W2", "b")
			must(t, x.commit(t.Context()))
		}, []string{"START TRANSACTION; R [1]", "W1; W2; COMMIT [a b]"}},
		"a read sees the writes before it": {func(t *testing.T, x *trip) {
			put(t, x, "W", "a")
			read(t, x)
			must(t, x.commit(t.Context()))
		}, []string{"START TRANSACTION; W; R [a 1]", "COMMIT []"}},
		"a guard stays with its write": {func(t *testing.T, x *trip) {
			put(t, x, "W", "a")
			put(t, x, mysqlInsist)
			equal(t, len(x.waiting), 1)
			must(t, x.commit(t.Context()))
		}, []string{"START TRANSACTION; W; " + mysqlInsist + "; COMMIT [a]"}},
		"undone before anything was sent": {func(t *testing.T, x *trip) {
			put(t, x, "W", "a")
			x.rollback()
		}, nil},
		"undone": {func(t *testing.T, x *trip) {
			read(t, x)
			put(t, x, "W", "a")
			x.rollback()
		}, []string{"START TRANSACTION; R [1]", "ROLLBACK []"}},
		"whoever asked is gone": {func(t *testing.T, x *trip) {
			read(t, x)
			gone, cancel := context.WithCancel(t.Context())
			cancel()
			if err := x.commit(gone); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		}, []string{"START TRANSACTION; R [1]", "ROLLBACK []"}},
	} {
		t.Run(name, func(t *testing.T) {
			server := &fakeServer{}
			c.do(t, &trip{pool: fakePool(t, server)})
			if got := server.travelled(); !slices.Equal(got, c.trips) {
				t.Errorf("trips %q, want %q", got, c.trips)
			}
		})
	}
}

func TestAWriteThatFailsWithTheCommitUndoesEverything(t *testing.T) {
	server := &fakeServer{failAt: "W"}
	x := &trip{pool: fakePool(t, server)}
	put(t, x, "W")
	if x.commit(t.Context()) == nil {
		t.Error("the commit succeeded")
	}
	equal(t, server.travelled()[1], "ROLLBACK []")
}

func TestNotMoreThanABoundedNumberOfWritesWaits(t *testing.T) {
	server := &fakeServer{}
	x := &trip{pool: fakePool(t, server)}
	for range 3 * putOff {
		put(t, x, "W")
	}
	must(t, x.commit(t.Context()))
	equal(t, len(server.travelled()), 3)
}

func TestAConnectionWhoseStateNobodyKnowsIsNotUsedAgain(t *testing.T) {
	server := &fakeServer{failAt: "ROLLBACK", broken: true}
	pool := fakePool(t, server)
	x := &trip{pool: pool}
	_, err := x.ExecContext(t.Context(), "W")
	must(t, err)
	x.rollback()
	equal(t, pool.Stats().OpenConnections, 0)
}
