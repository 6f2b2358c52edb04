package messages

import "onevisit/models"

// SceneMark stands between number and query code in the scene of a slip's QR
// code; it is in neither.
const SceneMark = "_"

// bindLabel is the choice that begins binding.
const bindLabel = "绑定到我的微信"

// OfferBinding is a case looked up by its code, with the offer to bind it.
func OfferBinding(progress Message) Message {
	return Say(progress.Text).WithChoices(bindLabel).WithFoot("绑定以后，进展会发到这个微信，也能在这里补充、催办、评价。")
}

// AskDigits asks for the proof that the account belongs to the petitioner.
func AskDigits(number string) Message {
	return Say("要把 " + number + " 绑定到这个微信，请发登记时留的电话的后四位：").WithFoot("（可回复：取消）")
}

// WrongDigits says that the proof failed and how often it may be tried again.
func WrongDigits(left int) Message {
	return Say("和登记的电话对不上，没有绑定。" + triesLeft(left)).WithChoices(PetitionerCommandName(AskLookup))
}

// Bound says that the case is bound.
func Bound(c *models.Case) Message {
	return Say("已绑定 "+c.Number+"。以后有进展会发到这个微信。").
		WithChoices(PetitionerCommandName(AskTrack), PetitionerCommandName(AskSupplement))
}
