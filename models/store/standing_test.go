package store

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"onevisit/models"
)

// slim is what standing promises of a case: its counterpart in the property
// test of models says that sweeps ask for no more.
func slim(c models.Case) models.Case {
	facts := c.Facts
	facts.Last = nil
	out := models.Case{
		ID: c.ID, Number: c.Number, Version: c.Version, State: c.State, Round: c.Round, Class: c.Class, Category: c.Category,
		Confidential: c.Confidential, Account: c.Account, Section: c.Section, Chief: c.Chief, Handler: c.Handler,
		CaseOfficer: c.CaseOfficer, Facts: facts, Words: models.Words{Accused: c.Words.Accused},
	}
	for _, s := range c.Words.Signers {
		out.Words.Signers = append(out.Words.Signers, models.Petitioner{Account: s.Account})
	}
	out.Clocks = slices.DeleteFunc(slices.Clone(c.Clocks), func(k models.Clock) bool { return !k.Running() })
	if slices.ContainsFunc(out.Clocks, func(k models.Clock) bool { return k.Kind == models.ClockDeliver }) {
		out.Letters = c.Letters
	}
	return out
}

func TestASweepLoadsWhatClocksAreToldBy(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.everything(t) // assigned, with signers, a letter and stopped clocks
		for k := range 40 {
			l.submit(t, petitioner("o"+string(rune('a'+k))))
		}
		l.act(t, func(tx *Tx) error {
			r := filing(petitioner("oAccuses"))
			r.Filing.Accused = "Niding Chief"
			_, err := tx.Do("", r)
			return err
		})
		l.clock.forward(10 * 24 * time.Hour)
		l.act(t, func(tx *Tx) error {
			due, err := tx.Alarms(100)
			if must(t, err); len(due) < 42 {
				t.Errorf("%d alarms ring", len(due))
			}
			for _, a := range due {
				whole, err := tx.Case(a.Case.Number)
				must(t, err)
				if want := slim(whole); !reflect.DeepEqual(*a.Case, want) {
					t.Errorf("loaded %+v\nwant %+v", *a.Case, want)
				}
				if !slices.Contains(whole.Clocks, a.Clock) {
					t.Errorf("%+v is no clock of its case", a.Clock)
				}
			}
			return nil
		})
	})
}
