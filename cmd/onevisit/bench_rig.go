package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"onevisit/bot/simulator"
	"onevisit/bot/wechat"
	"onevisit/config"
)

// rig is everything that a bench needs in one process: the program with its
// ledger, the bare receiver beside it, and the platform that calls both.
type rig struct {
	skew
	options benchOptions
	app     *app
	ours    *simulator.World // delivers to the program
	bare    *simulator.World // delivers to the floor
	servers []*http.Server
	client  *http.Client
	mark    string // tells this bench's petitioners from others
	spoken  int    // runs so far
	owed    int    // deliveries so far
}

func newRig(ctx context.Context, o benchOptions, l *benchLedger, folder string) (*rig, error) {
	r := &rig{
		options: o, mark: fmt.Sprintf("%x", time.Now().UnixNano()),
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: o.senders}},
	}
	if err := r.open(ctx, l, folder); err != nil {
		return nil, errors.Join(err, r.close(ctx))
	}
	return r, nil
}

func (r *rig) open(ctx context.Context, l *benchLedger, folder string) error {
	made, err := randomSecrets()
	if err != nil {
		return err
	}
	api, err := r.serve(ctx, instantPlatform())
	if err != nil {
		return err
	}
	c, err := demoConfig(folder, "", "http://"+api, made)
	if err != nil {
		return err
	}
	c.Database = l.setting()
	r.app, err = readyApp(ctx, surroundings{config: c, now: r.now, log: jsonLog(io.Discard), worker: workerName()})
	if err != nil {
		return err
	}
	if r.ours, err = r.callsTo(ctx, c, r.app.server); err != nil {
		return err
	}
	receiver, err := wechat.NewReceiver(wechat.ReceiverOptions{
		AppID: c.WeChat.AppID, Token: c.WeChat.Token.Reveal(), AESKey: c.WeChat.AESKey.Reveal(), Now: r.now,
	})
	if err != nil {
		return err
	}
	f, err := newFloor(ctx, l, receiver)
	if err != nil {
		return err
	}
	r.bare, err = r.callsTo(ctx, c, f)
	return err
}

// callsTo serves a handler and returns the platform that calls it.
func (r *rig) callsTo(ctx context.Context, c config.Config, h http.Handler) (*simulator.World, error) {
	address, err := r.serve(ctx, h)
	if err != nil {
		return nil, err
	}
	options := worldOptions(c, address, r.now)
	// Longer than the platform waits: what is late shows as a late answer.
	options.Client, options.Patience = r.client, time.Minute
	return simulator.New(options)
}

func (r *rig) serve(ctx context.Context, h http.Handler) (address string, err error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("listen: %w", err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	r.servers = append(r.servers, server)
	go func() { _ = server.Serve(listener) }() // ends with close
	return listener.Addr().String(), nil
}

func (r *rig) close(ctx context.Context) error {
	var errs []error
	for _, s := range r.servers {
		errs = append(errs, s.Close())
	}
	if r.app != nil {
		errs = append(errs, r.app.close(ctx))
	}
	return errors.Join(errs...)
}

// instantPlatform answers every call of either platform's API at once.
func instantPlatform() http.Handler {
	answer := []byte(`{"errcode":0,"errmsg":"ok","access_token":"bench","expires_in":7200,"msgid":1}`)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // so that the connection is used again
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	})
}
