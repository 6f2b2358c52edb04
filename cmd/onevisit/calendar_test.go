package main

import (
	"strings"
	"testing"
	"time"

	"onevisit/config"
	"onevisit/models"
)

func TestTheEndOfTheHolidayTableIsSaid(t *testing.T) {
	t.Parallel()
	c, err := calendarOf(config.Holidays{})
	if err != nil {
		t.Fatal(err)
	}
	for days, want := range map[int]string{-60: "", -59: "ends soon", 0: "ends soon", 1: "has ended", 400: "has ended"} {
		now := (c.Last + models.Date(days)).Start().Add(9 * time.Hour)
		got := calendarEnds(c, now)
		if (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%d days from the end: %q, want %q", days, got, want)
		}
	}
}

func TestPastTheEndOfTheHolidayTableOnlyWeekendsAreOff(t *testing.T) {
	t.Parallel()
	c, err := calendarOf(config.Holidays{})
	if err != nil {
		t.Fatal(err)
	}
	if !c.DayOff(models.NewDate(2026, time.October, 1)) || c.DayOff(models.NewDate(2026, time.February, 14)) {
		t.Error("the table does not know a holiday and a make-up workday of 2026")
	}
	for d := c.Last + 1; d < c.Last+800; d++ {
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		if c.DayOff(d) != weekend {
			t.Errorf("%s, a %s, is off: %v", d, d.Weekday(), c.DayOff(d))
		}
	}
}

func TestDaysOfEverySetExtendTheTable(t *testing.T) {
	t.Parallel()
	rules := config.Rules{Set: config.Set{Holidays: config.Holidays{Off: []config.Date{{Year: 2033, Month: time.October, Day: 3}}}}}
	rules.Sets = []config.Set{{Holidays: config.Holidays{Work: []config.Date{{Year: 2034, Month: time.October, Day: 7}}}}}
	c, err := calendarOf(holidaysOf(rules))
	if err != nil {
		t.Fatal(err)
	}
	if !c.DayOff(models.NewDate(2033, time.October, 3)) || c.DayOff(models.NewDate(2034, time.October, 7)) || c.Last != models.NewDate(2034, time.December, 31) {
		t.Errorf("known until %s", c.Last)
	}
}
