package config

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// bounds are the fewest and the most days a clock may be given.
type bounds struct{ least, most int }

// clockBounds are the clocks of the law of a case in its order. Most bounds
// only catch slips of the pen; the others are the regulation's own: acceptance
// within 15 days (article 22), an opinion within 60 (article 34), 30 days to
// ask for a reexamination (article 35).
func clockBounds() ([]string, map[string]bounds) {
	names := []string{
		"register", "assign", "accept", "resolve", "enter", "deliver", "rate", "judge", "followup",
		"supervise", "execute", "explain", "report", "reexamine", "object", "decision", "archive",
	}
	limits := make(map[string]bounds, len(names))
	for _, name := range names {
		limits[name] = bounds{0, 366}
	}
	limits["accept"] = bounds{1, 15}
	limits["resolve"] = bounds{1, 60}
	limits["rate"] = bounds{1, 366}
	limits["reexamine"] = bounds{30, 366}
	limits["object"] = bounds{1, 366}
	return names, limits
}

// rules checks the section of the same name.
func (c *bureauCheck) rules() {
	rules := &c.bureau.Rules
	c.choice("rules.assign_by", rules.AssignBy, "deputy", "director")
	c.choice("rules.resolve_starts", rules.ResolveStarts, "accept", "assign")
	c.choice("rules.resolve_stops", rules.ResolveStops, "approve", "deliver")
	if rules.WorkHours.Start >= rules.WorkHours.End {
		c.doc.at("rules.work_hours", fmt.Sprintf("%s to %s", rules.WorkHours.Start, rules.WorkHours.End),
			`an end after the start, for example {start: "08:30", end: "17:30"}`)
	}
	for _, name := range sortedKeys(rules.Clocks) {
		c.clock(name, rules.Clocks[name])
	}
	c.ladder(rules.Ladder)
	c.holidays(rules.Holidays)
	for i, userid := range rules.ConfidentialOfficers {
		if !c.userids[strings.ToLower(userid)] {
			c.doc.at(fmt.Sprintf("rules.confidential_officers[%d]", i), shown(userid), "a userid of the staff")
		}
	}
}

// clock checks the override of one clock.
func (c *bureauCheck) clock(name string, clock Clock) {
	path := "rules.clocks." + name
	names, limits := clockBounds()
	limit, known := limits[name]
	if !known {
		c.doc.at(path, "an unknown clock", oneOf(name, names))
		return
	}
	c.days(path+".days", clock.Days, limit)
	if clock.Calendar != "" {
		c.choice(path+".calendar", clock.Calendar, "calendar", "workday")
	}
}

// days checks a length, when one is given.
func (c *bureauCheck) days(path string, days *int, limit bounds) {
	if days == nil || (*days >= limit.least && *days <= limit.most) {
		return
	}
	c.doc.at(path, fmt.Sprint(*days), fmt.Sprintf("%d to %d days", limit.least, limit.most))
}

// ladder checks that the rungs are told one after the other.
func (c *bureauCheck) ladder(ladder Ladder) {
	if 0 <= ladder.Director && ladder.Director <= ladder.Deputy && ladder.Deputy <= ladder.Head && ladder.Head <= 366 {
		return
	}
	c.doc.at("rules.ladder", fmt.Sprintf("director %d, deputy %d, head %d", ladder.Director, ladder.Deputy, ladder.Head),
		"workdays that do not decrease, for example {director: 1, deputy: 3, head: 7}")
}

// holidays checks that a day off is a weekday and a make-up workday is not:
// anything else is a slip that would silently change nothing.
func (c *bureauCheck) holidays(holidays Holidays) {
	seen := make(map[Date]bool)
	once := func(path string, day Date, weekend bool, expected string) {
		switch {
		case day.IsZero():
			c.doc.at(path, "nothing", expected)
		case seen[day]:
			c.doc.at(path, day.String()+" a second time", "each day once")
		case weekend != isWeekend(day):
			c.doc.at(path, day.String()+", a "+weekday(day).String(), expected)
		}
		seen[day] = true
	}
	for i, day := range holidays.Off {
		once(fmt.Sprintf("rules.holidays.off[%d]", i), day, false, "a Monday to Friday that is off, for example 2027-10-01")
	}
	for i, day := range holidays.Work {
		once(fmt.Sprintf("rules.holidays.work[%d]", i), day, true, "a Saturday or Sunday that is worked, for example 2027-10-09")
	}
}

// weekday is the day of the week of a date.
func weekday(day Date) time.Weekday {
	return time.Date(day.Year, day.Month, day.Day, 0, 0, 0, 0, time.UTC).Weekday()
}

// isWeekend says whether a date is a Saturday or a Sunday.
func isWeekend(day Date) bool {
	return weekday(day) == time.Saturday || weekday(day) == time.Sunday
}

// sortedKeys makes walking a map repeatable.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
