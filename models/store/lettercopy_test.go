package store

import (
	"sync"
	"testing"
	"time"

	"onevisit/models"
)

// retracting takes back the assignment of [assigning].
func retracting() models.Request {
	return models.Request{Verb: models.VerbRetract, Actor: models.Actor{Kind: models.ActorStaff, ID: "sun.deputy"}}
}

func (l *lab) retract(t *testing.T, number string) {
	t.Helper()
	l.act(t, func(tx *Tx) error {
		_, err := tx.Do(number, retracting())
		return err
	})
}

// handed keeps the letters that wait and owes each as a file to these people.
func (l *lab) handed(t *testing.T, people ...string) []models.Pressing {
	t.Helper()
	all, err := l.ClaimPressings(background(), "one", time.Minute, 50)
	must(t, err)
	for _, p := range all {
		must(t, l.KeepLetter(background(), p, []byte("PK"), func(tx *Tx) error { return tx.oweFile(p, people...) }))
	}
	return all
}

func (tx *Tx) oweFile(p models.Pressing, people ...string) error {
	for _, id := range people {
		err := tx.Owe(models.Notice{
			Key: "file:" + id, CaseID: p.CaseID, Number: p.Letter.Snapshot.CaseNumber, Rung: models.RungFile,
			To: models.Person{Kind: models.ActorStaff, ID: id}, Letter: p.Letter.Number,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tellAll is what staff are told until nothing is due any more.
func (l *lab) tellAll(t *testing.T) (all []models.Claimed) {
	t.Helper()
	for {
		some := l.told(t)
		if len(some) == 0 {
			return all
		}
		all = append(all, some...)
	}
}

func withRung(all []models.Claimed, rung string) (out []models.Claimed) {
	for _, c := range all {
		if c.Rung == rung {
			out = append(out, c)
		}
	}
	return out
}

func TestALetterThatIsVoidBeforeItIsMadeNeverIs(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.assigned(t)
		late, err := l.ClaimPressings(background(), "slow", time.Minute, 10)
		must(t, err)
		l.retract(t, number)
		refused(t, l.KeepLetter(background(), late[0], []byte("PK"), func(*Tx) error {
			t.Error("a void letter is handed on")
			return nil
		}), models.CodeStale)
		l.clock.forward(time.Hour)
		if again := l.pressed(t); len(again) != 0 {
			t.Errorf("a void letter is to be made: %+v", again)
		}
		if b, err := l.Backlog(background()); err != nil || b.Letters != 0 {
			t.Errorf("%d letters are still to be made, %v", b.Letters, err)
		}
		news := 0
		for _, c := range l.tellAll(t) {
			if c.Verb == models.VerbAssign {
				if news++; !c.Void {
					t.Errorf("%s is told of the letter as if it were good", c.To.ID)
				}
			}
		}
		if news == 0 {
			t.Error("nobody hears of the assignment at all")
		}
		l.act(t, func(tx *Tx) error {
			d, err := tx.Do(number, assigning())
			if err == nil && d.Letters[0].Number.Serial != late[0].Letter.Number.Serial+1 {
				t.Errorf("the number %+v follows the void %+v", d.Letters[0].Number, late[0].Letter.Number)
			}
			return err
		})
		if c := l.load(t, number); !c.Letters[0].Void || c.Letters[1].Void {
			t.Errorf("void: %v, %v", c.Letters[0].Void, c.Letters[1].Void)
		}
	})
}

func TestWhoeverHasALetterIsToldOnceThatItIsVoidAndNobodyElseGetsIt(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.assigned(t)
		made := l.handed(t, "wang.chief", "li.clerk", "sun.deputy")
		l.tellAll(t)
		l.act(t, func(tx *Tx) error { // to be sent only now
			return tx.Owe(models.Notice{
				Key: "again", CaseID: made[0].CaseID, Number: number, Rung: models.RungFile,
				To: models.Person{Kind: models.ActorStaff, ID: "qian.director"}, Letter: made[0].Letter.Number,
			})
		})
		form := models.Notice{
			Key: "form", CaseID: made[0].CaseID, Number: number, Rung: models.RungDraft, Letter: models.LetterNumber{Kind: models.LetterReceipt},
			Draft: &models.Snapshot{Of: made[0].Letter.Number}, To: models.Person{Kind: models.ActorStaff, ID: "zhao.handler"},
		}
		l.act(t, func(tx *Tx) error { return tx.Owe(form) })
		l.retract(t, number)
		after := l.tellAll(t)
		told := map[string]int{}
		for _, c := range withRung(after, models.RungVoid) {
			told[c.To.ID]++
			if c.Letter != made[0].Letter.Number || c.Number != number || c.Reply != (c.To.ID == "sun.deputy") {
				t.Errorf("told %+v", c.Notice)
			}
		}
		if len(told) != 3 || told["wang.chief"] != 1 || told["li.clerk"] != 1 || told["sun.deputy"] != 1 {
			t.Errorf("told that it is void: %v", told)
		}
		carried := append(withRung(after, models.RungFile), withRung(after, models.RungDraft)...)
		if len(carried) != 2 {
			t.Fatalf("handed out %+v", carried)
		}
		for _, c := range carried {
			if !c.Void {
				t.Errorf("%s goes to %s as if it were good", c.Rung, c.To.ID)
			}
		}
	})
}

