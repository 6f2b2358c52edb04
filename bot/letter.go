package bot

import (
	"onevisit/messages"
	"onevisit/models"
)

// partBytes keeps one part of a letter well inside the 2000 bytes of an
// answer, with room for the choices below it.
const partBytes = 1300

// hasLetters keeps the cases with a letter to the petitioner.
func hasLetters(_ *turn, c *models.Case) bool { return len(toRead(c)) > 0 }

// toRead lists the letters that a petitioner can read, newest first: not those
// whose file is still being made.
func toRead(c *models.Case) []*models.Letter {
	var out []*models.Letter
	for i := len(c.Letters) - 1; i >= 0; i-- {
		if l := &c.Letters[i]; l.ToPetitioner && !l.Void && !l.Unmade {
			out = append(out, l)
		}
	}
	return out
}

// letterFlow shows a letter in parts; receipt can be confirmed after the last.
func letterFlow() *flow[matter] {
	return &flow[matter]{
		key: "letter", ttl: dialogueTTL,
		steps: []step[matter]{
			whichStep(),
			whichLetterStep(),
			{key: "read", ask: showPart, take: takePart},
		},
		done: confirmReceipt,
	}
}

// chooseLetter asks only where there are several; the only one is taken.
func chooseLetter(t *turn, d *matter) bool {
	if d.Letter != "" {
		return false
	}
	c, err := t.tx.Case(d.Number)
	if err != nil {
		return false
	}
	list := toRead(&c)
	if len(list) == 1 {
		d.Letter = list[0].Ref()
	}
	return len(list) > 1
}

// whichLetterStep asks for one of a case's letters.
func whichLetterStep() step[matter] {
	return oneOf[matter, models.Letter]{
		key: "letter", when: chooseLetter,
		list: func(t *turn, d *matter) ([]models.Letter, error) {
			c, err := t.tx.Case(d.Number)
			var out []models.Letter
			for _, l := range toRead(&c) {
				out = append(out, *l)
			}
			return out, err
		},
		ask: func(t *turn, _ *matter, list []models.Letter) messages.Message {
			return messages.AskLetterWhich(t.law.Bureau, list)
		},
		take: func(_ *turn, d *matter, l models.Letter) { d.Letter, d.Part = l.Ref(), 0 },
	}.step()
}

// letterParts is the letter of the draft and its text in parts.
func letterParts(t *turn, d *matter) (models.Case, *models.Letter, []string, error) {
	c, err := t.tx.Case(d.Number)
	if err != nil {
		return c, nil, nil, err
	}
	l := c.LetterByRef(d.Letter)
	if l == nil {
		return c, nil, nil, models.Refuse(models.CodeNotFound)
	}
	return c, l, messages.Parts(messages.LetterText(t.law.Bureau, l), partBytes), nil
}

// showPart shows the part of the draft and records that it was shown.
func showPart(t *turn, d *matter) (messages.Message, error) {
	c, l, parts, err := letterParts(t, d)
	if err != nil {
		return messages.Message{}, err
	}
	d.Part = min(max(d.Part, 0), len(parts)-1)
	if read := d.Part + 1; read > l.Read || l.Parts != len(parts) {
		if err := t.tx.ReadLetter(c.ID, l.Ref(), max(read, l.Read), len(parts)); err != nil {
			return messages.Message{}, err
		}
	}
	return messages.LetterPart(parts[d.Part], d.Part+1, len(parts), !l.Delivered.IsZero(), c.Facts.ChatDelivery.IsZero()), nil
}

// takePart turns the page, or confirms receipt after the last part.
func takePart(t *turn, d *matter) (verdict, error) {
	_, l, parts, err := letterParts(t, d)
	if err != nil {
		return verdict{}, err
	}
	last := d.Part+1 >= len(parts)
	switch {
	case messages.Control(t.text) == messages.WordMore && !last, !last && t.text == "1":
		d.Part++
		m, err := showPart(t, d)
		return stay(m), err
	case !last:
		m, err := showPart(t, d)
		if messages.ConfirmsReceipt(t.text) {
			m = messages.ReadOn()
		}
		return stay(m), err
	case !l.Delivered.IsZero():
		return end(messages.Menu()), nil
	case t.text == "1" || messages.ConfirmsReceipt(t.text):
		return accept(), nil
	}
	return stay(messages.LastPartHelp()), nil
}

// confirmReceipt delivers the letter by chat, with the consent that the
// confirmation states.
func confirmReceipt(t *turn, d *matter) (messages.Message, error) {
	done, err := t.tx.Do(d.Number, models.Request{
		Verb: models.VerbDeliver, Actor: models.Actor{Kind: models.ActorSystem, ID: "chat"},
		Args: models.Args{models.ArgLetter: d.Letter, models.ArgMethod: models.MethodChat, models.ArgConsent: models.Yes},
	})
	if err != nil {
		return messages.Message{}, err
	}
	return messages.Received(&done.Case, done.Case.LetterByRef(d.Letter)), nil
}
