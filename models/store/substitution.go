package store

import (
	"context"
	"slices"
	"strings"

	"gorm.io/gorm"

	"onevisit/models"
)

// substitutionRow is one person acting for another.
type substitutionRow struct {
	ID         int64
	Person     string
	Substitute string
	FromAt     int64
	UntilAt    int64
}

// TableName is the table.
func (substitutionRow) TableName() string { return "substitutions" }

// Substitutions lists those that have not ended, running and coming ones, the
// earliest first.
func (tx *Tx) Substitutions() ([]models.Substitution, error) {
	err := tx.do("substitutions", func() error {
		if tx.away != nil {
			return nil
		}
		rows, err := tx.substitutions()
		tx.away = make([]models.Substitution, 0, len(rows))
		for _, r := range rows {
			if until := instant(&r.UntilAt); until.After(tx.now) {
				tx.away = append(tx.away, models.Substitution{
					Person: r.Person, Substitute: r.Substitute, From: instant(&r.FromAt), Until: until,
				})
			}
		}
		return err
	})
	return slices.Clone(tx.away), err
}

// substitutions reads the rows; on a server together with whoever else needs
// them, unless they were changed here.
func (tx *Tx) substitutions() ([]substitutionRow, error) {
	if tx.s.remote() && !tx.awayChanged {
		return answered(tx.ctx, tx.s.aways.ask(tx.ctx, tx.now.UnixMilli()))
	}
	return substitutionRows(tx.db, tx.now.UnixMilli())
}

// substitutionRows are those that have not ended at a time.
func substitutionRows(db *gorm.DB, now int64) (rows []substitutionRow, err error) {
	err = db.Where("until_at > ?", now).Order("from_at, id").Find(&rows).Error
	return rows, err
}

// newAwayDesk reads the substitutions for all who need them at once, each at a
// time of its own.
func newAwayDesk(db *gorm.DB) *combiner[int64, []substitutionRow] {
	return &combiner[int64, []substitutionRow]{
		hands: 1, most: sharers, limit: readLimit,
		serve: func(ctx context.Context, times []int64) []answer[[]substitutionRow] {
			rows, err := substitutionRows(db.WithContext(ctx), slices.Min(times))
			out := forAll[[]substitutionRow](len(times), err)
			for i := range out {
				out[i].got = rows
			}
			return out
		},
	}
}

// AddSubstitution lets one person act for another.
func (tx *Tx) AddSubstitution(s models.Substitution) error {
	return tx.do("add substitution", func() error {
		tx.away, tx.awayChanged = nil, true
		return tx.db.Create(&substitutionRow{
			Person: strings.ToLower(s.Person), Substitute: strings.ToLower(s.Substitute),
			FromAt: s.From.UnixMilli(), UntilAt: s.Until.UnixMilli(),
		}).Error
	})
}

// EndSubstitutions ends what has not ended of a person's now, coming ones
// included, and returns how many there were.
func (tx *Tx) EndSubstitutions(person string) (int, error) {
	ended := 0
	err := tx.do("end substitutions", func() error {
		tx.away, tx.awayChanged = nil, true
		result := tx.db.Model(&substitutionRow{}).
			Where("person = ? AND until_at > ?", strings.ToLower(person), tx.now.UnixMilli()).
			Update("until_at", tx.now.UnixMilli())
		ended = int(result.RowsAffected)
		return result.Error
	})
	return ended, err
}

// doubled adds what goes to the substitutes of those who are away now.
func (tx *Tx) doubled(notices []models.Notice) ([]models.Notice, error) {
	toStaff := false
	for _, n := range notices {
		toStaff = toStaff || n.To.Kind == models.ActorStaff
	}
	if !toStaff {
		return notices, nil
	}
	all, err := tx.Substitutions()
	if err != nil || len(all) == 0 {
		return notices, err
	}
	return models.Doubled(notices, all, tx.now), nil
}

// relayed is a notice without a verb, with those that substitutes get too: of
// what the clocks tell and of what is asked of somebody outside of cases, not
// of answers, reports and files.
func (tx *Tx) relayed(n models.Notice) ([]models.Notice, error) {
	if n.As != models.PartyRung && n.As != models.PartyAddressee && n.Verb != models.VerbIssue {
		return []models.Notice{n}, nil
	}
	return tx.doubled([]models.Notice{n})
}
