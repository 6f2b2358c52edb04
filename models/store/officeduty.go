package store

import (
	"fmt"
	"time"

	"onevisit/models"
)

// dutyRow is what somebody owes outside of any case. It is answered once.
type dutyRow struct {
	ID         int64
	EntryID    int64
	Kind       models.ClockKind
	Section    string
	Owner      string
	Letter     models.LetterKind
	StartedAt  int64
	DueAt      int64
	AnsweredAt *int64
	RemindAt   *int64
	Content    []byte
}

// TableName is the table.
func (dutyRow) TableName() string { return "office_duties" }

// dutySeal names a duty for its seal: what is known before it has an ID.
func dutySeal(r *dutyRow) string {
	return fmt.Sprintf("%d:%s:%s:%d", r.EntryID, r.Kind, r.Owner, r.DueAt)
}

func (s *sealer) dutyOf(r *dutyRow) (models.OfficeDuty, error) {
	d := models.OfficeDuty{
		ID: r.ID, Entry: r.EntryID, Kind: r.Kind, Section: r.Section, Owner: r.Owner, Which: r.Letter,
		StartedAt: instant(&r.StartedAt), Due: instant(&r.DueAt), Answered: instant(r.AnsweredAt), RemindAt: instant(r.RemindAt),
	}
	return d, s.unsealJSON(placeDuty, dutySeal(r), r.Content, &d.Text)
}

func (tx *Tx) addDuties(entry int64, duties []models.OfficeDuty) error {
	for i := range duties {
		d := &duties[i]
		row := dutyRow{
			EntryID: entry, Kind: d.Kind, Section: d.Section, Owner: d.Owner, Letter: d.Which,
			StartedAt: d.StartedAt.UnixMilli(), DueAt: d.Due.UnixMilli(), RemindAt: stamp(d.RemindAt),
		}
		var err error
		if row.Content, err = tx.s.seal.sealJSON(placeDuty, dutySeal(&row), d.Text); err != nil {
			return err
		}
		if err := tx.db.Create(&row).Error; err != nil {
			return err
		}
		d.ID, d.Entry = row.ID, entry
	}
	return nil
}

// answerDuty ends the duty that an entry answers; a second answer is refused.
func (tx *Tx) answerDuty(e *models.OfficeEntry) error {
	if e.Duty == 0 {
		return nil
	}
	done := tx.db.Model(&dutyRow{}).Where("id = ? AND answered_at IS NULL", e.Duty).
		Updates(map[string]any{"answered_at": e.At.UnixMilli(), "remind_at": nil})
	if done.Error == nil && done.RowsAffected == 0 {
		return &models.Error{Code: models.CodeTwice, Verb: e.Verb}
	}
	return done.Error
}

// OpenDuties lists what is owed outside of cases, the nearest due first.
func (tx *Tx) OpenDuties() ([]models.OfficeDuty, error) {
	return tx.duties("open duties", func(rows *[]dutyRow) error {
		return tx.db.Where("answered_at IS NULL").Order("due_at, id").Limit(highestList).Find(rows).Error
	})
}

// DutiesToTell lists up to n duties that have something to tell now. Other
// workers wait for them until the transaction ends.
func (tx *Tx) DutiesToTell(n int) ([]models.OfficeDuty, error) {
	return tx.duties("duties to tell", func(rows *[]dutyRow) error {
		return tx.locked().Where("remind_at <= ?", tx.now.UnixMilli()).Order("remind_at, id").Limit(bounded(n)).Find(rows).Error
	})
}

func (tx *Tx) duties(op string, find func(*[]dutyRow) error) ([]models.OfficeDuty, error) {
	var out []models.OfficeDuty
	err := tx.do(op, func() error {
		var rows []dutyRow
		if err := find(&rows); err != nil {
			return err
		}
		for i := range rows {
			d, err := tx.s.seal.dutyOf(&rows[i])
			if err != nil {
				return err
			}
			out = append(out, d)
		}
		return nil
	})
	return out, err
}

// RemindDuty sets when a duty next tells of itself; zero is never.
func (tx *Tx) RemindDuty(id int64, next time.Time) error {
	return tx.do("remind duty", func() error {
		return tx.db.Model(&dutyRow{}).Where("id = ?", id).Update("remind_at", stamp(next)).Error
	})
}
