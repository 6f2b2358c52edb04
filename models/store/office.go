package store

import (
	"fmt"
	"slices"
	"strconv"

	"onevisit/models"
)

// officeRow is one entry of what is done outside of cases.
type officeRow struct {
	ID      int64
	Verb    models.Verb
	Actor   string
	At      int64
	Section string
	CaseID  int64
	Number  string
	Round   int
	DutyID  int64
	Fact    *string
	Content []byte
}

// TableName is the table.
func (officeRow) TableName() string { return "office_entries" }

// officeLetterRow is a letter that belongs to no case.
type officeLetterRow struct {
	EntryID  int64             `gorm:"primaryKey;autoIncrement:false"`
	Kind     models.LetterKind `gorm:"primaryKey"`
	Year     int
	Serial   int
	IssuedAt int64
	Snapshot []byte
}

// TableName is the table.
func (officeLetterRow) TableName() string { return "office_letters" }

// officeSeal names an entry for its seal: what is known before it has an ID.
func officeSeal(r *officeRow) string { return fmt.Sprintf("%s:%s:%d", r.Verb, r.Actor, r.At) }

// Office writes an office verb and everything that follows from it: the entry,
// the duty it answers, the duties it starts, its letters with their numbers,
// the notices owed. What counts once and stands already is refused with
// CodeTwice. The step comes back as it was written.
func (tx *Tx) Office(s models.OfficeStep) (models.OfficeStep, error) {
	err := tx.do("office", func() error {
		e := &s.Entry
		e.At = cut(e.At)
		if err := tx.answerDuty(e); err != nil {
			return err
		}
		if err := tx.addEntry(e); err != nil {
			return err
		}
		if err := tx.addDuties(e.ID, s.Duties); err != nil {
			return err
		}
		if err := tx.numberOffice(e); err != nil {
			return err
		}
		return tx.owedByOffice(&s)
	})
	return s, err
}

func (tx *Tx) addEntry(e *models.OfficeEntry) error {
	row := officeRow{
		Verb: e.Verb, Actor: e.Actor, At: e.At.UnixMilli(), Section: e.Section, CaseID: e.CaseID,
		Number: e.Number, Round: e.Round, DutyID: e.Duty,
	}
	if e.Fact != "" {
		row.Fact = &e.Fact
	}
	var err error
	if row.Content, err = tx.s.seal.sealJSON(placeOffice, officeSeal(&row), e.Args); err != nil {
		return err
	}
	err = tx.db.Create(&row).Error
	if duplicate(err) {
		return &models.Error{Code: models.CodeTwice, Verb: e.Verb}
	}
	e.ID = row.ID
	return err
}

// numberOffice numbers the letters last: their counters stay locked until the
// transaction ends.
func (tx *Tx) numberOffice(e *models.OfficeEntry) error {
	for i := range e.Letters {
		l := &e.Letters[i]
		row := officeLetterRow{EntryID: e.ID, Kind: l.Number.Kind, Year: l.Number.Year, IssuedAt: e.At.UnixMilli()}
		var err error
		if row.Snapshot, err = tx.s.seal.sealJSON(placeIssued, fmt.Sprintf("%d:%s", e.ID, row.Kind), l.Snapshot); err != nil {
			return err
		}
		serial, err := tx.s.engine.bump(tx.ctx, tx.db.Statement.ConnPool, counter{
			table: "letter_counters", keys: []string{"kind", "year"}, of: []any{string(row.Kind), row.Year},
		})
		if err != nil {
			return err
		}
		row.Serial, l.Number.Serial = int(serial), int(serial)
		if err := tx.db.Create(&row).Error; err != nil {
			return err
		}
		if err := tx.oweOfficeFile(row); err != nil {
			return err
		}
	}
	return nil
}

// owedByOffice writes the notices, with the numbers of the letters they tell
// of.
func (tx *Tx) owedByOffice(s *models.OfficeStep) error {
	var rows []noticeRow
	asking := slices.DeleteFunc(slices.Clone(s.Notices), func(n models.Notice) bool { return n.Due.IsZero() })
	all, err := tx.doubled(asking) // substitutes do what is asked, they need not hear of what was done
	if err != nil {
		return err
	}
	s.Notices = append(s.Notices, all[len(asking):]...)
	for i := range s.Notices {
		n := &s.Notices[i]
		n.Key = "office:" + strconv.FormatInt(s.Entry.ID, 10) + ":" + n.Key
		for _, l := range s.Entry.Letters {
			if l.Number.Kind == n.Letter.Kind {
				n.Letter = l.Number
			}
		}
		row, err := tx.noticeRow(*n)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.db.Create(&rows).Error; err != nil {
		return err
	}
	return tx.holdBack(s.Notices, rows)
}

// OfficeEntries lists entries, oldest first, with their letters.
func (tx *Tx) OfficeEntries(q models.OfficeQuery) ([]models.OfficeEntry, error) {
	var out []models.OfficeEntry
	err := tx.do("office entries", func() error {
		db := tx.db.Where("at >= ?", q.Since.UnixMilli())
		if q.Section != "" {
			db = db.Where("section = ?", q.Section)
		}
		if len(q.Verbs) > 0 {
			db = db.Where("verb IN ?", q.Verbs)
		}
		var rows []officeRow
		if err := db.Order("id").Find(&rows).Error; err != nil {
			return err
		}
		var err error
		out, err = tx.entriesOf(rows)
		return err
	})
	return out, err
}

func (tx *Tx) entriesOf(rows []officeRow) ([]models.OfficeEntry, error) {
	out, ids := make([]models.OfficeEntry, len(rows)), make([]int64, len(rows))
	at := map[int64]*models.OfficeEntry{}
	for i, r := range rows {
		out[i] = models.OfficeEntry{
			ID: r.ID, Verb: r.Verb, Actor: r.Actor, At: instant(&r.At), Section: r.Section,
			CaseID: r.CaseID, Number: r.Number, Round: r.Round, Duty: r.DutyID,
		}
		if r.Fact != nil {
			out[i].Fact = *r.Fact
		}
		if err := tx.s.seal.unsealJSON(placeOffice, officeSeal(&rows[i]), r.Content, &out[i].Args); err != nil {
			return nil, err
		}
		if r.Verb != models.VerbSubstitute { // which names in its words who is away
			out[i].For = out[i].Args.User(models.ArgAbsent)
		}
		ids[i], at[r.ID] = r.ID, &out[i]
	}
	if len(ids) == 0 {
		return nil, nil
	}
	var letters []officeLetterRow
	if err := tx.db.Where("entry_id IN ?", ids).Order("entry_id, kind DESC").Find(&letters).Error; err != nil {
		return nil, err
	}
	for _, r := range letters {
		l, err := tx.s.seal.officeLetterOf(r)
		if err != nil {
			return nil, err
		}
		at[r.EntryID].Letters = append(at[r.EntryID].Letters, l)
	}
	return out, nil
}
