package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"onevisit/messages"
	"onevisit/models"
)

// values are what an argument can be for this case, in the order offered;
// none for words, dates and numbers.
func (t *turn) values(spec models.ArgSpec, c *models.Case) []messages.Value {
	var out []messages.Value
	switch spec.Kind {
	case models.KindOption, models.KindTicks:
		for _, v := range spec.Options {
			if spec.Arg == models.ArgWhich && !t.mayChange(c, models.Party(v)) {
				continue // the law leaves it to somebody else
			}
			if spec.Arg == models.ArgFact && !waits(c, v) || spec.Arg == models.ArgMethod && v == models.MethodChat {
				continue // nothing waits for it; delivery by chat is the petitioner's own act
			}
			out = append(out, messages.Value{Value: v, Label: messages.OptionName(spec.Arg, v)})
		}
	case models.KindSection:
		route := t.law.Bureau.Route(c.Category)
		for _, s := range t.law.Bureau.Sections {
			if s.Code == c.Section && c.Section != "" {
				continue // has it already
			}
			v := messages.Value{Value: s.Code, Label: s.Name}
			if s.Code == route {
				out = append([]messages.Value{v}, out...) // the category's own section first
				continue
			}
			out = append(out, v)
		}
	case models.KindStaff:
		role := spec.Role
		if spec.Arg == models.ArgPerson && role == "" {
			role = t.roleToChange(c)
		}
		out = t.people(role, c)
	case models.KindCategory:
		for _, cat := range t.law.Bureau.Categories {
			if t.law.Bureau.Leaf(cat.Code) {
				out = append(out, messages.Value{Value: cat.Code, Label: cat.Name})
			}
		}
	case models.KindPlain:
		if spec.Arg == models.ArgLetter {
			for _, l := range c.Undelivered() {
				out = append(out, messages.Value{Value: l.Ref(), Label: messages.LetterName(l.Number.Kind)})
			}
		}
	}
	return out
}

// mayChange reports whether the speaker may name another person for a part: the
// director the case officer, the chief the handler.
func (t *turn) mayChange(c *models.Case, part models.Party) bool {
	by := models.PartyDirector
	if part == models.PartyHandler {
		by = models.PartyChief
	}
	return slices.ContainsFunc(t.actors(c), func(a models.Actor) bool { return t.law.Holds(c, a, by) })
}

// roleToChange is the role of those whom the speaker may name; any where they
// may name neither.
func (t *turn) roleToChange(c *models.Case) models.Role {
	switch officer, handler := t.mayChange(c, models.PartyCaseOfficer), t.mayChange(c, models.PartyHandler); {
	case officer && !handler:
		return models.RoleClerk
	case handler && !officer:
		return models.RoleHandler
	}
	return ""
}

// waits reports that a fact has not been entered yet.
func waits(c *models.Case, fact string) bool {
	for _, k := range c.Clocks {
		if k.Kind == models.ClockEnter && k.Running() && strings.HasPrefix(k.Ref, fact+":") {
			return true
		}
	}
	return false
}

// people are those who hold a role: handlers of the case's own section, or all
// of them where it has none.
func (t *turn) people(role models.Role, c *models.Case) []messages.Value {
	var own, all []messages.Value
	for _, p := range t.law.Bureau.Staff {
		if role != "" && !p.Has(role) {
			continue
		}
		v := messages.Value{Value: strings.ToLower(p.UserID), Label: p.Name}
		all = append(all, v)
		if role == models.RoleHandler && p.Section == c.Section {
			own = append(own, v)
		}
	}
	if len(own) > 0 {
		return own
	}
	return all
}

// value reads what a person said for an argument.
func (t *turn) value(spec models.ArgSpec, c *models.Case, text string) (string, bool) {
	switch spec.Kind {
	case models.KindDate:
		d, ok := readDate(text, t.now)
		return d.String(), ok
	case models.KindDays:
		if n, ok := messages.Days(text); ok {
			return strconv.Itoa(n), true
		}
		_, err := strconv.Atoi(text)
		return text, err == nil
	case models.KindCase:
		found, err := t.find(text)
		return found.Number, err == nil
	case models.KindTicks:
		return t.ticks(spec, c, text)
	}
	values := t.values(spec, c)
	if len(values) == 0 {
		return text, text != ""
	}
	i, ok := picked(text, messages.ValueLabels(values))
	if !ok {
		return "", false
	}
	return values[i].Value, true
}

