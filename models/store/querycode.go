package store

import (
	"crypto/hmac"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"gorm.io/gorm"

	"onevisit/models"
)

const (
	// codeLetters leaves out what is mistaken for something else: 0 and O,
	// 1, I and L.
	codeLetters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
	// codeLength gives 31^10, about 2^49 codes; wrong guesses are limited.
	codeLength = 10
)

// codeRow is a case's query code, as a keyed hash.
type codeRow struct {
	CaseID   int64 `gorm:"primaryKey;autoIncrement:false"`
	CodeHash []byte
}

// TableName is the table.
func (codeRow) TableName() string { return "query_codes" }

// guessRow is one wrong guess.
type guessRow struct {
	ID         int64
	AccountKey []byte
	CaseKey    []byte
	At         int64
}

// TableName is the table.
func (guessRow) TableName() string { return "guesses" }

// NewQueryCode makes, keeps (as a keyed hash) and returns a case's code: 10
// characters without look-alikes. An older code of the case is void.
func (tx *Tx) NewQueryCode(number string) (string, error) {
	var code string
	err := tx.do("query code", func() error {
		id, err := tx.caseID(number)
		if err != nil {
			return err
		}
		if code, err = newCode(tx.s.random); err != nil {
			return err
		}
		row := codeRow{CaseID: id, CodeHash: tx.s.seal.digest(labelCode, number, code)}
		return tx.insert(&row, tx.s.engine.overwrite("case_id", "code_hash"))
	})
	return code, err
}

// CheckQueryCode compares without telling time; it does not count. Case,
// spaces and full-width characters do not matter. A case that does not exist
// is a wrong code like any other.
func (tx *Tx) CheckQueryCode(number, code string) (bool, error) {
	var right bool
	err := tx.do("query code", func() error {
		var row codeRow
		mine := tx.db.Model(&caseRow{}).Select("id").Where("number = ?", number)
		err := tx.db.Where("case_id IN (?)", mine).Take(&row).Error
		if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
			return err
		}
		given := tx.s.seal.digest(labelCode, number, plainCode(code))
		right = hmac.Equal(row.CodeHash, given)
		return nil
	})
	return right, err
}

func (tx *Tx) caseID(number string) (int64, error) {
	if id, ok := tx.ids[number]; ok {
		return id, nil
	}
	var row caseRow
	err := tx.db.Select("id").Where("number = ?", number).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return 0, models.Refuse(models.CodeNotFound)
	}
	return row.ID, err
}

// newCode draws a code; bytes that would favour some letters are thrown away.
func newCode(random io.Reader) (string, error) {
	const fair = 256 / len(codeLetters) * len(codeLetters)
	var code []byte
	var b [1]byte
	for len(code) < codeLength {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return "", fmt.Errorf("no randomness: %w", err)
		}
		if int(b[0]) < fair {
			code = append(code, codeLetters[int(b[0])%len(codeLetters)])
		}
	}
	return string(code), nil
}

// plainCode is a code as a person typed it, as it was made.
func plainCode(typed string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(codeLetters, r) {
			return r
		}
		return -1
	}, strings.ToUpper(narrow(typed)))
}

// CountGuess adds a wrong guess of an account at a case, existing or not.
func (tx *Tx) CountGuess(openID, number string) error {
	return tx.do("count guess", func() error {
		return tx.db.Create(&guessRow{
			AccountKey: tx.s.seal.digest(labelAccount, openID),
			CaseKey:    tx.s.seal.digest(labelGuess, number),
			At:         tx.now.UnixMilli(),
		}).Error
	})
}

// Guesses counts wrong codes since the given time, that instant included.
func (tx *Tx) Guesses(openID, number string, since time.Time) (models.Guesses, error) {
	var out models.Guesses
	err := tx.do("guesses", func() error {
		for _, count := range []struct {
			column string
			key    []byte
			into   *int
		}{
			{"account_key = ?", tx.s.seal.digest(labelAccount, openID), &out.ByAccount},
			{"case_key = ?", tx.s.seal.digest(labelGuess, number), &out.ByCase},
		} {
			var n int64
			err := tx.db.Model(&guessRow{}).Where(count.column, count.key).Where("at >= ?", since.UnixMilli()).Count(&n).Error
			if err != nil {
				return err
			}
			*count.into = int(n)
		}
		return nil
	})
	return out, err
}
