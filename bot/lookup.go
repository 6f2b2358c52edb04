package bot

import (
	"strings"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// Wrong query codes and wrong digits that are taken before waiting, in a day:
// per account, and per case by anybody.
const (
	guessWindow    = 24 * time.Hour
	guessesAccount = 5
	guessesPerCase = 20
)

// lookupFlow reads anybody's case by number and query code. The last digits of
// the phone on file bind it to the account; nothing less does.
func lookupFlow() *flow[matter] {
	return &flow[matter]{
		key: "lookup", ttl: dialogueTTL,
		steps: []step[matter]{
			{key: "number", when: func(_ *turn, d *matter) bool { return d.Number == "" },
				ask: func(*turn, *matter) (messages.Message, error) { return messages.AskNumber(), nil }, take: takeNumber},
			{key: "code", when: func(_ *turn, d *matter) bool { return d.Code == "" },
				ask: func(*turn, *matter) (messages.Message, error) { return messages.AskCode(), nil }, take: takeCode},
			{key: "offer", ask: offerBinding, take: takeOffer},
			{key: "digits", ask: func(_ *turn, d *matter) (messages.Message, error) { return messages.AskDigits(d.Number), nil }, take: takeDigits},
		},
	}
}

// takeNumber reads a number, or number and code together.
func takeNumber(t *turn, d *matter) (verdict, error) {
	number, code, both := strings.Cut(t.text, " ")
	if !both || strings.TrimSpace(code) == "" {
		d.Number = strings.ToUpper(number)
		return accept(), nil
	}
	d.Number = strings.ToUpper(number)
	d.Code = strings.TrimSpace(code)
	return t.checked(d)
}

func takeCode(t *turn, d *matter) (verdict, error) {
	d.Code = t.text
	return t.checked(d)
}

// checked answers alike for a wrong number and a wrong code, and counts both.
// Where nothing can be bound the progress is all there is.
func (t *turn) checked(d *matter) (verdict, error) {
	left, err := t.guessesLeft(d.Number)
	if err != nil {
		return verdict{}, err
	}
	if left <= 0 {
		return end(messages.TooManyGuesses(t.law.Bureau.Organ)), nil
	}
	ok, err := t.tx.CheckQueryCode(d.Number, d.Code)
	if err != nil {
		return verdict{}, err
	}
	if !ok {
		return end(messages.WrongCode(left - 1)), t.tx.CountGuess(t.u.From, d.Number)
	}
	c, err := t.tx.Case(d.Number)
	if err != nil {
		return verdict{}, err
	}
	if c.Bindable() && !t.law.MaySee(&c, t.actor()) {
		return goTo("offer"), nil
	}
	m, err := t.progress(&c)
	m.Choices = nil // reading it allows nothing else
	return end(m), err
}

// guessesLeft is how many wrong guesses the speaker still has today.
func (t *turn) guessesLeft(number string) (int, error) {
	g, err := t.tx.Guesses(t.u.From, number, t.now.Add(-guessWindow))
	return min(guessesAccount-g.ByAccount, guessesPerCase-g.ByCase), err
}

// offerBinding shows the progress with the offer to bind the case.
func offerBinding(t *turn, d *matter) (messages.Message, error) {
	c, err := t.tx.Case(d.Number)
	if err != nil {
		return messages.Message{}, err
	}
	m, err := t.progress(&c)
	return messages.OfferBinding(m), err
}

// takeOffer goes on to the proof; whatever else is said leaves the dialogue.
func takeOffer(t *turn, d *matter) (verdict, error) {
	m, err := offerBinding(t, d)
	if err != nil {
		return verdict{}, err
	}
	if _, ok := picked(t.text, m.Labels()); ok {
		return accept(), nil
	}
	if err := t.tx.DropSession(t.who); err != nil {
		return verdict{}, err
	}
	if c, ok := messages.ReadPetitioner(t.text); ok {
		m, err = t.start(c)
	} else {
		m, err = t.idle()
	}
	return verdict{over: true, stay: m}, err
}

// takeDigits binds the case. Wrong digits are counted and limited like wrong
// codes; the code in the draft was right when the dialogue came here.
func takeDigits(t *turn, d *matter) (verdict, error) {
	left, err := t.guessesLeft(d.Number)
	if err != nil {
		return verdict{}, err
	}
	if left <= 0 {
		return end(messages.TooManyGuesses(t.law.Bureau.Organ)), nil
	}
	done, err := t.tx.Do(d.Number, models.Request{
		Verb: models.VerbBind, Actor: t.actor(), Args: models.Args{models.ArgDigits: models.Digits(t.text)},
	})
	switch models.CodeOf(err) {
	case models.CodeInvalid, models.CodeMissing, models.CodeTooShort, models.CodeTooLong:
		return end(messages.WrongDigits(left - 1)), t.tx.CountGuess(t.u.From, d.Number)
	case models.CodeTwice:
		return end(messages.Refusal(&models.Error{Code: models.CodeTwice, Verb: models.VerbBind})), nil
	}
	return end(messages.Bound(&done.Case)), err
}

// scanned opens a case by the code that its slip shows: number and query code
// in one. Other codes are somebody else's.
func (t *turn) scanned() (messages.Message, bool, error) {
	number, code, ok := strings.Cut(t.u.Text, messages.SceneMark)
	if !ok {
		return messages.Message{}, false, nil
	}
	s, err := t.tx.Session(t.who)
	if err != nil {
		return messages.Message{}, true, err
	}
	if s.Flow == "submit" {
		err = park(t, s)
	} else if s.Flow != "" {
		err = t.tx.DropSession(t.who)
	}
	if err != nil {
		return messages.Message{}, true, err
	}
	d := matter{Number: number, Code: code}
	v, err := t.checked(&d)
	if err != nil || v.end {
		return v.stay, true, err
	}
	m, err := lookupFlow().begin(t, d)
	return m, true, err
}
