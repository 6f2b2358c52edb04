package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// coldAfter is how long a filing may rest before the person is asked whether
// to go on: a greeting the next day is not part of the claim.
const coldAfter = 2 * time.Hour

// petitioner answers a message of the official account.
func (t *turn) petitioner() (messages.Message, error) {
	if err := t.touchAccount(); err != nil {
		return messages.Message{}, err
	}
	switch t.u.Kind {
	case KindSent:
		return messages.Message{}, t.bounced()
	case KindUnsubscribe, KindView:
		return messages.Message{}, nil
	case KindSubscribe, KindScan:
		if m, ok, err := t.scanned(); ok || err != nil {
			return m, err
		}
	}
	if t.u.Kind == KindSubscribe {
		return messages.Welcome(t.law.Bureau.Organ), nil
	}
	s, err := t.tx.Session(t.who)
	if err != nil {
		return messages.Message{}, err
	}
	if s.Flow != "" && t.now.After(s.Expires) {
		if err := t.tx.DropSession(t.who); err != nil {
			return messages.Message{}, err
		}
		s = models.Session{}
	}
	if command, ok := t.command(s); ok {
		return t.switchTo(s, command)
	}
	if s.Flow == "" {
		return t.idle()
	}
	if s.Flow == "submit" && t.cold(s) {
		_, asks := messages.ReadPetitioner(t.text)
		return t.offerDraft(s, !asks)
	}
	return t.resume(s)
}

// resume goes on with the dialogue in the session; one that this program no
// longer knows is forgotten, with the menu instead.
func (t *turn) resume(s models.Session) (messages.Message, error) {
	f, ok := t.bot.flows[s.Flow]
	if !ok {
		return messages.NotUnderstood(), t.tx.DropSession(t.who)
	}
	return f.resume(t, s)
}

// touchAccount remembers that the person made contact, which opens a window
// for customer messages, and wakes what waited for it.
func (t *turn) touchAccount() error {
	if t.u.Kind == KindSent || t.u.Kind == KindView {
		return nil // opens no window
	}
	a, err := t.tx.Account(t.u.From)
	if err != nil {
		return err
	}
	follows := t.u.Kind != KindUnsubscribe
	touched := t.u.Kind == KindClick || t.u.Kind == KindScan || t.u.Kind == KindSubscribe
	if !touched && a.Version != 0 && a.Follows == follows && a.Sent == 0 && t.now.Sub(a.SpokeAt) < time.Hour {
		return nil
	}
	changed := a.Version == 0 || a.Follows != follows
	if a.Version == 0 {
		a.OpenID, a.Created = t.u.From, t.now
	}
	a.Follows = follows
	if !touched && follows {
		a.SpokeAt, a.Sent, changed = t.now, 0, true
	}
	if changed {
		if err := t.tx.SaveAccount(a); err != nil {
			return err
		}
	}
	return t.wake(touched, follows)
}

// wake sends what waited for the person's next contact.
func (t *turn) wake(touched, follows bool) error {
	if !follows {
		return nil
	}
	person := models.Person{Kind: models.ActorPetitioner, ID: t.u.From}
	if touched {
		if err := t.tx.Touch(person); err != nil {
			return err
		}
	}
	return t.tx.Wake(person)
}

// command reads what the person asks for: a menu button always, a word when
// it cannot be an answer to the running question.
func (t *turn) command(s models.Session) (messages.PetitionerCommand, bool) {
	if t.u.Kind == KindClick {
		for _, c := range messages.PetitionerMenu() {
			if string(c) == t.u.Text {
				return c, true
			}
		}
		return messages.AskHelp, s.Flow == ""
	}
	if t.u.Kind != KindText && t.u.Kind != KindVoice {
		return "", false
	}
	c, ok := messages.ReadPetitioner(t.text)
	if !ok || t.text == "" {
		return "", false
	}
	if s.Flow == "" {
		return c, true
	}
	return c, leadsOut(s.Flow, c, t.text)
}

// leadsOut tells a command from an answer inside a dialogue: where only
// choices are asked for every command leads out, elsewhere only unmistakable
// words do.
func leadsOut(flow string, c messages.PetitionerCommand, text string) bool {
	if c == messages.AskHelp || messages.Control(text) != "" {
		return false
	}
	switch flow {
	case "letter":
		return c != messages.AskLetter // which is also how receipt is confirmed
	case "track", "urge", "withdraw", "resume":
		return true
	}
	return c != messages.AskSubmit && len([]rune(text)) >= 3
}

// switchTo leaves the running dialogue, keeping an unfinished filing, and
// starts what was asked for.
func (t *turn) switchTo(s models.Session, c messages.PetitionerCommand) (messages.Message, error) {
	switch {
	case s.Flow == "submit" && c == messages.AskSubmit:
		return t.offerDraft(s, false)
	case s.Flow == "submit":
		if err := park(t, s); err != nil {
			return messages.Message{}, err
		}
	case s.Flow != "":
		if err := t.tx.DropSession(t.who); err != nil {
			return messages.Message{}, err
		}
	}
	return t.start(c)
}

