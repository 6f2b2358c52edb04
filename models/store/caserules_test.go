package store

import (
	"slices"
	"testing"

	"onevisit/models"
)

// ruled is the law of the tests with other rules from a day on.
func ruled(from models.Date) *models.Law {
	l := law()
	first := models.RuleSet{Options: l.Bureau.Options}
	second := models.RuleSet{From: from, Options: first.Options}
	second.Options.SignByDeputy = true
	return l.Under(first.Named(true), second.Named(false))
}

func TestCasesAreCountedByTheRulesTheyKeep(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		old := l.registered(t, petitioner("o1")) // by a program whose sets had no names
		both := ruled(models.DateOf(l.clock.now()))
		l.options.Law = both
		l.Store = l.another(t)
		l.submit(t, petitioner("o2"))
		gone := l.submit(t, petitioner("o3"))
		l.do(t, gone, models.Request{
			Verb: models.VerbWithdraw, Actor: models.Actor{Kind: models.ActorPetitioner, ID: "o3"}, Args: models.Args{models.ArgConfirm: models.Yes},
		})
		first, second := both.Sets()[0].Name, both.Sets()[1].Name
		want := models.RulesUse{Name: second, Open: 1, Cases: 2}
		l.uses(t, models.RulesUse{Name: "", Open: 1, Cases: 1}, want)
		l.do(t, old, assigning()) // it now says under which it stands
		l.uses(t, want, models.RulesUse{Name: first, Open: 1, Cases: 1})
		if strange := law().Strange([]models.RulesUse{{Name: ""}, want}); !slices.Equal(strange, []models.RulesUse{want}) {
			t.Errorf("strange to a program with one set: %+v", strange)
		}
	})
}

func (l *lab) uses(t *testing.T, want ...models.RulesUse) {
	t.Helper()
	got, err := l.RulesInUse(background())
	must(t, err)
	if !slices.Equal(got, want) {
		t.Errorf("rules in use %+v, want %+v", got, want)
	}
}
