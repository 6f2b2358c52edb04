package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/go-co-op/gocron/v2"
)

// job is one piece of work that is looked for again and again. gocron only
// says when to look; what is due is decided by rows compared with the clock
// that the program was given.
type job struct {
	name  string
	every time.Duration
	do    func(context.Context) error
}

// jobsOf lists the jobs of an instance. Every replica runs all of them; leases
// and unique keys make that harmless.
func jobsOf(a *app) []job {
	one := func(f func(context.Context) (int, error)) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := f(ctx)
			return err
		}
	}
	return []job{
		{"cards", time.Second, a.refreshCards},
		{"deliver", time.Second, one(a.delivery.Deliver)},
		{"replay", time.Second, one(a.intake.Replay)},
		{"catch-up", time.Second, one(func(ctx context.Context) (int, error) { return a.bot.CatchUp(ctx, a.delivery.Worker, leaseFor) })},
		{"collect", 5 * time.Second, one(a.delivery.Collect)},
		{"press", time.Second, one(a.press.Run)},
		{"sketch", 2 * time.Second, one(a.store.Sketch)},
		{"lapse", time.Minute, one(a.bot.Lapse)},
		{"remind", 10 * time.Second, one(a.bot.Remind)},
		{"account", time.Minute, one(a.bot.Account)},
		{"rules", time.Minute, one(a.bot.CarryRules)},
		{"beat", 10 * time.Second, func(ctx context.Context) error { return a.store.Beat(ctx, a.delivery.Worker) }},
		{"prune", 10 * time.Minute, one(a.prune)},
		{"dispatch", 10 * time.Minute, one(func(ctx context.Context) (int, error) { return a.bot.Dispatch(ctx, a.now()) })},
	}
}

// startJobs runs the jobs until the returned stop is called; stop waits for
// the running ones. A job never runs beside itself.
func startJobs(ctx context.Context, jobs []job, log *slog.Logger) (stop func() error, err error) {
	scheduler, err := gocron.NewScheduler()
	if err != nil {
		return nil, fmt.Errorf("scheduler: %w", err)
	}
	for _, j := range jobs {
		_, err := scheduler.NewJob(gocron.DurationJob(j.every), gocron.NewTask(func() {
			if err := j.do(ctx); err != nil && ctx.Err() == nil {
				log.Error("job failed", "job", j.name, "error", err)
			}
		}), gocron.WithSingletonMode(gocron.LimitModeReschedule), gocron.WithName(j.name))
		if err != nil {
			return nil, fmt.Errorf("job %s: %w", j.name, err)
		}
	}
	scheduler.Start()
	return scheduler.Shutdown, nil
}
