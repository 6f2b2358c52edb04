package store

import (
	"testing"
	"time"

	"onevisit/models"
)

// substituted lets zhao.handler act for li.clerk today.
func substituted(t *testing.T, l *lab) models.Substitution {
	t.Helper()
	day := models.DateOf(monday())
	s := models.Substitution{Person: "Li.clerk", Substitute: "zhao.handler", From: day.Start(), Until: day.End()}
	if err := l.Act(t.Context(), func(tx *Tx) error { return tx.AddSubstitution(s) }); err != nil {
		t.Fatal(err)
	}
	return s
}

func substitutions(t *testing.T, l *lab) (out []models.Substitution) {
	t.Helper()
	err := l.Act(t.Context(), func(tx *Tx) (err error) {
		out, err = tx.Substitutions()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (l *lab) claimStaff(t *testing.T) []models.Claimed {
	t.Helper()
	got, err := l.ClaimNotices(t.Context(), models.ActorStaff, "w", time.Minute, 50)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestSubstitutionsAreListedUntilTheyEnd(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		s := substituted(t, l)
		got := substitutions(t, l)
		if len(got) != 1 || got[0].Person != "li.clerk" || got[0].Substitute != "zhao.handler" || !got[0].From.Equal(s.From) || !got[0].Until.Equal(s.Until) {
			t.Fatalf("%+v", got)
		}
		ended := 0
		err := l.Act(t.Context(), func(tx *Tx) (err error) {
			ended, err = tx.EndSubstitutions("LI.clerk")
			return err
		})
		if err != nil || ended != 1 || len(substitutions(t, l)) != 0 {
			t.Errorf("ended %d, %v", ended, err)
		}
		substituted(t, l)
		l.clock.forward(24 * time.Hour)
		if got := substitutions(t, l); len(got) != 0 {
			t.Errorf("after its last day: %+v", got)
		}
	})
}

func TestTheSubstituteIsOwedTheNoticeToo(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		substituted(t, l)
		l.submit(t, models.Petitioner{Name: "Invented", Phone: "13800001234", Account: "openid-one"})
		told := map[string]string{}
		for _, c := range l.claimStaff(t) {
			told[c.To.ID] = c.For
		}
		if whom, ok := told["zhao.handler"]; !ok || whom != "li.clerk" {
			t.Errorf("told %v", told)
		}
		if _, ok := told["li.clerk"]; !ok {
			t.Error("who is away is not told any more")
		}
	})
}

func TestWhatTheClocksTellGoesToTheSubstituteToo(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		substituted(t, l)
		for _, n := range []models.Notice{
			{Key: "a", To: models.Person{Kind: models.ActorStaff, ID: "li.clerk"}, As: models.PartyRung, Rung: "digest"},
			{Key: "b", To: models.Person{Kind: models.ActorStaff, ID: "li.clerk"}, Rung: models.RungReport},
		} {
			for range 2 { // owing it again changes nothing
				if err := l.Act(t.Context(), func(tx *Tx) error { return tx.Owe(n) }); err != nil {
					t.Fatal(err)
				}
			}
		}
		got := 0
		for _, c := range l.claimStaff(t) {
			if c.To.ID == "zhao.handler" {
				got++
			}
		}
		if got != 1 {
			t.Errorf("the substitute is owed %d notices, want the digest alone", got)
		}
	})
}
