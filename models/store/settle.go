package store

import (
	"context"

	"gorm.io/gorm/clause"

	"onevisit/models"
)

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

// refusalRow is a way that refused a notice before another one was tried in
// the same attempt.
type refusalRow struct {
	NoticeID int64 `gorm:"primaryKey;autoIncrement:false"`
	Attempt  int   `gorm:"primaryKey;autoIncrement:false"`
	No       int   `gorm:"primaryKey;autoIncrement:false"`
	Way      string
	Failure  string
	Code     int
}

// TableName is the table.
func (refusalRow) TableName() string { return "refusals" }

// failureUnknown is the class of failure after which nobody can say whether
// the message arrived.
const failureUnknown = "unknown"

// Settle records what became of tries, all in one transaction, and returns how
// many of them came too late: their notices went to another worker meanwhile,
// or were settled already. Those stand in the delivery log all the same.
func (s *Store) Settle(ctx context.Context, tries ...models.Try) (late int, err error) {
	if len(tries) == 0 {
		return 0, nil
	}
	err = s.transact(ctx, func(tx *Tx) error {
		return tx.do("settle", func() (err error) {
			if err := tx.count(tries); err != nil {
				return err
			}
			if late, err = tx.move(tries); err != nil {
				return err
			}
			return tx.logTries(tries)
		})
	})
	return late, err
}

// outcome is what becomes of notices that are settled together: they were
// leased alike and stand alike afterwards.
type outcome struct {
	worker  string
	attempt int
	status  string
	next    int64 // when it is tried again; zero for never
}

// move brings notices where their tries lead, one statement for each outcome,
// and counts those that are another worker's.
func (tx *Tx) move(tries []models.Try) (late int, err error) {
	alike := map[outcome][]int64{}
	for i := range tries {
		t := &tries[i]
		o := outcome{worker: t.Worker, attempt: t.Attempt, status: standing(t.Sending)}
		if !t.Again.IsZero() {
			o.next = t.Again.UnixMilli()
		}
		alike[o] = append(alike[o], t.ID)
	}
	for o, ids := range alike {
		change := map[string]any{"status": o.status, "leased_until": 0, "claim": ""}
		if o.next != 0 {
			change["next_at"] = o.next
		}
		result := tx.held(o, ids).Updates(change)
		if result.Error != nil {
			return 0, result.Error
		}
		late += len(ids) - int(result.RowsAffected)
	}
	return late, nil
}

// logTries writes the delivery log. A try that is in it already stays as it is.
func (tx *Tx) logTries(tries []models.Try) error {
	var sent []sendingRow
	var refused []refusalRow
	for _, t := range tries {
		sent = append(sent, sendingRow{
			NoticeID: t.ID, Attempt: t.Attempt, At: tx.now.UnixMilli(), Worker: t.Worker,
			Way: t.Way, Ref: t.Ref, Delivered: t.Delivered, Failure: t.Failure, Code: t.Code,
		})
		for no, r := range t.Refused {
			refused = append(refused, refusalRow{NoticeID: t.ID, Attempt: t.Attempt, No: no, Way: r.Way, Failure: r.Failure, Code: r.Code})
		}
	}
	db := tx.db.Clauses(clause.OnConflict{DoNothing: true})
	if err := db.Create(&sent).Error; err != nil || len(refused) == 0 {
		return err
	}
	return tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&refused).Error
}

// standing is what becomes of a notice after a try.
func standing(r models.Sending) string {
	switch {
	case r.Delivered, r.Moot:
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
