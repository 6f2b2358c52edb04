package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// Bot answers updates. It is made once and used by any number of goroutines.
type Bot struct {
	store Store
	law   *models.Law
	log   *slog.Logger
	flows map[string]runner
	// carried is the order of rules that was gone through last.
	carried atomic.Int64
	// prepared holds, by yearbook, for what the drafts were owed last, a value
	// of the type prepared. It is no more than a saving: whoever does not know
	// looks, and finds them owed.
	prepared sync.Map
	// PublicURL is how the outside reaches us, without a slash at its end;
	// empty where it does not. It is set before the first update.
	PublicURL string
}

// New makes a bot over a ledger and a bureau's law.
func New(s Store, l *models.Law, log *slog.Logger) *Bot {
	b := &Bot{store: s, law: l, log: log, flows: map[string]runner{}}
	for _, f := range []runner{submitFlow(), resumeFlow(), trackFlow(), letterFlow(), supplementFlow(), urgeFlow(), rateFlow(),
		withdrawFlow(), objectFlow(), lookupFlow(), actFlow(), behalfFlow(), behalfResumeFlow(), leaveFlow(),
		reexamineFlow(), unpublishFlow(), rulesFlow()} {
		b.flows[f.name()] = f
	}
	for _, f := range officeFlows() {
		b.flows[f.name()] = f
	}
	return b
}

// turn is one message being answered inside one transaction.
type turn struct {
	bot  *Bot
	law  *models.Law
	tx   Tx
	u    Update
	text string // the words, evened out
	who  string // whose session
	now  time.Time
	// stands are the staff who are away and for whom the speaker acts.
	stands []string
}

// Handle answers one update: at most one verb, in one transaction with the
// inbox row, the session and the answer. A redelivery gets the same answer.
// The error is for logs; it carries nothing that a person wrote.
func (b *Bot) Handle(ctx context.Context, u Update) (messages.Message, error) {
	raw, err := b.store.Turn(ctx, string(u.Platform)+":"+u.Key, func(tx Tx) ([]byte, error) {
		m, err := b.answer(tx, u)
		if err != nil {
			return nil, err
		}
		return json.Marshal(m)
	})
	if err != nil {
		return messages.Message{}, fmt.Errorf("answer %s %s: %w", u.Platform, u.Kind, err)
	}
	var m messages.Message
	if err := json.Unmarshal(raw, &m); err != nil {
		return messages.Message{}, fmt.Errorf("read kept answer: %w", err)
	}
	return m, nil
}

// Defer keeps an update that could not be answered in time; CatchUp answers
// it later by push.
func (b *Bot) Defer(ctx context.Context, u Update) error {
	raw, err := json.Marshal(u)
	if err != nil {
		return fmt.Errorf("encode update: %w", err)
	}
	return b.store.Defer(ctx, string(u.Platform)+":"+u.Key, raw)
}

// answer finds the words. A refusal of the law becomes words too; every other
// error rolls the turn back.
func (b *Bot) answer(tx Tx, u Update) (messages.Message, error) {
	t := &turn{bot: b, law: b.law, tx: tx, u: u, text: tidy(u.Text), who: string(u.Platform) + ":" + u.From, now: tx.Now()}
	m, err := t.route()
	var refusal *models.Error
	if errors.As(err, &refusal) && refusal.Code != models.CodeStale { // a lost race is run again
		return messages.Refusal(refusal), nil
	}
	return m, err
}

// route answers; outside a dialogue it remembers what was offered.
func (t *turn) route() (messages.Message, error) {
	if t.u.Platform == WeChat {
		if err := t.tx.Meet(t.who, t.u.From); err != nil {
			return messages.Message{}, err
		}
	}
	rest, err := t.takeOffer()
	if err != nil {
		return messages.Message{}, err
	}
	if rest != nil {
		return t.keepOffer(*rest)
	}
	answer := t.petitioner
	if t.u.Platform == WeCom {
		answer = t.staff
	}
	m, err := answer()
	if err != nil {
		return m, err
	}
	return t.keepOffer(m)
}

// actor is who speaks.
func (t *turn) actor() models.Actor {
	if t.u.Platform == WeCom {
		return models.Actor{Kind: models.ActorStaff, ID: t.u.From}
	}
	return models.Actor{Kind: models.ActorPetitioner, ID: t.u.From}
}
