package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"onevisit/config"
)

// benchConns is how many connections the bare receiver may have to a server:
// as many as the program.
const benchConns = 32

// benchLedger is the database of one bench. Beside the program's own pool it
// has a bare one with the same durability, for the floor and for seeding.
type benchLedger struct {
	engine   string // sqlite or mysql
	address  string // without the kind, as the configuration has it
	bare     *sql.DB
	server   *sql.DB // nil on SQLite
	database string  // made on the server
}

func newBenchLedger(ctx context.Context, server, folder string) (*benchLedger, error) {
	if server != "" {
		return newServerLedger(ctx, server)
	}
	path := filepath.Join(folder, "onevisit.db")
	// The same settings as models/store has: one writer, synced at each commit.
	options := url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"},
	}
	bare, err := sql.Open("sqlite", "file:"+path+"?"+options.Encode())
	if err != nil {
		return nil, fmt.Errorf("open the bare ledger: %w", err)
	}
	bare.SetMaxOpenConns(1)
	return &benchLedger{engine: "sqlite", address: path, bare: bare}, nil
}

// newServerLedger makes a database of its own on a server.
func newServerLedger(ctx context.Context, address string) (*benchLedger, error) {
	if !strings.HasSuffix(address, "/") {
		return nil, errors.New("the server's address must end with / and name no database")
	}
	server, err := sql.Open("mysql", address)
	if err != nil {
		return nil, errors.New("the server's address cannot be read; expected user:pass@tcp(host:3306)/")
	}
	l := &benchLedger{engine: "mysql", server: server, database: fmt.Sprintf("onevisit_bench_%d_%d", os.Getpid(), time.Now().UnixNano())}
	if _, err := server.ExecContext(ctx, "CREATE DATABASE "+l.database); err != nil {
		return nil, errors.Join(fmt.Errorf("make a database: %w", err), server.Close())
	}
	l.address = address + l.database
	l.bare, err = sql.Open("mysql", l.address+"?interpolateParams=true&charset=utf8mb4")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the bare ledger: %w", err), l.drop(ctx))
	}
	l.bare.SetMaxOpenConns(benchConns)
	l.bare.SetMaxIdleConns(benchConns)
	return l, nil
}

// setting is the ledger as the program's configuration names it.
func (l *benchLedger) setting() config.Database {
	return config.Database{Engine: l.engine, DSN: config.NewSecret(l.address)}
}

// drop closes the bare pool and removes what was made on the server. A file
// goes with its folder.
func (l *benchLedger) drop(ctx context.Context) error {
	var errs []error
	if l.bare != nil {
		errs = append(errs, l.bare.Close())
	}
	if l.server != nil {
		_, err := l.server.ExecContext(ctx, "DROP DATABASE "+l.database)
		errs = append(errs, err, l.server.Close())
	}
	return errors.Join(errs...)
}
