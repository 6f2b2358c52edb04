package main

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"onevisit/bot/simulator"
	"onevisit/config"
)

// theatre is a whole bureau under test: the program as it serves, the two
// simulated platforms, and a clock that only the test moves.
type theatre struct {
	t        *testing.T
	world    *simulator.World
	clock    *simulator.Clock
	log      *safeBuffer
	database string
	folder   string
	secrets  secrets
	api      string
	address  string
	door     *os.File // keeps the address ours while nobody serves there
	line     *cable   // to the MySQL server; nil where nothing lies between
	public   string   // how the outside reaches the program
	app      *app
	client   *http.Client        // of the platforms; nil for a plain one
	rules    func(*config.Rules) // changes the rules of the demo's bureau; nil leaves them
	stop     func()
	// patience is that of program and platforms where a slow machine must not
	// change what is said; zero is their own.
	patience time.Duration
}

// safeBuffer is a log that several goroutines write.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// engines lists the databases that every end-to-end test runs on.
func engines() []string { return []string{"sqlite", "mysql"} }

// newTheatre opens a bureau on an empty database of the engine. Without a
// MySQL server the test is skipped and says why.
func newTheatre(t *testing.T, engine string, start time.Time) *theatre {
	t.Helper()
	return newTheatreUnder(t, engine, start, nil)
}

// newTheatreUnder opens a bureau whose rules differ from the demo's.
func newTheatreUnder(t *testing.T, engine string, start time.Time, rules func(*config.Rules)) *theatre {
	t.Helper()
	made, err := randomSecrets()
	if err != nil {
		t.Fatal(err)
	}
	h := &theatre{t: t, clock: simulator.StandingClock(start), log: &safeBuffer{}, folder: t.TempDir(), secrets: made, rules: rules, patience: time.Minute}
	h.database = h.emptyDatabase(engine)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.keepDoor(listener)
	h.public = "http://" + h.address
	h.openWorld()
	h.open(listener)
	t.Cleanup(func() { h.stop() })
	return h
}

// keepDoor holds on to a listener's port, which any program could take while
// this one starts again.
func (h *theatre) keepDoor(listener net.Listener) {
	h.t.Helper()
	tcp, ok := listener.(*net.TCPListener)
	if !ok {
		h.t.Fatalf("listens on a %T", listener)
	}
	door, err := tcp.File()
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		if err := door.Close(); err != nil {
			h.t.Error(err)
		}
	})
	h.door, h.address = door, listener.Addr().String()
}

func (h *theatre) emptyDatabase(engine string) string {
	h.t.Helper()
	if engine == "sqlite" {
		return "sqlite:" + h.folder + "/onevisit.db"
	}
	server := os.Getenv("ONEVISIT_TEST_MYSQL")
	if h.line != nil {
		server = h.line.dsn
	}
	if server == "" {
		h.t.Skip("no MySQL server: set ONEVISIT_TEST_MYSQL, as .ci/test does")
	}
	name := fmt.Sprintf("onevisit_e2e_%d_%d", os.Getpid(), time.Now().UnixNano())
	db, err := sql.Open("mysql", server)
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(func() {
		if _, err := db.Exec("DROP DATABASE " + name); err != nil {
			h.t.Error(err)
		}
		if err := db.Close(); err != nil {
			h.t.Error(err)
		}
	})
	return "mysql:" + server + name
}

func (h *theatre) config() config.Config {
	h.t.Helper()
	c, err := demoConfig(h.folder, h.public, h.api, h.secrets)
	if err != nil {
		h.t.Fatal(err)
	}
	engine, dsn, _ := strings.Cut(h.database, ":")
	c.Database = config.Database{Engine: engine, DSN: config.NewSecret(dsn)}
	if h.rules != nil {
		h.rules(&c.Bureau.Rules)
	}
	return c
}

func (h *theatre) openWorld() {
	h.t.Helper()
	var world *simulator.World
	api := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { world.API().ServeHTTP(w, r) }))
	h.t.Cleanup(api.Close)
	h.api = api.URL
	c := h.config()
	var err error
	options := worldOptions(c, h.address, h.clock.Now)
	options.Client, options.Patience = h.client, h.patience
	world, err = simulator.New(options)
	if err != nil {
		h.t.Fatal(err)
	}
	h.world = world
}

// open starts the program on the listener.
func (h *theatre) open(listener net.Listener) {
	h.t.Helper()
	a, err := readyApp(context.Background(), surroundings{
		config: h.config(), now: h.clock.Now, log: jsonLog(h.log), worker: "test", patience: h.patience,
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.app = a
	server := &http.Server{Handler: a.server, ReadHeaderTimeout: time.Minute}
	done := make(chan struct{})
	go func() {
		_ = server.Serve(listener) // ends with Shutdown
		close(done)
	}()
	h.stop = func() {
		if err := server.Shutdown(context.Background()); err != nil {
			h.t.Error(err)
		}
		<-done
		if err := a.close(context.Background()); err != nil {
			h.t.Error(err)
		}
	}
}

// restart stops the program and starts it again on the same database and
// address.
func (h *theatre) restart() {
	h.t.Helper()
	h.stop()
	listener, err := net.FileListener(h.door)
	if err != nil {
		h.t.Fatal(err)
	}
	h.open(listener)
}

// work does what is due and fails the test when it cannot.
func (h *theatre) work() {
	h.t.Helper()
	if err := h.app.work(context.Background()); err != nil {
		h.t.Fatal(err)
	}
}

// count asks the database for a number.
func (h *theatre) count(query string) int {
	h.t.Helper()
	engine, dsn, _ := strings.Cut(h.database, ":")
	if engine == "sqlite" {
		dsn += "?_pragma=busy_timeout(20000)"
	}
	db, err := sql.Open(engine, dsn)
	if err != nil {
		h.t.Fatal(err)
	}
	var n int
	if err := errors.Join(db.QueryRow(query).Scan(&n), db.Close()); err != nil {
		h.t.Fatal(err)
	}
	return n
}
