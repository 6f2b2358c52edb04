package main

import (
	"context"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/models/store"
)

// A template message is accepted at once; whether it was shown, the platform
// tells later in a callback. One that was not shown is owed again at the
// person's next contact.
func TestATemplateThatWasNotShownIsOwedAgain(t *testing.T) {
	t.Parallel()
	for _, trial := range []struct {
		status string
		kept   int64
	}{{"success", 0}, {"failed:user block", 1}, {"failed: system failed", 1}} {
		t.Run(trial.status, func(t *testing.T) {
			m := newMailroom(t)
			phone := m.world.Petitioner(faultyPetitioner)
			m.app.delivery.Templates = bot.Templates{Progress: "tpl", Fields: templatesOf(surroundings{config: m.config()}).Fields}
			m.clock.Advance(72 * time.Hour)
			m.owe(toPetitioner(), 1)
			m.work()
			pushes := m.world.Pushes()
			if len(pushes) != 1 || pushes[0].Type != "template" {
				t.Fatalf("pushes: %+v", pushes)
			}
			for range 2 { // the platform may bring it twice
				if answer, err := phone.ReportTemplate(context.Background(), pushes[0].Message, trial.status); err != nil || answer.Reply != nil {
					t.Fatalf("%+v, %v", answer, err)
				}
			}
			m.backlogIs(store.Backlog{Kept: trial.kept})
			before := pushed(phone)
			m.say(phone, "帮助")
			m.work()
			m.backlogIs(store.Backlog{})
			if got := pushed(phone) - before; int64(got) != trial.kept {
				t.Errorf("%d messages after the next contact, want %d", got, trial.kept)
			}
		})
	}
}

// The platform's word may be faster than our own record; it is looked at again
// for a minute, and nobody is told anything.
func TestAResultThatComesBeforeTheRecordIsKept(t *testing.T) {
	t.Parallel()
	m := newMailroom(t)
	phone := m.world.Petitioner(faultyPetitioner)
	answer, err := phone.ReportTemplate(context.Background(), 987654321, "failed:user block")
	if err != nil || answer.Reply != nil {
		t.Fatalf("%+v, %v", answer, err)
	}
	if n := m.count("SELECT COUNT(*) FROM deferred"); n != 1 {
		t.Fatalf("%d kept", n)
	}
	before := len(phone.Bubbles())
	for range 20 {
		m.work()
		m.clock.Advance(30 * time.Second)
	}
	if n := m.count("SELECT COUNT(*) FROM deferred"); n != 0 || len(phone.Bubbles()) != before {
		t.Errorf("%d still kept, %d messages", n, len(phone.Bubbles())-before)
	}
}
