package store

import (
	"errors"
	"strings"
	"testing"

	"onevisit/models"
)

// tampering is what somebody with the database password could do to the chain
// of one case; each statement takes the case's number.
func tampering() map[string][]string {
	const entry = "case_id = (SELECT id FROM cases WHERE number = ?)"
	return map[string][]string{
		"verb":              {"UPDATE audit_entries SET verb = 'approve' WHERE seq = 2 AND " + entry},
		"kind of actor":     {"UPDATE audit_entries SET actor_kind = 'system' WHERE seq = 2 AND " + entry},
		"actor":             {"UPDATE audit_entries SET actor_id = 'wang.chief' WHERE seq = 2 AND " + entry},
		"petitioner":        {"UPDATE audit_entries SET actor_id = 'o9' WHERE seq = 1 AND " + entry},
		"substitute":        {"UPDATE audit_entries SET actor_for = 'wang.chief' WHERE seq = 2 AND " + entry},
		"time":              {"UPDATE audit_entries SET at = at - 1 WHERE seq = 2 AND " + entry},
		"time of the fact":  {"UPDATE audit_entries SET occurred_at = occurred_at - 1 WHERE seq = 2 AND " + entry},
		"state before":      {"UPDATE audit_entries SET from_state = 'assigned' WHERE seq = 2 AND " + entry},
		"state after":       {"UPDATE audit_entries SET to_state = 'closed' WHERE seq = 2 AND " + entry},
		"round":             {"UPDATE audit_entries SET round = 2 WHERE seq = 2 AND " + entry},
		"arguments":         {"UPDATE audit_entries SET plain = '{\"class\":\"consult\"}' WHERE seq = 2 AND " + entry},
		"no arguments":      {"UPDATE audit_entries SET plain = 'none' WHERE seq = 2 AND " + entry},
		"words":             {"UPDATE audit_entries SET words = words_digest WHERE seq = 1 AND " + entry},
		"digest of words":   {"UPDATE audit_entries SET words_digest = mac WHERE seq = 1 AND " + entry},
		"mac":               {"UPDATE audit_entries SET mac = words_digest WHERE seq = 2 AND " + entry},
		"first gone":        {"DELETE FROM audit_entries WHERE seq = 1 AND " + entry},
		"middle gone":       {"DELETE FROM audit_entries WHERE seq = 2 AND " + entry},
		"last gone":         {"DELETE FROM audit_entries WHERE seq = 3 AND " + entry},
		"all gone":          {"DELETE FROM audit_entries WHERE " + entry},
		"last gone, hidden": {"DELETE FROM audit_entries WHERE seq = 3 AND " + entry, "UPDATE cases SET audit_count = 2 WHERE number = ?"},
		"count":             {"UPDATE cases SET audit_count = 4 WHERE number = ?"},
		"order": {
			"UPDATE audit_entries SET seq = 9 WHERE seq = 2 AND " + entry,
			"UPDATE audit_entries SET seq = 2 WHERE seq = 3 AND " + entry,
			"UPDATE audit_entries SET seq = 3 WHERE seq = 9 AND " + entry,
		},
	}
}

func TestTamperingWithTheChainIsFound(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.exec(t, "DROP TRIGGER audit_entries_no_update")
		l.exec(t, "DROP TRIGGER audit_entries_no_delete")
		sound := l.chainOfThree(t)
		all := tampering()
		for name, statements := range all {
			number := l.chainOfThree(t)
			must(t, l.VerifyCase(t.Context(), number))
			for _, s := range statements {
				l.exec(t, s, number)
			}
			err := l.VerifyCase(t.Context(), number)
			var broken *ChainError
			if !errors.As(err, &broken) || broken.Number != number || broken.Seq < 1 || broken.Seq > 4 {
				t.Errorf("%s: %v", name, err)
			} else if !strings.Contains(err.Error(), number) {
				t.Errorf("%s: the error does not name the case: %v", name, err)
			}
		}
		must(t, l.VerifyCase(t.Context(), sound))
		got, err := l.Verify(t.Context())
		must(t, err)
		if len(got.Broken) != len(all) || got.Cases != int64(len(all)+1) {
			t.Errorf("%d of %d cases are broken, want %d", len(got.Broken), got.Cases, len(all))
		}
	})
}

// chainOfThree is a case that was filed, registered and assigned.
func (l *lab) chainOfThree(t *testing.T) string {
	t.Helper()
	number := l.registered(t, petitioner("o1"))
	l.act(t, func(tx *Tx) error { _, err := tx.Do(number, assigning()); return err })
	return number
}

func TestASoundLedgerVerifies(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		for range 3 {
			l.chainOfThree(t)
		}
		got, err := l.Verify(t.Context())
		must(t, err)
		if got.Cases != 3 || got.Entries != 9 || len(got.Broken) != 0 {
			t.Errorf("found %+v", got)
		}
	})
}

func TestAuditEntriesAreNeitherChangedNorDeleted(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("o1"))
		for _, query := range []string{"UPDATE audit_entries SET verb = 'x'", "DELETE FROM audit_entries"} {
			if _, err := l.raw.Exec(query); err == nil {
				t.Errorf("%s was allowed", query)
			}
		}
		must(t, l.VerifyCase(t.Context(), number))
	})
}

func TestTheDatabaseRefusesWhatTheLawDoesNotKnow(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("o1"))
		for _, set := range []string{
			"state = 'unheard'", "round = 0", "class = 'unheard'", "channel = 'unheard'", "confidential = 2",
			"version = 0", "audit_count = 0",
		} {
			if _, err := l.raw.Exec("UPDATE cases SET "+set+" WHERE number = ?", number); err == nil {
				t.Errorf("%s was allowed", set)
			}
		}
		if _, err := l.raw.Exec("DELETE FROM cases"); err == nil {
			t.Error("a case with entries was deleted")
		}
	})
}

func TestTheDatabaseKnowsEveryState(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		number := l.submit(t, petitioner("o1"))
		for _, row := range states() {
			l.exec(t, "UPDATE cases SET state = ? WHERE number = ?", row, number)
		}
		for _, class := range classes() {
			l.exec(t, "UPDATE cases SET class = ? WHERE number = ?", class, number)
		}
	})
}

func TestWordsThatWereSealedAnewAreFound(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.exec(t, "DROP TRIGGER audit_entries_no_update")
		number := l.chainOfThree(t)
		id := l.load(t, number).ID
		other := auditContent{Account: "o1", Words: models.Args{models.ArgClaim: "other words, by somebody with the key"}}
		sealed, err := l.seal.sealJSON(placeWords, auditSeal(id, 1), other)
		must(t, err)
		l.exec(t, "UPDATE audit_entries SET words = ? WHERE case_id = ? AND seq = 1", sealed, id)
		var broken *ChainError
		if err := l.VerifyCase(t.Context(), number); !errors.As(err, &broken) || broken.Seq != 1 {
			t.Errorf("got %v", err)
		}
	})
}
