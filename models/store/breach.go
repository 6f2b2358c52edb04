package store

import (
	"gorm.io/gorm/clause"

	"onevisit/models"
)

// breachRow is one due that passed unkept. It is annulled, never deleted.
type breachRow struct {
	CaseID      int64 `gorm:"primaryKey;autoIncrement:false"`
	ClockID     int64 `gorm:"primaryKey;autoIncrement:false"`
	DueAt       int64 `gorm:"primaryKey;autoIncrement:false"`
	Kind        models.ClockKind
	Ref         string
	Round       int
	Section     string
	RecordedAt  int64
	AnnulledAt  *int64
	AnnulledSeq int64
}

// TableName is the table.
func (breachRow) TableName() string { return "breaches" }

func (r breachRow) breach() models.Breach {
	return models.Breach{
		CaseID: r.CaseID, ClockID: r.ClockID, Clock: r.Kind, Ref: r.Ref, Round: r.Round, Section: r.Section,
		Due: instant(&r.DueAt), Annulled: instant(r.AnnulledAt), AnnulledSeq: r.AnnulledSeq,
	}
}

// recordBreaches records dues that passed, each once. One that was annulled and
// is true again, because the entry that disproved it was retracted, stands
// again.
func (tx *Tx) recordBreaches(all []models.Breach) error {
	var rows []breachRow
	for _, b := range all {
		rows = append(rows, breachRow{
			CaseID: b.CaseID, ClockID: b.ClockID, DueAt: b.Due.UnixMilli(), Kind: b.Clock, Ref: b.Ref, Round: b.Round,
			Section: b.Section, RecordedAt: tx.now.UnixMilli(),
		})
	}
	if len(rows) == 0 {
		return nil
	}
	return tx.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "case_id"}, {Name: "clock_id"}, {Name: "due_at"}},
		DoUpdates: clause.AssignmentColumns([]string{"kind", "ref", "round", "annulled_at", "annulled_seq"}),
	}).Create(&rows).Error
}

// annul takes back what a step disproves. One statement does for all clocks
// that one fact stopped.
func (tx *Tx) annul(c *models.Case, all []models.Annulment) error {
	clocks := map[int64][]int64{} // by the moment from which on dues are kept
	for _, a := range all {
		from := int64(0)
		if !a.From.IsZero() {
			from = a.From.UnixMilli()
		}
		clocks[from] = append(clocks[from], a.ClockID)
	}
	for from, ids := range clocks {
		err := tx.db.Model(&breachRow{}).
			Where("case_id = ? AND clock_id IN ? AND due_at >= ? AND annulled_at IS NULL", c.ID, ids, from).
			Updates(map[string]any{"annulled_at": tx.now.UnixMilli(), "annulled_seq": c.AuditCount}).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// Breaches lists a case's dues that passed, the annulled ones too, the
// earliest due first.
func (tx *Tx) Breaches(caseID int64) ([]models.Breach, error) {
	var out []models.Breach
	err := tx.do("breaches", func() error {
		var rows []breachRow
		if err := tx.db.Where("case_id = ?", caseID).Order("due_at, clock_id").Find(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			out = append(out, r.breach())
		}
		return nil
	})
	return out, err
}
