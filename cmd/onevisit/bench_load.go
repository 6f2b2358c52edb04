package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// block is what was measured in one stretch: how long it took in all, and how
// long each piece took.
type block struct {
	took time.Duration
	each []time.Duration
}

// rate is pieces per second.
func (b block) rate() float64 { return float64(len(b.each)) / b.took.Seconds() }

// quantile is the time within which the share p of the pieces was done.
func (b block) quantile(p float64) time.Duration {
	if len(b.each) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(b.each))
	return sorted[min(int(p*float64(len(sorted))), len(sorted)-1)]
}

// and joins two blocks of the same kind.
func (b block) and(other block) block {
	return block{took: b.took + other.took, each: slices.Concat(b.each, other.each)}
}

// lap measures one piece.
type lap func(func() error) error

// drive lets senders take jobs 0 to n-1 by turns and measures the pieces that
// each job marks with its lap. The first error ends it.
func drive(ctx context.Context, senders, n int, job func(ctx context.Context, k int, l lap) error) (block, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next atomic.Int64
	var mu sync.Mutex
	var out block
	var group sync.WaitGroup
	start := time.Now()
	for range min(senders, n) {
		group.Go(func() {
			var mine []time.Duration
			measure := func(f func() error) error {
				begin := time.Now()
				err := f()
				mine = append(mine, time.Since(begin))
				return err
			}
			for k := int(next.Add(1)) - 1; k < n && ctx.Err() == nil; k = int(next.Add(1)) - 1 {
				if err := job(ctx, k, measure); err != nil {
					cancel(err)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			out.each = append(out.each, mine...)
		})
	}
	group.Wait()
	out.took = time.Since(start)
	if err := context.Cause(ctx); err != nil && !errors.Is(err, context.Canceled) {
		return out, err
	}
	return out, ctx.Err()
}

// median is the middle value, or the mean of the two.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
