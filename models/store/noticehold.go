package store

import (
	"errors"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"onevisit/models"
)

// holdRow stands beside a notice to staff that waits for working hours, so that
// several of one person can be told together when these begin.
type holdRow struct {
	KeyHash []byte `gorm:"primaryKey"`
	ToKey   []byte
	UntilAt int64
}

// TableName is the table.
func (holdRow) TableName() string { return "notice_holds" }

// untilWork marks the notices that wait for working hours and that could be
// told together with others.
func (tx *Tx) untilWork(notices []models.Notice, rows []noticeRow) error {
	var holds []holdRow
	for i, n := range notices {
		if r := &rows[i]; n.To.Kind == models.ActorStaff && r.NextAt > tx.now.UnixMilli() {
			holds = append(holds, holdRow{KeyHash: r.KeyHash, ToKey: r.ToKey, UntilAt: r.NextAt})
		}
	}
	if len(holds) == 0 {
		return nil
	}
	return tx.later().Clauses(clause.OnConflict{DoNothing: true}).Create(&holds).Error
}

// TakeHeld looks after one person whose working hours have begun. Where more
// than few notices waited for them, those are returned in their order and will
// not be sent one by one; else they go out as they are. More is false when
// nobody was left.
func (tx *Tx) TakeHeld(few int) (held []models.Notice, more bool, err error) {
	err = tx.do("take held", func() error {
		held, more = nil, false
		now := tx.now.UnixMilli()
		var first holdRow
		err := tx.locked().Where("until_at <= ?", now).Order("until_at, to_key").Limit(1).Take(&first).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		more = true
		var holds []holdRow
		if err := tx.locked().Where("to_key = ? AND until_at <= ?", first.ToKey, now).Find(&holds).Error; err != nil {
			return err
		}
		hashes := make([][]byte, len(holds))
		for i, h := range holds {
			hashes[i] = h.KeyHash
		}
		if held, err = tx.gathered(hashes, few); err != nil {
			return err
		}
		return tx.db.Where("key_hash IN ?", hashes).Delete(&holdRow{}).Error
	})
	return held, more, err
}

// gathered takes notices out of the outbox where they are more than few and
// nobody is sending them.
func (tx *Tx) gathered(hashes [][]byte, few int) ([]models.Notice, error) {
	free := tx.db.Where("key_hash IN ? AND status = ? AND attempt = 0 AND leased_until = 0", hashes, noticeWaiting).
		Where("NOT EXISTS (?)", heldBack(tx.db, "notices"))
	var rows []noticeRow
	if err := free.Session(&gorm.Session{}).Order("id").Find(&rows).Error; err != nil || len(rows) <= few {
		return nil, err
	}
	var out []models.Notice
	ids := make([]int64, len(rows))
	for i := range rows {
		n, err := tx.s.seal.noticeOf(&rows[i])
		if err != nil {
			return nil, err
		}
		out, ids[i] = append(out, n), rows[i].ID
	}
	marked := make([]*models.Notice, len(out))
	for i := range out {
		marked[i] = &out[i]
	}
	if err := markVoid(tx.db, marked); err != nil {
		return nil, err
	}
	taken := tx.db.Model(&noticeRow{}).Where("id IN ? AND status = ? AND attempt = 0", ids, noticeWaiting).Update("status", noticeSent)
	if taken.Error != nil {
		return nil, taken.Error
	}
	if int(taken.RowsAffected) != len(rows) { // one of them is being sent by now
		return nil, &conflict{row: "held notices"}
	}
	return out, nil
}
