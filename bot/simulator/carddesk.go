package simulator

import (
	"sync"
	"time"
)

// codeLife is how long a response code can update a card.
const codeLife = 72 * time.Hour

// cardDesk knows which task ids were used and which response code belongs to
// which message.
type cardDesk struct {
	mu    sync.Mutex
	tasks map[string]bool
	codes map[string]responseCode
}

type responseCode struct {
	message string
	until   time.Time
}

func newCardDesk() *cardDesk {
	return &cardDesk{tasks: map[string]bool{}, codes: map[string]responseCode{}}
}

// take reserves a task id; false means it was used before.
func (d *cardDesk) take(task string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if task == "" {
		return true
	}
	if d.tasks[task] {
		return false
	}
	d.tasks[task] = true
	return true
}

// issue makes a response code for a message.
func (d *cardDesk) issue(w *World, message string) (string, error) {
	code, err := w.randomText()
	if err != nil {
		return "", err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.codes[code] = responseCode{message: message, until: w.Now().Add(codeLife)}
	return code, nil
}

// redeem uses a response code up and tells its message.
func (d *cardDesk) redeem(code string, now time.Time) (message string, valid bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	found, known := d.codes[code]
	delete(d.codes, code)
	return found.message, known && now.Before(found.until)
}
