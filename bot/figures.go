package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// figures answers 统计 and 月报: the year so far, or one month. The office and
// the leaders see the whole bureau, a chief the own section.
func (t *turn) figures(month string) (messages.Message, error) {
	person, _ := t.law.Bureau.Person(t.u.From)
	section := ""
	switch {
	case officeRole(person):
	case person.Has(models.RoleChief):
		section = person.Section
	default:
		return messages.NotForYou(), nil
	}
	from, to := yearSoFar(t.now)
	if month != "" {
		var ok bool
		if from, to, ok = monthOf(month); !ok {
			return messages.AskMonth(), nil
		}
	}
	f, err := tally(t.tx, from, to, section)
	if err != nil {
		return messages.Message{}, err
	}
	return messages.FiguresReport(t.law.Bureau, f), nil
}

func tally(tx Tx, from, to models.Date, section string) (models.Figures, error) {
	count := models.NewTally(from, to, section)
	err := tx.Each(func(c *models.Case) error {
		count.Add(c)
		return nil
	})
	return count.Figures(), err
}

func yearSoFar(now time.Time) (from, to models.Date) {
	return models.NewDate(now.In(models.Zone()).Year(), time.January, 1), models.DateOf(now)
}

// monthOf reads 2026-10.
func monthOf(text string) (from, to models.Date, ok bool) {
	year, month, found := strings.Cut(messages.PlainDate(strings.TrimSpace(text)), "-")
	y, errYear := strconv.Atoi(year)
	m, errMonth := strconv.Atoi(month)
	if !found || errYear != nil || errMonth != nil || y < 2000 || y > 2100 || m < 1 || m > 12 {
		return 0, 0, false
	}
	return monthDays(y, time.Month(m))
}

func monthDays(year int, month time.Month) (from, to models.Date, ok bool) {
	return models.NewDate(year, month, 1), models.NewDate(year, month+1, 1) - 1, true
}

// Dispatch owes last month's figures to the head and the office on the first
// workday of a month, once, whenever and however often it runs that month.
func (b *Bot) Dispatch(ctx context.Context, now time.Time) (int, error) {
	today := models.DateOf(now)
	local := now.In(models.Zone())
	first := b.law.Calendar.Roll(models.NewDate(local.Year(), local.Month(), 1))
	if today < first || today > first+dispatchDays || local.Hour() < dispatchHour {
		return 0, nil
	}
	from, to, _ := monthDays(local.Year(), local.Month()-1)
	owed := 0
	err := b.store.Act(ctx, func(tx Tx) error {
		owed = 0
		readers, err := unread(tx, b.readers(), from)
		if err != nil || len(readers) == 0 {
			return err
		}
		text, err := b.monthly(tx, from, to)
		if err != nil {
			return err
		}
		for _, person := range readers {
			if err := oweReport(tx, person, from, text); err != nil {
				return err
			}
			owed++
		}
		return nil
	})
	return owed, err
}

// NextDispatch is the next moment after the given one at which the monthly
// figures go out.
func (b *Bot) NextDispatch(after time.Time) time.Time {
	local := after.In(models.Zone())
	for month := local.Month(); ; month++ {
		first := b.law.Calendar.Roll(models.NewDate(local.Year(), month, 1))
		if at := first.Start().Add(dispatchHour * time.Hour); at.After(after) {
			return at
		}
	}
}

// unread are those to whom a month's report is not owed yet.
func unread(tx Tx, readers []models.Person, from models.Date) ([]models.Person, error) {
	var out []models.Person
	for _, person := range readers {
		owed, err := tx.Owed(reportKey(from, person, 0))
		if err != nil {
			return nil, err
		}
		if !owed {
			out = append(out, person)
		}
	}
	return out, nil
}

// reportKey is the key of one part of a month's report to a person.
func reportKey(from models.Date, person models.Person, part int) string {
	return fmt.Sprintf("month:%s:%s:%d", from, person.ID, part)
}

// reportBytes keeps one part of a report inside one app message.
const reportBytes = 1800

// oweReport owes a report in as many messages as it needs, each once.
func oweReport(tx Tx, person models.Person, from models.Date, text string) error {
	for i, part := range messages.Parts(text, reportBytes) {
		raw, err := json.Marshal(messages.Say(strings.TrimSpace(part)))
		if err != nil {
			return fmt.Errorf("write report: %w", err)
		}
		err = tx.Owe(models.Notice{
			Key: reportKey(from, person, i), To: person, At: tx.Now(),
			Rung: models.RungReport, Data: models.Args{models.ArgAnswer: string(raw)},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// dispatchHour is when the monthly figures go out, so that nobody gets them
// before work.
const dispatchHour = 9

// dispatchDays is for how many days after the first workday they still do, for
// a program that did not run then.
const dispatchDays = 14

// readers are the head and the office [S 3(1)].
func (b *Bot) readers() []models.Person {
	var out []models.Person
	seen := map[string]bool{}
	for _, role := range []models.Role{models.RoleHead, models.RoleDeputy, models.RoleDirector, models.RoleViceDirector, models.RoleClerk} {
		for _, s := range b.law.Bureau.With(role) {
			if !seen[s.UserID] {
				seen[s.UserID] = true
				out = append(out, models.Person{Kind: models.ActorStaff, ID: strings.ToLower(s.UserID)})
			}
		}
	}
	return out
}
