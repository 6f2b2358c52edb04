package bot

import (
	"slices"

	"onevisit/messages"
	"onevisit/models"
)

// asks makes a step's question of words that need nothing.
func asks(m func() messages.Message) func(*turn, *filing) (messages.Message, error) {
	return func(*turn, *filing) (messages.Message, error) { return m(), nil }
}

// asking is the petitioner's step with the question put to a clerk, or as it
// is where there is no other.
func asking(steps []step[filing], key string, ask func(*turn, *filing) (messages.Message, error)) step[filing] {
	i := slices.IndexFunc(steps, func(s step[filing]) bool { return s.key == key })
	s := steps[i]
	if ask != nil {
		s.ask = ask
	}
	return s
}

// behalfAboutSteps: how it came, the notice where somebody is there to hear
// it, the kind, the category.
func behalfAboutSteps() []step[filing] {
	steps := aboutSteps()
	of := func(m func(models.Channel) messages.Message) func(*turn, *filing) (messages.Message, error) {
		return func(_ *turn, d *filing) (messages.Message, error) { return m(d.Channel), nil }
	}
	return []step[filing]{
		{key: "notice", when: func(_ *turn, d *filing) bool {
			return d.Channel == models.ChannelVisit || d.Channel == models.ChannelCall
		},
			ask: of(messages.AskToldNotice), take: takeTold},
		{key: "kind", ask: of(messages.AskBehalfKind), take: takeBehalfKind},
		asking(steps, "top", nil),
		asking(steps, "leaf", nil),
		asking(steps, "accused", asks(messages.AskBehalfAccused)),
	}
}

func behalfClaimSteps() []step[filing] {
	steps := claimSteps()
	steps[0] = asking(steps, "claim", func(_ *turn, d *filing) (messages.Message, error) {
		return messages.AskBehalfClaim(d.chars(), len(d.Files)), nil
	})
	return steps
}

// behalfPersonSteps: who brings the matter, and where letters reach them.
func behalfPersonSteps() []step[filing] {
	steps := personSteps()
	standing := asking(steps, "standing", asks(messages.AskBehalfStanding))
	standing.take = takeBehalfStanding
	return []step[filing]{
		standing,
		asking(steps, "name", asks(messages.AskBehalfName)),
		asking(steps, "phone", func(_ *turn, d *filing) (messages.Message, error) {
			return messages.AskBehalfPhone(d.Channel.PhoneOptional()), nil
		}),
		asking(steps, "identity", asks(messages.AskBehalfIdentity)),
		{key: "address", skip: true, skipped: func(d *filing) { d.Person.Address = "" },
			when: func(_ *turn, d *filing) bool { return d.Standing != anonymous && d.Person.Address == "" && !d.NoPhone },
			ask:  asks(messages.AskBehalfAddress), take: takeAddress},
		{key: "letters", when: func(_ *turn, d *filing) bool {
			return d.Standing != anonymous && d.NoPhone && d.Person.CheckBy(d.Channel, true) != nil
		}, ask: asks(messages.AskBehalfLetters), take: takeAddress},
		asking(steps, "signers", nil),
	}
}

// behalfEndSteps: the summary, and what to change in it.
func behalfEndSteps() []step[filing] {
	steps := confirmSteps()
	steps[0].take = func(t *turn, d *filing) (verdict, error) {
		v, err := takeConfirm(t, d)
		if v.end {
			v.stay = messages.BehalfRefused()
		}
		return v, err
	}
	return steps
}

// takeTold keeps when the person was told what is collected.
func takeTold(t *turn, d *filing) (verdict, error) {
	i, ok := picked(t.text, messages.AskToldNotice(d.Channel).Labels())
	switch {
	case !ok:
		return again(messages.PickNumber(2)), nil
	case i == 1:
		return end(messages.BehalfRefused()), nil
	}
	d.NoticeAt = t.now
	return accept(), nil
}

// takeBehalfKind reads the kind; a matter of another procedure is registered
// as such, for the decline tells its route in writing.
func takeBehalfKind(t *turn, d *filing) (verdict, error) {
	d.Top, d.Category = "", ""
	i, ok := picked(t.text, messages.AskBehalfKind(d.Channel).Labels())
	if !ok {
		return again(messages.PickNumber(len(messages.Kinds()))), nil
	}
	d.Class = messages.Kinds()[i].Class
	return accept(), nil
}

func takeBehalfStanding(t *turn, d *filing) (verdict, error) {
	i, ok := picked(t.text, messages.AskBehalfStanding().Labels())
	if !ok {
		return again(messages.PickNumber(3)), nil
	}
	d.Standing, d.Signers = []string{named, anonymous, joint}[i], nil
	return accept(), nil
}

// takeAddress takes where letters go; without a phone nothing else reaches the
// petitioner.
func takeAddress(t *turn, d *filing) (verdict, error) {
	d.Person.Address = messages.Short(t.text, 190)
	if d.NoPhone && d.Person.CheckBy(d.Channel, true) != nil {
		return again(messages.AddressShort()), nil
	}
	return accept(), nil
}
