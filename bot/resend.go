package bot

import (
	"cmp"
	"strconv"

	"onevisit/messages"
	"onevisit/models"
)

// mostUndelivered is how many failed notices are listed at once.
const mostUndelivered = 9

// resend lists the notices that will not be sent again on their own, or makes
// one, or all of them, due now. It is for those who keep the house running.
func (t *turn) resend(ref, rest string) (messages.Message, error) {
	person, _ := t.law.Bureau.Person(t.u.From)
	if !person.Has(models.RoleAdmin) && !person.Has(models.RoleClerk) {
		return messages.NotYourWord(), nil
	}
	failed, err := t.tx.Undelivered(mostUndelivered)
	if err != nil {
		return messages.Message{}, err
	}
	id, err := strconv.ParseInt(cmp.Or(ref, rest), 10, 64)
	switch {
	case rest == messages.ResendEverything:
		var ids []int64
		for _, u := range failed {
			ids = append(ids, u.ID)
		}
		return t.resent(ids...)
	case err == nil:
		return t.resent(id)
	}
	var lines []messages.UndeliveredLine
	for _, u := range failed {
		line := messages.UndeliveredLine{Undelivered: u}
		if line.Hidden, err = t.hidden(u.Notice); err != nil {
			return messages.Message{}, err
		}
		lines = append(lines, line)
	}
	return messages.UndeliveredList(t.law.Bureau, lines), nil
}

func (t *turn) resent(ids ...int64) (messages.Message, error) {
	n := 0
	var err error
	if len(ids) > 0 {
		n, err = t.tx.Resend(ids...)
	}
	if n > 0 {
		t.bot.log.Info("notices sent again by hand", "count", n)
	}
	return messages.Resent(n), err
}

// hidden says whether the person may not see what a notice is about.
func (t *turn) hidden(n models.Notice) (bool, error) {
	if n.Number == "" {
		return false, nil
	}
	c, err := t.tx.Case(n.Number)
	if models.CodeOf(err) == models.CodeNotFound {
		return true, nil
	}
	return !t.law.MaySee(&c, t.actor()), err
}
