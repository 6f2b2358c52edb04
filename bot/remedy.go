package bot

import (
	"strings"

	"onevisit/messages"
	"onevisit/models"
)

// reexamineFlow tells the office that the petitioner asks the organ above for a
// reexamination, with why.
func reexamineFlow() *flow[matter] {
	return &flow[matter]{
		key: "reexamine", ttl: dialogueTTL,
		steps: []step[matter]{
			whichStep(),
			textStep("words", func(d *matter) messages.Message { return messages.AskReexamineWhy(d.Number) }),
			confirmStep(func(_ *turn, d *matter) (messages.Message, error) {
				return messages.ConfirmReexamine(strings.Join(d.Text, "\n")), nil
			}),
		},
		done: func(t *turn, d *matter) (messages.Message, error) {
			if _, err := d.do(t, models.VerbReexamine, models.Args{models.ArgText: strings.Join(d.Text, "\n")}); err != nil {
				return messages.Message{}, err
			}
			return messages.ReexamineAsked(t.law.Bureau.Organ, d.Number), nil
		},
	}
}

// unpublishFlow takes back the petitioner's consent to publication.
func unpublishFlow() *flow[matter] {
	return &flow[matter]{
		key: "unpublish", ttl: dialogueTTL,
		steps: []step[matter]{whichStep(), confirmStep(func(_ *turn, d *matter) (messages.Message, error) {
			return messages.AskUnpublishConfirm(d.Number), nil
		})},
		done: func(t *turn, d *matter) (messages.Message, error) {
			if _, err := d.do(t, models.VerbUnpublish, nil); err != nil {
				return messages.Message{}, err
			}
			return messages.UnpublishedReply(d.Number), nil
		},
	}
}
