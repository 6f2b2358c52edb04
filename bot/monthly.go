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
	month := models.NewTally(from, to, "")
	year := models.NewTally(models.NewDate(to.Start().Year(), time.January, 1), to, "")
	var sections []*models.Tally
	for _, s := range b.law.Bureau.Sections {
		sections = append(sections, models.NewTally(from, to, s.Code))
	}
	all := append(slices.Clone(sections), month, year)
	var open []messages.WorkLine
	err := tx.Each(func(c *models.Case) error {
		for _, t := range all {
			t.Add(c)
		}
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
	report := messages.Monthly{Month: month.Figures(), Year: year.Figures(), Open: open, Now: tx.Now()}
	for _, t := range sections {
		report.Sections = append(report.Sections, t.Figures())
	}
	return messages.OpenDecisions(b.law.Bureau, duties, tx.Now()) + messages.MonthlyReport(b.law.Bureau, report), nil
}
