package main

import (
	"context"
	"errors"
	"time"

	"onevisit/bot"
	"onevisit/models"
	"onevisit/models/store"
)

// ledger lets the bot use the store: the store gives its own transactions, the
// bot wants the interface it declared.
type ledger struct{ *store.Store }

// Turn answers one message; see store.Store.Turn.
func (l ledger) Turn(ctx context.Context, key string, f func(bot.Tx) ([]byte, error)) ([]byte, error) {
	return l.Store.Turn(ctx, key, func(tx *store.Tx) ([]byte, error) { return f(tx) })
}

// Act runs f in one transaction; see store.Store.Act.
func (l ledger) Act(ctx context.Context, f func(bot.Tx) error) error {
	return l.Store.Act(ctx, func(tx *store.Tx) error { return f(tx) })
}

// KeepLetter keeps a letter's file; see store.Store.KeepLetter.
func (l ledger) KeepLetter(ctx context.Context, p models.Pressing, data []byte, f func(bot.Tx) error) error {
	return l.Store.KeepLetter(ctx, p, data, func(tx *store.Tx) error { return f(tx) })
}

var _ bot.Store = ledger{}

// leaveLimit bounds the word of goodbye: without it the process counts as
// running for another minute, which is not worth waiting for.
const leaveLimit = time.Second

// closeStores closes the ledger and the journal.
func (a *app) closeStores() error {
	if a.journal == nil {
		return a.store.Close()
	}
	ctx, cancel := context.WithTimeout(context.Background(), leaveLimit)
	defer cancel()
	if err := a.store.Leave(ctx, a.delivery.Worker); err != nil {
		a.log.Warn("still counted as running", "error", err)
	}
	return errors.Join(a.store.Close(), a.journal.Close())
}
