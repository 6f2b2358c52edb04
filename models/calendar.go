package models

import (
	"fmt"
	"time"
)

// Zone is the time zone of every due and every day: Asia/Shanghai, which has
// had no summer time since 1991.
func Zone() *time.Location { return time.FixedZone("Asia/Shanghai", 8*3600) }

// Date is a day in Asia/Shanghai, counted from 1970-01-01.
type Date int

// DateOf is the day in Asia/Shanghai on which an instant falls.
func DateOf(t time.Time) Date {
	const day, shift = 24 * 3600, 8 * 3600
	s := t.Unix() + shift
	d := s / day
	if s%day < 0 {
		d--
	}
	return Date(d)
}

// NewDate makes a day from the calendar's figures.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 12, 0, 0, 0, Zone()))
}

// ParseDate reads 2026-11-23.
func ParseDate(s string) (Date, error) {
	t, err := time.ParseInLocation(time.DateOnly, s, Zone())
	if err != nil {
		return 0, fmt.Errorf("date %q: want 2006-01-02", s)
	}
	return DateOf(t), nil
}

// Start is 0:00 of the day.
func (d Date) Start() time.Time {
	return time.Unix(int64(d)*24*3600-8*3600, 0).In(Zone())
}

// End is 24:00 of the day, which is 0:00 of the next.
func (d Date) End() time.Time { return (d + 1).Start() }

// String is the day as 2026-11-23.
func (d Date) String() string { return d.Start().Format(time.DateOnly) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday {
	const thursday = int(time.Thursday) // 1970-01-01
	return time.Weekday(((thursday+int(d))%7 + 7) % 7)
}

// Calendar knows which days are off: weekends and holidays, minus make-up
// workdays. The zero calendar knows weekends only.
type Calendar struct {
	// Off tells exceptions from the weekend rule: true for a holiday,
	// false for a make-up workday.
	Off map[Date]bool
	// Last is the last day for which exceptions are known; after it only
	// weekends are off, which the program says loudly.
	Last Date
}

// DayOff reports whether nobody is expected to work that day.
func (c Calendar) DayOff(d Date) bool {
	if off, ok := c.Off[d]; ok {
		return off
	}
	wd := d.Weekday()
	return wd == time.Saturday || wd == time.Sunday
}

// Roll is the day itself, or the next workday if it is off.
func (c Calendar) Roll(d Date) Date {
	for c.DayOff(d) {
		d++
	}
	return d
}

// AddWorkdays is the nth workday after d; n = 0 gives d itself.
func (c Calendar) AddWorkdays(d Date, n int) Date {
	for n > 0 {
		d++
		if !c.DayOff(d) {
			n--
		}
	}
	return d
}

// Workdays counts the workdays after from, up to and including to.
func (c Calendar) Workdays(from, to Date) int {
	n := 0
	for d := from + 1; d <= to; d++ {
		if !c.DayOff(d) {
			n++
		}
	}
	return n
}

// Due is the end of a span that begins at start: the start day is not
// counted, and the due is 24:00 of the last day in Asia/Shanghai. cutOff is
// in minutes after midnight, matters to spans with CutOff only and is none
// when 0.
func (c Calendar) Due(start time.Time, s Span, cutOff int) time.Time {
	d := DateOf(start)
	if s.CutOff && (c.DayOff(d) || (cutOff > 0 && minuteOf(start) >= cutOff)) {
		d = c.AddWorkdays(d, 1)
	}
	if s.Workdays {
		d = c.AddWorkdays(d, s.Days)
	} else {
		d += Date(s.Days)
	}
	if s.Roll {
		d = c.Roll(d)
	}
	return d.End()
}

// minuteOf is the minute of the day in Asia/Shanghai.
func minuteOf(t time.Time) int {
	const day, shift = 24 * 3600, 8 * 3600
	s := t.Unix() + shift - int64(DateOf(t))*day
	return int(s / 60)
}
