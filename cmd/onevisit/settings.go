package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"onevisit/config"
)

// settings loads the configuration for a command that needs the given
// variables.
func settings(i invocation, path string, required ...config.Variable) (config.Config, error) {
	return config.Load(config.Source{
		Environ: func() []string { return i.env }, ReadFile: os.ReadFile, Path: path, Required: required,
	})
}

// jsonLog is the log of a serving instance: JSON lines, never a word that a
// person wrote.
func jsonLog(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: slog.LevelInfo}))
}

// workerName tells instances apart in leases.
func workerName() string {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	return fmt.Sprintf("%.50s-%d", host, os.Getpid()) // the ledger has room for 64 bytes
}

// at is a bare set of surroundings on the real clock.
func at(c config.Config, log *slog.Logger) surroundings {
	return surroundings{config: c, now: time.Now, log: log, worker: workerName()}
}
