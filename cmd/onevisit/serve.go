package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"onevisit/config"
	"onevisit/models/store"
)

// drainFor is how long a stopping server waits for running answers.
const drainFor = 15 * time.Second

// serve answers callbacks until it is told to stop. It brings the schema up to
// date first, so that an upgrade is a restart.
func serve(ctx context.Context, i invocation) error {
	f, path := i.flags("serve")
	if err := i.parse(f); err != nil {
		return err
	}
	c, err := settings(i, *path, config.DataKeyVariable, config.BureauVariable)
	if err != nil {
		return err
	}
	s := at(c, jsonLog(i.errOut))
	a, err := readyApp(ctx, s)
	if err != nil {
		return err
	}
	warnings(a, s)
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return errors.Join(fmt.Errorf("listen: %w", err), a.close(ctx))
	}
	s.log.Info("serving", "address", listener.Addr().String(), "wechat", c.WeChat.Configured(), "wecom", c.WeCom.Configured())
	return a.serveOn(ctx, listener, jobsOf(a))
}

// readyApp migrates the ledger and opens it.
func readyApp(ctx context.Context, s surroundings) (*app, error) {
	law, err := lawOf(s.config.Bureau)
	if err != nil {
		return nil, err
	}
	options := storeOptions(s, law)
	options.Worker = s.worker // counts as a replica from here on
	if _, err := store.Migrate(ctx, options); err != nil {
		return nil, err
	}
	a, err := newApp(ctx, s)
	if err != nil {
		return nil, err
	}
	if err := a.knowsRules(ctx); err != nil {
		return nil, errors.Join(err, a.close(ctx))
	}
	if a.journal, err = store.OpenJournal(s.config.Journal, []byte(s.config.DataKey.Reveal())); err != nil {
		return nil, errors.Join(err, a.close(ctx))
	}
	a.intake.Journal = a.journal
	return a, nil
}

// warnings says loudly what an installer should know.
func warnings(a *app, s surroundings) {
	if !s.config.WeChat.Configured() {
		s.log.Warn("no official account is configured: petitioners cannot write")
	}
	if !s.config.WeCom.Configured() {
		s.log.Warn("no WeCom app is configured: staff cannot act")
	}
	if ends := calendarEnds(a.law.Calendar, s.now()); ends != "" {
		s.log.Warn(ends, "last_day", a.law.Calendar.Last.String())
	}
}

// serveOn runs server and jobs until ctx ends, then stops gracefully: no new
// callbacks, running answers finish, the ledger is closed last.
func (a *app) serveOn(ctx context.Context, listener net.Listener, jobs []job) error {
	working, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stopJobs, err := startJobs(working, jobs, a.log)
	if err != nil {
		return errors.Join(err, a.close(ctx))
	}
	requests, endStreams := context.WithCancel(working)
	defer endStreams()
	server := &http.Server{
		Handler: a.server, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 20 * time.Second, IdleTimeout: time.Minute,
		ErrorLog:    slog.NewLogLogger(a.log.Handler(), slog.LevelWarn),
		BaseContext: func(net.Listener) context.Context { return requests },
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err = <-failed:
	case <-ctx.Done():
		a.log.Info("stopping")
	}
	last, done := context.WithTimeout(working, drainFor)
	defer done()
	drained := a.server.Drain(last)
	endStreams() // those of the demo page never end on their own
	closed := server.Shutdown(last)
	if errors.Is(closed, context.DeadlineExceeded) {
		closed = server.Close()
	}
	return errors.Join(err, drained, closed, stopJobs(), a.closeStores())
}
