package store

import (
	"encoding/hex"
	"fmt"

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

// receive claims the key, before anything else in the transaction. While
// another transaction holds it this waits: if that one commits, its answer
// comes back, and if it fails, the key is ours.
func (tx *Tx) receive(key string) (reply []byte, answered bool, err error) {
	err = tx.do("receive", func() error {
		hash := tx.s.seal.digest(labelInbox, key)
		err := tx.db.Create(&inboxRow{KeyHash: hash, ReceivedAt: *stamp(tx.now)}).Error
		if !duplicate(err) {
			return err
		}
		var row inboxRow
		if err := tx.db.Where("key_hash = ?", hash).Take(&row).Error; err != nil {
			return fmt.Errorf("kept answer: %w", err)
		}
		answered = true
		reply, err = tx.s.seal.unseal(placeReply, hex.EncodeToString(hash), row.Reply)
		return err
	})
	return reply, answered, err
}

// answer keeps the reply, last in the transaction.
func (tx *Tx) answer(key string, reply []byte) error {
	return tx.do("answer", func() error {
		hash := tx.s.seal.digest(labelInbox, key)
		sealed, err := tx.s.seal.seal(placeReply, hex.EncodeToString(hash), reply)
		if err != nil {
			return err
		}
		return found(tx.db.Model(&inboxRow{}).Where("key_hash = ?", hash).Update("reply", sealed), "message")
	})
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
