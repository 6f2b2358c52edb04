package models

import (
	"slices"
	"strings"
	"time"
)

// holdStep holds one step against its row.
func (h *history) holdStep(before Case, d Done) {
	h.Helper()
	row, _ := h.law.Row(d.Entry.Verb)
	from, to := before.State, d.Case.State
	switch {
	case row.Verb == VerbRetract:
	case from == to:
		if len(row.To) > 0 && !row.MayStay && !slices.Contains(row.To, to) {
			h.Errorf("%s left the case in %s", row.Verb, to)
		}
	case !slices.Contains(row.From, from) || !slices.Contains(row.To, to) || (len(row.Moves) > 0 && !slices.Contains(row.Moves, from)):
		h.Errorf("%s led from %s to %s", row.Verb, from, to)
	}
	if d.Entry.Seq != before.AuditCount+1 || d.Entry.From != from || d.Entry.To != to || d.Entry.CaseID != before.ID {
		h.Errorf("entry %+v", d.Entry)
	}
	if d.Entry.Occurred.After(d.Entry.At) || d.Entry.Occurred.Before(before.SubmittedAt) {
		h.Errorf("%s occurred %s, done %s", row.Verb, d.Entry.Occurred, d.Entry.At)
	}
	for _, l := range d.Letters {
		if !slices.Contains(row.Letters, l.Number.Kind) {
			h.Errorf("%s made a letter of kind %s", row.Verb, l.Number.Kind)
		}
	}
	if d.Case.Round < before.Round && row.Verb != VerbRetract {
		h.Errorf("%s led back to round %d", row.Verb, d.Case.Round)
	}
	h.holdNotices(row, d)
}

// holdNotices: the row names who is told, besides the leader who took charge; nobody twice, nobody of their own
// deed, and nobody of a confidential case who may not see it, but those who
// knew of what is taken back or taken away.
func (h *history) holdNotices(row VerbRow, d Done) {
	h.Helper()
	told, keys := map[Person]bool{}, map[string]bool{}
	for _, n := range d.Notices {
		if told[n.To] || keys[n.Key] || n.To.ID == d.Entry.Actor.ID || n.To.ID == "" {
			h.Errorf("%s: notice %+v", row.Verb, n)
		}
		told[n.To], keys[n.Key] = true, true
		leads := n.As == PartyLeader && n.To.ID == d.Case.Facts.LeadBy
		if !leads && !slices.Contains(row.Tells, n.As) && !slices.Contains(row.MayTell, n.As) {
			h.Errorf("%s tells the %s", row.Verb, n.As)
		}
		knew := n.As == PartyTold || n.As == PartyFormerChief || n.As == PartySupervisor || n.As == PartyHandler || row.Verb == VerbLower
		if !knew && !h.law.MaySee(&d.Case, Actor{Kind: n.To.Kind, ID: n.To.ID}) {
			h.Errorf("%s tells %s of a case they may not see", row.Verb, n.To.ID)
		}
		if d.Case.Confidential && n.To.Kind == ActorStaff && (n.Category != "" || n.Data != nil) {
			h.Errorf("%s: a push with content %+v", row.Verb, n)
		}
	}
}

// holdCase holds a standing against what is true of every case.
func (h *history) holdCase() {
	h.Helper()
	c := &h.c
	if c.State.Open() {
		h.holdOpen()
	} else {
		h.holdDone()
	}
	open := 0
	for _, sv := range c.Facts.Supervisions {
		if sv.Answered.IsZero() && !sv.Withdrawn {
			open++
		}
	}
	if open > 1 || (open == 1) != (c.Running(ClockSupervise, "") != nil) {
		h.Errorf("%d supervisions are open in %s", open, c.State)
	}
	for _, l := range c.Undelivered() {
		if c.Running(ClockDeliver, l.Ref()) == nil {
			h.Errorf("the letter %s waits without a clock", l.Ref())
		}
	}
	h.holdClocks()
	rated := map[int]bool{}
	for _, r := range c.Facts.Ratings {
		if rated[r.Round] {
			h.Errorf("round %d is rated twice", r.Round)
		}
		rated[r.Round] = true
	}
	if facts := string(h.flat(c.Facts)); strings.Contains(facts, "openid") {
		h.Errorf("facts hold an openid: %s", facts)
	}
}

// holdOpen: an open case has an owner on the roster and the clock of its
// state.
func (h *history) holdOpen() {
	h.Helper()
	c := &h.c
	owner := h.law.Owner(c)
	if _, ok := h.law.Bureau.Person(owner); !ok || slices.Contains(c.Facts.Recused, owner) {
		h.Errorf("%s is owned by %q", c.State, owner)
	}
	for _, row := range StateRows() {
		if row.State == c.State && c.Running(row.Clock, "") == nil {
			h.Errorf("no %s clock runs in %s", row.Clock, c.State)
		}
	}
	if !c.Facts.ClosedAt.IsZero() || c.Running(ClockArchive, "") != nil {
		h.Errorf("%s, yet closed at %s", c.State, c.Facts.ClosedAt)
	}
}

// holdDone: no clock of the handling runs on a case that is not open; what is
// owed in any state does.
func (h *history) holdDone() {
	h.Helper()
	c := &h.c
	if h.law.Owner(c) != "" {
		h.Errorf("%s is owned by %s", c.State, h.law.Owner(c))
	}
	for _, k := range c.Clocks {
		if !k.Running() {
			continue
		}
		allowed := []ClockKind{ClockArchive, ClockDeliver, ClockEnter, ClockReport}
		switch c.State {
		case Closed:
			allowed = append(allowed, ClockExecute, ClockReexamine, ClockSupervise)
		case Declined:
			allowed = append(allowed, ClockObject, ClockSupervise)
		case Archived:
			allowed = nil
		}
		if !slices.Contains(allowed, k.Kind) {
			h.Errorf("the %s clock runs in %s", k.Kind, c.State)
		}
	}
	if (c.Running(ClockArchive, "") != nil) != (c.State != Archived) {
		h.Errorf("the archive clock in %s: %v", c.State, c.Running(ClockArchive, ""))
	}
}

// holdClocks: one of a kind and reference runs at a time, each ends at 24:00
// of a day in Shanghai, and none stops before it starts.
func (h *history) holdClocks() {
	h.Helper()
	running := map[string]bool{}
	for _, k := range h.c.Clocks {
		name := named(k)
		switch {
		case k.Running() && k.Kind != ClockEnter && running[name]:
			h.Errorf("two clocks %s run", name)
		case !k.Due.Equal(DateOf(k.Due).Start()) || k.Due.Before(k.StartedAt.Add(-time.Second)):
			h.Errorf("%s runs from %s to %s", name, k.StartedAt, k.Due)
		case !k.Running() && k.StoppedAt.Before(k.StartedAt):
			h.Errorf("%s ran from %s to %s", name, k.StartedAt, k.StoppedAt)
		case k.Owner == "" || k.Round < 1:
			h.Errorf("clock %+v", k)
		}
		running[name] = running[name] || k.Running()
	}
}
