package store

import (
	"context"

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

// letGoKept hands out what waits for letters that are kept already: a replica
// of an older program, which an upgrade lets run on for a while, keeps letters
// and knows nothing of who waits for them.
func (s *Store) letGoKept(ctx context.Context) error {
	var kept []waitRow
	err := s.db.WithContext(ctx).Table("notice_waits AS w").Select("DISTINCT w.kind, w.year, w.serial").
		Joins("JOIN letters AS l ON l.kind = w.kind AND l.year = w.year AND l.serial = w.serial").
		Joins("JOIN letter_files AS f ON f.case_id = l.case_id AND f.letter_id = l.id").
		Where("f.status = ?", fileKept).Limit(highestList).Find(&kept).Error
	if err != nil || len(kept) == 0 {
		return err
	}
	return s.transact(ctx, func(tx *Tx) error {
		return tx.do("let go", func() error {
			for _, w := range kept {
				if err := tx.letGo(models.LetterNumber{Kind: w.Kind, Year: w.Year, Serial: w.Serial}); err != nil {
					return err
				}
			}
			return nil
		})
	})
}
