package bot

import (
	"slices"

	"onevisit/messages"
	"onevisit/models"
)

// allExceedings are those of every section, of this year and the last.
func (t *turn) allExceedings(keep func(*models.Exceeding) bool) ([]models.Exceeding, error) {
	year := t.now.In(models.Zone()).Year()
	var out []models.Exceeding
	for _, s := range t.law.Bureau.Sections {
		for _, y := range []int{year - 1, year} {
			all, err := exceedings(t.tx, t.law, yearbook{s.Code, y})
			if err != nil {
				return nil, err
			}
			out = append(out, slices.DeleteFunc(all, func(e models.Exceeding) bool { return !keep(&e) })...)
		}
	}
	return out, nil
}

// owing are the exceedings that owe a letter of the kind, the oldest of each
// section.
func (t *turn) owing(which models.LetterKind) ([]models.Exceeding, error) {
	all, err := t.allExceedings(func(e *models.Exceeding) bool { return e.Owed() == which })
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(e models.Exceeding) bool {
		again := seen[e.Section]
		seen[e.Section] = true
		return again
	}), err
}

// issue begins a circular or an interview: with the section that is named, or
// the only one that owes it, else by asking which.
func (t *turn) issue(which models.LetterKind, rest string) (messages.Message, error) {
	if err := t.mayDo(models.VerbIssue); err != nil {
		return messages.Message{}, err
	}
	d := newPaper(models.VerbIssue)
	d.Which = which
	d.Section, _ = t.sectionNamed(rest)
	all, err := t.owing(which)
	if d.Section != "" {
		all = slices.DeleteFunc(all, func(e models.Exceeding) bool { return e.Section != d.Section })
	}
	switch {
	case err != nil:
		return messages.Message{}, err
	case len(all) == 0:
		return messages.NothingOwed(which), nil
	case len(all) == 1:
		d.Section = all[0].Section
	}
	return issueFlow().begin(t, d)
}

func issueFlow() *flow[paper] {
	words := officeWords(models.ArgText, leastWords, mostWords)
	confirm := officeConfirm(words.key, func(t *turn, d *paper) (messages.Message, error) {
		e, err := t.owingBy(d)
		return messages.PreviewIssue(d.Which, t.issued(d, e)...), err
	})
	words.when = func(*turn, *paper) bool { return false } // only to write anew
	words.take = thenConfirm(words.take)
	return &flow[paper]{
		key: "issue", ttl: dialogueTTL,
		steps: []step[paper]{oneOf[paper, models.Exceeding]{
			key:  "section",
			when: func(_ *turn, d *paper) bool { return d.Section == "" },
			list: func(t *turn, d *paper) ([]models.Exceeding, error) { return t.owing(d.Which) },
			ask: func(t *turn, d *paper, all []models.Exceeding) messages.Message {
				return messages.AskSection(d.Verb, sectionNames(t, all))
			},
			take: func(_ *turn, d *paper, e models.Exceeding) { d.Section = e.Section },
		}.step(), confirm, words},
		done: doIssue,
	}
}

// thenConfirm shows again what was written anew.
func thenConfirm(take func(*turn, *paper) (verdict, error)) func(*turn, *paper) (verdict, error) {
	return func(t *turn, d *paper) (verdict, error) {
		v, err := take(t, d)
		if err == nil && v.ok {
			v = goTo("confirm")
		}
		return v, err
	}
}

func sectionNames(t *turn, all []models.Exceeding) []string {
	names := make([]string, len(all))
	for i, e := range all {
		names[i] = messages.SectionName(t.law.Bureau, e.Section)
	}
	return names
}

// owingBy is the exceeding that the section of the draft owes a letter for.
func (t *turn) owingBy(d *paper) (models.Exceeding, error) {
	all, err := t.owing(d.Which)
	if err != nil {
		return models.Exceeding{}, err
	}
	i := slices.IndexFunc(all, func(e models.Exceeding) bool { return e.Section == d.Section })
	if i < 0 {
		return models.Exceeding{}, &models.Error{Code: models.CodeTwice, Verb: d.Verb}
	}
	return all[i], nil
}

// issued are the letters' texts: as prepared, or as the director wrote anew.
func (t *turn) issued(d *paper, e models.Exceeding) []string {
	if e.Owed() == "" {
		return nil
	}
	texts := draftTexts(t.law, e, t.now)
	if own := d.Words.Get(models.ArgText); own != "" {
		texts[0] = own
	}
	return texts
}

func doIssue(t *turn, d *paper) (messages.Message, error) {
	e, err := t.owingBy(d)
	if err != nil {
		return messages.Message{}, err
	}
	var letters []models.OfficeLetter
	for i, text := range t.issued(d, e) {
		kind := d.Which
		if i > 0 {
			kind = models.LetterCircular
		}
		letters = append(letters, models.OfficeLetter{Number: models.LetterNumber{Kind: kind}, Snapshot: models.Snapshot{Text: text}})
	}
	return t.write(t.law.Issue(t.hand(d.Verb), e, letters, t.now))
}
