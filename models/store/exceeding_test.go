package store

import (
	"errors"
	"testing"
	"time"

	"onevisit/models"
)

func TestASectionsBreachesAndTheirCases(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.registered(t, petitioner("openid-one"))
		l.act(t, func(tx *Tx) error { _, err := tx.Do(number, assigning()); return err })
		l.clock.forward(5 * 24 * time.Hour)
		l.act(t, func(tx *Tx) error {
			_, err := tx.Do(number, models.Request{
				Verb: models.VerbAccept, Actor: models.Actor{Kind: models.ActorStaff, ID: "wang.chief"},
				Args: models.Args{models.ArgTrack: "ordinary", models.ArgHandler: "zhao.handler"},
			})
			return err
		})
		from, to := models.YearSpan(2026)
		l.act(t, func(tx *Tx) error {
			breaches, cases, err := tx.SectionBreaches("wetland", from, to)
			if len(breaches) != 1 || breaches[0].Clock != models.ClockAccept || len(cases) != 1 || cases[0].Number != number {
				t.Errorf("%+v in %d cases", breaches, len(cases))
			}
			return err
		})
		l.act(t, func(tx *Tx) error {
			breaches, _, err := tx.SectionBreaches("forest", from, to)
			fresh, errFresh := tx.FreshBreaches(tx.Now().Add(-time.Hour), from)
			stale, errStale := tx.FreshBreaches(tx.Now().Add(time.Hour), from)
			if len(breaches) != 0 || len(fresh) != 1 || fresh[0].Section != "wetland" || len(stale) != 0 {
				t.Errorf("%+v, %+v, %+v", breaches, fresh, stale)
			}
			return errors.Join(err, errFresh, errStale)
		})
	})
}

// Whatever changes a section's ledger changes its state, and what does not
// concern it leaves the state alone.
func TestALedgersStateChangesWithWhatItIsMadeOf(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number, other := l.registered(t, petitioner("o1")), l.submit(t, petitioner("o2"))
		registered := l.clock.now()
		l.do(t, number, assigning())
		entered := models.Request{
			Verb: models.VerbEnter, Actor: models.Actor{Kind: models.ActorStaff, ID: "li.clerk"}, Occurred: registered.Add(time.Hour),
			Args: models.Args{models.ArgFact: models.FactRegistration, models.ArgNumber: "X1"},
		}
		forest := issuing("issue:c9:1")
		forest.Entry.Section = "forest"
		seen := map[models.LedgerState]string{l.ledgerState(t): "nothing"}
		for _, step := range []struct {
			name    string
			changes bool
			do      func()
		}{
			{"a due passed", true, func() { l.clock.forward(48 * time.Hour); sweep(t, l.Store, l.clock.now) }},
			{"looked again", false, func() { sweep(t, l.Store, l.clock.now) }},
			{"annulled", true, func() { l.do(t, number, entered) }},
			{"retracted", true, func() { l.do(t, number, models.Request{Verb: models.VerbRetract, Actor: entered.Actor}) }},
			{"stands again", true, func() { sweep(t, l.Store, l.clock.now) }},
			{"annulled again", true, func() { l.clock.forward(time.Hour); l.do(t, number, entered) }},
			{"a case without breaches of the section went on", false, func() { l.do(t, other, registering()) }},
			{"the office did something about another section", false, func() { l.office(t, forest) }},
			{"the office did something", true, func() { l.office(t, issuing("issue:c7:1")) }},
			{"the case went on", true, func() { l.do(t, number, models.Request{Verb: models.VerbRetract, Actor: entered.Actor}) }},
		} {
			step.do()
			state := l.ledgerState(t)
			if before, known := seen[state]; known == step.changes {
				t.Errorf("%s: the state is %+v, as after %q", step.name, state, before)
			}
			seen[state] = step.name
		}
	})
}

func (l *lab) ledgerState(t *testing.T) (out models.LedgerState) {
	t.Helper()
	from, to := models.YearSpan(2026)
	l.act(t, func(tx *Tx) (err error) { out, err = tx.LedgerState("wetland", from, to); return err })
	return out
}
