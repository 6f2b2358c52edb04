package store

import (
	"cmp"
	"slices"

	"onevisit/models"
)

// Alarms lists up to n running clocks that have something to tell now, the
// longest waiting first, with as much of their cases as Law.Sweep asks for. They
// are held until the transaction ends: a second worker waits for them and then
// finds the next ones.
func (tx *Tx) Alarms(n int) ([]models.Alarm, error) {
	var out []models.Alarm
	err := tx.do("alarms", func() error {
		due, err := tx.dueAlarms(n)
		if err != nil || len(due) == 0 {
			return err
		}
		at, err := tx.standing(casesOf(due))
		if err != nil {
			return err
		}
		out = make([]models.Alarm, len(due))
		for i, a := range due {
			out[i] = alarmOf(a, at[a.CaseID])
		}
		return nil
	})
	return out, err
}

func (tx *Tx) dueAlarms(n int) ([]alarmRow, error) {
	rows, err := tx.locked().Model(&alarmRow{}).Select("case_id", "clock_id", "at").
		Where("at <= ?", tx.now.UnixMilli()).Order("at, case_id, clock_id").Limit(bounded(n)).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // Err says what was wrong
	var due []alarmRow
	for rows.Next() {
		var a alarmRow
		if err := rows.Scan(&a.CaseID, &a.ClockID, &a.At); err != nil {
			return nil, err
		}
		due = append(due, a)
	}
	return due, rows.Err()
}

func casesOf(due []alarmRow) []int64 {
	ids := make([]int64, len(due))
	for i, a := range due {
		ids[i] = a.CaseID
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// alarmOf finds the alarm's clock. Case and clock are always there: they are
// written together with the alarm. One that did not run would tell nothing.
func alarmOf(a alarmRow, c *models.Case) models.Alarm {
	out := models.Alarm{Case: c, Clock: models.Clock{ID: a.ClockID, StoppedAt: instant(&a.At)}, At: instant(&a.At)}
	if i := slices.IndexFunc(c.Clocks, func(k models.Clock) bool { return k.ID == a.ClockID }); i >= 0 {
		out.Clock = c.Clocks[i]
	}
	return out
}

// Swept writes what follows from alarms: breaches, reminders, each clock's
// next moment. What was written before, by anybody, is not written again.
func (tx *Tx) Swept(all []models.Sweep) error {
	return tx.do("swept", func() error {
		var reminders []models.Reminder
		var broken []models.Breach
		for i := range all {
			s := &all[i]
			if s.Breach {
				broken = append(broken, tx.s.law.BreachOf(s.Alarm.Case, &s.Alarm.Clock))
			}
			reminders = append(reminders, s.Reminders...)
		}
		if err := tx.owe(reminders); err != nil {
			return err
		}
		if err := tx.recordBreaches(broken); err != nil {
			return err
		}
		return tx.moveAlarms(all)
	})
}

// together are alarms that are moved by one statement: rungs fall on few moments
// of a day, and a case has few clocks.
type together struct{ clock, next int64 }

// moveAlarms sets the alarms that were held to the next moments of their
// clocks; next 0 ends one.
func (tx *Tx) moveAlarms(all []models.Sweep) error {
	groups := map[together][]int64{}
	for i := range all {
		s := &all[i]
		g := together{clock: s.Alarm.Clock.ID}
		if !s.Next.IsZero() {
			g.next = s.Next.UnixMilli()
		}
		groups[g] = append(groups[g], s.Alarm.Case.ID)
	}
	order := make([]together, 0, len(groups))
	for g := range groups {
		order = append(order, g)
	}
	slices.SortFunc(order, func(a, b together) int { return cmp.Or(cmp.Compare(a.next, b.next), cmp.Compare(a.clock, b.clock)) })
	ctx := tx.later().Statement.Context
	for _, g := range order {
		marks, ids := tx.among(groups[g])
		query, args := "UPDATE alarms SET at = ? WHERE clock_id = ? AND case_id IN ("+marks+")", []any{g.next, g.clock}
		if g.next == 0 {
			query, args = "DELETE FROM alarms WHERE clock_id = ? AND case_id IN ("+marks+")", []any{g.clock}
		}
		if _, err := tx.plain().ExecContext(ctx, query, append(args, ids...)...); err != nil {
			return err
		}
	}
	return nil
}
