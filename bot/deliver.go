package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// Ways a notice can go out.
const (
	WayCustomer = "customer" // official account: free message inside the window
	WayApp      = "app"      // WeCom app message
	WayNone     = "none"     // no channel is configured
)

// Delivery sends what is owed. It may run on several machines at once: a
// lease keeps two from sending the same notice.
type Delivery struct {
	Store    Store
	Law      *models.Law
	WeChat   Channel // nil where it is not configured
	WeCom    Channel
	Log      *slog.Logger
	Worker   string
	Now      func() time.Time
	LeaseFor time.Duration
}

// batch is how many notices are claimed at once.
const batch = 50

// Deliver sends the notices that are due now and returns how many it dealt
// with. An error of one notice is recorded with it and does not stop the rest.
func (d *Delivery) Deliver(ctx context.Context) (int, error) {
	dealt := 0
	for {
		claimed, err := d.Store.ClaimNotices(ctx, d.Worker, d.LeaseFor, batch)
		if err != nil {
			return dealt, fmt.Errorf("claim notices: %w", err)
		}
		for _, c := range claimed {
			result := d.send(ctx, c)
			if err := d.Store.Settle(ctx, c, result); err != nil && models.CodeOf(err) != models.CodeStale {
				return dealt, fmt.Errorf("settle notice: %w", err)
			}
			dealt++
		}
		if len(claimed) == 0 {
			return dealt, nil
		}
	}
}

// send tries one notice on the channel of its person.
func (d *Delivery) send(ctx context.Context, c models.Claimed) models.Sending {
	channel, way := d.WeCom, WayApp
	if c.To.Kind == models.ActorPetitioner {
		channel, way = d.WeChat, WayCustomer
	}
	if channel == nil {
		return models.Sending{Way: WayNone, Failure: string(FailConfig), Again: d.Now().Add(time.Hour)}
	}
	ref, err := channel.Push(ctx, Push{To: c.To.ID, Ref: c.Key, Message: messages.Push(d.Law.Bureau, c.Notice)})
	if err == nil {
		return models.Sending{Delivered: true, Way: way, Ref: ref}
	}
	return d.failed(c, way, err)
}

// failed decides what follows a failure: nothing owed is ever dropped.
func (d *Delivery) failed(c models.Claimed, way string, err error) models.Sending {
	s := models.Sending{Way: way, Failure: string(FailUnknown)}
	var failure *SendError
	if errors.As(err, &failure) {
		s.Failure, s.Code = string(failure.Class), failure.Code
	}
	d.Log.Warn("notice not delivered", "notice", c.ID, "attempt", c.Attempt, "way", way, "class", s.Failure, "code", s.Code)
	switch Failure(s.Failure) {
	case FailNetwork, FailSlow:
		s.Again = d.Now().Add(backOff(c.Attempt))
	case FailConfig:
		s.Again = d.Now().Add(max(backOff(c.Attempt), 10*time.Minute))
	case FailPerson:
		s.Kept = true // shown at the person's next contact
	}
	return s
}

// backOff doubles from 10 seconds to an hour.
func backOff(attempt int) time.Duration {
	wait := 10 * time.Second << min(max(attempt-1, 0), 9)
	return min(wait, time.Hour)
}
