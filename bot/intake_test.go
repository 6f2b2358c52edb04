package bot

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"

	"onevisit/messages"
	"onevisit/models"
)

var errGone = errors.New("connection refused")

// ledgerAway is a ledger that can be away; it keeps what it was told in order.
type ledgerAway struct {
	Store
	away, broken bool
	answered     []string
	deferred     []string
	owed         int           // answers by push
	waiting      chan struct{} // closed when a turn has begun to hang; nil: none does
}

func (l *ledgerAway) Ping(context.Context) error {
	if l.away {
		return errGone
	}
	return nil
}

func (l *ledgerAway) Turn(ctx context.Context, key string, _ func(Tx) ([]byte, error)) ([]byte, error) {
	switch {
	case l.waiting != nil:
		close(l.waiting)
		<-ctx.Done()
		return nil, ctx.Err()
	case l.away || l.broken:
		return nil, errGone
	}
	l.answered = append(l.answered, key)
	return json.Marshal(messages.Busy("0"))
}

func (l *ledgerAway) Act(context.Context, func(Tx) error) error {
	if l.away {
		return errGone
	}
	l.owed++
	return nil
}

func (l *ledgerAway) Defer(_ context.Context, key string, _ []byte) error {
	if l.away {
		return errGone
	}
	l.deferred = append(l.deferred, key)
	return nil
}

// pages is a journal in memory; full refuses.
type pages struct {
	mu   sync.Mutex
	kept []models.Journalled
	full bool
}

func (p *pages) Append(who, key string, update []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.full {
		return errors.New("no space left on device")
	}
	p.kept = append(p.kept, models.Journalled{ID: uint64(len(p.kept)), Who: who, Key: key, Update: update})
	return nil
}

func (p *pages) FirstOf(who string) (models.Journalled, bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := slices.IndexFunc(p.kept, func(m models.Journalled) bool { return m.Who == who })
	if n < 0 {
		return models.Journalled{}, false, nil
	}
	return p.kept[n], true, nil
}

func (p *pages) First() (models.Journalled, bool, error) {
	if len(p.kept) == 0 {
		return models.Journalled{}, false, nil
	}
	return p.kept[0], true, nil
}

func (p *pages) Drop(m models.Journalled) error {
	p.kept = slices.DeleteFunc(p.kept, func(k models.Journalled) bool { return k.Key == m.Key })
	return nil
}

func (p *pages) Len() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.kept)
}

func newIntake() (*Intake, *ledgerAway, *pages) {
	ledger, journal := &ledgerAway{}, &pages{}
	log := slog.New(slog.DiscardHandler)
	return &Intake{Bot: New(ledger, nil, log), Journal: journal, Ping: ledger.Ping, Log: log}, ledger, journal
}

func from(who, key string) Update {
	return Update{Platform: WeChat, From: who, Key: key, Kind: KindText}
}

