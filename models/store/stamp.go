package store

import "time"

// stamp is a time as the database keeps it: UTC milliseconds. Nil is never.
func stamp(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	ms := t.UnixMilli()
	return &ms
}

// instant is the time of a stamp, in UTC; the zero time for nil.
func instant(ms *int64) time.Time {
	if ms == nil {
		return time.Time{}
	}
	return time.UnixMilli(*ms).UTC()
}

// cut is the time as it comes back from the database.
func cut(t time.Time) time.Time { return instant(stamp(t)) }
