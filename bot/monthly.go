package bot

import (
	"slices"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// monthly words the figures of a month, of the year until its end, of each
// section that had something to do, and what is open now, the latest first.
func (b *Bot) monthly(tx Tx, from, to models.Date) (string, error) {
	month := models.NewTallies(from, to, b.law.Bureau.Sections)
	year := models.NewTally(models.NewDate(to.Start().Year(), time.January, 1), to, "")
	var open []messages.WorkLine
	err := tx.Each(func(c *models.Case) error {
		month.Add(c)
		year.Add(c)
		// Confidential cases stand in no list that others read.
		if c.State.Open() && !c.Confidential {
			open = append(open, messages.OpenLine(b.law, c, tx.Now()))
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	slices.SortStableFunc(open, func(a, b messages.WorkLine) int { return a.Due.Compare(b.Due) })
	duties, err := tx.OpenDuties()
	if err != nil {
		return "", err
	}
	report := messages.Monthly{Month: month.Figures(""), Year: year.Figures(), Open: open, Now: tx.Now()}
	for _, s := range b.law.Bureau.Sections {
		report.Sections = append(report.Sections, month.Figures(s.Code))
	}
	return messages.OpenDecisions(b.law.Bureau, duties, tx.Now()) + messages.MonthlyReport(b.law.Bureau, report), nil
}
