package store

import (
	"gorm.io/gorm"

	"onevisit/models"
)

// waitRow holds back a notice until the letter it tells of is kept. A column of
// the notice would do as well; in a table of its own the few that wait are
// found without looking at all that were ever sent.
type waitRow struct {
	KeyHash []byte `gorm:"primaryKey"`
	Kind    models.LetterKind
	Year    int
	Serial  int
}

// TableName is the table.
func (waitRow) TableName() string { return "notice_waits" }

// holdBack keeps notices that tell of a letter from being handed out before the
// letter's file is kept: what a person is told of can be read.
func (tx *Tx) holdBack(notices []models.Notice, rows []noticeRow) error {
	var waits []waitRow
	for i, n := range notices {
		if n.Letter.IsZero() {
			continue
		}
		waits = append(waits, waitRow{KeyHash: rows[i].KeyHash, Kind: n.Letter.Kind, Year: n.Letter.Year, Serial: n.Letter.Serial})
	}
	if len(waits) == 0 {
		return nil
	}
	return tx.later().Create(&waits).Error
}

// letGo hands out what waited for a letter.
func (tx *Tx) letGo(n models.LetterNumber) error {
	return tx.db.Where("kind = ? AND year = ? AND serial = ?", n.Kind, n.Year, n.Serial).Delete(&waitRow{}).Error
}

// heldBack finds the wait of the notice of that table.
func heldBack(db *gorm.DB, notices string) *gorm.DB {
	return db.Table("notice_waits AS w").Select("1").Where("w.key_hash = " + notices + ".key_hash")
}
