package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"onevisit/models"
)

func TestRowsOfSeveralTransactionsGoInOneStatement(t *testing.T) {
	const (
		cases   = "INSERT INTO `cases` (`id`,`n`) VALUES (?,?)"
		alarms  = "INSERT INTO `alarms` (`id`) VALUES (?) ON DUPLICATE KEY UPDATE `at`=VALUES(`at`)"
		wake    = "UPDATE `notices` SET `status`='waiting' WHERE to_key = ?"
		notices = "INSERT INTO `notices` (`id`) VALUES (?),(?)"
		odd     = "INSERT INTO `counts` (`n`) VALUES (LAST_INSERT_ID(?))"
		unknown = "DO 1"
	)
	list := func(all ...any) []any { return all }
	for name, c := range map[string]struct {
		all  [][]write
		want []write
	}{
		"one alone stays what it is": {
			[][]write{{{cases, list(1, 2)}, {wake, list(3)}}}, []write{{cases, list(1, 2)}, {wake, list(3)}}},
		"rows join": {
			[][]write{{{cases, list(1, 2)}, {alarms, list(3)}}, {{cases, list(4, 5)}, {alarms, list(6)}}},
			[]write{{cases + ",(?,?)", list(1, 2, 4, 5)},
				{"INSERT INTO `alarms` (`id`) VALUES (?),(?) ON DUPLICATE KEY UPDATE `at`=VALUES(`at`)", list(3, 6)}}},
		"several rows at once": {
			[][]write{{{notices, list(1, 2)}}, {{notices, list(3, 4)}}, {{notices, list(5, 6)}}},
			[]write{{notices + ",(?),(?),(?),(?)", list(1, 2, 3, 4, 5, 6)}}},
		"not past a change of the same table in its own transaction": {
			[][]write{{{notices, list(1, 2)}}, {{wake, list(3)}, {notices, list(4, 5)}}},
			[]write{{notices, list(1, 2)}, {wake, list(3)}, {notices, list(4, 5)}}},
		"past a change of another table": {
			[][]write{{{cases, list(1, 2)}}, {{wake, list(3)}, {cases, list(4, 5)}}},
			[]write{{cases + ",(?,?)", list(1, 2, 4, 5)}, {wake, list(3)}}},
		"not past what nobody can read": {
			[][]write{{{cases, list(1, 2)}}, {{unknown, nil}, {cases, list(4, 5)}}},
			[]write{{cases, list(1, 2)}, {unknown, nil}, {cases, list(4, 5)}}},
		"what is computed does not join": {
			[][]write{{{odd, list(1)}}, {{odd, list(2)}}}, []write{{odd, list(1)}, {odd, list(2)}}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := merged(c.all); fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("merged %v\nwant   %v", got, c.want)
			}
		})
	}
}

// commitAll lets n transactions that write a row each share a commit.
func commitAll(t *testing.T, server *fakeServer, n int) []error {
	t.Helper()
	pool := fakePool(t, server)
	group := newGroupCommit(pool)
	group.busy = group.hands // everybody stands in line
	errs := make([]error, n)
	var all sync.WaitGroup
	for i := range n {
		x := &trip{pool: pool, group: group}
		put(t, x, "INSERT INTO `t` (`a`) VALUES (?)", i)
		all.Go(func() { errs[i] = x.commit(t.Context()) })
	}
	for lined := 0; lined < n; {
		group.mu.Lock()
		lined = len(group.waiting)
		group.mu.Unlock()
	}
	group.work(t.Context())
	all.Wait()
	return errs
}

func TestThoseWhoOnlyWriteShareACommit(t *testing.T) {
	server := &fakeServer{}
	for _, err := range commitAll(t, server, 3) {
		must(t, err)
	}
	trips := server.travelled()
	if len(trips) != 1 || !strings.HasPrefix(trips[0], "START TRANSACTION; INSERT INTO `t` (`a`) VALUES (?),(?),(?); COMMIT") {
		t.Errorf("trips %q", trips)
	}
}

func TestWhenASharedCommitIsRefusedEachTriesAlone(t *testing.T) {
	server := &fakeServer{failAt: "(?),"} // only what they do together
	for _, err := range commitAll(t, server, 3) {
		must(t, err)
	}
	trips := server.travelled()
	equal(t, trips[1], "ROLLBACK []")
	equal(t, len(trips), 5)
}

func TestWhenTheConnectionBreaksNobodyTriesAgainUnasked(t *testing.T) {
	server := &fakeServer{failAt: "COMMIT", broken: true} // it may have been done
	for _, err := range commitAll(t, server, 3) {
		if err == nil || errors.Is(err, errAlone) {
			t.Errorf("got %v", err)
		}
	}
	if trips := server.travelled(); slices.ContainsFunc(trips, func(s string) bool { return strings.Contains(s, "VALUES (?);") }) {
		t.Errorf("trips %q", trips)
	}
}

// One of those who file at the same time sends a message that was here before,
// and another one races with somebody: the others do not notice.
func TestWhoFailsInASharedCommitFailsAlone(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		const people = 24
		must(t, l.Act(t.Context(), func(tx *Tx) error {
			return tx.SaveSession(models.Session{Who: "wechat:o0", Flow: "submit"})
		}))
		_, err := l.Turn(t.Context(), "m3", func(*Tx) ([]byte, error) { return []byte("first"), nil })
		must(t, err)
		answers := make([]string, people)
		var group sync.WaitGroup
		for i := range people {
			group.Go(func() {
				who := fmt.Sprintf("o%d", i/2) // two messages of each at once
				got, err := l.Turn(t.Context(), fmt.Sprintf("m%d", i), func(tx *Tx) ([]byte, error) {
					if err := tx.Meet("wechat:"+who, who); err != nil {
						return nil, err
					}
					s, err := tx.Session("wechat:" + who)
					if err != nil {
						return nil, err
					}
					s.Who, s.Flow = "wechat:"+who, "submit"
					s.Draft = append(s.Draft, '.')
					return []byte("second"), tx.SaveSession(s)
				})
				if err != nil {
					t.Errorf("message %d: %v", i, err)
				}
				answers[i] = string(got)
			})
		}
		group.Wait()
		said := 0
		for i, got := range answers {
			if want := map[bool]string{true: "first", false: "second"}[i == 3]; got != want {
				t.Errorf("message %d got %q, want %q", i, got, want)
			}
		}
		l.act(t, func(tx *Tx) error {
			for i := range people / 2 {
				s, err := tx.Session(fmt.Sprintf("wechat:o%d", i))
				must(t, err)
				said += len(s.Draft)
			}
			return nil
		})
		equal(t, said, people-1)
	})
}
