package store

import (
	"encoding/hex"
	"reflect"
	"sync"
	"testing"
	"time"

	"onevisit/models"
)

// sweep deals with every alarm as the bot does and returns the reminders.
func sweep(t *testing.T, s *Store, now func() time.Time) (owed []models.Reminder) {
	t.Helper()
	for dealt := true; dealt; {
		must(t, s.Act(background(), func(tx *Tx) error {
			due, err := tx.Alarms(3)
			dealt = len(due) > 0
			var all []models.Sweep
			for _, a := range due {
				all = append(all, law().Sweep(a, now()))
				owed = append(owed, all[len(all)-1].Reminders...)
			}
			if err != nil {
				return err
			}
			return tx.Swept(all)
		}))
	}
	return owed
}

// taken takes all reminders that may be told now, person by person.
func taken(t *testing.T, s *Store) (out [][]models.Reminder) {
	t.Helper()
	for more := true; more; {
		must(t, s.Act(background(), func(tx *Tx) error {
			r, err := tx.TakeReminders(50)
			if more = len(r) > 0; more {
				out = append(out, r)
			}
			return err
		}))
	}
	return out
}

func (l *lab) breaches(t *testing.T, number string) (out []models.Breach) {
	t.Helper()
	c := l.load(t, number)
	l.act(t, func(tx *Tx) (err error) { out, err = tx.Breaches(c.ID); return err })
	return out
}

func (l *lab) do(t *testing.T, number string, r models.Request) {
	t.Helper()
	l.act(t, func(tx *Tx) error { _, err := tx.Do(number, r); return err })
}

func TestAClockTellsEachRungOnceWhateverTheTime(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.submit(t, petitioner("o1"))
		if got := sweep(t, l.Store, l.clock.now); len(got) != 0 {
			t.Fatalf("told at once: %v", got)
		}
		for _, move := range []time.Duration{4 * time.Hour, 0, -24 * time.Hour, 24 * time.Hour} { // 13:30, half of the day is over
			l.clock.forward(move)
			sweep(t, l.Store, l.clock.now)
		}
		got := taken(t, l.Store)
		if len(got) != 1 || len(got[0]) != 1 || got[0][0].To.ID != "li.clerk" || got[0][0].Rung != "half-0" {
			t.Fatalf("told %+v", got)
		}
		l.clock.forward(-24 * time.Hour)
		l.clock.forward(24 * time.Hour)
		sweep(t, l.Store, l.clock.now)
		if again := taken(t, l.Store); len(again) != 0 {
			t.Errorf("told again: %+v", again)
		}
	})
}

func TestAStoppedClockTellsNothing(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.registered(t, petitioner("o1"))
		if n := l.count(t, "SELECT COUNT(*) FROM alarms"); n != 2 { // assign and enter
			t.Errorf("%d alarms", n)
		}
		l.do(t, number, assigning())
		c := l.load(t, number)
		running := 0
		for i := range c.Clocks {
			if c.Clocks[i].Running() {
				running++
			}
		}
		if n := l.count(t, "SELECT COUNT(*) FROM alarms"); n != running {
			t.Errorf("%d alarms for %d running clocks", n, running)
		}
	})
}

func TestTwoWorkersTellEveryReminderOnce(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		for range 10 {
			l.submit(t, petitioner("o1"))
		}
		l.clock.forward(72 * time.Hour)
		var group sync.WaitGroup
		var mu sync.Mutex
		told := map[string]int{}
		for range 2 {
			s := l.another(t)
			group.Go(func() {
				sweep(t, s, l.clock.now)
				for _, person := range taken(t, s) {
					for _, r := range person {
						mu.Lock()
						told[r.Key]++
						mu.Unlock()
					}
				}
			})
		}
		group.Wait()
		for _, person := range taken(t, l.Store) { // owed after a worker looked
			for _, r := range person {
				told[r.Key]++
			}
		}
		if len(told) != 20 { // clerk and director of ten cases
			t.Errorf("%d reminders", len(told))
		}
		for key, n := range told {
			if n != 1 {
				t.Errorf("%s: told %d times", key, n)
			}
		}
		if n := l.count(t, "SELECT COUNT(*) FROM breaches"); n != 10 {
			t.Errorf("%d breaches", n)
		}
	})
}

func TestABreachIsRecordedOnceAtTheDue(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		swept := l.submit(t, petitioner("o1"))
		due := l.load(t, swept).Clocks[0].Due
		l.clock.forward(72 * time.Hour)
		sweep(t, l.Store, l.clock.now)
		l.clock.forward(24 * time.Hour)
		sweep(t, l.Store, l.clock.now)
		l.do(t, swept, registering()) // late: what the sweep saw stays
		got := l.breaches(t, swept)
		if len(got) != 1 || got[0].Clock != models.ClockRegister || !got[0].Due.Equal(due) || !got[0].Annulled.IsZero() {
			t.Errorf("swept: %+v", got)
		}
		unseen := l.submit(t, petitioner("o2"))
		l.clock.forward(72 * time.Hour)
		l.do(t, unseen, registering()) // late, and no sweep saw it
		if got := l.breaches(t, unseen); len(got) != 1 || !got[0].Annulled.IsZero() {
			t.Errorf("unseen: %+v", got)
		}
		kept := l.registered(t, petitioner("o3"))
		if got := l.breaches(t, kept); len(got) != 0 {
			t.Errorf("kept: %+v", got)
		}
	})
}

