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

// Alarms lists up to n running clocks that have something to tell now, the
// longest waiting first, with their cases. They are held until the transaction
// ends: a second worker waits for them and then finds the next ones.
func (tx *Tx) Alarms(n int) ([]models.Alarm, error) {
	var out []models.Alarm
	err := tx.do("alarms", func() error {
		var due []alarmRow
		if err := tx.locked().Where("at <= ?", tx.now.UnixMilli()).Order("at, case_id, clock_id").Limit(bounded(n)).Find(&due).Error; err != nil {
			return err
		}
		var rows []caseRow
		if len(due) == 0 {
			return nil
		}
		if err := tx.db.Where("id IN ?", casesOf(due)).Find(&rows).Error; err != nil {
			return err
		}
		cases, err := tx.whole(rows)
		if err != nil {
			return err
		}
		at := map[int64]*models.Case{}
		for i := range cases {
			at[cases[i].ID] = &cases[i]
		}
		for _, a := range due {
			out = append(out, alarmOf(a, at[a.CaseID]))
		}
		return nil
	})
	return out, err
}

func casesOf(due []alarmRow) []int64 {
	var ids []int64
	for _, a := range due {
		ids = append(ids, a.CaseID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// alarmOf finds the alarm's clock. Case and clock are always there: they are
// written together with the alarm.
func alarmOf(a alarmRow, c *models.Case) models.Alarm {
	out := models.Alarm{Case: c, At: instant(&a.At)}
	if i := slices.IndexFunc(c.Clocks, func(k models.Clock) bool { return k.ID == a.ClockID }); i >= 0 {
		out.Clock = c.Clocks[i]
	}
	return out
}

// Swept writes what follows from alarms: breaches, reminders, each clock's
// next moment. What was written before, by anybody, is not written again.
func (tx *Tx) Swept(all []models.Sweep) error {
	return tx.do("swept", func() error {
		var set []alarmRow
		var reminders []models.Reminder
		var broken []models.Breach
		for _, s := range all {
			a := s.Alarm
			if s.Next.IsZero() {
				if err := tx.db.Delete(&alarmRow{CaseID: a.Case.ID, ClockID: a.Clock.ID}).Error; err != nil {
					return err
				}
			} else {
				set = append(set, alarmRow{a.Case.ID, a.Clock.ID, s.Next.UnixMilli()})
			}
			if s.Breach {
				broken = append(broken, tx.s.law.BreachOf(a.Case, &a.Clock))
			}
			reminders = append(reminders, s.Reminders...)
		}
		if err := tx.setAlarms(set); err != nil {
			return err
		}
		if err := tx.recordBreaches(broken); err != nil {
			return err
		}
		return tx.owe(reminders)
	})
}

// NextEvent is the earliest moment at which anything falls due after the given
// one: a clock's rung, a reminder that waits, a notice to be sent again, a
// rung of what is owed outside of cases. It is zero when nothing does.
func (s *Store) NextEvent(ctx context.Context, after time.Time) (time.Time, error) {
	var earliest []int64
	for _, q := range []struct{ table, column, where string }{
		{"alarms", "at", "1 = 1"}, {"reminders", "tell_at", "told_at IS NULL"}, {"notices", "next_at", "status = 'waiting'"},
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
