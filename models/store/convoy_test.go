package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"onevisit/models"
)

// sharing is a convoy over a file with one table, and a second connection that
// sees what is committed.
type sharing struct {
	*convoy
	t    *testing.T
	seen *sql.DB
}

func newSharing(t *testing.T) *sharing {
	t.Helper()
	e := sqliteEngine{path: filepath.Join(t.TempDir(), "shared.db")}
	pool, err := e.dial(t.Context())
	must(t, err)
	seen, err := e.dial(t.Context())
	must(t, err)
	t.Cleanup(func() { must(t, errors.Join(pool.Close(), seen.Close())) })
	_, err = pool.Exec("CREATE TABLE parts (name TEXT PRIMARY KEY)")
	must(t, err)
	return &sharing{convoy: &convoy{pool: pool}, t: t, seen: seen}
}

// part writes a name and then does more.
func part(name string, more func(*sql.Tx) error) func(*sql.Tx) error {
	return func(tx *sql.Tx) error {
		if _, err := tx.Exec("INSERT INTO parts (name) VALUES (?)", name); err != nil {
			return err
		}
		return more(tx)
	}
}

func well(*sql.Tx) error { return nil }

// start runs a part in a goroutine of its own and returns when it is in the
// line, or under way.
func (s *sharing) start(ctx context.Context, f func(*sql.Tx) error) <-chan error {
	s.t.Helper()
	before := s.line()
	done := make(chan error, 1)
	go func() {
		defer func() {
			if cause := recover(); cause != nil {
				done <- fmt.Errorf("panicked: %v", cause)
			}
		}()
		done <- s.run(ctx, f)
	}()
	for s.line() == before {
		runtime.Gosched()
	}
	return done
}

// line is how many wait or are under way.
func (s *sharing) line() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := len(s.waiting)
	if s.busy {
		n++
	}
	return n
}

func (s *sharing) names() []string {
	s.t.Helper()
	all, err := names(s.t.Context(), s.seen, "SELECT name FROM parts ORDER BY name")
	must(s.t, err)
	return all
}

// held is a first part that stays under way until it is let go.
func (s *sharing) held() (done <-chan error, let func()) {
	gate := make(chan struct{})
	done = s.start(s.t.Context(), part("first", func(*sql.Tx) error { <-gate; return nil }))
	return done, func() { close(gate) }
}

func TestNobodyHearsOfSuccessBeforeTheSharedCommit(t *testing.T) {
	s := newSharing(t)
	first, let := s.held()
	last := s.start(t.Context(), part("last", func(*sql.Tx) error {
		if len(first) > 0 || len(s.names()) > 0 {
			t.Error("the first part was answered or committed while the ride went on")
		}
		return nil
	}))
	let()
	must(t, errors.Join(<-first, <-last))
	equal(t, fmt.Sprint(s.names()), "[first last]")
}

func TestAPartThatFailsIsUndoneAlone(t *testing.T) {
	refused := errors.New("refused")
	for name, fails := range map[string]func(*sql.Tx) error{
		"by an error": func(*sql.Tx) error { return refused },
		"by a panic":  func(*sql.Tx) error { panic(refused) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newSharing(t)
			first, let := s.held()
			bad := s.start(t.Context(), part("bad", fails))
			last := s.start(t.Context(), part("last", well))
			let()
			must(t, errors.Join(<-first, <-last))
			if err := <-bad; err == nil {
				t.Error("the part that failed was told that it succeeded")
			}
			equal(t, fmt.Sprint(s.names()), "[first last]")
		})
	}
}

func TestAFirstPartThatFailsHoldsNobodyUp(t *testing.T) {
	s := newSharing(t)
	gate := make(chan struct{})
	refused := errors.New("refused")
	first := s.start(t.Context(), part("first", func(*sql.Tx) error { <-gate; return refused }))
	last := s.start(t.Context(), part("last", well))
	close(gate)
	if err := <-first; !errors.Is(err, refused) {
		t.Errorf("the first part got %v", err)
	}
	must(t, <-last)
	equal(t, fmt.Sprint(s.names()), "[last]")
}

func TestWhoStopsWaitingLeavesTheLine(t *testing.T) {
	s := newSharing(t)
	first, let := s.held()
	ctx, cancel := context.WithCancel(t.Context())
	gone := s.start(ctx, part("gone", well))
	last := s.start(t.Context(), part("last", well))
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("who stopped waiting got %v", err)
	}
	let()
	must(t, errors.Join(<-first, <-last))
	equal(t, fmt.Sprint(s.names()), "[first last]")
}

func TestWhenTheDatabaseUndoesTheRideEverybodyIsToldToTryAgain(t *testing.T) {
	s := newSharing(t)
	first, let := s.held()
	full := s.start(t.Context(), part("full", func(tx *sql.Tx) error {
		_, err := tx.Exec("ROLLBACK") // as SQLite does by itself when the disk is full
		return errors.Join(err, errors.New("disk full"))
	}))
	let()
	if err := <-first; !transient(err) {
		t.Errorf("the part before got %v", err)
	}
	if err := <-full; err == nil || transient(err) {
		t.Errorf("the part that failed got %v", err)
	}
	must(t, s.run(t.Context(), part("next", well)))
	equal(t, fmt.Sprint(s.names()), "[next]")
}

func TestALongLineIsCommittedInPieces(t *testing.T) {
	s := newSharing(t)
	first, let := s.held()
	all := []<-chan error{first}
	for i := range 2 * convoySize {
		all = append(all, s.start(t.Context(), part(fmt.Sprint(i), func(*sql.Tx) error {
			if i == convoySize+1 && len(s.names()) == 0 {
				t.Error("nothing was committed after a whole piece")
			}
			return nil
		})))
	}
	let()
	for _, done := range all {
		must(t, <-done)
	}
	equal(t, len(s.names()), 2*convoySize+1)
}

// A turn whose caller has gone is undone; those that share its commit stand.
func TestATurnWhoseCallerIsGoneUndoesNobodyElse(t *testing.T) {
	l := newLab(t, "sqlite:"+filepath.Join(t.TempDir(), "ledger.db"))
	gate, begun := make(chan struct{}), make(chan struct{})
	turn := func(ctx context.Context, key string, f func()) <-chan error {
		done := make(chan error, 1)
		go func() {
			_, err := l.Turn(ctx, key, func(tx *Tx) ([]byte, error) {
				if err := tx.SaveSession(models.Session{Who: key, Flow: "submit"}); err != nil {
					return nil, err
				}
				f()
				_, err := tx.Account(key)
				return nil, err
			})
			done <- err
		}()
		return done
	}
	first := turn(t.Context(), "first", func() { close(begun); <-gate })
	<-begun
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	gone := turn(ctx, "gone", cancel)
	close(gate)
	must(t, <-first)
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Errorf("the turn whose caller is gone got %v", err)
	}
	for who, flow := range map[string]string{"first": "submit", "gone": ""} {
		must(t, l.Act(t.Context(), func(tx *Tx) error {
			s, err := tx.Session(who)
			equal(t, s.Flow, flow)
			return err
		}))
	}
}

func equal[T comparable](t *testing.T, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}