func TestAFactOfThePastAnnulsTheBreachItDisproves(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.registered(t, petitioner("o1"))
		registered := l.clock.now()
		l.clock.forward(48 * time.Hour)
		sweep(t, l.Store, l.clock.now)
		late := func() (standing int) {
			for _, b := range l.breaches(t, number) {
				if b.Clock == models.ClockEnter && b.Annulled.IsZero() {
					standing++
				}
			}
			return standing
		}
		if late() != 1 {
			t.Fatalf("%+v", l.breaches(t, number))
		}
		entered := models.Request{
			Verb: models.VerbEnter, Actor: models.Actor{Kind: models.ActorStaff, ID: "li.clerk"}, Occurred: registered.Add(time.Hour),
			Args: models.Args{models.ArgFact: models.FactRegistration, models.ArgNumber: "X1"},
		}
		l.do(t, number, entered)
		if late() != 0 || len(l.breaches(t, number)) == 0 {
			t.Errorf("not annulled, or deleted: %+v", l.breaches(t, number))
		}
		l.do(t, number, models.Request{Verb: models.VerbRetract, Actor: entered.Actor})
		sweep(t, l.Store, l.clock.now)
		if late() != 1 {
			t.Errorf("retracted, but still annulled: %+v", l.breaches(t, number))
		}
	})
}

func TestTheNextEventIsTheEarliestOfAll(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		next, err := l.NextEvent(t.Context(), l.clock.now())
		if err != nil || !next.IsZero() {
			t.Fatalf("an empty ledger: %v %v", next, err)
		}
		l.submit(t, petitioner("o1"))
		next, err = l.NextEvent(t.Context(), l.clock.now())
		if want := time.Date(2026, 11, 23, 13, 30, 0, 0, models.Zone()); err != nil || !next.Equal(want) {
			t.Errorf("next %v %v", next, err)
		}
		before := monday().Add(2 * time.Hour)
		l.act(t, func(tx *Tx) error {
			_, err := tx.Office(models.OfficeStep{
				Entry:  models.OfficeEntry{Verb: models.VerbRecordMeeting, Actor: "li.clerk", At: monday(), Args: models.Args{}},
				Duties: []models.OfficeDuty{{Kind: models.ClockDecision, Owner: "li.clerk", StartedAt: monday(), Due: before.Add(time.Hour), RemindAt: before}},
			})
			return err
		})
		if next, err = l.NextEvent(t.Context(), l.clock.now()); err != nil || !next.Equal(before) {
			t.Errorf("what a meeting decided reminds at %v, next %v %v", before, next, err)
		}
	})
}

func TestAnOlderLedgerGetsItsAlarms(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.submit(t, petitioner("o1"))
		l.exec(t, "DELETE FROM alarms")
		l.exec(t, "DELETE FROM schema_migrations WHERE name = 'alarms'")
		_, err := Migrate(t.Context(), l.options)
		must(t, err)
		l.clock.forward(4 * time.Hour)
		if got := sweep(t, l.Store, l.clock.now); len(got) != 1 {
			t.Errorf("told %+v", got)
		}
	})
}

// onlyUTC makes moments comparable that come from JSON.
func onlyUTC(r models.Reminder) models.Reminder {
	r.At, r.Due = r.At.UTC(), r.Due.UTC()
	return r
}

func TestRemindersOfAnOlderLedgerAreToldOnce(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.submit(t, petitioner("o1"))
		l.clock.forward(4 * time.Hour)
		owed := sweep(t, l.Store, l.clock.now)
		if len(owed) != 1 {
			t.Fatalf("owed %+v", owed)
		}
		l.exec(t, "DELETE FROM reminder_keys")
		l.exec(t, "DELETE FROM reminder_bundles")
		l.exec(t, `CREATE TABLE IF NOT EXISTS reminders (id INTEGER PRIMARY KEY, key_hash BLOB NOT NULL UNIQUE, case_id INTEGER NOT NULL,
			to_key BLOB NOT NULL, tell_at INTEGER NOT NULL, told_at INTEGER, claim TEXT NOT NULL, content BLOB NOT NULL)`)
		told := owed[0]
		told.Key += "told"
		for id, r := range []models.Reminder{owed[0], told} {
			hash := l.seal.digest(labelReminder, r.Key)
			sealed, err := l.seal.sealJSON(placeReminder, hex.EncodeToString(hash), r)
			must(t, err)
			_, err = l.raw.ExecContext(t.Context(), "INSERT INTO reminders (id, key_hash, case_id, to_key, tell_at, told_at, claim, content) VALUES (?, ?, ?, ?, ?, ?, '', ?)",
				id+1, hash, r.CaseID, l.seal.person(r.To), r.At.UnixMilli(), []any{nil, r.At.UnixMilli()}[id], sealed)
			must(t, err)
		}
		l.exec(t, "DELETE FROM schema_migrations WHERE name = 'reminder_bundles'")
		_, err := Migrate(t.Context(), l.options)
		must(t, err)
		if n := l.count(t, "SELECT COUNT(*) FROM reminder_keys"); n != 2 {
			t.Errorf("%d reminders are known", n)
		}
		got := taken(t, l.Store)
		owed[0].At = cut(owed[0].At)
		if len(got) != 1 || len(got[0]) != 1 || !reflect.DeepEqual(onlyUTC(got[0][0]), onlyUTC(owed[0])) {
			t.Errorf("told %+v, owed %+v", got, owed)
		}
	})
}
