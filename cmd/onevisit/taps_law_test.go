package main

import (
	"context"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"onevisit/bot"
	"onevisit/models"
)

// TestTheLawNeedsNoTypedCommand plays every transcript of work without a typed
// command and finds each verb of both tables among what was then entered, done
// by a person wherever the table lets a person do it.
func TestTheLawNeedsNoTypedCommand(t *testing.T) {
	missing := map[models.Verb]bool{} // false: by the program alone
	for _, row := range models.VerbRows() {
		missing[row.Verb] = slices.ContainsFunc(row.By, func(by models.Party) bool { return by != models.PartySystem })
	}
	for _, row := range models.OfficeRows() {
		missing[row.Verb] = true
	}
	files, err := filepath.Glob("testdata/*.chat")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !tapped(file) {
			continue
		}
		p := play(t, engines()[0], file)
		for verb, byPerson := range p.entered() {
			if byPerson || !missing[verb] {
				delete(missing, verb)
			}
		}
		p.stop()
		p.stop = func() {}
	}
	if len(missing) > 0 {
		t.Errorf("no transcript shows how to do without a typed command: %v", slices.Sorted(maps.Keys(missing)))
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
