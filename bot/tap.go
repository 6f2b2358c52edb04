package bot

import (
	"slices"
	"strings"

	"onevisit/messages"
	"onevisit/models"
)

// tap answers a button of a card. It does what the same command would, with
// what was chosen on the card; a card of somebody else, of another app or of
// yesterday changes nothing.
func (t *turn) tap() (messages.Message, error) {
	tap := t.u.Card
	if tap == nil {
		return messages.Message{}, nil
	}
	card, err := t.tx.Card(tap.Task)
	if models.CodeOf(err) == models.CodeNotFound || err == nil && !strings.EqualFold(card.To, t.u.From) {
		return messages.CardUnknown(), nil
	}
	if err != nil {
		return messages.Message{}, err
	}
	if fresh, err := t.tx.KeepCode(card.Task, tap.ResponseCode); err != nil || !fresh {
		return messages.CardTwice(), err
	}
	c, err := t.tx.Case(card.Number)
	if err != nil {
		return messages.Message{}, err
	}
	verb, before := readButton(t.u.Text)
	show := t.u.Text == messages.KeyShow
	if !t.law.MaySee(&c, t.actor()) || !show && !slices.Contains(card.Verbs, verb) {
		return messages.CardUnknown(), nil
	}
	if !show {
		if m, err := t.overtaken(card, &c, verb); err != nil || !m.Empty() {
			return m, err
		}
	}
	s, err := t.tx.Session(t.who)
	if err != nil {
		return messages.Message{}, err
	}
	if err := t.leaveStaff(s); err != nil {
		return messages.Message{}, err
	}
	if show {
		return t.show(card.Number)
	}
	m, err := actFlow().begin(t, act{Verb: verb, Number: card.Number, Args: t.chosen(verb, &c, before, tap)})
	if err != nil {
		return m, err
	}
	return t.afterTap(card, m)
}

// overtaken says what happened since the card was sent, if that took the step
// away; an empty message while it can be taken.
func (t *turn) overtaken(card models.Card, c *models.Case, v models.Verb) (messages.Message, error) {
	possible := t.possible(c)
	if card.Standing != models.CardDone && slices.Contains(possible, v) {
		return messages.Message{}, nil
	}
	entries, err := t.tx.History(c.ID)
	if err != nil {
		return messages.Message{}, err
	}
	happened := messages.StateName(c.State)
	if deed := deedSince(entries, card); deed != nil {
		happened = messages.CardDone(t.law.Bureau, *deed)
	}
	return messages.CardOutdated(c.Number, happened, t.law.Duties(c, t.u.From) != nil), nil
}

// chosen are the arguments of the verb that were chosen on the card, or on the
// one before it, and can be chosen at all; anything else is asked for.
func (t *turn) chosen(v models.Verb, c *models.Case, before map[string][]string, tap *CardTap) models.Args {
	args := models.Args{}
	row, _ := t.law.Row(v)
	for _, spec := range row.Needs {
		picks, ok := tap.Selected[string(spec.Arg)]
		if !ok {
			picks = before[string(spec.Arg)]
		}
		if len(picks) == 0 || len(picks) > 1 && spec.Kind != models.KindTicks {
			continue
		}
		values := t.values(spec, c)
		strange := func(pick string) bool {
			return !slices.ContainsFunc(values, func(known messages.Value) bool { return known.Value == pick })
		}
		if !slices.ContainsFunc(picks, strange) {
			args[spec.Arg] = strings.Join(picks, ",")
		}
	}
	return args
}
