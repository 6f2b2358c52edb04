package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"onevisit/models"
)

func (l *lab) prune(t *testing.T, worker string) int {
	t.Helper()
	n, err := l.Prune(t.Context(), worker, time.Minute)
	must(t, err)
	return n
}

// hear answers a message with the time, and tells which time stands in the
// answer that came.
func (l *lab) hear(t *testing.T, key string) string {
	t.Helper()
	reply, err := l.Turn(t.Context(), key, func(tx *Tx) ([]byte, error) { return []byte(tx.Now().String()), nil })
	must(t, err)
	return string(reply)
}

// thirtyTwo is a key of 32 bytes.
func thirtyTwo(i int) []byte { return fmt.Appendf(nil, "%032d", i) }

func TestAMessageBroughtAgainIsKnownForTwoWeeks(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		old := l.hear(t, "old")
		l.clock.forward(time.Millisecond)
		kept := l.hear(t, "kept")
		for _, later := range []time.Duration{24 * time.Hour, 7*24*time.Hour - 24*time.Hour, inboxKept - 7*24*time.Hour} {
			l.clock.forward(later)
			l.prune(t, "a")
			if again := l.hear(t, "kept"); again != kept {
				t.Errorf("after %v a message was worked on again", later)
			}
		}
		if n := l.count(t, "SELECT COUNT(*) FROM inbox"); n != 1 {
			t.Errorf("%d answers are kept", n)
		}
		if again := l.hear(t, "old"); again == old {
			t.Error("an answer older than that is still there")
		}
	})
}

func TestOldGuessesAreForgottenAndYoungOnesCount(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		guess := func() {
			l.act(t, func(tx *Tx) error { return tx.CountGuess("oA", "LS20261123-0001") })
		}
		guess()
		guess()
		l.clock.forward(guessesKept)
		guess()
		l.clock.forward(time.Millisecond)
		if n := l.prune(t, "a"); n != 2 {
			t.Errorf("%d rows went, want 2", n)
		}
		l.act(t, func(tx *Tx) error {
			g, err := tx.Guesses("oA", "LS20261123-0001", l.clock.now().Add(-24*time.Hour))
			if g.ByAccount != 1 || g.ByCase != 1 {
				t.Errorf("guesses count %+v", g)
			}
			return err
		})
	})
}

func TestCardsWhoseButtonsAreGoneAreForgottenWithTheirCodes(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("oA"))
		for task, standing := range map[string]models.CardStanding{
			"old-made": models.CardMade, "old-told": models.CardTold, "old-done": models.CardDone, "old-sent": models.CardSent,
		} {
			l.card(t, task, number, standing)
			l.act(t, func(tx *Tx) error {
				_, err := tx.KeepCode(task, "code-"+task)
				return err
			})
		}
		l.clock.forward(time.Millisecond)
		l.card(t, "young-done", number, models.CardDone)
		l.clock.forward(cardsKept)
		if n := l.prune(t, "a"); n != 3 {
			t.Errorf("%d cards went, want 3", n)
		}
		if n := l.count(t, "SELECT COUNT(*) FROM cards WHERE task IN ('old-sent', 'young-done')"); n != 2 || l.count(t, "SELECT COUNT(*) FROM cards") != 2 {
			t.Error("other cards are left than the one that can be tapped and the young one")
		}
		if n := l.count(t, "SELECT COUNT(*) FROM card_codes"); n != 1 {
			t.Errorf("%d codes are left, want that of the card that can be tapped", n)
		}
	})
}

