package main

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"onevisit/bot/simulator"
)

func TestServeHasNoDemoPage(t *testing.T) {
	t.Parallel()
	in := install(t, "sqlite", 1)
	for _, path := range []string{"/demo", "/demo/", "/demo/state", "/demo/app.js"} {
		if status, body := in.get(0, path); status != http.StatusNotFound || body != "" {
			t.Errorf("%s is answered %d %q", path, status, body)
		}
	}
	if status, _ := in.send(0, http.MethodPost, "/demo/advance", `{"by":"1h"}`); status != http.StatusNotFound {
		t.Errorf("the clock can be asked to move: %d", status)
	}
	for _, path := range []string{"/healthz", "/readyz"} {
		if status, _ := in.get(0, path); status != http.StatusOK {
			t.Errorf("%s is answered %d", path, status)
		}
	}
}

func TestServeRefusesToStartWithout(t *testing.T) {
	t.Parallel()
	in := install(t, "sqlite", 0)
	for _, missing := range []struct{ variable, hint string }{
		{"ONEVISIT_DATA_KEY", "onevisit keygen"},
		{"ONEVISIT_BUREAU", "bureau file"},
		{"ONEVISIT_WECHAT_AES_KEY", "43"},
	} {
		t.Run(missing.variable, func(t *testing.T) {
			environment := slices.DeleteFunc(in.environment(), func(pair string) bool {
				return strings.HasPrefix(pair, missing.variable+"=")
			})
			p := launch(t, environment, "serve")
			if code := p.code(); code != exitFailed {
				t.Errorf("ends with %d", code)
			}
			said := p.log.String()
			if !strings.Contains(said, missing.variable) || !strings.Contains(said, missing.hint) {
				t.Errorf("does not say what is missing: %s", said)
			}
			if found := leaks(said, in.secretWords()...); found != nil {
				t.Errorf("says secrets: %q", found)
			}
		})
	}
}

func TestServeRefusesTheDatabaseOfAnotherKey(t *testing.T) {
	t.Parallel()
	in := install(t, "sqlite", 1)
	in.replicas[0].stop()
	other := slices.DeleteFunc(in.environment(), func(pair string) bool { return strings.HasPrefix(pair, "ONEVISIT_DATA_KEY=") })
	p := launch(t, append(other, "ONEVISIT_DATA_KEY=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="), "serve")
	if code := p.code(); code != exitFailed {
		t.Errorf("ends with %d: %s", code, p.log)
	}
	if said := p.log.String(); !strings.Contains(said, "key") {
		t.Errorf("does not say that the key is another: %s", said)
	}
}

func TestServeStopsWhenAsked(t *testing.T) {
	t.Parallel()
	in := install(t, "sqlite", 1)
	replica := in.replicas[0]
	replica.signal()
	if code := replica.code(); code != exitOK {
		t.Errorf("ends with %d:\n%s", code, replica.log)
	}
	connection, err := new(net.Dialer).DialContext(context.Background(), "tcp", replica.address)
	if err == nil {
		t.Errorf("still listens; closed: %v", connection.Close())
	}
}

// Whoever tries the demo ends it while its page is still open: the page's
// stream of events never ends on its own and must not hold the program up.
func TestDemoStopsWhileItsPageIsOpen(t *testing.T) {
	t.Parallel()
	demo := launch(t, nil, "demo", "-listen", "127.0.0.1:0")
	demo.waitFor("/demo/")
	ctx, cancel := context.WithTimeout(context.Background(), processLimit)
	defer cancel()
	address := demoAddress.FindString(demo.log.String())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"events", nil)
	if err != nil {
		t.Fatal(err)
	}
	stream, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Body.Close() }() // it was read only
	asked := time.Now()
	demo.signal()
	if code := demo.code(); code != exitOK {
		t.Errorf("ends with %d:\n%s", code, demo.log)
	}
	if took := time.Since(asked); took >= drainFor {
		t.Errorf("took %v to stop", took)
	}
}

// A message is in the middle of its transaction when the program is asked to
// stop: it is answered, and only then does the program end. The lock that the
// test holds makes the middle last.
func TestServeAnswersWhatItBeganBeforeItStops(t *testing.T) {
	t.Parallel()
	in := install(t, "mysql", 1)
	ctx, cancel := context.WithTimeout(context.Background(), processLimit)
	defer cancel()
	replica, phone := in.replicas[0], in.world.Petitioner("oInventedLate")
	release := in.lockTable(ctx, "sessions")
	answered := make(chan error, 1)
	var answer simulator.Answer
	go func() {
		var err error
		answer, err = phone.Say(ctx, "提交诉求")
		answered <- err
	}()
	in.awaitWaiter(ctx)
	replica.signal()
	replica.waitFor(`"msg":"stopping"`)
	release()
	if err := <-answered; err != nil {
		t.Errorf("a message that was being answered was dropped: %v\n%s", err, replica.log)
	}
	if !strings.Contains(answer.Text(), "提交前请先看一看") {
		t.Errorf("answered %q", answer.Text())
	}
	if code := replica.code(); code != exitOK {
		t.Errorf("ends with %d:\n%s", code, replica.log)
	}
}

// lockTable keeps everybody else away from a table until released.
func (in *installation) lockTable(ctx context.Context, table string) (release func()) {
	in.t.Helper()
	connection, err := in.server(ctx).Conn(ctx)
	if err != nil {
		in.t.Fatal(err)
	}
	if _, err := connection.ExecContext(ctx, "LOCK TABLES "+table+" WRITE"); err != nil {
		in.t.Fatal(err)
	}
	return func() {
		in.t.Helper()
		if _, err := connection.ExecContext(ctx, "UNLOCK TABLES"); err != nil {
			in.t.Error(err)
		}
		if err := connection.Close(); err != nil {
			in.t.Error(err)
		}
	}
}

// server is the test's own door to the installation's MySQL database.
func (in *installation) server(ctx context.Context) *sql.DB {
	in.t.Helper()
	db, err := sql.Open("mysql", strings.TrimPrefix(in.database, "mysql:"))
	if err == nil {
		err = db.PingContext(ctx)
	}
	if err != nil {
		in.t.Fatal(err)
	}
	in.t.Cleanup(func() {
		if err := db.Close(); err != nil {
			in.t.Error(err)
		}
	})
	return db
}

// awaitWaiter returns when a statement of the program waits for the lock.
func (in *installation) awaitWaiter(ctx context.Context) {
	in.t.Helper()
	db := in.server(ctx)
	pulse := time.NewTicker(10 * time.Millisecond)
	defer pulse.Stop()
	for {
		var waiting int
		err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM information_schema.processlist
			WHERE db = DATABASE() AND id <> CONNECTION_ID() AND state LIKE 'Waiting for%'`).Scan(&waiting)
		if err != nil {
			in.t.Fatal(fmt.Errorf("nothing waits for the lock: %w\n%s", err, in.logs()))
		}
		if waiting > 0 {
			return
		}
		<-pulse.C
	}
}
