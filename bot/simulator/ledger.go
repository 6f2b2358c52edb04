package simulator

import (
	"encoding/json"
	"slices"
	"sync"
	"time"
)

// Push is one attempt of the bureau to send something by the API, refused ones
// included.
type Push struct {
	Platform Platform
	Path     string   // such as "message/custom/send"
	To       []string // openid or userids as asked for
	Type     string   // msgtype, "template" or "subscribe"
	Body     json.RawMessage
	Message  int64     // the platform's id, when it was sent
	Code     int       // errcode
	Repeated bool      // recognised as a repeat: nobody got it twice
	Dropped  []string  // members whose limit was reached: silently not delivered
	Time     time.Time // simulated
}

// ledger keeps all pushes and what makes repeats harmless.
type ledger struct {
	mu      sync.Mutex
	pushes  []Push
	repeats map[string]repeat
}

type repeat struct {
	until  time.Time
	answer result
}

func newLedger() *ledger {
	return &ledger{repeats: map[string]repeat{}}
}

// Pushes is a copy of everything the bureau tried to send, in order.
func (w *World) Pushes() []Push {
	w.ledger.mu.Lock()
	defer w.ledger.mu.Unlock()
	return slices.Clone(w.ledger.pushes)
}

// record writes a push down with its outcome and returns the outcome.
func (c call) record(push Push, answer result) result {
	push.Platform, push.Body, push.Time, push.Code = c.platform, c.body, c.now, answer.code()
	c.ledger.mu.Lock()
	c.ledger.pushes = append(c.ledger.pushes, push)
	c.ledger.mu.Unlock()
	c.changed.ring()
	return answer
}

// once answers a repeat as the first was answered; key "" is never a repeat.
// The lock is held while the message is sent, so that two at once are one.
func (c call) once(key string, within time.Duration, push *Push, send func() result) result {
	if key == "" {
		return send()
	}
	c.ledger.mu.Lock()
	defer c.ledger.mu.Unlock()
	if before, known := c.ledger.repeats[key]; known && c.now.Before(before.until) {
		push.Repeated = true
		return before.answer
	}
	answer := send()
	if answer.code() == 0 {
		c.ledger.repeats[key] = repeat{until: c.now.Add(within), answer: answer}
	}
	return answer
}