func TestOneReplicaPrunesAtATimeAndRestsAfterwards(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		const many = 2*pruneBatch + 7
		for i := range many {
			l.exec(t, "INSERT INTO inbox (key_hash, received_at) VALUES (?, ?)", thirtyTwo(i), int64(i))
		}
		other := l.another(t)
		if _, ours, err := other.takeChore(t.Context(), chorePrune, "b", time.Minute); err != nil || !ours {
			t.Fatalf("nobody has it, and yet: %t, %v", ours, err)
		}
		if n := l.prune(t, "a"); n != 0 {
			t.Errorf("beside another replica %d rows went", n)
		}
		l.clock.forward(time.Minute) // the other one died with it
		if n := l.prune(t, "a"); n != many {
			t.Errorf("%d rows went, want %d", n, many)
		}
		l.exec(t, "INSERT INTO inbox (key_hash, received_at) VALUES (?, 1)", thirtyTwo(0))
		if n := l.prune(t, "b"); n != 0 {
			t.Errorf("without a rest %d rows went", n)
		}
		l.clock.forward(pruneEvery)
		if n := l.prune(t, "b"); n != 1 {
			t.Errorf("after it %d rows went", n)
		}
	})
}

func TestReplicasThatPruneAtOnceDeleteEachRowOnce(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		const many = 3 * pruneBatch
		for i := range many {
			l.exec(t, "INSERT INTO inbox (key_hash, received_at) VALUES (?, ?)", thirtyTwo(i), int64(i))
		}
		went, failures := make(chan int, 4), make(chan error, 4)
		for i := range 4 {
			s := l.another(t)
			go func() {
				n, err := s.Prune(t.Context(), fmt.Sprint("replica", i), time.Minute)
				went <- n
				failures <- err
			}()
		}
		total := 0
		for range 4 {
			total += <-went
			must(t, <-failures)
		}
		if total != many || l.count(t, "SELECT COUNT(*) FROM inbox") != 0 {
			t.Errorf("%d rows went, want %d", total, many)
		}
	})
}

// What a batch looks for is the beginning of an index, however much is there.
func TestWhatIsOldIsARangeOfAnIndex(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("oA"))
		id := l.load(t, number).ID
		mysql := strings.HasPrefix(l.options.Database, "mysql:")
		for i := range 400 {
			l.exec(t, "INSERT INTO inbox (key_hash, received_at) VALUES (?, ?)", thirtyTwo(i), int64(i))
			l.exec(t, "INSERT INTO guesses (account_key, case_key, at) VALUES (?, ?, ?)", thirtyTwo(i), thirtyTwo(i), int64(i))
			l.exec(t, "INSERT INTO cards (task, case_id, number, to_user, seq, verbs, standing, made_at, attempt, worker, claim, leased_until) "+
				"VALUES (?, ?, ?, 'u', 1, '', ?, ?, 0, '', '', 0)", fmt.Sprint("t", i), id, number, []string{"sent", "done", "told", "made"}[i%4], int64(i))
		}
		if mysql {
			l.exec(t, "ANALYZE TABLE inbox, guesses, cards")
		}
		for _, look := range []struct {
			query, index string
			args         []any
		}{
			{oldInbox, "inbox_received", []any{20, 5}},
			{oldGuesses, "", []any{5}},
			{oldCards, "cards_made", []any{"done", 20, 5}},
		} {
			plan := l.explain(t, look.query, look.args...)
			sorted := strings.Contains(plan, "filesort") || strings.Contains(plan, "TEMP B-TREE")
			if sorted || !strings.Contains(plan, look.index) {
				t.Errorf("%s goes by %s", look.query, plan)
			}
		}
	})
}

// explain is how the server would run a statement, all columns in a row.
func (l *lab) explain(t *testing.T, query string, args ...any) string {
	t.Helper()
	how := "EXPLAIN QUERY PLAN "
	if strings.HasPrefix(l.options.Database, "mysql:") {
		how = "EXPLAIN "
	}
	rows, err := l.raw.Query(how+query, args...)
	must(t, err)
	defer func() { must(t, rows.Close()) }()
	columns, err := rows.Columns()
	must(t, err)
	var out []string
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new([]byte)
		}
		must(t, rows.Scan(values...))
		for _, v := range values {
			if text, ok := v.(*[]byte); ok {
				out = append(out, string(*text))
			}
		}
	}
	must(t, rows.Err())
	return strings.Join(out, " ")
}
