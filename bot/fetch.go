package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"onevisit/messages"
	"onevisit/models"
)

// letters lists a case's letters, or sends the file of one again to the
// speaker: rest is its place in the list, which is its place in the case.
func (t *turn) letters(ref, rest string) (messages.Message, error) {
	if ref == "" {
		return messages.AskLettersOf(), nil
	}
	c, err := t.find(ref)
	if err != nil {
		return messages.Message{}, err
	}
	if !t.mayFetch(&c) {
		return messages.FilesNotYours(), nil
	}
	place, err := strconv.ParseInt(rest, 10, 64)
	if l := c.LetterByID(place); err == nil && l != nil {
		return t.fetch(&c, l)
	}
	return messages.LetterList(t.law.Bureau, &c), nil
}

// fetch owes the speaker a letter's file once more. It goes the way of every
// push: paced, in order, with an entry in the delivery log.
func (t *turn) fetch(c *models.Case, l *models.Letter) (messages.Message, error) {
	if l.Void || l.Unmade {
		return messages.FileComes(t.law.Bureau, c, l), nil
	}
	to := models.Person{Kind: models.ActorStaff, ID: strings.ToLower(t.u.From)}
	err := t.tx.Owe(models.Notice{
		Key:    fmt.Sprintf("fetch:c%d:%d:%s:%d", c.ID, l.ID, to.ID, t.now.UnixMilli()),
		CaseID: c.ID, Number: c.Number, State: c.State, Confidential: c.Confidential,
		To: to, Rung: models.RungFile, Letter: l.Number, Reply: true, At: t.now,
	})
	return messages.FileComes(t.law.Bureau, c, l), err
}

// mayFetch: a letter names the petitioner in full, which the case's details do
// not, so its file is for the office and for those whose case it is, and for
// whoever acts for one of them; not for all who may see the case, and not for
// somebody who stepped out of it.
func (t *turn) mayFetch(c *models.Case) bool {
	for _, a := range t.actors(c) {
		who := cmp.Or(a.For, strings.ToLower(a.ID))
		p, ok := t.law.Bureau.Person(who)
		if !ok || slices.Contains(c.Facts.Recused, strings.ToLower(who)) {
			continue
		}
		named := slices.ContainsFunc([]string{c.Chief, c.Handler, c.CaseOfficer}, func(id string) bool { return strings.EqualFold(id, who) })
		if named || officeRole(p) {
			return true
		}
	}
	return false
}
