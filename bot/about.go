package bot

import (
	"slices"

	"onevisit/messages"
	"onevisit/models"
)

// matter is the draft of every short dialogue about one case.
type matter struct {
	Number  string   `json:"number,omitempty"`
	Wanted  string   `json:"wanted,omitempty"` // the command that began it
	Text    []string `json:"text,omitempty"`
	Files   []int64  `json:"files,omitempty"`
	Office  string   `json:"office,omitempty"`
	Section string   `json:"section,omitempty"`
	Letter  string   `json:"letter,omitempty"`
	Part    int      `json:"part,omitempty"`
	Code    string   `json:"code,omitempty"`
}

// mostCases is how many cases a list shows.
const mostCases = 10

// filter chooses cases for a dialogue.
type filter func(t *turn, c *models.Case) bool

// allows keeps the cases in which the speaker may do the verb now.
func allows(v models.Verb) filter {
	return func(t *turn, c *models.Case) bool {
		return slices.Contains(t.law.Possible(c, t.actor(), t.now), v)
	}
}

func (t *turn) isOpen(c *models.Case) bool { return c.State.Open() }

// own lists the speaker's cases that pass the filter, newest first.
func (t *turn) own(keep filter) ([]models.Case, error) {
	cases, err := t.tx.CasesOf(t.u.From, 50)
	if err != nil {
		return nil, err
	}
	cases = slices.DeleteFunc(cases, func(c models.Case) bool { return keep != nil && !keep(t, &c) })
	return cases[:min(len(cases), mostCases)], nil
}

// filters are found again by the command in the draft, because a session
// keeps no code.
func filterOf(wanted string) filter {
	switch messages.PetitionerCommand(wanted) {
	case messages.AskLetter:
		return hasLetters
	case messages.AskSupplement:
		return allows(models.VerbSupplement)
	case messages.AskUrge:
		return (*turn).isOpen
	case messages.AskRate:
		return allows(models.VerbRate)
	case messages.AskWithdraw:
		return allows(models.VerbWithdraw)
	case messages.AskObject:
		return allows(models.VerbObject)
	case messages.AskReexamine:
		return allows(models.VerbReexamine)
	case messages.AskUnpublish:
		return allows(models.VerbUnpublish)
	}
	return nil
}

// about begins a dialogue about one of the speaker's own cases: with the only
// one at once, else by asking which.
func about(t *turn, f *flow[matter], c messages.PetitionerCommand, keep filter) (messages.Message, error) {
	cases, err := t.own(keep)
	if err != nil {
		return messages.Message{}, err
	}
	d := matter{Wanted: string(c)}
	switch len(cases) {
	case 0:
		all, err := t.own(nil)
		return messages.NothingFor(c, len(all)), err
	case 1:
		d.Number = cases[0].Number
	}
	return f.begin(t, d)
}

// whichStep asks which of several cases is meant.
func whichStep() step[matter] {
	return oneOf[matter, models.Case]{
		key:  "which",
		when: func(_ *turn, d *matter) bool { return d.Number == "" },
		list: func(t *turn, d *matter) ([]models.Case, error) { return t.own(filterOf(d.Wanted)) },
		ask: func(t *turn, _ *matter, cases []models.Case) messages.Message {
			return messages.AskWhich(caseLines(t, cases))
		},
		take: func(_ *turn, d *matter, c models.Case) { d.Number = c.Number },
	}.step()
}

func caseLines(t *turn, cases []models.Case) []string {
	lines := make([]string, len(cases))
	for i := range cases {
		category, _ := t.law.Bureau.Category(cases[i].Category)
		lines[i] = messages.CaseLine(&cases[i], category.Name)
	}
	return lines
}

// confirmStep asks for a plain yes before something counts.
func confirmStep(ask func(*turn, *matter) (messages.Message, error)) step[matter] {
	return step[matter]{key: "confirm", ask: ask, take: func(t *turn, d *matter) (verdict, error) {
		m, err := ask(t, d)
		if err != nil {
			return verdict{}, err
		}
		i, ok := picked(t.text, m.Labels())
		switch {
		case !ok:
			return again(messages.PickNumber(len(m.Choices))), nil
		case i > 0:
			return end(messages.Left()), nil
		}
		return accept(), nil
	}}
}

// do does the speaker's verb to the case of the draft.
func (d *matter) do(t *turn, v models.Verb, args models.Args) (models.Done, error) {
	return t.tx.Do(d.Number, models.Request{Verb: v, Actor: t.actor(), Args: args})
}
