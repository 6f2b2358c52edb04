package simulator

import (
	"sync"
	"time"
)

// Shanghai is the zone people read; China keeps no daylight saving time.
func shanghai() *time.Location { return time.FixedZone("Asia/Shanghai", 8*3600) }

// Clock tells a base clock's time plus what it was pushed forward. It is safe
// for concurrent use.
type Clock struct {
	base  func() time.Time
	mu    sync.Mutex
	ahead time.Duration
}

// NewClock runs with base and starts level with it.
func NewClock(base func() time.Time) *Clock { return &Clock{base: base} }

// StandingClock stands still at the given instant until it is pushed.
func StandingClock(at time.Time) *Clock {
	return NewClock(func() time.Time { return at })
}

// Now is the simulated instant, in Asia/Shanghai.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.base().Add(c.ahead).In(shanghai())
}

// Advance pushes the clock forward; time never runs backwards, so a negative
// duration changes nothing.
func (c *Clock) Advance(d time.Duration) {
	if d < 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}
