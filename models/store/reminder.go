package store

import (
	"database/sql"
	"slices"

	"onevisit/models"
)

// keyedReminder is a reminder with the hash of its key, which stands in
// reminder_keys for good: it is why nobody is told again.
type keyedReminder struct {
	models.Reminder
	hash []byte
}

// owe writes reminders that were not written before: their keys, and what is to
// be told in one bundle for each person and moment.
func (tx *Tx) owe(reminders []models.Reminder) error {
	if len(reminders) == 0 {
		return nil
	}
	keyed := make([]keyedReminder, len(reminders))
	err := models.InParallel(len(reminders), func(i int) error {
		keyed[i] = keyedReminder{reminders[i], tx.s.seal.digest(labelReminder, reminders[i].Key)}
		return nil
	})
	if err != nil {
		return err
	}
	fresh, err := tx.unheard(keyed)
	if err != nil || len(fresh) == 0 {
		return err
	}
	values := make([]any, 0, 2*len(fresh))
	for i := range fresh {
		values = append(values, fresh[i].CaseID, fresh[i].hash)
	}
	err = tx.insertAll("INSERT INTO reminder_keys (case_id, key_hash) VALUES ", "", 2, values)
	if duplicate(err) { // by another worker, since it was asked
		return &conflict{row: "reminder"}
	}
	if err != nil {
		return err
	}
	return tx.bundle(fresh)
}

// unheard leaves out the reminders that were written before, and repetitions.
func (tx *Tx) unheard(all []keyedReminder) ([]keyedReminder, error) {
	ids := make([]int64, len(all))
	for i := range all {
		ids[i] = all[i].CaseID
	}
	slices.Sort(ids)
	marks, values := tx.among(slices.Compact(ids))
	known := map[string]bool{}
	err := tx.each("SELECT key_hash FROM reminder_keys WHERE case_id IN ("+marks+")", values, func(rows *sql.Rows) error {
		var hash sql.RawBytes
		err := rows.Scan(&hash)
		known[string(hash)] = true
		return err
	})
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(r keyedReminder) bool {
		heard := known[string(r.hash)]
		known[string(r.hash)] = true
		return heard
	}), nil
}

// mostTold is how many reminders a bundle holds at most.
const mostTold = 500

// bundling tells bundles of one transaction apart.
type bundling struct {
	to models.Person
	at int64
}

// bundle writes what is to be told.
func (tx *Tx) bundle(fresh []keyedReminder) error {
	parts := map[bundling][]keyedReminder{}
	var order []bundling // of the first reminders, so that it can be repeated
	for _, r := range fresh {
		b := bundling{r.To, r.At.UnixMilli()}
		if parts[b] == nil {
			order = append(order, b)
		}
		parts[b] = append(parts[b], r)
	}
	var values []any
	for _, b := range order {
		for told := range slices.Chunk(parts[b], mostTold) {
			row, err := tx.s.seal.bundleRow(told)
			if err != nil {
				return err
			}
			values = append(values, row.KeyHash, row.ToKey, row.TellAt, row.Rungs, row.Content)
		}
	}
	return tx.insertAll("INSERT INTO reminder_bundles (key_hash, to_key, tell_at, rungs, content) VALUES ", "", 5, values)
}

// TakeReminders takes the reminders that one person may be told now, at most
// n (a bundle is never parted), oldest first; nobody else gets them again. None
// means that nobody has any.
func (tx *Tx) TakeReminders(n int) ([]models.Reminder, error) {
	var out []models.Reminder
	err := tx.do("take reminders", func() error {
		for {
			taken, more, err := tx.takeReminders(n)
			if err != nil || len(taken) > 0 || !more {
				out = taken
				return err
			} // another worker was faster with this person: look for the next
		}
	})
	return out, err
}

func (tx *Tx) takeReminders(n int) (taken []models.Reminder, more bool, err error) {
	now := tx.now.UnixMilli()
	var first []bundleRow
	err = tx.db.Select("to_key").Where("tell_at <= ?", now).Order("tell_at, id").Limit(1).Find(&first).Error
	if err != nil || len(first) == 0 {
		return nil, false, err
	}
	var waiting []bundleRow
	err = tx.locked().Select("id", "rungs").Where("to_key = ? AND tell_at <= ?", first[0].ToKey, now).
		Order("tell_at, id").Limit(bounded(n)).Find(&waiting).Error
	if err != nil || len(waiting) == 0 {
		return nil, true, err
	}
	var ids []int64
	rungs := 0
	for _, w := range waiting {
		if rungs += w.Rungs; rungs > n && len(ids) > 0 {
			break
		}
		ids = append(ids, w.ID)
	}
	var rows []bundleRow
	if err := tx.db.Where("id IN ?", ids).Order("tell_at, id").Find(&rows).Error; err != nil {
		return nil, false, err
	}
	for i := range rows {
		told, err := tx.s.seal.remindersOf(&rows[i])
		if err != nil {
			return nil, false, err
		}
		taken = append(taken, told...)
	}
	return taken, true, tx.later().Where("id IN ?", ids).Delete(&bundleRow{}).Error
}

// Versions are those of cases, by their ids: each step raises its case's.
func (tx *Tx) Versions(ids []int64) (map[int64]int64, error) {
	out := make(map[int64]int64, len(ids))
	err := tx.do("versions", func() error {
		if len(ids) == 0 {
			return nil
		}
		marks, values := tx.among(ids)
		return tx.each("SELECT id, version FROM cases WHERE id IN ("+marks+")", values, func(rows *sql.Rows) error {
			var id, version int64
			err := rows.Scan(&id, &version)
			out[id] = version
			return err
		})
	})
	return out, err
}

// CasesToTell loads as much of cases as Law.Line asks for, in no particular
// order.
func (tx *Tx) CasesToTell(ids []int64) (map[int64]*models.Case, error) {
	var out map[int64]*models.Case
	err := tx.do("cases to tell", func() (err error) { out, err = tx.standing(ids); return err })
	return out, err
}
