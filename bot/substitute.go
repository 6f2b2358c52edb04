package bot

import (
	"errors"
	"fmt"
	"slices"

	"onevisit/messages"
	"onevisit/models"
)

// standIn finds out for whom the speaker acts today besides themselves.
func (t *turn) standIn() error {
	all, err := t.tx.Substitutions()
	t.stands = models.StandsFor(all, t.u.From, t.now)
	return err
}

// actors are the speaker, then the speaker as each person who is away. A
// confidential case is not done for anybody [R 30].
func (t *turn) actors(c *models.Case) []models.Actor {
	own := t.actor()
	out := []models.Actor{own}
	if c.Confidential {
		return out
	}
	for _, person := range t.stands {
		out = append(out, models.Actor{Kind: own.Kind, ID: own.ID, For: person})
	}
	return out
}

// possible are the verbs that the speaker may do now, in whosever place, in
// the table's order.
func (t *turn) possible(c *models.Case) []models.Verb {
	actors := t.actors(c)
	out := t.law.Possible(c, actors[0], t.now)
	for _, a := range actors[1:] {
		for _, v := range t.law.Possible(c, a, t.now) {
			if !slices.Contains(out, v) {
				out = append(out, v)
			}
		}
	}
	if len(actors) == 1 {
		return out
	}
	var ordered []models.Verb
	for _, row := range models.VerbRows() {
		if slices.Contains(out, row.Verb) {
			ordered = append(ordered, row.Verb)
		}
	}
	return ordered
}

// actorFor is in whose place the speaker may do a verb: their own where they
// may.
func (t *turn) actorFor(c *models.Case, v models.Verb) models.Actor {
	actors := t.actors(c)
	for _, a := range actors {
		if t.law.Refusal(c, v, a, t.now) == nil {
			return a
		}
	}
	return actors[0]
}

// owedFor are the lines of what the speaker owes in a case, in whosever place.
func (t *turn) owedFor(c *models.Case) []messages.WorkLine {
	var lines []messages.WorkLine
	for _, a := range t.actors(c) {
		who := a.ID
		if a.For != "" {
			who = a.For
		}
		if duties := t.law.Duties(c, who); len(duties) > 0 {
			lines = append(lines, messages.WorkFor(t.law.Bureau, messages.NewWorkLine(t.law, c, duties, t.now), a.For))
		}
	}
	return lines
}

// away lets somebody act for the speaker, or, said by an admin, for another: in
// one line, or asked step by step where nothing is said with the word.
func (t *turn) away(text string) (messages.Message, error) {
	if text == "" {
		return leaveFlow().begin(t, absence{})
	}
	said := messages.ReadLeave(text)
	from, okFrom := readDate(said.From, t.now)
	until, okUntil := readDate(said.Until, t.now)
	if !okFrom || !okUntil || said.Substitute == "" {
		return messages.AskLeave(), nil
	}
	d := absence{From: from, Until: until}
	if name := t.namesOf(said, &d); name != "" {
		return messages.UnknownName(name), nil
	}
	return t.takeLeave(&d)
}

// takeLeave makes a substitution true and says so.
func (t *turn) takeLeave(d *absence) (messages.Message, error) {
	args := models.Args{models.ArgFrom: d.From.String(), models.ArgUntil: d.Until.String(), models.ArgPerson: d.Person}
	if d.Absent != "" {
		args[models.ArgAbsent] = d.Absent
	}
	known, err := t.tx.Substitutions()
	if err != nil {
		return messages.Message{}, err
	}
	s, err := t.law.Substitution(t.u.From, args, known, t.now)
	var refusal *models.Error
	if errors.As(err, &refusal) {
		return messages.LeaveRefused(refusal), nil
	}
	if err := t.tx.AddSubstitution(s); err != nil {
		return messages.Message{}, err
	}
	args[models.ArgAbsent] = s.Person
	return messages.LeaveTaken(t.law.Bureau, s), t.recordLeave(s, args)
}

// back ends the speaker's absences, coming ones too.
func (t *turn) back() (messages.Message, error) {
	known, err := t.tx.Substitutions()
	if err != nil {
		return messages.Message{}, err
	}
	ended, err := t.tx.EndSubstitutions(t.u.From)
	if err != nil {
		return messages.Message{}, err
	}
	for _, s := range known {
		if s.Person != t.u.From {
			continue
		}
		args := models.Args{models.ArgPerson: s.Substitute, models.ArgAbsent: s.Person}
		if err := t.recordLeave(s, args); err != nil {
			return messages.Message{}, err
		}
	}
	return messages.LeaveEnded(ended), nil
}

// recordLeave audits a substitution, or its end where there is no last day,
// and tells the substitute.
func (t *turn) recordLeave(s models.Substitution, args models.Args) error {
	_, err := t.tx.Office(models.OfficeStep{
		Entry: models.OfficeEntry{Verb: models.VerbSubstitute, Actor: t.u.From, At: t.now, Args: args},
		Notices: []models.Notice{{
			Key: fmt.Sprintf("substitute:%s:%s", s.Person, s.Substitute), Verb: models.VerbSubstitute, As: models.PartyAnyStaff,
			To: models.Person{Kind: models.ActorStaff, ID: s.Substitute}, At: t.now, Data: args,
		}},
	})
	return err
}

// staffNamed finds one person of the roster by name or userid.
func (t *turn) staffNamed(name string) (string, bool) {
	if p, ok := t.law.Bureau.Person(name); ok {
		return p.UserID, true
	}
	var names []string
	for _, p := range t.law.Bureau.Staff {
		names = append(names, p.Name)
	}
	i, ok := only(names, func(known string) bool { return known == name })
	if !ok {
		return "", false
	}
	return t.law.Bureau.Staff[i].UserID, true
}
