package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/pprof"
)

// benchOptions say what is measured and how often.
type benchOptions struct {
	mysql       string // address of a server; empty measures SQLite
	senders     int    // platforms' connections at work at once
	petitioners int    // who file in each run
	runs        int    // ratios are medians of so many runs
	cases       int    // cases that stand in the ledger before the first run
	growth      bool   // compare turns there with turns among few cases
	due         int    // clocks that a sweep finds; 0 measures turns and delivery
	profile     string // file for a CPU profile of our side's blocks; empty: none
}

// bench measures this program against a bare receiver on the same machine, in
// the same process, by turns. What counts are the ratios: the machine's own
// speed is in both sides of each.
func bench(ctx context.Context, i invocation) error {
	f, _ := i.flags("bench")
	var o benchOptions
	f.StringVar(&o.mysql, "mysql", "", "`address` of a MySQL or MariaDB server, user:pass@tcp(host:3306)/; the bench makes a database there and drops it (default: SQLite)")
	f.IntVar(&o.senders, "senders", 32, "messages under way at once")
	f.IntVar(&o.petitioners, "petitioners", 100, "petitioners who file in each run")
	f.IntVar(&o.runs, "runs", 5, "runs, of which the median counts")
	f.IntVar(&o.cases, "cases", 0, "`cases` that stand in the ledger before the first run")
	f.BoolVar(&o.growth, "growth", false, "measure the same turns among these cases and among 1000, instead of against a bare receiver")
	f.IntVar(&o.due, "due", 0, "measure a sweep that finds so many `clocks` due, instead of turns")
	f.StringVar(&o.profile, "cpuprofile", "", "`file` for a CPU profile")
	if err := i.parse(f); err != nil {
		return err
	}
	if o.senders < 1 || o.petitioners < 1 || o.runs < 1 || o.cases < 0 || o.due < 0 {
		return errors.New("senders, petitioners and runs must be at least 1, cases and due at least 0")
	}
	folder, err := os.MkdirTemp("", "onevisit-bench-")
	if err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	err = benchIn(ctx, i, o, folder)
	return errors.Join(err, os.RemoveAll(folder))
}

func benchIn(ctx context.Context, i invocation, o benchOptions, folder string) (err error) {
	ledger, err := newBenchLedger(ctx, o.mysql, folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ledger.drop(context.WithoutCancel(ctx))) }()
	r, err := newRig(ctx, o, ledger, folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close(context.WithoutCancel(ctx))) }()
	say(i.out, "%s, %d senders, %d runs of %d petitioners, %s/%s, %d CPUs\n",
		ledger.engine, o.senders, o.runs, o.petitioners, runtime.GOOS, runtime.GOARCH, runtime.NumCPU())
	if o.cases > 0 {
		if err := ledger.seed(ctx, r, o.cases); err != nil {
			return err
		}
		say(i.out, "%d cases stand in the ledger\n", o.cases)
	}
	stop, err := profiled(o.profile)
	if err != nil {
		return err
	}
	return errors.Join(r.asked(ctx, i.out, ledger, folder), stop())
}

// asked measures what was asked for and prints it.
func (r *rig) asked(ctx context.Context, w io.Writer, l *benchLedger, folder string) error {
	switch o := r.options; {
	case o.growth:
		return growth(ctx, w, o, r, folder)
	case o.due > 0:
		results, err := r.sweep(ctx, l, o.due)
		if err == nil {
			results.print(w)
		}
		return err
	}
	results, err := r.measure(ctx)
	if err == nil {
		results.print(w)
	}
	return err
}

// profiled writes a CPU profile to the file until the returned stop is called.
func profiled(file string) (stop func() error, err error) {
	if file == "" {
		return func() error { return nil }, nil
	}
	out, err := os.Create(file)
	if err != nil {
		return nil, fmt.Errorf("profile: %w", err)
	}
	if err := pprof.StartCPUProfile(out); err != nil {
		return nil, errors.Join(fmt.Errorf("profile: %w", err), out.Close())
	}
	return func() error {
		pprof.StopCPUProfile()
		return out.Close()
	}, nil
}
