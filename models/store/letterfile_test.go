package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"onevisit/models"
)

// assigned is a case whose assignment letter waits to be made.
func (l *lab) assigned(t *testing.T) string {
	t.Helper()
	number := l.registered(t, petitioner("oInventedLetters"))
	l.act(t, func(tx *Tx) error {
		_, err := tx.Do(number, assigning())
		return err
	})
	return number
}

func TestALetterIsMadeOnceAndKept(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.assigned(t)
		first, err := l.ClaimPressings(background(), "one", time.Minute, 10)
		must(t, err)
		if len(first) != 1 || first[0].Letter.Number.Kind != models.LetterAssignment || first[0].Letter.Snapshot.CaseNumber != number {
			t.Fatalf("claimed %+v", first)
		}
		again, err := l.ClaimPressings(background(), "two", time.Minute, 10)
		must(t, err)
		if len(again) != 0 {
			t.Fatalf("two workers have the same letter: %+v", again)
		}
		told := 0
		owe := func(*Tx) error { told++; return nil }
		data := []byte("PK\x03\x04 a letter")
		must(t, l.KeepLetter(background(), first[0], data, owe))
		refused(t, l.KeepLetter(background(), first[0], []byte("another"), owe), models.CodeTwice)
		ref := first[0].Letter.Ref()
		got, err := l.OpenLetter(background(), first[0].CaseID, ref)
		must(t, err)
		if !bytes.Equal(got.Data, data) || got.Number != first[0].Letter.Number || told != 1 {
			t.Errorf("opened %q of %+v, told %d times", got.Data, got.Number, told)
		}
		l.clock.forward(time.Hour)
		late, err := l.ClaimPressings(background(), "two", time.Minute, 10)
		must(t, err)
		if len(late) != 0 {
			t.Errorf("a letter that is made is to be made again: %+v", late)
		}
	})
}

func TestALateWorkerCannotReplaceALetter(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.assigned(t)
		slow, err := l.ClaimPressings(background(), "slow", time.Minute, 1)
		must(t, err)
		l.clock.forward(2 * time.Minute)
		fast, err := l.ClaimPressings(background(), "fast", time.Minute, 1)
		must(t, err)
		nothing := func(*Tx) error { return nil }
		refused(t, l.KeepLetter(background(), slow[0], []byte("from the slow one"), nothing), models.CodeStale)
		must(t, l.KeepLetter(background(), fast[0], []byte("from the fast one"), nothing))
		got, err := l.OpenLetter(background(), fast[0].CaseID, fast[0].Letter.Ref())
		must(t, err)
		if string(got.Data) != "from the fast one" {
			t.Errorf("kept %q", got.Data)
		}
	})
}

func TestALetterThatWasChangedOnDiskIsNotOpened(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.assigned(t)
		w, err := l.ClaimPressings(background(), "one", time.Minute, 1)
		must(t, err)
		_, err = l.OpenLetter(background(), w[0].CaseID, w[0].Letter.Ref())
		refused(t, err, models.CodeNotFound)
		_, err = l.OpenLetter(background(), w[0].CaseID, "opinion:99")
		refused(t, err, models.CodeNotFound)
		must(t, l.KeepLetter(background(), w[0], []byte("as it was made"), func(*Tx) error { return nil }))
		folder := string(l.files.(DirFiles))
		files, err := filepath.Glob(filepath.Join(folder, "*"))
		must(t, err)
		for _, f := range files {
			raw, err := os.ReadFile(f)
			must(t, err)
			if bytes.Contains(raw, []byte("as it was made")) {
				t.Error("the letter lies there unsealed")
			}
			raw[len(raw)-1] ^= 1
			must(t, os.WriteFile(f, raw, 0o600))
		}
		if _, err := l.OpenLetter(background(), w[0].CaseID, w[0].Letter.Ref()); err == nil {
			t.Error("a changed letter was opened")
		}
	})
}
