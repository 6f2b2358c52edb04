package store

import (
	"context"
	"encoding/hex"

	"gorm.io/gorm"
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
func (tx *Tx) answer(key string, reply []byte) error {
	if err := tx.settleSessions(); err != nil {
		return err
	}
	return tx.do("answer", func() error {
		hash := tx.s.seal.digest(labelInbox, key)
		sealed, err := tx.s.seal.seal(placeReply, hex.EncodeToString(hash), reply)
		if err != nil {
			return err
		}
		return tx.later().Create(&inboxRow{KeyHash: hash, ReceivedAt: tx.now.UnixMilli(), Reply: sealed}).Error
	})
}

// kept is the answer that a message got before. Where it cannot be read there
// is none; why that is so, whoever asks has met already.
func (s *Store) kept(ctx context.Context, key string) (reply []byte, answered bool) {
	hash := s.seal.digest(labelInbox, key)
	var row inboxRow
	if err := s.db.WithContext(ctx).Where("key_hash = ?", hash).Take(&row).Error; err != nil {
		return nil, false
	}
	reply, err := s.seal.unseal(placeReply, hex.EncodeToString(hash), row.Reply)
	return reply, err == nil
}

// found turns an update that met no row into a conflict.
func found(result *gorm.DB, row string) error {
	if result.Error != nil {
		return result.Error
	}
	if result.RowsAffected == 0 {
		return &conflict{row: row}
	}
	return nil
}

// insist runs a write that must meet a row: another version of it is a
// conflict. On a server the write is put off, and so is a statement that fails
// if the write met none.
func (tx *Tx) insist(row string, write func(*gorm.DB) *gorm.DB) error {
	if !tx.s.remote() {
		return found(write(tx.db), row)
	}
	if err := write(tx.later()).Error; err != nil {
		return err
	}
	return tx.later().Exec(mysqlInsist).Error
}
