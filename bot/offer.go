package bot

import (
	"encoding/json"
	"fmt"

	"onevisit/messages"
)

// offered is the session of somebody who stands in no dialogue but was shown
// choices.
const offered = "offer"

// offer keeps the choices of an answer given outside a dialogue.
func (t *turn) offer(m messages.Message) error {
	s, err := t.tx.Session(t.who)
	if err != nil || s.Flow != "" {
		return err
	}
	raw, err := json.Marshal(m.Labels())
	if err != nil {
		return fmt.Errorf("write offer: %w", err)
	}
	s.Who, s.Flow, s.Step, s.Draft, s.Expires = t.who, offered, "", raw, t.now.Add(dialogueTTL)
	return t.tx.SaveSession(s)
}

// takeOffer turns a number into the choice it stands for, and forgets the
// offer whatever was said.
func (t *turn) takeOffer() error {
	s, err := t.tx.Session(t.who)
	if err != nil || s.Flow != offered {
		return err
	}
	var labels []string
	if err := json.Unmarshal(s.Draft, &labels); err != nil {
		return fmt.Errorf("read offer: %w", err)
	}
	if i, ok := picked(t.text, labels); ok && t.now.Before(s.Expires) {
		t.text = labels[i]
	}
	return t.tx.DropSession(t.who)
}
