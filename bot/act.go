package bot

import (
	"errors"
	"slices"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// act is the draft of a staff command: the verb, the case and what is known
// of its arguments. What is missing the law itself tells: the request is
// tried without being written.
type act struct {
	Verb     models.Verb   `json:"verb,omitempty"`
	Choices  []models.Verb `json:"choices,omitempty"` // where the word means one of several
	Number   string        `json:"number,omitempty"`
	Args     models.Args   `json:"args"`
	Occurred time.Time     `json:"occurred,omitzero"`
	For      string        `json:"for,omitempty"`  // who is away, where it is done in their place
	Rest     string        `json:"rest,omitempty"` // said with the command, not yet read
	// Cases are those that a free text can be about; none means all.
	Cases []string `json:"cases,omitempty"`
	// Sure does what was said at once: it can be retracted.
	Sure bool `json:"sure,omitempty"`
}

// verbs are the verbs the draft can still mean.
func (d *act) verbs() []models.Verb {
	if d.Verb != "" {
		return []models.Verb{d.Verb}
	}
	return d.Choices
}

func (d *act) request(t *turn) models.Request {
	return models.Request{Verb: d.Verb, Actor: models.Actor{Kind: models.ActorStaff, ID: t.u.From, For: d.For}, Args: d.Args, Occurred: d.Occurred}
}

// act begins a command. Without a number it means the only case in which the
// person may do it now; with several it asks which.
func (t *turn) act(d act, ref, rest string) (messages.Message, error) {
	d.Args, d.Rest = models.Args{}, rest
	if ref != "" {
		c, err := t.find(ref)
		if err != nil {
			return messages.Message{}, err
		}
		d.Number = c.Number
		return actFlow().begin(t, d)
	}
	cases, err := t.actable(&d)
	if err != nil {
		return messages.Message{}, err
	}
	if len(cases) == 0 {
		if cases, err = t.inState(&d); err != nil || len(cases) != 1 {
			return messages.NothingToAct(d.verbs()[0]), err
		} // the only case that could be meant: the law then says why not
	}
	if len(cases) == 1 {
		d.Number = cases[0].Number
	}
	return actFlow().begin(t, d)
}

// inState lists the cases that stand where the verb is possible at all.
func (t *turn) inState(d *act) ([]models.Case, error) {
	var states []models.State
	for _, v := range d.verbs() {
		row, _ := t.law.Row(v)
		states = append(states, row.From...)
	}
	return t.concerned(states)
}

// actable lists the cases in which the person may do the verb now.
func (t *turn) actable(d *act) ([]models.Case, error) {
	cases, err := t.inState(d)
	if err != nil {
		return nil, err
	}
	cases = slices.DeleteFunc(cases, func(c models.Case) bool {
		if len(d.Cases) > 0 && !slices.Contains(d.Cases, c.Number) {
			return true
		}
		possible := t.possible(&c)
		return !slices.ContainsFunc(d.verbs(), func(v models.Verb) bool { return slices.Contains(possible, v) })
	})
	return cases[:min(len(cases), mostCases)], nil
}

// optionStep asks for an argument that is chosen.
const optionStep = "option"

func actFlow() *flow[act] {
	return &flow[act]{
		key: "act", ttl: dialogueTTL,
		steps: []step[act]{
			{key: "which", when: func(_ *turn, d *act) bool { return d.Number == "" }, ask: askActable, take: takeActable},
			{key: "verb", when: func(_ *turn, d *act) bool { return d.Verb == "" },
				ask:  func(_ *turn, d *act) (messages.Message, error) { return messages.AskVerb(d.Choices), nil },
				take: takeVerb},
			{key: optionStep, when: wants(false), ask: askArg, take: takeArg},
			{key: "words", when: wants(true), ask: askArg, take: takeArg},
			{key: "preview", when: func(t *turn, d *act) bool { return !d.Sure && hasWords(t, d) }, ask: preview, take: takePreview},
		},
		done: doAct,
	}
}

func askActable(t *turn, d *act) (messages.Message, error) {
	cases, err := t.actable(d)
	return messages.AskWhichCase(d.verbs()[0], caseLines(t, cases)), err
}

func takeActable(t *turn, d *act) (verdict, error) {
	cases, err := t.actable(d)
	if err != nil {
		return verdict{}, err
	}
	if i, ok := picked(t.text, caseLines(t, cases)); ok {
		d.Number = cases[i].Number
		return accept(), nil
	}
	if ref, _ := caseRef(t.text); ref != "" {
		c, err := t.find(ref)
		if err != nil {
			return verdict{}, err
		}
		d.Number = c.Number
		return accept(), nil
	}
	return again(messages.PickNumber(len(cases))), nil
}

func takeVerb(t *turn, d *act) (verdict, error) {
	i, ok := picked(t.text, messages.AskVerb(d.Choices).Labels())
	if !ok {
		return again(messages.PickNumber(len(d.Choices))), nil
	}
	d.Verb = d.Choices[i]
	return accept(), nil
}

// wanted is the next argument that the law misses, or why the verb is refused
// whatever is added.
func wanted(t *turn, d *act) (*models.ArgSpec, models.Case, error) {
	c, err := t.tx.Case(d.Number)
	if err != nil {
		return nil, c, err
	}
	a := t.actorFor(&c, d.Verb)
	d.For = a.For
	if err := t.law.Refusal(&c, d.Verb, a, t.now); err != nil {
		return nil, c, err // before anybody is asked for words in vain
	}
	row, _ := t.law.Row(d.Verb)
	if d.Rest != "" {
		rest := d.Rest
		d.Rest = ""
		if d.Verb != models.VerbAnswer || !messages.Acknowledges(rest) {
			t.read(row, &c, d, rest)
		}
	}
	t.presume(row, &c, d)
	_, err = t.law.Apply(c, d.request(t), t.now)
	var refusal *models.Error
	if !errors.As(err, &refusal) || refusal.Arg == "" {
		return nil, c, err
	}
	i := slices.IndexFunc(row.Needs, func(s models.ArgSpec) bool { return s.Arg == refusal.Arg })
	if i < 0 {
		return nil, c, err
	}
	if row.Needs[i].Kind == models.KindOption && len(t.values(row.Needs[i], &c)) == 0 {
		return nil, c, &models.Error{Code: models.CodeNotOpenMatter, Verb: d.Verb} // no fact waits
	}
	switch refusal.Code {
	case models.CodeMissing:
		return &row.Needs[i], c, nil
	case models.CodeInvalid, models.CodeTooShort, models.CodeTooLong:
		delete(d.Args, refusal.Arg) // read from the command, but it does not hold
		return &row.Needs[i], c, nil
	}
	return nil, c, err
}

// presume fills in what needs no question: the category a petitioner chose,
// the only clerk, the only letter or fact that waits.
func (t *turn) presume(row models.VerbRow, c *models.Case, d *act) {
	for _, spec := range row.Needs {
		if d.Args.Has(spec.Arg) {
			continue
		}
		values := t.values(spec, c)
		switch {
		case spec.Kind == models.KindCategory && c.Category != "":
			d.Args[spec.Arg] = c.Category
		case spec.Optional, spec.Arg == models.ArgConsent: // somebody else's consent is not presumed
		case len(values) == 1 && spec.Kind == models.KindStaff, len(values) == 1 && spec.Arg == models.ArgFact,
			len(values) == 1 && spec.Kind == models.KindOption:
			d.Args[spec.Arg] = values[0].Value
		}
	}
}

// wants tells whether the next missing argument is asked for in words. A
// refusal ends the questions: doing it then says why.
func wants(words bool) func(*turn, *act) bool {
	return func(t *turn, d *act) bool {
		spec, _, err := wanted(t, d)
		return err == nil && spec != nil && (spec.Kind == models.KindText || spec.Kind == models.KindPlain) == words
	}
}

func askArg(t *turn, d *act) (messages.Message, error) {
	spec, c, err := wanted(t, d)
	if err != nil || spec == nil {
		return messages.Message{}, err
	}
	return t.askRepeat(messages.AskArg(d.Verb, *spec, t.values(*spec, &c), c.Number), spec, &c)
}

// takeArg reads one argument; the next missing one is asked for in turn.
func takeArg(t *turn, d *act) (verdict, error) {
	spec, c, err := wanted(t, d)
	if err != nil {
		return verdict{}, err
	}
	if spec == nil {
		return goTo("preview"), nil
	}
	if err := t.readRepeat(d, spec, &c); err != nil {
		return verdict{}, err
	}
	v, ok := t.value(*spec, &c, t.text)
	if !ok {
		m := messages.AskArg(d.Verb, *spec, t.values(*spec, &c), c.Number)
		m.Text = messages.NotOneOf() + "\n" + m.Text
		return stay(m), nil
	}
	if d.Verb == models.VerbAnswer && messages.Acknowledges(v) {
		return verdict{}, models.Refuse(models.CodeAcknowledged)
	}
	d.Args[spec.Arg] = v
	if err := t.holds(d, spec.Arg, c); err != nil {
		delete(d.Args, spec.Arg)
		return verdict{}, err
	}
	return t.nextArg(d)
}

// holds refuses a value that the law does not take, with its reason.
func (t *turn) holds(d *act, arg models.Arg, c models.Case) error {
	_, err := t.law.Apply(c, d.request(t), t.now)
	var refusal *models.Error
	if errors.As(err, &refusal) && refusal.Arg == arg && refusal.Code != models.CodeMissing {
		return refusal
	}
	return nil
}

func (t *turn) nextArg(d *act) (verdict, error) {
	spec, _, err := wanted(t, d)
	switch {
	case err != nil:
		return verdict{}, err
	case spec == nil:
		return accept(), nil
	case spec.Kind == models.KindText || spec.Kind == models.KindPlain:
		return goTo("words"), nil
	}
	return goTo(optionStep), nil
}

// hasWords: what a person wrote is shown before it counts.
func hasWords(t *turn, d *act) bool {
	row, _ := t.law.Row(d.Verb)
	if _, _, err := wanted(t, d); err != nil {
		return false
	}
	for _, spec := range row.Needs {
		if spec.Kind == models.KindText && d.Args.Has(spec.Arg) {
			return true
		}
	}
	return false
}

func preview(t *turn, d *act) (messages.Message, error) {
	row, _ := t.law.Row(d.Verb)
	c, err := t.tx.Case(d.Number)
	if err != nil {
		return messages.Message{}, err
	}
	var lines []messages.Field
	for _, spec := range row.Needs {
		if v := d.Args.Get(spec.Arg); v != "" {
			if day, ok := d.Args.Date(spec.Arg); ok && spec.Kind == models.KindDate {
				v = messages.FullDay(day.Start())
			}
			lines = append(lines, messages.Field{Arg: spec.Arg, Value: t.label(spec, &c, v)})
		}
	}
	m := messages.Preview(d.Verb, d.Number, lines)
	if c.Facts.Track == models.TrackQuick && d.Args.Get(models.ArgOutcome) == string(models.OutcomeRefuse) {
		m.Text += "\n" + messages.QuickRefusal()
	}
	return m, nil
}

func takePreview(t *turn, d *act) (verdict, error) {
	i, ok := picked(t.text, messages.Preview(d.Verb, d.Number, nil).Labels())
	switch {
	case messages.Confirms(t.text), ok && i == 0:
		return accept(), nil
	case ok && i == 1:
		row, _ := t.law.Row(d.Verb)
		for _, spec := range row.Needs {
			if spec.Kind == models.KindText {
				delete(d.Args, spec.Arg)
			}
		}
		return t.nextArg(d)
	case ok:
		return end(messages.Left()), nil
	}
	return again(messages.PickNumber(3)), nil
}

func doAct(t *turn, d *act) (messages.Message, error) {
	if _, _, err := wanted(t, d); err != nil {
		return messages.Message{}, err // why nothing was asked any more
	}
	if d.Verb == models.VerbRetract {
		return t.retract(d)
	}
	done, err := t.tx.Do(d.Number, d.request(t))
	if err != nil {
		return messages.Message{}, err
	}
	if err := t.oweDraft(&done); err != nil {
		return messages.Message{}, err
	}
	if d.Verb == models.VerbUnmask {
		return messages.Unmasked(&done.Case, d.Args.Get(models.ArgField)), nil
	}
	return t.mayRepeat(messages.Done(t.law, d.Verb, &done.Case, done.Letters, t.u.From), d.Verb, &done.Case)
}
