package bot

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"onevisit/models"
)

// lateLedger is a ledger in which one section was late, once; it counts how
// often that is made anew.
type lateLedger struct {
	Store
	Tx
	now   time.Time
	state models.LedgerState
	away  []models.Substitution
	fails bool
	made  int
	owed  map[string]bool
}

func (l *lateLedger) Act(_ context.Context, f func(Tx) error) error {
	if err := f(l); err != nil {
		return err
	}
	if l.fails {
		return errors.New("the transaction failed")
	}
	return nil
}

func (l *lateLedger) Now() time.Time { return l.now }

// breach is of a due that passed an hour ago.
func (l *lateLedger) breach() models.Breach {
	return models.Breach{CaseID: 1, ClockID: 1, Clock: models.ClockAccept, Round: 1, Section: "wetland", Due: l.now.Add(-time.Hour)}
}

func (l *lateLedger) FreshBreaches(time.Time, time.Time) ([]models.Breach, error) {
	return []models.Breach{l.breach(), l.breach()}, nil
}

func (l *lateLedger) LedgerState(string, time.Time, time.Time) (models.LedgerState, error) {
	return l.state, nil
}

func (l *lateLedger) Substitutions() ([]models.Substitution, error) { return l.away, nil }

func (l *lateLedger) SectionBreaches(string, time.Time, time.Time) ([]models.Breach, []models.Case, error) {
	l.made++
	return []models.Breach{l.breach()}, []models.Case{{ID: 1, Number: "LS20261123-0001", Section: "wetland"}}, nil
}

func (l *lateLedger) OfficeEntries(models.OfficeQuery) ([]models.OfficeEntry, error) { return nil, nil }

func (l *lateLedger) Owe(n models.Notice) error {
	l.owed[n.Key] = true
	return nil
}

func TestALedgerIsMadeAnewOnlyWhenItCanHaveChanged(t *testing.T) {
	l := &lateLedger{now: time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone()), owed: map[string]bool{}}
	law := models.NewLaw(&models.Bureau{
		Sections: []models.Section{{Code: "wetland"}},
		Staff:    []models.Staff{{UserID: "Qian.Director", Roles: []models.Role{models.RoleDirector}}},
	}, models.Calendar{})
	begun := func() *Bot { return New(l, law, slog.New(slog.DiscardHandler)) }
	b := begun()
	for _, step := range []struct {
		name string
		do   func()
		made int
	}{
		{"the first time, which fails", func() { l.fails = true }, 1},
		{"once more after a failure", func() { l.fails = false }, 1},
		{"with nothing changed", func() {}, 0},
		{"a minute later", func() { l.now = l.now.Add(time.Minute) }, 0},
		{"after a case went on", func() { l.state.Versions++ }, 1},
		{"with nothing changed again", func() {}, 0},
		{"after a breach stands again", func() { l.state.Annulled-- }, 1},
		{"after somebody said that they will be away", func() {
			l.away = []models.Substitution{{Person: "qian.director", Substitute: "wu.vice", From: l.now.Add(time.Hour), Until: l.now.Add(2 * time.Hour)}}
		}, 0},
		{"when the substitute's time began", func() { l.now = l.now.Add(time.Hour) }, 1},
		{"in that time", func() { l.now = l.now.Add(time.Minute) }, 0},
		{"when it is over", func() { l.now = l.now.Add(time.Hour) }, 1},
		{"by a process begun anew", func() { b = begun() }, 1},
	} {
		l.made = 0
		step.do()
		if _, err := b.prepare(t.Context()); (err != nil) != l.fails {
			t.Errorf("%s: %v", step.name, err)
		}
		if l.made != step.made {
			t.Errorf("%s: the ledger was made %d times, want %d", step.name, l.made, step.made)
		}
	}
	if want := "draft:1:1:wetland:1:qian.director"; len(l.owed) != 1 || !l.owed[want] {
		t.Errorf("owed %v, want %s", l.owed, want)
	}
}
