package simulator

import "sync"

// bell wakes everybody who waits for a change. A waiter takes the channel
// before it looks, so that a change in between is never slept through.
type bell struct {
	mu    sync.Mutex
	next  chan struct{}
	rings uint64
}

func newBell() *bell { return &bell{next: make(chan struct{})} }

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.rings++
	close(b.next)
	b.next = make(chan struct{})
}

// wait returns a channel closed at the next change and the number of changes
// so far.
func (b *bell) wait() (<-chan struct{}, uint64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.next, b.rings
}
