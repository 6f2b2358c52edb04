package store

import (
	"testing"
	"time"

	"onevisit/models"
)

// Tries of every kind that ended together are settled together: each notice
// goes its own way, and each person's allowance is counted.
func TestTriesThatEndTogetherEachGoTheirOwnWay(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1", "b1", "c1", "d1", "e1", "f1", "g1")
		l.act(t, func(tx *Tx) error {
			for _, id := range []string{"o-a", "o-b"} {
				must(t, tx.SaveAccount(models.Account{OpenID: id, SpokeAt: tx.Now(), Sent: 1}))
			}
			return tx.Touch(models.Person{Kind: models.ActorPetitioner, ID: "o-c"})
		})
		got := l.claim(t, l.Store, "w")
		lost := got[6]
		must(t, l.Release(t.Context(), l.clock.now(), lost)) // somebody else's by now
		soon, later := l.clock.now().Add(time.Minute), l.clock.now().Add(time.Hour)
		pace := l.clock.now().Add(3 * time.Second)
		tries := []models.Try{
			{Claimed: got[0], Sending: models.Sending{Delivered: true, Counts: models.AllowanceSpoken}},
			{Claimed: got[1], Sending: models.Sending{Delivered: true, Counts: models.AllowanceSpoken}},
			{Claimed: got[2], Sending: models.Sending{Failure: "network", Again: soon, Counts: models.AllowanceTouched}},
			{Claimed: got[3], Sending: models.Sending{Failure: "network", Again: later, Counts: models.AllowancePaced, PacedAt: pace}},
			{Claimed: got[4], Sending: models.Sending{Failure: "unknown"}},
			{Claimed: got[5], Sending: models.Sending{Failure: "person", Kept: true}},
			{Claimed: lost, Sending: models.Sending{Delivered: true}},
		}
		late, err := l.Settle(t.Context(), tries...)
		must(t, err)
		equal(t, late, 1)
		for status, want := range map[string]int{"sent": 2, "waiting": 3, "unknown": 1, "kept": 1, "dead": 0} {
			equal(t, l.count(t, "SELECT COUNT(*) FROM notices WHERE status = '"+status+"'"), want)
		}
		equal(t, l.count(t, "SELECT COUNT(*) FROM sendings"), len(tries))
		equal(t, l.count(t, "SELECT SUM(sent) FROM accounts"), 4)
		equal(t, l.count(t, "SELECT SUM(touched_sent) FROM reach"), 1)
		equal(t, l.count(t, "SELECT COUNT(paced_at) FROM reach"), 1)
		for _, step := range []struct {
			forward time.Duration
			want    string
		}{{0, "g1 "}, {time.Minute, "c1 g1 "}, {time.Hour, "c1 d1 g1 "}} { // leases end after a minute
			l.clock.forward(step.forward)
			equal(t, keys(l.claim(t, l.Store, "w")), step.want)
		}
	})
}

// Two messages to one account that end together count twice.
func TestMessagesToOnePersonThatEndTogetherCountEach(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.owe(t, "a1")
		l.act(t, func(tx *Tx) error { return tx.SaveAccount(models.Account{OpenID: "o-a"}) })
		c := l.claim(t, l.Store, "w")[0]
		spoken := models.Sending{Delivered: true, Counts: models.AllowanceSpoken}
		if _, err := l.Settle(t.Context(), models.Try{Claimed: c, Sending: spoken}, models.Try{Claimed: c, Sending: spoken}); err != nil {
			t.Fatal(err)
		}
		equal(t, l.count(t, "SELECT sent FROM accounts"), 2)
	})
}
