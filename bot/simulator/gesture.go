package simulator

import (
	"context"
	"errors"
	"fmt"
)

// gesture is something a person does that the platform reports to the bureau.
type gesture struct {
	fields  []element // MsgType and what follows it
	event   bool
	shown   Bubble // nothing is shown when its Kind is empty
	opens   opening
	message string // the card message that was pressed, for the reply
}

// perform shows what the person did, reports it, and shows the reply.
func (p *Phone) perform(ctx context.Context, g gesture) (Answer, error) {
	envelope, err := p.compose(g)
	if err != nil {
		return Answer{}, err
	}
	if g.shown.Kind != "" {
		g.shown.From = Me
		p.show(g.shown)
	}
	answer, err := p.world.deliverPatiently(ctx, envelope)
	if err != nil {
		if p.platform == WeChat {
			p.show(Bubble{From: Bureau, Kind: KindUnavailable})
		}
		return answer, err
	}
	p.showReply(g, answer.Reply)
	return answer, nil
}

// compose gives the gesture its time and number and opens the window for
// customer messages, which the platform does whether or not the bureau answers.
func (p *Phone) compose(g gesture) (Envelope, error) {
	now := p.world.Now()
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.following {
		return Envelope{}, ErrNotFollowing
	}
	p.window.open(g.opens, now)
	envelope := Envelope{Platform: p.platform, From: p.id, Mode: p.world.mode(p.platform)}
	envelope.Body = document(p.address(g, now.Unix()))
	p.last = envelope
	return envelope, nil
}

// address puts the common fields around those of the gesture. Events carry no
// number and are told apart by their second, so one person's events never
// share one, even while the clock stands still.
func (p *Phone) address(g gesture, second int64) []element {
	if g.event {
		second = max(second, p.lastEvent+1)
		p.lastEvent = second
	}
	to := p.world.options.WeChat.OriginalID
	if p.platform == WeCom {
		to = p.world.options.WeCom.CorpID
	}
	all := []element{cdata("ToUserName", to), cdata("FromUserName", p.id), number("CreateTime", second)}
	all = append(all, g.fields...)
	if !g.event {
		all = append(all, number("MsgId", p.world.nextID()))
	}
	if p.platform == WeCom {
		all = append(all, number("AgentID", int64(p.world.options.WeCom.AgentID)))
	}
	return all
}

func (w *World) mode(platform Platform) Mode {
	if platform == WeChat && w.options.WeChat.Compatible {
		return Compatible
	}
	return Safe
}

// deliverPatiently tries as often as the world's options say. A reply that
// cannot be used was an answer all the same and is not asked for again.
func (w *World) deliverPatiently(ctx context.Context, envelope Envelope) (answer Answer, err error) {
	for range max(w.options.Tries, 1) {
		answer, err = w.Deliver(ctx, envelope)
		if err == nil || errors.Is(err, ErrBadReply) || ctx.Err() != nil {
			break
		}
	}
	return answer, err
}

func (p *Phone) showReply(g gesture, reply *Reply) {
	switch {
	case reply == nil:
	case reply.Replaced != "":
		p.amend(ofMessage(g.message), func(b *Bubble) { b.Replaced = reply.Replaced })
	case reply.Card != nil:
		p.amend(ofMessage(g.message), func(b *Bubble) { b.Card = reply.Card.over(b.Card) })
	default:
		p.show(reply.bubble())
	}
}

func ofMessage(message string) func(Bubble) bool {
	return func(b Bubble) bool { return message != "" && b.message == message }
}

// Envelope composes a text message without delivering it and without showing
// it: tests deliver it with World.Deliver, as often and in whatever order they
// like.
func (p *Phone) Envelope(text string) (Envelope, error) {
	return p.compose(textGesture(text, ""))
}

// Last is the envelope of the last gesture, to be delivered again.
func (p *Phone) Last() (Envelope, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last.Body == nil {
		return Envelope{}, fmt.Errorf("simulator: nothing was sent from %s yet", p.platform)
	}
	return p.last, nil
}
