package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
	"gorm.io/gorm"

	"onevisit/models"
)

func TestWhichFailuresAreWorthAnotherTry(t *testing.T) {
	my := func(n uint16) error { return fmt.Errorf("wrapped: %w", &mysql.MySQLError{Number: n}) }
	for _, c := range []struct {
		err                  error
		transient, duplicate bool
	}{
		{my(1213), true, false}, {my(1205), true, false}, {my(1020), true, false},
		{my(1062), false, true}, {my(1064), false, false}, {gorm.ErrDuplicatedKey, false, true},
		{&conflict{row: "case"}, true, false}, {&failure{"do", &conflict{row: "case"}}, true, false},
		{fmt.Errorf("%w: %w", context.Canceled, my(1213)), false, false},
		{context.DeadlineExceeded, false, false}, {errors.New("else"), false, false}, {nil, false, false},
	} {
		if transient(c.err) != c.transient || duplicate(c.err) != c.duplicate {
			t.Errorf("%v: transient %v, duplicate %v", c.err, transient(c.err), duplicate(c.err))
		}
	}
}

func TestErrorsOfTheServerAreToldByNumber(t *testing.T) {
	err := failed("do", &mysql.MySQLError{Number: 1064, Message: "near 'invented words'"})
	if err.Error() != "store: do: mysql error 1064" {
		t.Errorf("got %q", err)
	}
	if refusal := models.Refuse(models.CodeStale); failed("do", refusal) != error(refusal) || failed("do", nil) != nil {
		t.Error("a refusal or nothing was wrapped")
	}
	if again := failed("turn", err); again != err {
		t.Errorf("wrapped twice: %v", again)
	}
}

func TestSQLiteErrorsAreToldByNumber(t *testing.T) {
	l := newLab(t, "sqlite:"+t.TempDir()+"/ledger.db")
	err := l.Act(t.Context(), func(tx *Tx) error {
		return tx.do("try", func() error { return tx.db.Exec("INSERT INTO nowhere VALUES ('invented')").Error })
	})
	if err == nil || err.Error() != "store: try: sqlite error 1" {
		t.Errorf("got %v", err)
	}
}

func TestABrokenTransactionDoesNothingMore(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		got, err := l.Turn(t.Context(), "m1", func(tx *Tx) ([]byte, error) {
			first := tx.do("break", func() error { return tx.db.Exec("SELECT * FROM nowhere").Error })
			if second := tx.CountGuess("o1", "A"); second == nil || second.Error() != first.Error() {
				t.Errorf("went on after a failure: %v", second)
			}
			return []byte("swallowed"), nil
		})
		if err == nil || got != nil {
			t.Errorf("%q, %v", got, err)
		}
		err = l.Act(t.Context(), func(tx *Tx) error {
			must(t, tx.CountGuess("o1", "A"))
			_ = tx.do("break", func() error { return tx.db.Exec("SELECT * FROM nowhere").Error }) // swallowed
			return nil
		})
		if err == nil {
			t.Error("a swallowed failure was committed")
		}
		if n := l.count(t, "SELECT COUNT(*) FROM inbox") + l.count(t, "SELECT COUNT(*) FROM guesses"); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

func TestACancelledTurnEndsAndLeavesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := l.Turn(ctx, "m1", func(tx *Tx) ([]byte, error) {
			must(t, tx.CountGuess("o1", "A"))
			cancel()
			return []byte("late"), nil
		})
		if err == nil {
			t.Error("a cancelled turn was answered")
		}
		if n := l.count(t, "SELECT COUNT(*) FROM guesses"); n != 0 {
			t.Errorf("%d rows are left", n)
		}
		if err := rest(ctx, 1000); !errors.Is(err, context.Canceled) {
			t.Errorf("rested on: %v", err)
		}
	})
}

func TestNowIsReadOnceAndCutToMilliseconds(t *testing.T) {
	l := newLab(t, "sqlite:"+t.TempDir()+"/ledger.db")
	reads := 0
	l.now = func() time.Time { reads++; return monday().Add(456 * time.Microsecond) }
	l.act(t, func(tx *Tx) error {
		if tx.Now() != monday().UTC() || tx.Now().Location() != time.UTC {
			t.Errorf("now is %v", tx.Now())
		}
		return nil
	})
	if reads != 1 {
		t.Errorf("the clock was read %d times", reads)
	}
}

