package store

import (
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
)

// recalls is a connection to a new file with ten numbers in it.
func recalls(t *testing.T) *sql.DB {
	t.Helper()
	pool, err := sqliteEngine{path: filepath.Join(t.TempDir(), "recalled.db")}.dial(t.Context())
	must(t, err)
	t.Cleanup(func() { must(t, pool.Close()) })
	_, err = pool.Exec("CREATE TABLE numbers (n INTEGER PRIMARY KEY)")
	must(t, err)
	for n := range 10 {
		_, err := pool.Exec("INSERT INTO numbers (n) VALUES (?)", n)
		must(t, err)
	}
	return pool
}

func count(t *testing.T, rows *sql.Rows) (n int) {
	t.Helper()
	for rows.Next() {
		n++
	}
	must(t, errors.Join(rows.Err(), rows.Close()))
	return n
}

// The same query may be asked while its rows are still being read.
func TestAStatementIsReadTwiceAtTheSameTime(t *testing.T) {
	tx, err := recalls(t).Begin()
	must(t, err)
	const query = "SELECT n FROM numbers WHERE n >= ?"
	outer, err := tx.Query(query, 0)
	must(t, err)
	if !outer.Next() {
		t.Fatal("no rows")
	}
	inner, err := tx.Query(query, 5)
	must(t, err)
	equal(t, count(t, inner), 5)
	equal(t, count(t, outer), 9)
	again, err := tx.Query(query, 8)
	must(t, err)
	equal(t, count(t, again), 2)
	must(t, tx.Commit())
}

func TestAConnectionKeepsABoundedNumberOfStatements(t *testing.T) {
	pool := recalls(t)
	conn, err := pool.Conn(t.Context())
	must(t, err)
	open, err := conn.QueryContext(t.Context(), "SELECT n FROM numbers")
	must(t, err)
	for i := range 2 * recalled {
		var n int
		must(t, conn.QueryRowContext(t.Context(), fmt.Sprintf("SELECT n + %d FROM numbers WHERE n = ?", i), 1).Scan(&n))
		equal(t, n, i+1)
	}
	must(t, conn.Raw(func(c any) error {
		if kept := len(c.(*recallConn).known); kept > recalled {
			t.Errorf("%d statements are kept", kept)
		}
		return nil
	}))
	equal(t, count(t, open), 10) // what is being read is not taken away
	must(t, conn.Close())
}

func TestARecalledStatementSeesANewSchema(t *testing.T) {
	pool := recalls(t)
	const query = "SELECT * FROM numbers WHERE n = 1"
	for _, change := range []string{"ALTER TABLE numbers ADD COLUMN word TEXT", "ALTER TABLE numbers ADD COLUMN more TEXT"} {
		before, err := pool.Query(query)
		must(t, err)
		equal(t, count(t, before), 1)
		_, err = pool.Exec(change)
		must(t, err)
	}
	rows, err := pool.Query(query)
	must(t, err)
	columns, err := rows.Columns()
	must(t, err)
	equal(t, count(t, rows), 1)
	equal(t, fmt.Sprint(columns), "[n word more]")
}

func TestABadStatementIsNotRemembered(t *testing.T) {
	pool := recalls(t)
	for range 2 {
		if _, err := pool.Exec("INSERT INTO nowhere VALUES (1)"); !missingTable(err) {
			t.Errorf("got %v", err)
		}
		if _, err := pool.Exec("INSERT INTO numbers (n) VALUES (?)", 1); !duplicate(err) {
			t.Errorf("got %v", err)
		}
	}
}
