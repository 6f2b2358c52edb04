package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/bot/simulator"
	"onevisit/models"
	"onevisit/models/store"
)

// What the platforms do to a push, and what has to become of it. Every class
// of failure has its own row.

const (
	faultyPetitioner = "oInvented_faulty"
	faultyMember     = "wang.chief"
)

// mailroom is a bureau that owes notices.
type mailroom struct {
	*theatre
	owed int
}

// newMailroom opens a bureau where one petitioner has said a word, so that the
// window for customer messages is open, and everybody has a phone.
func newMailroom(t *testing.T) *mailroom {
	t.Helper()
	m := &mailroom{theatre: newTheatre(t, "sqlite", time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone()))}
	for _, p := range m.app.law.Bureau.Staff {
		m.world.Staff(p.UserID).Named(p.Name)
	}
	m.say(m.world.Petitioner(faultyPetitioner), "帮助")
	return m
}

func (m *mailroom) say(phone *simulator.Phone, words string) string {
	m.t.Helper()
	answer, err := phone.Say(context.Background(), words)
	if err != nil {
		m.t.Fatalf("%q: %v", words, err)
	}
	return answer.Text()
}

// owe writes notices to somebody.
func (m *mailroom) owe(to models.Person, n int) {
	m.t.Helper()
	err := m.app.store.Act(context.Background(), func(tx *store.Tx) error {
		for range n {
			m.owed++
			err := tx.Owe(models.Notice{
				Key: fmt.Sprintf("test:%d", m.owed), To: to, Verb: models.VerbRegister, Number: fmt.Sprintf("LS20261123-%04d", m.owed),
				Category: "wetland-fill", State: models.Registered, At: tx.Now(),
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		m.t.Fatal(err)
	}
}

// pushed counts what the bureau sent to a phone on its own.
func pushed(phone *simulator.Phone) int {
	n := 0
	for _, b := range phone.Bubbles() {
		if b.Push {
			n++
		}
	}
	return n
}

// backlogIs holds how much stands where.
func (m *mailroom) backlogIs(want store.Backlog) {
	m.t.Helper()
	got, err := m.app.store.Backlog(context.Background())
	got.Oldest = want.Oldest
	if err != nil || got != want {
		m.t.Errorf("backlog %+v, %v; want %+v\n%s", got, err, want, m.log)
	}
}

func toPetitioner() models.Person {
	return models.Person{Kind: models.ActorPetitioner, ID: faultyPetitioner}
}

func toMember() models.Person { return models.Person{Kind: models.ActorStaff, ID: faultyMember} }

func TestEachClassOfFailureHasItsOwnConsequence(t *testing.T) {
	t.Parallel()
	code := func(path string, n int) simulator.Fault {
		return simulator.Fault{Kind: simulator.FaultCode, Path: path, Code: n, Times: 1}
	}
	for name, c := range map[string]struct {
		to    models.Person
		fault simulator.Fault
		// at once and after an hour
		after store.Backlog
		later store.Backlog
		shown int
	}{
		"a revoked token is renewed at once":              {to: toMember(), fault: simulator.Fault{Kind: simulator.FaultRevokeToken, Path: "message/send", Times: 1}, shown: 1},
		"a petitioner out of reach is kept for":           {to: toPetitioner(), fault: code("custom/send", 45015), after: store.Backlog{Kept: 1}, later: store.Backlog{Kept: 1}},
		"a member out of reach is shown to a person":      {to: toMember(), fault: code("message/send", 60111), after: store.Backlog{Dead: 1}, later: store.Backlog{Dead: 1}},
		"a quota is waited for":                           {to: toPetitioner(), fault: code("custom/send", 45009), after: store.Backlog{Waiting: 1}, shown: 1},
		"a frequency limit is waited for":                 {to: toPetitioner(), fault: code("custom/send", 45011), after: store.Backlog{Waiting: 1}, shown: 1},
		"a busy system is waited for":                     {to: toMember(), fault: code("message/send", -1), after: store.Backlog{Waiting: 1}, shown: 1},
		"a wrong configuration keeps":                     {to: toMember(), fault: code("message/send", 60020), after: store.Backlog{Waiting: 1}, shown: 1},
		"a refused text is shown to a person":             {to: toPetitioner(), fault: code("custom/send", 45002), after: store.Backlog{Dead: 1}, later: store.Backlog{Dead: 1}},
		"no answer, not idempotent: unknown":              {to: toPetitioner(), fault: simulator.Fault{Kind: simulator.FaultReset, Path: "custom/send", Times: 1}, after: store.Backlog{Unknown: 1}, later: store.Backlog{Unknown: 1}},
		"a server error, not idempotent: unknown":         {to: toPetitioner(), fault: simulator.Fault{Kind: simulator.FaultStatus, Path: "custom/send", Times: 1}, after: store.Backlog{Unknown: 1}, later: store.Backlog{Unknown: 1}},
		"no answer where repeats are known: sent again":   {to: toMember(), fault: simulator.Fault{Kind: simulator.FaultReset, Path: "message/send", Times: 1}, after: store.Backlog{Waiting: 1}, shown: 1},
		"a token that cannot be had: nothing was sent":    {to: toPetitioner(), fault: simulator.Fault{Kind: simulator.FaultStatus, Path: "stable_token", Times: 1}, after: store.Backlog{Waiting: 1}, shown: 1},
		"a secret that is wrong keeps until it is mended": {to: toMember(), fault: code("gettoken", 40001), after: store.Backlog{Waiting: 1}, shown: 1},
	} {
		t.Run(name, func(t *testing.T) {
			m := newMailroom(t)
			m.world.Faults.Add(c.fault)
			m.owe(c.to, 1)
			m.work()
			if m.world.Faults.Struck() == 0 {
				t.Fatal("the fault struck nothing")
			}
			m.backlogIs(c.after)
			m.clock.Advance(time.Hour)
			m.work()
			m.backlogIs(c.later)
			phone := m.world.Staff(faultyMember)
			if c.to.Kind == models.ActorPetitioner {
				phone = m.world.Petitioner(faultyPetitioner)
			}
			if n := pushed(phone); n != c.shown {
				t.Errorf("%d messages arrived, want %d", n, c.shown)
			}
		})
	}
}

func TestWhatIsKeptArrivesAtTheNextContact(t *testing.T) {
	t.Parallel()
	m := newMailroom(t)
	phone := m.world.Petitioner(faultyPetitioner)
	m.clock.Advance(72 * time.Hour)
	m.owe(toPetitioner(), 2)
	m.work()
	m.backlogIs(store.Backlog{Kept: 2})
	m.say(phone, "帮助")
	m.work()
	m.backlogIs(store.Backlog{})
	if n := pushed(phone); n != 2 {
		t.Errorf("%d messages arrived", n)
	}
}

func TestTheWindowIsCountedAndATapOpensAShortOne(t *testing.T) {
	t.Parallel()
	m := newMailroom(t)
	phone := m.world.Petitioner(faultyPetitioner)
	m.owe(toPetitioner(), 7)
	m.work()
	m.backlogIs(store.Backlog{Kept: 2})
	for _, p := range m.world.Pushes() {
		if p.Code != 0 {
			t.Errorf("the platform had to refuse: %d", p.Code)
		}
	}
	m.owe(toPetitioner(), 2)
	m.clock.Advance(49 * time.Hour)
	m.work()
	if _, err := phone.Click(context.Background(), "help"); err != nil {
		t.Fatal(err)
	}
	m.work()
	m.backlogIs(store.Backlog{Kept: 1})
	if n := pushed(phone); n != 5+3 {
		t.Errorf("%d messages arrived", n)
	}
}

func TestTheLadderGoesOnToTemplateAndSubscription(t *testing.T) {
	t.Parallel()
	m := newMailroom(t)
	phone := m.world.Petitioner(faultyPetitioner)
	m.app.delivery.Templates = bot.Templates{Progress: "tpl", Subscription: "sub", Fields: templatesOf(surroundings{config: m.config()}).Fields}
	phone.Consent("sub")
	m.clock.Advance(72 * time.Hour)
	m.owe(toPetitioner(), 1)
	m.work()
	m.world.Faults.Add(simulator.Fault{Kind: simulator.FaultCode, Path: "template/send", Code: 43004, Times: 1})
	m.owe(toPetitioner(), 1)
	m.work()
	m.backlogIs(store.Backlog{})
	var ways []string
	for _, p := range m.world.Pushes() {
		ways = append(ways, fmt.Sprintf("%s %d", p.Path, p.Code))
	}
	if got := strings.Join(ways, ", "); got != "message/template/send 0, message/subscribe/bizsend 0" {
		t.Errorf("ways: %s\n%s", got, m.log)
	}
}

func TestAMemberIsNotSentMoreThanThePlatformDelivers(t *testing.T) {
	t.Parallel()
	const owed = 70
	m := newMailroom(t)
	m.owe(toMember(), owed)
	phone := m.world.Staff(faultyMember)
	for range 60 {
		m.work()
		m.clock.Advance(5 * time.Second)
	}
	bubbles := phone.Bubbles()
	if len(bubbles) != owed {
		t.Fatalf("%d of %d messages arrived", len(bubbles), owed)
	}
	for i, b := range bubbles {
		if want := fmt.Sprintf("LS20261123-%04d", i+1); !strings.Contains(b.Text, want) {
			t.Errorf("message %d is not %s", i, want)
		}
		if i >= 30 && b.Time.Sub(bubbles[i-30].Time) < time.Minute {
			t.Errorf("31 messages within a minute, from %v", bubbles[i-30].Time)
		}
	}
}

func TestAPlatformInTroubleIsLeftAloneAndNothingIsLost(t *testing.T) {
	t.Parallel()
	m := newMailroom(t)
	m.world.Faults.Add(simulator.Fault{Kind: simulator.FaultCode, Path: "message/send", Code: 45009})
	for _, p := range m.app.law.Bureau.Staff {
		m.owe(models.Person{Kind: models.ActorStaff, ID: p.UserID}, 3)
	}
	for range 10 {
		m.work()
	}
	if n := len(m.world.Pushes()); n != 0 { // faults strike before anything is recorded
		t.Errorf("%d pushes", n)
	}
	// Everybody's first message may be under way at once; after that, nothing is.
	struck := m.world.Faults.Struck()
	if struck == 0 || struck > len(m.app.law.Bureau.Staff) {
		t.Errorf("the platform was asked %d times although it asked for patience", struck)
	}
	if !m.app.delivery.Paused(models.ActorStaff) || m.app.delivery.Paused(models.ActorPetitioner) {
		t.Error("the wrong platform is left alone")
	}
	m.world.Faults.Clear()
	for range 30 {
		m.clock.Advance(time.Minute)
		m.work()
	}
	m.backlogIs(store.Backlog{})
	for _, p := range m.app.law.Bureau.Staff {
		if n := pushed(m.world.Staff(p.UserID)); n != 3 {
			t.Errorf("%s got %d messages, want 3", p.UserID, n)
		}
	}
}

func TestAPersonSeesWhatFailedAndSendsItAgain(t *testing.T) {
	t.Parallel()
	m := newMailroom(t)
	for _, code := range []int{45002, 47001} {
		m.world.Faults.Add(simulator.Fault{Kind: simulator.FaultCode, Path: "custom/send", Code: code, Times: 1})
	}
	m.owe(toPetitioner(), 2)
	m.work()
	m.backlogIs(store.Backlog{Dead: 2})
	clerk := m.world.Staff("li.clerk")
	if list := m.say(clerk, "重发"); !strings.Contains(list, "错误码 45002") || !strings.Contains(list, "信访人") {
		t.Errorf("the list says %q", list)
	}
	if refused := m.say(m.world.Staff(faultyMember), "重发"); !strings.Contains(refused, "管理员") {
		t.Errorf("a chief is told %q", refused)
	}
	for range 2 {
		if said := m.say(clerk, "1"); !strings.Contains(said, "重发 1 条") {
			t.Errorf("said %q", said)
		}
		m.say(clerk, "重发")
	}
	if list := m.say(clerk, "重发"); !strings.Contains(list, "没有需要重发") {
		t.Errorf("afterwards the list says %q", list)
	}
	m.work()
	m.backlogIs(store.Backlog{})
	if n := pushed(m.world.Petitioner(faultyPetitioner)); n != 2 {
		t.Errorf("%d messages arrived", n)
	}
}

func TestWhatADeadWorkerMayHaveSentIsNotSentAgain(t *testing.T) {
	t.Parallel()
	m := newMailroom(t)
	ctx := context.Background()
	m.owe(toPetitioner(), 1)
	m.owe(toMember(), 1)
	for _, kind := range []models.ActorKind{models.ActorPetitioner, models.ActorStaff} {
		if _, err := m.app.store.ClaimNotices(ctx, kind, "dead", time.Minute, 9); err != nil {
			t.Fatal(err)
		}
	}
	m.work()
	m.backlogIs(store.Backlog{Waiting: 2}) // leased to a worker that is no more
	m.clock.Advance(2 * time.Minute)
	m.work()
	m.backlogIs(store.Backlog{Unknown: 1})
	if n := pushed(m.world.Staff(faultyMember)); n != 1 {
		t.Errorf("%d messages to the member, whose repeats the platform knows", n)
	}
	if n := pushed(m.world.Petitioner(faultyPetitioner)); n != 0 {
		t.Errorf("%d messages to the petitioner", n)
	}
}
