package models

import (
	"math/rand/v2"
	"testing"
	"time"
)

// year2026 are the days off and make-up workdays around three holidays of 2026.
func year2026() Calendar {
	off := map[Date]bool{}
	for _, span := range []struct{ from, to Date }{
		{NewDate(2026, 1, 1), NewDate(2026, 1, 3)},
		{NewDate(2026, 2, 15), NewDate(2026, 2, 23)},
		{NewDate(2026, 10, 1), NewDate(2026, 10, 7)},
	} {
		for d := span.from; d <= span.to; d++ {
			off[d] = true
		}
	}
	for _, d := range []Date{NewDate(2026, 1, 4), NewDate(2026, 2, 14), NewDate(2026, 2, 28), NewDate(2026, 9, 20), NewDate(2026, 10, 10)} {
		off[d] = false
	}
	return Calendar{Off: off, Last: NewDate(2026, 12, 31)}
}

func shanghai(y int, m time.Month, d, hour, minute int) time.Time {
	return time.Date(y, m, d, hour, minute, 0, 0, Zone())
}

func TestDuesAroundTheHolidaysOf2026(t *testing.T) {
	c := year2026()
	cutOff := 17 * 60
	for name, k := range map[string]struct {
		start time.Time
		span  Span
		last  Date
	}{
		"the start day is not counted":                {shanghai(2026, 3, 2, 9, 0), Span{Days: 3}, NewDate(2026, 3, 5)},
		"the plan's due does not roll":                {shanghai(2026, 3, 5, 9, 0), Span{Days: 3}, NewDate(2026, 3, 8)},
		"the law's due rolls over a weekend":          {shanghai(2026, 3, 5, 9, 0), Span{Days: 3, Roll: true}, NewDate(2026, 3, 9)},
		"and over the whole of a holiday":             {shanghai(2026, 9, 21, 9, 0), Span{Days: 10, Roll: true}, NewDate(2026, 10, 8)},
		"a make-up Saturday is a workday":             {shanghai(2026, 2, 13, 9, 0), Span{Days: 1, Workdays: true}, NewDate(2026, 2, 14)},
		"workdays pass over Spring Festival":          {shanghai(2026, 2, 13, 9, 0), Span{Days: 2, Workdays: true}, NewDate(2026, 2, 24)},
		"a due on a make-up Sunday stays":             {shanghai(2026, 1, 1, 9, 0), Span{Days: 3, Roll: true}, NewDate(2026, 1, 4)},
		"in office hours the same day":                {shanghai(2026, 3, 2, 16, 59), Span{CutOff: true}, NewDate(2026, 3, 2)},
		"at the cut-off the next workday":             {shanghai(2026, 3, 2, 17, 0), Span{CutOff: true}, NewDate(2026, 3, 3)},
		"on a Friday evening Monday":                  {shanghai(2026, 3, 6, 20, 0), Span{CutOff: true}, NewDate(2026, 3, 9)},
		"on a day off the next workday":               {shanghai(2026, 10, 2, 9, 0), Span{CutOff: true}, NewDate(2026, 10, 8)},
		"on a make-up Saturday the same day":          {shanghai(2026, 10, 10, 9, 0), Span{CutOff: true}, NewDate(2026, 10, 10)},
		"16:00 UTC is the next day here":              {time.Date(2026, 3, 1, 16, 0, 0, 0, time.UTC), Span{Days: 3}, NewDate(2026, 3, 5)},
		"a second before it is not":                   {time.Date(2026, 3, 1, 15, 59, 59, 0, time.UTC), Span{Days: 3}, NewDate(2026, 3, 4)},
		"9:00 UTC is the cut-off here":                {time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Span{CutOff: true}, NewDate(2026, 3, 3)},
		"past the table weekends alone count":         {shanghai(2027, 1, 1, 9, 0), Span{Days: 1, Workdays: true}, NewDate(2027, 1, 4)},
		"a span of no days ends with the day":         {shanghai(2026, 3, 2, 0, 0), Span{}, NewDate(2026, 3, 2)},
		"leap years have a 29th of February":          {shanghai(2028, 2, 28, 9, 0), Span{Days: 1}, NewDate(2028, 2, 29)},
		"the law's 60 days from New Year's Eve lunar": {shanghai(2026, 2, 16, 9, 0), Span{Days: 60, Roll: true}, NewDate(2026, 4, 17)},
	} {
		if got := c.Due(k.start, k.span, cutOff); !got.Equal(k.last.End()) {
			t.Errorf("%s: due %s, want 24:00 of %s", name, got.In(Zone()), k.last)
		}
	}
	if got := c.Due(shanghai(2026, 3, 2, 23, 0), Span{CutOff: true}, 0); !got.Equal(NewDate(2026, 3, 2).End()) {
		t.Errorf("without a cut-off hour: %s", got)
	}
}

