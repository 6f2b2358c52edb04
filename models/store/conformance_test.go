package store

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"onevisit/models"
)

func TestACaseComesBackAsItWasWritten(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		var written models.Case
		l.act(t, func(tx *Tx) error {
			d, err := tx.Do("", filing(petitioner("oAbC1")))
			written = d.Case
			return err
		})
		got := l.load(t, written.Number)
		if written.Number != "LS20261123-0001" {
			t.Errorf("number %s", written.Number)
		}
		if got.Words.Claim != aClaim || got.Words.Petitioner.Name != anName || got.Account != "oAbC1" {
			t.Errorf("words or account are not what was written: %+v", got.Words)
		}
		if !got.SubmittedAt.Equal(monday()) || !got.Facts.NoticeAt.Equal(monday()) {
			t.Errorf("submitted %v, notice %v, want %v to the millisecond", got.SubmittedAt, got.Facts.NoticeAt, monday())
		}
		if got.ID != written.ID || got.State != models.Submitted || got.Version != 1 || got.AuditCount != 1 {
			t.Errorf("standing is not what was written: %+v", got)
		}
		if len(got.Clocks) == 0 || len(got.Clocks) != len(written.Clocks) {
			t.Fatalf("%d clocks, want %d", len(got.Clocks), len(written.Clocks))
		}
		for i, k := range got.Clocks {
			if k.ID != written.Clocks[i].ID || !sameClock(k, written.Clocks[i]) {
				t.Errorf("clock %d is not what was written", i)
			}
		}
	})
}

func TestAWholeWayKeepsClocksLettersAndHistory(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.registered(t, petitioner("oAbC1"))
		l.clock.forward(time.Hour)
		var done models.Done
		l.act(t, func(tx *Tx) (err error) { done, err = tx.Do(number, assigning()); return err })
		if len(done.Letters) != 1 || done.Letters[0].Number.Serial != 1 || done.Letters[0].ID != 1 {
			t.Fatalf("letters %+v", done.Letters)
		}
		for _, n := range done.Notices {
			if n.Letter != done.Letters[0].Number {
				t.Errorf("a notice tells letter %+v", n.Letter)
			}
		}
		c := l.load(t, number)
		if c.Letters[0].Snapshot.Claim != aClaim || c.Letters[0].Number != done.Letters[0].Number {
			t.Errorf("letter came back as %+v", c.Letters[0])
		}
		if c.Running(models.ClockRegister, "") != nil || c.Running(models.ClockAccept, "") == nil {
			t.Error("the register clock should have stopped and the accept clock be running")
		}
		var history []models.AuditEntry
		l.act(t, func(tx *Tx) (err error) { history, err = tx.History(c.ID); return err })
		var verbs []models.Verb
		for _, e := range history {
			verbs = append(verbs, e.Verb)
		}
		if !slices.Equal(verbs, []models.Verb{models.VerbSubmit, models.VerbRegister, models.VerbAssign}) {
			t.Errorf("history %v", verbs)
		}
		if history[0].Words[models.ArgClaim] != aClaim || history[0].Actor.ID != "oAbC1" {
			t.Error("the entry's words or actor did not come back")
		}
		must(t, l.VerifyCase(t.Context(), number))
	})
}

func TestAnErrorInsideATurnLeavesNothing(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		broken := errors.New("broken off")
		_, err := l.Turn(t.Context(), "m1", func(tx *Tx) ([]byte, error) {
			d, err := tx.Do("", filing(petitioner("oAbC1")))
			must(t, err)
			must(t, tx.SaveSession(models.Session{Who: "wechat:oAbC1", Flow: "f", Step: "s"}))
			must(t, tx.SaveAccount(models.Account{OpenID: "oAbC1"}))
			_, err = tx.NewQueryCode(d.Case.Number)
			must(t, err)
			_, err = tx.AddMedia("wechat", "media", "photo")
			must(t, err)
			must(t, tx.CountGuess("oAbC1", d.Case.Number))
			return nil, broken
		})
		if !errors.Is(err, broken) {
			t.Fatalf("got %v", err)
		}
		for _, table := range []string{
			"cases", "clocks", "letters", "audit_entries", "notices", "inbox", "sessions", "accounts",
			"query_codes", "case_persons", "attachments", "guesses",
		} {
			if n := l.count(t, "SELECT COUNT(*) FROM "+table); n != 0 {
				t.Errorf("%d rows are left in %s", n, table)
			}
		}
		got, err := l.Turn(t.Context(), "m1", reply("now"))
		if err != nil || string(got) != "now" {
			t.Errorf("the message cannot be answered afterwards: %q, %v", got, err)
		}
	})
}

func TestARedeliveryGetsTheSameAnswerAndDoesTheWorkOnce(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		stores := []*Store{l.Store, l.another(t)}
		const messages, deliveries = 10, 3
		var mu sync.Mutex
		answers := map[string][]string{}
		var group sync.WaitGroup
		for i := range messages * deliveries {
			group.Go(func() {
				key := fmt.Sprintf("m%d", i%messages)
				who := fmt.Sprintf("o%d", i%messages)
				got, err := stores[i%2].Turn(background(), key, func(tx *Tx) ([]byte, error) {
					d, err := tx.Do("", filing(petitioner(who)))
					return []byte(d.Case.Number), err
				})
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				answers[key] = append(answers[key], string(got))
			})
		}
		group.Wait()
		for key, got := range answers {
			if len(got) != deliveries || got[0] == "" || got[0] != got[1] || got[1] != got[2] {
				t.Errorf("%s was answered %v", key, got)
			}
		}
		if n := l.count(t, "SELECT COUNT(*) FROM cases"); n != messages {
			t.Errorf("%d cases, want %d", n, messages)
		}
	})
}