func TestTimesAreKeptToTheMillisecond(t *testing.T) {
	if stamp(time.Time{}) != nil || !instant(nil).IsZero() {
		t.Error("never is not never")
	}
	for _, at := range []time.Time{monday(), time.Unix(0, 0), time.Date(1999, 1, 1, 0, 0, 0, 999e6, time.UTC)} {
		if got := instant(stamp(at)); !got.Equal(at) || got.Location() != time.UTC {
			t.Errorf("%v came back as %v", at, got)
		}
	}
}

func TestSlowStatementsAreToldOfWithoutTheirValues(t *testing.T) {
	var log strings.Builder
	q := quietLog{log: slog.New(slog.NewTextHandler(&log, nil)), since: time.Since}
	sql, params := q.ParamsFilter(t.Context(), "SELECT ?", "invented")
	if sql != "SELECT ?" || params != nil {
		t.Errorf("%q with %v", sql, params)
	}
	q.LogMode(0).Info(t.Context(), "remark")
	q.Warn(t.Context(), "remark")
	q.Error(t.Context(), "remark")
	say := func() (string, int64) { return sql, 1 }
	q.Trace(t.Context(), monday().AddDate(100, 0, 0), say, nil)
	if log.String() != "" {
		t.Errorf("said %q", log.String())
	}
	q.Trace(t.Context(), monday().AddDate(-100, 0, 0), say, nil)
	if !strings.Contains(log.String(), "slow statement") {
		t.Errorf("said %q", log.String())
	}
}

// oddLaw makes what the real one never does.
type oddLaw struct {
	Law
	change func(*models.Done)
}

func (o oddLaw) Apply(c models.Case, r models.Request, now time.Time) (models.Done, error) {
	d, err := o.Law.Apply(c, r, now)
	o.change(&d)
	return d, err
}

func TestALawThatBreaksTheLedgersRulesIsStopped(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.chainOfThree(t)
		for name, change := range map[string]func(*models.Done){
			"an entry out of order": func(d *models.Done) { d.Entry.Seq++ },
			"a letter removed":      func(d *models.Done) { d.Case.Letters = nil },
			"a clock twice":         func(d *models.Done) { d.Case.Clocks = append(d.Case.Clocks, twin(d.Case.Clocks[0])) },
			"a state unheard of":    func(d *models.Done) { d.Case.State = "unheard" },
		} {
			l.law = oddLaw{Law: law(), change: change}
			err := l.Act(t.Context(), func(tx *Tx) error { _, err := tx.Do(number, supplement("an invented supplement")); return err })
			if err == nil {
				t.Errorf("%s was written", name)
			}
		}
		if c := l.load(t, number); c.AuditCount != 3 {
			t.Errorf("%d entries, want 3", c.AuditCount)
		}
	})
}

func twin(k models.Clock) models.Clock { k.ID = 0; return k }

func TestALawMayRemoveClocksThatAStepHadStarted(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("o1"))
		l.law = oddLaw{Law: law(), change: func(d *models.Done) { d.Case.Clocks = nil }}
		l.act(t, func(tx *Tx) error { _, err := tx.Do(number, supplement("an invented supplement")); return err })
		if c := l.load(t, number); len(c.Clocks) != 0 {
			t.Errorf("%d clocks are left", len(c.Clocks))
		}
	})
}

func TestPeopleWhoComeToACaseFindIt(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("o1"))
		l.law = oddLaw{Law: law(), change: func(d *models.Done) { d.Case.Account = "o2" }}
		l.act(t, func(tx *Tx) error { _, err := tx.Do(number, supplement("an invented supplement")); return err })
		l.act(t, func(tx *Tx) error {
			for who, want := range map[string]int{"o1": 0, "o2": 1} {
				got, err := tx.CasesOf(who, 1)
				must(t, err)
				if len(got) != want {
					t.Errorf("%s has %d cases, want %d", who, len(got), want)
				}
			}
			return nil
		})
	})
}

func TestADayHasRoomForSevenDigits(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.exec(t, "INSERT INTO case_numbers (day, n) VALUES (20261123, 9999999)")
		err := l.Act(t.Context(), func(tx *Tx) error { _, err := tx.Do("", filing(petitioner("o1"))); return err })
		if err == nil {
			t.Error("the day went over")
		}
	})
}
