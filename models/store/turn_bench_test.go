package store

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"onevisit/models"
)

// benchLedger is a ledger on a file of its own; what differs on a server is
// measured by `onevisit bench -mysql`.
func benchLedger(b *testing.B) *Store {
	b.Helper()
	options := Options{
		Database: "sqlite:" + filepath.Join(b.TempDir(), "ledger.db"), Key: bytes.Repeat([]byte{7}, KeySize), Now: monday, Law: law(), CasePrefix: "LS",
	}
	_, migrated := Migrate(b.Context(), options)
	s, err := Open(b.Context(), options)
	if err = errors.Join(migrated, err); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

// turns runs n turns, each with a message of its own.
func turns(b *testing.B, s *Store, f func(tx *Tx, n int) error) {
	b.Helper()
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		_, err := s.Turn(b.Context(), fmt.Sprintf("m%d", n), func(tx *Tx) ([]byte, error) {
			return []byte(aReply), f(tx, n)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTurnOfADialogue(b *testing.B) {
	s := benchLedger(b)
	turns(b, s, func(tx *Tx, _ int) error {
		if _, err := tx.Account("o1"); err != nil {
			return err
		}
		session, err := tx.Session("wechat:o1")
		if err != nil {
			return err
		}
		session.Who, session.Flow, session.Draft = "wechat:o1", "submit", []byte(aClaim)
		return tx.SaveSession(session)
	})
}

func BenchmarkTurnThatFilesACase(b *testing.B) {
	s := benchLedger(b)
	turns(b, s, func(tx *Tx, n int) error {
		who := fmt.Sprintf("o%d", n)
		done, err := tx.Do("", filing(petitioner(who)))
		if err != nil {
			return err
		}
		if _, err := tx.NewQueryCode(done.Case.Number); err != nil {
			return err
		}
		return tx.SaveAccount(models.Account{OpenID: who, Follows: true})
	})
}

// crowd runs n turns, many at once, as the platforms' callbacks come.
func crowd(b *testing.B, s *Store, f func(tx *Tx, n int) error) {
	b.Helper()
	b.ReportAllocs()
	b.SetParallelism(16) // for each CPU
	var count atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n := int(count.Add(1))
			_, err := s.Turn(b.Context(), fmt.Sprintf("m%d", n), func(tx *Tx) ([]byte, error) { return []byte(aReply), f(tx, n) })
			if err != nil {
				b.Error(err)
				return
			}
		}
	})
}

func BenchmarkCrowdThatFilesCases(b *testing.B) {
	s := benchLedger(b)
	crowd(b, s, func(tx *Tx, n int) error {
		who := fmt.Sprintf("o%d", n)
		if _, err := tx.Session("wechat:" + who); err != nil {
			return err
		}
		if _, err := tx.Account(who); err != nil {
			return err
		}
		done, err := tx.Do("", filing(petitioner(who)))
		if err != nil {
			return err
		}
		if _, err := tx.NewQueryCode(done.Case.Number); err != nil {
			return err
		}
		if err := tx.SaveAccount(models.Account{OpenID: who, Follows: true}); err != nil {
			return err
		}
		return tx.SaveSession(models.Session{Who: "wechat:" + who, Flow: "offer", Draft: []byte(aReply)})
	})
}
