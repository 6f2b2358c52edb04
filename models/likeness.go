package models

import (
	"cmp"
	"slices"
)

// Likeness is an earlier case that may be about the same matter, and why. It
// only suggests: linking is the clerk's act.
type Likeness struct {
	CaseID int64
	// Phone and Identity say that somebody of both cases gave the same,
	// petitioners and joint signers alike; Text that the claims are near-equal.
	Phone, Identity, Text bool
}

// weight puts the surest first.
func (l Likeness) weight() int {
	n := 0
	if l.Text {
		n++
	}
	if l.Phone {
		n += 2
	}
	if l.Identity {
		n += 4
	}
	return n
}

// Likely keeps what is worth showing to a clerk of the cases that resemble one,
// the surest and then the newest first, at most n. Near-equal words count
// within the same part of the categories only. Cases that the clerk may not
// see do not exist for the clerk [R 30].
func (l *Law) Likely(c *Case, clerk Actor, found []Likeness, cases []Case, n int) []Likeness {
	at := map[int64]*Case{}
	for i := range cases {
		at[cases[i].ID] = &cases[i]
	}
	var out []Likeness
	for _, f := range found {
		other := at[f.CaseID]
		if other == nil || !l.MaySee(other, clerk) {
			continue
		}
		f.Text = f.Text && l.kindred(c.Category, other.Category)
		if f.weight() > 0 {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b Likeness) int {
		return cmp.Or(cmp.Compare(b.weight(), a.weight()), cmp.Compare(b.CaseID, a.CaseID))
	})
	return out[:min(len(out), n)]
}

// kindred reports whether two categories stand under the same top one.
func (l *Law) kindred(a, b string) bool {
	return l.topOf(a) == l.topOf(b)
}

func (l *Law) topOf(code string) string {
	c, _ := l.Bureau.Category(code)
	return cmp.Or(c.Parent, code)
}
