package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"onevisit/messages"
	"onevisit/models"
	"onevisit/models/store"
)

// fileBatch is how many cases one transaction files for a sweep.
const fileBatch = 50

// sweepResults are what a sweep cost.
type sweepResults struct {
	idle      time.Duration // a sweep with nothing due
	alarms    int
	took      time.Duration
	reminders int64
	untold    int64  // of them, because they wait for working hours
	memory    uint64 // the highest while it ran, in bytes
	turns     block  // of a petitioner who speaks meanwhile
}

// print writes the figures.
func (s *sweepResults) print(w io.Writer) {
	say(w, "sweep      nothing due: %s\n", milliseconds(s.idle.Seconds()))
	say(w, "sweep      %d clocks due, %d reminders (%d of them wait for working hours): %s, %.0f clocks per s, memory at most %d MB\n",
		s.alarms, s.reminders, s.untold, s.took.Round(time.Millisecond), float64(s.alarms)/s.took.Seconds(), s.memory>>20)
	say(w, "meanwhile  %d turns, p50 %s, p99 %s\n", len(s.turns.each), milliseconds(s.turns.quantile(.5).Seconds()), milliseconds(s.turns.quantile(.99).Seconds()))
}

// sweep files cases whose clocks are due together, sets the program's clock to
// that moment, and lets the job find them among all others.
func (r *rig) sweep(ctx context.Context, l *benchLedger, due int) (*sweepResults, error) {
	if err := r.file(ctx, due); err != nil {
		return nil, err
	}
	if _, err := l.bare.ExecContext(ctx, "DELETE FROM notices WHERE status = 'waiting'"); err != nil { // the sending is measured elsewhere
		return nil, err
	}
	out := &sweepResults{}
	start := time.Now()
	if _, err := r.app.bot.Remind(ctx); err != nil {
		return nil, err
	}
	out.idle = time.Since(start)
	var last int64 // of the cases just filed; the copies tell years later
	err := l.bare.QueryRowContext(ctx, "SELECT MAX(at) FROM alarms WHERE at < ?", r.now().AddDate(1, 0, 0).UnixMilli()).Scan(&last)
	if err != nil {
		return nil, err
	}
	r.ahead.Add(int64(time.UnixMilli(last).Sub(r.now()) + time.Minute))
	stop := make(chan struct{})
	var group sync.WaitGroup
	var failed error
	group.Go(func() { out.memory = highest(stop) })
	group.Go(func() { out.turns, failed = r.meanwhile(ctx, stop) })
	start = time.Now()
	out.alarms, err = r.app.bot.Remind(ctx)
	out.took = time.Since(start)
	close(stop)
	group.Wait()
	if err != nil || failed != nil {
		return nil, fmt.Errorf("sweep: %w, turns: %w", err, failed)
	}
	query := "SELECT COUNT(*), (SELECT COALESCE(SUM(rungs), 0) FROM reminder_bundles) FROM reminder_keys"
	return out, l.bare.QueryRowContext(ctx, query).Scan(&out.reminders, &out.untold)
}

// file files cases as the conversation does, without it.
func (r *rig) file(ctx context.Context, n int) error {
	bureau := r.app.law.Bureau
	leaf := slices.IndexFunc(bureau.Categories, func(c models.Category) bool { return bureau.Leaf(c.Code) && !bureau.Confidential(c.Code) })
	if leaf < 0 {
		return errors.New("the bureau has no category that anybody may see")
	}
	_, err := drive(ctx, r.options.senders, (n+fileBatch-1)/fileBatch, func(ctx context.Context, batch int, _ lap) error {
		return r.app.store.Act(ctx, func(tx *store.Tx) error {
			for k := batch * fileBatch; k < min(n, (batch+1)*fileBatch); k++ {
				who := fmt.Sprintf("oDue%s-%d", r.mark, k)
				_, err := tx.Do("", models.Request{
					Verb: models.VerbSubmit, Actor: models.Actor{Kind: models.ActorPetitioner, ID: who},
					Filing: &models.Filing{
						Channel: models.ChannelChat, Class: models.ClassAppeal, Category: bureau.Categories[leaf].Code,
						Petitioner: models.Petitioner{Name: "Niding Zhangsan", Phone: "13900001234", Account: who}, Claim: fmt.Sprintf("Invented case %d.", k),
						NoticeVersion: messages.NoticeVersion, NoticeAt: tx.Now(),
					},
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
	})
	return err
}

// meanwhile lets one petitioner after the other speak until stop closes.
func (r *rig) meanwhile(ctx context.Context, stop <-chan struct{}) (block, error) {
	r.spoken++
	var out block
	lines := filingLines()
	for k := 0; ; k++ {
		err := r.speak(ctx, r.ours, k, lines, func(f func() error) error {
			begin := time.Now()
			err := f()
			out.each = append(out.each, time.Since(begin))
			return err
		})
		if err != nil {
			return out, err
		}
		select {
		case <-stop:
			return out, nil
		default:
		}
	}
}

// highest looks at the memory in use until stop closes.
func highest(stop <-chan struct{}) (most uint64) {
	for {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.Sys-m.HeapReleased)
		select {
		case <-stop:
			return most
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// skew is a clock ahead of the machine's.
type skew struct{ ahead atomic.Int64 }

func (s *skew) now() time.Time { return time.Now().Add(time.Duration(s.ahead.Load())) }
