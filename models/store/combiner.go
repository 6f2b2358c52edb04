package store

import (
	"context"
	"sync"
	"time"
)

const (
	// readLimit ends a go that reads and gets no answer: everybody who came
	// since waits behind it, and a message has to be answered within seconds.
	readLimit = 3 * time.Second
	// writeLimit ends one that writes. Whether it was done nobody knows then.
	writeLimit = 10 * time.Second
)

// combiner serves those who come at the same time in one go: on a server a
// statement or a commit costs about the same for one as for many. Who comes
// while every hand is busy waits for the next free one and is served together
// with whoever else came; nobody waits for others to come.
type combiner[Q, A any] struct {
	// serve answers all, in the order of their coming.
	serve func(ctx context.Context, all []Q) []answer[A]
	hands int           // how many serve at once
	most  int           // how many are served in one go
	limit time.Duration // ends a go

	mu      sync.Mutex
	waiting []request[Q, A]
	busy    int
}

// answer is what one was served with, or why not.
type answer[A any] struct {
	got A
	err error
}

// request is of one who waits.
type request[Q, A any] struct {
	what   Q
	answer chan<- answer[A]
}

// ask stands in line. What nobody takes, because whoever asked is gone, was
// done nevertheless.
func (c *combiner[Q, A]) ask(ctx context.Context, what Q) <-chan answer[A] {
	mine := make(chan answer[A], 1)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = append(c.waiting, request[Q, A]{what, mine})
	if c.busy < c.hands {
		c.busy++
		go c.work(context.WithoutCancel(ctx))
	}
	return mine
}

// answered waits for what was asked for.
func answered[A any](ctx context.Context, mine <-chan answer[A]) (A, error) {
	select {
	case got := <-mine:
		return got.got, got.err
	case <-ctx.Done():
		var none A
		return none, ctx.Err()
	}
}

// work serves until nobody waits any more.
func (c *combiner[Q, A]) work(ctx context.Context) {
	for {
		line := c.next()
		if len(line) == 0 {
			return
		}
		what := make([]Q, len(line))
		for i, one := range line {
			what[i] = one.what
		}
		limited, cancel := context.WithTimeout(ctx, c.limit)
		for i, got := range c.serve(limited, what) {
			line[i].answer <- got
		}
		cancel()
	}
}

// next takes those at the head of the line; nobody ends the work.
func (c *combiner[Q, A]) next() []request[Q, A] {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.waiting) == 0 {
		c.busy--
		return nil
	}
	n := min(len(c.waiting), c.most)
	line := c.waiting[:n:n]
	c.waiting = c.waiting[n:]
	return line
}

// forAll answers everybody alike.
func forAll[A any](n int, err error) []answer[A] {
	out := make([]answer[A], n)
	for i := range out {
		out[i].err = err
	}
	return out
}
