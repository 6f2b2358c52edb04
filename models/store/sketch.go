package store

import (
	"bytes"
	"hash"
	"slices"
	"unicode"

	"onevisit/models"
)

const (
	// gram is how many characters one print of a text covers.
	gram = 3
	// sketchSize is how many prints are kept of a text: its smallest, so that
	// near-equal texts keep mostly the same ones (bottom-k sketch).
	sketchSize = 16
	// printSize is the length of a print in bytes.
	printSize = 8
	// mostAlike bounds how many cases one sign of likeness brings.
	mostAlike = 50
)

// sketchRow is one print of a case's claim. Prints are keyed hashes: without
// the data key no word can be read or guessed from them.
type sketchRow struct {
	PrintKey []byte `gorm:"primaryKey"`
	CaseID   int64  `gorm:"primaryKey;autoIncrement:false"`
}

// TableName is the table.
func (sketchRow) TableName() string { return "case_sketches" }

// sketch is what is kept of a text to find near-equal ones; nil for one that
// is too short.
func (s *sealer) sketch(text string) [][]byte {
	var letters []rune
	for _, r := range narrow(text) {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			letters = append(letters, unicode.ToLower(r))
		}
	}
	var prints [][]byte
	s.hashing(labelSketch, func(h hash.Hash) {
		for i := 0; i+gram <= len(letters); i++ {
			h.Reset()
			prints = append(prints, mac(h, string(letters[i:i+gram]))[:printSize])
		}
	})
	slices.SortFunc(prints, bytes.Compare)
	prints = slices.CompactFunc(prints, bytes.Equal)
	return prints[:min(len(prints), sketchSize)]
}

// Alike lists earlier cases that resemble one: by a phone or an identity number
// of anybody who brings them, or by near-equal words. It knows nothing of
// confidentiality: the caller asks Law.Likely, which gets the cases too.
func (tx *Tx) Alike(c *models.Case) ([]models.Likeness, []models.Case, error) {
	var out []models.Likeness
	cases, err := tx.list("alike", func() ([]caseRow, error) {
		if err := tx.sketchAll(); err != nil {
			return nil, err
		}
		at := map[int64]*models.Likeness{}
		if err := tx.samePersons(c, at); err != nil {
			return nil, err
		}
		if err := tx.sameWords(c, at); err != nil || len(at) == 0 {
			return nil, err
		}
		var ids []int64
		for id, l := range at {
			out, ids = append(out, *l), append(ids, id)
		}
		var rows []caseRow
		err := tx.db.Where("id IN ?", ids).Order("id").Find(&rows).Error
		return rows, err
	})
	return out, cases, err
}

// likeness is the entry of a case, made where it is new.
func likeness(at map[int64]*models.Likeness, id int64) *models.Likeness {
	if at[id] == nil {
		at[id] = &models.Likeness{CaseID: id}
	}
	return at[id]
}

func (tx *Tx) samePersons(c *models.Case, at map[int64]*models.Likeness) error {
	var phones, identities [][]byte
	for _, p := range tx.s.seal.persons(c) {
		if p.PhoneKey != nil {
			phones = append(phones, p.PhoneKey)
		}
		if p.IdentityKey != nil {
			identities = append(identities, p.IdentityKey)
		}
	}
	with := func(column string, keys [][]byte, mark func(*models.Likeness)) error {
		var ids []int64
		if len(keys) == 0 {
			return nil
		}
		err := tx.db.Model(&personRow{}).Distinct("case_id").Where(column+" IN ? AND case_id < ?", keys, c.ID).
			Order("case_id DESC").Limit(mostAlike).Pluck("case_id", &ids).Error
		for _, id := range ids {
			mark(likeness(at, id))
		}
		return err
	}
	if err := with("phone_key", phones, func(l *models.Likeness) { l.Phone = true }); err != nil {
		return err
	}
	return with("identity_key", identities, func(l *models.Likeness) { l.Identity = true })
}

// sameWords finds the cases that share at least half of the prints.
func (tx *Tx) sameWords(c *models.Case, at map[int64]*models.Likeness) error {
	prints := tx.s.seal.sketch(c.Words.Claim)
	if len(prints) == 0 {
		return nil
	}
	var ids []int64
	err := tx.db.Model(&sketchRow{}).Select("case_id").Where("print_key IN ? AND case_id < ?", prints, c.ID).
		Group("case_id").Having("COUNT(*) * 2 >= ?", len(prints)).Order("case_id DESC").Limit(mostAlike).Pluck("case_id", &ids).Error
	for _, id := range ids {
		likeness(at, id).Text = true
	}
	return err
}
