package models

import (
	"slices"
	"time"
)

// Ratio is a share: Part of Whole. An empty whole has no share.
type Ratio struct{ Part, Whole int }

func (r *Ratio) count(hit bool) {
	r.Whole++
	if hit {
		r.Part++
	}
}

// Figures are the monthly dispatch's numbers for a period, of the whole bureau
// or of one section [S 6(2), law: Figures]. Confidential cases are counted for
// the bureau only [R 30].
type Figures struct {
	From, To Date // both days belong to the period
	Section  string

	Filed      int
	ByCategory map[string]int
	ByChannel  map[Channel]int
	BySection  map[string]int
	First      int
	Repeat     int

	SameDay      Ratio // registered on the calendar day of filing [S 2(2)]
	RegisteredOn Ratio // registered by its due, which a cut-off may move [D]
	Accepted     Ratio // decided within the accept clock
	Resolved     Ratio // formed in time, of those formed or still late
	Quick        Ratio // the same, quick track alone
	Delivered    Ratio // opinions delivered within their clock
	Rated        Ratio // rated, of those whose window ended
	Satisfied    Ratio // neither score bad, of those rated; litigation is left out
	OnPaper      int   // of the rated
	Settled      Ratio // first cases closed and not brought again
	Repeated     Ratio // repeats, of the cases registered
	OneVisit     Ratio // closed with at most one visit
	Supervised   map[string]int
	Breaches     map[string]int
	MedianDays   int // from filing to closing; -1 where nothing was closed
	Open         int // at the end of the period
	Late         int // of the open, with a breached bureau due
}

// Tally counts cases one by one, so that no list of them has to be held.
type Tally struct {
	f     Figures
	end   time.Time
	start time.Time
	days  []int
	first map[string]bool // first cases closed in the period
	again map[string]bool // numbers that a repeat names
}

// NewTally begins the figures of a period; section "" is the whole bureau.
func NewTally(from, to Date, section string) *Tally {
	return &Tally{
		f: Figures{
			From: from, To: to, Section: section, MedianDays: -1,
			ByCategory: map[string]int{}, ByChannel: map[Channel]int{}, BySection: map[string]int{},
			Supervised: map[string]int{}, Breaches: map[string]int{},
		},
		start: from.Start(), end: to.End(), first: map[string]bool{}, again: map[string]bool{},
	}
}

func (t *Tally) within(at time.Time) bool {
	return !at.IsZero() && !at.Before(t.start) && at.Before(t.end)
}

// Add counts one case, of whatever time: every case must be added once, for
// what lies outside the period can still repeat a case inside it.
func (t *Tally) Add(c *Case) {
	for _, number := range c.Facts.Links {
		t.again[number] = true
	}
	t.count(c)
}

// count counts a case that belongs to what is counted. Confidential ones are
// counted for the whole bureau only.
func (t *Tally) count(c *Case) {
	if t.f.Section != "" && (c.Section != t.f.Section || c.Confidential) {
		return
	}
	t.volume(c)
	t.closing(c)
	for i := range c.Clocks {
		t.clock(c, &c.Clocks[i])
	}
	t.verdicts(c)
	for _, s := range c.Facts.Supervisions {
		if t.within(s.At) && !c.Confidential {
			t.f.Supervised[c.Section]++
		}
	}
}

func (t *Tally) volume(c *Case) {
	if c.State.Open() && c.SubmittedAt.Before(t.end) {
		t.f.Open++
		if t.late(c) {
			t.f.Late++
		}
	}
	if !t.within(c.SubmittedAt) {
		return
	}
	f := &t.f
	f.Filed++
	f.ByChannel[c.Channel]++
	if !c.Confidential {
		f.ByCategory[c.Category]++
		f.BySection[c.Section]++
	}
	if c.State == Submitted {
		return // first or repeat is known from registration on
	}
	f.Repeated.count(c.Facts.Repeat)
	if c.Facts.Repeat {
		f.Repeat++
	} else {
		f.First++
	}
}

// late reports a duty that had run past its bureau due when the period ended.
func (t *Tally) late(c *Case) bool {
	return slices.ContainsFunc(c.Clocks, func(k Clock) bool {
		window := k.Kind == ClockRate || k.Kind == ClockReexamine || k.Kind == ClockObject
		return k.Running() && !window && k.Due.Before(t.end)
	})
}

func (t *Tally) closing(c *Case) {
	if !t.within(c.Facts.ClosedAt) || c.State.Open() {
		return
	}
	t.days = append(t.days, int(DateOf(c.Facts.ClosedAt)-DateOf(c.SubmittedAt)))
	t.f.OneVisit.count(len(c.Facts.Visits) <= 1)
	if !c.Facts.Repeat {
		t.first[c.Number] = true
	}
}

// clock counts a clock that ended in the period, or that ran past its due in
// it and still runs.
func (t *Tally) clock(c *Case, k *Clock) {
	ended := t.within(k.StoppedAt)
	stillLate := k.Running() && t.within(k.Due)
	if k.StoppedBy == VerbRetract || (!ended && !stillLate) {
		return
	}
	inTime := ended && !k.StoppedAt.After(k.Due)
	f := &t.f
	switch k.Kind {
	case ClockRegister:
		f.RegisteredOn.count(inTime)
		f.SameDay.count(ended && DateOf(k.StoppedAt) == DateOf(k.StartedAt))
	case ClockAccept:
		f.Accepted.count(inTime)
	case ClockResolve:
		f.Resolved.count(inTime)
		if c.Facts.Track == TrackQuick {
			f.Quick.count(inTime)
		}
	case ClockDeliver:
		if l := c.LetterByRef(k.Ref); l != nil && (l.Number.Kind == LetterOpinion || l.Number.Kind == LetterAdministrative) {
			f.Delivered.count(inTime)
		}
	case ClockRate:
		if ended {
			f.Rated.count(k.StoppedBy == VerbRate)
		}
	}
	if !inTime && !c.Confidential && (k.Kind == ClockAccept || k.Kind == ClockResolve || k.Kind == ClockSupervise) {
		f.Breaches[c.Section]++
	}
}

func (t *Tally) verdicts(c *Case) {
	if c.Class == ClassLegal {
		return
	}
	for _, r := range c.Facts.Ratings {
		if !t.within(r.At) {
			continue
		}
		t.f.Satisfied.count(r.Office != ScoreBad && r.Section != ScoreBad)
		if r.Paper {
			t.f.OnPaper++
		}
	}
}

// Figures ends the count.
func (t *Tally) Figures() Figures {
	for number := range t.first {
		t.f.Settled.count(!t.again[number])
	}
	if n := len(t.days); n > 0 {
		slices.Sort(t.days)
		t.f.MedianDays = t.days[n/2]
	}
	return t.f
}
