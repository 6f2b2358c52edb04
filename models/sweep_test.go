package models

import (
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"
)

// due is one due of one clock.
type due struct {
	clock int64
	at    int64
}

// broken is a due that was recorded as breached.
type broken struct {
	Breach
	stands bool
}

// once is what nobody may be told twice.
type once struct {
	clock ClockKind
	ref   string
	start int64
	due   int64
	rung  string
	to    Person
}

func onceOf(r Reminder) once {
	return once{r.Clock, r.Ref, r.StartSeq, r.Due.Unix(), r.Rung, r.To}
}

// book is what the store keeps beside a case: alarms, reminders, breaches. Each
// method is one transaction; nothing else survives a restart.
type book struct {
	*history
	alarms   map[int64]time.Time
	rows     map[string]Reminder
	untold   []string
	owed     map[once]int
	told     map[once]int
	breaches map[due]broken
	// tale is the case as an outsider retells it, heard how far that is.
	tale  *retelling
	heard int
}

// beginSwept files a case; some are further on, because chance takes long.
func (h *history) beginSwept(t testing.TB, now time.Time) *run {
	quiet := func(b *Bureau) { b.Options.Quiet = Hours{From: 21 * 60, To: 7*60 + 30} }
	if now.Equal(start()) && h.rng.IntN(8) == 0 {
		r := reach(t, h.verbs[h.rng.IntN(len(h.verbs))])
		quiet(r.law.Bureau)
		return r
	}
	r := newRun(t, quiet, func(b *Bureau) { b.Options.SignByDeputy = h.rng.IntN(4) == 0 })
	r.now = now
	if h.rng.IntN(8) == 0 {
		r.must(r.try(Request{Verb: VerbSubmit, Actor: byClerk(), Filing: paper(ChannelTransfer)}))
		return r
	}
	r.must(r.try(Request{Verb: VerbSubmit, Actor: byPetitioner(), Filing: filing()}))
	if h.rng.IntN(3) == 0 { // the section's clocks are those that the ledger counts
		r.to([]State{Assigned, Accepted}[h.rng.IntN(2)])
		r.c.Confidential = h.rng.IntN(8) == 0 // in nobody's figures by section
	}
	return r
}

// reckon does what the store does with a step.
func (b *book) reckon(before, after *Case) {
	r := b.law.Reckon(before, after, b.now)
	for _, id := range r.Silent {
		delete(b.alarms, id)
	}
	for _, a := range r.Alarms {
		b.alarms[a.Clock.ID] = a.At
	}
	for _, late := range r.Late {
		b.record(late)
	}
	for _, a := range r.Annulled {
		for d, x := range b.breaches {
			if d.clock == a.ClockID && (a.From.IsZero() || d.at >= a.From.Unix()) {
				b.breaches[d] = broken{x.Breach, false}
			}
		}
	}
}

// sweep is one worker's look at the alarms; one in four repeats its write,
// having not heard that it was done.
func (b *book) sweep(now time.Time) {
	for _, id := range slices.Sorted(maps.Keys(b.alarms)) { // in an order that can be replayed
		at := b.alarms[id]
		if at.After(now) {
			continue
		}
		s := b.law.Sweep(Alarm{Case: &b.c, Clock: *b.clock(id), At: at}, now)
		b.holdSlim(s, now)
		if b.rng.IntN(4) == 0 {
			b.holdSweep(s, now)
		}
		for range 1 + b.rng.IntN(4)/3 {
			b.write(id, s)
		}
	}
}

// slim is what the store loads of a case for sweeps and what they tell.
func slim(c Case) Case {
	facts := c.Facts
	facts.Last = nil
	out := Case{
		ID: c.ID, Number: c.Number, Version: c.Version, State: c.State, Round: c.Round, Class: c.Class, Category: c.Category,
		Confidential: c.Confidential, Account: c.Account, Section: c.Section, Chief: c.Chief, Handler: c.Handler,
		CaseOfficer: c.CaseOfficer, Facts: facts, Words: Words{Accused: c.Words.Accused},
	}
	for _, s := range c.Words.Signers {
		out.Words.Signers = append(out.Words.Signers, Petitioner{Account: s.Account})
	}
	out.Clocks = slices.DeleteFunc(slices.Clone(c.Clocks), func(k Clock) bool { return !k.Running() })
	if slices.ContainsFunc(out.Clocks, func(k Clock) bool { return k.Kind == ClockDeliver }) {
		out.Letters = c.Letters
	}
	return out
}

