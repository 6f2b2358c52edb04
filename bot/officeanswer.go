package bot

import (
	"slices"

	"onevisit/messages"
	"onevisit/models"
)

// ownDuties are what the person owes outside of cases, of one kind.
func (t *turn) ownDuties(kind models.ClockKind) ([]models.OfficeDuty, error) {
	open, err := t.tx.OpenDuties()
	return slices.DeleteFunc(open, func(d models.OfficeDuty) bool {
		return d.Kind != kind || !t.owesDuty(&d)
	}), err
}

// ownDuty is one of them, still open.
func (t *turn) ownDuty(kind models.ClockKind, d *paper) (models.OfficeDuty, error) {
	own, err := t.ownDuties(kind)
	if err != nil {
		return models.OfficeDuty{}, err
	}
	i := slices.IndexFunc(own, func(o models.OfficeDuty) bool { return o.ID == d.Duty })
	if i < 0 {
		return models.OfficeDuty{}, &models.Error{Code: models.CodeTwice, Verb: d.Verb}
	}
	return own[i], nil
}

// explain begins a chief's written explanation: of the one that is due first.
func (t *turn) explain(rest string) (messages.Message, error) {
	if err := t.mayDo(models.VerbExplain); err != nil {
		return messages.Message{}, err
	}
	own, err := t.ownDuties(models.ClockExplain)
	if err != nil {
		return messages.Message{}, err
	}
	if len(own) == 0 {
		return messages.Message{}, &models.Error{Code: models.CodeNotOpenMatter, Verb: models.VerbExplain}
	}
	d := newPaper(models.VerbExplain)
	d.Duty, d.Section = own[0].ID, own[0].Section
	if length(rest, models.ArgReason, leastWords, mostWords) == nil {
		d.Words[models.ArgReason] = rest
	}
	return explainFlow().begin(t, d)
}

func explainFlow() *flow[paper] {
	cause, cure := officeWords(models.ArgReason, leastWords, mostWords), officeWords(models.ArgText, leastWords, mostWords)
	return &flow[paper]{
		key: "explain", ttl: dialogueTTL,
		steps: []step[paper]{cause, cure, officeConfirm(cause.key, func(t *turn, d *paper) (messages.Message, error) {
			return messages.PreviewOffice(d.Verb, messages.SectionName(t.law.Bureau, d.Section), fields(d, models.ArgReason, models.ArgText)...), nil
		})},
		done: func(t *turn, d *paper) (messages.Message, error) {
			duty, err := t.ownDuty(models.ClockExplain, d)
			if err != nil {
				return messages.Message{}, err
			}
			return t.write(t.law.Explain(t.dutyHand(&duty), duty, d.Words.Get(models.ArgReason), d.Words.Get(models.ArgText), t.now))
		},
	}
}

func fields(d *paper, args ...models.Arg) []messages.Field {
	var out []messages.Field
	for _, a := range args {
		out = append(out, messages.Field{Arg: a, Value: d.Words.Get(a)})
	}
	return out
}

// counting are the exceedings that count and could be excused.
func counting(e *models.Exceeding) bool { return e.Nth > 0 }

// excuse begins to take an exceeding out of the count.
func (t *turn) excuse(rest string) (messages.Message, error) {
	if err := t.mayDo(models.VerbExcuse); err != nil {
		return messages.Message{}, err
	}
	d := newPaper(models.VerbExcuse)
	ref, rest := caseRef(rest)
	all, err := t.allExceedings(counting)
	if err != nil {
		return messages.Message{}, err
	}
	if ref != "" {
		c, err := t.find(ref)
		if err != nil {
			return messages.Message{}, err
		}
		all = slices.DeleteFunc(all, func(e models.Exceeding) bool { return e.CaseID != c.ID })
	}
	if len(all) == 0 {
		return messages.Message{}, &models.Error{Code: models.CodeNotOpenMatter, Verb: models.VerbExcuse}
	}
	last := all[len(all)-1]
	oneSection := !slices.ContainsFunc(all, func(e models.Exceeding) bool { return e.Section != last.Section })
	if len(all) == 1 || ref != "" && oneSection {
		d.Number, d.Round, d.Section = last.Number, last.Round, last.Section
	}
	if length(rest, models.ArgReason, leastWords, mostWords) == nil {
		d.Words[models.ArgReason] = rest
	}
	return excuseFlow().begin(t, d)
}

