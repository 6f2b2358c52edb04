package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"onevisit/models"
)

// Delivery sends what is owed. It may run on several machines at once: a
// lease keeps two from sending the same notice. Its methods may be called by
// several goroutines; its fields are set before the first call.
type Delivery struct {
	Store  Store
	Law    *models.Law
	WeChat Channel // nil where it is not configured
	WeCom  Channel
	Files  FileChannel // for letters; nil where WeCom is not configured
	// Make turns a draft into the bytes of its file; it does no I/O.
	Make      func(models.Letter) ([]byte, error)
	Templates Templates
	Log       *slog.Logger
	Worker    string
	Now       func() time.Time
	// LeaseFor is how long a claimed notice is ours; a try ends well before.
	LeaseFor time.Duration
	// Width is how many notices are sent at once on each platform; 0 is 32.
	Width int

	petitioners, staff brake
}

const usualWidth = 32

func (d *Delivery) width() int {
	if d.Width > 0 {
		return d.Width
	}
	return usualWidth
}

// batch is how many rows other jobs claim at once.
const batch = 50

// Deliver sends the notices that are due now, both platforms side by side, and
// returns how many it dealt with. An error of one notice is recorded with it
// and does not stop the rest.
func (d *Delivery) Deliver(ctx context.Context) (int, error) {
	if err := d.gather(ctx); err != nil {
		return 0, err
	}
	lanes := []*lane{d.lane(models.ActorPetitioner, &d.petitioners), d.lane(models.ActorStaff, &d.staff)}
	failed := make([]error, len(lanes))
	var both sync.WaitGroup
	for i, l := range lanes {
		both.Go(func() { _, failed[i] = l.run(ctx) })
	}
	both.Wait()
	return lanes[0].dealt + lanes[1].dealt, errors.Join(failed...)
}

// Paused says whether the platform of a kind of person is being left alone
// because it is in trouble.
func (d *Delivery) Paused(kind models.ActorKind) bool {
	b := &d.petitioners
	if kind == models.ActorStaff {
		b = &d.staff
	}
	_, paused := b.on(d.Now())
	return paused
}

// attempt tries to send one notice within half of its lease.
func (d *Delivery) attempt(ctx context.Context, c *models.Claimed) (s models.Sending) {
	defer func() {
		if cause := recover(); cause != nil {
			// A notice that cannot be worded must not end the process again
			// and again: a person looks.
			d.Log.Error("notice cannot be worded", "notice", c.ID, "kind", fmt.Sprintf("%T", cause))
			s = models.Sending{Way: WayNone, Failure: string(FailText)}
		}
	}()
	if c.Void && !c.Carries().IsZero() {
		d.Log.Info("a void letter is not sent", "notice", c.ID, "kind", c.Carries().Kind)
		return models.Sending{Way: WayNone, Moot: true}
	}
	ctx, cancel := context.WithTimeout(ctx, d.LeaseFor/2)
	defer cancel()
	ways := d.ways(c)
	if s, decided := d.interrupted(c, ways); decided {
		d.tell(c, &s)
		return s
	}
	if len(ways) == 0 {
		return d.noWay(c)
	}
	return d.climb(ctx, c, ways)
}

// noWay is a notice that nothing can carry now: either its platform is not
// configured, or the petitioner has to come back first.
func (d *Delivery) noWay(c *models.Claimed) models.Sending {
	s := models.Sending{Way: WayNone, Failure: string(FailPerson), Kept: true}
	if c.To.Kind != models.ActorPetitioner || d.WeChat == nil {
		s = models.Sending{Way: WayNone, Failure: string(FailConfig), Again: d.Now().Add(longWait)}
	}
	d.tell(c, &s)
	return s
}