// walker counts one day after the other with the standard library's own
// calendar, and knows nothing of Date.
type walker struct{ off map[time.Time]bool } // by 0:00 of the day

func (w walker) dayOff(t time.Time) bool {
	if off, ok := w.off[t.UTC()]; ok {
		return off
	}
	return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
}

func (w walker) due(start time.Time, s Span, cutOff int) time.Time {
	l := start.In(time.FixedZone("UTC+8", 8*3600))
	d := time.Date(l.Year(), l.Month(), l.Day(), 0, 0, 0, 0, l.Location())
	next := func() { d = d.AddDate(0, 0, 1) }
	if late := cutOff > 0 && l.Sub(d) >= time.Duration(cutOff)*time.Minute; s.CutOff && (w.dayOff(d) || late) {
		for next(); w.dayOff(d); next() {
		}
	}
	for left := s.Days; left > 0; {
		if next(); !s.Workdays || !w.dayOff(d) {
			left--
		}
	}
	for s.Roll && w.dayOff(d) {
		next()
	}
	return d.AddDate(0, 0, 1)
}

func TestTheCalendarAgreesWithABruteForceWalk(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC).Unix())
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 0))
	const calendars, pairs = 250, 480 // 120,000 pairs
	for range calendars {
		c, w := exceptions(rng)
		for range pairs {
			at := time.Unix(1735689600+rng.Int64N(3*365*24*3600), rng.Int64N(1e9)).UTC() // 2025 to 2027
			s := Span{Days: rng.IntN(91), Workdays: rng.IntN(2) == 0, Roll: rng.IntN(2) == 0, CutOff: rng.IntN(2) == 0}
			cutOff := rng.IntN(24 * 60)
			if got, want := c.Due(at, s, cutOff), w.due(at, s, cutOff); !got.Equal(want) {
				t.Fatalf("seed %d: %s %+v cut-off %d: %s, the walk says %s", seed, at, s, cutOff, got, want)
			}
		}
	}
}

// exceptions makes up holidays and make-up workdays of three years, for both.
func exceptions(rng *rand.Rand) (Calendar, walker) {
	c, w := Calendar{Off: map[Date]bool{}}, walker{off: map[time.Time]bool{}}
	for range rng.IntN(60) {
		first := time.Date(2025, 1, 1+rng.IntN(3*365), 0, 0, 0, 0, Zone())
		off := rng.IntN(3) > 0
		for i := range 1 + rng.IntN(9) {
			d := first.AddDate(0, 0, i)
			c.Off[DateOf(d)], w.off[d.UTC()] = off, off
		}
	}
	return c, w
}

func TestWorkdaysCountsWhatAddWorkdaysAdds(t *testing.T) {
	c := year2026()
	for from := NewDate(2026, 1, 1); from < NewDate(2026, 12, 1); from++ {
		for n := range 12 {
			if got := c.Workdays(from, c.AddWorkdays(from, n)); got != n {
				t.Fatalf("%d workdays after %s are counted as %d", n, from, got)
			}
		}
	}
}

func TestDatesAreShanghaisDays(t *testing.T) {
	for in, want := range map[string]string{
		"2026-11-23": "2026-11-23", "1969-12-31": "1969-12-31", "2028-02-29": "2028-02-29", "0001-01-01": "0001-01-01",
		"2026-02-29": "", "2026-13-01": "", "23.11.2026": "", "": "", "2026-11-23T00:00": "",
	} {
		d, err := ParseDate(in)
		if (err == nil) != (want != "") || (want != "" && d.String() != want) {
			t.Errorf("%q: %s, %v", in, d, err)
		}
	}
	for _, at := range []time.Time{time.Unix(-1, 0), time.Unix(-8*3600, 0), time.Unix(-8*3600-1, 0), time.Unix(0, 0), start()} {
		d := DateOf(at)
		if at.Before(d.Start()) || !at.Before(d.End()) || d.Weekday() != at.In(Zone()).Weekday() {
			t.Errorf("%s falls on %s", at, d)
		}
	}
}