func TestAFileThatIsJustBeingSentCountsAsSent(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.assigned(t)
		l.handed(t)
		l.tellAll(t)
		l.act(t, func(tx *Tx) error {
			c, err := tx.Case(number)
			if err != nil {
				return err
			}
			return tx.oweFile(models.Pressing{CaseID: c.ID, Letter: c.Letters[0]}, "wang.chief")
		})
		if got := claimStaff(t, l.Store); len(got) != 1 || got[0].Void {
			t.Fatalf("claimed %+v", got)
		}
		l.retract(t, number)
		l.clock.forward(time.Hour) // nobody heard of that worker again
		all := l.tellAll(t)
		if void := withRung(all, models.RungVoid); len(void) != 1 || void[0].To.ID != "wang.chief" {
			t.Errorf("told %+v", void)
		}
		if files := withRung(all, models.RungFile); len(files) != 1 || !files[0].Void {
			t.Errorf("sent again: %+v", files)
		}
	})
}

func TestWhatIsMootIsDone(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.assigned(t)
		l.handed(t, "wang.chief")
		l.retract(t, number)
		for range 6 {
			for _, c := range claimStaff(t, l.Store) {
				l.settle(t, c, models.Sending{Moot: c.Void && c.Rung == models.RungFile, Delivered: c.Rung != models.RungFile, Way: "none"})
			}
		}
		b, err := l.Backlog(background())
		must(t, err)
		if l.count(t, "SELECT COUNT(*) FROM notices WHERE status = 'waiting' AND to_kind = 'staff'") != 0 || b.Dead != 0 {
			t.Errorf("the backlog is %+v", b)
		}
		if n := l.count(t, "SELECT COUNT(*) FROM sendings WHERE delivered = 0"); n != 1 {
			t.Errorf("%d tries are in the log as not delivered, want the one of the void letter", n)
		}
	})
}

// Making and voiding at the same time ends in one of two ways: the letter was
// not made, or it was made and what carries it is known to be void.
func TestALetterIsMadeAndVoidedAtTheSameTime(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		for range 6 {
			number := l.assigned(t)
			all, err := l.ClaimPressings(background(), "one", time.Minute, 50)
			must(t, err)
			var kept error
			var both sync.WaitGroup
			both.Go(func() {
				kept = l.KeepLetter(background(), all[0], []byte("PK"), func(tx *Tx) error {
					return tx.Owe(models.Notice{
						Key: "file:" + number, CaseID: all[0].CaseID, Number: number, Rung: models.RungFile,
						To: models.Person{Kind: models.ActorStaff, ID: "zhou.head"}, Letter: all[0].Letter.Number,
					})
				})
			})
			both.Go(func() {
				if err := l.Act(background(), func(tx *Tx) error { _, err := tx.Do(number, retracting()); return err }); err != nil {
					t.Error(err)
				}
			})
			both.Wait()
			files := withRung(l.tellAll(t), models.RungFile)
			switch {
			case kept == nil:
				if len(files) != 1 || !files[0].Void {
					t.Errorf("handed out %+v", files)
				}
			case models.CodeOf(kept) != models.CodeStale || len(files) != 0:
				t.Errorf("%v, and handed out %+v", kept, files)
			}
			if n := l.count(t, "SELECT COUNT(*) FROM notice_waits"); n != 0 {
				t.Errorf("%d notices wait for ever", n)
			}
		}
	})
}
