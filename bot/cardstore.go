package bot

import (
	"context"
	"time"

	"onevisit/models"
)

// CardStore is what cards need of the ledger besides a transaction.
type CardStore interface {
	// ClaimCards leases up to n cards whose case went on since they were made.
	ClaimCards(ctx context.Context, worker string, lease time.Duration, n int) ([]models.Card, error)
}

// CardTx is what cards need of a transaction.
type CardTx interface {
	// KeepCard writes a card, or writes it again unless it is done for good.
	KeepCard(c models.Card) error
	// Card finds a card by its task, or refuses with CodeNotFound.
	Card(task string) (models.Card, error)
	// PushedTo lists what a person was pushed since an instant, newest first.
	PushedTo(userID string, since time.Time) ([]models.Card, error)
	// KeepCode keeps a response code of a card; false for one known before.
	KeepCode(task, code string) (bool, error)
	// Code is the newest response code that can still change a card, or empty.
	Code(task string) (string, error)
	// SpendCode marks a response code as used.
	SpendCode(code string) error
	// SettleCard ends a lease with the card's new standing and sequence. It
	// is refused with CodeStale when another worker has the card.
	SettleCard(c models.Card) error
}
