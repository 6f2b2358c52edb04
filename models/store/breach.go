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

func (tx *Tx) breach(caseID int64, k models.Clock, section string) breachRow {
	return breachRow{
		CaseID: caseID, ClockID: k.ID, DueAt: k.Due.UnixMilli(), Kind: k.Kind, Ref: k.Ref, Round: k.Round,
		Section: section, RecordedAt: tx.now.UnixMilli(),
	}
}

// recordBreaches records dues that passed, each once. One that was annulled and
// is true again, because the entry that disproved it was retracted, stands
// again.
func (tx *Tx) recordBreaches(rows []breachRow) error {
	if len(rows) == 0 {
		return nil
	}
	return tx.db.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "case_id"}, {Name: "clock_id"}, {Name: "due_at"}},
		DoUpdates: clause.AssignmentColumns([]string{"kind", "ref", "round", "annulled_at", "annulled_seq"}),
	}).Create(&rows).Error
}

// writeBreaches keeps the breaches true to a step: a clock that it stopped
// late, or moved after its due, has one whether or not a sweep saw it; one
// that the step disproves is annulled.
func (tx *Tx) writeBreaches(before, c *models.Case) error {
	now := map[int64]*models.Clock{}
	for i := range c.Clocks {
		now[c.Clocks[i].ID] = &c.Clocks[i]
	}
	var late []breachRow
	var kept, gone []int64
	for _, was := range before.Clocks {
		k := now[was.ID]
		switch {
		case k == nil: // started by a step that was retracted
			gone = append(gone, was.ID)
		case sameClock(was, *k):
		case tx.s.law.Late(k):
			late = append(late, tx.breach(c.ID, *k, before.Section))
		case !k.Running():
			kept = append(kept, was.ID)
		case !k.Due.Equal(was.Due) && tx.s.law.Overdue(&was, tx.now):
			late = append(late, tx.breach(c.ID, was, before.Section))
		}
	}
	if err := tx.recordBreaches(late); err != nil {
		return err
	}
	if len(kept)+len(gone) == 0 {
		return nil
	}
	return tx.annul(c, kept, gone)
}

// annul takes back the breaches of clocks that never were, and those of clocks
// that a fact of the step stopped before their due.
func (tx *Tx) annul(c *models.Case, kept, gone []int64) error {
	annulled := map[string]any{"annulled_at": tx.now.UnixMilli(), "annulled_seq": c.AuditCount}
	if len(kept) > 0 {
		stopped := c.Clocks[0].StoppedAt
		for _, k := range c.Clocks {
			if k.ID == kept[0] {
				stopped = k.StoppedAt // a step stops all its clocks at once
			}
		}
		err := tx.db.Model(&breachRow{}).
			Where("case_id = ? AND clock_id IN ? AND due_at >= ? AND annulled_at IS NULL", c.ID, kept, stopped.UnixMilli()).
			Updates(annulled).Error
		if err != nil {
			return err
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return tx.db.Model(&breachRow{}).Where("case_id = ? AND clock_id IN ? AND annulled_at IS NULL", c.ID, gone).Updates(annulled).Error
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
