package bot

import (
	"strings"

	"onevisit/messages"
	"onevisit/models"
)

// mostEarlier is how many likely earlier cases a clerk is shown.
const mostEarlier = 3

// earlier are the likely earlier cases of the same matter that the person may
// see, the surest first. Linking them is the clerk's act.
func (t *turn) earlier(c *models.Case) ([]messages.Earlier, error) {
	found, cases, err := t.tx.Alike(c)
	if err != nil {
		return nil, err
	}
	var out []messages.Earlier
	for _, l := range t.law.Likely(c, t.actor(), found, cases, mostEarlier) {
		for i := range cases {
			if cases[i].ID == l.CaseID {
				out = append(out, messages.Earlier{Case: &cases[i], Likeness: l})
			}
		}
	}
	return out, nil
}

// askRepeat shows them with the question whether a case is a repeat.
func (t *turn) askRepeat(m messages.Message, spec *models.ArgSpec, c *models.Case) (messages.Message, error) {
	if spec.Arg != models.ArgRepeat {
		return m, nil
	}
	all, err := t.earlier(c)
	return messages.WithEarlier(t.law.Bureau, m, all), err
}

// readRepeat takes the case that an answer names along with the word: one that
// was shown, or another by its number. What is left is the word alone.
func (t *turn) readRepeat(d *act, spec *models.ArgSpec, c *models.Case) error {
	if spec.Arg != models.ArgRepeat {
		return nil
	}
	m, err := t.askRepeat(messages.AskArg(d.Verb, *spec, t.values(*spec, c), c.Number), spec, c)
	if err != nil {
		return err
	}
	delete(d.Args, models.ArgLinked)
	if i, ok := picked(t.text, m.Labels()); ok {
		t.text = m.Labels()[i]
	}
	word, rest, named := strings.Cut(t.text, " ")
	if !named || word != messages.OptionName(models.ArgRepeat, models.Yes) {
		return nil
	}
	ref, _ := caseRef(strings.TrimSpace(rest))
	if ref == "" {
		return nil
	}
	linked, err := t.find(ref)
	if err != nil {
		return err
	}
	d.Args[models.ArgLinked], t.text = linked.Number, word
	return nil
}

// mayRepeat adds to the answer of a registration as a first case what it may
// repeat.
func (t *turn) mayRepeat(m messages.Message, v models.Verb, c *models.Case) (messages.Message, error) {
	if v != models.VerbRegister || c.Facts.Repeat {
		return m, nil
	}
	all, err := t.earlier(c)
	return messages.MayRepeat(t.law.Bureau, m, c.Number, all), err
}

// earlierOn adds the likeliest of them to the card that asks to register.
func (t *turn) earlierOn(card *messages.Card, n models.Notice, c *models.Case) error {
	if n.Verb != models.VerbSubmit {
		return nil
	}
	all, err := t.earlier(c)
	if row, ok := messages.EarlierRow(all); ok {
		card.Rows = append(card.Rows, row)
	}
	return err
}
