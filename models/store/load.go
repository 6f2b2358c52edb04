package store

import (
	"errors"
	"strings"

	"gorm.io/gorm"

	"onevisit/models"
)

// Bounds of a list.
const (
	usualLimit  = 50
	highestList = 500
)

// Case loads a case by its number, or refuses with CodeNotFound.
func (tx *Tx) Case(number string) (models.Case, error) {
	var c models.Case
	err := tx.do("case", func() (err error) {
		c, err = tx.load(tx.db, number)
		return err
	})
	return c, err
}

func (tx *Tx) load(db *gorm.DB, number string) (models.Case, error) {
	var row caseRow
	err := db.Where("number = ?", number).Take(&row).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return models.Case{}, models.Refuse(models.CodeNotFound)
	}
	if err != nil {
		return models.Case{}, err
	}
	cases, err := tx.whole([]caseRow{row})
	if err != nil {
		return models.Case{}, err
	}
	return cases[0], nil
}

// CasesOf lists a petitioner's cases, newest first, also those that they
// signed as a representative.
func (tx *Tx) CasesOf(openID string, limit int) ([]models.Case, error) {
	return tx.list("cases of", func() ([]caseRow, error) {
		if openID == "" {
			return nil, nil // cases without an account are nobody's
		}
		var rows []caseRow
		mine := tx.db.Model(&personRow{}).Select("case_id").
			Where("account_key = ?", tx.s.seal.personKey(labelAccount, openID))
		err := tx.db.Where("id IN (?)", mine).Order("id DESC").Limit(bounded(limit)).Find(&rows).Error
		return rows, err
	})
}

// Find lists cases by what staff look for, nearest due first. It knows nothing
// of confidentiality: the caller asks Law.MaySee.
func (tx *Tx) Find(q models.Query) ([]models.Case, error) {
	return tx.list("find", func() ([]caseRow, error) {
		db := tx.db.Where("state IN ?", wanted(q.States))
		if q.Person != "" {
			p := strings.ToLower(q.Person)
			db = db.Where("(chief = ? OR handler = ? OR case_officer = ?)", p, p, p)
		}
		if q.Section != "" {
			db = db.Where("section = ?", q.Section)
		}
		if q.Suffix != "" {
			db = db.Where("number LIKE ? ESCAPE '!'", "%"+escapeLike(q.Suffix))
		}
		if q.Supervised {
			db = db.Where("supervised = ?", true)
		}
		var rows []caseRow
		err := db.Order("due_at IS NULL, due_at, id").Limit(bounded(q.Limit)).Find(&rows).Error
		return rows, err
	})
}

// wanted are the states asked for; none means the open ones.
func wanted(states []models.State) []models.State {
	if len(states) > 0 {
		return states
	}
	var open []models.State
	for _, row := range models.StateRows() {
		if row.Open {
			open = append(open, row.State)
		}
	}
	return open
}

// escapeLike keeps a person's % and _ from matching anything.
func escapeLike(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s)
}

func bounded(limit int) int {
	if limit <= 0 {
		return usualLimit
	}
	return min(limit, highestList)
}

func (tx *Tx) list(op string, rows func() ([]caseRow, error)) ([]models.Case, error) {
	var out []models.Case
	err := tx.do(op, func() error {
		found, err := rows()
		if err != nil {
			return err
		}
		out, err = tx.whole(found)
		return err
	})
	return out, err
}

// whole makes cases of rows, with their clocks and letters, in three
// statements however many they are.
func (tx *Tx) whole(rows []caseRow) ([]models.Case, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	at := map[int64]*models.Case{}
	out := make([]models.Case, len(rows))
	ids := make([]int64, len(rows))
	for i := range rows {
		c, err := tx.s.seal.caseOf(&rows[i])
		if err != nil {
			return nil, err
		}
		out[i], ids[i] = c, c.ID
		at[c.ID] = &out[i]
	}
	var clocks []clockRow
	if err := tx.db.Where("case_id IN ?", ids).Order("case_id, id").Find(&clocks).Error; err != nil {
		return nil, err
	}
	for _, r := range clocks {
		at[r.CaseID].Clocks = append(at[r.CaseID].Clocks, r.clock())
	}
	return out, tx.addLetters(at, ids)
}

// addLetters reads the letters of cases, and whether their files are kept.
func (tx *Tx) addLetters(at map[int64]*models.Case, ids []int64) error {
	var rows []struct {
		Letter letterRow `gorm:"embedded"`
		File   string
	}
	// Letters of before there were files have none and wait for none.
	err := tx.db.Table("letters AS l").Select("l.*, COALESCE(f.status, '"+fileKept+"') AS file").
		Joins("LEFT JOIN letter_files AS f ON f.case_id = l.case_id AND f.letter_id = l.id").
		Where("l.case_id IN ?", ids).Order("l.case_id, l.id").Find(&rows).Error
	if err != nil {
		return err
	}
	for _, r := range rows {
		l, err := tx.s.seal.letterOf(r.Letter)
		if err != nil {
			return err
		}
		l.Unmade = r.File == fileWaiting
		at[r.Letter.CaseID].Letters = append(at[r.Letter.CaseID].Letters, l)
	}
	return nil
}

// History lists a case's audit entries, oldest first.
func (tx *Tx) History(caseID int64) ([]models.AuditEntry, error) {
	var out []models.AuditEntry
	err := tx.do("history", func() error {
		var rows []auditRow
		if err := tx.db.Where("case_id = ?", caseID).Order("seq").Find(&rows).Error; err != nil {
			return err
		}
		for i := range rows {
			e, err := tx.s.seal.entryOf(&rows[i])
			if err != nil {
				return err
			}
			out = append(out, e)
		}
		return nil
	})
	return out, err
}
