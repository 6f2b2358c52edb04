package main

import (
	"context"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/messages"
	"onevisit/models"
)

func TestMenusAreWithinThePlatformsLimits(t *testing.T) {
	t.Parallel()
	for name, menu := range map[string]struct {
		buttons []messages.MenuButton
		subName int
	}{"official account": {messages.AccountMenu(), 60}, "app": {messages.AppMenu(), 40}} {
		if err := menuOf(menu.buttons).Check(menu.subName); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An order that was cut short after some cases is finished by the job, for the
// cases that were filed before it; each changes once, also after a restart.
func TestAnOrderOfRulesIsCarriedOn(t *testing.T) {
	t.Parallel()
	h := newTheatreUnder(t, "sqlite", time.Date(2026, 3, 2, 9, 0, 0, 0, models.Zone()), nil)
	numbers := h.assignedCases(2)
	h.rules = acceptIn(5)
	h.restart()
	set := h.app.law.Sets()[1].Name
	ctx := context.Background()
	err := ledger{h.app.store}.Act(ctx, func(tx bot.Tx) error {
		step, err := h.app.law.ApplyRules("chen.clerk", set, tx.Now())
		if err == nil {
			_, err = tx.Office(step)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	h.clock.Advance(time.Minute)
	h.assignedCases(1)
	carried := func(want int) {
		t.Helper()
		if n, err := h.app.bot.CarryRules(ctx); n != want || err != nil {
			t.Errorf("changed %d cases, want %d: %v", n, want, err)
		}
	}
	carried(2)
	carried(0)
	h.restart()
	carried(0)
	for _, number := range numbers {
		h.movedOnce(number)
	}
	h.clock.Advance(25 * time.Hour)
	h.restart()
	carried(0)
}
