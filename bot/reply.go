package bot

import (
	"slices"
	"time"
	"unicode/utf8"

	"onevisit/messages"
	"onevisit/models"
)

const (
	// pushedWithin is how far back a push counts as what a free text answers.
	pushedWithin = 30 * 24 * time.Hour
	// shortestOrder keeps a greeting from becoming an instruction, in characters.
	shortestOrder = 4
)

// meaning is what a free text can stand for: the verb that the speaker's role
// does with words, and the cases it can be about.
type meaning struct {
	verb  models.Verb
	cases []models.Case
}

// free takes words that are no command as what the speaker's role does: an
// answer of whoever is supervised, an instruction of a leader. Words that
// begin with a case number are about that case.
func (t *turn) free() (messages.Message, error) {
	text, about := t.text, (*models.Case)(nil)
	if ref, rest := caseRef(t.text); ref != "" {
		c, err := t.find(ref)
		if err != nil {
			return messages.Message{}, err
		}
		if rest == "" {
			return t.show(c.Number)
		}
		text, about = rest, &c
	}
	if messages.Acknowledges(text) {
		return t.acknowledged(about)
	}
	if utf8.RuneCountInString(text) < shortestOrder {
		return messages.StaffNotUnderstood(), nil
	}
	m, err := t.meant(about)
	if err != nil || m.verb == "" {
		return messages.StaffNotUnderstood(), err
	}
	d := act{Verb: m.verb, Args: models.Args{models.ArgText: text}, Sure: m.verb == models.VerbInstruct}
	for _, c := range m.cases {
		d.Cases = append(d.Cases, c.Number)
	}
	if len(d.Cases) == 1 {
		d.Number = d.Cases[0]
	}
	return actFlow().begin(t, d)
}

// meant finds what words without a command can stand for.
func (t *turn) meant(about *models.Case) (meaning, error) {
	cases, err := t.pushed()
	if about != nil {
		cases, err = []models.Case{*about}, nil
	}
	if err != nil {
		return meaning{}, err
	}
	for _, v := range []models.Verb{models.VerbAnswer, models.VerbInstruct} {
		fitting := slices.DeleteFunc(slices.Clone(cases), func(c models.Case) bool {
			return !slices.Contains(t.possible(&c), v)
		})
		if len(fitting) > 0 {
			return meaning{v, fitting[:min(len(fitting), mostCases)]}, nil
		}
	}
	return meaning{}, nil
}

// pushed lists the cases that the person was told of lately, newest first.
// Confidential ones are left out: a push about one says nothing that could be
// replied to.
func (t *turn) pushed() ([]models.Case, error) {
	cards, err := t.tx.PushedTo(t.u.From, t.now.Add(-pushedWithin))
	if err != nil {
		return nil, err
	}
	var numbers []string
	for _, card := range cards {
		if !slices.Contains(numbers, card.Number) && len(numbers) < mostListed {
			numbers = append(numbers, card.Number)
		}
	}
	var out []models.Case
	for _, number := range numbers {
		c, err := t.tx.Case(number)
		if err != nil {
			return nil, err
		}
		if !c.Confidential && t.law.MaySee(&c, t.actor()) {
			out = append(out, c)
		}
	}
	return out, nil
}

// acknowledged answers words that only say that something was read: they stop
// no clock.
func (t *turn) acknowledged(about *models.Case) (messages.Message, error) {
	m, err := t.meant(about)
	if err != nil || m.verb != models.VerbAnswer {
		return messages.Acknowledged(""), err
	}
	return messages.Acknowledged(m.cases[0].Number), nil
}
