package store

import (
	"strings"
	"testing"
	"time"

	"onevisit/models"
)

func TestQueryCodesOpenTheirOwnCaseOnly(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		mine, other := l.submit(t, petitioner("o1")), l.submit(t, petitioner("o2"))
		var code, replaced string
		l.act(t, func(tx *Tx) (err error) {
			replaced, err = tx.NewQueryCode(mine)
			must(t, err)
			code, err = tx.NewQueryCode(mine)
			must(t, err)
			_, err = tx.NewQueryCode("LS20261123-9999")
			refused(t, err, models.CodeNotFound)
			_, err = tx.NewQueryCode(other)
			return err
		})
		if len(code) != 10 || strings.ContainsAny(code, "01OIL") || code == replaced {
			t.Errorf("code %q", code)
		}
		wide := strings.Map(func(r rune) rune { return r + 0xfee0 }, code)
		for _, guess := range []struct {
			number, code string
			want         bool
		}{
			{mine, code, true}, {mine, " " + strings.ToLower(code[:5]) + " - " + code[5:], true}, {mine, wide, true},
			{mine, replaced, false}, {mine, code[:9], false}, {mine, "", false},
			{other, code, false}, {"LS20261123-9999", code, false},
		} {
			l.act(t, func(tx *Tx) error {
				got, err := tx.CheckQueryCode(guess.number, guess.code)
				if got != guess.want {
					t.Errorf("%q at %s: %v", guess.code, guess.number, got)
				}
				return err
			})
		}
	})
}

func TestWrongGuessesAreCountedPerAccountAndCase(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.act(t, func(tx *Tx) error { return tx.CountGuess("o1", "A") })
		l.clock.forward(time.Hour)
		since := l.clock.now()
		l.act(t, func(tx *Tx) error {
			must(t, tx.CountGuess("o1", "B"))
			must(t, tx.CountGuess("O1", "A"))
			return tx.CountGuess("o2", "B")
		})
		l.act(t, func(tx *Tx) error {
			got, err := tx.Guesses("o1", "B", since)
			if got != (models.Guesses{ByAccount: 1, ByCase: 2}) {
				t.Errorf("since then %+v", got)
			}
			must(t, err)
			got, err = tx.Guesses("o1", "A", time.Time{})
			if got != (models.Guesses{ByAccount: 2, ByCase: 2}) {
				t.Errorf("ever %+v", got)
			}
			return err
		})
	})
}

func TestAccountsComeBackWithTheirProfile(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		a := models.Account{OpenID: "o1", Profile: petitioner("o1"), SpokeAt: monday(), Sent: 2, Follows: true}
		l.act(t, func(tx *Tx) error { return tx.SaveAccount(a) })
		l.act(t, func(tx *Tx) error {
			got, err := tx.Account("o1")
			must(t, err)
			if got.Profile != a.Profile || !got.SpokeAt.Equal(monday()) || got.Sent != 2 || !got.Follows || got.Version != 1 {
				t.Errorf("account came back as %+v", got)
			}
			if !got.Created.Equal(monday()) {
				t.Errorf("created %v", got.Created)
			}
			got.Sent, got.Follows = 0, false
			return tx.SaveAccount(got)
		})
		l.act(t, func(tx *Tx) error {
			got, err := tx.Account("o1")
			if got.Sent != 0 || got.Follows || got.Version != 2 {
				t.Errorf("account came back as %+v", got)
			}
			return err
		})
		err := l.Act(t.Context(), func(tx *Tx) error { return tx.SaveAccount(a) }) // version 0: never read
		refused(t, err, models.CodeStale)
		a.Version = 1 // read before the last write
		err = l.Act(t.Context(), func(tx *Tx) error { return tx.SaveAccount(a) })
		refused(t, err, models.CodeStale)
	})
}

func TestRepresentativesSeeTheCaseTheySigned(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		joint := filing(petitioner("o1"))
		signer := petitioner("o2")
		signer.Phone = "13900005678"
		joint.Filing.Signers = []models.Petitioner{signer}
		var number string
		l.act(t, func(tx *Tx) error {
			d, err := tx.Do("", joint)
			number = d.Case.Number
			return err
		})
		newest := l.submit(t, petitioner("o1"))
		l.act(t, func(tx *Tx) error {
			for who, want := range map[string][]string{"o1": {newest, number}, "o2": {number}, "o3": nil, "": nil} {
				got, err := tx.CasesOf(who, 0)
				must(t, err)
				if len(got) != len(want) {
					t.Fatalf("%q has %d cases, want %d", who, len(got), len(want))
				}
				for i := range want {
					if got[i].Number != want[i] {
						t.Errorf("%q: case %d is %s, want %s", who, i, got[i].Number, want[i])
					}
				}
			}
			return nil
		})
	})
}

func TestPersonsAreTheSameHoweverTheyWriteThemselves(t *testing.T) {
	s, err := newSealer(make([]byte, KeySize), nil)
	must(t, err)
	rows := func(p models.Petitioner) personRow {
		return s.persons(&models.Case{Words: models.Words{Petitioner: p}})[0]
	}
	a := rows(models.Petitioner{Phone: "13900001234", Identity: "11010519491231002X", Account: "o1"})
	b := rows(models.Petitioner{Phone: "+86 139-0000-1234", Identity: " 11010519491231002\uff58 ", Account: "o1"})
	if !samePerson(a, b) {
		t.Error("one person is two")
	}
	if c := rows(models.Petitioner{Phone: "13900001235", Identity: "11010519491231002X", Account: "o1"}); samePerson(a, c) {
		t.Error("another phone is the same person")
	}
	if none := rows(models.Petitioner{}); none.PhoneKey != nil || none.IdentityKey != nil || none.AccountKey != nil {
		t.Error("the unknown have keys")
	}
}

