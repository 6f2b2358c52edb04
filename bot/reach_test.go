package bot

import (
	"testing"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

func TestAFreeMessageIsCountedAgainstTheWindowThatIsOpen(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone())
	for name, c := range map[string]struct {
		reach models.Reach
		want  models.Allowance
		open  bool
	}{
		"nobody known":          {models.Reach{}, models.AllowanceNone, true},
		"no longer follows":     {models.Reach{Known: true, Left: true, SpokeAt: now}, models.AllowanceNone, false},
		"touched a moment ago":  {models.Reach{Known: true, TouchedAt: now.Add(-30 * time.Second)}, models.AllowanceTouched, true},
		"touched and used up":   {models.Reach{Known: true, TouchedAt: now.Add(-30 * time.Second), TouchedSent: 3}, models.AllowanceNone, false},
		"spoke yesterday":       {models.Reach{Known: true, SpokeAt: now.Add(-24 * time.Hour), SpokenSent: 4}, models.AllowanceSpoken, true},
		"five messages sent":    {models.Reach{Known: true, SpokeAt: now.Add(-24 * time.Hour), SpokenSent: 5}, models.AllowanceNone, false},
		"spoke three days ago":  {models.Reach{Known: true, SpokeAt: now.Add(-72 * time.Hour)}, models.AllowanceNone, false},
		"never spoke, is known": {models.Reach{Known: true}, models.AllowanceNone, false},
	} {
		if got, open := allowance(c.reach, now); got != c.want || open != c.open {
			t.Errorf("%s: %v, %v", name, got, open)
		}
	}
}

func TestAFormerWorkerMayHaveSentWhileAWindowWasOpen(t *testing.T) {
	since := time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone())
	if !maySent(models.Reach{}, since) || !maySent(models.Reach{Known: true, SpokeAt: since.Add(-time.Hour)}, since) {
		t.Error("an open window is taken for a closed one")
	}
	if maySent(models.Reach{Known: true, SpokeAt: since.Add(-72 * time.Hour)}, since) {
		t.Error("a closed window is taken for an open one")
	}
}

func TestAnIdentityNumberMustAddUp(t *testing.T) {
	d := &filing{}
	v, err := takeIdentity(&turn{text: "11010519491231002"}, d)
	if err != nil || v.ok || d.Person.Identity != "" {
		t.Errorf("17 figures were taken: %+v, %v", v, err)
	}
	v, err = takeIdentity(&turn{text: "11010519491231002x"}, d)
	if err != nil || !v.ok || d.Person.Identity != "11010519491231002X" {
		t.Errorf("the standard's own example was refused: %+v, %v", v, err)
	}
}

func TestEveryCommandAboutACaseFindsItsFilterAgain(t *testing.T) {
	for _, c := range []messages.PetitionerCommand{
		messages.AskLetter, messages.AskSupplement, messages.AskUrge, messages.AskRate, messages.AskWithdraw, messages.AskObject,
	} {
		if filterOf(string(c)) == nil {
			t.Errorf("%s keeps no filter", c)
		}
	}
	if filterOf(string(messages.AskTrack)) != nil {
		t.Error("following a case is for every own case")
	}
}

func TestDeliveryIsNotPausedBeforeTrouble(t *testing.T) {
	d := &Delivery{Now: func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone()) }}
	if d.Paused(models.ActorPetitioner) || d.Paused(models.ActorStaff) {
		t.Error("a platform is left alone that was never in trouble")
	}
	if d.width() != usualWidth || (&Delivery{Width: 3}).width() != 3 {
		t.Error("the width is not the one that was set")
	}
}
