package config

import (
	"errors"
	"fmt"
	"maps"
	"time"
)

// Rules override the defaults of the law of a case. What is left out keeps
// its default. What stands directly here is the first set, which is valid
// always; Sets amend it from a day on.
type Rules struct {
	Set
	// AskIdentity makes the chat ask for the identity number.
	AskIdentity bool `yaml:"ask_identity"`
	// ConfidentialOfficers are the userids, in lower case, of those who are
	// told of confidential cases, first one first (regulation, article 30).
	ConfidentialOfficers []string `yaml:"confidential_officers"`
	// Sets are further sets, the oldest first. What one leaves out is as in
	// the set before it.
	Sets []Set `yaml:"sets"`
}

// Set is one set of rules.
type Set struct {
	// ValidFrom is the first day (Asia/Shanghai) on which cases begin under
	// the set. The first set has none before it and is valid always.
	ValidFrom Date `yaml:"valid_from"`
	// CutOff is the time of day after which a case may be registered on the
	// next workday; default 17:00.
	CutOff TimeOfDay `yaml:"cut_off"`
	// WorkHours are the office hours; default 08:30 to 17:30.
	WorkHours Hours `yaml:"work_hours"`
	// QuietHours are when nothing is pushed; default 21:00 to 07:30. They may
	// pass midnight; equal ends mean no quiet hours.
	QuietHours Hours `yaml:"quiet_hours"`
	// AssignBy is who assigns: deputy (default) or director.
	AssignBy string `yaml:"assign_by"`
	// Sign makes the deputy sign after the office approved an opinion.
	Sign bool `yaml:"sign"`
	// ResolveStarts is the verb that starts the resolve clock: accept
	// (default) or assign.
	ResolveStarts string `yaml:"resolve_starts"`
	// ResolveStops is the verb that stops the resolve clock: approve (default)
	// or deliver.
	ResolveStops string `yaml:"resolve_stops"`
	// Clocks override single clocks, by the clock's name.
	Clocks map[string]Clock `yaml:"clocks"`
	// Ladder says who hears of an overdue case when.
	Ladder Ladder `yaml:"ladder"`
	// Counting says how a section's breaches are counted.
	Counting Counting `yaml:"counting"`
	// Holidays extend the calendar past the end of the built-in table. They
	// are facts about days and count for every case, whichever set names them.
	Holidays Holidays `yaml:"holidays"`
}

// next is a set that says nothing yet: as this one, but for its own day and
// holidays.
func (s Set) next() Set {
	s.ValidFrom, s.Holidays = Date{}, Holidays{}
	s.Clocks = maps.Clone(s.Clocks)
	return s
}

// Clock overrides one clock. A nil or empty field keeps the default.
type Clock struct {
	// Days is the length; for resolve that of the ordinary track. The quick
	// track's 10 days stand in the plan and are not for a bureau to change.
	Days *int `yaml:"days"`
	// Calendar is calendar (calendar days) or workday.
	Calendar string `yaml:"calendar"`
	// Roll moves a due on a day off to the next workday.
	Roll *bool `yaml:"roll"`
}

// Ladder counts workdays after the due until a rung is told.
type Ladder struct {
	Director int `yaml:"director"`
	Deputy   int `yaml:"deputy"`
	Head     int `yaml:"head"`
}

// Counting says what counts in a section's ledger and what follows from it.
type Counting struct {
	// Window is year (default: the calendar year), quarter or rolling (the 12
	// months before).
	Window string `yaml:"window"`
	// Clocks are those whose breaches count; default accept, resolve and
	// supervise.
	Clocks []string `yaml:"clocks"`
	// Circular and Interview are the places in the count from which on each
	// follows; default 1 and 2.
	Circular  int `yaml:"circular"`
	Interview int `yaml:"interview"`
}

// Holidays are days that differ from the plain week.
type Holidays struct {
	// Off are days off on weekdays.
	Off []Date `yaml:"off"`
	// Work are make-up workdays on weekends.
	Work []Date `yaml:"work"`
}

// Hours is a span of the day in Asia/Shanghai.
type Hours struct {
	Start TimeOfDay `yaml:"start"`
	End   TimeOfDay `yaml:"end"`
}

// TimeOfDay is the time since 00:00 in Asia/Shanghai, in whole minutes.
type TimeOfDay time.Duration

// UnmarshalText reads "17:00".
func (t *TimeOfDay) UnmarshalText(text []byte) error {
	at, err := time.Parse("15:04", string(text))
	if err != nil || len(text) != len("15:04") {
		return errors.New(`a time of day, for example "17:00"`)
	}
	*t = TimeOfDay(time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute)
	return nil
}

// String writes "17:00".
func (t TimeOfDay) String() string {
	minutes := int(time.Duration(t) / time.Minute)
	return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60)
}

// Date is a day in Asia/Shanghai. The zero Date is "not set".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// UnmarshalText reads "2027-10-01".
func (d *Date) UnmarshalText(text []byte) error {
	day, err := time.Parse(time.DateOnly, string(text))
	if err != nil {
		return errors.New("a day, for example 2027-10-01")
	}
	d.Year, d.Month, d.Day = day.Date()
	return nil
}

// String writes "2027-10-01".
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Before says whether the day comes before another.
func (d Date) Before(o Date) bool { return d.number() < o.number() }

// number orders days.
func (d Date) number() int { return (d.Year*16+int(d.Month))*32 + d.Day }

// IsZero says whether no day was set.
func (d Date) IsZero() bool { return d == Date{} }

// defaultRules are the defaults of the law of a case; clocks have theirs there.
func defaultRules() Rules {
	return Rules{Set: Set{
		CutOff:        clockTime(17, 0),
		WorkHours:     Hours{Start: clockTime(8, 30), End: clockTime(17, 30)},
		QuietHours:    Hours{Start: clockTime(21, 0), End: clockTime(7, 30)},
		AssignBy:      "deputy",
		ResolveStarts: "accept",
		ResolveStops:  "approve",
		Ladder:        Ladder{Director: 1, Deputy: 3, Head: 7},
		Counting:      Counting{Window: "year", Clocks: []string{"accept", "resolve", "supervise"}, Circular: 1, Interview: 2},
	}}
}

// clockTime is a time of day from hours and minutes.
func clockTime(hours, minutes int) TimeOfDay {
	return TimeOfDay(time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute)
}
