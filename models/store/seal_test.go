package store

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"onevisit/models"
)

func TestASealOpensInItsOwnPlaceOnly(t *testing.T) {
	s, err := newSealer(bytes.Repeat([]byte{1}, KeySize), rand.Reader)
	must(t, err)
	other, err := newSealer(bytes.Repeat([]byte{2}, KeySize), rand.Reader)
	must(t, err)
	sealed, err := s.seal(placeCase, "LS1", []byte("invented words"))
	must(t, err)
	again, err := s.seal(placeCase, "LS1", []byte("invented words"))
	must(t, err)
	if bytes.Equal(sealed, again) {
		t.Error("equal words have equal seals")
	}
	if got, err := s.unseal(placeCase, "LS1", sealed); err != nil || string(got) != "invented words" {
		t.Errorf("%q, %v", got, err)
	}
	changed := func(i int) []byte {
		b := bytes.Clone(sealed)
		b[i] ^= 1
		return b
	}
	for name, open := range map[string]func() ([]byte, error){
		"another row":     func() ([]byte, error) { return s.unseal(placeCase, "LS2", sealed) },
		"another column":  func() ([]byte, error) { return s.unseal(placeWords, "LS1", sealed) },
		"another key":     func() ([]byte, error) { return other.unseal(placeCase, "LS1", sealed) },
		"another version": func() ([]byte, error) { return s.unseal(placeCase, "LS1", changed(0)) },
		"another key id":  func() ([]byte, error) { return s.unseal(placeCase, "LS1", changed(1)) },
		"another nonce":   func() ([]byte, error) { return s.unseal(placeCase, "LS1", changed(5)) },
		"another byte":    func() ([]byte, error) { return s.unseal(placeCase, "LS1", changed(sealHead)) },
		"another tag":     func() ([]byte, error) { return s.unseal(placeCase, "LS1", changed(len(sealed)-1)) },
		"a cut one":       func() ([]byte, error) { return s.unseal(placeCase, "LS1", sealed[:len(sealed)-1]) },
		"a short one":     func() ([]byte, error) { return s.unseal(placeCase, "LS1", sealed[:5]) },
		"none":            func() ([]byte, error) { return s.unseal(placeCase, "LS1", nil) },
	} {
		got, err := open()
		if err == nil {
			t.Errorf("%s opens: %q", name, got)
		} else if strings.Contains(err.Error(), "invented") {
			t.Errorf("%s: the error tells what was sealed", name)
		}
	}
}

func TestNothingIsSealedWithoutRandomness(t *testing.T) {
	s, err := newSealer(make([]byte, KeySize), strings.NewReader("short"))
	must(t, err)
	if _, err := s.seal(placeCase, "LS1", nil); err == nil {
		t.Error("sealed without a nonce")
	}
}

func TestBrokenContentsDoNotTellThemselves(t *testing.T) {
	s, err := newSealer(make([]byte, KeySize), rand.Reader)
	must(t, err)
	sealed, err := s.seal(placeCase, "LS1", []byte("invented, not JSON"))
	must(t, err)
	err = s.unsealJSON(placeCase, "LS1", sealed, &caseContent{})
	if err == nil || strings.Contains(err.Error(), "invented") {
		t.Errorf("got %v", err)
	}
	if _, err := s.sealJSON(placeCase, "LS1", func() {}); err == nil {
		t.Error("a function was encoded")
	}
}

func TestDigestsOfDifferentPurposesDiffer(t *testing.T) {
	k := newKeyring(bytes.Repeat([]byte{1}, KeySize))
	if bytes.Equal(k.digest(labelPhone, "1"), k.digest(labelIdentity, "1")) {
		t.Error("a phone's key is an identity's key")
	}
	if bytes.Equal(k.digest(labelPerson, "ab", "c"), k.digest(labelPerson, "a", "bc")) {
		t.Error("moving a character changes nothing")
	}
	if bytes.Equal(k.digest(labelPhone, "1"), newKeyring(make([]byte, KeySize)).digest(labelPhone, "1")) {
		t.Error("another data key gives the same digest")
	}
}