func TestStaffFindCases(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		first := l.registered(t, petitioner("o1"))
		l.clock.forward(24 * time.Hour)
		second := l.registered(t, petitioner("o1"))
		l.act(t, func(tx *Tx) error { _, err := tx.Do(first, assigning()); return err })
		third := l.submit(t, petitioner("o1"))
		for name, c := range map[string]struct {
			q    models.Query
			want []string
		}{
			"everybody's, nearest due first":   {models.Query{}, []string{first, second, third}},
			"a chief's, whatever the case":     {models.Query{Person: "Wang.Chief"}, []string{first}},
			"a case officer's":                 {models.Query{Person: "li.clerk"}, []string{first}},
			"a stranger's":                     {models.Query{Person: "nobody"}, nil},
			"by state":                         {models.Query{States: []models.State{models.Submitted}}, []string{third}},
			"by section":                       {models.Query{Section: "wetland"}, []string{first}},
			"by the end of the number":         {models.Query{Suffix: first[2:]}, []string{first}},
			"a percent sign is no wildcard":    {models.Query{Suffix: "%"}, nil},
			"an underscore is none either":     {models.Query{Suffix: "_" + first[len(first)-3:]}, nil},
			"supervised":                       {models.Query{Supervised: true}, nil},
			"no more than asked for":           {models.Query{Limit: 1}, []string{first}},
			"states that nothing is in":        {models.Query{States: []models.State{models.Archived}}, nil},
			"chief and section, both must fit": {models.Query{Person: "wang.chief", Section: "other"}, nil},
		} {
			l.act(t, func(tx *Tx) error {
				got, err := tx.Find(c.q)
				if len(got) != len(c.want) {
					t.Errorf("%s: %d cases, want %d", name, len(got), len(c.want))
					return err
				}
				for i := range got {
					if got[i].Number != c.want[i] || len(got[i].Clocks) == 0 {
						t.Errorf("%s: case %d is %s with %d clocks, want %s", name, i, got[i].Number, len(got[i].Clocks), c.want[i])
					}
				}
				return err
			})
		}
	})
}

func TestUnknownNumbersAreRefused(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		err := l.Act(t.Context(), func(tx *Tx) error { _, err := tx.Case("LS1"); return err })
		refused(t, err, models.CodeNotFound)
		err = l.Act(t.Context(), func(tx *Tx) error { _, err := tx.Do("LS1", registering()); return err })
		refused(t, err, models.CodeNotFound)
		refused(t, l.VerifyCase(t.Context(), "LS1"), models.CodeNotFound)
		err = l.Act(t.Context(), func(tx *Tx) error { return tx.ReadLetter(1, "opinion:1", 1, 1) })
		refused(t, err, models.CodeNotFound)
	})
}

func TestARefusalMadeIntoAnAnswerIsKept(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("o1"))
		answer := func(tx *Tx) ([]byte, error) {
			_, err := tx.Do(number, assigning()) // not registered yet
			must(t, tx.CountGuess("o1", number))
			return []byte(models.CodeOf(err)), nil
		}
		for range 2 {
			got, err := l.Turn(t.Context(), "m1", answer)
			if err != nil || string(got) != string(models.CodeWrongState) {
				t.Errorf("%q, %v", got, err)
			}
		}
		if n := l.count(t, "SELECT COUNT(*) FROM guesses"); n != 1 {
			t.Errorf("%d guesses were counted, want 1", n)
		}
	})
}

func TestReadingALetterNeverGoesBack(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.registered(t, petitioner("o1"))
		l.act(t, func(tx *Tx) error { _, err := tx.Do(number, assigning()); return err })
		c := l.load(t, number)
		for _, read := range []int{1, 3, 2} {
			l.act(t, func(tx *Tx) error { return tx.ReadLetter(c.ID, c.Letters[0].Ref(), read, 3) })
		}
		if got := l.load(t, number).Letters[0]; got.Read != 3 || got.Parts != 3 {
			t.Errorf("read %d of %d", got.Read, got.Parts)
		}
	})
}

func TestATakenBackStepUndoesClocksAndVoidsItsLetter(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.registered(t, petitioner("o1"))
		l.act(t, func(tx *Tx) error { _, err := tx.Do(number, assigning()); return err })
		retract := models.Request{Verb: models.VerbRetract, Actor: assigning().Actor, Args: models.Args{}}
		var done models.Done
		l.act(t, func(tx *Tx) (err error) { done, err = tx.Do(number, retract); return err })
		got := l.load(t, number)
		if got.State != models.Registered || !got.Letters[0].Void || got.Letters[0].Number.Serial != 1 {
			t.Errorf("%s with letter %+v", got.State, got.Letters[0])
		}
		if len(got.Clocks) != len(done.Case.Clocks) {
			t.Fatalf("%d clocks, want %d", len(got.Clocks), len(done.Case.Clocks))
		}
		for i, k := range got.Clocks {
			if !sameClock(k, done.Case.Clocks[i]) {
				t.Errorf("clock %s is %+v, want %+v", k.Kind, k, done.Case.Clocks[i])
			}
		}
		must(t, l.VerifyCase(t.Context(), number))
	})
}
