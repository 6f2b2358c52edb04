package store

import (
	"fmt"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"onevisit/models"
)

// copyRow stands beside a notice that carries a letter's file, or the form that
// goes with it, so that whoever has a letter can be told when it is void.
type copyRow struct {
	KeyHash []byte `gorm:"primaryKey"`
	Kind    models.LetterKind
	Year    int
	Serial  int
}

// TableName is the table.
func (copyRow) TableName() string { return "letter_copies" }

// noteCopy remembers which letter a notice carries.
func (tx *Tx) noteCopy(n *models.Notice, key []byte) error {
	of := n.Carries()
	if of.IsZero() {
		return nil
	}
	row := copyRow{KeyHash: key, Kind: of.Kind, Year: of.Year, Serial: of.Serial}
	return tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error
}

// callBack does what follows from letters that a step voids: one that is not
// made yet never will be, and what waited for it is let go to be told without
// it. It returns what is owed to whoever has them. It comes before the step's
// own letters are numbered, which nothing slow may follow.
func (tx *Tx) callBack(before []models.Letter, c *models.Case, e *models.AuditEntry) ([]models.Notice, error) {
	valid := map[int64]bool{}
	for _, l := range before {
		valid[l.ID] = !l.Void
	}
	var owed []models.Notice
	for _, l := range c.Letters {
		if !l.Void || !valid[l.ID] {
			continue
		}
		unmade := tx.db.Where("case_id = ? AND letter_id = ? AND status = ?", c.ID, l.ID, fileWaiting)
		if err := unmade.Delete(&letterFileRow{}).Error; err != nil {
			return nil, err
		}
		if err := tx.letGo(l.Number); err != nil {
			return nil, err
		}
		holders, err := tx.holders(l.Number)
		if err != nil {
			return nil, err
		}
		for _, got := range holders {
			owed = append(owed, voided(got, l.Number, c, e))
		}
	}
	return owed, nil
}

// voided tells somebody who got a letter that it is void, once however often
// they got it.
func voided(got models.Notice, of models.LetterNumber, c *models.Case, e *models.AuditEntry) models.Notice {
	n := models.Notice{
		Key:    fmt.Sprintf("void:%s:%d:%d:%s", of.Kind, of.Year, of.Serial, got.To.ID),
		CaseID: c.ID, Number: c.Number, State: c.State, Confidential: c.Confidential, To: got.To, For: got.For,
		Rung: models.RungVoid, Letter: of, At: e.At, Reply: e.Actor.Kind == got.To.Kind && e.Actor.ID == got.To.ID,
	}
	if !c.Confidential {
		n.Category = c.Category
	}
	return n
}

// holders are the notices by which people got a letter as a file, or may have
// got it. A file that nobody began to send is not sent any more.
func (tx *Tx) holders(of models.LetterNumber) ([]models.Notice, error) {
	var copies []copyRow
	err := tx.locked().Where("kind = ? AND year = ? AND serial = ?", of.Kind, of.Year, of.Serial).Find(&copies).Error
	if err != nil || len(copies) == 0 {
		return nil, err
	}
	keys := make([][]byte, len(copies))
	for i, r := range copies {
		keys[i] = r.KeyHash
	}
	var rows []noticeRow
	if err := tx.locked().Where("key_hash IN ?", keys).Order("id").Find(&rows).Error; err != nil {
		return nil, err
	}
	var out []models.Notice
	for i := range rows {
		if r := &rows[i]; r.Status == noticeDead || r.Status == noticeWaiting && r.Attempt == 0 {
			continue
		}
		got, err := tx.s.seal.noticeOf(&rows[i])
		if err != nil {
			return nil, err
		}
		out = append(out, got)
	}
	return out, nil
}

// markVoid marks the notices that tell of or carry a letter which is void.
func markVoid(db *gorm.DB, all []*models.Notice) error {
	about := func(n *models.Notice) models.LetterNumber {
		if of := n.Carries(); !of.IsZero() {
			return of
		}
		return n.Letter
	}
	var either *gorm.DB
	for _, n := range all {
		of := about(n)
		if of.IsZero() {
			continue
		}
		const one = "kind = ? AND year = ? AND serial = ?"
		if either == nil {
			either = db.Session(&gorm.Session{NewDB: true}).Where(one, of.Kind, of.Year, of.Serial)
			continue
		}
		either = either.Or(one, of.Kind, of.Year, of.Serial)
	}
	if either == nil {
		return nil
	}
	var rows []letterRow
	if err := db.Select("kind", "year", "serial").Where("void = ?", true).Where(either).Find(&rows).Error; err != nil {
		return err
	}
	void := map[models.LetterNumber]bool{}
	for _, r := range rows {
		void[models.LetterNumber{Kind: r.Kind, Year: r.Year, Serial: r.Serial}] = true
	}
	for _, n := range all {
		n.Void = void[about(n)]
	}
	return nil
}
