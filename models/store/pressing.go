package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"onevisit/models"
)

// ClaimPressings leases letters whose files are still to be made, of cases and
// of the office: those first that were tried least recently, so that letters
// that cannot be made keep no other from its turn.
func (s *Store) ClaimPressings(ctx context.Context, worker string, length time.Duration, n int) ([]models.Pressing, error) {
	if err := s.letGoKept(ctx); err != nil {
		return nil, failed("let go", err)
	}
	var out []models.Pressing
	err := s.claim(ctx, "claim pressings", worker, length, func(l lease) error {
		out = nil
		for _, claim := range []func(context.Context, lease, int) ([]models.Pressing, error){s.claimLetters, s.claimOffice} {
			found, err := claim(ctx, l, n-len(out))
			if err != nil {
				return err
			}
			out = append(out, found...)
		}
		return nil
	})
	return out, err
}

// leaseFiles takes waiting files of a table and reads those it got, in the
// order in which the letters were issued.
func (s *Store) leaseFiles(ctx context.Context, l lease, n int, rows any, order string) error {
	if n <= 0 {
		return nil
	}
	var uids []string
	err := s.db.WithContext(ctx).Model(rows).
		Where("status = ? AND leased_until <= ?", fileWaiting, l.now.UnixMilli()).
		Order("leased_until, "+order).Limit(n).Pluck("uid", &uids).Error
	if err != nil || len(uids) == 0 {
		return err
	}
	return l.got(ctx, s.db.Where("status = ?", fileWaiting), "uid", uids, order, rows)
}

func (s *Store) claimLetters(ctx context.Context, l lease, n int) ([]models.Pressing, error) {
	var rows []letterFileRow
	if err := s.leaseFiles(ctx, l, n, &rows, "case_id, letter_id"); err != nil {
		return nil, err
	}
	var out []models.Pressing
	for _, r := range rows {
		letter, err := s.letter(ctx, r.CaseID, r.LetterID)
		if err != nil {
			return nil, err
		}
		out = append(out, models.Pressing{CaseID: r.CaseID, Letter: letter, Attempt: r.File.Attempt})
	}
	return out, nil
}

func (s *Store) claimOffice(ctx context.Context, l lease, n int) ([]models.Pressing, error) {
	var rows []officeFileRow
	if err := s.leaseFiles(ctx, l, n, &rows, "entry_id, kind DESC"); err != nil {
		return nil, err
	}
	var out []models.Pressing
	for _, r := range rows {
		p, err := s.officeLetter(ctx, r.EntryID, r.Kind)
		if err != nil {
			return nil, err
		}
		p.Attempt = r.File.Attempt
		out = append(out, p)
	}
	return out, nil
}

func (s *Store) letter(ctx context.Context, caseID, id int64) (models.Letter, error) {
	var row letterRow
	err := s.db.WithContext(ctx).Where("case_id = ? AND id = ?", caseID, id).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return models.Letter{}, models.Refuse(models.CodeNotFound)
	}
	if err != nil {
		return models.Letter{}, err
	}
	return s.seal.letterOf(row)
}

// officeLetter reads a letter of the office with what its entry says of it.
func (s *Store) officeLetter(ctx context.Context, entry int64, kind models.LetterKind) (models.Pressing, error) {
	var row officeLetterRow
	if err := s.db.WithContext(ctx).Where("entry_id = ? AND kind = ?", entry, kind).Take(&row).Error; err != nil {
		return models.Pressing{}, err
	}
	var about officeRow
	if err := s.db.WithContext(ctx).Omit("content").Where("id = ?", entry).Take(&about).Error; err != nil {
		return models.Pressing{}, err
	}
	l, err := s.seal.officeLetterOf(row)
	return models.Pressing{Entry: entry, Section: about.Section, Letter: models.Letter{
		Number: l.Number, At: instant(&row.IssuedAt), Snapshot: l.Snapshot,
	}}, err
}

// officeLetterOf opens a letter that belongs to no case.
func (s *sealer) officeLetterOf(r officeLetterRow) (models.OfficeLetter, error) {
	l := models.OfficeLetter{Number: models.LetterNumber{Kind: r.Kind, Year: r.Year, Serial: r.Serial}}
	err := s.unsealJSON(placeIssued, fmt.Sprintf("%d:%s", r.EntryID, r.Kind), r.Snapshot, &l.Snapshot)
	return l, err
}

// stuckAfter is how often a letter's file was tried to be made in vain when
// somebody has to look.
const stuckAfter = 3

// countFiles counts the letters whose files are still to be made, and those of
// them that were tried in vain.
func countFiles(db *gorm.DB) (waiting, stuck int64, err error) {
	for _, table := range []any{&letterFileRow{}, &officeFileRow{}} {
		var all, vain int64
		err = errors.Join(
			db.Model(table).Where("status = ?", fileWaiting).Count(&all).Error,
			db.Model(table).Where("status = ? AND attempt >= ?", fileWaiting, stuckAfter).Count(&vain).Error)
		if err != nil {
			return 0, 0, err
		}
		waiting, stuck = waiting+all, stuck+vain
	}
	return waiting, stuck, nil
}
