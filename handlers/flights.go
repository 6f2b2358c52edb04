package handlers

import (
	"context"
	"fmt"
	"sync"
)

// flights counts the conversations under way. A wait group would not do: one
// may begin while the end is being waited for.
type flights struct {
	mu      sync.Mutex
	count   int
	closing bool
	landed  chan struct{} // closed when closing and count is 0
}

func newFlights() *flights { return &flights{landed: make(chan struct{})} }

// begin counts one more, unless the end has begun.
func (f *flights) begin() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closing {
		return false
	}
	f.count++
	return true
}

func (f *flights) end() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.count--
	if f.closing && f.count == 0 {
		close(f.landed)
	}
}

func (f *flights) drain(ctx context.Context) error {
	f.close()
	select {
	case <-f.landed:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("handlers: conversations still under way: %w", ctx.Err())
	}
}

func (f *flights) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.closing && f.count == 0 {
		close(f.landed)
	}
	f.closing = true
}
