package store

import (
	"context"

	"gorm.io/gorm/clause"

	"onevisit/models"
)

// sketchBatch is how many cases are sketched in one go.
const sketchBatch = 100

// owedSketchRow is a case whose sketch is still to be made. A sketch's prints
// fall everywhere in a large index: that is not what whoever files waits for.
type owedSketchRow struct {
	CaseID int64 `gorm:"primaryKey;autoIncrement:false"`
}

// TableName is the table.
func (owedSketchRow) TableName() string { return "sketches_owed" }

// oweSketch remembers that a new case has no sketch yet.
func (tx *Tx) oweSketch(before, c *models.Case) error {
	if before.Number != "" {
		return nil // the claim of a case does not change
	}
	return tx.insert(&owedSketchRow{c.ID}, "")
}

// Sketch makes the sketches that are owed and returns how many there were.
func (s *Store) Sketch(ctx context.Context) (int, error) {
	for made := 0; ; {
		n := 0
		err := s.Act(ctx, func(tx *Tx) error {
			return tx.do("sketch", func() (err error) { n, err = tx.sketch(); return err })
		})
		made += n
		if err != nil || n < sketchBatch {
			return made, err
		}
	}
}

// sketchAll makes everything that is owed, so that nobody is overlooked.
func (tx *Tx) sketchAll() error {
	for {
		n, err := tx.sketch()
		if err != nil || n < sketchBatch {
			return err
		}
	}
}

// sketch makes the sketches of the oldest cases that have none. A second
// worker waits for them and then finds the next ones.
func (tx *Tx) sketch() (int, error) {
	var owed []owedSketchRow
	if err := tx.locked().Order("case_id").Limit(sketchBatch).Find(&owed).Error; err != nil || len(owed) == 0 {
		return 0, err
	}
	ids := make([]int64, len(owed))
	for i, o := range owed {
		ids[i] = o.CaseID
	}
	var cases []caseRow
	if err := tx.db.Select("id", "number", "content").Where("id IN ?", ids).Find(&cases).Error; err != nil {
		return 0, err
	}
	var rows []sketchRow
	for i := range cases {
		var content caseContent
		if err := tx.s.seal.unsealJSON(placeCase, cases[i].Number, cases[i].Content, &content); err != nil {
			// Whoever opens that case meets the error; the others go on.
			tx.s.log.ErrorContext(tx.ctx, "a case cannot be read, and is not compared with others", "number", cases[i].Number, "error", err)
			continue
		}
		for _, p := range tx.s.seal.sketch(content.Words.Claim) {
			rows = append(rows, sketchRow{p, cases[i].ID})
		}
	}
	if len(rows) > 0 {
		if err := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&rows).Error; err != nil {
			return 0, err
		}
	}
	return len(owed), tx.db.Where("case_id IN ?", ids).Delete(&owedSketchRow{}).Error
}