func TestOpenidsThatDifferInCaseAreTwoPeople(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		upper := l.submit(t, petitioner("oAbC1"))
		lower := l.submit(t, petitioner("oabc1"))
		l.act(t, func(tx *Tx) error {
			must(t, tx.SaveSession(models.Session{Who: "wechat:oAbC1", Flow: "submit", Step: "upper"}))
			must(t, tx.SaveSession(models.Session{Who: "wechat:oabc1", Flow: "submit", Step: "lower"}))
			must(t, tx.SaveAccount(models.Account{OpenID: "oAbC1", Sent: 1}))
			return tx.SaveAccount(models.Account{OpenID: "oabc1", Sent: 2})
		})
		l.act(t, func(tx *Tx) error {
			for who, want := range map[string]string{"oAbC1": upper, "oabc1": lower} {
				cases, err := tx.CasesOf(who, 10)
				must(t, err)
				if len(cases) != 1 || cases[0].Number != want {
					t.Errorf("%s has %d cases", who, len(cases))
				}
			}
			s, err := tx.Session("wechat:oabc1")
			must(t, err)
			a, err := tx.Account("oAbC1")
			must(t, err)
			if s.Step != "lower" || a.Sent != 1 {
				t.Errorf("session %q, account %d belong to somebody else", s.Step, a.Sent)
			}
			return nil
		})
	})
}

func TestConcurrentFilingsGetNumbersOfTheirOwn(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.exec(t, "INSERT INTO case_numbers (day, n) VALUES (20261123, 9990)")
		stores := []*Store{l.Store, l.another(t)}
		const filings = 20
		numbers := make([]string, filings)
		var group sync.WaitGroup
		for i := range filings {
			group.Go(func() {
				err := stores[i%2].Act(background(), func(tx *Tx) error {
					d, err := tx.Do("", filing(petitioner("o1")))
					numbers[i] = d.Case.Number
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		slices.Sort(numbers)
		if len(slices.Compact(numbers)) != filings {
			t.Errorf("numbers repeat: %v", numbers)
		}
		if !slices.Contains(numbers, "LS20261123-9991") || !slices.Contains(numbers, "LS20261123-10010") {
			t.Errorf("the numbers do not go on past four digits: %v", numbers)
		}
	})
}

func TestADayBeginsInShanghai(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.clock.ms.Store(time.Date(2026, 11, 23, 15, 59, 59, 999e6, time.UTC).UnixMilli())
		first := l.submit(t, petitioner("o1"))
		l.clock.forward(time.Millisecond)
		second := l.submit(t, petitioner("o1"))
		if first != "LS20261123-0001" || second != "LS20261124-0001" {
			t.Errorf("numbers %s and %s", first, second)
		}
	})
}

func TestLetterNumbersHaveNoGapsWhenTransactionsFail(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		const cases = 12
		var numbers []string
		for range cases {
			numbers = append(numbers, l.registered(t, petitioner("o1")))
		}
		second := l.another(t)
		var group sync.WaitGroup
		broken := errors.New("broken off")
		for i, number := range numbers {
			group.Go(func() {
				s := []*Store{l.Store, second}[i%2]
				err := s.Act(background(), func(tx *Tx) error {
					if _, err := tx.Do(number, assigning()); err != nil {
						return err
					}
					if i%3 == 0 {
						return broken
					}
					return nil
				})
				if err != nil && !errors.Is(err, broken) {
					t.Error(err)
				}
			})
		}
		group.Wait()
		issued := l.count(t, "SELECT COUNT(*) FROM letters")
		last := l.count(t, "SELECT MAX(serial) FROM letters")
		if issued != cases*2/3 || last != issued {
			t.Errorf("%d letters were issued and the last has number %d, want %d of both", issued, last, cases*2/3)
		}
	})
}

func TestTwoWhoChangeOneCaseDoNotLoseEachOther(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("o1"))
		second := l.another(t)
		const changes = 8
		var group sync.WaitGroup
		for i := range changes {
			group.Go(func() {
				s := []*Store{l.Store, second}[i%2]
				err := s.Act(background(), func(tx *Tx) error {
					_, err := tx.Do(number, supplement(fmt.Sprintf("an invented supplement %d", i)))
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		c := l.load(t, number)
		if c.AuditCount != changes+1 || c.Version != changes+1 {
			t.Errorf("%d entries, version %d, want %d", c.AuditCount, c.Version, changes+1)
		}
		must(t, l.VerifyCase(t.Context(), number))
	})
}

func supplement(text string) models.Request {
	return models.Request{
		Verb: models.VerbSupplement, Actor: models.Actor{Kind: models.ActorPetitioner, ID: "o1"},
		Args: models.Args{models.ArgText: text},
	}
}

func TestACaseThatChangedMeanwhileIsNotOverwritten(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("o1"))
		stale := l.load(t, number)
		l.act(t, func(tx *Tx) error { _, err := tx.Do(number, registering()); return err })
		runs := 0
		err := l.Act(t.Context(), func(tx *Tx) error {
			runs++
			next := stale
			next.Version++
			return tx.do("write", func() error { return tx.writeCase(&stale, &next) })
		})
		refused(t, err, models.CodeStale)
		if runs != tries {
			t.Errorf("tried %d times, want %d", runs, tries)
		}
		if c := l.load(t, number); c.State != models.Registered {
			t.Errorf("the case is %s again", c.State)
		}
	})
}
