package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"

	"golang.org/x/sync/singleflight"

	"onevisit/messages"
	"onevisit/models"
)

// Journal keeps messages on this machine while the ledger cannot be reached.
// What it confirmed survives a kill.
type Journal interface {
	// Append keeps a message behind the others, each key once.
	Append(who, key string, update []byte) error
	// First is the message kept first; false if none is.
	First() (models.Journalled, bool, error)
	// FirstOf is the person's message kept first; false if none is.
	FirstOf(who string) (models.Journalled, bool, error)
	// Drop forgets a message that was answered.
	Drop(m models.Journalled) error
	// Len counts the messages kept.
	Len() int
}

// Intake stands before the bot and takes messages in also while the ledger is
// away: then they go to the journal, the person is told so, and Replay answers
// them in their order when the ledger is back. Its fields are set before its
// first use.
type Intake struct {
	Bot     *Bot
	Journal Journal // nil: without one, what cannot be stored is refused
	// Ping asks whether the ledger answers.
	Ping func(context.Context) error
	Log  *slog.Logger

	presence presence
	copies   singleflight.Group // of messages being answered, by their key
	full     atomic.Bool        // the journal refused the last message
}

// Handle answers an update; see [Bot.Handle]. While the ledger is away, the
// update is kept in the journal, and the answer says so. Earlier messages of
// the same person that wait there are answered first.
func (i *Intake) Handle(ctx context.Context, u Update) (messages.Message, error) {
	if i.Journal == nil {
		return i.Bot.Handle(ctx, u)
	}
	if !i.presence.isAway() {
		m, err := i.once(ctx, u)
		if err == nil || !i.presence.isAway() && i.ping(context.WithoutCancel(ctx)) == nil {
			return m, err
		}
	}
	if err := i.keep(u); err != nil {
		return messages.Message{}, err
	}
	return messages.KeptForLater(), nil
}

// once answers an update. A copy that comes while the first is still being
// worked on waits for the same answer: a platform that repeats itself to a slow
// machine must not make it slower.
func (i *Intake) once(ctx context.Context, u Update) (messages.Message, error) {
	m, err, _ := i.copies.Do(keyOf(u), func() (any, error) {
		ctx, done := i.presence.enter(ctx)
		defer done()
		m, err := i.inTurn(ctx, u)
		if err == nil {
			i.presence.answered()
		}
		return m, err
	})
	return m.(messages.Message), err
}

// inTurn answers an update after what the same person wrote before it. Should
// the update itself be in the journal, its answer is this one, not a push.
func (i *Intake) inTurn(ctx context.Context, u Update) (messages.Message, error) {
	for {
		earlier, found, err := i.Journal.FirstOf(who(u))
		if err != nil {
			return messages.Message{}, err
		}
		if !found {
			return i.Bot.Handle(ctx, u)
		}
		if earlier.Key == keyOf(u) {
			m, err := i.Bot.Handle(ctx, u)
			if err != nil {
				return m, err
			}
			return m, i.Journal.Drop(earlier)
		}
		if err := i.replay(ctx, earlier); err != nil {
			return messages.Message{}, err
		}
	}
}

// Defer keeps an update whose answer comes later: in the ledger, or else in
// the journal, where it overtakes nothing that the person wrote before.
func (i *Intake) Defer(ctx context.Context, u Update) error {
	if i.Journal == nil {
		return i.Bot.Defer(ctx, u)
	}
	_, behind, err := i.Journal.FirstOf(who(u))
	if err == nil && !behind && !i.presence.isAway() {
		limited, cancel := context.WithTimeout(ctx, pingLimit)
		defer cancel()
		if i.Bot.Defer(limited, u) == nil {
			return nil
		}
	}
	return i.keep(u)
}

// keep puts an update into the journal. What that refuses, a full disk for
// one, the platform has to bring again.
func (i *Intake) keep(u Update) error {
	raw, err := json.Marshal(u)
	if err != nil {
		return fmt.Errorf("encode update: %w", err)
	}
	err = i.Journal.Append(who(u), keyOf(u), raw)
	i.full.Store(err != nil)
	if err != nil {
		i.Log.Error("journal refuses a message", "platform", u.Platform, "kind", u.Kind, "error", err)
		return err
	}
	return nil
}

func who(u Update) string   { return string(u.Platform) + ":" + u.From }
func keyOf(u Update) string { return string(u.Platform) + ":" + u.Key }

// ping asks whether the ledger is there and remembers the answer.
func (i *Intake) ping(ctx context.Context) error {
	turned, err := i.presence.ask(ctx, i.Ping)
	if turned {
		i.Log.Warn("ledger", "away", err != nil, "journal", i.Journal.Len())
	}
	return err
}

// Kept counts the messages in the journal.
func (i *Intake) Kept() int {
	if i.Journal == nil {
		return 0
	}
	return i.Journal.Len()
}

// Away says that the ledger cannot be reached, how many messages this machine
// keeps for it, and whether it can keep more.
type Away struct {
	Kept  int
	Full  bool
	cause error
}

// Error names the cause.
func (a *Away) Error() string { return a.Readiness() + ": " + a.cause.Error() }

// Readiness says it without the cause, which may name an address.
func (a *Away) Readiness() string {
	said := fmt.Sprintf("database away, %d messages kept in the journal", a.Kept)
	if a.Full {
		said += ", which refuses more: is its disk full?"
	}
	return said
}

// Unwrap returns the cause.
func (a *Away) Unwrap() error { return a.cause }

// Ready says whether messages are answered now, and if not, why.
func (i *Intake) Ready(ctx context.Context) error {
	if i.Journal == nil {
		return i.Ping(ctx)
	}
	if err := i.ping(ctx); err != nil {
		return &Away{Kept: i.Kept(), Full: i.full.Load(), cause: err}
	}
	return nil
}

// Replay looks for the ledger and, when it is there, answers what the journal
// kept, in its order, each message once however often this is cut short: the
// answer is owed under the message's key before the message is dropped.
func (i *Intake) Replay(ctx context.Context) (int, error) {
	if i.Journal == nil || i.ping(ctx) != nil {
		return 0, nil // readiness and the metrics tell of it
	}
	for done := 0; ; done++ {
		m, found, err := i.Journal.First()
		if err != nil || !found {
			return done, err
		}
		if err := i.replay(ctx, m); err != nil {
			return done, err
		}
	}
}

// replay answers one message by push and drops it. One that fails though the
// ledger is there goes the way of those that take too long, so that it holds
// nobody else up.
func (i *Intake) replay(ctx context.Context, m models.Journalled) error {
	var u Update
	if err := json.Unmarshal(m.Update, &u); err != nil {
		return fmt.Errorf("read journalled message: %w", err)
	}
	answer, err := i.Bot.Handle(ctx, u)
	if err == nil {
		err = i.Bot.oweAnswer(ctx, m.Key, u, answer)
	} else if away := i.ping(ctx); away != nil {
		err = errors.Join(err, away)
	} else {
		err = i.Bot.Defer(ctx, u)
	}
	if err != nil {
		return err
	}
	return i.Journal.Drop(m)
}
