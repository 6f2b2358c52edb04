package main

import (
	"context"
	"io"
	"testing"
	"time"

	"onevisit/models"
	"onevisit/models/store"
)

// openStage is the demo's bureau, to which nobody writes here.
func openStage(ctx context.Context, t *testing.T) *stage {
	t.Helper()
	s, err := newStage(ctx, "127.0.0.1:1", t.TempDir(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.app.close(ctx); err != nil {
			t.Error(err)
		}
		s.close()
	})
	return s
}

// file submits a matter on the demo's petitioner's behalf.
func (s *stage) file(ctx context.Context, t *testing.T) {
	t.Helper()
	err := s.app.store.Act(ctx, func(tx *store.Tx) error {
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
	if err == nil {
		err = s.app.work(ctx)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestTheDemoTellsAllOfTheTimeItIsPushedThrough: a press of a day or a week
// tells what a program that ran all the while would have told, rung by rung, up
// the whole ladder.
func TestTheDemoTellsAllOfTheTimeItIsPushedThrough(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	hours, weeks := openStage(ctx, t), openStage(ctx, t)
	morning := hours.app.law.Calendar.Roll(models.DateOf(hours.clock.Now()) + 2).Start().Add(10 * time.Hour)
	for _, s := range []*stage{hours, weeks} { // both begin at the same hour, whenever this runs
		s.clock.Advance(morning.Sub(s.clock.Now()))
	}
	hours.file(ctx, t)
	weeks.file(ctx, t)
	const days = 21
	for range days * 24 / 3 {
		if err := hours.advance(ctx, 3*time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	for range days / 7 {
		if err := weeks.advance(ctx, 7*24*time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range weeks.phones[1:] {
		byHours, byWeeks := len(hours.world.Staff(p.ID).Bubbles()), len(weeks.world.Staff(p.ID).Bubbles())
		if byHours != byWeeks {
			t.Errorf("%s reads %d messages when three hours are pushed, %d when it is weeks", p.ID, byHours, byWeeks)
		}
	}
	for who, least := range map[models.Role]int{models.RoleClerk: days / 2, models.RoleDirector: 1, models.RoleDeputy: 1, models.RoleHead: 1} {
		if n := len(weeks.world.Staff(weeks.app.law.Bureau.With(who)[0].UserID).Bubbles()); n < least {
			t.Errorf("the %s read %d messages of a case that nobody registers", who, n)
		}
	}
}

func TestTheDemoJumpsToTheNextMessage(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := openStage(ctx, t)
	idle := s.clock.Now()
	if err := s.next(ctx); err != nil || s.clock.Now().Sub(idle).Minutes() > 1 {
		t.Fatalf("nothing is owed, yet the clock went to %s: %v", s.clock.Now(), err)
	}
	s.file(ctx, t)
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
