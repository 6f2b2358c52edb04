// Command progress reads what `go test -json` says and prints what a person
// wants to see of it: a line for every package that ends, a sign of life every
// minute with the tests under way, the whole output of what fails, and at the
// end the slowest tests. It exits with 1 where something failed.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"
)

const (
	every   = time.Minute // between two signs of life
	mention = 4           // tests that a sign of life names
	slowest = 10          // tests that the end names
	least   = time.Second // what is faster is not worth a line at the end
)

func main() {
	pulse := time.NewTicker(every)
	defer pulse.Stop()
	b := newBoard(os.Stdout, time.Now)
	b.follow(lines(os.Stdin), pulse.C)
	if b.end() {
		os.Exit(1)
	}
}

// lines hands on what r says, line by line, until it ends.
func lines(r io.Reader) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		for in := bufio.NewReader(r); ; {
			line, err := in.ReadString('\n')
			if line != "" {
				out <- line
			}
			if err != nil {
				return
			}
		}
	}()
	return out
}

// event is a line of `go test -json`; see `go doc test2json`.
type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64 // seconds
}

// subject is a test, or a package where the name is empty.
type subject struct{ of, name string }

// board is what is known so far.
type board struct {
	out     io.Writer
	now     func() time.Time
	begun   time.Time
	running map[subject]time.Time        // since when; zero for one that waits for its turn among the parallel ones
	said    map[subject]*strings.Builder // by what has not ended well
	took    map[subject]time.Duration
	open    map[string]bool // packages that have begun and not ended
	done    int
	failed  bool
}

func newBoard(out io.Writer, now func() time.Time) *board {
	return &board{
		out: out, now: now, begun: now(),
		running: map[subject]time.Time{}, said: map[subject]*strings.Builder{}, took: map[subject]time.Duration{},
		open: map[string]bool{},
	}
}

// print writes for a person, to whom nothing can be said when that fails.
func (b *board) print(format string, args ...any) { _, _ = fmt.Fprintf(b.out, format, args...) }

// follow hears every line to the end.
func (b *board) follow(lines <-chan string, pulse <-chan time.Time) {
	for {
		select {
		case line, more := <-lines:
			if !more {
				return
			}
			b.hear(line)
		case <-pulse:
			b.live()
		}
	}
}

// hear takes one line in. What is no event is for people, as it stands.
func (b *board) hear(line string) {
	var e event
	if !strings.HasPrefix(line, "{") || json.Unmarshal([]byte(line), &e) != nil {
		b.print("%s", line)
		return
	}
	s := subject{e.Package, e.Test}
	switch e.Action {
	case "build-output":
		b.print("%s", e.Output)
	case "build-fail":
		b.failed = true
	case "start":
		b.open[e.Package] = true
	case "run", "cont":
		b.running[s] = b.now()
	case "pause":
		b.running[s] = time.Time{}
	case "output":
		b.keep(s, e.Output)
	case "pass", "skip", "fail":
		b.close(s, e.Action, time.Duration(e.Elapsed*float64(time.Second)))
	}
}

// keep remembers what was said, should it be needed. The frames around a test
// say nothing here, where each test's words stand together.
func (b *board) keep(s subject, words string) {
	for _, frame := range []string{"=== RUN ", "=== PAUSE ", "=== CONT ", "=== NAME "} {
		if strings.HasPrefix(words, frame) {
			return
		}
	}
	if b.said[s] == nil {
		b.said[s] = &strings.Builder{}
	}
	b.said[s].WriteString(words)
}

// close ends a test or a package.
func (b *board) close(s subject, how string, took time.Duration) {
	delete(b.running, s)
	// The race detector speaks in whichever test is under way, which may be
	// another than the one that then fails.
	if how == "fail" || b.said[s] != nil && strings.Contains(b.said[s].String(), "DATA RACE") {
		b.show(s)
	}
	delete(b.said, s)
	if s.name != "" {
		b.done++
		b.took[s] = took
		return
	}
	delete(b.open, s.of)
	if how == "fail" {
		b.failed = true
		b.unfinished(s.of)
	}
	if how != "skip" { // has no tests
		b.print("%-4s  %s  %.1f s\n", map[string]string{"pass": "ok", "fail": "FAIL"}[how], s.of, took.Seconds())
	}
}

// show prints what a test or a package has said.
func (b *board) show(s subject) {
	if words := b.said[s]; words != nil {
		b.print("%s", words)
	}
}

// unfinished prints the words of the tests that a package ended without, and
// forgets them.
func (b *board) unfinished(of string) {
	for _, s := range sorted(b.said) {
		if s.of == of {
			b.print("--- not ended: %s\n", s.name)
			b.show(s)
			delete(b.said, s)
		}
	}
	for s := range b.running {
		if s.of == of {
			delete(b.running, s)
		}
	}
}

// live is the sign of life: what runs, the longest first.
func (b *board) live() {
	now := b.now()
	var list []string
	tests := slices.DeleteFunc(leaves(b.running), func(s subject) bool { return b.running[s].IsZero() })
	slices.SortStableFunc(tests, func(x, y subject) int { return b.running[x].Compare(b.running[y]) })
	for _, s := range tests {
		list = append(list, fmt.Sprintf("%s %.0f s", s.name, now.Sub(b.running[s]).Seconds()))
	}
	more := ""
	if len(list) > mention {
		more = fmt.Sprintf(" and %d more", len(list)-mention)
		list = list[:mention]
	}
	if len(list) == 0 {
		list = []string{"no test, a build"}
	}
	b.print("  %2.0f min, %d tests done; under way: %s%s\n", now.Sub(b.begun).Minutes(), b.done, strings.Join(list, ", "), more)
}

// end names the slowest tests and says whether something failed. A package
// whose end was never told has failed: whoever ran it was ended before it.
func (b *board) end() (failed bool) {
	for _, of := range slices.Sorted(maps.Keys(b.open)) {
		b.failed = true
		b.unfinished(of)
		b.print("FAIL  %s  did not end\n", of)
	}
	tests := leaves(b.took) // what a test waited for its parts is the parts' time
	slices.SortStableFunc(tests, func(x, y subject) int { return cmp.Compare(b.took[y], b.took[x]) })
	b.print("%d tests in %.0f s", b.done, b.now().Sub(b.begun).Seconds())
	for i, s := range tests {
		if i == slowest || b.took[s] < least {
			break
		}
		if i == 0 {
			b.print("; the slowest:")
		}
		b.print("\n  %6.1f s  %s", b.took[s].Seconds(), s.name)
	}
	b.print("\n")
	return b.failed
}

// leaves are the tests without those that consist of others of them, in the
// order of their names.
func leaves[V any](m map[subject]V) []subject {
	parents := map[subject]bool{}
	for s := range m {
		for i, r := range s.name {
			if r == '/' {
				parents[subject{s.of, s.name[:i]}] = true
			}
		}
	}
	return slices.DeleteFunc(sorted(m), func(s subject) bool { return parents[s] })
}

// sorted are the tests in the order of their names.
func sorted[V any](m map[subject]V) []subject {
	var out []subject
	for s := range m {
		out = append(out, s)
	}
	slices.SortFunc(out, func(x, y subject) int {
		return cmp.Or(strings.Compare(x.of, y.of), strings.Compare(x.name, y.name))
	})
	return out
}
