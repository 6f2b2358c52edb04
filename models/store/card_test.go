package store

import (
	"testing"
	"time"

	"onevisit/models"
)

// card keeps a card of a case as it stands now.
func (l *lab) card(t *testing.T, task, number string, standing models.CardStanding) models.Card {
	t.Helper()
	c := l.load(t, number)
	card := models.Card{
		Task: task, CaseID: c.ID, Number: number, To: "Wang.Chief", Seq: c.AuditCount,
		Verbs: []models.Verb{models.VerbRegister, models.VerbHandBack}, MadeAt: l.clock.now(), Standing: standing,
	}
	l.act(t, func(tx *Tx) error { return tx.KeepCard(card) })
	return card
}

func (l *lab) find(t *testing.T, task string) (c models.Card) {
	t.Helper()
	l.act(t, func(tx *Tx) (err error) {
		c, err = tx.Card(task)
		return err
	})
	return c
}

func (l *lab) claimCards(t *testing.T, worker string) []models.Card {
	t.Helper()
	got, err := l.ClaimCards(t.Context(), worker, time.Minute, 10)
	must(t, err)
	return got
}

func TestACardIsKeptAndFound(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("oA"))
		made := l.card(t, "n1-a", number, models.CardMade)
		got := l.find(t, "n1-a")
		if got.To != "wang.chief" || got.Number != number || got.Seq != made.Seq || got.Standing != models.CardMade ||
			len(got.Verbs) != 2 || got.Verbs[1] != models.VerbHandBack || !got.MadeAt.Equal(cut(made.MadeAt)) {
			t.Errorf("kept %+v, found %+v", made, got)
		}
		made.Standing, made.Verbs = models.CardSent, nil
		l.act(t, func(tx *Tx) error { return tx.KeepCard(made) })
		if got := l.find(t, "n1-a"); got.Standing != models.CardSent || got.Verbs != nil {
			t.Errorf("kept again: %+v", got)
		}
		l.act(t, func(tx *Tx) error {
			_, err := tx.Card("n1-A")
			refused(t, err, models.CodeNotFound)
			return nil
		})
	})
}

func TestOnlyCardsWhoseCaseWentOnAreClaimed(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("oA"))
		l.card(t, "n1", number, models.CardSent)
		l.card(t, "n2", number, models.CardTold)
		if got := l.claimCards(t, "one"); len(got) != 0 {
			t.Fatalf("claimed %+v while nothing happened", got)
		}
		l.act(t, func(tx *Tx) error {
			_, err := tx.Do(number, registering())
			return err
		})
		got := l.claimCards(t, "one")
		if len(got) != 1 || got[0].Task != "n1" || got[0].Attempt != 1 {
			t.Fatalf("claimed %+v", got)
		}
		if again := l.claimCards(t, "two"); len(again) != 0 {
			t.Errorf("a leased card was claimed: %+v", again)
		}
		l.clock.forward(2 * time.Minute)
		taken := l.claimCards(t, "two")
		if len(taken) != 1 || taken[0].Attempt != 2 {
			t.Fatalf("after the lease: %+v", taken)
		}
		done := taken[0]
		done.Standing = models.CardDone
		l.act(t, func(tx *Tx) error {
			refused(t, tx.SettleCard(got[0]), models.CodeStale)
			return nil
		})
		l.act(t, func(tx *Tx) error { return tx.SettleCard(done) })
		l.clock.forward(time.Hour)
		if left := l.claimCards(t, "one"); len(left) != 0 {
			t.Errorf("a finished card was claimed: %+v", left)
		}
		done.Standing = models.CardSent // a late sender
		l.act(t, func(tx *Tx) error { return tx.KeepCard(done) })
		if got := l.find(t, "n1"); got.Standing != models.CardDone {
			t.Errorf("a finished card is %s again", got.Standing)
		}
	})
}

func TestAResponseCodeIsKeptOnceAndExpires(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("oA"))
		l.card(t, "n1", number, models.CardSent)
		l.card(t, "n2", number, models.CardSent)
		keep := func(task, code string, want bool) {
			t.Helper()
			l.act(t, func(tx *Tx) error {
				fresh, err := tx.KeepCode(task, code)
				if err != nil || fresh != want {
					t.Errorf("keeping %q for %s: %v, %v", code, task, fresh, err)
				}
				return nil
			})
		}
		newest := func(want string) {
			t.Helper()
			l.act(t, func(tx *Tx) error {
				code, err := tx.Code("n1")
				if err != nil || code != want {
					t.Errorf("the code is %q, %v; want %q", code, err, want)
				}
				return nil
			})
		}
		newest("")
		keep("n1", "", true) // no code came
		newest("")
		keep("n1", "first", true)
		keep("n2", "first", false)
		l.clock.forward(time.Minute)
		keep("n1", "Second", true)
		l.clock.forward(time.Millisecond)
		keep("n1", "second", true) // codes differ by case
		newest("second")
		l.act(t, func(tx *Tx) error { return tx.SpendCode("second") })
		newest("Second")
		keep("n1", "second", false)
		l.clock.forward(models.CardLife - time.Second)
		newest("Second")
		l.clock.forward(time.Second)
		newest("")
		keep("n1", string(make([]byte, longestCode+1)), false)
	})
}

func TestPushesToAPersonAreListedNewestFirst(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("oA"))
		start := l.clock.now()
		l.card(t, "n1", number, models.CardSent)
		l.clock.forward(time.Minute)
		l.card(t, "n2", number, models.CardTold)
		l.card(t, "n3", number, models.CardMade) // not known to have arrived
		for since, want := range map[time.Time]int{start: 2, start.Add(time.Second): 1, start.Add(time.Hour): 0} {
			l.act(t, func(tx *Tx) error {
				got, err := tx.PushedTo("WANG.chief", since)
				if err != nil || len(got) != want || want == 2 && got[0].Task != "n2" {
					t.Errorf("since %v: %+v, %v", since, got, err)
				}
				return nil
			})
		}
	})
}
