package store

import (
	"context"
	"encoding/hex"
	"time"

	"gorm.io/gorm/clause"

	"onevisit/models"
)

// deferredRow is one message that was acknowledged and kept.
type deferredRow struct {
	KeyHash     []byte `gorm:"primaryKey"`
	Content     []byte
	Attempt     int
	Worker      string
	Claim       string
	LeasedUntil int64
	KeptAt      int64
}

// TableName is the table.
func (deferredRow) TableName() string { return "deferred" }

// deferredContent is the message; its key may name the sender.
type deferredContent struct {
	Key    string `json:"key"`
	Update []byte `json:"update"`
}

// Defer keeps a message that could not be answered in time. It is durable when
// Defer returns nil; keeping it twice is harmless.
func (s *Store) Defer(ctx context.Context, key string, update []byte) error {
	return s.transact(ctx, func(tx *Tx) error {
		return tx.do("defer", func() error {
			hash := s.seal.digest(labelDeferred, key)
			sealed, err := s.seal.sealJSON(placeDeferred, hex.EncodeToString(hash), deferredContent{Key: key, Update: update})
			if err != nil {
				return err
			}
			row := deferredRow{KeyHash: hash, Content: sealed, KeptAt: tx.now.UnixMilli()}
			return tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
		})
	})
}

// ClaimDeferred leases up to n kept messages for the given time, oldest first.
func (s *Store) ClaimDeferred(ctx context.Context, worker string, length time.Duration, n int) ([]models.Deferred, error) {
	var out []models.Deferred
	err := s.claim(ctx, "claim deferred", worker, length, func(l lease) error {
		out = nil
		var free []deferredRow
		err := s.db.WithContext(ctx).Select("key_hash").Where("leased_until <= ?", l.now.UnixMilli()).
			Order("kept_at, key_hash").Limit(n).Find(&free).Error
		if err != nil || len(free) == 0 {
			return err
		}
		var keys [][]byte
		for _, r := range free {
			keys = append(keys, r.KeyHash)
		}
		var rows []deferredRow
		if err := l.got(ctx, s.db, "key_hash", keys, "kept_at, key_hash", &rows); err != nil {
			return err
		}
		for _, r := range rows {
			var content deferredContent
			if err := s.seal.unsealJSON(placeDeferred, hex.EncodeToString(r.KeyHash), r.Content, &content); err != nil {
				return err
			}
			out = append(out, models.Deferred{Key: content.Key, Update: content.Update, Attempt: r.Attempt})
		}
		return nil
	})
	return out, err
}

// DropDeferred forgets kept messages that were answered.
func (s *Store) DropDeferred(ctx context.Context, keys ...string) error {
	if len(keys) == 0 {
		return nil
	}
	var hashes [][]byte
	for _, k := range keys {
		hashes = append(hashes, s.seal.digest(labelDeferred, k))
	}
	return s.transact(ctx, func(tx *Tx) error {
		return tx.do("drop deferred", func() error {
			return tx.db.Where("key_hash IN ?", hashes).Delete(&deferredRow{}).Error
		})
	})
}
