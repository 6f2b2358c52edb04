package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"gorm.io/gorm/clause"

	"onevisit/models"
)

// alarmRow says when a running clock next tells somebody. It stands beside the
// clock, so that looking for work neither reads nor changes clocks.
type alarmRow struct {
	CaseID  int64 `gorm:"primaryKey;autoIncrement:false"`
	ClockID int64 `gorm:"primaryKey;autoIncrement:false"`
	At      int64
}

// TableName is the table.
func (alarmRow) TableName() string { return "alarms" }

// reckon keeps a case's alarms and breaches true to a step.
func (tx *Tx) reckon(before, c *models.Case) error {
	r := tx.s.law.Reckon(before, c, tx.now)
	if len(r.Silent) > 0 {
		if err := tx.db.Where("case_id = ? AND clock_id IN ?", c.ID, r.Silent).Delete(&alarmRow{}).Error; err != nil {
			return err
		}
	}
	var set []alarmRow
	for _, a := range r.Alarms {
		set = append(set, alarmRow{c.ID, a.Clock.ID, a.At.UnixMilli()})
	}
	if err := tx.setAlarms(set); err != nil {
		return err
	}
	if err := tx.recordBreaches(r.Late); err != nil {
		return err
	}
	return tx.annul(c, r.Annulled)
}

func (tx *Tx) setAlarms(set []alarmRow) error {
	if len(set) == 0 {
		return nil
	}
	return tx.later().Clauses(clause.OnConflict{
		Columns: []clause.Column{{Name: "case_id"}, {Name: "clock_id"}}, DoUpdates: clause.AssignmentColumns([]string{"at"}),
	}).Create(&set).Error
}

// NextEvent is the earliest moment at which anything falls due after the given
// one: a clock's rung, a reminder that waits, a notice to be sent again, a
// rung of what is owed outside of cases. It is zero when nothing does.
func (s *Store) NextEvent(ctx context.Context, after time.Time) (time.Time, error) {
	var earliest []int64
	for _, q := range []struct{ table, column, where string }{
		{"alarms", "at", "1 = 1"}, {"reminder_bundles", "tell_at", "1 = 1"}, {"notices", "next_at", "status = 'waiting'"},
		{"clocks", "due_at", "stopped_at IS NULL"}, {"office_duties", "remind_at", "answered_at IS NULL"},
	} {
		var at *int64
		err := s.db.WithContext(ctx).Table(q.table).Where(q.where).Where(q.column+" > ?", after.UnixMilli()).Select("MIN(" + q.column + ")").Scan(&at).Error
		if err != nil {
			return time.Time{}, failed("next event", err)
		}
		if at != nil {
			earliest = append(earliest, *at)
		}
	}
	if len(earliest) == 0 {
		return time.Time{}, nil
	}
	first := slices.MinFunc(earliest, cmp.Compare[int64])
	return instant(&first), nil
}
