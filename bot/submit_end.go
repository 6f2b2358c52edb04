package bot

import (
	"onevisit/messages"
	"onevisit/models"
)

// confirmSteps: the summary, and what to change in it.
func confirmSteps() []step[filing] {
	return []step[filing]{
		{key: "confirm", ask: func(t *turn, d *filing) (messages.Message, error) { return messages.Confirm(d.summary(t)), nil }, take: takeConfirm},
		{key: "edit", when: func(*turn, *filing) bool { return false },
			ask:  func(_ *turn, d *filing) (messages.Message, error) { return messages.AskEdit(editLabels(d)), nil },
			take: takeEdit},
	}
}

func (d *filing) summary(t *turn) messages.Summary {
	category, _ := t.law.Bureau.Category(d.Category)
	return messages.Summary{
		Kind: messages.ClassName(d.Class), Category: category.Name, Claim: d.claim(), Place: d.Place,
		Accused: d.Accused, Files: len(d.Files), Anonymous: d.Standing == anonymous,
		Confidential: d.confidential(t.law), Petitioner: d.Person, Signers: d.Signers,
	}
}

func takeConfirm(t *turn, d *filing) (verdict, error) {
	i, ok := picked(t.text, messages.Confirm(messages.Summary{}).Labels())
	switch {
	case !ok:
		return again(messages.PickNumber(3)), nil
	case i == 1:
		return goTo("edit"), nil
	case i == 2:
		return end(messages.DraftDropped()), nil
	}
	return accept(), nil
}

// editable are the steps that can be asked again from the summary.
func editable(d *filing) []string {
	if d.Standing == anonymous {
		return []string{"kind", "claim", "place", "standing"}
	}
	keys := []string{"kind", "claim", "place", "standing", "name", "phone"}
	if d.Channel != "" {
		keys = append(keys, "address")
	}
	return keys
}

func editLabels(d *filing) []string {
	var out []string
	for _, key := range editable(d) {
		out = append(out, messages.EditLabel(key))
	}
	return out
}

// takeEdit goes back to a step; what follows from it is asked again, all else
// is known, so that the summary comes next.
func takeEdit(t *turn, d *filing) (verdict, error) {
	keys := editable(d)
	i, ok := picked(t.text, editLabels(d))
	if !ok {
		return again(messages.PickNumber(len(keys))), nil
	}
	switch keys[i] {
	case "claim":
		d.Claim, d.Files = nil, nil
	case "kind":
		d.Accused = ""
	}
	return goTo(keys[i]), nil
}

// filed submits the matter that was collected and makes its query code. Of a
// report about the head, which is not taken here, the code is empty [R 30].
func (t *turn) filed(d *filing, from models.Channel, who models.Petitioner, by models.Actor) (c models.Case, code string, err error) {
	done, err := t.tx.Do("", models.Request{Verb: models.VerbSubmit, Actor: by, Filing: &models.Filing{
		Channel: from, Class: d.Class, Category: d.Category, Confidential: d.confidential(t.law),
		Anonymous: d.Standing == anonymous, Petitioner: who, Signers: d.Signers, Claim: d.claim(), Place: d.Place,
		Accused: d.Accused, Attachments: d.Files, NoticeVersion: messages.NoticeVersion, NoticeAt: d.NoticeAt,
	}})
	if models.CodeOf(err) == models.CodeConfidential {
		return models.Case{}, "", nil
	}
	if err != nil {
		return models.Case{}, "", err
	}
	code, err = t.tx.NewQueryCode(done.Case.Number)
	return done.Case, code, err
}

// fileCase submits the matter. Its number and query code are told once, in the
// answer that the inbox row keeps.
func fileCase(t *turn, d *filing) (messages.Message, error) {
	person := d.Person
	person.Account = t.u.From
	c, code, err := t.filed(d, models.ChannelChat, person, t.actor())
	switch {
	case err != nil:
		return messages.Message{}, err
	case code == "":
		return messages.HeadAccused(), nil
	}
	if err := rememberProfile(t, d); err != nil {
		return messages.Message{}, err
	}
	return messages.SubmittedReply(c.Number, code, t.sameDay(&c)), nil
}

// rememberProfile keeps name and phone for the next time.
func rememberProfile(t *turn, d *filing) error {
	if d.Standing == anonymous {
		return nil
	}
	account, err := t.tx.Account(t.u.From)
	if err != nil {
		return err
	}
	account.Profile = d.Person
	return t.tx.SaveAccount(account)
}

// drawer is where an unfinished filing lies while the person does something
// else.
func drawer(who string) string { return who + "#draft" }

// parkFiling leaves the filing and keeps it for 7 days.
func parkFiling(t *turn, e *envelope[filing]) (messages.Message, error) {
	s, err := t.tx.Session(t.who)
	if err != nil {
		return messages.Message{}, err
	}
	if err := park(t, s); err != nil {
		return messages.Message{}, err
	}
	return messages.DraftKept(int(draftTTL.Hours() / 24)), nil
}

// park moves the session of a filing into the drawer.
func park(t *turn, s models.Session) error {
	if s.Step == "notice" {
		return t.tx.DropSession(t.who) // nothing was said yet
	}
	parked, err := t.tx.Session(drawer(t.who))
	if err != nil {
		return err
	}
	parked.Who, parked.Flow, parked.Step, parked.Draft, parked.Expires = drawer(t.who), s.Flow, s.Step, s.Draft, s.Expires
	if err := t.tx.SaveSession(parked); err != nil {
		return err
	}
	return t.tx.DropSession(t.who)
}
