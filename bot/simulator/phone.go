package simulator

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
)

// ErrNotFollowing is returned for gestures that need a followed account.
var ErrNotFollowing = errors.New("simulator: the person does not follow the account")

// Phone is one person's phone. It is safe for concurrent use.
type Phone struct {
	world    *World
	platform Platform
	id       string

	mu        sync.Mutex
	name      string
	following bool
	bubbles   []Bubble
	seen      int64 // id of the last bubble the person looked at
	window    window
	consents  map[string]bool // subscription templates agreed to
	last      Envelope
	lastEvent int64 // CreateTime of the last event, Unix seconds
}

// Petitioner is the phone of the person with this openid, who follows the
// account until Unfollow. The same openid gives the same phone; openids differ
// by case.
func (w *World) Petitioner(openid string) *Phone { return w.phone(WeChat, openid) }

// Staff is the phone of the member with this userid. Userids compare without
// regard to case, as WeCom compares them.
func (w *World) Staff(userid string) *Phone { return w.phone(WeCom, userid) }

func phoneKey(platform Platform, id string) string {
	if platform == WeCom {
		id = strings.ToLower(id)
	}
	return string(platform) + ":" + id
}

func (w *World) phone(platform Platform, id string) *Phone {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := phoneKey(platform, id)
	if w.phones[key] == nil {
		w.phones[key] = &Phone{
			world: w, platform: platform, id: id, name: id, following: true,
			consents: map[string]bool{},
		}
	}
	return w.phones[key]
}

// find looks a person up without making one: the API must not know strangers.
func (w *World) find(platform Platform, id string) (*Phone, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	phone, known := w.phones[phoneKey(platform, id)]
	return phone, known
}

// everybody lists a platform's phones, ordered by id.
func (w *World) everybody(platform Platform) []*Phone {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []*Phone
	for _, phone := range w.phones {
		if phone.platform == platform {
			all = append(all, phone)
		}
	}
	slices.SortFunc(all, func(a, b *Phone) int { return strings.Compare(a.id, b.id) })
	return all
}

// ID is the openid or userid.
func (p *Phone) ID() string { return p.id }

// Platform says which app the phone shows.
func (p *Phone) Platform() Platform { return p.platform }

// Named gives the person a name, which WeCom's contacts tell, and returns the
// phone.
func (p *Phone) Named(name string) *Phone {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.name = name
	return p
}

// Name is the person's name; the id until Named.
func (p *Phone) Name() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.name
}

// Following says whether the petitioner follows the account.
func (p *Phone) Following() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.following
}

// Consent records that the person agreed to subscription notices of a template
// for good.
func (p *Phone) Consent(template string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.consents[template] = true
}

func (p *Phone) consented(template string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.consents[template]
}

// Bubbles is a copy of all that stands on the phone, oldest first.
func (p *Phone) Bubbles() []Bubble {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.bubbles)
}

// Wait returns when the condition holds for the phone's bubbles, or with the
// context's error.
func (p *Phone) Wait(ctx context.Context, holds func([]Bubble) bool) error {
	for {
		changed, _ := p.world.changed.wait()
		if holds(p.Bubbles()) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// show puts a bubble on the phone and returns its id.
func (p *Phone) show(bubble Bubble) int64 {
	bubble.Time = p.world.Now()
	p.mu.Lock()
	bubble.ID = int64(len(p.bubbles)) + 1
	p.bubbles = append(p.bubbles, bubble)
	if bubble.From == Me {
		p.seen = bubble.ID
	}
	p.mu.Unlock()
	p.world.changed.ring()
	return bubble.ID
}

// amend changes the bubbles for which it is meant; their ids stay.
func (p *Phone) amend(meant func(Bubble) bool, change func(*Bubble)) bool {
	p.mu.Lock()
	found := false
	for i := range p.bubbles {
		if meant(p.bubbles[i]) {
			change(&p.bubbles[i])
			found = true
		}
	}
	p.mu.Unlock()
	if found {
		p.world.changed.ring()
	}
	return found
}

// Look marks everything up to a bubble as read; the last one counts when the
// id is beyond it.
func (p *Phone) Look(upTo int64) {
	p.mu.Lock()
	before := p.seen
	p.seen = max(p.seen, min(upTo, int64(len(p.bubbles))))
	moved := p.seen != before
	p.mu.Unlock()
	if moved {
		p.world.changed.ring()
	}
}

// Unread counts what the bureau said since the person last looked or spoke.
func (p *Phone) Unread() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	count := 0
	for _, bubble := range p.bubbles {
		if bubble.ID > p.seen && bubble.From == Bureau {
			count++
		}
	}
	return count
}
