package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	bolterrors "go.etcd.io/bbolt/errors"

	"onevisit/models"
)

func journalKey() []byte { return bytes.Repeat([]byte{7}, KeySize) }

func newJournal(t *testing.T, path string) *Journal {
	t.Helper()
	j, err := OpenJournal(path, journalKey())
	must(t, err)
	return j
}

// all takes everything out of a journal, in its order.
func all(t *testing.T, j *Journal) string {
	t.Helper()
	out := ""
	for {
		m, found, err := j.First()
		must(t, err)
		if !found {
			return out
		}
		out += fmt.Sprintf("%s:%s ", m.Key, m.Update)
		must(t, j.Drop(m))
	}
}

func TestTheJournalKeepsOrderAndEachMessageOnce(t *testing.T) {
	j := newJournal(t, filepath.Join(t.TempDir(), "j"))
	for _, key := range []string{"m1", "m2", "m1", "m3"} {
		must(t, j.Append("o-a", key, []byte("words")))
	}
	if n := j.Len(); n != 3 {
		t.Errorf("%d messages are kept", n)
	}
	if got := all(t, j); got != "m1:words m2:words m3:words " {
		t.Errorf("kept %s", got)
	}
	must(t, j.Append("o-a", "m1", []byte("after")))
	if got := all(t, j); got != "m1:after " || j.Len() != 0 {
		t.Errorf("then kept %s, %d left", got, j.Len())
	}
	must(t, j.Drop(models.Journalled{ID: 1, Who: "o-a", Key: "m1"})) // again: nothing
	if j.Len() != 0 {
		t.Errorf("%d messages after dropping one that is gone", j.Len())
	}
	must(t, j.Close())
}

func TestTheJournalSurvivesItsProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j := newJournal(t, path)
	must(t, j.Append("o-a", "m1", []byte("words of a person")))
	must(t, j.Close())
	raw, err := os.ReadFile(path)
	must(t, err)
	for _, secret := range []string{"words of", "o-a", "m1"} {
		if bytes.Contains(raw, []byte(secret)) {
			t.Errorf("the file holds %q in clear", secret)
		}
	}
	j = newJournal(t, path)
	must(t, j.Append("o-b", "m2", []byte("of somebody else")))
	must(t, j.Append("o-a", "m3", []byte("second")))
	must(t, j.Append("o-a", "m1", []byte("repeated")))
	for _, want := range []string{"m1", "m3", ""} {
		m, found, err := j.FirstOf("o-a")
		if err != nil || found != (want != "") || m.Key != want {
			t.Fatalf("first of a is %q, %v, %v; want %q", m.Key, found, err, want)
		}
		for range 2 { // a repeat changes nothing
			must(t, j.Drop(m))
		}
	}
	if got := all(t, j); got != "m2:of somebody else " || j.Len() != 0 {
		t.Errorf("kept %s", got)
	}
	must(t, j.Close())
}

func TestAnotherKeyOpensNoJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j := newJournal(t, path)
	must(t, j.Append("o-a", "m1", nil))
	must(t, j.Close())
	for _, key := range [][]byte{bytes.Repeat([]byte{8}, KeySize), []byte("short")} {
		if _, err := OpenJournal(path, key); err == nil {
			t.Error("opened")
		}
	}
}

func TestAFullJournalRefusesAndKeepsWhatItHas(t *testing.T) {
	j, err := openJournal(filepath.Join(t.TempDir(), "j"), journalKey(), 1<<18)
	must(t, err)
	big := bytes.Repeat([]byte("x"), 1<<10)
	kept := 0
	for ; err == nil && kept < 1000; kept++ {
		err = j.Append("o-a", fmt.Sprint("m", kept), big)
	}
	if kept--; !errors.Is(err, bolterrors.ErrMaxSizeReached) || kept == 0 {
		t.Fatalf("after %d messages: %v", kept, err)
	}
	if n := j.Len(); n != kept {
		t.Errorf("%d messages counted, %d confirmed", n, kept)
	}
	if got := strings.Count(all(t, j), " "); got != kept {
		t.Errorf("%d messages came back, %d were confirmed", got, kept)
	}
	must(t, j.Append("o-a", "again", []byte("small")))
	must(t, j.Close())
}
