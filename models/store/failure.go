package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/go-sql-driver/mysql"
	"gorm.io/gorm"
	"modernc.org/sqlite"

	"onevisit/models"
)

// failure is an error of the database with what was being done. Its text has
// the server's number and not its message, which may quote a statement.
type failure struct {
	op    string
	cause error
}

// Error names the operation and the kind of failure.
func (f *failure) Error() string { return "store: " + f.op + ": " + describe(f.cause) }

// Unwrap returns the cause.
func (f *failure) Unwrap() error { return f.cause }

func describe(err error) string {
	var my *mysql.MySQLError
	var lite *sqlite.Error
	switch {
	case errors.As(err, &my):
		return fmt.Sprintf("mysql error %d", my.Number)
	case errors.As(err, &lite):
		return fmt.Sprintf("sqlite error %d", lite.Code())
	}
	return err.Error()
}

// failed wraps an error with the operation; refusals pass as they are.
func failed(op string, err error) error {
	var refusal *models.Error
	var known *failure
	if err == nil || errors.As(err, &refusal) || errors.As(err, &known) {
		return err
	}
	return &failure{op: op, cause: err}
}

// conflict says that somebody else wrote a row first: the transaction is done
// again from its beginning.
type conflict struct{ row string }

// Error names the kind of row.
func (c *conflict) Error() string { return "somebody else changed the " + c.row + " meanwhile" }

// MySQL's numbers for what another try can mend.
const (
	mysqlDuplicate = 1062
	mysqlLockWait  = 1205
	mysqlDeadlock  = 1213
	mysqlChanged   = 1020 // record has changed since last read (Galera, MariaDB snapshots)
	mysqlMissed    = 1242 // a subquery has two rows: mysqlInsist
)

// mysqlInsist fails if the statement before it met no row, and so keeps the
// ones after it from being done.
const mysqlInsist = "SET @met = (SELECT 1 UNION ALL SELECT 1 FROM DUAL WHERE ROW_COUNT() = 0)"

// SQLite's result codes; the low byte is the primary one.
const (
	sqliteBusy       = 5
	sqliteLocked     = 6
	sqlitePrimaryKey = 1555
	sqliteUnique     = 2067
)

// transient reports whether the same transaction may succeed when it is done
// again.
func transient(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	var c *conflict
	var my *mysql.MySQLError
	var lite *sqlite.Error
	switch {
	case errors.As(err, &c):
		return true
	case errors.As(err, &my):
		return my.Number == mysqlLockWait || my.Number == mysqlDeadlock || my.Number == mysqlChanged || my.Number == mysqlMissed
	case errors.As(err, &lite):
		return lite.Code()&0xff == sqliteBusy || lite.Code()&0xff == sqliteLocked
	}
	return false
}

// duplicate reports whether a unique key refused the row.
func duplicate(err error) bool {
	var my *mysql.MySQLError
	var lite *sqlite.Error
	switch {
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return true
	case errors.As(err, &my):
		return my.Number == mysqlDuplicate
	case errors.As(err, &lite):
		return lite.Code() == sqlitePrimaryKey || lite.Code() == sqliteUnique
	}
	return false
}

const (
	mysqlNoTable = 1146
	sqliteError  = 1 // SQLite's general complaint
)

// missingTable reports whether an error means that a table is not there. What
// SQLite says of it is told apart by nothing but its words.
func missingTable(err error) bool {
	var my *mysql.MySQLError
	var lite *sqlite.Error
	switch {
	case errors.As(err, &my):
		return my.Number == mysqlNoTable
	case errors.As(err, &lite):
		return lite.Code() == sqliteError && strings.Contains(lite.Error(), "no such table")
	}
	return false
}
