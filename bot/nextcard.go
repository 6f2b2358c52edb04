package bot

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"onevisit/messages"
	"onevisit/models"
)

// longestKey is what the platform lets a button say, in bytes.
const longestKey = 1024

// buttonKey is what the button of a second card says: the verb, and what was
// chosen before. So the card can be tapped whenever it is found again.
func buttonKey(v models.Verb, args models.Args) string {
	if len(args) == 0 {
		return string(v)
	}
	chosen := url.Values{}
	for arg, value := range args {
		chosen[string(arg)] = strings.Split(value, ",")
	}
	return string(v) + "?" + chosen.Encode()
}

// readButton reads what a button says. What was chosen is as unsure as
// anything else that comes in.
func readButton(key string) (models.Verb, map[string][]string) {
	verb, rest, found := strings.Cut(key, "?")
	if !found || len(key) > longestKey {
		return models.Verb(key), nil
	}
	chosen, err := url.ParseQuery(rest)
	if err != nil {
		return models.Verb(key), nil
	}
	return models.Verb(verb), chosen
}

// afterTap turns the answer to a tap into what the platform shows best: the
// card itself where its first step is done, a second card where the next thing
// can be chosen, else the words.
func (t *turn) afterTap(card models.Card, m messages.Message) (messages.Message, error) {
	s, err := t.tx.Session(t.who)
	if err != nil {
		return m, err
	}
	if s.Flow == actFlow().key && s.Step == optionStep {
		return t.chooseNext(s, m)
	}
	_, deed, err := outdated(t.law, t.tx, card)
	if err != nil || deed == nil || s.Flow != "" {
		return m, err
	}
	if m, err = t.keepOffer(m); err != nil {
		return m, err
	}
	n := models.Notice{Key: "said:" + t.u.Key, Rung: models.RungSaid}
	return messages.Message{Done: messages.CardDone(t.law.Bureau, *deed)}, t.oweSelf(n, m)
}

// oweSelf owes the speaker a whole message.
func (t *turn) oweSelf(n models.Notice, m messages.Message) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	n.To, n.At = models.Person{Kind: models.ActorStaff, ID: t.u.From}, t.now
	n.Data = models.Args{models.ArgAnswer: string(raw)}
	return t.tx.Owe(n)
}

// chooseNext owes the question that a tap led to as a card of its own, and
// says so. A question that no card holds stays a numbered text; so does one
// about a confidential case, of which no card is made. The dialogue waits
// either way: a number or a name typed is an answer too.
func (t *turn) chooseNext(s models.Session, m messages.Message) (messages.Message, error) {
	var e envelope[act]
	if err := json.Unmarshal(s.Draft, &e); err != nil {
		return m, fmt.Errorf("read draft after a tap: %w", err)
	}
	d := &e.Data
	spec, c, err := wanted(t, d)
	if err != nil || spec == nil || c.Confidential {
		return m, err
	}
	choice, ok := messages.NewSelect(spec.Arg, t.shortlist(*spec, &c), preset(*spec, &c))
	key := buttonKey(d.Verb, d.Args)
	if !ok || len(key) > longestKey {
		return m, nil
	}
	if spec.Kind == models.KindTicks {
		choice.Many, choice.Preset = true, ""
	}
	question := m
	question.Card = messages.ChoiceCard(t.law.Bureau, &c, d.Verb, key, t.chosenSoFar(d, &c), choice)
	n := models.Notice{
		Key: "choose:" + t.u.Key, Rung: models.RungChoose, Verb: d.Verb,
		CaseID: c.ID, Number: c.Number, Category: c.Category, State: c.State,
	}
	return messages.ChooseOnCard(spec.Arg), t.oweSelf(n, question)
}

// chosenSoFar are a draft's arguments as a person reads them.
func (t *turn) chosenSoFar(d *act, c *models.Case) []messages.Field {
	row, _ := t.law.Row(d.Verb)
	var out []messages.Field
	for _, spec := range row.Needs {
		if !d.Args.Has(spec.Arg) {
			continue
		}
		labels := d.Args.List(spec.Arg)
		for i, v := range labels {
			labels[i] = t.label(spec, c, v)
		}
		out = append(out, messages.Field{Arg: spec.Arg, Value: strings.Join(labels, messages.ListMark)})
	}
	return out
}

// still is the card of a question as long as the step can be taken.
func (t *turn) still(n models.Notice, own *messages.Card, c *models.Case) (*messages.Card, []models.Verb) {
	if own == nil || !slices.Contains(t.possible(c), n.Verb) {
		return nil, nil
	}
	return own, []models.Verb{n.Verb}
}
