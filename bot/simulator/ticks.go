package simulator

import "slices"

// CardTicks is the question of a vote_interaction card; with Mode 1 several
// options can be ticked, else one.
type CardTicks struct {
	Question string       `json:"question_key" xml:"QuestionKey"`
	Options  []TickOption `json:"option_list" xml:"OptionList"`
	Mode     int          `json:"mode" xml:"Mode"`
	Disabled bool         `json:"disable" xml:"Disable"`
}

// TickOption is one option that can be ticked.
type TickOption struct {
	ID      string `json:"id" xml:"Id"`
	Text    string `json:"text" xml:"Text"`
	Checked bool   `json:"is_checked" xml:"IsChecked"`
}

func (c *Card) checkTicks() (int, string) {
	t := c.Ticks
	switch {
	case t == nil || t.Question == "" || len(t.Question) > 1024:
		return cardField, "checkbox or its question_key"
	case len(t.Options) < 1 || len(t.Options) > 20:
		return cardField, "checkbox has not 1 to 20 options"
	case t.Mode != 0 && t.Mode != 1:
		return cardField, "checkbox.mode"
	case c.Submit == nil:
		return cardField, "submit_button is needed"
	}
	for _, option := range t.Options {
		if option.ID == "" || len(option.ID) > 128 || option.Text == "" || tooLong(option.Text, 17) {
			return cardField, "checkbox.option_list"
		}
	}
	return c.Submit.check()
}

// has reports whether an option can be ticked here; it may be nil.
func (t *CardTicks) has(question, option string) bool {
	return t != nil && t.Question == question && !t.Disabled &&
		slices.ContainsFunc(t.Options, func(o TickOption) bool { return o.ID == option })
}

// toggled is the question with an option ticked, or no longer. With Mode 0
// the others lose their tick.
func (t *CardTicks) toggled(question, option string) *CardTicks {
	if !t.has(question, option) {
		return t
	}
	changed := *t
	changed.Options = slices.Clone(t.Options)
	for i := range changed.Options {
		o := &changed.Options[i]
		if o.ID == option {
			o.Checked = !o.Checked
		} else if t.Mode == 0 {
			o.Checked = false
		}
	}
	return &changed
}

// selected is what travels with a press; nothing where nothing is ticked.
func (t *CardTicks) selected() []element {
	var ids []element
	if t != nil {
		for _, o := range t.Options {
			if o.Checked {
				ids = append(ids, cdata("OptionId", o.ID))
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	return []element{group("SelectedItem", cdata("QuestionKey", t.Question), group("OptionIds", ids...))}
}