// hear handles an update and reports whether it was kept for later.
func hear(t *testing.T, i *Intake, u Update) bool {
	t.Helper()
	m, err := i.Handle(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	return m.Text == messages.KeptForLater().Text
}

func replay(t *testing.T, i *Intake) {
	t.Helper()
	if _, err := i.Replay(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestWhatComesWhileTheLedgerIsAwayIsAnsweredInOrderLater(t *testing.T) {
	i, ledger, journal := newIntake()
	ledger.away = true
	for _, u := range []Update{from("a", "1"), from("b", "2"), from("a", "3")} {
		if !hear(t, i, u) {
			t.Errorf("%s was not kept", u.Key)
		}
	}
	replay(t, i)
	if journal.Len() != 3 {
		t.Errorf("%d are kept while the ledger is away", journal.Len())
	}
	ledger.away = false
	replay(t, i)
	if want := []string{"wechat:1", "wechat:2", "wechat:3"}; !slices.Equal(ledger.answered, want) || journal.Len() != 0 {
		t.Errorf("answered %v, %d left", ledger.answered, journal.Len())
	}
	if hear(t, i, from("a", "4")) {
		t.Error("kept though the ledger is back")
	}
}

func TestNobodyOvertakesTheirOwnKeptMessages(t *testing.T) {
	i, ledger, journal := newIntake()
	ledger.away = true
	for _, u := range []Update{from("a", "1"), from("b", "2"), from("a", "3")} {
		hear(t, i, u)
	}
	ledger.away = false
	i.presence.away = false // noticed before the journal was replayed
	if hear(t, i, from("a", "4")) {
		t.Error("kept though the ledger is back")
	}
	if want := []string{"wechat:1", "wechat:3", "wechat:4"}; !slices.Equal(ledger.answered, want) || journal.Len() != 1 {
		t.Errorf("answered %v, %d left", ledger.answered, journal.Len())
	}
	if err := i.Defer(t.Context(), from("b", "5")); err != nil || len(ledger.deferred) != 0 {
		t.Errorf("deferred %v before what waits: %v", ledger.deferred, err)
	}
	replay(t, i)
	if want := []string{"wechat:2", "wechat:5"}; !slices.Equal(ledger.answered[3:], want) || journal.Len() != 0 {
		t.Errorf("answered %v, %d left", ledger.answered, journal.Len())
	}
}

func TestACopyOfAKeptMessageIsAnsweredOnTheSpot(t *testing.T) {
	i, ledger, journal := newIntake()
	ledger.away = true
	hear(t, i, from("a", "1"))
	ledger.away, i.presence.away = false, false
	if hear(t, i, from("a", "1")) || journal.Len() != 0 || ledger.owed != 0 {
		t.Errorf("%d left, %d answers owed by push", journal.Len(), ledger.owed)
	}
}

func TestAFullDiskIsSaidAndRefused(t *testing.T) {
	i, ledger, journal := newIntake()
	ledger.away, journal.full = true, true
	for range 2 { // found away, known away
		if _, err := i.Handle(t.Context(), from("a", "1")); err == nil {
			t.Error("acknowledged though nothing keeps it")
		}
	}
	if err := i.Defer(t.Context(), from("a", "1")); err == nil {
		t.Error("put off though nothing keeps it")
	}
	full := "database away, 0 messages kept in the journal, which refuses more: is its disk full?"
	var away *Away
	if err := i.Ready(t.Context()); !errors.As(err, &away) || away.Readiness() != full {
		t.Errorf("readiness says %v", err)
	}
	journal.full = false
	hear(t, i, from("a", "1"))
	if err := i.Ready(t.Context()); !errors.As(err, &away) || away.Full {
		t.Errorf("with room again: %v", err)
	}
}

func TestAFaultThatIsNotTheLedgersAbsenceStaysAnError(t *testing.T) {
	i, ledger, journal := newIntake()
	ledger.broken = true
	if _, err := i.Handle(t.Context(), from("a", "1")); !errors.Is(err, errGone) {
		t.Errorf("got %v", err)
	}
	if err := i.Defer(t.Context(), from("a", "1")); err != nil || len(ledger.deferred) != 1 || journal.Len() != 0 {
		t.Errorf("%v, deferred %v", err, ledger.deferred)
	}
}

func TestWhatFailsInReplayHoldsNobodyUp(t *testing.T) {
	i, ledger, journal := newIntake()
	ledger.away = true
	hear(t, i, from("a", "1"))
	ledger.away, ledger.broken = false, true
	replay(t, i)
	if len(ledger.deferred) != 1 || journal.Len() != 0 {
		t.Errorf("deferred %v, %d left", ledger.deferred, journal.Len())
	}
}

func TestWorkEndsWhenTheLedgerIsFoundToBeAway(t *testing.T) {
	i, ledger, _ := newIntake()
	ledger.waiting = make(chan struct{})
	kept := make(chan bool)
	go func() {
		m, err := i.Handle(context.Background(), from("a", "1"))
		kept <- err == nil && m.Text == messages.KeptForLater().Text
	}()
	<-ledger.waiting
	ledger.away = true
	replay(t, i)
	if !<-kept {
		t.Error("what hung was not kept")
	}
}

func TestReadinessTellsOfAnOutageAndWhatIsKept(t *testing.T) {
	i, ledger, _ := newIntake()
	if err := i.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	ledger.away = true
	hear(t, i, from("a", "1"))
	var away *Away
	if err := i.Ready(t.Context()); !errors.As(err, &away) || away.Kept != 1 || !errors.Is(err, errGone) {
		t.Errorf("got %v", err)
	}
	if said := away.Readiness(); said != "database away, 1 messages kept in the journal" {
		t.Errorf("says %q", said)
	}
}

func TestWithoutAJournalNothingChanges(t *testing.T) {
	i, ledger, _ := newIntake()
	i.Journal = nil
	ledger.away = true
	if _, err := i.Handle(t.Context(), from("a", "1")); err == nil {
		t.Error("acknowledged")
	}
	if i.Defer(t.Context(), from("a", "1")) == nil || i.Ready(t.Context()) == nil {
		t.Error("nothing is said of the outage")
	}
	replay(t, i)
}
