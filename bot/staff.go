package bot

import (
	"cmp"
	"slices"
	"strings"

	"onevisit/messages"
	"onevisit/models"
)

// staff answers a message of the WeCom app.
func (t *turn) staff() (messages.Message, error) {
	if t.u.Kind == KindContacts {
		return t.contacts()
	}
	person, ok := t.law.Bureau.Person(t.u.From)
	if !ok {
		return messages.NotOnRoster(), nil
	}
	if err := t.standIn(); err != nil {
		return messages.Message{}, err
	}
	switch t.u.Kind {
	case KindUnsubscribe, KindSent, KindView, KindOther:
		return messages.Message{}, nil
	case KindSubscribe:
		return messages.StaffWelcome(person.Name), nil
	case KindEnter:
		return t.greet(person.Name)
	case KindCard:
		return t.tap()
	case KindText, KindVoice, KindClick:
	default:
		return t.attached()
	}
	s, err := t.tx.Session(t.who)
	if err != nil {
		return messages.Message{}, err
	}
	verb, word, rest := messages.ReadCommand(t.text)
	if t.u.Kind == KindClick {
		verb, word, rest = "", messages.ReadAppKey(t.u.Text), ""
	}
	if s.Flow != "" && t.now.Before(s.Expires) && !t.leads(s, verb, word, rest) {
		return t.resume(s)
	}
	if s.Flow != "" {
		if err := t.leaveStaff(s); err != nil {
			return messages.Message{}, err
		}
	}
	return t.order(verb, word, rest)
}

// leads reports that a message is a new order and not an answer to the
// running question: a menu's button, a bare command, or a command with a case
// number. Where words are asked for, only a command with a number leads out.
func (t *turn) leads(s models.Session, verb models.Verb, word messages.StaffWord, rest string) bool {
	if t.u.Kind == KindClick {
		return true
	}
	if verb == "" && word == "" || word == messages.WordHelp {
		return false
	}
	if ref, _ := caseRef(rest); ref != "" {
		return true
	}
	return rest == "" && !strings.HasPrefix(s.Step, "words")
}

// order starts what a command says.
func (t *turn) order(verb models.Verb, word messages.StaffWord, rest string) (messages.Message, error) {
	monthText := rest
	ref, rest := caseRef(rest)
	switch {
	case word == messages.WordWork:
		return t.work()
	case word == messages.WordHandled:
		return t.handled()
	case word == messages.WordSupervised:
		return t.supervised()
	case word == messages.WordSection:
		return t.section()
	case word == messages.WordFigures:
		return t.figures("")
	case word == messages.WordMonth:
		return t.figures(cmp.Or(monthText, "?"))
	case messages.OfficeWord(word):
		return t.office(word, monthText)
	case word == messages.WordAway:
		return t.away(monthText)
	case word == messages.WordRules:
		return t.rules()
	case word == messages.WordReturn:
		return t.back()
	case word == messages.WordShow:
		return t.show(ref)
	case word == messages.WordLetters && (ref != "" || rest == ""): // else it is a sentence about one
		return t.letters(ref, rest)
	case messages.FilesBy(word) != "":
		return t.startBehalf(messages.FilesBy(word))
	case word == messages.WordResend:
		return t.resend(ref, rest)
	case word == messages.WordJudge:
		return t.act(act{Choices: []models.Verb{models.VerbUphold, models.VerbRedo}}, ref, rest)
	case verb != "":
		return t.act(act{Verb: verb}, ref, rest)
	case t.text == "" || word == messages.WordHelp:
		return t.help(), nil
	case t.text == "0":
		return t.act(act{Verb: models.VerbRetract}, "", "")
	}
	return t.free()
}

// help lists the commands; an admin's own come by number.
func (t *turn) help() messages.Message {
	if person, _ := t.law.Bureau.Person(t.u.From); person.Has(models.RoleAdmin) {
		return messages.AndNow(messages.StaffHelp(), []messages.StaffWord{messages.WordRules})
	}
	return messages.StaffHelp()
}

