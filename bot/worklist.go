package bot

import (
	"slices"
	"strings"

	"onevisit/messages"
	"onevisit/models"
)

// mostListed is how many cases a list has, over its pages.
const mostListed = 50

// work lists what the person owes, nearest due first.
func (t *turn) work() (messages.Message, error) {
	lines, err := t.owed()
	return messages.WorkList(lines, mostListed), err
}

func (t *turn) owed() ([]messages.WorkLine, error) {
	cases, err := t.concerned(nil)
	if err != nil {
		return nil, err
	}
	lines, err := t.officeWork()
	if err != nil {
		return nil, err
	}
	for i := range cases {
		c := &cases[i]
		lines = append(lines, t.owedFor(c)...)
	}
	slices.SortStableFunc(lines, func(a, b messages.WorkLine) int { return a.Due.Compare(b.Due) })
	return lines, nil
}

// supervised lists the cases with an open supervision that concern the person.
func (t *turn) supervised() (messages.Message, error) {
	cases, err := t.concerned(nil)
	if err != nil {
		return messages.Message{}, err
	}
	var lines []messages.WorkLine
	for i := range cases {
		if s := cases[i].OpenSupervision(); s != nil {
			lines = append(lines, messages.SupervisedLine(t.law, &cases[i], s, t.now))
		}
	}
	slices.SortStableFunc(lines, func(a, b messages.WorkLine) int { return a.Due.Compare(b.Due) })
	return messages.SupervisedList(lines[:min(len(lines), mostListed)]), nil
}

// section lists the open cases of the person's own section; to the office and
// the leaders, who have none, those of the whole bureau.
func (t *turn) section() (messages.Message, error) {
	person, _ := t.law.Bureau.Person(t.u.From)
	if person.Section == "" {
		return t.wholeBureau(person)
	}
	cases, err := t.tx.Find(models.Query{Section: person.Section, Limit: mostListed})
	if err != nil {
		return messages.Message{}, err
	}
	var lines []messages.WorkLine
	for _, c := range t.visible(cases) {
		lines = append(lines, messages.SectionLine(t.law, &c, t.now))
	}
	return messages.SectionList(messages.SectionName(t.law.Bureau, person.Section), lines), nil
}

// wholeBureau lists the open cases that concern the office or a leader.
func (t *turn) wholeBureau(person models.Staff) (messages.Message, error) {
	if !officeRole(person) {
		return messages.NoSection(), nil
	}
	cases, err := t.concerned(nil)
	if err != nil {
		return messages.Message{}, err
	}
	var lines []messages.WorkLine
	for i := range cases {
		if c := &cases[i]; c.State.Open() {
			lines = append(lines, messages.SectionLine(t.law, c, t.now))
		}
	}
	return messages.BureauList(lines, mostListed), nil
}

// handled lists the person's own latest steps, newest first, one for each
// case.
func (t *turn) handled() (messages.Message, error) {
	cases, err := t.pushed()
	if err != nil {
		return messages.Message{}, err
	}
	named, err := t.tx.Find(models.Query{Person: t.u.From, States: allStates(), Limit: mostListed})
	if err != nil {
		return messages.Message{}, err
	}
	var lines []messages.WorkLine
	seen := map[int64]bool{}
	for _, c := range t.visible(append(cases, named...)) {
		if seen[c.ID] {
			continue
		}
		seen[c.ID] = true
		entries, err := t.tx.History(c.ID)
		if err != nil {
			return messages.Message{}, err
		}
		for _, e := range slices.Backward(entries) {
			if e.Actor.Kind == models.ActorStaff && strings.EqualFold(e.Actor.ID, t.u.From) {
				lines = append(lines, messages.HandledLine(t.law, &c, e))
				break
			}
		}
	}
	slices.SortStableFunc(lines, func(a, b messages.WorkLine) int { return b.Due.Compare(a.Due) })
	return messages.HandledList(lines[:min(len(lines), mostListed)]), nil
}

// greet tells somebody who opens the app how much waits, once a day.
func (t *turn) greet(name string) (messages.Message, error) {
	who := "greet:" + t.who
	s, err := t.tx.Session(who)
	if err != nil || t.now.Before(s.Expires) {
		return messages.Message{}, err
	}
	midnight := models.DateOf(t.now).End()
	s.Who, s.Flow, s.Step, s.Expires = who, "greeted", "", midnight
	if err := t.tx.SaveSession(s); err != nil {
		return messages.Message{}, err
	}
	lines, err := t.owed()
	if err != nil {
		return messages.Message{}, err
	}
	late := 0
	for _, line := range lines {
		if !t.now.Before(line.Due) {
			late++
		}
	}
	return messages.Greeting(name, t.now.In(models.Zone()).Hour(), len(lines), late), nil
}
