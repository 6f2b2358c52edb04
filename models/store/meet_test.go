package store

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"onevisit/models"
)

func TestWhoIsMetIsReadAsIfAskedFor(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		const who, openID = "wechat:o1", "o1"
		meet := func(f func(tx *Tx, s models.Session, a models.Account)) {
			l.act(t, func(tx *Tx) error {
				must(t, tx.Meet(who, openID))
				s, err := tx.Session(who)
				must(t, err)
				a, err := tx.Account(openID)
				must(t, err)
				f(tx, s, a)
				return nil
			})
		}
		meet(func(tx *Tx, s models.Session, a models.Account) {
			equal(t, s.Version, 0)
			equal(t, a.Version, 0)
			equal(t, a.OpenID, openID)
			s.Who, s.Flow, s.Draft = who, "submit", []byte(aClaim)
			a.Profile.Name = anName
			must(t, errors.Join(tx.SaveSession(s), tx.SaveAccount(a)))
		})
		meet(func(tx *Tx, s models.Session, a models.Account) {
			equal(t, string(s.Draft), aClaim)
			equal(t, a.Profile.Name, anName)
			a.Profile.Phone = anPhone
			must(t, tx.SaveAccount(a))
			again, err := tx.Account(openID)
			must(t, err)
			must(t, errors.Join(tx.SaveAccount(again), tx.DropSession(who)))
		})
		meet(func(_ *Tx, s models.Session, a models.Account) {
			equal(t, s.Flow, "")
			equal(t, a.Profile.Phone, anPhone)
			equal(t, a.Version, 3)
		})
	})
}

// Two messages of one person, and an account that changes with each: what one
// writes the other has read, on whatever machine they are answered.
func TestThoseWhoMeetTheSamePersonDoNotOverwriteEachOther(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		const turns = 20
		must(t, l.Act(t.Context(), func(tx *Tx) error {
			return errors.Join(tx.SaveSession(models.Session{Who: "wechat:o1", Flow: "submit"}), tx.SaveAccount(models.Account{OpenID: "o1"}))
		}))
		var group sync.WaitGroup
		for i := range turns {
			group.Go(func() {
				_, err := l.Turn(t.Context(), fmt.Sprint(i), func(tx *Tx) ([]byte, error) {
					if err := tx.Meet("wechat:o1", "o1"); err != nil {
						return nil, err
					}
					s, err := tx.Session("wechat:o1")
					if err != nil {
						return nil, err
					}
					a, err := tx.Account("o1")
					if err != nil {
						return nil, err
					}
					s.Draft = append(s.Draft, '.')
					a.Sent++
					return nil, errors.Join(tx.SaveSession(s), tx.SaveAccount(a))
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		l.act(t, func(tx *Tx) error {
			s, err := tx.Session("wechat:o1")
			must(t, err)
			a, err := tx.Account("o1")
			must(t, err)
			equal(t, len(s.Draft), turns)
			equal(t, a.Sent, turns)
			return nil
		})
	})
}

func TestAnAccountOfAnotherTransactionIsNotSavedOverTheOneMet(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		must(t, l.Act(t.Context(), func(tx *Tx) error { return tx.SaveAccount(models.Account{OpenID: "o1"}) }))
		err := l.Act(t.Context(), func(tx *Tx) error {
			return errors.Join(tx.Meet("wechat:o1", "o1"), tx.SaveAccount(models.Account{OpenID: "o1", Version: 7}))
		})
		refused(t, err, models.CodeStale)
	})
}
