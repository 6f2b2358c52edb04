package simulator

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// ErrNothingToTap means that no bubble offers what was to be tapped.
var ErrNothingToTap = errors.New("simulator: nothing like that to tap")

// Tap presses the newest choice or card button with this text, id or key. The
// selections of a card travel with it, as preset or as set with Select.
func (p *Phone) Tap(ctx context.Context, choice string) (Answer, error) {
	bubble, found := p.newest(func(b Bubble) bool { return b.offers(choice) })
	if !found {
		return Answer{}, fmt.Errorf("%w: %s", ErrNothingToTap, choice)
	}
	return p.tap(ctx, bubble, choice)
}

// TapIn is Tap in one bubble, an older one too.
func (p *Phone) TapIn(ctx context.Context, bubble int64, choice string) (Answer, error) {
	meant, found := p.newest(func(b Bubble) bool { return b.ID == bubble && b.offers(choice) })
	if !found {
		return Answer{}, fmt.Errorf("%w: %s", ErrNothingToTap, choice)
	}
	return p.tap(ctx, meant, choice)
}

// Select chooses an option of a question on the newest card that asks it, or
// ticks it, or takes the tick away.
func (p *Phone) Select(question, option string) error {
	bubble, found := p.newest(func(b Bubble) bool { return b.asks(question, option) })
	if !found {
		return fmt.Errorf("%w: %s=%s", ErrNothingToTap, question, option)
	}
	return p.SelectIn(bubble.ID, question, option)
}

// SelectIn is Select in one bubble.
func (p *Phone) SelectIn(bubble int64, question, option string) error {
	meant := func(b Bubble) bool { return b.ID == bubble && b.asks(question, option) }
	if !p.amend(meant, func(b *Bubble) { b.Card = b.Card.choose(question, option) }) {
		return fmt.Errorf("%w: %s=%s", ErrNothingToTap, question, option)
	}
	return nil
}

func (p *Phone) newest(meant func(Bubble) bool) (Bubble, bool) {
	for _, bubble := range slices.Backward(p.Bubbles()) {
		if meant(bubble) {
			return bubble, true
		}
	}
	return Bubble{}, false
}

func (p *Phone) tap(ctx context.Context, bubble Bubble, choice string) (Answer, error) {
	if part, found := bubble.choice(choice); found {
		return p.perform(ctx, textGesture(part.Content, part.Choice))
	}
	key, _ := bubble.key(choice)
	code, err := p.world.cards.issue(p.world, bubble.message)
	if err != nil {
		return Answer{}, err
	}
	return p.perform(ctx, pressGesture(bubble, key.Key, code))
}

// pressGesture is template_card_event, which has no message id.
func pressGesture(bubble Bubble, key, code string) gesture {
	card := bubble.Card
	var items []element
	for _, question := range card.questions() {
		if question.Selected == "" {
			continue
		}
		items = append(items, group("SelectedItem",
			cdata("QuestionKey", question.Question),
			group("OptionIds", cdata("OptionId", question.Selected))))
	}
	items = append(items, card.Ticks.selected()...)
	return gesture{event: true, message: bubble.message, fields: []element{
		cdata("MsgType", "event"), cdata("Event", "template_card_event"),
		cdata("EventKey", key), cdata("TaskId", card.TaskID), cdata("CardType", card.Type),
		cdata("ResponseCode", code), group("SelectedItems", items...),
	}}
}

func (b Bubble) offers(choice string) bool {
	if _, found := b.choice(choice); found && b.From == Bureau {
		return true
	}
	_, found := b.key(choice)
	return found
}

// key finds a button that can still be pressed.
func (b Bubble) key(choice string) (CardKey, bool) {
	if b.Card == nil || b.Replaced != "" {
		return CardKey{}, false
	}
	for _, key := range b.Card.keys() {
		if key.Key == choice || key.Text == choice {
			return key, true
		}
	}
	return CardKey{}, false
}

func (b Bubble) asks(question, option string) bool {
	if b.Card == nil || b.Replaced != "" {
		return false
	}
	if b.Card.Ticks.has(question, option) {
		return true
	}
	for _, list := range b.Card.questions() {
		if list.Question == question && !list.Disabled {
			return slices.ContainsFunc(list.Options, func(o CardOption) bool { return o.ID == option })
		}
	}
	return false
}

// choose is the card with another option selected. Cards are never changed in
// place: copies of bubbles share them.
func (c *Card) choose(question, option string) *Card {
	changed := *c
	if c.Selection != nil {
		list := *c.Selection
		list.selectIf(question, option)
		changed.Selection = &list
	}
	changed.Ticks = c.Ticks.toggled(question, option)
	changed.Lists = slices.Clone(c.Lists)
	for i := range changed.Lists {
		changed.Lists[i].selectIf(question, option)
	}
	return &changed
}

func (l *CardList) selectIf(question, option string) {
	if l.Question == question {
		l.Selected = option
	}
}

// over is the update of an older card, which keeps its task.
func (c *Card) over(older *Card) *Card {
	changed := *c
	if older != nil && changed.TaskID == "" {
		changed.TaskID = older.TaskID
	}
	return &changed
}
