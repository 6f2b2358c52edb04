package store

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"gorm.io/gorm"

	"onevisit/models"
)

// Standings of a letter's file.
const (
	fileWaiting = "waiting"
	fileKept    = "kept"
)

// letterFileRow is the file of one letter: waiting to be made, or kept.
type letterFileRow struct {
	CaseID      int64  `gorm:"primaryKey;autoIncrement:false"`
	LetterID    int64  `gorm:"primaryKey;autoIncrement:false"`
	UID         string `gorm:"column:uid"` // names it for its seal and its file
	Status      string
	Attempt     int
	Worker      string
	Claim       string
	LeasedUntil int64
	Digest      []byte // keyed, of the bytes as they were made
	Size        int64
	MadeAt      *int64
}

// TableName is the table.
func (letterFileRow) TableName() string { return "letter_files" }

// oweFiles writes down that the files of new letters are still to be made.
func (tx *Tx) oweFiles(letters []letterRow) error {
	rows := make([]letterFileRow, len(letters))
	for i, l := range letters {
		b := make([]byte, 16)
		if _, err := io.ReadFull(tx.s.random, b); err != nil {
			return fmt.Errorf("no randomness: %w", err)
		}
		rows[i] = letterFileRow{CaseID: l.CaseID, LetterID: l.ID, UID: hex.EncodeToString(b), Status: fileWaiting, Digest: []byte{}}
	}
	return tx.db.Create(&rows).Error
}

// ClaimPressings leases letters whose files are still to be made, oldest case
// first.
func (s *Store) ClaimPressings(ctx context.Context, worker string, length time.Duration, n int) ([]models.Pressing, error) {
	var out []models.Pressing
	err := s.retried(ctx, "claim pressings", func() error {
		out = nil
		l, err := s.lease(worker, length)
		if err != nil {
			return err
		}
		var uids []string
		err = s.db.WithContext(ctx).Model(&letterFileRow{}).
			Where("status = ? AND leased_until <= ?", fileWaiting, l.now.UnixMilli()).
			Order("case_id, letter_id").Limit(n).Pluck("uid", &uids).Error
		if err != nil || len(uids) == 0 {
			return err
		}
		if err := l.take(ctx, s.db.Where("status = ?", fileWaiting), &letterFileRow{}, "uid", uids); err != nil {
			return err
		}
		var rows []letterFileRow
		if err := s.db.WithContext(ctx).Where("claim = ?", l.token).Order("case_id, letter_id").Find(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			letter, err := s.letter(ctx, r.CaseID, r.LetterID)
			if err != nil {
				return err
			}
			out = append(out, models.Pressing{CaseID: r.CaseID, Letter: letter, Attempt: r.Attempt})
		}
		return nil
	})
	return out, err
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

// KeepLetter keeps the bytes of a letter, sealed, with a keyed digest. It is
// refused with CodeStale when another worker has the letter meanwhile, and
// CodeTwice when it was made already: a letter is never made again. f runs in
// the same transaction and owes what follows from the file being there.
func (s *Store) KeepLetter(ctx context.Context, p models.Pressing, data []byte, f func(tx *Tx) error) error {
	row, err := s.fileRow(ctx, p.CaseID, p.Letter.ID)
	if err != nil {
		return failed("keep letter", err)
	}
	if row.Status == fileKept {
		return models.Refuse(models.CodeTwice)
	}
	sealed, err := s.seal.seal(placeLetterFile, row.UID, data)
	if err != nil {
		return failed("keep letter", err)
	}
	if s.files == nil {
		return failed("keep letter", errors.New("no place for files was given"))
	}
	// Under a name of this attempt: what a late worker writes can never
	// replace the file whose digest is kept.
	if err := s.files.Put(ctx, fileName(row.UID, p.Attempt), sealed); err != nil {
		return failed("keep letter", err)
	}
	return s.transact(ctx, func(tx *Tx) error {
		err := tx.do("keep letter", func() error {
			result := tx.db.Model(&letterFileRow{}).
				Where("case_id = ? AND letter_id = ? AND attempt = ? AND status = ?", p.CaseID, p.Letter.ID, p.Attempt, fileWaiting).
				Updates(map[string]any{
					"status": fileKept, "digest": s.fileDigest(row.UID, data), "size": len(data),
					"made_at": tx.now.UnixMilli(), "claim": "", "leased_until": 0,
				})
			if result.Error == nil && result.RowsAffected == 0 {
				return models.Refuse(models.CodeStale)
			}
			return result.Error
		})
		if err != nil {
			return err
		}
		return f(tx)
	})
}

func fileName(uid string, attempt int) string { return fmt.Sprintf("%sa%d", uid, attempt) }

func (s *Store) fileDigest(uid string, data []byte) []byte {
	return s.seal.digest(labelWords, "letter:"+uid, string(data))
}

func (s *Store) fileRow(ctx context.Context, caseID, letterID int64) (letterFileRow, error) {
	var row letterFileRow
	err := s.db.WithContext(ctx).Where("case_id = ? AND letter_id = ?", caseID, letterID).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return row, models.Refuse(models.CodeNotFound)
	}
	return row, err
}

// OpenLetter returns a letter's file as it was made. One that is not made yet
// is refused with CodeNotFound; one that was changed on disk is an error.
func (s *Store) OpenLetter(ctx context.Context, caseID int64, ref string) (models.LetterFile, error) {
	var out models.LetterFile
	var rows []letterRow
	if err := s.db.WithContext(ctx).Omit("snapshot").Where("case_id = ?", caseID).Find(&rows).Error; err != nil {
		return out, failed("open letter", err)
	}
	for _, r := range rows {
		number := models.LetterNumber{Kind: r.Kind, Year: r.Year, Serial: r.Serial}
		if (models.Letter{Number: number, Seq: r.Seq}).Ref() != ref {
			continue
		}
		data, err := s.readLetter(ctx, caseID, r.ID)
		return models.LetterFile{CaseID: caseID, ID: r.ID, Number: number, Data: data}, failed("open letter", err)
	}
	return out, models.Refuse(models.CodeNotFound)
}

func (s *Store) readLetter(ctx context.Context, caseID, letterID int64) ([]byte, error) {
	row, err := s.fileRow(ctx, caseID, letterID)
	if err != nil {
		return nil, err
	}
	if row.Status != fileKept || s.files == nil {
		return nil, models.Refuse(models.CodeNotFound)
	}
	sealed, err := s.files.Get(ctx, fileName(row.UID, row.Attempt))
	if err != nil {
		return nil, err
	}
	data, err := s.seal.unseal(placeLetterFile, row.UID, sealed)
	if err != nil {
		return nil, err
	}
	if !hmac.Equal(row.Digest, s.fileDigest(row.UID, data)) {
		return nil, errors.New("the letter's file is not the one that was made")
	}
	return data, nil
}
