package store

import (
	"bytes"
	"fmt"
	"slices"
	"sync"
	"testing"

	"onevisit/models"
)

func TestASessionThatChangedMeanwhileIsReadAgain(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.act(t, func(tx *Tx) error {
			must(t, tx.SaveSession(models.Session{Who: "wechat:o1", Flow: "submit"}))
			return tx.SaveSession(models.Session{Who: "wechat:o1", Flow: "submit", Step: "one", Draft: []byte("draft"), Expires: monday()})
		})
		var steps []string
		runs := 0
		got, err := l.Turn(t.Context(), "m1", func(tx *Tx) ([]byte, error) {
			runs++
			s, err := tx.Session("wechat:o1")
			if err != nil {
				return nil, err
			}
			steps = append(steps, s.Step)
			if runs == 1 {
				tx.versions["wechat:o1"]-- // as if it had been read before another's write
			}
			s.Step = "two"
			if err := tx.SaveSession(s); err != nil {
				return []byte("swallowed"), nil // even so nothing of this try may stay
			}
			return []byte("done"), nil
		})
		if err != nil || string(got) != "done" || runs != 2 {
			t.Fatalf("%q, %v after %d runs", got, err, runs)
		}
		if !slices.Equal(steps, []string{"one", "one"}) {
			t.Errorf("read %v", steps)
		}
	})
}

func TestSessionsAreSavedReadAndDropped(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		want := models.Session{Who: "wecom:li.clerk", Flow: "flow", Step: "step", Draft: []byte{0, 1}, Expires: monday()}
		l.act(t, func(tx *Tx) error {
			s, err := tx.Session(want.Who)
			if err != nil || s.Version != 0 || s.Flow != "" {
				t.Errorf("nobody stands somewhere: %+v, %v", s, err)
			}
			must(t, tx.SaveSession(want))
			return tx.SaveSession(want) // the same transaction may save again
		})
		l.act(t, func(tx *Tx) error {
			s, err := tx.Session(want.Who)
			must(t, err)
			if s.Flow != "flow" || s.Step != "step" || !bytes.Equal(s.Draft, want.Draft) || !s.Expires.Equal(monday()) || s.Version != 1 {
				t.Errorf("session came back as %+v", s)
			}
			return tx.DropSession(want.Who)
		})
		l.act(t, func(tx *Tx) error {
			s, err := tx.Session(want.Who)
			if s.Version != 0 {
				t.Error("the session is still there")
			}
			must(t, tx.DropSession("wechat:nobody"))
			return err
		})
	})
}

func TestADoubleTapDoesTheWorkOnce(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.act(t, func(tx *Tx) error {
			return tx.SaveSession(models.Session{Who: "wechat:o1", Flow: "submit", Step: "confirm"})
		})
		second := l.another(t)
		var group sync.WaitGroup
		for i := range 2 {
			group.Go(func() {
				_, err := []*Store{l.Store, second}[i].Turn(background(), fmt.Sprintf("tap%d", i), func(tx *Tx) ([]byte, error) {
					s, err := tx.Session("wechat:o1")
					if err != nil || s.Step != "confirm" {
						return []byte("nothing to confirm"), err
					}
					if _, err := tx.Do("", filing(petitioner("o1"))); err != nil {
						return nil, err
					}
					return []byte("filed"), tx.DropSession("wechat:o1")
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		if n := l.count(t, "SELECT COUNT(*) FROM cases"); n != 1 {
			t.Errorf("two taps filed %d cases", n)
		}
	})
}

func TestASessionThatAnotherEndedIsNotEndedTwice(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.act(t, func(tx *Tx) error {
			must(t, tx.SaveSession(models.Session{Who: "wechat:o1", Flow: "submit"}))
			return tx.SaveSession(models.Session{Who: "wechat:o1", Flow: "submit"})
		})
		runs := 0
		l.act(t, func(tx *Tx) error {
			runs++
			if _, err := tx.Session("wechat:o1"); err != nil {
				return err
			}
			if runs == 1 {
				tx.versions["wechat:o1"]-- // as if it had been read before another's write
			}
			return tx.DropSession("wechat:o1")
		})
		if runs != 2 {
			t.Errorf("%d runs, want 2", runs)
		}
	})
}
