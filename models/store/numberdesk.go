package store

import (
	"context"
	"sync"
	"time"
)

// drawLimit ends a draw that the server does not answer.
const drawLimit = 10 * time.Second

// numberDesk draws case numbers for everybody who waits in one statement: each
// draw is a commit of its own on one row, so draws one by one would make all
// who file at the same time wait for each other's disk. Whoever asks after
// another was answered gets a higher number.
type numberDesk struct {
	// draw raises the counter of a day by k and returns its value.
	draw func(ctx context.Context, day, k int64) (int64, error)

	mu      sync.Mutex
	waiting map[int64][]chan<- drawn // by day, in the order of their asking
	busy    bool
}

// drawn is one number, or why there is none.
type drawn struct {
	n   int64
	err error
}

func newNumberDesk(draw func(ctx context.Context, day, k int64) (int64, error)) *numberDesk {
	return &numberDesk{draw: draw, waiting: map[int64][]chan<- drawn{}}
}

// ask begins to draw the day's next number. One that nobody takes, because ctx
// ended, is a gap.
func (d *numberDesk) ask(ctx context.Context, day int64) <-chan drawn {
	mine := make(chan drawn, 1)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.waiting[day] = append(d.waiting[day], mine)
	if !d.busy {
		d.busy = true
		go d.serve(context.WithoutCancel(ctx))
	}
	return mine
}

// drawnBy waits for the number that was asked for.
func drawnBy(ctx context.Context, mine <-chan drawn) (int64, error) {
	select {
	case got := <-mine:
		return got.n, got.err
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// serve draws until nobody waits any more.
func (d *numberDesk) serve(ctx context.Context) {
	for {
		day, all := d.line()
		if len(all) == 0 {
			return
		}
		d.answer(ctx, day, all)
	}
}

// line takes everybody who waits for a day; nobody ends the service.
func (d *numberDesk) line() (day int64, all []chan<- drawn) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for day, all = range d.waiting {
		delete(d.waiting, day)
		return day, all
	}
	d.busy = false
	return 0, nil
}

func (d *numberDesk) answer(ctx context.Context, day int64, all []chan<- drawn) {
	ctx, cancel := context.WithTimeout(ctx, drawLimit)
	defer cancel()
	k := int64(len(all))
	last, err := d.draw(ctx, day, k)
	for i, one := range all {
		one <- drawn{n: last - k + 1 + int64(i), err: err}
	}
}
