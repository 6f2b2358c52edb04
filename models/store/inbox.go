package store

import (
	"context"
	"encoding/hex"
)

// inboxRow is one message that was received, with the answer it got.
type inboxRow struct {
	KeyHash    []byte `gorm:"primaryKey"`
	ReceivedAt int64
	Reply      []byte
}

// TableName is the table.
func (inboxRow) TableName() string { return "inbox" }

// answer writes the message with its reply, last in the transaction. While
// another transaction holds the key this waits: if that one commits, this one
// fails with a duplicate, and if it fails, the key is ours.
func (tx *Tx) answer(reply []byte) error {
	if err := tx.settleSessions(); err != nil {
		return err
	}
	return tx.do("answer", func() error {
		sealed, err := tx.s.seal.seal(placeReply, hex.EncodeToString(tx.message), reply)
		if err != nil {
			return err
		}
		return tx.insert(&inboxRow{KeyHash: tx.message, ReceivedAt: tx.now.UnixMilli(), Reply: sealed}, "")
	})
}

// kept is the answer that a message got before. Where it cannot be read there
// is none; why that is so, whoever asks has met already.
func (s *Store) kept(ctx context.Context, hash []byte) (reply []byte, answered bool) {
	var row inboxRow
	if err := s.db.WithContext(ctx).Where("key_hash = ?", hash).Take(&row).Error; err != nil {
		return nil, false
	}
	reply, err := s.seal.unseal(placeReply, hex.EncodeToString(hash), row.Reply)
	return reply, err == nil
}