// ticks reads several choices: their numbers in a row, or all of them.
func (t *turn) ticks(spec models.ArgSpec, c *models.Case, text string) (string, bool) {
	values := t.values(spec, c)
	var out []string
	for i, v := range values {
		if messages.SaysAll(text) || strings.Contains(text, strconv.Itoa(i+1)) || strings.Contains(text, v.Label) {
			out = append(out, v.Value)
		}
	}
	return strings.Join(out, ","), len(out) > 0
}

// label is a value as a person reads it.
func (t *turn) label(spec models.ArgSpec, c *models.Case, v string) string {
	for _, known := range t.values(spec, c) {
		if known.Value == v {
			return known.Label
		}
	}
	return v
}

// read takes the arguments that were said with the command: from the left,
// one word each as long as it fits an argument; the rest is the words.
func (t *turn) read(row models.VerbRow, c *models.Case, d *act, rest string) {
	words := strings.Fields(rest)
	for len(words) > 0 && t.readWord(row, c, d, words[0]) {
		words = words[1:]
	}
	if len(words) == 0 {
		return
	}
	left := strings.Join(words, " ")
	for _, spec := range row.Needs {
		if (spec.Kind == models.KindText || spec.Kind == models.KindPlain && spec.Arg != models.ArgLetter) && !d.Args.Has(spec.Arg) {
			d.Args[spec.Arg] = left
			return
		}
	}
}

// readWord fits one word to the first argument that takes it.
func (t *turn) readWord(row models.VerbRow, c *models.Case, d *act, word string) bool {
	for _, spec := range row.Needs {
		if d.Args.Has(spec.Arg) || spec.Kind == models.KindText {
			continue
		}
		if spec.Kind == models.KindPlain && spec.Arg != models.ArgLetter {
			continue
		}
		if v, ok := t.value(spec, c, word); ok && !isNumber(word, spec) {
			d.Args[spec.Arg] = v
			return true
		}
	}
	if day, ok := readDate(word, t.now); ok && row.Records && d.Occurred.IsZero() {
		d.Occurred = day.Start()
		if day == models.DateOf(t.now) {
			d.Occurred = t.now
		}
		return true
	}
	return false
}

// isNumber keeps a bare figure from choosing among options unseen.
func isNumber(word string, spec models.ArgSpec) bool {
	_, err := strconv.Atoi(word)
	return err == nil && spec.Kind != models.KindCase
}

// readDate reads 2026-11-30, 11-30, 11/30, 11.30 and the Chinese forms; a day
// without a year is the nearest one that makes sense: not over half a year
// back.
func readDate(text string, now time.Time) (models.Date, bool) {
	today := models.DateOf(now)
	if n, ok := messages.RelativeDay(text); ok {
		return today + models.Date(n), true
	}
	parts := strings.FieldsFunc(messages.PlainDate(text), func(r rune) bool { return r == '-' || r == '/' || r == '.' })
	var n []int
	for _, p := range parts {
		v, err := strconv.Atoi(p)
		if err != nil {
			return 0, false
		}
		n = append(n, v)
	}
	year := now.In(models.Zone()).Year()
	switch len(n) {
	case 3:
		year, n = n[0], n[1:]
	case 2:
	default:
		return 0, false
	}
	if n[0] < 1 || n[0] > 12 || n[1] < 1 || n[1] > 31 || year < 2000 || year > 2100 {
		return 0, false
	}
	d := models.NewDate(year, time.Month(n[0]), n[1])
	if len(parts) == 2 && d < today-183 {
		d = models.NewDate(year+1, time.Month(n[0]), n[1])
	}
	return d, true
}
