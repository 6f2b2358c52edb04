package bot

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"onevisit/messages"
	"onevisit/models"
)

// mostSigners is how many representatives follow the first-named [R 20].
const mostSigners = 4

// personSteps: who brings the matter. What is known of them is not asked
// again.
func personSteps() []step[filing] {
	say := func(m func() messages.Message) func(*turn, *filing) (messages.Message, error) {
		return func(*turn, *filing) (messages.Message, error) { return m(), nil }
	}
	given := func(_ *turn, d *filing) bool { return d.Standing != anonymous }
	return []step[filing]{
		{key: "standing", when: func(_ *turn, d *filing) bool { return d.Standing == "" }, ask: say(messages.AskAnonymous), take: takeStanding},
		{key: "known", when: func(_ *turn, d *filing) bool {
			return d.Standing != anonymous && d.Person.Check() == nil && !d.AskedOnce
		}, ask: func(_ *turn, d *filing) (messages.Message, error) { return messages.KnownPetitioner(d.Person), nil }, take: takeKnown},
		{key: "name", when: func(t *turn, d *filing) bool { return given(t, d) && d.Person.Name == "" }, ask: say(messages.AskName), take: takeName},
		{key: "phone", when: func(t *turn, d *filing) bool { return given(t, d) && d.Person.Phone == "" && !d.NoPhone }, ask: say(messages.AskPhone), take: takePhone},
		{key: "identity", skip: true, skipped: func(d *filing) { d.Person.Identity = "" },
			when: func(t *turn, d *filing) bool {
				return t.law.Bureau.Options.AskIdentity && given(t, d) && d.Person.Identity == ""
			},
			ask: say(messages.AskIdentity), take: takeIdentity},
		{key: "signers", when: func(_ *turn, d *filing) bool { return d.Standing == joint && len(d.Signers) == 0 },
			ask: func(_ *turn, d *filing) (messages.Message, error) { return d.askSigner(), nil }, take: takeSigner},
	}
}

func takeStanding(t *turn, d *filing) (verdict, error) {
	i, ok := picked(t.text, messages.AskAnonymous().Labels())
	if !ok {
		return again(messages.PickNumber(3)), nil
	}
	d.Standing, d.Signers = []string{named, anonymous, joint}[i], nil
	if d.Standing == anonymous {
		return accept(), nil
	}
	account, err := t.tx.Account(t.u.From)
	if err != nil {
		return verdict{}, err
	}
	if d.Person.Name == "" {
		d.Person = account.Profile
	}
	return accept(), nil
}

func takeKnown(t *turn, d *filing) (verdict, error) {
	i, ok := picked(t.text, messages.KnownPetitioner(d.Person).Labels())
	switch {
	case !ok:
		return again(messages.PickNumber(2)), nil
	case i == 1:
		d.Person = models.Petitioner{}
	}
	d.AskedOnce = true
	return accept(), nil
}

func takeName(t *turn, d *filing) (verdict, error) {
	if n := utf8.RuneCountInString(t.text); n < 2 || n > 30 || strings.ContainsAny(t.text, "0123456789<>\n") {
		return stay(messages.BadName()), nil
	}
	d.Person.Name, d.AskedOnce = t.text, true
	return accept(), nil
}

func takePhone(t *turn, d *filing) (verdict, error) {
	if d.NoPhone = d.Channel.PhoneOptional() && messages.Nothing(t.text); d.NoPhone {
		d.Person.Phone = ""
		return accept(), nil
	}
	if !models.ValidPhone(t.text) {
		return stay(messages.BadPhone()), nil
	}
	d.Person.Phone = models.Digits(t.text)
	return accept(), nil
}

func takeIdentity(t *turn, d *filing) (verdict, error) {
	id := strings.ToUpper(strings.ReplaceAll(t.text, " ", ""))
	if !models.ValidIdentity(id) {
		return stay(messages.BadIdentity()), nil
	}
	d.Person.Identity = id
	return accept(), nil
}

// askSigner asks for the next representative.
func (d *filing) askSigner() messages.Message {
	return messages.AskSigner(len(d.Signers)+2, d.Channel.PhoneOptional())
}

// takeSigner reads one further representative as name and phone.
func takeSigner(t *turn, d *filing) (verdict, error) {
	if messages.Control(t.text) == messages.WordDone {
		if len(d.Signers) == 0 {
			return stay(messages.SignersMissing()), nil
		}
		return accept(), nil
	}
	name := strings.TrimSpace(strings.TrimRight(t.text, "0123456789- ,，:："))
	p := models.Petitioner{Name: name, Phone: models.Digits(t.text)}
	if p.CheckBy(cmp.Or(d.Channel, models.ChannelChat), false) != nil {
		return stay(messages.BadSigner()), nil
	}
	d.Signers = append(d.Signers, p)
	if len(d.Signers) == mostSigners {
		return accept(), nil
	}
	return stay(d.askSigner()), nil
}