// holdSlim: a sweep sees as much in what the store loads for it as in the
// whole case.
func (b *book) holdSlim(s Sweep, now time.Time) {
	b.Helper()
	c := slim(b.c)
	got := b.law.Sweep(Alarm{Case: &c, Clock: s.Alarm.Clock, At: s.Alarm.At}, now)
	alike := func(a, b Reminder) bool { return a.Key == b.Key && a.Number == b.Number && a.At.Equal(b.At) }
	if got.Breach != s.Breach || !got.Next.Equal(s.Next) || !slices.EqualFunc(got.Reminders, s.Reminders, alike) {
		b.Errorf("a sweep of what is loaded says %+v, of all %+v", got, s)
	}
	if got, want := b.law.BreachOf(&c, &s.Alarm.Clock), b.law.BreachOf(&b.c, &s.Alarm.Clock); got.Section != want.Section {
		b.Errorf("the breach of what is loaded is %+v, of all %+v", got, want)
	}
	for _, r := range s.Reminders {
		got, ok := b.law.Line(&c, r)
		if want, told := b.law.Line(&b.c, r); ok != told || !reflect.DeepEqual(got, want) {
			b.Errorf("what is loaded is told as %+v, all as %+v", got, want)
		}
	}
}

// holdSweep: whoever a passed rung is for hears of the clock, once.
func (b *book) holdSweep(s Sweep, now time.Time) {
	b.Helper()
	heard := map[Person]int{}
	for _, r := range s.Reminders {
		heard[r.To]++
	}
	for _, r := range b.law.Rungs(&b.c, &s.Alarm.Clock, s.Alarm.At, now) {
		for _, p := range b.law.Told(&b.c, &s.Alarm.Clock, r) {
			if heard[p] != 1 {
				b.Errorf("%s passed %s and %s hears it %d times", s.Alarm.Clock.Kind, r.Name(), p.ID, heard[p])
			}
		}
	}
}

// record keeps a breach; recorded again it stands again, with the section that
// it was first recorded for.
func (b *book) record(x Breach) {
	key := due{x.ClockID, x.Due.Unix()}
	if known, ok := b.breaches[key]; ok {
		x = known.Breach
	}
	b.breaches[key] = broken{x, true}
}

func (b *book) write(id int64, s Sweep) {
	if s.Next.IsZero() {
		delete(b.alarms, id)
	} else {
		b.alarms[id] = s.Next
	}
	if s.Breach {
		b.record(b.law.BreachOf(&b.c, &s.Alarm.Clock))
	}
	for _, r := range s.Reminders {
		if _, known := b.rows[r.Key]; !known {
			b.rows[r.Key] = r
			b.untold = append(b.untold, r.Key)
			b.owed[onceOf(r)]++
		}
		if n := b.owed[onceOf(r)]; n != 1 {
			b.Errorf("%s of %s, due %s, is owed to %s %d times", r.Rung, r.Clock, r.Due, r.To.ID, n)
		}
	}
}

// tell takes what may be told and holds when that is.
func (b *book) tell(now time.Time) {
	b.untold = slices.DeleteFunc(b.untold, func(key string) bool {
		r := b.rows[key]
		if r.At.After(now) {
			return false
		}
		b.told[onceOf(r)]++
		b.holdMoment(r)
		return true
	})
}

func (b *book) clock(id int64) *Clock {
	for i := range b.c.Clocks {
		if b.c.Clocks[i].ID == id {
			return &b.c.Clocks[i]
		}
	}
	b.Fatalf("an alarm rings for the clock %d, which is gone", id)
	return nil
}

// holdMoment: staff are told in the day of workdays, on a day off only what
// would otherwise come after the due; petitioners between 8:00 and 21:00.
func (b *book) holdMoment(r Reminder) {
	b.Helper()
	local := r.At.In(Zone())
	minute := local.Hour()*60 + local.Minute()
	if r.To.Kind == ActorPetitioner {
		if minute < 8*60 || minute >= 21*60 {
			b.Errorf("a petitioner is told at %s", local)
		}
		return
	}
	next := DateOf(r.At)
	for b.law.Calendar.DayOff(next) {
		next++
	}
	urgent := r.At.Before(r.Due) && !next.at(8*60+30).Before(r.Due)
	if minute < 7*60+30 || minute >= 21*60 || (next != DateOf(r.At) && !urgent) {
		b.Errorf("%s is told of %s, due %s, at %s", r.To.ID, r.Rung, r.Due, local)
	}
}

// hold holds the book against the case; what every clock has told takes long
// and is looked at now and then.
func (b *book) hold(wholly bool) {
	b.Helper()
	b.holdRetold()
	for what, n := range b.told {
		if n != 1 {
			b.Errorf("%+v was told %d times", what, n)
		}
	}
	for i := range b.c.Clocks {
		k := &b.c.Clocks[i]
		b.holdAlarm(k, wholly)
		b.holdDue(k)
		late := !b.law.Rule(k.Kind).Window && ((k.Running() && !b.now.Before(k.Due)) || k.StoppedAt.After(k.Due))
		if late && !b.breaches[due{k.ID, k.Due.Unix()}].stands {
			b.Errorf("%s passed its due %s and nobody recorded it", k.Kind, k.Due)
		}
	}
	for d, x := range b.breaches {
		if x.stands {
			b.holdBreach(d)
		}
	}
	for id, at := range b.alarms {
		if !b.clock(id).Running() || !at.After(b.now) {
			b.Errorf("the clock %d rings at %s", id, at)
		}
	}
}

