package store

import (
	"context"
	"time"

	"gorm.io/gorm/clause"
)

// choreRow is work that one replica does for all, now and then.
type choreRow struct {
	Name        string `gorm:"primaryKey"`
	NextAt      int64
	Attempt     int
	Worker      string
	Claim       string
	LeasedUntil int64
}

// TableName is the table.
func (choreRow) TableName() string { return "chores" }

// chorePrune is the deletion of rows that nobody asks for any more.
const chorePrune = "prune"

// takeChore leases a chore that is due; false when it is not, or when another
// worker has it.
func (s *Store) takeChore(ctx context.Context, name, worker string, length time.Duration) (lease, bool, error) {
	l, err := s.lease(worker, length)
	if err != nil {
		return l, false, err
	}
	ours := false
	err = s.retried(ctx, "take chore", func() error {
		db := s.db.WithContext(ctx)
		if err := db.Clauses(clause.OnConflict{DoNothing: true}).Create(&choreRow{Name: name}).Error; err != nil {
			return err
		}
		due := s.db.Where("next_at <= ?", l.now.UnixMilli())
		if err := l.take(ctx, due, &choreRow{}, "name", []string{name}); err != nil {
			return err
		}
		var n int64
		err := db.Model(&choreRow{}).Where("name = ? AND claim = ?", name, l.token).Count(&n).Error
		ours = n == 1
		return err
	})
	return l, ours, err
}

// endChore gives a chore back, due again at the given time. Whoever took it
// over meanwhile keeps it.
func (s *Store) endChore(ctx context.Context, name string, l lease, next time.Time) error {
	return s.retried(ctx, "end chore", func() error {
		return s.db.WithContext(ctx).Model(&choreRow{}).Where("name = ? AND claim = ?", name, l.token).
			Updates(map[string]any{"leased_until": 0, "claim": "", "next_at": next.UnixMilli()}).Error
	})
}
