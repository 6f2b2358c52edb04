package store

import (
	"context"
	"log/slog"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

// slow is the time after which a statement is told of.
const slow = time.Second

// quietLog lets gorm tell of slow statements and of nothing else: errors are
// returned, and whoever handles them logs them. It never sees a value.
type quietLog struct {
	log   *slog.Logger
	since func(time.Time) time.Duration // nil: nothing is slow
}

// LogMode keeps the one mode there is.
func (q quietLog) LogMode(logger.LogLevel) logger.Interface { return q }

// Info drops gorm's own remarks.
func (q quietLog) Info(context.Context, string, ...any) {}

// Warn drops gorm's own remarks.
func (q quietLog) Warn(context.Context, string, ...any) {}

// Error drops what is returned as an error anyway.
func (q quietLog) Error(context.Context, string, ...any) {}

// Trace tells of a statement that took long.
func (q quietLog) Trace(ctx context.Context, begin time.Time, statement func() (string, int64), _ error) {
	if q.since == nil {
		return
	}
	took := q.since(begin)
	if took < slow {
		return
	}
	sql, rows := statement()
	q.log.WarnContext(ctx, "slow statement", "sql", sql, "rows", rows, "ms", took.Milliseconds())
}

// ParamsFilter takes the values away before a statement is told of.
func (q quietLog) ParamsFilter(_ context.Context, sql string, _ ...any) (string, []any) {
	return sql, nil
}

// Both interfaces are found by gorm at run time; here the compiler looks.
var (
	_ logger.Interface  = quietLog{}
	_ gorm.ParamsFilter = quietLog{}
)