func excuseFlow() *flow[paper] {
	reason := officeWords(models.ArgReason, leastWords, mostWords)
	return &flow[paper]{
		key: "excuse", ttl: dialogueTTL,
		steps: []step[paper]{oneOf[paper, models.Exceeding]{
			key:  "which",
			when: func(_ *turn, d *paper) bool { return d.Number == "" },
			list: func(t *turn, _ *paper) ([]models.Exceeding, error) { return t.allExceedings(counting) },
			ask: func(t *turn, _ *paper, all []models.Exceeding) messages.Message {
				return messages.AskExceeding(t.law.Bureau, all)
			},
			take: func(_ *turn, d *paper, e models.Exceeding) {
				d.Number, d.Round, d.Section = e.Number, e.Round, e.Section
			},
		}.step(), reason, officeConfirm(reason.key, func(t *turn, d *paper) (messages.Message, error) {
			return messages.PreviewOffice(d.Verb, messages.SectionName(t.law.Bureau, d.Section)+" "+d.Number, fields(d, models.ArgReason)...), nil
		})},
		done: doExcuse,
	}
}

// doExcuse also prepares anew what follows from those that count on.
func doExcuse(t *turn, d *paper) (messages.Message, error) {
	all, err := t.allExceedings(func(e *models.Exceeding) bool {
		return e.Number == d.Number && e.Round == d.Round && e.Section == d.Section
	})
	if err != nil {
		return messages.Message{}, err
	}
	if len(all) == 0 {
		return messages.Message{}, &models.Error{Code: models.CodeNotOpenMatter, Verb: d.Verb}
	}
	e := all[len(all)-1]
	history, err := t.tx.History(e.CaseID)
	if err != nil {
		return messages.Message{}, err
	}
	m, err := t.write(t.law.Excuse(t.hand(d.Verb), e, history, d.Words.Get(models.ArgReason), t.now))
	if err != nil {
		return m, err
	}
	_, err = oweDrafts(t.tx, t.law, yearbook{e.Section, models.YearOf(e.Due)})
	return m, err
}

// refer begins to open a section's file for the party group.
func (t *turn) refer(rest string) (messages.Message, error) {
	if err := t.mayDo(models.VerbRefer); err != nil {
		return messages.Message{}, err
	}
	d := newPaper(models.VerbRefer)
	d.Section, rest = t.sectionNamed(rest)
	if length(rest, models.ArgReason, leastWords, mostWords) == nil {
		d.Words[models.ArgReason] = rest
	}
	return referFlow().begin(t, d)
}

func referFlow() *flow[paper] {
	reason := officeWords(models.ArgReason, leastWords, mostWords)
	return &flow[paper]{
		key: "refer", ttl: dialogueTTL,
		steps: []step[paper]{oneOf[paper, messages.Value]{
			key:  "section",
			when: func(_ *turn, d *paper) bool { return d.Section == "" },
			list: func(t *turn, _ *paper) ([]messages.Value, error) {
				return t.values(models.ArgSpec{Kind: models.KindSection}, &models.Case{}), nil
			},
			ask: func(_ *turn, d *paper, sections []messages.Value) messages.Message {
				return messages.AskSection(d.Verb, messages.ValueLabels(sections))
			},
			take: func(_ *turn, d *paper, s messages.Value) { d.Section = s.Value },
		}.step(), reason, officeConfirm(reason.key, func(t *turn, d *paper) (messages.Message, error) {
			return messages.PreviewOffice(d.Verb, messages.SectionName(t.law.Bureau, d.Section), fields(d, models.ArgReason)...), nil
		})},
		done: func(t *turn, d *paper) (messages.Message, error) {
			return t.write(t.law.Refer(t.u.From, d.Section, d.Words.Get(models.ArgReason), t.now))
		},
	}
}
