package bot

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

// pingLimit is how long the ledger may take to say that it is there.
const pingLimit = 500 * time.Millisecond

// silences is how many questions in a row a ledger may leave unanswered before
// it counts as away. One that is busy answers late; one that was cut off
// refuses at once, or stays silent again.
const silences = 2

// presence is what is known of the ledger: there, or away. Taking a busy ledger
// for one that is away would make things worse: work under way would be thrown
// away, and begun again by all who wait for it.
type presence struct {
	asking singleflight.Group

	mu      sync.Mutex
	away    bool
	turns   int // that ended well
	silent  int // questions in a row without an answer
	running map[*context.CancelFunc]struct{}
}

// enter lets work end early when the ledger is found to be away: it would only
// wait for its own time-out.
func (p *presence) enter(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running == nil {
		p.running = map[*context.CancelFunc]struct{}{}
	}
	p.running[&cancel] = struct{}{}
	return ctx, func() {
		p.mu.Lock()
		delete(p.running, &cancel)
		p.mu.Unlock()
		cancel()
	}
}

// answered notes a sign of life.
func (p *presence) answered() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.turns++
}

func (p *presence) isAway() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.away
}

// ask pings the ledger, once for all who ask at the same time. It returns
// whether the ledger's presence has changed, and why it counts as away: nil if
// it does not. That somebody who asks goes away tells nothing of the ledger.
func (p *presence) ask(ctx context.Context, ping func(context.Context) error) (turned bool, err error) {
	_, err, _ = p.asking.Do("", func() (any, error) {
		p.mu.Lock()
		before := p.turns
		p.mu.Unlock()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pingLimit)
		defer cancel()
		err := ping(ctx)
		turned, err = p.judge(err, before)
		return nil, err
	})
	return turned, err
}

// judge decides what a ping's end means, and ends the work under way when the
// ledger has just been found to be away.
func (p *presence) judge(err error, before int) (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch late := errors.Is(err, context.DeadlineExceeded); {
	case err == nil, late && p.turns > before: // busy: others are answered
		p.silent, err = 0, nil
	case late:
		if p.silent++; !p.away && p.silent < silences {
			err = nil
		}
	}
	turned := p.away != (err != nil)
	p.away = err != nil
	if p.away {
		for cancel := range p.running {
			(*cancel)()
		}
	}
	return turned, err
}