// start begins what a petitioner asks for.
func (t *turn) start(c messages.PetitionerCommand) (messages.Message, error) {
	switch c {
	case messages.AskSubmit:
		return t.startSubmit()
	case messages.AskTrack:
		return t.startTrack()
	case messages.AskLetter:
		return about(t, letterFlow(), c, hasLetters)
	case messages.AskSupplement:
		return about(t, supplementFlow(), c, allows(models.VerbSupplement))
	case messages.AskUrge:
		return about(t, urgeFlow(), c, (*turn).isOpen)
	case messages.AskRate:
		return about(t, rateFlow(), c, allows(models.VerbRate))
	case messages.AskWithdraw:
		return about(t, withdrawFlow(), c, allows(models.VerbWithdraw))
	case messages.AskObject:
		return about(t, objectFlow(), c, allows(models.VerbObject))
	case messages.AskReexamine:
		return about(t, reexamineFlow(), c, allows(models.VerbReexamine))
	case messages.AskUnpublish:
		return about(t, unpublishFlow(), c, allows(models.VerbUnpublish))
	case messages.AskLookup:
		return lookupFlow().begin(t, matter{})
	}
	return messages.Menu(), nil
}

// idle answers what came outside every dialogue.
func (t *turn) idle() (messages.Message, error) {
	switch t.u.Kind {
	case KindImage, KindVoice, KindVideo, KindLocation, KindLink:
		if t.text == "" || t.u.Kind != KindVoice {
			return messages.OnlyText(), nil
		}
	case KindScan:
		return messages.Welcome(t.law.Bureau.Organ), nil
	}
	menu := messages.PetitionerMenu()
	if i, ok := picked(t.text, messages.Menu().Labels()); ok {
		return t.start(menu[i])
	}
	if m, ok := messages.SmallTalk(t.text); ok {
		return m, nil
	}
	return messages.NotUnderstood(), nil
}

func (t *turn) startSubmit() (messages.Message, error) {
	parked, err := t.tx.Session(drawer(t.who))
	if err != nil {
		return messages.Message{}, err
	}
	if parked.Flow != "" && t.now.Before(parked.Expires) {
		return resumeFlow().begin(t, struct{}{})
	}
	return submitFlow().begin(t, filing{})
}

// offerDraft puts the running filing into the drawer and asks what to do.
func (t *turn) offerDraft(s models.Session, dropped bool) (messages.Message, error) {
	if err := park(t, s); err != nil {
		return messages.Message{}, err
	}
	m, err := t.startSubmit()
	if err == nil && dropped && s.Step != "notice" {
		m = messages.DraftFound(true)
	}
	return m, err
}

// cold reports that the dialogue has rested for long.
func (t *turn) cold(s models.Session) bool {
	var e struct {
		Touched time.Time `json:"touched"`
	}
	return json.Unmarshal(s.Draft, &e) == nil && t.now.Sub(e.Touched) > coldAfter
}

// resumeFlow asks whether to go on with the filing in the drawer.
func resumeFlow() *flow[struct{}] {
	return &flow[struct{}]{
		key: "resume", ttl: dialogueTTL,
		steps: []step[struct{}]{{
			key:  "choose",
			ask:  func(*turn, *struct{}) (messages.Message, error) { return messages.DraftFound(false), nil },
			take: takeResume,
		}},
	}
}

func takeResume(t *turn, _ *struct{}) (verdict, error) {
	return t.reopen(submitFlow(), filing{}, messages.DraftDropped())
}

// reopen takes the filing out of the drawer: to go on with it, to begin anew,
// or to drop it.
func (t *turn) reopen(f *flow[filing], anew filing, dropped messages.Message) (verdict, error) {
	i, ok := picked(t.text, messages.DraftFound(false).Labels())
	if !ok {
		return again(messages.PickNumber(3)), nil
	}
	parked, err := t.tx.Session(drawer(t.who))
	if err != nil {
		return verdict{}, err
	}
	if err := t.tx.DropSession(drawer(t.who)); err != nil {
		return verdict{}, err
	}
	m := dropped
	switch i {
	case 0:
		m, err = f.reask(t, parked)
	case 1:
		m, err = f.begin(t, anew)
	default:
		err = t.tx.DropSession(t.who)
	}
	return verdict{over: true, stay: m}, err
}

// reask goes on with a kept dialogue where it was left.
func (f *flow[D]) reask(t *turn, s models.Session) (messages.Message, error) {
	var e envelope[D]
	if err := json.Unmarshal(s.Draft, &e); err != nil {
		return messages.Message{}, errors.Join(fmt.Errorf("read kept draft of %s: %w", f.key, err), t.tx.DropSession(t.who))
	}
	return f.ask(t, &e, f.index(s.Step), "")
}
