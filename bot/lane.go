package bot

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"onevisit/models"
)

// Waits after failures.
const (
	firstWait  = 10 * time.Second
	longWait   = time.Hour
	configWait = 6 // times longer for what an administrator has to mend

	// A platform that asks for patience, or fails patiently often in a row, is
	// left alone for a while that doubles.
	troubleLimit = 3
	firstPause   = 5 * time.Second
	longPause    = 5 * time.Minute
)

// backOff doubles from 10 seconds to an hour, less up to a quarter of it so
// that what failed together is not tried together. The same try waits equally
// long whoever asks.
func backOff(c *models.Claimed) time.Duration {
	wait := min(firstWait<<min(max(c.Attempt-1, 0), 9), longWait)
	dice := rand.New(rand.NewPCG(uint64(c.ID), uint64(c.Attempt))) // repeatable on purpose
	return wait - time.Duration(dice.Int64N(int64(wait/4)))
}

// brake keeps a process from pressing a platform that is in trouble. Its zero
// value is ready.
type brake struct {
	mu      sync.Mutex
	trouble int // failures in a row
	until   time.Time
}

// on says whether the platform is left alone now, and until when.
func (b *brake) on(now time.Time) (time.Time, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.until, now.Before(b.until)
}

// heard learns from one try.
func (b *brake) heard(s *models.Sending, now time.Time) {
	if s.Moot { // the platform was not asked
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch Failure(s.Failure) {
	case FailSlow:
		b.trouble = max(b.trouble+1, troubleLimit)
	case FailNetwork, FailConfig:
		b.trouble++
	default: // the platform itself is well
		b.trouble = 0
	}
	if b.trouble >= troubleLimit {
		b.until = now.Add(min(firstPause<<min(b.trouble-troubleLimit, 6), longPause))
	}
}

// lane sends the notices of one platform, some at a time.
type lane struct {
	*Delivery
	kind  models.ActorKind
	brake *brake
	done  chan models.Try
	busy  int
	dealt int
}

func (d *Delivery) lane(kind models.ActorKind, b *brake) *lane {
	return &lane{Delivery: d, kind: kind, brake: b, done: make(chan models.Try, d.width())}
}

// run sends what is due until nothing is, or the platform is in trouble. What
// was begun is settled also when claiming fails.
func (l *lane) run(ctx context.Context) (int, error) {
	var failed error
	for {
		if failed == nil {
			failed = l.claim(ctx)
		}
		if l.busy == 0 {
			return l.dealt, failed
		}
		failed = errors.Join(failed, l.settle(ctx))
	}
}

// claim leases as many notices as there are hands free.
func (l *lane) claim(ctx context.Context) error {
	if _, paused := l.brake.on(l.Now()); paused {
		return nil
	}
	claimed, err := l.Store.ClaimNotices(ctx, l.kind, l.Worker, l.LeaseFor, l.width()-l.busy)
	if err != nil {
		return fmt.Errorf("claim notices: %w", err)
	}
	for _, c := range claimed {
		now := l.Now()
		at, after := paced(c.Reach, now)
		if l.kind != models.ActorStaff || !at.After(now) {
			l.start(ctx, c, after)
			continue
		}
		if err := l.Store.Release(ctx, at, c); err != nil {
			return fmt.Errorf("release notice: %w", err)
		}
	}
	return nil
}

func (l *lane) start(ctx context.Context, c models.Claimed, pace time.Time) {
	l.busy++
	go func() {
		s := l.attempt(ctx, &c)
		if s.Counts == models.AllowancePaced {
			s.PacedAt = pace
		}
		l.brake.heard(&s, l.Now())
		l.done <- models.Try{Claimed: c, Sending: s}
	}()
}

// linger is how long a settled try waits for others that are about to end:
// short beside any platform's answer.
const linger = 5 * time.Millisecond

// settle waits for one try to end and settles it with all others that end at
// about the same time: one commit serves them together.
func (l *lane) settle(ctx context.Context) error {
	tries := []models.Try{<-l.done}
	last := time.After(linger)
	for waiting := true; waiting && len(tries) < l.busy; {
		select {
		case t := <-l.done:
			tries = append(tries, t)
		case <-last:
			waiting = false
		}
	}
	l.busy -= len(tries)
	l.dealt += len(tries)
	late, err := l.Store.Settle(ctx, tries...)
	if late > 0 {
		l.Log.Warn("notices settled after their lease went to another worker", "count", late)
	}
	if err != nil {
		return fmt.Errorf("settle notices: %w", err)
	}
	return nil
}
