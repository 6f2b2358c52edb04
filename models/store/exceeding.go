package store

import (
	"time"

	"onevisit/models"
)

// SectionBreaches lists a section's breaches with a due in [from, to], the
// annulled ones too, and the cases they are in.
func (tx *Tx) SectionBreaches(section string, from, to time.Time) ([]models.Breach, []models.Case, error) {
	var breaches []models.Breach
	var cases []models.Case
	err := tx.do("section breaches", func() error {
		var rows []breachRow
		err := tx.db.Where("section = ? AND due_at >= ? AND due_at <= ?", section, from.UnixMilli(), to.UnixMilli()).
			Order("due_at, case_id, clock_id").Find(&rows).Error
		if err != nil || len(rows) == 0 {
			return err
		}
		seen := map[int64]bool{}
		var ids []int64
		for _, r := range rows {
			breaches = append(breaches, r.breach())
			if !seen[r.CaseID] {
				seen[r.CaseID] = true
				ids = append(ids, r.CaseID)
			}
		}
		var found []caseRow
		if err := tx.db.Where("id IN ?", ids).Order("id").Find(&found).Error; err != nil {
			return err
		}
		cases, err = tx.whole(found)
		return err
	})
	return breaches, cases, err
}

// FreshBreaches lists breaches that were recorded since a moment and whose due
// is not older than another.
func (tx *Tx) FreshBreaches(recorded, due time.Time) ([]models.Breach, error) {
	var out []models.Breach
	err := tx.do("fresh breaches", func() error {
		var rows []breachRow
		err := tx.db.Select("section, due_at").
			Where("section <> '' AND due_at >= ? AND recorded_at >= ? AND annulled_at IS NULL", due.UnixMilli(), recorded.UnixMilli()).Find(&rows).Error
		for _, r := range rows {
			out = append(out, r.breach())
		}
		return err
	})
	return out, err
}

// LedgerState is the state of what a section's ledger of breaches is made of,
// with a due in [from, to]: those, the cases they are in and what the office
// did since from.
func (tx *Tx) LedgerState(section string, from, to time.Time) (models.LedgerState, error) {
	var out models.LedgerState
	err := tx.do("ledger state", func() error {
		err := tx.db.Model(&breachRow{}).Joins("JOIN cases ON cases.id = breaches.case_id").
			Where("breaches.section = ? AND breaches.due_at >= ? AND breaches.due_at <= ?", section, from.UnixMilli(), to.UnixMilli()).
			Select("COUNT(*) AS breaches, COUNT(breaches.annulled_at) AS annulled, COALESCE(SUM(cases.version), 0) AS versions").
			Take(&out).Error
		if err != nil {
			return err
		}
		return tx.db.Model(&officeRow{}).Where("section = ? AND at >= ?", section, from.UnixMilli()).Count(&out.Entries).Error
	})
	return out, err
}
