package store

import (
	"testing"
	"time"

	"onevisit/models"
)

// undelivered lists what a person has to look at.
func (l *lab) undelivered(t *testing.T) []models.Undelivered {
	t.Helper()
	var out []models.Undelivered
	l.act(t, func(tx *Tx) (err error) {
		out, err = tx.Undelivered(10)
		return err
	})
	return out
}

func TestWhatIsKnownOfReachingAPersonComesWithTheClaim(t *testing.T) {
	a := models.Person{Kind: models.ActorPetitioner, ID: "o-a"}
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1", "b1")
		l.act(t, func(tx *Tx) error {
			must(t, tx.Touch(a))
			return tx.SaveAccount(models.Account{OpenID: "o-a", Follows: true, SpokeAt: tx.Now(), Sent: 2})
		})
		got := l.claim(t, l.Store, "w")
		now := cut(monday())
		want := models.Reach{Known: true, SpokeAt: now, SpokenSent: 2, TouchedAt: now}
		if got[0].Reach != want || got[1].Reach != (models.Reach{}) {
			t.Fatalf("reach %+v and %+v", got[0].Reach, got[1].Reach)
		}
		l.settle(t, got[0], models.Sending{Again: now, Failure: "network", Counts: models.AllowanceSpoken})
		again := l.claim(t, l.Store, "w")[0]
		l.settle(t, again, models.Sending{Again: now, Failure: "network", Counts: models.AllowanceTouched})
		if r := l.claim(t, l.Store, "w")[0].Reach; r.SpokenSent != 3 || r.TouchedSent != 1 {
			t.Errorf("after one message of each: %+v", r)
		}
		l.clock.forward(time.Hour)
		l.act(t, func(tx *Tx) error { return tx.Touch(a) })
		if r := l.claim(t, l.Store, "w")[0].Reach; r.TouchedSent != 0 || !r.TouchedAt.Equal(now.Add(time.Hour)) {
			t.Errorf("after another tap: %+v", r)
		}
	})
}

func TestThePaceOfAMemberIsKept(t *testing.T) {
	wang := models.Person{Kind: models.ActorStaff, ID: "wang"}
	onEach(t, func(t *testing.T, l *lab) {
		pace := cut(monday()).Add(time.Minute)
		for i, key := range []string{"s1", "s2"} {
			l.act(t, func(tx *Tx) error { return tx.Owe(models.Notice{Key: key, To: wang}) })
			got, err := l.ClaimNotices(t.Context(), models.ActorStaff, "w", time.Minute, 5)
			must(t, err)
			if i == 1 && !got[0].Reach.PacedAt.Equal(pace) {
				t.Errorf("reach %+v", got[0].Reach)
			}
			l.settle(t, got[0], models.Sending{Delivered: true, Counts: models.AllowancePaced, PacedAt: pace})
		}
	})
}

func TestKindsOfPeopleAreClaimedApart(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1")
		got, err := l.ClaimNotices(t.Context(), models.ActorStaff, "w", time.Minute, 5)
		if err != nil || len(got) != 0 {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestAClaimTellsOfAWorkerThatEnded(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1")
		if c := l.claim(t, l.Store, "one")[0]; !c.Since.IsZero() {
			t.Errorf("first claim: %v", c.Since)
		}
		l.clock.forward(time.Minute)
		again := l.claim(t, l.Store, "two")[0]
		if !again.Since.Equal(cut(monday())) {
			t.Errorf("taken over: since %v", again.Since)
		}
		l.settle(t, again, models.Sending{Failure: "network", Again: l.clock.now()})
		if c := l.claim(t, l.Store, "two")[0]; !c.Since.IsZero() {
			t.Errorf("after it was settled: %v", c.Since)
		}
	})
}

func TestAReleasedNoticeIsNotATry(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1")
		c := l.claim(t, l.Store, "w")[0]
		must(t, l.Release(t.Context(), l.clock.now().Add(time.Second), c))
		if got := l.claim(t, l.Store, "w"); len(got) != 0 {
			t.Errorf("claimed at once: %s", keys(got))
		}
		l.clock.forward(time.Second)
		got := l.claim(t, l.Store, "w")
		if len(got) != 1 || got[0].Attempt != 1 || !got[0].Since.IsZero() {
			t.Errorf("claimed %+v", got)
		}
	})
}

func TestRefusedWaysStandInTheLog(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1")
		l.settle(t, l.claim(t, l.Store, "w")[0], models.Sending{
			Delivered: true, Way: "template",
			Refused: []models.Refusal{{Way: "customer", Failure: "person", Code: 45015}},
		})
		if n := l.count(t, "SELECT COUNT(*) FROM refusals WHERE way = 'customer' AND code = 45015"); n != 1 {
			t.Errorf("%d refusals are logged", n)
		}
	})
}

func TestWhatFailedIsSentAgainWhenAPersonSaysSo(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1")
		l.settle(t, l.claim(t, l.Store, "w")[0], models.Sending{Failure: "text"})
		id := l.undelivered(t)[0].ID
		for _, want := range []int{1, 0} {
			l.act(t, func(tx *Tx) error {
				if n, err := tx.Resend(id); err != nil || n != want {
					t.Errorf("resent %d, want %d: %v", n, want, err)
				}
				return nil
			})
		}
		if got := l.claim(t, l.Store, "w"); keys(got) != "a1 " || got[0].Attempt != 2 {
			t.Errorf("claimed %s", keys(got))
		}
		if left := l.undelivered(t); len(left) != 0 {
			t.Errorf("still undelivered: %+v", left)
		}
	})
}

func TestAMessageThatWasNotShownWaitsForThePerson(t *testing.T) {
	a, b := models.Person{Kind: models.ActorPetitioner, ID: "o-a"}, models.Person{Kind: models.ActorPetitioner, ID: "o-b"}
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1", "b1")
		for i, c := range l.claim(t, l.Store, "w") {
			l.settle(t, c, models.Sending{Delivered: true, Way: "template", Ref: []string{"100", "200"}[i]})
		}
		for _, trial := range []struct {
			who   models.Person
			ref   string
			known bool
		}{{a, "999", false}, {b, "100", false}, {a, "100", true}, {a, "100", true}} {
			l.act(t, func(tx *Tx) error {
				known, err := tx.Bounce(trial.who, trial.ref, "person")
				if known != trial.known {
					t.Errorf("%s of %s: known %v", trial.ref, trial.who.ID, known)
				}
				return err
			})
		}
		kept, err := l.KeptFor(t.Context(), "o-a")
		must(t, err)
		if len(kept) != 1 || kept[0].Key != "a1" {
			t.Errorf("kept %+v", kept)
		}
	})
}
