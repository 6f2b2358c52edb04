package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"onevisit/models"
)

// ClaimNotices leases up to n notices that are due to be sent, oldest first.
// Of one person's notices only the first that is due is handed out, so that
// they arrive in their order: while it is leased or due, later ones wait, and
// one that waits for a later try holds nobody up.
func (s *Store) ClaimNotices(ctx context.Context, worker string, length time.Duration, n int) ([]models.Claimed, error) {
	var out []models.Claimed
	err := s.retried(ctx, "claim notices", func() error {
		out = nil
		l, err := s.lease(worker, length)
		if err != nil {
			return err
		}
		var ids []int64
		if err := s.due(ctx, l.now, n).Pluck("id", &ids).Error; err != nil || len(ids) == 0 {
			return err
		}
		if err := l.take(ctx, s.db.Where("status = ?", noticeWaiting), &noticeRow{}, "id", ids); err != nil {
			return err
		}
		var rows []noticeRow
		if err := s.db.WithContext(ctx).Where("claim = ?", l.token).Order("id").Find(&rows).Error; err != nil {
			return err
		}
		for i := range rows {
			notice, err := s.seal.noticeOf(&rows[i])
			if err != nil {
				return err
			}
			out = append(out, models.Claimed{Notice: notice, Attempt: rows[i].Attempt, Worker: worker})
		}
		return nil
	})
	return out, err
}

// due finds notices that may be sent now: due, free, and the first of their
// person.
func (s *Store) due(ctx context.Context, now time.Time, n int) *gorm.DB {
	ms := now.UnixMilli()
	earlier := s.db.Table("notices AS e").Select("1").
		Where("e.to_key = notices.to_key AND e.status = ? AND e.id < notices.id", noticeWaiting).
		Where("e.next_at <= ?", ms) // which a leased one is, too
	return s.db.WithContext(ctx).Model(&noticeRow{}).
		Where("status = ? AND next_at <= ? AND leased_until <= ?", noticeWaiting, ms, ms).
		Where("NOT EXISTS (?)", earlier).
		Order("next_at, id").Limit(n)
}

// sendingRow is one try to send a notice. It holds nothing of what was said.
type sendingRow struct {
	NoticeID  int64 `gorm:"primaryKey;autoIncrement:false"`
	Attempt   int   `gorm:"primaryKey;autoIncrement:false"`
	At        int64
	Worker    string
	Way       string
	Ref       string
	Delivered bool
	Failure   string
	Code      int
}

// TableName is the table.
func (sendingRow) TableName() string { return "sendings" }

// failureUnknown is the class of failure after which nobody can say whether
// the message arrived.
const failureUnknown = "unknown"

// Settle records what became of one try. It is refused with CodeStale when
// the notice went to another worker meanwhile, or was settled already.
func (s *Store) Settle(ctx context.Context, c models.Claimed, r models.Sending) error {
	return s.transact(ctx, func(tx *Tx) error {
		return tx.do("settle", func() error {
			change := map[string]any{"status": standing(r), "leased_until": 0, "claim": ""}
			if !r.Again.IsZero() {
				change["next_at"] = r.Again.UnixMilli()
			}
			result := tx.db.Model(&noticeRow{}).
				Where("id = ? AND attempt = ? AND worker = ? AND status = ? AND claim <> ''", c.ID, c.Attempt, c.Worker, noticeWaiting).
				Updates(change)
			if result.Error != nil {
				return result.Error
			}
			if result.RowsAffected == 0 {
				return models.Refuse(models.CodeStale)
			}
			return tx.db.Create(&sendingRow{
				NoticeID: c.ID, Attempt: c.Attempt, At: tx.now.UnixMilli(), Worker: c.Worker,
				Way: r.Way, Ref: r.Ref, Delivered: r.Delivered, Failure: r.Failure, Code: r.Code,
			}).Error
		})
	})
}

// standing is what becomes of a notice after a try.
func standing(r models.Sending) string {
	switch {
	case r.Delivered:
		return noticeSent
	case r.Kept:
		return noticeKept
	case !r.Again.IsZero():
		return noticeWaiting
	case r.Failure == failureUnknown:
		return noticeUnknown
	}
	return noticeDead
}
