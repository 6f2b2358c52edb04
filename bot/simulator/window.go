package simulator

import "time"

// What a bureau may send a petitioner by customer message, and for how long.
const (
	spokenFor     = 48 * time.Hour
	spokenCount   = 5
	touchedFor    = time.Minute
	touchedCount  = 3
	windowClosed  = 45015
	windowUsedUp  = 45047
	notFollowing  = 43004
	unknownOpenID = 40003
)

type opening int

const (
	opensNothing opening = iota
	opensSpoken          // the person sent a message
	opensTouched         // the person clicked, scanned or followed
)

type allowance struct {
	until time.Time
	left  int
}

func (a allowance) open(now time.Time) bool { return now.Before(a.until) }

// window is what is left of both allowances of one person.
type window struct{ spoken, touched allowance }

func (w *window) open(how opening, now time.Time) {
	switch how {
	case opensSpoken:
		w.spoken = allowance{until: now.Add(spokenFor), left: spokenCount}
	case opensTouched:
		w.touched = allowance{until: now.Add(touchedFor), left: touchedCount}
	case opensNothing:
	}
}

// spend takes one message from the allowance that ends first and returns the
// platform's error code, 0 when it may be sent.
func (w *window) spend(now time.Time) int {
	for _, a := range []*allowance{&w.touched, &w.spoken} {
		if a.open(now) && a.left > 0 {
			a.left--
			return 0
		}
	}
	if w.touched.open(now) || w.spoken.open(now) {
		return windowUsedUp
	}
	return windowClosed
}

// admit asks whether a customer message may reach this person now.
func (p *Phone) admit(now time.Time) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.following {
		return notFollowing
	}
	return p.window.spend(now)
}
