package bot

import (
	"strings"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// Wrong query codes that are taken before waiting, in a day: per account, and
// per case by anybody.
const (
	guessWindow    = 24 * time.Hour
	guessesAccount = 5
	guessesPerCase = 20
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
	return messages.Progress(t.law.Bureau, c, entries), nil
}

// lookupFlow reads anybody's case by number and query code; it binds nothing.
func lookupFlow() *flow[matter] {
	return &flow[matter]{
		key: "lookup", ttl: dialogueTTL,
		steps: []step[matter]{
			{key: "number", when: func(_ *turn, d *matter) bool { return d.Number == "" },
				ask: func(*turn, *matter) (messages.Message, error) { return messages.AskNumber(), nil },
				take: func(t *turn, d *matter) (verdict, error) {
					d.Number = strings.ToUpper(strings.ReplaceAll(t.text, " ", ""))
					if number, code, ok := strings.Cut(t.text, " "); ok {
						d.Number, d.Code = strings.ToUpper(number), strings.TrimSpace(code)
					}
					return accept(), nil
				}},
			{key: "code", when: func(_ *turn, d *matter) bool { return d.Code == "" },
				ask: func(*turn, *matter) (messages.Message, error) { return messages.AskCode(), nil },
				take: func(t *turn, d *matter) (verdict, error) {
					d.Code = t.text
					return accept(), nil
				}},
		},
		done: lookUp,
	}
}

// lookUp answers alike for a wrong number and a wrong code, and counts both.
func lookUp(t *turn, d *matter) (messages.Message, error) {
	g, err := t.tx.Guesses(t.u.From, d.Number, t.now.Add(-guessWindow))
	if err != nil {
		return messages.Message{}, err
	}
	if g.ByAccount >= guessesAccount || g.ByCase >= guessesPerCase {
		return messages.TooManyGuesses(t.law.Bureau.Organ), nil
	}
	ok, err := t.tx.CheckQueryCode(d.Number, d.Code)
	if err != nil {
		return messages.Message{}, err
	}
	if !ok {
		return messages.WrongCode(guessesAccount - g.ByAccount - 1), t.tx.CountGuess(t.u.From, d.Number)
	}
	c, err := t.tx.Case(d.Number)
	if err != nil {
		return messages.Message{}, err
	}
	m, err := t.progress(&c)
	m.Choices = nil // reading it allows nothing else
	return m, err
}
