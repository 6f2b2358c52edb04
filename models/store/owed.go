package store

import (
	"context"
	"time"

	"gorm.io/gorm"

	"onevisit/models"
)

// Undelivered lists notices that will not be sent again on their own, oldest
// first.
func (tx *Tx) Undelivered(limit int) ([]models.Undelivered, error) {
	var out []models.Undelivered
	err := tx.do("undelivered", func() error {
		var rows []noticeRow
		err := tx.db.Where("status IN ?", []string{noticeUnknown, noticeDead}).Order("id").Limit(bounded(limit)).Find(&rows).Error
		if err != nil {
			return err
		}
		last, err := lastTries(tx.db, rows)
		if err != nil {
			return err
		}
		for i := range rows {
			n, err := tx.s.seal.noticeOf(&rows[i])
			if err != nil {
				return err
			}
			t := last[rows[i].ID]
			out = append(out, models.Undelivered{
				Notice: n, Unknown: rows[i].Status == noticeUnknown, Attempt: rows[i].Attempt,
				Way: t.Way, Failure: t.Failure, Code: t.Code, TriedAt: instant(&t.At),
			})
		}
		return nil
	})
	return out, err
}

// Resend makes notices that will not be sent on their own due now, and returns
// how many of them there still were.
func (tx *Tx) Resend(ids ...int64) (int, error) {
	resent := 0
	err := tx.do("resend", func() error {
		result := tx.db.Model(&noticeRow{}).Where("id IN ? AND status IN ?", ids, []string{noticeUnknown, noticeDead}).
			Updates(map[string]any{"status": noticeWaiting, "next_at": tx.now.UnixMilli()})
		resent = int(result.RowsAffected)
		return result.Error
	})
	return resent, err
}

func lastTries(db *gorm.DB, rows []noticeRow) (map[int64]sendingRow, error) {
	var ids []int64
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	last := map[int64]sendingRow{}
	if len(ids) == 0 {
		return last, nil
	}
	var tried []sendingRow
	if err := db.Where("notice_id IN ?", ids).Order("attempt").Find(&tried).Error; err != nil {
		return nil, err
	}
	for _, t := range tried {
		last[t.NoticeID] = t
	}
	return last, nil
}

// KeptFor lists what could not be pushed to a petitioner and waits for their
// next contact, oldest first. Tx.Wake makes it due again.
func (s *Store) KeptFor(ctx context.Context, openID string) ([]models.Notice, error) {
	to := s.seal.person(models.Person{Kind: models.ActorPetitioner, ID: openID})
	var rows []noticeRow
	err := s.db.WithContext(ctx).Where("to_key = ? AND status = ?", to, noticeKept).
		Order("id").Limit(highestList).Find(&rows).Error
	if err != nil {
		return nil, failed("kept notices", err)
	}
	var out []models.Notice
	for i := range rows {
		n, err := s.seal.noticeOf(&rows[i])
		if err != nil {
			return nil, failed("kept notices", err)
		}
		out = append(out, n)
	}
	return out, nil
}

// Backlog counts what is owed, for metrics.
type Backlog struct {
	Waiting, Kept, Unknown, Dead int64 // notices
	Deferred                     int64 // messages kept unanswered
	Media                        int64 // attachments still at the platform
	Letters                      int64 // letters whose files are still to be made
	Stuck                        int64 // those of them that were tried in vain several times
	// Oldest is when the longest waiting notice was written, in UTC; zero
	// if none waits.
	Oldest time.Time
}

// Backlog counts what is owed and not done.
func (s *Store) Backlog(ctx context.Context) (Backlog, error) {
	var out Backlog
	db := s.db.WithContext(ctx)
	for status, into := range map[string]*int64{
		noticeWaiting: &out.Waiting, noticeKept: &out.Kept, noticeUnknown: &out.Unknown, noticeDead: &out.Dead,
	} {
		if err := db.Model(&noticeRow{}).Where("status = ?", status).Count(into).Error; err != nil {
			return Backlog{}, failed("backlog", err)
		}
	}
	if err := db.Model(&deferredRow{}).Count(&out.Deferred).Error; err != nil {
		return Backlog{}, failed("backlog", err)
	}
	if err := db.Model(&mediaRow{}).Where("status = ?", mediaWaiting).Count(&out.Media).Error; err != nil {
		return Backlog{}, failed("backlog", err)
	}
	var err error
	if out.Letters, out.Stuck, err = countFiles(db); err != nil {
		return Backlog{}, failed("backlog", err)
	}
	var oldest *int64
	err = db.Model(&noticeRow{}).Where("status = ?", noticeWaiting).Select("MIN(created_at)").Scan(&oldest).Error
	if err != nil {
		return Backlog{}, failed("backlog", err)
	}
	out.Oldest = instant(oldest)
	return out, nil
}
