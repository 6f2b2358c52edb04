package store

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"gorm.io/gorm"

	"onevisit/models"
)

// Standings of an attachment.
const (
	mediaWaiting = "waiting" // its bytes are still at the platform
	mediaKept    = "kept"
	mediaLost    = "lost" // they cannot be had any more; a person sees why
)

// mediaRow is one attachment.
type mediaRow struct {
	ID          int64
	UID         string `gorm:"column:uid"` // names it for seals and files
	Platform    string
	Kind        string
	Media       []byte
	Status      string
	Attempt     int
	Worker      string
	Claim       string
	LeasedUntil int64
	ContentType string
	Size        int64
	Lost        string
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
}

// TableName is the table.
func (mediaRow) TableName() string { return "attachments" }

// AddMedia keeps the platform's id of something a person sent, until a job
// fetches it.
func (tx *Tx) AddMedia(platform, mediaID, kind string) (models.Attachment, error) {
	var out models.Attachment
	err := tx.do("add media", func() error {
		b := make([]byte, 16)
		if _, err := io.ReadFull(tx.s.random, b); err != nil {
			return fmt.Errorf("no randomness: %w", err)
		}
		uid := hex.EncodeToString(b)
		sealed, err := tx.s.seal.seal(placeMedia, uid, []byte(mediaID))
		if err != nil {
			return err
		}
		row := mediaRow{
			UID: uid, Platform: platform, Kind: kind, Media: sealed,
			Status: mediaWaiting, CreatedAt: tx.now.UnixMilli(),
		}
		if err := tx.db.Create(&row).Error; err != nil {
			return err
		}
		out = models.Attachment{ID: row.ID, Kind: kind, At: tx.now}
		return nil
	})
	return out, err
}

// ClaimMedia leases attachments whose bytes are still at the platform, oldest
// first.
func (s *Store) ClaimMedia(ctx context.Context, worker string, length time.Duration, n int) ([]models.Media, error) {
	var out []models.Media
	err := s.claim(ctx, "claim media", worker, length, func(l lease) error {
		out = nil
		var ids []int64
		err := s.db.WithContext(ctx).Model(&mediaRow{}).
			Where("status = ? AND leased_until <= ?", mediaWaiting, l.now.UnixMilli()).
			Order("id").Limit(n).Pluck("id", &ids).Error
		if err != nil || len(ids) == 0 {
			return err
		}
		var rows []mediaRow
		if err := l.got(ctx, s.db.Where("status = ?", mediaWaiting), "id", ids, "id", &rows); err != nil {
			return err
		}
		for _, r := range rows {
			id, err := s.seal.unseal(placeMedia, r.UID, r.Media)
			if err != nil {
				return err
			}
			out = append(out, models.Media{ID: r.ID, Platform: r.Platform, MediaID: string(id), Kind: r.Kind, Attempt: r.Attempt})
		}
		return nil
	})
	return out, err
}

// KeepMedia stores fetched bytes, sealed; nil data with a reason marks the
// attachment as lost for a person to see. It is refused with CodeStale when
// another worker has the attachment meanwhile. The bytes are on disk before
// the row says so; what a refused call wrote is written again by the other
// one under the same name.
func (s *Store) KeepMedia(ctx context.Context, m models.Media, data []byte, contentType, lost string) error {
	change := map[string]any{"status": mediaLost, "lost": lost, "claim": "", "leased_until": 0}
	if data != nil {
		if err := s.putFile(ctx, m.ID, data); err != nil {
			return failed("keep media", err)
		}
		change["status"], change["lost"] = mediaKept, ""
		change["content_type"], change["size"] = contentType, len(data)
	}
	return s.transact(ctx, func(tx *Tx) error {
		return tx.do("keep media", func() error {
			result := tx.db.Model(&mediaRow{}).
				Where("id = ? AND attempt = ? AND status = ?", m.ID, m.Attempt, mediaWaiting).Updates(change)
			if result.Error != nil {
				return result.Error
			}
			if result.RowsAffected == 0 {
				return models.Refuse(models.CodeStale)
			}
			return nil
		})
	})
}

func (s *Store) putFile(ctx context.Context, id int64, data []byte) error {
	if s.files == nil {
		return errors.New("no place for files was given")
	}
	row, err := s.media(ctx, id)
	if err != nil {
		return err
	}
	sealed, err := s.seal.seal(placeAttachment, row.UID, data)
	if err != nil {
		return err
	}
	return s.files.Put(ctx, row.UID, sealed)
}

func (s *Store) media(ctx context.Context, id int64) (mediaRow, error) {
	var row mediaRow
	err := s.db.WithContext(ctx).Where("id = ?", id).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return row, models.Refuse(models.CodeNotFound)
	}
	return row, err
}

// OpenMedia returns an attachment's bytes and content type. One whose bytes
// are not here, or never will be, is refused with CodeNotFound.
func (s *Store) OpenMedia(ctx context.Context, id int64) (data []byte, contentType string, err error) {
	row, err := s.media(ctx, id)
	if err != nil {
		return nil, "", failed("open media", err)
	}
	if row.Status != mediaKept {
		return nil, "", models.Refuse(models.CodeNotFound)
	}
	if s.files == nil {
		return nil, "", failed("open media", errors.New("no place for files was given"))
	}
	sealed, err := s.files.Get(ctx, row.UID)
	if err != nil {
		return nil, "", failed("open media", err)
	}
	data, err = s.seal.unseal(placeAttachment, row.UID, sealed)
	return data, row.ContentType, failed("open media", err)
}
