package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// CatchUp answers the messages that were acknowledged and kept because their
// answer took too long: each is answered once, by push, and then forgotten.
// It may run on several machines at once.
func (b *Bot) CatchUp(ctx context.Context, worker string, lease time.Duration) (int, error) {
	kept, err := b.store.ClaimDeferred(ctx, worker, lease, batch)
	if err != nil {
		return 0, fmt.Errorf("claim kept messages: %w", err)
	}
	done := 0
	for _, k := range kept {
		var u Update
		if err := json.Unmarshal(k.Update, &u); err != nil {
			return done, fmt.Errorf("read kept message: %w", err)
		}
		m, err := b.Handle(ctx, u)
		if err != nil {
			if err := b.sayBusy(ctx, k, u, err); err != nil {
				return done, err
			}
			continue
		}
		if err := b.oweAnswer(ctx, k.Key, u, m); err != nil {
			return done, err
		}
		if err := b.store.DropDeferred(ctx, k.Key); err != nil {
			return done, fmt.Errorf("forget kept message: %w", err)
		}
		done++
	}
	return done, nil
}

// Trace is the id of a message in the logs and in what the person is told of a
// failure. It says nothing of who wrote what.
func Trace(u Update) string { return fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(keyOf(u)))) }

// patienceTries is after how many tries the person is told that it takes longer.
const patienceTries = 3

// sayBusy logs why a kept message has no answer yet. After some tries the
// person is told so once, with an id that finds the log line; the message is
// kept and tried on.
func (b *Bot) sayBusy(ctx context.Context, k models.Deferred, u Update, cause error) error {
	id := Trace(u)
	b.log.Warn("kept message not answered yet", "id", id, "platform", u.Platform, "kind", u.Kind, "attempt", k.Attempt, "error", cause)
	if k.Attempt != patienceTries || u.Kind == KindSent { // which nobody wrote
		return nil
	}
	return b.oweAnswer(ctx, "busy:"+k.Key, u, messages.Busy(id))
}

// oweAnswer makes the answer a notice, keyed by the message, so that a repeat
// after a crash owes it once.
func (b *Bot) oweAnswer(ctx context.Context, key string, u Update, m messages.Message) error {
	m.Done = "" // too late for the callback: the job changes the card
	if m.Empty() {
		return nil
	}
	raw, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write late answer: %w", err)
	}
	to := models.Person{Kind: models.ActorPetitioner, ID: u.From}
	if u.Platform == WeCom {
		to.Kind = models.ActorStaff
	}
	return b.store.Act(ctx, func(tx Tx) error {
		return tx.Owe(models.Notice{
			Key: "late:" + key, To: to, At: tx.Now(), Reply: true,
			Data: models.Args{models.ArgAnswer: string(raw)},
		})
	})
}
