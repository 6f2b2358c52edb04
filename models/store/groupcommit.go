package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/go-sql-driver/mysql"
)

const (
	// committers is how many shared commits are under way at once: while the
	// disk writes one, the next is made ready.
	committers = 2
	// sharers is how many transactions share a commit at most.
	sharers = 32
)

// newGroupCommit lets transactions that only write share one: one commit, and
// one statement for all rows that go into the same table. They concern
// different messages and have read nothing that they hold, so the order among
// them is of no account. When the server refuses what one of them wrote nothing
// of the others is done either, and each tries alone.
func newGroupCommit(pool *sql.DB) *combiner[[]write, struct{}] {
	return &combiner[[]write, struct{}]{
		hands: committers, most: sharers, limit: writeLimit,
		serve: func(ctx context.Context, all [][]write) []answer[struct{}] {
			t := &trip{pool: pool, waiting: merged(all)}
			err := t.commit(ctx)
			var refused *mysql.MySQLError
			if len(all) > 1 && errors.As(err, &refused) {
				err = errAlone
			}
			return forAll[struct{}](len(all), err)
		},
	}
}

// merged puts the writes of several transactions into one list. A row joins
// the first insert of the same kind, unless its own transaction changed that
// table before in another way.
func merged(all [][]write) []write {
	var out []write
	kinds := map[string]int{} // where the first insert of a kind stands
	for _, writes := range all {
		changed := map[string]bool{}
		for _, w := range writes {
			table := tableOf(w.query)
			head, rows, tail, ok := insertParts(w.query)
			if !ok || changed[table] || changed[""] {
				changed[table] = true
				out = append(out, w)
				continue
			}
			at, known := kinds[head+tail]
			if !known {
				kinds[head+tail] = len(out)
				out = append(out, write{query: w.query, args: append([]any(nil), w.args...)})
				continue
			}
			first := &out[at]
			first.query = strings.TrimSuffix(first.query, tail) + "," + rows + tail
			first.args = append(first.args, w.args...)
		}
	}
	return out
}

// insertParts parts an insert of plain rows: what stands before the rows, the
// rows, and what stands behind them. Whatever looks otherwise is not ok.
func insertParts(query string) (head, rows, tail string, ok bool) {
	const values = " VALUES "
	at := strings.Index(query, values)
	if at < 0 || !strings.HasPrefix(query, "INSERT INTO ") {
		return "", "", "", false
	}
	at += len(values)
	end := at
	for end < len(query) && strings.IndexByte("(?),", query[end]) >= 0 {
		end++
	}
	head, rows, tail = query[:at], query[at:end], query[end:]
	plain := strings.HasPrefix(rows, "(") && strings.HasSuffix(rows, ")")
	return head, rows, tail, plain && !strings.ContainsAny(tail, "?;")
}

// tableOf is the table that a write changes, as it is quoted there; empty when
// that cannot be told.
func tableOf(query string) string {
	for _, verb := range []string{"INSERT INTO ", "UPDATE ", "DELETE FROM "} {
		if rest, ok := strings.CutPrefix(query, verb); ok {
			name, _, _ := strings.Cut(rest, " ")
			return name
		}
	}
	return ""
}
