package store

import (
	"sync"
	"testing"
	"time"

	"onevisit/models"
)

// evenings is the law of the tests with nights in which staff are not written
// to.
func evenings() *models.Law {
	l := law()
	l.Bureau.Options.Quiet = models.Hours{From: 21 * 60, To: 7*60 + 30}
	return l
}

// held takes what waited for one person after another.
func held(t *testing.T, s *Store, few int) (out [][]models.Notice) {
	t.Helper()
	for more := true; more; {
		must(t, s.Act(background(), func(tx *Tx) error {
			taken, left, err := tx.TakeHeld(few)
			if more = left; err == nil && len(taken) > 0 {
				out = append(out, taken)
			}
			return err
		}))
	}
	return out
}

func TestWhatWaitsForTheMorningIsToldTogetherOnce(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.options.Law = evenings()
		l.Store = l.another(t)
		l.clock.forward(13 * time.Hour) // 22:30
		var numbers []string
		for range 4 {
			numbers = append(numbers, l.submit(t, petitioner("o1")))
		}
		if claimed := claimStaff(t, l.Store); len(claimed) != 0 || len(held(t, l.Store, 3)) != 0 {
			t.Fatalf("at night %d notices go out", len(claimed))
		}
		l.clock.forward(9 * time.Hour) // 7:30
		var group sync.WaitGroup
		var mu sync.Mutex
		var all [][]models.Notice
		for range 2 {
			s := l.another(t)
			group.Go(func() {
				got := held(t, s, 3)
				mu.Lock()
				defer mu.Unlock()
				all = append(all, got...)
			})
		}
		group.Wait()
		if len(all) == 0 {
			t.Fatal("nothing waited")
		}
		seen := map[string]bool{}
		for _, one := range all {
			if seen[one[0].To.ID] || len(one) != 4 {
				t.Errorf("%s gets %d, again: %v", one[0].To.ID, len(one), seen)
			}
			seen[one[0].To.ID] = true
			for i, n := range one {
				if n.Number != numbers[i] || !n.Later {
					t.Errorf("number %d is %s (later %v), want %s", i, n.Number, n.Later, numbers[i])
				}
			}
		}
		if claimed := claimStaff(t, l.Store); len(claimed) != 0 {
			t.Errorf("%d go out one by one besides", len(claimed))
		}
		if n := l.count(t, "SELECT COUNT(*) FROM notice_holds"); n != 0 {
			t.Errorf("%d still wait", n)
		}
	})
}

func TestAFewThatWaitedGoOutAsTheyAre(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.options.Law = evenings()
		l.Store = l.another(t)
		l.clock.forward(13 * time.Hour)
		first := l.submit(t, petitioner("o1"))
		l.submit(t, petitioner("o1"))
		l.clock.forward(9 * time.Hour)
		if got := held(t, l.Store, 3); len(got) != 0 {
			t.Fatalf("told together: %+v", got)
		}
		claimed := claimStaff(t, l.Store)
		for _, c := range claimed {
			if c.Number != first {
				t.Errorf("%s gets %s before %s", c.To.ID, c.Number, first)
			}
		}
		if len(claimed) == 0 {
			t.Error("nothing goes out")
		}
	})
}

// claimStaff leases what may go out to staff now.
func claimStaff(t *testing.T, s *Store) []models.Claimed {
	t.Helper()
	claimed, err := s.ClaimNotices(background(), models.ActorStaff, "test", time.Minute, 50)
	must(t, err)
	return claimed
}
