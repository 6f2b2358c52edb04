package bot

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"onevisit/messages"
	"onevisit/models"
)

// paper is the draft of what is done outside of cases.
type paper struct {
	Verb    models.Verb       `json:"verb"`
	Which   models.LetterKind `json:"which,omitempty"`
	Section string            `json:"section,omitempty"`
	Number  string            `json:"number,omitempty"`
	Round   int               `json:"round,omitempty"`
	Duty    int64             `json:"duty,omitempty"`
	Words   models.Args       `json:"words"`
	// Day, Decisions and Next belong to a meeting.
	Day       models.Date       `json:"day,omitempty"`
	Decisions []models.Decision `json:"decisions,omitempty"`
	Next      models.Decision   `json:"next,omitzero"`
}

func newPaper(v models.Verb) paper { return paper{Verb: v, Words: models.Args{}} }

// office does what a word outside of cases says.
func (t *turn) office(word messages.StaffWord, rest string) (messages.Message, error) {
	switch word {
	case messages.WordLedger:
		return t.ledger(rest)
	case messages.WordCircular:
		return t.issue(models.LetterCircular, rest)
	case messages.WordInterview:
		return t.issue(models.LetterInterview, rest)
	case messages.WordExplain:
		return t.explain(rest)
	case messages.WordExcuse:
		return t.excuse(rest)
	case messages.WordRefer:
		return t.refer(rest)
	case messages.WordMeeting:
		return t.meeting()
	}
	return t.answerDecision(rest)
}

// mayDo refuses an office verb to whoever may not do it, before anything is
// asked.
func (t *turn) mayDo(v models.Verb) error {
	hand := t.hand(v)
	return t.permitted(v, cmp.Or(hand.For, hand.ID))
}

// permitted is what forbids an office verb to somebody, whatever the arguments.
func (t *turn) permitted(v models.Verb, userID string) error {
	err := t.law.PermitOffice(v, userID, models.Args{})
	if code := models.CodeOf(err); code == models.CodeMissing {
		return nil
	}
	return err
}

// officeFlows are the dialogues outside of cases.
func officeFlows() []runner {
	return []runner{issueFlow(), explainFlow(), excuseFlow(), referFlow(), meetingFlow(), decisionFlow()}
}

// officeWords is one question for words of a certain length.
func officeWords(a models.Arg, least, most int) step[paper] {
	return step[paper]{
		key:  "words-" + string(a),
		when: func(_ *turn, d *paper) bool { return !d.Words.Has(a) },
		ask:  func(_ *turn, d *paper) (messages.Message, error) { return messages.AskOfficeWords(d.Verb, a), nil },
		take: func(t *turn, d *paper) (verdict, error) {
			if messages.Acknowledges(t.text) {
				return verdict{}, models.Refuse(models.CodeAcknowledged)
			}
			if err := length(t.text, a, least, most); err != nil {
				return verdict{}, err
			}
			d.Words[a] = t.text
			return accept(), nil
		},
	}
}

func length(text string, a models.Arg, least, most int) error {
	switch n := utf8.RuneCountInString(text); {
	case n < least:
		return &models.Error{Code: models.CodeTooShort, Arg: a, Limit: least}
	case n > most:
		return &models.Error{Code: models.CodeTooLong, Arg: a, Limit: most}
	}
	return nil
}

// The length of what is written outside of cases, in characters, as the law's
// table has it.
const leastWords, mostWords = 5, 1000

// officeConfirm shows what was written; the second choice goes back to a step.
func officeConfirm(rewrite string, ask func(*turn, *paper) (messages.Message, error)) step[paper] {
	return step[paper]{key: "confirm", ask: ask, take: func(t *turn, d *paper) (verdict, error) {
		m, err := ask(t, d)
		if err != nil {
			return verdict{}, err
		}
		i, ok := picked(t.text, m.Labels())
		switch {
		case messages.Confirms(t.text), ok && i == 0:
			return accept(), nil
		case ok && i == 1:
			d.Words = models.Args{}
			return goTo(rewrite), nil
		case ok:
			return end(messages.Left()), nil
		}
		return again(messages.PickNumber(len(m.Choices))), nil
	}}
}

// write makes a step true and says so.
func (t *turn) write(s models.OfficeStep, err error) (messages.Message, error) {
	if err != nil {
		return messages.Message{}, err
	}
	done, err := t.tx.Office(s)
	return messages.OfficeDone(t.law.Bureau, done.Entry, len(done.Duties)), err
}

