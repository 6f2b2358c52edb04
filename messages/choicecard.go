package messages

import (
	"unicode/utf8"

	"onevisit/models"
)

// ListMark stands between the things of a list.
const ListMark = "、"

// ChoiceCard asks for one argument of a verb that was begun on another card:
// what was chosen so far, the choice, and one button that sends key.
func ChoiceCard(b *models.Bureau, c *models.Case, v models.Verb, key string, before []Field, choice CardSelect) *Card {
	card := &Card{Title: VerbName(v), Desc: c.Number, Sub: cardAsk(choice.Arg), Selects: []CardSelect{choice}}
	add := func(name, value string) {
		fits := utf8.RuneCountInString(name) <= cardNameChars && utf8.RuneCountInString(value) <= cardValueChars
		if fits && value != "" && len(card.Rows) < cardRows {
			card.Rows = append(card.Rows, CardRow{Name: name, Value: value})
		}
	}
	category, _ := b.Category(c.Category)
	add("类别", category.Name)
	for _, f := range before {
		add(ArgName(f.Arg), f.Value)
	}
	card.Buttons = []CardButton{{Key: key, Label: VerbName(v), Weight: WeightMain}}
	if !choice.Many {
		card.Buttons = append(card.Buttons, CardButton{Key: KeyShow, Label: "详情"})
	}
	return card
}

// cardAsk is the question of a card that has one.
func cardAsk(a models.Arg) string {
	if a == models.ArgTicks {
		return "快办要三条都符合，请逐条核对后打勾。不都符合的，请回到原来的卡片改选“普通”。"
	}
	return askChoice(a)
}

// ChooseOnCard says that one more thing is to be chosen, on the card that
// follows.
func ChooseOnCard(a models.Arg) Message {
	if a == models.ArgTicks {
		return Say("还差一步：请在下面的卡片上给快办条件打勾。")
	}
	return Say("还差一步：请在下面的卡片上选" + ArgName(a) + "。")
}
