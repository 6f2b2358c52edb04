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
		got, err := l.OpenLetter(background(), first[0].Letter.Number)
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
		got, err := l.OpenLetter(background(), fast[0].Letter.Number)
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
		_, err = l.OpenLetter(background(), w[0].Letter.Number)
		refused(t, err, models.CodeNotFound)
		_, err = l.OpenLetter(background(), models.LetterNumber{Kind: models.LetterOpinion, Year: 2026, Serial: 99})
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
		if _, err := l.OpenLetter(background(), w[0].Letter.Number); err == nil {
			t.Error("a changed letter was opened")
		}
	})
}

// told claims what staff may be told now: the verbs and letters of it.
func (l *lab) told(t *testing.T) []models.Claimed {
	t.Helper()
	got, err := l.ClaimNotices(background(), models.ActorStaff, "w", time.Minute, 50)
	must(t, err)
	for _, c := range got {
		l.settle(t, c, models.Sending{Delivered: true, Way: "app"})
	}
	return got
}

// pressed keeps a file for every letter that waits for one.
func (l *lab) pressed(t *testing.T) []models.Pressing {
	t.Helper()
	all, err := l.ClaimPressings(background(), "one", time.Minute, 50)
	must(t, err)
	for _, p := range all {
		must(t, l.KeepLetter(background(), p, []byte("file of "+p.Letter.Number.Kind), func(*Tx) error { return nil }))
	}
	return all
}

func TestALetterOfTheOfficeIsMadeOnceAndKept(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		s := l.office(t, issuing("issue:c7:1"))
		made := l.pressed(t)
		if len(made) != 2 || made[0].Letter.Number.Kind != models.LetterInterview || made[0].Entry != s.Entry.ID || made[0].CaseID != 0 || made[0].Section != "wetland" || made[0].Letter.Snapshot.Text == "" {
			t.Fatalf("claimed %+v", made)
		}
		for _, letter := range s.Entry.Letters {
			got, err := l.OpenLetter(background(), letter.Number)
			must(t, err)
			if string(got.Data) != "file of "+string(letter.Number.Kind) {
				t.Errorf("%s: opened %q", letter.Number.Kind, got.Data)
			}
		}
		refused(t, l.KeepLetter(background(), made[0], []byte("another"), func(*Tx) error { return nil }), models.CodeTwice)
		if again := l.pressed(t); len(again) != 0 {
			t.Errorf("made again: %+v", again)
		}
	})
}

func about(all []models.Claimed, v models.Verb) int {
	n := 0
	for _, c := range all {
		if c.Verb == v {
			n++
		}
	}
	return n
}

func TestNobodyIsToldOfALetterBeforeItIsKept(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.assigned(t)
		l.act(t, func(tx *Tx) error { // to somebody whose first notice waits
			return tx.Owe(models.Notice{Key: "k", To: models.Person{Kind: models.ActorStaff, ID: "wang.chief"}, Verb: models.VerbUrge})
		})
		early := []models.Claimed{}
		for range 5 { // one of each person at a time
			early = append(early, l.told(t)...)
		}
		if about(early, models.VerbAssign) != 0 || about(early, models.VerbUrge) != 1 || about(early, models.VerbRegister) == 0 {
			t.Fatalf("before the letter is kept: told %+v", early)
		}
		if c := l.load(t, number); !c.Letters[0].Unmade {
			t.Error("a letter that is still to be made does not say so")
		}
		b, err := l.Backlog(background())
		must(t, err)
		if b.Letters != 1 || b.Stuck != 0 {
			t.Errorf("the backlog counts %d letters, %d stuck", b.Letters, b.Stuck)
		}
		w, err := l.ClaimPressings(background(), "one", time.Minute, 10)
		must(t, err)
		must(t, l.KeepLetter(background(), w[0], []byte("PK"), func(*Tx) error { return nil }))
		late := l.told(t)
		if about(late, models.VerbAssign) == 0 || late[0].Letter != w[0].Letter.Number {
			t.Errorf("after the letter is kept: told %+v", late)
		}
		if c := l.load(t, number); c.Letters[0].Unmade {
			t.Error("a letter that is kept is still to be made")
		}
	})
}

func TestALetterThatCannotBeMadeIsCountedAndKeepsNoOtherFromItsTurn(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.assigned(t)
		for range 3 { // made in vain
			_, err := l.ClaimPressings(background(), "one", time.Minute, 1)
			must(t, err)
			l.clock.forward(2 * time.Minute)
		}
		other := l.assigned(t)
		next, err := l.ClaimPressings(background(), "one", time.Minute, 1)
		must(t, err)
		if len(next) != 1 || next[0].Letter.Snapshot.CaseNumber != other {
			t.Errorf("claimed %+v, want the letter of %s", next, other)
		}
		b, err := l.Backlog(background())
		must(t, err)
		if b.Letters != 2 || b.Stuck != 1 {
			t.Errorf("the backlog counts %d letters, %d stuck", b.Letters, b.Stuck)
		}
	})
}

func TestWhatAnOlderReplicaKeptIsToldOfAllTheSame(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.assigned(t)
		l.exec(t, "UPDATE letter_files SET status = 'kept', made_at = 1") // and knows nothing of notice_waits
		l.told(t)
		if again := l.pressed(t); len(again) != 0 {
			t.Errorf("made again: %+v", again)
		}
		if told := append(l.told(t), l.told(t)...); about(told, models.VerbAssign) == 0 {
			t.Errorf("nobody is told of the letter: %+v", told)
		}
	})
}