// sectionNamed reads a section at the beginning of a text; it returns what
// follows.
func (t *turn) sectionNamed(text string) (code, rest string) {
	word, rest, _ := strings.Cut(text, " ")
	var names []string
	for _, s := range t.law.Bureau.Sections {
		names = append(names, s.Name)
	}
	if i, ok := picked(word, names); ok && len([]rune(word)) > 1 {
		return t.law.Bureau.Sections[i].Code, strings.TrimSpace(rest)
	}
	return "", text
}

// ledger answers 台账: chiefs see their own section, the office and the leaders
// every one, or the one they name; a year may be added.
func (t *turn) ledger(rest string) (messages.Message, error) {
	own, _ := t.law.Bureau.Person(t.u.From)
	hand := t.hand(models.VerbExplain) // chiefs and who stands in for them
	person, _ := t.law.Bureau.Person(cmp.Or(hand.For, hand.ID))
	section, rest := t.sectionNamed(rest)
	year := t.now.In(models.Zone()).Year()
	if y, err := strconv.Atoi(rest); err == nil && y >= 2000 && y <= 2100 {
		year = y
	}
	switch {
	case officeRole(own), t.mayDo(models.VerbIssue) == nil:
	case person.Has(models.RoleChief):
		section = person.Section
	default:
		return messages.LedgerForOthers(), nil
	}
	open, err := t.tx.OpenDuties()
	if err != nil {
		return messages.Message{}, err
	}
	var texts []string
	for _, s := range t.law.Bureau.Sections {
		if section != "" && s.Code != section {
			continue
		}
		all, err := exceedings(t.tx, t.law, yearbook{s.Code, year})
		if err != nil {
			return messages.Message{}, err
		}
		if len(all) > 0 {
			texts = append(texts, messages.SectionLedger(t.law.Bureau, s.Code, year, ledgerLines(all, open)))
		}
	}
	m := messages.Ledger(texts)
	if len(texts) == 0 {
		m = messages.NoLedger(year)
	}
	words, err := t.ledgerWords()
	return messages.AndNow(m, words), err
}

// ledgerWords are what the speaker may do about the ledger now.
func (t *turn) ledgerWords() ([]messages.StaffWord, error) {
	var out []messages.StaffWord
	owed := func(which models.LetterKind) (bool, error) {
		all, err := t.owing(which)
		return len(all) > 0, err
	}
	for _, w := range []struct {
		word  messages.StaffWord
		verb  models.Verb
		there func() (bool, error)
	}{
		{messages.WordCircular, models.VerbIssue, func() (bool, error) { return owed(models.LetterCircular) }},
		{messages.WordInterview, models.VerbIssue, func() (bool, error) { return owed(models.LetterInterview) }},
		{messages.WordExplain, models.VerbExplain, func() (bool, error) {
			own, err := t.ownDuties(models.ClockExplain)
			return len(own) > 0, err
		}},
		{messages.WordExcuse, models.VerbExcuse, func() (bool, error) {
			all, err := t.allExceedings(counting)
			return len(all) > 0, err
		}},
		{messages.WordRefer, models.VerbRefer, func() (bool, error) { return true, nil }},
	} {
		if t.mayDo(w.verb) != nil {
			continue
		}
		there, err := w.there()
		if err != nil {
			return nil, err
		}
		if there {
			out = append(out, w.word)
		}
	}
	return out, nil
}

func ledgerLines(all []models.Exceeding, open []models.OfficeDuty) []messages.LedgerLine {
	lines := make([]messages.LedgerLine, len(all))
	for i, e := range all {
		lines[i].Exceeding = e
		if e.Issue == nil {
			continue
		}
		if j := slices.IndexFunc(open, func(d models.OfficeDuty) bool { return d.Entry == e.Issue.ID }); j >= 0 {
			lines[i].Waits = &open[j]
		}
	}
	return lines
}

// officeWork are the lines of what the person owes outside of cases; a director
// also owes the letters that are prepared and not issued.
func (t *turn) officeWork() ([]messages.WorkLine, error) {
	open, err := t.tx.OpenDuties()
	if err != nil {
		return nil, err
	}
	var lines []messages.WorkLine
	for _, d := range open {
		if t.owesDuty(&d) {
			lines = append(lines, messages.WorkFor(t.law.Bureau, messages.DutyLine(t.law.Bureau, d, t.now), t.dutyHand(&d).For))
		}
	}
	if t.mayDo(models.VerbIssue) != nil {
		return lines, nil
	}
	all, err := t.allExceedings(func(e *models.Exceeding) bool { return e.Owed() != "" })
	for _, e := range all {
		lines = append(lines, messages.WorkFor(t.law.Bureau, messages.IssueLine(t.law.Bureau, e), t.hand(models.VerbIssue).For))
	}
	return lines, err
}
