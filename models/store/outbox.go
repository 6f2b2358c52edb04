package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"onevisit/models"
)

// ClaimNotices leases up to n notices to one kind of person that are due to be
// sent, oldest first. Of one person's notices only the first is handed out, so
// that they arrive in their order: while it is leased, due, or waits for
// another try, later ones wait. One that was never due yet holds nobody up,
// and neither does one whose letter is still being made.
func (s *Store) ClaimNotices(ctx context.Context, kind models.ActorKind, worker string, length time.Duration, n int) ([]models.Claimed, error) {
	var out []models.Claimed
	err := s.claim(ctx, "claim notices", worker, length, func(l lease) error {
		out = nil
		var free []noticeRow
		if err := s.due(ctx, kind, l.now, n).Select("id", "claim", "leased_until").Find(&free).Error; err != nil || len(free) == 0 {
			return err
		}
		since, ids := map[int64]time.Time{}, make([]int64, len(free))
		for i, r := range free {
			ids[i] = r.ID
			if r.Claim != "" { // leased once and never settled
				since[r.ID] = instant(&r.LeasedUntil).Add(-length)
			}
		}
		if err := l.take(ctx, s.db.Where("status = ?", noticeWaiting), &noticeRow{}, "id", ids); err != nil {
			return err
		}
		var err error
		out, err = s.leased(ctx, l, since)
		return err
	})
	return out, err
}

// leased reads the notices that a lease got.
func (s *Store) leased(ctx context.Context, l lease, since map[int64]time.Time) ([]models.Claimed, error) {
	var rows []noticeRow
	if err := s.db.WithContext(ctx).Where("claim = ?", l.token).Order("id").Find(&rows).Error; err != nil || len(rows) == 0 {
		return nil, err
	}
	out := make([]models.Claimed, len(rows))
	for i := range rows {
		notice, err := s.seal.noticeOf(&rows[i])
		if err != nil {
			return nil, err
		}
		out[i] = models.Claimed{Notice: notice, Attempt: rows[i].Attempt, Worker: l.worker, Since: since[rows[i].ID]}
	}
	notices := make([]*models.Notice, len(out))
	for i := range out {
		notices[i] = &out[i].Notice
	}
	return out, errors.Join(s.reached(ctx, out), markVoid(s.db.WithContext(ctx), notices))
}

// due finds notices that may be sent now: due, free, and the first of their
// person.
func (s *Store) due(ctx context.Context, kind models.ActorKind, now time.Time, n int) *gorm.DB {
	ms := now.UnixMilli()
	earlier := s.db.Table("notices AS e").Select("1").
		Where("e.to_key = notices.to_key AND e.status = ? AND e.id < notices.id", noticeWaiting).
		Where("(e.next_at <= ? OR e.attempt > 0)", ms). // which a leased one is, too
		Where("NOT EXISTS (?)", heldBack(s.db, "e"))
	return s.db.WithContext(ctx).Model(&noticeRow{}).
		Where("status = ? AND next_at <= ? AND leased_until <= ? AND to_kind = ?", noticeWaiting, ms, ms, kind).
		Where("NOT EXISTS (?)", earlier).Where("NOT EXISTS (?)", heldBack(s.db, "notices")).
		Order("next_at, id").Limit(n)
}

// Release gives back leased notices that were not tried; they are due again at
// the given time. What went to another worker meanwhile stays there.
func (s *Store) Release(ctx context.Context, at time.Time, claimed ...models.Claimed) error {
	return s.transact(ctx, func(tx *Tx) error {
		return tx.do("release", func() error {
			alike := map[outcome][]int64{}
			for i := range claimed {
				o := outcome{worker: claimed[i].Worker, attempt: claimed[i].Attempt}
				alike[o] = append(alike[o], claimed[i].ID)
			}
			for o, ids := range alike {
				change := map[string]any{"leased_until": 0, "claim": "", "attempt": gorm.Expr("attempt - 1"), "next_at": at.UnixMilli()}
				if err := tx.held(o, ids).Updates(change).Error; err != nil {
					return err
				}
			}
			return nil
		})
	})
}

// held are the rows that were leased alike, as long as that stands.
func (tx *Tx) held(o outcome, ids []int64) *gorm.DB {
	return tx.db.Model(&noticeRow{}).
		Where("id IN ? AND attempt = ? AND worker = ? AND status = ? AND claim <> ''", ids, o.attempt, o.worker, noticeWaiting)
}
