package store

import (
	"context"

	"onevisit/models"
)

// Wake makes what waited for the person's next contact due again.
func (tx *Tx) Wake(p models.Person) error {
	return tx.do("wake", func() error {
		return tx.later().Model(&noticeRow{}).
			Where("to_key = ? AND status = ?", tx.s.seal.person(p), noticeKept).
			Updates(map[string]any{"status": noticeWaiting, "next_at": tx.now.UnixMilli()}).Error
	})
}

// Due lists the numbers of the cases whose running clock of the kind has
// reached its due, the oldest due first.
func (s *Store) Due(ctx context.Context, kind models.ClockKind, n int) ([]string, error) {
	var numbers []string
	err := s.db.WithContext(ctx).Table("clocks").
		Joins("JOIN cases ON cases.id = clocks.case_id").
		Where("clocks.kind = ? AND clocks.stopped_at IS NULL AND clocks.due_at <= ?", kind, s.now().UnixMilli()).
		Order("clocks.due_at, clocks.case_id").Limit(bounded(n)).Pluck("cases.number", &numbers).Error
	return numbers, failed("due clocks", err)
}
