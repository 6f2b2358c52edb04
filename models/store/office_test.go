package store

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"onevisit/models"
)

// issuing is the circular after the section's first exceeding of case 7.
func issuing(fact string) models.OfficeStep {
	return models.OfficeStep{
		Entry: models.OfficeEntry{
			Verb: models.VerbIssue, Actor: "qian.director", At: monday(), Section: "wetland", CaseID: 7, Number: "LS20261123-0007", Round: 1,
			Fact: fact, Args: models.Args{models.ArgReason: aClaim},
			Letters: []models.OfficeLetter{
				{Number: models.LetterNumber{Kind: models.LetterInterview, Year: 2026}, Snapshot: models.Snapshot{Text: aClaim}},
				{Number: models.LetterNumber{Kind: models.LetterCircular, Year: 2026}, Snapshot: models.Snapshot{Text: aReply}},
			},
		},
		Duties: []models.OfficeDuty{{
			Kind: models.ClockExplain, Section: "wetland", Which: models.LetterInterview, Text: aClaim,
			StartedAt: monday(), Due: monday().AddDate(0, 0, 5), RemindAt: monday().Add(time.Hour),
		}},
		Notices: []models.Notice{{
			Key: "issue:chief", To: models.Person{Kind: models.ActorStaff, ID: "wang.chief"}, Verb: models.VerbIssue,
			Letter: models.LetterNumber{Kind: models.LetterCircular, Year: 2026}, Data: models.Args{models.ArgText: aClaim},
		}},
	}
}

func (l *lab) office(t *testing.T, s models.OfficeStep) models.OfficeStep {
	t.Helper()
	l.act(t, func(tx *Tx) (err error) { s, err = tx.Office(s); return err })
	return s
}

func (l *lab) openDuties(t *testing.T) (open []models.OfficeDuty) {
	t.Helper()
	l.act(t, func(tx *Tx) (err error) { open, err = tx.OpenDuties(); return err })
	return open
}

func TestAnOfficeStepIsWrittenWholeAndComesBack(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		s := l.office(t, issuing("issue:c7:1"))
		if s.Entry.ID == 0 || s.Entry.Letters[0].Number.Serial != 1 || s.Entry.Letters[1].Number.Serial != 1 {
			t.Fatalf("wrote %+v", s.Entry)
		}
		if s.Notices[0].Letter.Serial != 1 {
			t.Errorf("the notice does not know its letter's number: %+v", s.Notices[0].Letter)
		}
		var got []models.OfficeEntry
		l.act(t, func(tx *Tx) (err error) {
			got, err = tx.OfficeEntries(models.OfficeQuery{Section: "wetland", Verbs: []models.Verb{models.VerbIssue}, Since: monday().AddDate(0, 0, -1)})
			return err
		})
		if len(got) != 1 || got[0].Args.Get(models.ArgReason) != aClaim || len(got[0].Letters) != 2 || got[0].Letters[1].Snapshot.Text == "" || got[0].Fact != "issue:c7:1" {
			t.Errorf("read %+v", got)
		}
		open := l.openDuties(t)
		if len(open) != 1 || open[0].Text != aClaim || open[0].Entry != s.Entry.ID || open[0].Which != models.LetterInterview {
			t.Errorf("owes %+v", open)
		}
		for _, q := range []models.OfficeQuery{{Section: "forest"}, {Verbs: []models.Verb{models.VerbExcuse}}, {Since: monday().AddDate(0, 0, 1)}} {
			l.act(t, func(tx *Tx) (err error) { got, err = tx.OfficeEntries(q); return err })
			if len(got) != 0 {
				t.Errorf("%+v finds %+v", q, got)
			}
		}
		if told := l.told(t); len(told) != 0 {
			t.Errorf("told before the letters are kept: %+v", told)
		}
		l.pressed(t)
		if told := l.told(t); len(told) != 1 || told[0].Letter != s.Entry.Letters[1].Number {
			t.Errorf("owes %+v", told)
		}
	})
}

func TestWhatCountsOnceIsIssuedOnceByWhoeverIsFirst(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		results := make([]error, 4)
		var all sync.WaitGroup
		for i := range results {
			all.Go(func() {
				results[i] = l.Act(background(), func(tx *Tx) error { _, err := tx.Office(issuing("issue:c7:1")); return err })
			})
		}
		all.Wait()
		done := 0
		for _, err := range results {
			if err == nil {
				done++
			} else if models.CodeOf(err) != models.CodeTwice {
				t.Errorf("refused with %v", err)
			}
		}
		if done != 1 || l.count(t, "SELECT COUNT(*) FROM office_letters") != 2 || len(l.openDuties(t)) != 1 {
			t.Errorf("issued %d times", done)
		}
		if s := l.office(t, issuing("issue:c8:1")); s.Entry.Letters[0].Number.Serial != 2 {
			t.Errorf("the next number is %d: numbers must have no gaps", s.Entry.Letters[0].Number.Serial)
		}
	})
}

func TestADutyIsAnsweredOnce(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		duty := l.office(t, issuing("")).Duties[0]
		answer := models.OfficeStep{Entry: models.OfficeEntry{Verb: models.VerbExplain, Actor: "wang.chief", At: monday().Add(time.Hour), Duty: duty.ID}}
		l.office(t, answer)
		if open := l.openDuties(t); len(open) != 0 {
			t.Errorf("still owes %+v", open)
		}
		refused(t, l.Act(t.Context(), func(tx *Tx) error { _, err := tx.Office(answer); return err }), models.CodeTwice)
		if n := l.count(t, "SELECT COUNT(*) FROM office_entries"); n != 2 {
			t.Errorf("%d entries", n)
		}
		l.clock.forward(48 * time.Hour)
		l.act(t, func(tx *Tx) error {
			due, err := tx.DutiesToTell(9)
			if len(due) != 0 {
				t.Errorf("an answered duty tells: %+v", due)
			}
			return err
		})
	})
}

func TestADutyTellsWhenItIsDueAndNotBefore(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.office(t, issuing(""))
		due := func() (n int) {
			l.act(t, func(tx *Tx) error {
				all, err := tx.DutiesToTell(9)
				for _, d := range all {
					err = errors.Join(err, tx.RemindDuty(d.ID, d.Due))
				}
				n = len(all)
				return err
			})
			return n
		}
		if due() != 0 {
			t.Error("told too early")
		}
		l.clock.forward(time.Hour)
		if due() != 1 || due() != 0 {
			t.Error("not told once")
		}
	})
}

func TestOfficeEntriesAreNeitherChangedNorDeleted(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.office(t, issuing(""))
		for _, query := range []string{"UPDATE office_entries SET actor = 'x'", "DELETE FROM office_entries"} {
			if _, err := l.raw.Exec(query); err == nil {
				t.Errorf("%s: went through", query)
			}
		}
	})
}

func TestNoWordsOfTheOfficeStandInTheDatabase(t *testing.T) {
	l := newLab(t, "sqlite:"+t.TempDir()+"/ledger.db")
	l.office(t, issuing(""))
	for _, query := range []string{
		"SELECT CAST(content AS TEXT) FROM office_entries", "SELECT CAST(snapshot AS TEXT) FROM office_letters", "SELECT CAST(content AS TEXT) FROM office_duties",
	} {
		var kept string
		must(t, l.raw.QueryRow(query).Scan(&kept))
		if strings.Contains(kept, aClaim[:12]) {
			t.Errorf("%s: words in clear", query)
		}
	}
}
