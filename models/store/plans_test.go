package store

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"

	"onevisit/models"
)

// asked is one statement that the store sent.
type asked struct {
	sql  string
	vars []any
}

// listen keeps what the store asks from now on.
func listen(t *testing.T, s *Store) *[]asked {
	t.Helper()
	var out []asked
	hear := func(db *gorm.DB) {
		out = append(out, asked{db.Statement.SQL.String(), append([]any{}, db.Statement.Vars...)})
	}
	must(t, s.db.Callback().Query().After("gorm:query").Register("plans", hear))
	must(t, s.db.Callback().Row().After("gorm:row").Register("plans", hear))
	return &out
}

// crowd fills what a sweep looks through with rows that ask for nothing: alarms
// and duties of the future, reminders that were told or wait, breaches of last year.
func (l *lab) crowd(t *testing.T, n int) {
	t.Helper()
	file := l.load(t, l.submit(t, petitioner("o1")))
	now := monday()
	far, past := now.Add(90*24*time.Hour).UnixMilli(), now.Add(-400*24*time.Hour).UnixMilli()
	entry := fmt.Sprintf("INSERT INTO office_entries (id, verb, actor, at, section, case_id, number, round, duty_id, content) VALUES (1, 'issue', 'a', %d, 'wet', 1, 'n', 1, 0, 'x')", past)
	l.exec(t, entry)
	for i := 1000; i < 1000+n; i++ {
		l.copyRow(t, "cases", map[string]string{"id": fmt.Sprint(i), "number": fmt.Sprintf("'n%d'", i)}, "id = "+fmt.Sprint(file.ID))
		l.copyRow(t, "clocks", map[string]string{"case_id": fmt.Sprint(i), "kind": "'rate'", "due_at": fmt.Sprint(far)}, "case_id = "+fmt.Sprint(file.ID))
		for _, row := range []string{
			fmt.Sprintf("INSERT INTO alarms (case_id, clock_id, at) VALUES (%d, %d, %d)", file.ID, i, far+int64(i)),
			fmt.Sprintf("INSERT INTO reminder_keys (case_id, key_hash) VALUES (%d, '%032d')", file.ID, i),
			fmt.Sprintf("INSERT INTO reminder_bundles (key_hash, to_key, tell_at, rungs, content) VALUES ('%032d', '%032d', %d, 1, 'x')", i, i%7, far),
			fmt.Sprintf("INSERT INTO breaches (case_id, clock_id, due_at, kind, ref, round, section, recorded_at, annulled_seq) VALUES (%d, %d, %d, 'accept', '', 1, 'wet', %d, 0)", file.ID, i, past, past),
			fmt.Sprintf("INSERT INTO office_duties (entry_id, kind, section, owner, letter, started_at, due_at, remind_at, content) VALUES (1, 'explain', 'wet', '', '', %d, %d, %d, 'x')", past, far, far),
		} {
			l.exec(t, row)
		}
	}
}

// copyRow writes a row once more, with some columns changed.
func (l *lab) copyRow(t *testing.T, table string, changed map[string]string, where string) {
	t.Helper()
	rows, err := l.raw.QueryContext(t.Context(), "SELECT * FROM "+table+" WHERE 1 = 0")
	must(t, err)
	columns, err := rows.Columns()
	must(t, errors.Join(err, rows.Close()))
	values := slices.Clone(columns)
	for i, c := range columns {
		if v, ok := changed[c]; ok {
			values[i] = v
		}
	}
	l.exec(t, fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s", table, strings.Join(columns, ", "), strings.Join(values, ", "), table, where))
}

// TestASweepWithNothingDueReadsNoTableThrough: the questions that are asked
// again and again are answered from an index, however much lies there.
func TestASweepWithNothingDueReadsNoTableThrough(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.crowd(t, 300)
		heard := listen(t, l.Store)
		must(t, l.Act(background(), func(tx *Tx) error {
			if due, err := tx.Alarms(100); err != nil || len(due) > 0 {
				return fmt.Errorf("%d alarms, %w", len(due), err)
			}
			if told, err := tx.TakeReminders(50); err != nil || len(told) > 0 {
				return fmt.Errorf("%d reminders, %w", len(told), err)
			}
			if duties, err := tx.DutiesToTell(100); err != nil || len(duties) > 0 {
				return fmt.Errorf("%d duties, %w", len(duties), err)
			}
			fresh, err := tx.FreshBreaches(tx.Now().Add(-7*24*time.Hour), tx.Now().Add(-366*24*time.Hour))
			if len(fresh) > 0 {
				return fmt.Errorf("%d fresh breaches", len(fresh))
			}
			from, to := models.YearSpan(2026)
			_, errState := tx.LedgerState("wet", from, to)
			return errors.Join(err, errState)
		}))
		over, err := l.Due(background(), models.ClockRate, 100)
		if must(t, err); len(over) > 0 || len(*heard) != 7 {
			t.Fatalf("%d windows are over, %d statements", len(over), len(*heard))
		}
		for _, a := range *heard {
			if plan := l.plan(t, a); reads(plan) {
				t.Errorf("%s\nreads a table through: %s", a.sql, plan)
			}
		}
	})
}

// plan is how the database would answer.
func (l *lab) plan(t *testing.T, a asked) string {
	t.Helper()
	explain := "EXPLAIN "
	if strings.HasPrefix(l.options.Database, "sqlite:") {
		explain = "EXPLAIN QUERY PLAN "
	} else {
		l.exec(t, "ANALYZE TABLE alarms, reminder_keys, reminder_bundles, breaches, office_duties, clocks, cases")
	}
	rows, err := l.raw.QueryContext(context.Background(), explain+a.sql, a.vars...)
	must(t, err)
	defer func() { must(t, rows.Close()) }()
	columns, err := rows.Columns()
	must(t, err)
	out := ""
	for rows.Next() {
		cells, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		must(t, rows.Scan(into...))
		for i, c := range cells {
			if b, ok := c.([]byte); ok {
				c = string(b)
			}
			out += fmt.Sprintf("%s=%v ", columns[i], c)
		}
		out += "\n"
	}
	must(t, rows.Err())
	return out
}

// few is how many rows a database may expect to look at.
const few = 50

// expects finds how many those are in a plan of MySQL.
var expects = regexp.MustCompile(` rows=(\d+) `)

// reads reports that a plan walks through a table or a whole index.
func reads(plan string) bool {
	for _, m := range expects.FindAllStringSubmatch(plan, -1) {
		if n, err := strconv.Atoi(m[1]); err != nil || n > few {
			return true
		}
	}
	return strings.Contains(plan, "detail=SCAN") || strings.Contains(plan, " type=ALL ") || strings.Contains(plan, " type=index ")
}
