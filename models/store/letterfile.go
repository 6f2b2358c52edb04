package store

import (
	"context"
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"gorm.io/gorm"

	"onevisit/models"
)

// Standings of a letter's file.
const (
	fileWaiting = "waiting"
	fileKept    = "kept"
)

// fileState is the file of one letter: waiting to be made, or kept.
type fileState struct {
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

// letterFileRow is the file of a case's letter.
type letterFileRow struct {
	CaseID   int64     `gorm:"primaryKey;autoIncrement:false"`
	LetterID int64     `gorm:"primaryKey;autoIncrement:false"`
	File     fileState `gorm:"embedded"`
}

// TableName is the table.
func (letterFileRow) TableName() string { return "letter_files" }

// officeFileRow is the file of a letter that belongs to no case.
type officeFileRow struct {
	EntryID int64             `gorm:"primaryKey;autoIncrement:false"`
	Kind    models.LetterKind `gorm:"primaryKey"`
	File    fileState         `gorm:"embedded"`
}

// TableName is the table.
func (officeFileRow) TableName() string { return "office_files" }

// newFile is a file that is still to be made.
func (tx *Tx) newFile() (fileState, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(tx.s.random, b); err != nil {
		return fileState{}, fmt.Errorf("no randomness: %w", err)
	}
	return fileState{UID: hex.EncodeToString(b), Status: fileWaiting, Digest: []byte{}}, nil
}

// oweFiles writes down that the files of a case's new letters are still to be
// made.
func (tx *Tx) oweFiles(letters []letterRow) error {
	rows := make([]letterFileRow, len(letters))
	for i, l := range letters {
		state, err := tx.newFile()
		if err != nil {
			return err
		}
		rows[i] = letterFileRow{CaseID: l.CaseID, LetterID: l.ID, File: state}
	}
	return tx.db.Create(&rows).Error
}

// oweOfficeFile does the same for a letter that belongs to no case.
func (tx *Tx) oweOfficeFile(l officeLetterRow) error {
	state, err := tx.newFile()
	if err != nil {
		return err
	}
	return tx.db.Create(&officeFileRow{EntryID: l.EntryID, Kind: l.Kind, File: state}).Error
}

// fileOf finds the file of a letter.
func fileOf(db *gorm.DB, p models.Pressing) *gorm.DB {
	if p.Entry != 0 {
		return db.Model(&officeFileRow{}).Where("entry_id = ? AND kind = ?", p.Entry, p.Letter.Number.Kind)
	}
	return db.Model(&letterFileRow{}).Where("case_id = ? AND letter_id = ?", p.CaseID, p.Letter.ID)
}

func (s *Store) fileState(ctx context.Context, p models.Pressing) (fileState, error) {
	var state fileState
	err := fileOf(s.db.WithContext(ctx), p).Take(&state).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return state, models.Refuse(models.CodeNotFound)
	}
	return state, err
}

// KeepLetter keeps the bytes of a letter, sealed, with a keyed digest, and lets
// go the notices that waited for it. It is refused with CodeStale when another
// worker has the letter meanwhile, and CodeTwice when it was made already: a
// letter is never made again. One that was voided meanwhile is not kept: it is
// refused with CodeStale, too. f runs in the same transaction and owes what
// follows from the file being there.
func (s *Store) KeepLetter(ctx context.Context, p models.Pressing, data []byte, f func(tx *Tx) error) error {
	state, err := s.fileState(ctx, p)
	if models.CodeOf(err) == models.CodeNotFound {
		return models.Refuse(models.CodeStale)
	}
	if err != nil {
		return failed("keep letter", err)
	}
	if state.Status == fileKept {
		return models.Refuse(models.CodeTwice)
	}
	sealed, err := s.seal.seal(placeLetterFile, state.UID, data)
	if err != nil {
		return failed("keep letter", err)
	}
	if s.files == nil {
		return failed("keep letter", errors.New("no place for files was given"))
	}
	// Under a name of this attempt: what a late worker writes can never
	// replace the file whose digest is kept.
	if err := s.files.Put(ctx, fileName(state.UID, p.Attempt), sealed); err != nil {
		return failed("keep letter", err)
	}
	return s.transact(ctx, func(tx *Tx) error {
		err := tx.do("keep letter", func() error {
			result := fileOf(tx.db, p).Where("attempt = ? AND status = ?", p.Attempt, fileWaiting).
				Updates(map[string]any{
					"status": fileKept, "digest": s.fileDigest(state.UID, data), "size": len(data),
					"made_at": tx.now.UnixMilli(), "claim": "", "leased_until": 0,
				})
			if result.Error == nil && result.RowsAffected == 0 {
				return models.Refuse(models.CodeStale)
			}
			return errors.Join(result.Error, tx.letGo(p.Letter.Number))
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

// OpenLetter returns a letter's file as it was made. One that is not made yet
// is refused with CodeNotFound; one that was changed on disk is an error.
func (s *Store) OpenLetter(ctx context.Context, n models.LetterNumber) (models.LetterFile, error) {
	p, err := s.numbered(ctx, n)
	if err != nil {
		return models.LetterFile{}, failed("open letter", err)
	}
	data, err := s.readLetter(ctx, p)
	return models.LetterFile{Number: n, Data: data}, failed("open letter", err)
}

// numbered finds what a number was given to, a case's letter or one of the
// office.
func (s *Store) numbered(ctx context.Context, n models.LetterNumber) (models.Pressing, error) {
	p := models.Pressing{Letter: models.Letter{Number: n}}
	where := s.db.WithContext(ctx).Where("kind = ? AND year = ? AND serial = ?", n.Kind, n.Year, n.Serial)
	var own letterRow
	err := where.Session(&gorm.Session{}).Omit("snapshot").Take(&own).Error
	if err == nil {
		p.CaseID, p.Letter.ID = own.CaseID, own.ID
		return p, nil
	}
	if !errors.Is(err, gorm.ErrRecordNotFound) {
		return p, err
	}
	var office officeLetterRow
	err = where.Session(&gorm.Session{}).Omit("snapshot").Take(&office).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return p, models.Refuse(models.CodeNotFound)
	}
	p.Entry = office.EntryID
	return p, err
}

func (s *Store) readLetter(ctx context.Context, p models.Pressing) ([]byte, error) {
	state, err := s.fileState(ctx, p)
	if err != nil {
		return nil, err
	}
	if state.Status != fileKept || s.files == nil {
		return nil, models.Refuse(models.CodeNotFound)
	}
	sealed, err := s.files.Get(ctx, fileName(state.UID, state.Attempt))
	if err != nil {
		return nil, err
	}
	data, err := s.seal.unseal(placeLetterFile, state.UID, sealed)
	if err != nil {
		return nil, err
	}
	if !hmac.Equal(state.Digest, s.fileDigest(state.UID, data)) {
		return nil, errors.New("the letter's file is not the one that was made")
	}
	return data, nil
}
