package store

import (
	"errors"
	"fmt"
	"reflect"

	"onevisit/models"
)

// letterRow is one issued letter. Its ID counts within the case.
type letterRow struct {
	CaseID       int64 `gorm:"primaryKey;autoIncrement:false"`
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	Kind         models.LetterKind
	Year         int
	Serial       int
	Round        int
	Seq          int64
	IssuedAt     int64
	ToPetitioner bool
	Shown        int
	Parts        int
	Void         bool
	DeliveredAt  *int64
	Method       string
	Snapshot     []byte
}

// TableName is the table.
func (letterRow) TableName() string { return "letters" }

// letterSeal names a letter for its seal: what is known before it is numbered.
func letterSeal(caseID int64, l models.Letter) string { return fmt.Sprintf("%d:%s", caseID, l.Ref()) }

func (s *sealer) letterRow(caseID int64, l models.Letter) (letterRow, error) {
	sealed, err := s.sealJSON(placeLetter, letterSeal(caseID, l), l.Snapshot)
	if err != nil {
		return letterRow{}, err
	}
	return letterRow{
		CaseID: caseID, ID: l.ID, Kind: l.Number.Kind, Year: l.Number.Year, Serial: l.Number.Serial,
		Round: l.Round, Seq: l.Seq, IssuedAt: l.At.UnixMilli(), ToPetitioner: l.ToPetitioner,
		Shown: l.Read, Parts: l.Parts, Void: l.Void, DeliveredAt: stamp(l.Delivered), Method: l.Method,
		Snapshot: sealed,
	}, nil
}

func (s *sealer) letterOf(r letterRow) (models.Letter, error) {
	l := models.Letter{
		ID: r.ID, Number: models.LetterNumber{Kind: r.Kind, Year: r.Year, Serial: r.Serial},
		Round: r.Round, Seq: r.Seq, At: instant(&r.IssuedAt), ToPetitioner: r.ToPetitioner,
		Read: r.Shown, Parts: r.Parts, Void: r.Void, Delivered: instant(r.DeliveredAt), Method: r.Method,
	}
	err := s.unsealJSON(placeLetter, letterSeal(r.CaseID, l), r.Snapshot, &l.Snapshot)
	return l, err
}

// writeLetters updates the letters that changed, then numbers and inserts the
// new ones. The counters of their kinds stay locked until the transaction
// ends, so that no number is lost: nothing slow may follow.
func (tx *Tx) writeLetters(caseID int64, before, after []models.Letter) error {
	if len(after) < len(before) {
		return errors.New("a letter disappeared: letters are voided, never removed")
	}
	old := map[int64]models.Letter{}
	for _, l := range before {
		old[l.ID] = l
	}
	var fresh []letterRow
	for i := range after {
		l := &after[i]
		was, known := old[l.ID]
		if known {
			if err := tx.updateLetter(caseID, was, *l); err != nil {
				return err
			}
			continue
		}
		l.ID = int64(len(before) + len(fresh) + 1)
		row, err := tx.s.seal.letterRow(caseID, *l)
		if err != nil {
			return err
		}
		serial, err := tx.s.engine.bump(tx.ctx, tx.db.Statement.ConnPool, counter{
			table: "letter_counters", keys: []string{"kind", "year"}, of: []any{string(l.Number.Kind), l.Number.Year},
		})
		if err != nil {
			return err
		}
		l.Number.Serial = int(serial)
		row.Serial = l.Number.Serial
		fresh = append(fresh, row)
	}
	if len(fresh) == 0 {
		return nil
	}
	if err := tx.db.Create(&fresh).Error; err != nil {
		return err
	}
	return tx.oweFiles(fresh)
}

// updateLetter writes what can change of an issued letter. Its number and its
// snapshot cannot.
func (tx *Tx) updateLetter(caseID int64, was, l models.Letter) error {
	was.Snapshot, l.Snapshot = models.Snapshot{}, models.Snapshot{}
	if reflect.DeepEqual(was, l) {
		return nil
	}
	return tx.db.Model(&letterRow{CaseID: caseID, ID: l.ID}).Updates(map[string]any{
		"shown": l.Read, "parts": l.Parts, "void": l.Void, "delivered_at": stamp(l.Delivered), "method": l.Method,
	}).Error
}

// ReadLetter records how many of a letter's parts the petitioner has been
// shown in chat; ref is Letter.Ref. It never takes back what was shown.
func (tx *Tx) ReadLetter(caseID int64, ref string, read, parts int) error {
	return tx.do("read letter", func() error {
		var rows []letterRow
		if err := tx.db.Omit("snapshot").Where("case_id = ? AND void = ?", caseID, false).Find(&rows).Error; err != nil {
			return err
		}
		for _, r := range rows {
			l := models.Letter{Number: models.LetterNumber{Kind: r.Kind}, Seq: r.Seq}
			if l.Ref() != ref {
				continue
			}
			return tx.db.Model(&letterRow{CaseID: caseID, ID: r.ID}).
				Updates(map[string]any{"shown": max(read, r.Shown), "parts": parts}).Error
		}
		return models.Refuse(models.CodeNotFound)
	})
}
