package store

import (
	"bytes"
	"context"
	"maps"
	"slices"

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

// upsert writes rows of reach, or of existing ones the columns named.
func upsert(db *gorm.DB, rows any, columns ...string) *gorm.DB {
	return db.Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "to_key"}}, DoUpdates: clause.AssignmentColumns(columns),
	}).Create(rows)
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

// count adds messages to what they are counted against. The accounts' versions
// stay: who writes one meanwhile opens a new window anyway.
func (tx *Tx) count(tries []models.Try) error {
	spoken, touched, paced := map[string]int{}, map[string]int{}, map[string]*reachRow{}
	for i := range tries {
		t := &tries[i]
		switch t.Counts {
		case models.AllowanceSpoken:
			spoken[string(tx.s.seal.digest(labelAccount, t.To.ID))]++
		case models.AllowanceTouched:
			touched[string(tx.s.seal.person(t.To))]++
		case models.AllowancePaced:
			row := reachRow{ToKey: tx.s.seal.person(t.To), PacedAt: stamp(t.PacedAt)}
			if before := paced[string(row.ToKey)]; before == nil || *before.PacedAt < *row.PacedAt {
				paced[string(row.ToKey)] = &row
			}
		}
	}
	if err := tx.countIn(&accountRow{}, "account_key", "sent", spoken); err != nil {
		return err
	}
	if err := tx.countIn(&reachRow{}, "to_key", "touched_sent", touched); err != nil {
		return err
	}
	if len(paced) == 0 {
		return nil
	}
	rows := slices.Collect(maps.Values(paced))
	slices.SortFunc(rows, func(a, b *reachRow) int { return bytes.Compare(a.ToKey, b.ToKey) })
	return upsert(tx.db, rows, "paced_at").Error
}

// countIn raises a column of the rows with the keys, one statement for each
// number that it is raised by. Whoever counts does it in the same order, so
// that two do not wait for each other.
func (tx *Tx) countIn(table any, key, column string, by map[string]int) error {
	alike := map[int][][]byte{}
	for _, k := range slices.Sorted(maps.Keys(by)) {
		alike[by[k]] = append(alike[by[k]], []byte(k))
	}
	for _, n := range slices.Sorted(maps.Keys(alike)) {
		err := tx.db.Model(table).Where(key+" IN ?", alike[n]).UpdateColumn(column, gorm.Expr(column+" + ?", n)).Error
		if err != nil {
			return err
		}
	}
	return nil
}
