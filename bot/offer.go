package bot

import (
	"encoding/json"
	"fmt"

	"onevisit/messages"
)

// offered is the session of somebody who stands in no dialogue but was shown
// choices, or the first part of a long answer.
const offered = "offer"

// offer is what was shown, and what is still to be shown.
type offer struct {
	Labels []string          `json:"labels,omitempty"`
	Rest   *messages.Message `json:"rest,omitempty"`
}

// keepOffer remembers the choices of an answer given outside a dialogue: a
// number typed next means one of them. Of a long answer the first part is
// returned, and the rest comes when it is asked for.
func (t *turn) keepOffer(m messages.Message) (messages.Message, error) {
	s, err := t.tx.Session(t.who)
	if err != nil || s.Flow != "" {
		return m, err
	}
	m, rest := messages.FirstPart(m, partBytes)
	means := m.Means
	if len(means) == 0 {
		means = m.Labels()
	}
	if len(means) == 0 {
		return m, nil
	}
	raw, err := json.Marshal(offer{Labels: means, Rest: rest})
	if err != nil {
		return m, fmt.Errorf("write offer: %w", err)
	}
	s.Who, s.Flow, s.Step, s.Draft, s.Expires = t.who, offered, "", raw, t.now.Add(dialogueTTL)
	return m, t.tx.SaveSession(s)
}

// takeOffer turns a number into the choice it stands for, and forgets the
// offer whatever was said. It returns the rest of a long answer when that is
// what was asked for.
func (t *turn) takeOffer() (*messages.Message, error) {
	s, err := t.tx.Session(t.who)
	if err != nil || s.Flow != offered || t.u.Kind == KindCard { // a tap chooses for itself
		return nil, err
	}
	var o offer
	if err := json.Unmarshal(s.Draft, &o); err != nil {
		return nil, fmt.Errorf("read offer: %w", err)
	}
	if err := t.tx.DropSession(t.who); err != nil || !t.now.Before(s.Expires) {
		return nil, err
	}
	if i, ok := picked(t.text, o.Labels); ok && t.u.Kind != KindClick { // a menu's key is no answer
		t.text = o.Labels[i]
	}
	if o.Rest != nil && messages.Control(t.text) == messages.WordMore {
		return o.Rest, nil
	}
	return nil, nil
}
