package bot

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

// silent is a ping that no answer comes to.
func silent(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestALedgerIsAwayOnlyWhenItAnswersNobody(t *testing.T) {
	refused := func(context.Context) error { return errGone }
	there := func(context.Context) error { return nil }
	for name, trial := range map[string]struct {
		pings   []func(context.Context) error
		answers bool // others, meanwhile
		away    bool
	}{
		"refused once":                {pings: []func(context.Context) error{refused}, away: true},
		"refused though others went":  {pings: []func(context.Context) error{refused}, answers: true, away: true},
		"silent once":                 {pings: []func(context.Context) error{silent}},
		"silent twice":                {pings: []func(context.Context) error{silent, silent}, away: true},
		"silent twice, not in a row":  {pings: []func(context.Context) error{silent, there, silent}},
		"silent but others are heard": {pings: []func(context.Context) error{silent, silent, silent}, answers: true},
		"away and silent":             {pings: []func(context.Context) error{refused, silent}, away: true},
		"back":                        {pings: []func(context.Context) error{silent, silent, there}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var p presence
				var err error
				for _, ping := range trial.pings {
					_, err = p.ask(t.Context(), func(ctx context.Context) error {
						if trial.answers {
							p.answered()
						}
						return ping(ctx)
					})
				}
				if (err != nil) != trial.away || p.isAway() != trial.away {
					t.Errorf("away %v, %v", p.isAway(), err)
				}
			})
		})
	}
}

// A health check that hangs up must not end the work of everybody else.
func TestWhoStopsAskingDoesNotMakeTheLedgerAway(t *testing.T) {
	i, ledger, _ := newIntake()
	i.Ping = func(ctx context.Context) error { return errors.Join(ctx.Err(), ledger.Ping(ctx)) }
	ctx, hangUp := context.WithCancel(t.Context())
	hangUp()
	if err := i.Ready(ctx); err != nil || i.presence.isAway() {
		t.Errorf("away %v, %v", i.presence.isAway(), err)
	}
}

func TestACopyWaitsForTheAnswerOfTheFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		i, ledger, _ := newIntake()
		ledger.waiting = make(chan struct{}) // a second turn would close it again
		ctx, end := context.WithCancel(t.Context())
		said := make(chan error, 3)
		for range cap(said) {
			go func() {
				_, err := i.Handle(ctx, from("a", "1"))
				said <- err
			}()
		}
		synctest.Wait()
		end()
		for range cap(said) {
			if err := <-said; !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		}
		ledger.waiting = nil
		if hear(t, i, from("a", "1")) {
			t.Error("after the flight: kept")
		}
	})
}