// caseRef reads a case number at the beginning of a text: whole, or its last
// digits. It returns what follows.
func caseRef(text string) (ref, rest string) {
	word, rest, _ := strings.Cut(text, " ")
	upper := strings.ToUpper(messages.BareNumber(word))
	letters := strings.TrimLeft(upper, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
	digits := strings.ReplaceAll(letters, "-", "")
	if len(digits) < 1 || len(digits) > 20 || strings.Trim(digits, "0123456789") != "" {
		return "", text
	}
	if letters == upper && (len(letters) > 6 || strings.Count(letters, "-") == 1 && len(letters) <= 5) {
		return "", text // a date, or a long number of something else
	}
	return upper, strings.TrimSpace(rest)
}

// find loads the case a person means by a number or its end. Cases that the
// person may not see do not exist for them.
func (t *turn) find(ref string) (models.Case, error) {
	if strings.Contains(ref, "-") {
		c, err := t.tx.Case(ref)
		if err == nil && !t.law.MaySee(&c, t.actor()) {
			return models.Case{}, models.Refuse(models.CodeNotFound)
		}
		return c, err
	}
	cases, err := t.tx.Find(models.Query{Suffix: pad(ref), States: allStates(), Limit: 20})
	if err != nil {
		return models.Case{}, err
	}
	cases = slices.DeleteFunc(cases, func(c models.Case) bool { return !t.law.MaySee(&c, t.actor()) })
	open := slices.DeleteFunc(slices.Clone(cases), func(c models.Case) bool { return !c.State.Open() })
	switch {
	case len(open) == 1:
		return open[0], nil
	case len(cases) == 1:
		return cases[0], nil
	case len(cases) == 0:
		return models.Case{}, models.Refuse(models.CodeNotFound)
	}
	return models.Case{}, models.Refuse(models.CodeAmbiguous)
}

// pad makes a short number the end of a case number: 7 is -0007.
func pad(ref string) string {
	for len(ref) < 4 {
		ref = "0" + ref
	}
	return "-" + ref
}

func allStates() []models.State {
	var out []models.State
	for _, row := range models.StateRows() {
		out = append(out, row.State)
	}
	return out
}

// concerned lists the cases a person may have to do with: those that name
// them, and those that wait in a state or on a clock of their role.
func (t *turn) concerned(states []models.State) ([]models.Case, error) {
	if len(states) == 0 {
		states = allStates()[:len(allStates())-1] // all but archived
	}
	var cases []models.Case
	office := false
	for _, who := range append([]string{t.u.From}, t.stands...) {
		named, err := t.tx.Find(models.Query{Person: who, States: states, Limit: 50})
		if err != nil {
			return nil, err
		}
		cases = joined(cases, named)
		person, _ := t.law.Bureau.Person(who)
		office = office || officeRole(person)
	}
	if office {
		all, err := t.tx.Find(models.Query{States: states, Limit: 100})
		if err != nil {
			return nil, err
		}
		cases = joined(cases, all)
	}
	return t.visible(cases), nil
}

// joined adds the cases that are not there yet.
func joined(cases, more []models.Case) []models.Case {
	for _, c := range more {
		if !slices.ContainsFunc(cases, func(n models.Case) bool { return n.ID == c.ID }) {
			cases = append(cases, c)
		}
	}
	return cases
}

func (t *turn) visible(cases []models.Case) []models.Case {
	return slices.DeleteFunc(cases, func(c models.Case) bool { return !t.law.MaySee(&c, t.actor()) })
}

// officeRole tells the people whose work is the bureau's every case.
func officeRole(p models.Staff) bool {
	return slices.ContainsFunc([]models.Role{models.RoleClerk, models.RoleViceDirector, models.RoleDirector, models.RoleDeputy, models.RoleHead}, p.Has)
}

// show tells one case in detail and what the person may do with it now.
func (t *turn) show(ref string) (messages.Message, error) {
	if ref == "" {
		return messages.AskCaseNumber(), nil
	}
	c, err := t.find(ref)
	if err != nil {
		return messages.Message{}, err
	}
	entries, err := t.tx.History(c.ID)
	if err != nil {
		return messages.Message{}, err
	}
	possible := t.possible(&c)
	m := messages.CaseDetail(t.law, &c, entries, possible, t.now)
	if len(c.Letters) > 0 && t.mayFetch(&c) {
		m = messages.OfferLetters(m, &c)
	}
	return m, nil
}
