package bot

import (
	"slices"

	"onevisit/messages"
	"onevisit/models"
)

// startTrack shows the progress of the speaker's cases.
func (t *turn) startTrack() (messages.Message, error) {
	cases, err := t.own(nil)
	if err != nil {
		return messages.Message{}, err
	}
	switch len(cases) {
	case 0:
		return messages.NoCases(), nil
	case 1:
		return t.progress(&cases[0])
	}
	return trackFlow().begin(t, matter{Wanted: string(messages.AskTrack)})
}

func trackFlow() *flow[matter] {
	return &flow[matter]{
		key: "track", ttl: dialogueTTL, steps: []step[matter]{whichStep()},
		done: func(t *turn, d *matter) (messages.Message, error) {
			c, err := t.tx.Case(d.Number)
			if err != nil {
				return messages.Message{}, err
			}
			return t.progress(&c)
		},
	}
}

// progress is a case's timeline in plain words: who has it, by when.
func (t *turn) progress(c *models.Case) (messages.Message, error) {
	entries, err := t.tx.History(c.ID)
	if err != nil {
		return messages.Message{}, err
	}
	var also []messages.PetitionerCommand
	for command, v := range map[messages.PetitionerCommand]models.Verb{
		messages.AskReexamine: models.VerbReexamine, messages.AskUnpublish: models.VerbUnpublish,
	} {
		if allows(v)(t, c) {
			also = append(also, command)
		}
	}
	slices.Sort(also)
	return messages.Progress(t.law.Bureau, c, entries, also...), nil
}
