package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"onevisit/messages"
	"onevisit/models"
)

// draftBytes keeps one part of a draft inside one app message, with room for
// the line that says what it is and the one that says what to reply.
const draftBytes = 1600

// approvers are the parts that have to read a draft after a step: who may
// approve it, and the deputy where an approved opinion still has to be signed.
func approvers(v models.Verb, c *models.Case) []models.Party {
	switch {
	case v == models.VerbDraft:
		return []models.Party{models.PartyDirector, models.PartyViceDirector}
	case v == models.VerbProposeDecline:
		return []models.Party{models.PartyDirector}
	case v == models.VerbApprove && c.State == models.Drafted:
		return []models.Party{models.PartyDeputy}
	}
	return nil
}

// oweDraft owes the draft that a step made to whoever approves it: its whole
// text in parts, then the file. It comes before anything is approved, so it has
// no number and is no letter. A confidential case's pushes carry no content
// [R 30]: there the draft is read in chat.
func (t *turn) oweDraft(done *models.Done) error {
	c := &done.Case
	parties := approvers(done.Entry.Verb, c)
	draft, ok := t.law.Draft(c, t.now)
	if len(parties) == 0 || !ok || c.Confidential {
		return nil
	}
	var people []models.Person
	for _, p := range parties {
		people = append(people, t.law.People(c, p, models.Actor{})...)
	}
	parts, err := draftParts(t.law.Bureau, c, &draft, done.Entry.Verb)
	if err != nil {
		return err
	}
	about := models.Notice{
		CaseID: c.ID, Number: c.Number, Verb: done.Entry.Verb, State: c.State, Letter: draft.Number,
		Rung: models.RungReport, At: t.now,
	}
	key := fmt.Sprintf("draft:c%d:%d", c.ID, done.Entry.Seq)
	for i, part := range parts {
		about.Key, about.Data = fmt.Sprintf("%s:%d", key, i), part
		if err := oweAll(t.tx, about, others(people, t.u.From)); err != nil {
			return err
		}
	}
	about.Key, about.Data, about.Rung, about.Draft = key, nil, models.RungDraft, &draft.Snapshot
	return oweAll(t.tx, about, others(people, t.u.From))
}

// draftParts are the pushes of a draft's text; the last one says what to reply.
func draftParts(b *models.Bureau, c *models.Case, draft *models.Letter, v models.Verb) ([]models.Args, error) {
	texts := messages.Parts(messages.DraftText(b, draft), draftBytes)
	out := make([]models.Args, len(texts))
	for i, text := range texts {
		raw, err := json.Marshal(messages.DraftPart(c.Number, v, strings.TrimRight(text, "\n"), i+1, len(texts)))
		if err != nil {
			return nil, fmt.Errorf("write draft: %w", err)
		}
		out[i] = models.Args{models.ArgAnswer: string(raw)}
	}
	return out, nil
}

// others are the people without repeats and without one of them.
func others(people []models.Person, without string) []models.Person {
	seen := map[string]bool{strings.ToLower(without): true}
	var out []models.Person
	for _, p := range people {
		if p.ID = strings.ToLower(p.ID); !seen[p.ID] {
			seen[p.ID] = true
			out = append(out, p)
		}
	}
	return out
}

// oweAll owes one notice to several people and to whoever acts for those of
// them who are away today; nobody gets it twice. To those who are at it right
// now it answers what they did, and does not wait for the morning.
func oweAll(tx Tx, n models.Notice, people []models.Person, now ...string) error {
	away, err := tx.Substitutions()
	if err != nil {
		return err
	}
	notices := make([]models.Notice, len(people))
	for i, person := range people {
		notices[i] = n
		notices[i].To, notices[i].Key = person, n.Key+":"+person.ID
		notices[i].Reply = slices.Contains(now, person.ID)
	}
	for _, n := range models.Doubled(notices, away, tx.Now()) {
		if err := tx.Owe(n); err != nil {
			return err
		}
	}
	return nil
}
