package store

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"onevisit/models"
)

// reachRow is what was used of a platform's limits with one person.
type reachRow struct {
	ToKey       []byte `gorm:"primaryKey"`
	TouchedAt   *int64
	TouchedSent int
	PacedAt     *int64
}

// TableName is the table.
func (reachRow) TableName() string { return "reach" }

// Touch records that the person tapped, scanned or followed just now, which
// opens the short window for free messages.
func (tx *Tx) Touch(p models.Person) error {
	return tx.do("touch", func() error {
		row := reachRow{ToKey: tx.s.seal.person(p), TouchedAt: stamp(tx.now)}
		return upsert(tx.db, &row, "touched_at", "touched_sent").Error
	})
}

// upsert writes a row of reach, or of an existing one the columns named.
func upsert(db *gorm.DB, row *reachRow, columns ...string) *gorm.DB {
	return db.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "to_key"}}, DoUpdates: clause.AssignmentColumns(columns),
	}).Create(row)
}

// reached fills in what is known of writing to those the notices are for.
func (s *Store) reached(ctx context.Context, claimed []models.Claimed) error {
	var people, accounts [][]byte
	for i := range claimed {
		people = append(people, s.seal.person(claimed[i].To))
		if claimed[i].To.Kind == models.ActorPetitioner {
			accounts = append(accounts, s.seal.digest(labelAccount, claimed[i].To.ID))
		}
	}
	var used []reachRow
	if err := s.db.WithContext(ctx).Where("to_key IN ?", people).Find(&used).Error; err != nil {
		return err
	}
	var known []accountRow
	if len(accounts) > 0 {
		columns := []string{"account_key", "spoke_at", "sent", "follows"}
		if err := s.db.WithContext(ctx).Select(columns).Where("account_key IN ?", accounts).Find(&known).Error; err != nil {
			return err
		}
	}
	byPerson := map[string]reachRow{}
	for _, r := range used {
		byPerson[string(r.ToKey)] = r
	}
	byAccount := map[string]accountRow{}
	for _, a := range known {
		byAccount[string(a.AccountKey)] = a
	}
	for i := range claimed {
		r, a := byPerson[string(people[i])], accountRow{}
		isKnown := false
		if claimed[i].To.Kind == models.ActorPetitioner {
			a, isKnown = byAccount[string(s.seal.digest(labelAccount, claimed[i].To.ID))]
		}
		claimed[i].Reach = models.Reach{
			Known: isKnown, Left: isKnown && !a.Follows, SpokeAt: instant(a.SpokeAt), SpokenSent: a.Sent,
			TouchedAt: instant(r.TouchedAt), TouchedSent: r.TouchedSent, PacedAt: instant(r.PacedAt),
		}
	}
	return nil
}

// count adds one message to what it is counted against. The account's version
// stays: who writes it meanwhile opens a new window anyway.
func (tx *Tx) count(t *models.Try) error {
	switch t.Counts {
	case models.AllowanceSpoken:
		key := tx.s.seal.digest(labelAccount, t.To.ID)
		return tx.db.Model(&accountRow{}).Where("account_key = ?", key).UpdateColumn("sent", gorm.Expr("sent + 1")).Error
	case models.AllowanceTouched:
		key := tx.s.seal.person(t.To)
		return tx.db.Model(&reachRow{}).Where("to_key = ?", key).UpdateColumn("touched_sent", gorm.Expr("touched_sent + 1")).Error
	case models.AllowancePaced:
		return upsert(tx.db, &reachRow{ToKey: tx.s.seal.person(t.To), PacedAt: stamp(t.PacedAt)}, "paced_at").Error
	}
	return nil
}
