package store

import (
	"fmt"

	"gorm.io/gorm"

	"onevisit/models"
)

// Do applies a verb to a case and writes everything that follows from it: the
// case, its clocks and letters, the audit entry, the notices owed. The number
// is empty for submit. A refusal is a *models.Error and has written nothing.
// Done comes back as it was written, with numbers and serials; IDs of notices
// are only known once they are claimed.
func (tx *Tx) Do(number string, r models.Request) (models.Done, error) {
	var done models.Done
	err := tx.do("do", func() error {
		before, err := tx.before(number, r.Verb)
		if err != nil {
			return err
		}
		if done, err = tx.s.law.Apply(before, r, tx.now); err != nil {
			return err
		}
		if before.Number != "" && r.Verb == models.VerbSubmit {
			before = models.Case{} // nothing of it stands in the ledger yet
		}
		return tx.write(&before, &done)
	})
	if err != nil {
		return models.Done{}, err
	}
	return done, nil
}

// before is the case as it stands, held until the transaction ends; for submit
// a new number and nothing else.
func (tx *Tx) before(number string, v models.Verb) (models.Case, error) {
	if v != models.VerbSubmit {
		return tx.load(tx.locked(), number)
	}
	n, id, err := tx.newNumber()
	return models.Case{ID: id, Number: n}, err
}

// write puts one step into the ledger. The letters' counters come last but for
// the notices, which tell the letters' numbers.
func (tx *Tx) write(before *models.Case, d *models.Done) error {
	c, e := &d.Case, &d.Entry
	e.CaseID = c.ID
	e.At, e.Occurred = cut(e.At), cut(e.Occurred)
	if err := tx.s.seal.link(e, before.AuditHead); err != nil {
		return err
	}
	if e.Seq != before.AuditCount+1 {
		return fmt.Errorf("audit entry %d does not follow %d", e.Seq, before.AuditCount)
	}
	c.Version, c.AuditCount, c.AuditHead = before.Version+1, e.Seq, e.MAC
	if err := tx.writeCase(before, c); err != nil {
		return err
	}
	tx.ids[c.Number] = c.ID
	if err := tx.writeRules(before, c); err != nil {
		return err
	}
	if err := tx.writePersons(before, c); err != nil {
		return err
	}
	if err := tx.oweSketch(before, c); err != nil {
		return err
	}
	if err := tx.writeClocks(c.ID, before.Clocks, c.Clocks); err != nil {
		return err
	}
	if err := tx.reckon(before, c); err != nil {
		return err
	}
	if err := tx.owe(d.Reminders); err != nil {
		return err
	}
	row, err := tx.s.seal.auditRow(*e)
	if err != nil {
		return err
	}
	if err := tx.insert(&row, ""); err != nil {
		return err
	}
	void, err := tx.callBack(before.Letters, c, e)
	if err != nil {
		return err
	}
	if err := tx.writeLetters(c.ID, before.Letters, c.Letters); err != nil {
		return err
	}
	if d.Notices, err = tx.doubled(d.Notices); err != nil {
		return err
	}
	if err := tx.writeNotices(c, d.Notices); err != nil {
		return err
	}
	for _, n := range void { // after the news of what voided the letters
		if err := tx.Owe(n); err != nil {
			return err
		}
	}
	return nil
}

// writeCase inserts a new case or updates the version that was read.
func (tx *Tx) writeCase(before, c *models.Case) error {
	row, err := tx.s.seal.caseRow(c)
	if err != nil {
		return err
	}
	if before.Number == "" {
		return tx.insert(&row, "")
	}
	return tx.insist("case", func(db *gorm.DB) *gorm.DB {
		return db.Model(&caseRow{}).Where("id = ? AND version = ?", c.ID, before.Version).Select("*").Omit("id", "number").Updates(&row)
	})
}
