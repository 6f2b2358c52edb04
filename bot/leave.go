package bot

import (
	"slices"

	"onevisit/messages"
	"onevisit/models"
)

// absence is the draft of a substitution that is asked for step by step.
type absence struct {
	From   models.Date `json:"from,omitempty"`
	Until  models.Date `json:"until,omitempty"`
	Absent string      `json:"absent,omitempty"` // whose, where an admin says so; empty for the speaker
	Person string      `json:"person,omitempty"` // the substitute
}

// ownLeave lists the speaker's absences, also those to come.
func (t *turn) ownLeave() ([]models.Substitution, error) {
	known, err := t.tx.Substitutions()
	return slices.DeleteFunc(known, func(s models.Substitution) bool {
		return s.Person != t.actor().ID || !t.now.Before(s.Until)
	}), err
}

// leaveFlow asks for what 请假 says in one line. Who is away already can end
// that first.
func leaveFlow() *flow[absence] {
	return &flow[absence]{
		key: "leave", ttl: dialogueTTL,
		steps: []step[absence]{
			{key: "standing", when: isAway, ask: askLeaveStands, take: takeLeaveStands},
			{key: "days", when: func(_ *turn, d *absence) bool { return d.From == 0 },
				ask: func(t *turn, _ *absence) (messages.Message, error) {
					person, _ := t.law.Bureau.Person(t.u.From)
					return messages.AskLeaveDays(person.Has(models.RoleAdmin)), nil
				}, take: takeLeaveDays},
			{key: "who", when: func(_ *turn, d *absence) bool { return d.Person == "" },
				ask:  func(*turn, *absence) (messages.Message, error) { return messages.AskSubstitute(), nil },
				take: takeSubstitute},
		},
		done: func(t *turn, d *absence) (messages.Message, error) { return t.takeLeave(d) },
	}
}

func isAway(t *turn, _ *absence) bool {
	own, err := t.ownLeave()
	return err == nil && len(own) > 0
}

func askLeaveStands(t *turn, _ *absence) (messages.Message, error) {
	own, err := t.ownLeave()
	return messages.LeaveStands(t.law.Bureau, own), err
}

// takeLeaveStands ends the absence, or goes on to another one.
func takeLeaveStands(t *turn, d *absence) (verdict, error) {
	m, err := askLeaveStands(t, d)
	if err != nil {
		return verdict{}, err
	}
	switch i, ok := picked(t.text, m.Labels()); {
	case !ok:
		return again(messages.PickNumber(len(m.Choices))), nil
	case i == 1:
		return goTo("days"), nil
	}
	ended, err := t.back()
	return end(ended), err
}

// takeLeaveDays reads the days, and whatever else of the one line is said with
// them.
func takeLeaveDays(t *turn, d *absence) (verdict, error) {
	text := t.text
	if _, word, rest := messages.ReadCommand(text); word == messages.WordAway { // the one line after all
		text = rest
	}
	said := messages.ReadLeave(text)
	from, okFrom := readDate(said.From, t.now)
	until, okUntil := readDate(said.Until, t.now)
	if !okFrom || !okUntil {
		return again(messages.BadDay()), nil
	}
	if name := t.namesOf(said, d); name != "" {
		return again(messages.UnknownName(name).Text), nil
	}
	d.From, d.Until = from, until
	return accept(), nil
}

func takeSubstitute(t *turn, d *absence) (verdict, error) {
	id, ok := t.staffNamed(t.text)
	if !ok {
		return again(messages.NoSuchPerson()), nil
	}
	d.Person = id
	return accept(), nil
}

// namesOf finds the people who are named; it returns the first name that the
// roster does not know.
func (t *turn) namesOf(said messages.Leave, d *absence) (unknown string) {
	for _, who := range []struct {
		name string
		into *string
	}{{said.Substitute, &d.Person}, {said.Absent, &d.Absent}} {
		if who.name == "" {
			continue
		}
		id, ok := t.staffNamed(who.name)
		if !ok {
			return who.name
		}
		*who.into = id
	}
	return ""
}
