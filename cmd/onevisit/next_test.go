package main

import (
	"context"
	"io"
	"testing"

	"onevisit/models"
	"onevisit/models/store"
)

func TestTheDemoJumpsToTheNextMessage(t *testing.T) {
	ctx := context.Background()
	s, err := newStage(ctx, "127.0.0.1:1", t.TempDir(), io.Discard) // nobody writes to it here
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	defer func() {
		if err := s.app.close(ctx); err != nil {
			t.Error(err)
		}
	}()
	idle := s.clock.Now()
	if err := s.next(ctx); err != nil || s.clock.Now().Sub(idle).Minutes() > 1 {
		t.Fatalf("nothing is owed, yet the clock went to %s: %v", s.clock.Now(), err)
	}
	err = s.app.store.Act(ctx, func(tx *store.Tx) error {
		_, err := tx.Do("", models.Request{
			Verb: models.VerbSubmit, Actor: models.Actor{Kind: models.ActorPetitioner, ID: "oDemoPetitioner"},
			Filing: &models.Filing{
				Channel: models.ChannelChat, Class: models.ClassAppeal, Category: s.category(), Claim: "an invented claim that is long enough",
				Petitioner:    models.Petitioner{Name: "Invented", Phone: "13800001234", Account: "oDemoPetitioner"},
				NoticeVersion: "1", NoticeAt: tx.Now(),
			},
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.app.work(ctx); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		before, at := s.bubbles(), s.clock.Now()
		if err := s.next(ctx); err != nil {
			t.Fatal(err)
		}
		if s.bubbles() == before || !s.clock.Now().After(at) {
			t.Fatalf("from %s to %s and nobody read anything", at, s.clock.Now())
		}
	}
}

// category is a leaf under which an ordinary matter can be filed.
func (s *stage) category() string {
	for _, c := range s.app.law.Bureau.Categories {
		if s.app.law.Bureau.Leaf(c.Code) && !s.app.law.Bureau.Confidential(c.Code) {
			return c.Code
		}
	}
	return ""
}
