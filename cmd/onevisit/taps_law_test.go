package main

import (
	"context"
	"slices"
	"sync"
	"testing"

	"onevisit/bot"
	"onevisit/models"
)

// shownDeeds are the verbs that transcripts without a typed command did.
type shownDeeds struct {
	mu       sync.Mutex
	played   int
	byPerson map[models.Verb]bool // false: by the program alone
}

// note adds what one transcript entered.
func (s *shownDeeds) note(entered map[models.Verb]bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.played++
	if s.byPerson == nil {
		s.byPerson = map[models.Verb]bool{}
	}
	for verb, byPerson := range entered {
		s.byPerson[verb] = s.byPerson[verb] || byPerson
	}
}

// hold finds each verb of both tables of the law among what was entered, done
// by a person wherever the table lets a person do it. It needs all transcripts:
// where some were left out, it holds nothing.
func (s *shownDeeds) hold(t *testing.T, files []string) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.played < len(slices.DeleteFunc(slices.Clone(files), func(file string) bool { return !tapped(file) })) {
		t.Log("not every transcript was played: whether the law needs a typed command is not looked at")
		return
	}
	for _, row := range models.VerbRows() {
		human := slices.ContainsFunc(row.By, func(by models.Party) bool { return by != models.PartySystem })
		if byPerson, shown := s.byPerson[row.Verb]; !shown || human && !byPerson {
			t.Errorf("no transcript shows how to %s without a typed command", row.Verb)
		}
	}
	for _, row := range models.OfficeRows() {
		if _, shown := s.byPerson[row.Verb]; !shown {
			t.Errorf("no transcript shows how to %s without a typed command", row.Verb)
		}
	}
}

// entered are the verbs of all entries of the ledger; true where a person did
// one of them.
func (p *player) entered() map[models.Verb]bool {
	p.t.Helper()
	out := map[models.Verb]bool{}
	err := ledger{p.app.store}.Act(context.Background(), func(tx bot.Tx) error {
		var ids []int64
		if err := tx.Each(func(c *models.Case) error { ids = append(ids, c.ID); return nil }); err != nil {
			return err
		}
		for _, id := range ids {
			entries, err := tx.History(id)
			if err != nil {
				return err
			}
			for _, e := range entries {
				out[e.Verb] = out[e.Verb] || e.Actor.Kind != models.ActorSystem
			}
		}
		entries, err := tx.OfficeEntries(models.OfficeQuery{})
		for _, e := range entries {
			out[e.Verb] = true
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}
