package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/6tail/lunar-go/HolidayUtil"

	"onevisit/config"
	"onevisit/models"
)

// The years whose holidays and make-up workdays the library may know.
const firstHolidayYear, lastHolidayYear = 2020, 2100

// holidaysOf are the days that all sets of rules name.
func holidaysOf(r config.Rules) config.Holidays {
	all := r.Holidays
	for _, s := range r.Sets {
		all.Off, all.Work = slices.Concat(all.Off, s.Holidays.Off), slices.Concat(all.Work, s.Holidays.Work)
	}
	return all
}

// calendarOf reads the library's holidays once, and the bureau's own days over
// them. The library keeps the official notices up to the year for which they
// were published.
func calendarOf(h config.Holidays) (models.Calendar, error) {
	c := models.Calendar{Off: map[models.Date]bool{}}
	for year := firstHolidayYear; year <= lastHolidayYear; year++ {
		days := HolidayUtil.GetHolidaysByYear(year)
		for e := days.Front(); e != nil; e = e.Next() {
			holiday, ok := e.Value.(*HolidayUtil.Holiday)
			if !ok {
				return c, fmt.Errorf("holiday table: unexpected %T", e.Value)
			}
			day, err := models.ParseDate(holiday.GetDay())
			if err != nil {
				return c, fmt.Errorf("holiday table: %w", err)
			}
			c.Off[day] = !holiday.IsWork()
			c.Last = max(c.Last, models.NewDate(year, time.December, 31))
		}
	}
	for _, d := range h.Off {
		c.Off[dateOf(d)] = true
		c.Last = max(c.Last, models.NewDate(d.Year, time.December, 31))
	}
	for _, d := range h.Work {
		c.Off[dateOf(d)] = false
		c.Last = max(c.Last, models.NewDate(d.Year, time.December, 31))
	}
	return c, nil
}

func dateOf(d config.Date) models.Date { return models.NewDate(d.Year, d.Month, d.Day) }

// calendarWarns is how many days before its end the holiday table is warned of.
const calendarWarns = 60

// calendarEnds says that the holiday table ends soon, or has ended; empty while
// it reaches far enough.
func calendarEnds(c models.Calendar, now time.Time) string {
	switch left := int(c.Last - models.DateOf(now)); {
	case left < 0:
		return "the holiday table has ended, only weekends are off: add holidays to the bureau file"
	case left < calendarWarns:
		return "the holiday table ends soon, after it only weekends are off: add holidays to the bureau file"
	}
	return ""
}
