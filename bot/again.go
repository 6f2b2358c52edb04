package bot

import (
	"fmt"

	"onevisit/messages"
	"onevisit/models"
)

// retract takes the speaker's last step back and owes them its card again: the
// one they tapped has no buttons any more.
func (t *turn) retract(d *act) (messages.Message, error) {
	before, err := t.tx.Case(d.Number)
	if err != nil {
		return messages.Message{}, err
	}
	done, err := t.tx.Do(d.Number, d.request(t))
	if err != nil {
		return messages.Message{}, err
	}
	c := &done.Case
	m := messages.Done(t.law, d.Verb, c, done.Letters, t.u.From)
	if before.Facts.Last == nil || c.Confidential {
		return m, nil
	}
	n := models.Notice{
		Key:    fmt.Sprintf("again:%d:%d", c.ID, done.Entry.Seq),
		CaseID: c.ID, Number: c.Number, Category: c.Category, State: c.State,
		To: models.Person{Kind: models.ActorStaff, ID: t.u.From}, Rung: models.RungAgain, Verb: before.Facts.Last.Verb, Reply: true, At: t.now,
	}
	if duty, ok := t.law.Owes(c, t.u.From); ok {
		n.Due = duty.Due
	}
	return m, t.tx.Owe(n)
}