// holdAlarm: a running clock that has something to tell rings for it, and has
// told what lies behind.
func (b *book) holdAlarm(k *Clock, wholly bool) {
	b.Helper()
	next := b.law.NextRung(&b.c, k, b.now)
	if at, set := b.alarms[k.ID]; !next.IsZero() && (!set || at.Before(next)) {
		b.Errorf("%s tells at %s, but rings at %s", k.Kind, next, at)
	}
	if !k.Running() || !wholly {
		return
	}
	known := func(r Reminder) bool {
		return r.Clock == k.Kind && r.Ref == k.Ref && r.StartSeq == k.StartSeq && r.Due.Equal(k.Due)
	}
	if anyOf(b.rows, known) {
		return
	}
	for _, r := range b.law.Rungs(&b.c, k, k.StartedAt, b.now) {
		if len(b.law.Told(&b.c, k, r)) > 0 {
			b.Errorf("%s has passed %s and told nobody", k.Kind, r.Name())
		}
	}
}

// anyOf reports that one of the reminders fits.
func anyOf(rows map[string]Reminder, f func(Reminder) bool) bool {
	for _, r := range rows {
		if f(r) {
			return true
		}
	}
	return false
}

// holdBreach: a breach that stands was one, or is seen early by a worker whose
// clock is ahead.
func (b *book) holdBreach(d due) {
	b.Helper()
	i := slices.IndexFunc(b.c.Clocks, func(k Clock) bool { return k.ID == d.clock })
	if i < 0 {
		b.Errorf("a breach of the clock %d, which never was", d.clock)
		return
	}
	k, at := b.c.Clocks[i], time.Unix(d.at, 0)
	switch {
	case !k.Running() && !k.StoppedAt.After(at):
		b.Errorf("%s was stopped at %s, yet is breached at %s", k.Kind, k.StoppedAt, at)
	case !k.Due.Equal(at) && at.After(b.now):
		b.Errorf("%s was moved to %s before its breach at %s", k.Kind, k.Due, at)
	case b.law.Rule(k.Kind).Window:
		b.Errorf("the window %s is breached", k.Kind)
	}
}

// holdDue compares a due with a walk of the calendar, day by day, by figures
// of its own.
func (b *book) holdDue(k *Clock) {
	b.Helper()
	calendar := map[ClockKind]int{ClockAccept: 3, ClockDeliver: 3, ClockFollowUp: 30, ClockArchive: 30, ClockRate: 30, ClockReexamine: 30, ClockObject: 30, ClockExecute: 30}
	work := map[ClockKind]int{ClockAssign: 1, ClockJudge: 3}
	began := b.done[k.StartSeq-1].Entry
	want := k.StartedAt.In(Zone())
	switch n, known := calendar[k.Kind]; {
	case k.Kind == ClockArchive && began.Verb == VerbDecline:
		want = rolled(want, 30).Add(-time.Hour) // nobody has got the letter yet
	case k.Kind == ClockArchive && began.To == Declined: // after the window to object
		want = rolled(want, 30).Add(-time.Hour).AddDate(0, 0, 30)
	case k.Kind == ClockReport:
		want = want.AddDate(0, 0, 60)
		if day, err := time.ParseInLocation(time.DateOnly, began.Plain[ArgTheirDue], Zone()); err == nil {
			want = day
		}
	case known:
		want = want.AddDate(0, 0, n)
		for (k.Kind == ClockRate || k.Kind == ClockReexamine || k.Kind == ClockObject) && isOff(want) {
			want = want.AddDate(0, 0, 1)
		}
	case work[k.Kind] > 0:
		want = workdaysAfter(want, work[k.Kind])
	case k.Kind == ClockRegister, k.Kind == ClockEnter && began.Actor.Kind == ActorPetitioner:
		if isOff(want) || want.Hour() >= 17 {
			want = workdaysAfter(want, 1)
		}
	case k.Kind == ClockEnter:
	default:
		return // a due of its own, or one that is retold
	}
	end := time.Date(want.Year(), want.Month(), want.Day()+1, 0, 0, 0, 0, Zone())
	if !k.Due.Equal(end) {
		b.Errorf("%s from %s is due %s, walked %s", k.Kind, k.StartedAt.In(Zone()), k.Due, end)
	}
}

// isOff and workdaysAfter know the invented bureau's two exceptions.
func isOff(t time.Time) bool {
	switch t.Format(time.DateOnly) {
	case "2026-04-06":
		return true
	case "2026-04-12":
		return false
	}
	return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
}

func workdaysAfter(t time.Time, n int) time.Time {
	for n > 0 {
		t = t.AddDate(0, 0, 1)
		if !isOff(t) {
			n--
		}
	}
	return t
}
