package bot

import (
	"slices"

	"onevisit/messages"
	"onevisit/models"
)

// behalf is the flow in which a clerk files what came as a visit, a letter, a
// call or a transfer from above.
const behalf = "behalf"

// behalfFlow asks a clerk what submitFlow asks a petitioner.
func behalfFlow() *flow[filing] {
	return &flow[filing]{
		key: behalf, ttl: draftTTL, done: fileOnBehalf, left: parkBehalf,
		steps: slices.Concat(behalfAboutSteps(), behalfClaimSteps(), behalfPersonSteps(), behalfEndSteps()),
	}
}

// startBehalf begins a filing, or offers the one that was left unfinished.
func (t *turn) startBehalf(c models.Channel) (messages.Message, error) {
	none := &models.Case{}
	if err := t.law.Refusal(none, models.VerbSubmit, t.actorFor(none, models.VerbSubmit), t.now); err != nil {
		return messages.Message{}, err
	}
	parked, err := t.tx.Session(drawer(t.who))
	if err != nil {
		return messages.Message{}, err
	}
	if parked.Flow == behalf && t.now.Before(parked.Expires) {
		return behalfResumeFlow().begin(t, filing{Channel: c})
	}
	return behalfFlow().begin(t, filing{Channel: c})
}

// behalfResumeFlow asks whether to go on with the filing in the drawer.
func behalfResumeFlow() *flow[filing] {
	return &flow[filing]{
		key: "behalf-resume", ttl: dialogueTTL,
		steps: []step[filing]{{
			key:  "choose",
			ask:  func(*turn, *filing) (messages.Message, error) { return messages.DraftFound(false), nil },
			take: takeBehalfResume,
		}},
	}
}

func takeBehalfResume(t *turn, d *filing) (verdict, error) {
	return t.reopen(behalfFlow(), filing{Channel: d.Channel}, messages.BehalfRefused())
}

// parkBehalf leaves the filing and keeps it for 7 days.
func parkBehalf(t *turn, _ *envelope[filing]) (messages.Message, error) {
	s, err := t.tx.Session(t.who)
	if err != nil {
		return messages.Message{}, err
	}
	return messages.BehalfKept(int(draftTTL.Hours() / 24)), park(t, s)
}

// leaveStaff ends a staff dialogue for another command: an unfinished filing is
// kept, all else is forgotten.
func (t *turn) leaveStaff(s models.Session) error {
	if s.Flow == behalf && t.now.Before(s.Expires) {
		return park(t, s)
	}
	return t.tx.DropSession(t.who)
}

// attached answers what is no words: part of a filing on behalf, or a hint.
func (t *turn) attached() (messages.Message, error) {
	s, err := t.tx.Session(t.who)
	switch {
	case err != nil:
		return messages.Message{}, err
	case s.Flow == behalf && t.now.Before(s.Expires):
		return t.resume(s)
	case t.u.Kind == KindLocation:
		return messages.Message{}, nil
	}
	return messages.StaffWordsOnly(), nil
}

// fileOnBehalf submits the matter. The query code is told once, on the slip in
// the answer that the inbox row keeps.
func fileOnBehalf(t *turn, d *filing) (messages.Message, error) {
	c, code, err := t.filed(d, d.Channel, d.Person, t.actorFor(&models.Case{}, models.VerbSubmit))
	switch {
	case err != nil:
		return messages.Message{}, err
	case code == "":
		return messages.HeadAccused(), nil
	}
	link, err := t.slipLink(c.Number, code)
	if err != nil {
		return messages.Message{}, err
	}
	return messages.BehalfDone(t.law.Bureau.Organ, messages.Slip{
		Number: c.Number, Code: code, Channel: d.Channel, At: t.now, Link: link, Bindable: c.Bindable(),
		Confidential: c.Confidential, SameDay: t.sameDay(&c),
	}), nil
}

// sameDay reports that a new case is to be registered today.
func (t *turn) sameDay(c *models.Case) bool {
	k := c.Running(models.ClockRegister, "")
	return k != nil && models.DateOf(k.Due)-1 == models.DateOf(t.now)
}
