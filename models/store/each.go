package store

import "onevisit/models"

// eachBatch is how many cases are held at once by Each.
const eachBatch = 200

// Each calls f with every case of the ledger, oldest first, a batch at a time.
// An error of f ends it and is returned.
func (tx *Tx) Each(f func(*models.Case) error) error {
	last := int64(0)
	for {
		cases, err := tx.list("each", func() ([]caseRow, error) {
			var rows []caseRow
			err := tx.db.Where("id > ?", last).Order("id").Limit(eachBatch).Find(&rows).Error
			return rows, err
		})
		if err != nil {
			return err
		}
		for i := range cases {
			if err := f(&cases[i]); err != nil {
				return err
			}
			last = cases[i].ID
		}
		if len(cases) < eachBatch {
			return nil
		}
	}
}
