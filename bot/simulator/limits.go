package simulator

import (
	"sync"
	"time"
)

const (
	perMinute = 30
	perHour   = 1000
)

// limits counts what members get; it has its own lock because it is asked
// while the ledger's is held.
type limits struct {
	mu   sync.Mutex
	sent map[string][]time.Time
}

func newLimits() *limits { return &limits{sent: map[string][]time.Time{}} }

// allow counts one message to a member, or says that it is one too many.
func (l *limits) allow(member string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	var hour []time.Time
	minute := 0
	for _, at := range l.sent[member] {
		if now.Sub(at) >= time.Hour {
			continue
		}
		hour = append(hour, at)
		if now.Sub(at) < time.Minute {
			minute++
		}
	}
	allowed := minute < perMinute && len(hour) < perHour
	if allowed {
		hour = append(hour, now)
	}
	l.sent[member] = hour
	return allowed
}
