package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"onevisit/models"
)

const (
	// alarms is how many clocks one transaction of the sweep deals with: few
	// enough that nobody's verb waits long for it.
	alarms = 500
	// digest is how many reminders one person is told at once.
	digest = 500
	// digests is how many persons are told in one transaction: they share a
	// commit.
	digests = 4
	// mostForeseen bounds what a sweep remembers until it is told: some dozens of
	// megabytes.
	mostForeseen = 60_000
)

// foresight is what a sweep knows of the lines that it made reminders of, until
// they are told. It is no more than a saving: what is not in it, or whose case
// has changed since, is looked up.
type foresight struct {
	mu    sync.Mutex
	lines map[foreseeable]foreseen
}

// foreseeable tells the rungs of clocks apart. Of a case that is not
// confidential everybody is told the same.
type foreseeable struct {
	told
	start int64
	due   int64
	rung  string
}

// foreseen is a reminder's line, and the version of the case that says so.
type foreseen struct {
	version int64
	line    models.Line
}

func foreseeing(r models.Reminder) foreseeable {
	return foreseeable{told{r.CaseID, r.Clock, r.Ref}, r.StartSeq, r.Due.UnixMilli(), r.Rung}
}

// add remembers what is to be told at once. It may be called alongside itself.
func (f *foresight) add(l *models.Law, s *models.Sweep, now time.Time) {
	if s.Alarm.Case.Confidential {
		return
	}
	var last string // a rung is told to several in a row
	for _, r := range s.Reminders {
		if r.Rung == last || r.At.After(now) {
			continue
		}
		if line, ok := l.Line(s.Alarm.Case, r); ok {
			last = r.Rung
			f.keep(foreseeing(r), foreseen{s.Alarm.Case.Version, line})
		}
	}
}

func (f *foresight) keep(what foreseeable, x foreseen) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.lines) < mostForeseen {
		f.lines[what] = x
	}
}

// line is what was foreseen of a reminder, where its case has the version still
// and the person is on the roster.
func (f *foresight) line(l *models.Law, r models.Reminder, version int64) (models.Line, bool) {
	x, ok := f.lines[foreseeing(r)]
	if ok && r.To.Kind == models.ActorStaff {
		_, ok = l.Bureau.Person(r.To.ID)
	}
	return x.line, ok && x.version == version
}

// Remind lets the running clocks tell what they have to tell by now, and
// records the dues that passed. Nothing is told twice, however often and on
// however many machines it runs: each rung is a row with a unique key, and a
// person's rows are taken together and told in one message.
func (b *Bot) Remind(ctx context.Context) (int, error) {
	f := &foresight{lines: map[foreseeable]foreseen{}}
	swept, err := b.sweep(ctx, f)
	if err != nil {
		return swept, fmt.Errorf("sweep clocks: %w", err)
	}
	if err := b.tellReminders(ctx, f); err != nil {
		return swept, fmt.Errorf("tell reminders: %w", err)
	}
	return swept, nil
}

// sweep turns the alarms that are due into reminders and breaches.
func (b *Bot) sweep(ctx context.Context, f *foresight) (int, error) {
	for swept := 0; ; {
		dealt := 0
		err := b.store.Act(ctx, func(tx Tx) error {
			due, err := tx.Alarms(alarms)
			if err != nil {
				return err
			}
			dealt = len(due)
			all := make([]models.Sweep, len(due))
			err = models.InParallel(len(due), func(i int) error {
				if err := b.law.Knows(due[i].Case); err != nil {
					return err // another replica, which knows them, has these alarms too
				}
				all[i] = b.law.Sweep(due[i], tx.Now())
				f.add(b.law, &all[i], tx.Now())
				return nil
			})
			if err != nil {
				return err
			}
			return tx.Swept(all)
		})
		swept += dealt
		if err != nil || dealt == 0 {
			return swept, err
		}
	}
}

// tellReminders owes each person one notice of everything they are to be told.
func (b *Bot) tellReminders(ctx context.Context, f *foresight) error {
	for more := true; more; {
		err := b.store.Act(ctx, func(tx Tx) error {
			for range digests {
				taken, err := tx.TakeReminders(digest)
				if more = len(taken) > 0; err != nil || !more {
					return err
				}
				lines, err := b.lines(tx, taken, f)
				if err != nil {
					return err
				}
				if len(lines) == 0 {
					continue
				}
				if err := tx.Owe(reminderNotice(taken[0], lines, tx)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// told is a clock of which somebody is told once, by its newest rung.
type told struct {
	id    int64
	clock models.ClockKind
	ref   string
}

// lines are the clocks that still have something to tell, each once by its
// newest rung, the nearest due first.
func (b *Bot) lines(tx Tx, taken []models.Reminder, f *foresight) ([]models.Line, error) {
	all, err := b.each(tx, taken, f)
	if err != nil {
		return nil, err
	}
	known := map[told]bool{}
	var out []models.Line
	for i, r := range slices.Backward(taken) {
		what := told{r.CaseID, r.Clock, r.Ref}
		if all[i] != nil && !known[what] {
			known[what] = true
			out = append(out, *all[i])
		}
	}
	slices.SortStableFunc(out, func(a, b models.Line) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Number, b.Number))
	})
	return out, nil
}

// each says what each reminder tells as its case stands now; nil is nothing. It
// looks up the cases of which nothing was foreseen, or which changed since.
func (b *Bot) each(tx Tx, taken []models.Reminder, f *foresight) ([]*models.Line, error) {
	standing, err := tx.Versions(casesOf(taken))
	if err != nil {
		return nil, err
	}
	out := make([]*models.Line, len(taken))
	var unforeseen []models.Reminder
	for i, r := range taken {
		if line, ok := f.line(b.law, r, standing[r.CaseID]); ok {
			out[i] = &line
		} else {
			unforeseen = append(unforeseen, r)
		}
	}
	cases, err := tx.CasesToTell(casesOf(unforeseen))
	if err != nil {
		return nil, err
	}
	for i, r := range taken {
		if c := cases[r.CaseID]; c != nil && out[i] == nil {
			if line, ok := b.law.Line(c, r); ok {
				out[i] = &line
			}
		}
	}
	return out, nil
}

// casesOf are the cases of reminders, each once.
func casesOf(taken []models.Reminder) []int64 {
	ids := make([]int64, len(taken))
	for i := range taken {
		ids[i] = taken[i].CaseID
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// reminderNotice is the message that is owed. The first reminder's key is as
// unique as the reminder itself, which is told only once.
func reminderNotice(first models.Reminder, lines []models.Line, tx Tx) models.Notice {
	n := models.Notice{Key: "remind:" + first.Key, To: first.To, Rung: "digest", As: models.PartyRung, Lines: lines, At: tx.Now()}
	if len(lines) == 1 {
		line := lines[0]
		n.Number, n.CaseID, n.Rung, n.State = line.Number, first.CaseID, line.Rung, line.State
		n.Category, n.Confidential, n.Due = line.Category, line.Secret, line.Due
	}
	return n
}
