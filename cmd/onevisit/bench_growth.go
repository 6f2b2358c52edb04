package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// fewCases is how many cases stand in the ledger that a full one is compared
// with.
const fewCases = 1000

// growth measures the same turns on a ledger with few cases and on one with
// many, by turns, and prints how their rates relate.
func growth(ctx context.Context, w io.Writer, o benchOptions, many *rig, folder string) (err error) {
	below := filepath.Join(folder, "few")
	if err := os.Mkdir(below, 0o700); err != nil {
		return fmt.Errorf("temporary folder: %w", err)
	}
	ledger, err := newBenchLedger(ctx, o.mysql, below)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ledger.drop(context.WithoutCancel(ctx))) }()
	few, err := newRig(ctx, o, ledger, below)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, few.close(context.WithoutCancel(ctx))) }()
	if err := ledger.seed(ctx, few, fewCases); err != nil {
		return err
	}
	var dialogue, confirm []float64
	for run := range o.runs + 1 {
		a, err := few.once(ctx, o.petitioners)
		if err != nil {
			return err
		}
		b, err := many.once(ctx, o.petitioners)
		if err != nil {
			return err
		}
		if run > 0 { // the first warms pools and caches
			dialogue = append(dialogue, b.dialogue.rate()/a.dialogue.rate())
			confirm = append(confirm, b.confirm.rate()/a.confirm.rate())
		}
	}
	say(w, "growth     rates at %d cases, of those at %d: dialogue %.2f %s, confirm %.2f %s\n",
		o.cases, fewCases, median(dialogue), listed(dialogue), median(confirm), listed(confirm))
	return nil
}
