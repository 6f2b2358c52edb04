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
	c.holidaysSeen = make(map[Date]bool)
	c.set("rules", rules.Set)
	before := rules.ValidFrom
	for i, set := range rules.Sets {
		path := fmt.Sprintf("rules.sets[%d]", i)
		c.validFrom(path+".valid_from", set.ValidFrom, before)
		if !set.ValidFrom.IsZero() {
			before = set.ValidFrom
		}
		c.set(path, set)
	}
	for i, userid := range rules.ConfidentialOfficers {
		if !c.userids[strings.ToLower(userid)] {
			c.doc.at(fmt.Sprintf("rules.confidential_officers[%d]", i), shown(userid), "a userid of the staff")
		}
	}
}

// validFrom checks that sets follow each other.
func (c *bureauCheck) validFrom(path string, day, before Date) {
	switch {
	case day.IsZero():
		c.doc.at(path, "nothing", "the first day on which cases begin under this set, for example 2027-01-01")
	case !before.Before(day) && !before.IsZero():
		c.doc.at(path, day.String(), "a day after "+before.String()+", the first day of the set before")
	}
}

// set checks one set of rules. What it took over from the set before was
// checked there: only what stands in the file is a mistake here.
func (c *bureauCheck) set(path string, set Set) {
	if c.written(path + ".assign_by") {
		c.choice(path+".assign_by", set.AssignBy, "deputy", "director")
	}
	if c.written(path + ".resolve_starts") {
		c.choice(path+".resolve_starts", set.ResolveStarts, "accept", "assign")
	}
	if c.written(path + ".resolve_stops") {
		c.choice(path+".resolve_stops", set.ResolveStops, "approve", "deliver")
	}
	if c.written(path+".work_hours") && set.WorkHours.Start >= set.WorkHours.End {
		c.doc.at(path+".work_hours", fmt.Sprintf("%s to %s", set.WorkHours.Start, set.WorkHours.End),
			`an end after the start, for example {start: "08:30", end: "17:30"}`)
	}
	for _, name := range sortedKeys(set.Clocks) {
		if below := path + ".clocks." + name; c.written(below) {
			c.clock(below, name, set.Clocks[name])
		}
	}
	if c.written(path + ".ladder") {
		c.ladder(path+".ladder", set.Ladder)
	}
	if c.written(path + ".counting") {
		c.counting(path+".counting", set.Counting)
	}
	c.holidays(path+".holidays", set.Holidays)
}

// counting checks what counts in a section's ledger: clocks that a section
// owns, and an interview that follows after the circular.
func (c *bureauCheck) counting(path string, counting Counting) {
	c.choice(path+".window", counting.Window, "year", "quarter", "rolling")
	if len(counting.Clocks) == 0 {
		c.doc.at(path+".clocks", "nothing", "some of accept, resolve, supervise, followup, execute")
	}
	for i, name := range counting.Clocks {
		below := fmt.Sprintf("%s.clocks[%d]", path, i)
		if slices.Contains(counting.Clocks[:i], name) {
			c.doc.at(below, shown(name)+" a second time", "each clock once")
			continue
		}
		c.choice(below, name, "accept", "resolve", "supervise", "followup", "execute")
	}
	if counting.Circular < 1 || counting.Interview <= counting.Circular || counting.Interview > 366 {
		c.doc.at(path, fmt.Sprintf("circular %d, interview %d", counting.Circular, counting.Interview),
			"places from 1 on, the interview after the circular, for example {circular: 1, interview: 2}")
	}
}

// written says whether a key stands in the file.
func (c *bureauCheck) written(path string) bool {
	_, known := c.doc.lines[path]
	return known
}

// clock checks the override of one clock.
func (c *bureauCheck) clock(path, name string, clock Clock) {
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
func (c *bureauCheck) ladder(path string, ladder Ladder) {
	if 0 <= ladder.Director && ladder.Director <= ladder.Deputy && ladder.Deputy <= ladder.Head && ladder.Head <= 366 {
		return
	}
	c.doc.at(path, fmt.Sprintf("director %d, deputy %d, head %d", ladder.Director, ladder.Deputy, ladder.Head),
		"workdays that do not decrease, for example {director: 1, deputy: 3, head: 7}")
}

// holidays checks that a day off is a weekday and a make-up workday is not:
// anything else is a slip that would silently change nothing. A day stands in
// one set only.
func (c *bureauCheck) holidays(path string, holidays Holidays) {
	once := func(path string, day Date, weekend bool, expected string) {
		switch {
		case day.IsZero():
			c.doc.at(path, "nothing", expected)
		case c.holidaysSeen[day]:
			c.doc.at(path, day.String()+" a second time", "each day once")
		case weekend != isWeekend(day):
			c.doc.at(path, day.String()+", a "+weekday(day).String(), expected)
		}
		c.holidaysSeen[day] = true
	}
	for i, day := range holidays.Off {
		once(fmt.Sprintf("%s.off[%d]", path, i), day, false, "a Monday to Friday that is off, for example 2027-10-01")
	}
	for i, day := range holidays.Work {
		once(fmt.Sprintf("%s.work[%d]", path, i), day, true, "a Saturday or Sunday that is worked, for example 2027-10-09")
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
