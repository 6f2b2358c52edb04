package main

import (
	"onevisit/config"
	"onevisit/models"
	"time"
)

// bureauOf turns the configured bureau into the law's.
func bureauOf(c config.Bureau) *models.Bureau {
	b := &models.Bureau{Organ: models.Organ(c.Organ), Options: optionsOf(c.Rules, c.Rules.Set)}
	for _, s := range c.Sections {
		b.Sections = append(b.Sections, models.Section(s))
	}
	for _, p := range c.Staff {
		staff := models.Staff{UserID: p.UserID, Name: p.Name, Section: p.Section}
		for _, r := range p.Roles {
			staff.Roles = append(staff.Roles, models.Role(r))
		}
		b.Staff = append(b.Staff, staff)
	}
	for _, cat := range c.Categories {
		b.Categories = append(b.Categories, models.Category{
			Code: cat.Code, Name: cat.Name, Parent: cat.Parent, Section: cat.Section, Confidential: cat.Confidential,
		})
	}
	return b
}

// optionsOf are the options of one set of rules, with those of the bureau.
func optionsOf(all config.Rules, r config.Set) models.Options {
	return models.Options{
		AskIdentity:           all.AskIdentity,
		AssignByDirector:      r.AssignBy == "director",
		SignByDeputy:          r.Sign,
		ResolveFromAssignment: r.ResolveStarts == "assign",
		ResolveUntilDelivery:  r.ResolveStops == "deliver",
		CutOff:                minutesOf(r.CutOff),
		Work:                  hoursOf(r.WorkHours),
		Quiet:                 hoursOf(r.QuietHours),
		Ladder: []models.LadderStep{
			{Party: models.PartyDirector, After: r.Ladder.Director}, {Party: models.PartyDeputy, After: r.Ladder.Deputy},
			{Party: models.PartyHead, After: r.Ladder.Head},
		},
		Counting:             countingOf(r.Counting),
		ConfidentialOfficers: all.ConfidentialOfficers,
	}
}

func countingOf(c config.Counting) models.Counting {
	out := models.Counting{Window: models.Window(c.Window), Circular: c.Circular, Interview: c.Interview}
	for _, k := range c.Clocks {
		out.Clocks = append(out.Clocks, models.ClockKind(k))
	}
	return out
}

// ruleSets are the bureau's sets of rules with their names, the oldest first.
func ruleSets(r config.Rules) (first models.RuleSet, later []models.RuleSet) {
	one := func(s config.Set) models.RuleSet {
		return models.RuleSet{Options: optionsOf(r, s), Clocks: clockRules(s)}
	}
	for _, s := range r.Sets {
		set := one(s)
		set.From = dateOf(s.ValidFrom)
		later = append(later, set.Named(false))
	}
	return one(r.Set).Named(true), later
}

func hoursOf(h config.Hours) models.Hours {
	return models.Hours{From: minutesOf(h.Start), To: minutesOf(h.End)}
}

// minutesOf counts the minutes after midnight.
func minutesOf(t config.TimeOfDay) int { return int(time.Duration(t).Minutes()) }

// clockRules are the law's rows with the bureau's lengths.
func clockRules(r config.Set) []models.ClockRule {
	var out []models.ClockRule
	for _, rule := range models.ClockRows() {
		c, ok := r.Clocks[string(rule.Kind)]
		if !ok {
			continue
		}
		if c.Days != nil {
			rule.Bureau.Days = *c.Days
		}
		if c.Calendar != "" {
			rule.Bureau.Workdays = c.Calendar == "workday"
		}
		if c.Roll != nil {
			rule.Bureau.Roll = *c.Roll
		}
		out = append(out, rule)
	}
	return out
}
