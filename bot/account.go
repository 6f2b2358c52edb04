package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

const (
	// freshFor is how long after it was recorded a breach is looked at: longer
	// than the job can stand still without somebody noticing.
	freshFor = 7 * 24 * time.Hour
	// accountFor is how old the due of a breach may be that is looked at.
	accountFor = 366 * 24 * time.Hour
)

// Account prepares what follows from exceedings for the director, and reminds
// of what is owed outside of cases: explanations and what meetings decided.
// It may run on several machines at once: each thing is told once.
func (b *Bot) Account(ctx context.Context) (int, error) {
	owed, err := b.prepare(ctx)
	told, failed := b.remindDuties(ctx)
	return owed + told, errors.Join(err, failed)
}

// yearbook is a section's ledger of one year.
type yearbook struct {
	section string
	year    int
}

// span is from which due on, and up to which, its breaches count.
func (y yearbook) span(law *models.Law) (from, to time.Time) {
	_, to = models.YearSpan(y.year)
	return law.CountsFrom(y.year), to
}

// prepared is for what the drafts of a yearbook were owed: the state of the
// ledger, and who acts for whom, as substitutes are told as well.
type prepared struct {
	ledger models.LedgerState
	acting string
}

// acting writes down who acts for whom now.
func acting(tx Tx) (string, error) {
	all, err := tx.Substitutions()
	if err != nil {
		return "", err
	}
	var out strings.Builder
	for _, s := range all {
		if s.Covers(tx.Now()) {
			fmt.Fprintf(&out, "%s for %s\n", s.Substitute, s.Person)
		}
	}
	return out.String(), nil
}

// prepare tells the director of the letters that new exceedings owe.
func (b *Bot) prepare(ctx context.Context) (int, error) {
	owed := 0
	var done map[yearbook]prepared
	err := b.store.Act(ctx, func(tx Tx) error {
		owed, done = 0, map[yearbook]prepared{}
		fresh, err := tx.FreshBreaches(tx.Now().Add(-freshFor), tx.Now().Add(-accountFor))
		if err != nil || len(fresh) == 0 {
			return err
		}
		standIns, err := acting(tx)
		if err != nil {
			return err
		}
		for _, f := range fresh {
			y := yearbook{f.Section, models.YearOf(f.Due)}
			if _, seen := done[y]; seen {
				continue
			}
			// Read before the ledger: what changes in between is looked at again.
			from, to := y.span(b.law)
			state, err := tx.LedgerState(y.section, from, to)
			if err != nil {
				return err
			}
			done[y] = prepared{state, standIns}
			if known, ok := b.prepared.Load(y); ok && known == done[y] {
				continue
			}
			n, err := oweDrafts(tx, b.law, y)
			if err != nil {
				return err
			}
			owed += n
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("prepare circulars: %w", err)
	}
	for y, p := range done {
		b.prepared.Store(y, p)
	}
	return owed, nil
}

// exceedings is the ledger of a section and year.
func exceedings(tx Tx, law *models.Law, y yearbook) ([]models.Exceeding, error) {
	from, to := y.span(law)
	breaches, cases, err := tx.SectionBreaches(y.section, from, to)
	if err != nil || len(breaches) == 0 {
		return nil, err
	}
	entries, err := tx.OfficeEntries(models.OfficeQuery{
		Section: y.section, Since: from, Verbs: []models.Verb{models.VerbIssue, models.VerbExcuse},
	})
	return law.Exceedings(y.section, y.year, breaches, cases, entries), err
}

// oweDrafts owes the directors the draft of every letter of a section that is
// not issued yet, each once for the place that the exceeding has in the count.
func oweDrafts(tx Tx, law *models.Law, y yearbook) (int, error) {
	all, err := exceedings(tx, law, y)
	if err != nil {
		return 0, err
	}
	owed := 0
	for _, e := range all {
		if e.Owed() == "" {
			continue
		}
		raw, err := json.Marshal(messages.OwedDraft(law.Bureau, e, draftTexts(law, e, tx.Now())[0]))
		if err != nil {
			return 0, fmt.Errorf("write draft: %w", err)
		}
		for _, director := range law.Bureau.With(models.RoleDirector) {
			to := strings.ToLower(director.UserID)
			owed++
			err := tx.Owe(models.Notice{
				Key: fmt.Sprintf("draft:%d:%d:%s:%d:%s", e.CaseID, e.Round, e.Section, e.Nth, to), To: models.Person{Kind: models.ActorStaff, ID: to},
				Verb: models.VerbIssue, Rung: models.RungReport, At: law.StaffMoment(tx.Now(), e.Due), Data: models.Args{models.ArgAnswer: string(raw)},
			})
			if err != nil {
				return 0, err
			}
		}
	}
	return owed, nil
}

// draftTexts are the letters that an exceeding owes, as they are prepared: the
// first names the kind that is owed.
func draftTexts(law *models.Law, e models.Exceeding, now time.Time) []string {
	until := law.ExplainDue(now)
	if e.Owed() == models.LetterInterview {
		return []string{messages.InterviewText(law.Bureau, e, until), messages.CriticismText(law.Bureau, e)}
	}
	return []string{messages.CircularText(law.Bureau, e, until)}
}

// remindDuties tells what is owed outside of cases.
func (b *Bot) remindDuties(ctx context.Context) (int, error) {
	told := 0
	err := b.store.Act(ctx, func(tx Tx) error {
		told = 0
		due, err := tx.DutiesToTell(alarms)
		if err != nil {
			return err
		}
		for i := range due {
			notices, next := b.law.SweepDuty(&due[i], tx.Now())
			for _, n := range notices {
				if err := tx.Owe(n); err != nil {
					return err
				}
			}
			told += len(notices)
			if err := tx.RemindDuty(due[i].ID, next); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("remind of duties: %w", err)
	}
	return told, nil
}
