package store

import "onevisit/models"

// Bounce records that the platform took a petitioner's message and could not
// show it after all: the notice waits for the person's next contact instead of
// counting as sent. It reports whether the message is known: the platform's
// word may be faster than our own record of the sending.
func (tx *Tx) Bounce(p models.Person, ref, failure string) (bool, error) {
	known := false
	err := tx.do("bounce", func() error {
		var tries []sendingRow
		err := tx.db.Joins("JOIN notices ON notices.id = sendings.notice_id").
			Where("notices.to_key = ? AND sendings.ref = ?", tx.s.seal.person(p), ref).Find(&tries).Error
		known = len(tries) > 0
		for _, t := range tries {
			if !t.Delivered || err != nil { // not for the first time
				continue
			}
			err = tx.bounce(t, failure)
		}
		return err
	})
	return known, err
}

// bounce takes back one try.
func (tx *Tx) bounce(t sendingRow, failure string) error {
	err := tx.db.Model(&sendingRow{}).Where("notice_id = ? AND attempt = ?", t.NoticeID, t.Attempt).
		Updates(map[string]any{"delivered": false, "failure": failure}).Error
	if err != nil {
		return err
	}
	return tx.db.Model(&noticeRow{}).Where("id = ? AND status = ?", t.NoticeID, noticeSent).Update("status", noticeKept).Error
}
