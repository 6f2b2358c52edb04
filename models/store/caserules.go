package store

import (
	"context"

	"onevisit/models"
)

// ruledRow is the set of rules that a case keeps. It repeats what the case's
// sealed content says, so that cases can be counted by it.
type ruledRow struct {
	CaseID int64 `gorm:"primaryKey;autoIncrement:false"`
	Rules  string
}

// TableName is the table.
func (ruledRow) TableName() string { return "case_rules" }

// writeRules keeps the row true to a step.
func (tx *Tx) writeRules(before, c *models.Case) error {
	if c.Facts.Rules == "" || before.Facts.Rules == c.Facts.Rules {
		return nil
	}
	row := ruledRow{CaseID: c.ID, Rules: c.Facts.Rules}
	return tx.insert(&row, tx.s.engine.overwrite("case_id", "rules"))
}

// RulesInUse counts the cases that are not archived by the set of rules they
// keep. The name "" means the first set.
func (s *Store) RulesInUse(ctx context.Context) ([]models.RulesUse, error) {
	var open []models.State
	for _, row := range models.StateRows() {
		if row.Open {
			open = append(open, row.State)
		}
	}
	var out []models.RulesUse
	err := s.db.WithContext(ctx).Table("cases").
		Joins("LEFT JOIN case_rules ON case_rules.case_id = cases.id").
		Where("cases.state <> ?", models.Archived).
		Select("COALESCE(case_rules.rules, '') AS name, COUNT(*) AS cases, "+
			"SUM(CASE WHEN cases.state IN ? THEN 1 ELSE 0 END) AS open", open).
		Group("COALESCE(case_rules.rules, '')").Order("name").Scan(&out).Error
	return out, failed("rules in use", err)
}
