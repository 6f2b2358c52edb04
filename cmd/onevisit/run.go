package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Exit codes of the program.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// command is one subcommand.
type command struct {
	name  string
	about string
	do    func(context.Context, invocation) error
}

// invocation is what a subcommand was started with.
type invocation struct {
	args   []string
	env    []string
	out    io.Writer
	errOut io.Writer
}

func commands() []command {
	return []command{
		{"demo", "try it: a simulated petitioner and bureau on one page, nothing to prepare", demo},
		{"serve", "answer WeChat and WeCom callbacks", serve},
		{"keygen", "print a new data key for ONEVISIT_DATA_KEY", keygen},
		{"migrate", "bring the database to this program's schema (-plan only shows)", migrate},
		{"check", "report what is wrong with the configuration and the database", check},
		{"verify", "recompute every case's chain of audit entries", verify},
		{"templates", "write the built-in templates of letters into a folder, to start from", templates},
		{"menu", "create the menus of the official account and the WeCom app", menu},
		{"rules", "show the sets of rules and how many cases keep each; rules apply SET moves them", rules},
		{"roster", "compare the bureau file with WeCom's contacts: roster sync", roster},
		{"bench", "measure this program against a bare receiver on this machine", bench},
	}
}

// errUsage asks for the usage instead of an error message.
var errUsage = errors.New("usage")

// run is the program: it returns the exit code. An interrupt ends the running
// command gracefully.
func run(args, env []string, _ io.Reader, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(args) == 0 {
		return usage(errOut)
	}
	for _, c := range commands() {
		if c.name != args[0] {
			continue
		}
		err := c.do(ctx, invocation{args: args[1:], env: env, out: out, errOut: errOut})
		switch {
		case err == nil:
			return exitOK
		case errors.Is(err, flag.ErrHelp), errors.Is(err, errUsage):
			return exitUsage
		}
		say(errOut, "onevisit %s: %v\n", c.name, err)
		return exitFailed
	}
	return usage(errOut)
}

func usage(w io.Writer) int {
	say(w, "OneVisit: petitions answered with at most one visit.\n\nusage: onevisit <command> [-config file]\n\n")
	for _, c := range commands() {
		say(w, "  %-9s %s\n", c.name, c.about)
	}
	return exitUsage
}

// say prints for a person; a terminal that is gone is nobody's error.
func say(w io.Writer, format string, a ...any) {
	_, _ = fmt.Fprintf(w, format, a...)
}

// flags makes a subcommand's flags, which every one has: -config.
func (i invocation) flags(name string) (*flag.FlagSet, *string) {
	f := flag.NewFlagSet("onevisit "+name, flag.ContinueOnError)
	f.SetOutput(i.errOut)
	return f, f.String("config", "", "YAML `file` with the settings; the environment overrides it")
}

// parse reads the flags and refuses what is left over.
func (i invocation) parse(f *flag.FlagSet) error {
	if err := f.Parse(i.args); err != nil {
		return err
	}
	if f.NArg() > 0 {
		say(i.errOut, "unexpected: %q\n", f.Arg(0))
		f.Usage()
		return errUsage
	}
	return nil
}
