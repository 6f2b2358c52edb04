package store

import (
	"slices"
	"strings"

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
		var rows []substitutionRow
		if err := tx.db.Where("until_at > ?", tx.now.UnixMilli()).Order("from_at, id").Find(&rows).Error; err != nil {
			return err
		}
		tx.away = make([]models.Substitution, 0, len(rows))
		for _, r := range rows {
			tx.away = append(tx.away, models.Substitution{
				Person: r.Person, Substitute: r.Substitute, From: instant(&r.FromAt), Until: instant(&r.UntilAt),
			})
		}
		return nil
	})
	return slices.Clone(tx.away), err
}

// AddSubstitution lets one person act for another.
func (tx *Tx) AddSubstitution(s models.Substitution) error {
	return tx.do("add substitution", func() error {
		tx.away = nil
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
		tx.away = nil
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
