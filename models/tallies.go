package models

// Tallies are the figures of one period, of the whole bureau and of each of
// its sections, counted in one pass: a case is looked at for its own section
// only.
type Tallies struct {
	whole    *Tally
	sections map[string]*Tally
}

// NewTallies begins the figures of a period.
func NewTallies(from, to Date, sections []Section) *Tallies {
	t := &Tallies{whole: NewTally(from, to, ""), sections: make(map[string]*Tally, len(sections))}
	for _, s := range sections {
		own := NewTally(from, to, s.Code)
		own.again = t.whole.again // a case may be brought again at any section
		t.sections[s.Code] = own
	}
	return t
}

// Add counts one case, as [Tally.Add] does.
func (t *Tallies) Add(c *Case) {
	t.whole.Add(c)
	if own := t.sections[c.Section]; own != nil {
		own.count(c)
	}
}

// Figures ends the count of one section, or of the whole bureau for "".
func (t *Tallies) Figures(section string) Figures {
	if section == "" {
		return t.whole.Figures()
	}
	return t.sections[section].Figures()
}