// everything writes something personal into every table that may hold it.
func (l *lab) everything(t *testing.T) {
	t.Helper()
	who := petitioner("oSecretAbC1")
	var number string
	_, err := l.Turn(t.Context(), "inbox-key-oSecretAbC1", func(tx *Tx) ([]byte, error) {
		photo, err := tx.AddMedia("wechat", "secret-media-id", "photo")
		must(t, err)
		r := filing(who)
		r.Filing.Signers = []models.Petitioner{{Name: "Niding Lisi", Phone: "13900005678", Account: "oSecretAbC2"}}
		r.Filing.Attachments = []models.Attachment{photo}
		d, err := tx.Do("", r)
		must(t, err)
		number = d.Case.Number
		must(t, tx.SaveSession(models.Session{Who: "wechat:oSecretAbC1", Draft: []byte(aClaim)}))
		must(t, tx.SaveAccount(models.Account{OpenID: "oSecretAbC1", Profile: who}))
		return []byte(aReply), nil
	})
	must(t, err)
	l.clock.forward(time.Second)
	l.act(t, func(tx *Tx) error { _, err := tx.Do(number, registering()); return err })
	l.act(t, func(tx *Tx) error { _, err := tx.Do(number, assigning()); return err })
	urge := models.Request{Verb: models.VerbUrge, Actor: models.Actor{Kind: models.ActorPetitioner, ID: "oSecretAbC2"}}
	l.act(t, func(tx *Tx) error {
		must(t, tx.CountGuess("oSecretAbC1", number))
		_, err := tx.Do(number, urge)
		return err
	})
	must(t, l.Defer(t.Context(), "deferred-key-oSecretAbC1", []byte(aClaim)))
	media, err := l.ClaimMedia(t.Context(), "w", time.Minute, 1)
	must(t, err)
	must(t, l.KeepMedia(t.Context(), media[0], []byte(aClaim), "image/jpeg", ""))
}

func TestNoPersonalDatumStandsInTheDatabase(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.everything(t)
		dump := l.dump(t)
		if !strings.Contains(dump, "LS20261123-0001") || !strings.Contains(dump, "wang.chief") {
			t.Fatal("the dump does not hold what stands in clear")
		}
		for _, secret := range []string{
			anName, anPhone, anID, anAddress, aClaim, aReply, "rubble", "Niding Lisi", "13900005678",
			"oSecretAbC1", "oSecretAbC2", "secret-media-id", "inbox-key", "deferred-key",
		} {
			if strings.Contains(dump, secret) {
				t.Errorf("%q stands in clear", secret)
			}
		}
	})
}

// dump is every value of every table, and every file.
func (l *lab) dump(t *testing.T) string {
	t.Helper()
	var out strings.Builder
	query := "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
	if l.engine.name() == "sqlite" {
		query = "SELECT name FROM sqlite_master WHERE type = 'table'"
	}
	tables, err := names(t.Context(), l.raw, query)
	must(t, err)
	if len(tables) < 18 {
		t.Fatalf("only %d tables", len(tables))
	}
	for _, table := range tables {
		rows, err := l.raw.Query("SELECT * FROM " + table)
		must(t, err)
		columns, err := rows.Columns()
		must(t, err)
		for rows.Next() {
			values, into := make([][]byte, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			must(t, rows.Scan(into...))
			for _, v := range values {
				out.Write(v)
				out.WriteByte('\n')
			}
		}
		must(t, errors.Join(rows.Err(), rows.Close()))
	}
	folders := []string{string(l.options.Files.(DirFiles))}
	if path, ok := strings.CutPrefix(l.options.Database, "sqlite:"); ok {
		folders = append(folders, filepath.Dir(path))
	}
	for _, folder := range folders {
		files, err := os.ReadDir(folder)
		must(t, err)
		for _, f := range files {
			b, err := os.ReadFile(filepath.Join(folder, f.Name()))
			must(t, err)
			out.Write(b)
		}
	}
	return out.String()
}

func TestASealedValueMovedToAnotherRowDoesNotOpen(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		first, second := l.submit(t, petitioner("o1")), l.submit(t, petitioner("o2"))
		var content []byte
		must(t, l.raw.QueryRow("SELECT content FROM cases WHERE number = ?", first).Scan(&content))
		l.exec(t, "UPDATE cases SET content = ? WHERE number = ?", content, second)
		err := l.Act(t.Context(), func(tx *Tx) error { _, err := tx.Case(second); return err })
		if err == nil {
			t.Error("one petitioner's words opened in another's case")
		}
	})
}
