package store

import (
	"encoding/hex"
	"errors"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"onevisit/models"
)

// reminderRow is one rung owed to one person. It stays after it was told: its
// key is why nobody is told again.
type reminderRow struct {
	ID      int64
	KeyHash []byte
	CaseID  int64
	ToKey   []byte
	TellAt  int64
	ToldAt  *int64
	Claim   string
	Content []byte
}

// TableName is the table.
func (reminderRow) TableName() string { return "reminders" }

// owe writes reminders that were not written before.
func (tx *Tx) owe(reminders []models.Reminder) error {
	var rows []reminderRow
	for _, r := range reminders {
		hash := tx.s.seal.digest(labelReminder, r.Key)
		sealed, err := tx.s.seal.sealJSON(placeReminder, hex.EncodeToString(hash), r)
		if err != nil {
			return err
		}
		rows = append(rows, reminderRow{KeyHash: hash, CaseID: r.CaseID, ToKey: tx.s.seal.person(r.To), TellAt: r.At.UnixMilli(), Content: sealed})
	}
	if len(rows) == 0 {
		return nil
	}
	return tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error
}

// TakeReminders takes the reminders that one person may be told now, at most
// n, oldest first; nobody else gets them again. None means that nobody has
// any.
func (tx *Tx) TakeReminders(n int) ([]models.Reminder, error) {
	var out []models.Reminder
	err := tx.do("take reminders", func() error {
		for {
			taken, more, err := tx.takeReminders(n)
			if err != nil || len(taken) > 0 || !more {
				out = taken
				return err
			} // another worker was faster with this person: look for the next
		}
	})
	return out, err
}

func (tx *Tx) takeReminders(n int) (taken []models.Reminder, more bool, err error) {
	now := tx.now.UnixMilli()
	var first reminderRow
	err = tx.db.Where("told_at IS NULL AND tell_at <= ?", now).Order("tell_at, id").Limit(1).Take(&first).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	l, err := tx.s.lease("", time.Minute) // for its token, which nobody else has
	if err != nil {
		return nil, false, err
	}
	var ids []int64
	err = tx.db.Model(&reminderRow{}).Where("to_key = ? AND told_at IS NULL AND tell_at <= ?", first.ToKey, now).
		Order("tell_at, id").Limit(bounded(n)).Pluck("id", &ids).Error
	if err != nil || len(ids) == 0 {
		return nil, true, err
	}
	err = tx.db.Model(&reminderRow{}).Where("id IN ? AND told_at IS NULL", ids).
		Updates(map[string]any{"told_at": now, "claim": l.token}).Error
	if err != nil {
		return nil, false, err
	}
	var rows []reminderRow
	if err := tx.db.Where("claim = ?", l.token).Order("tell_at, id").Find(&rows).Error; err != nil {
		return nil, false, err
	}
	for i := range rows {
		var r models.Reminder
		if err := tx.s.seal.unsealJSON(placeReminder, hex.EncodeToString(rows[i].KeyHash), rows[i].Content, &r); err != nil {
			return nil, false, err
		}
		taken = append(taken, r)
	}
	return taken, true, nil
}

// CasesByNumber loads cases in three statements however many they are, in no
// particular order.
func (tx *Tx) CasesByNumber(numbers []string) ([]models.Case, error) {
	return tx.list("cases by number", func() ([]caseRow, error) {
		var rows []caseRow
		err := tx.db.Where("number IN ?", numbers).Find(&rows).Error
		return rows, err
	})
}
