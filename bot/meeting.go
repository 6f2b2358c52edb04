package bot

import (
	"strings"

	"onevisit/messages"
	"onevisit/models"
)

// meeting begins the record of a meeting of the leading group [S 6(2)].
func (t *turn) meeting() (messages.Message, error) {
	if err := t.mayDo(models.VerbRecordMeeting); err != nil {
		return messages.Message{}, err
	}
	return meetingFlow().begin(t, newPaper(models.VerbRecordMeeting))
}

func meetingFlow() *flow[paper] {
	people := officeWords(models.ArgPerson, 2, mostWords)
	return &flow[paper]{
		key: "meeting", ttl: draftTTL,
		steps: []step[paper]{
			{key: "day", when: func(_ *turn, d *paper) bool { return d.Day == 0 },
				ask:  func(*turn, *paper) (messages.Message, error) { return messages.AskMeetingDay(), nil },
				take: takeMeetingDay},
			people, officeWords(models.ArgText, leastWords, mostWords),
			{key: "words-decision", ask: func(_ *turn, d *paper) (messages.Message, error) {
				return messages.AskOfficeWords(d.Verb, models.ArgDecision), nil
			}, take: takeDecision},
			{key: "owner", ask: func(*turn, *paper) (messages.Message, error) { return messages.AskDecisionOwner(), nil }, take: takeOwner},
			{key: "due", ask: func(*turn, *paper) (messages.Message, error) { return messages.AskDecisionDue(), nil }, take: takeDecisionDue},
			{key: "more", ask: func(_ *turn, d *paper) (messages.Message, error) {
				return messages.AskMoreDecisions(len(d.Decisions)), nil
			}, take: takeMore},
			meetingConfirm(people.key),
		},
		done: func(t *turn, d *paper) (messages.Message, error) {
			return t.write(t.law.RecordMeeting(t.hand(d.Verb), d.Day, d.Words.Get(models.ArgPerson), d.Words.Get(models.ArgText), d.Decisions, t.now))
		},
	}
}

// meetingConfirm shows the whole record; writing it anew begins with the people.
func meetingConfirm(rewrite string) step[paper] {
	confirm := officeConfirm(rewrite, func(t *turn, d *paper) (messages.Message, error) {
		all := fields(d, models.ArgPerson, models.ArgText)
		for _, decision := range d.Decisions {
			all = append(all, messages.Field{Arg: models.ArgDecision, Value: messages.DecisionText(t.law.Bureau, decision)})
		}
		return messages.PreviewOffice(d.Verb, messages.FullDay(d.Day.Start()), all...), nil
	})
	take := confirm.take
	confirm.take = func(t *turn, d *paper) (verdict, error) {
		v, err := take(t, d)
		if v.to == rewrite {
			d.Decisions = nil
		}
		return v, err
	}
	return confirm
}

func takeMeetingDay(t *turn, d *paper) (verdict, error) {
	day, ok := readDate(t.text, t.now)
	switch {
	case !ok:
		return again(messages.BadDay()), nil
	case day > models.DateOf(t.now):
		return again(messages.NotYet()), nil
	}
	d.Day = day
	return accept(), nil
}

func takeDecision(t *turn, d *paper) (verdict, error) {
	if messages.Control(t.text) == messages.WordDone {
		return goTo("confirm"), nil
	}
	if err := length(t.text, models.ArgDecision, leastWords, mostWords); err != nil {
		return verdict{}, err
	}
	d.Next = models.Decision{Text: t.text}
	return accept(), nil
}

func takeOwner(t *turn, d *paper) (verdict, error) {
	people := t.people("", &models.Case{})
	i, ok := picked(t.text, messages.ValueLabels(people))
	if !ok || len([]rune(t.text)) < 2 {
		return again(messages.NoSuchPerson()), nil
	}
	d.Next.Owner = people[i].Value
	return accept(), nil
}

func takeDecisionDue(t *turn, d *paper) (verdict, error) {
	day, ok := readDate(t.text, t.now)
	switch {
	case !ok:
		return again(messages.BadDay()), nil
	case day < models.DateOf(t.now):
		return again(messages.NotPast()), nil
	}
	d.Next.Due = day
	d.Decisions = append(d.Decisions, d.Next)
	d.Next = models.Decision{}
	return accept(), nil
}

func takeMore(t *turn, d *paper) (verdict, error) {
	i, ok := picked(t.text, messages.AskMoreDecisions(len(d.Decisions)).Labels())
	switch {
	case ok && i == 0 && len(d.Decisions) < models.MostDecisions:
		return goTo("words-decision"), nil
	case ok || messages.Control(t.text) == messages.WordDone:
		return goTo("confirm"), nil
	}
	return again(messages.PickNumber(2)), nil
}

// answerDecision begins the answer to what a meeting decided.
func (t *turn) answerDecision(rest string) (messages.Message, error) {
	own, err := t.ownDuties(models.ClockDecision)
	if err != nil {
		return messages.Message{}, err
	}
	if len(own) == 0 {
		return messages.Message{}, &models.Error{Code: models.CodeNotOpenMatter, Verb: models.VerbAnswerDecision}
	}
	d := newPaper(models.VerbAnswerDecision)
	if len(own) == 1 {
		d.Duty = own[0].ID
		if rest = strings.TrimSpace(rest); length(rest, models.ArgText, leastWords, mostWords) == nil {
			d.Words[models.ArgText] = rest
		}
	}
	return decisionFlow().begin(t, d)
}

func decisionFlow() *flow[paper] {
	words := officeWords(models.ArgText, leastWords, mostWords)
	return &flow[paper]{
		key: "decision", ttl: dialogueTTL,
		steps: []step[paper]{oneOf[paper, models.OfficeDuty]{
			key:  "which",
			when: func(_ *turn, d *paper) bool { return d.Duty == 0 },
			list: func(t *turn, _ *paper) ([]models.OfficeDuty, error) { return t.ownDuties(models.ClockDecision) },
			ask:  func(_ *turn, _ *paper, own []models.OfficeDuty) messages.Message { return messages.AskDecision(own) },
			take: func(_ *turn, d *paper, duty models.OfficeDuty) { d.Duty = duty.ID },
		}.step(), words, officeConfirm(words.key, func(_ *turn, d *paper) (messages.Message, error) {
			return messages.PreviewOffice(d.Verb, "", fields(d, models.ArgText)...), nil
		})},
		done: func(t *turn, d *paper) (messages.Message, error) {
			duty, err := t.ownDuty(models.ClockDecision, d)
			if err != nil {
				return messages.Message{}, err
			}
			return t.write(t.law.AnswerDecision(t.dutyHand(&duty), duty, d.Words.Get(models.ArgText), t.now))
		},
	}
}
