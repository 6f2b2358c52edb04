package models

import (
	"maps"
	"slices"
)

// clone copies a case so deeply that changing the copy leaves the original
// as it was.
func (c Case) clone() Case {
	c.Facts = c.Facts.clone()
	c.Words = c.Words.clone()
	c.Clocks = slices.Clone(c.Clocks)
	c.Letters = slices.Clone(c.Letters)
	c.AuditHead = slices.Clone(c.AuditHead)
	return c
}

func (f Facts) clone() Facts {
	f.Links = slices.Clone(f.Links)
	f.Recused = slices.Clone(f.Recused)
	f.Ratings = slices.Clone(f.Ratings)
	f.Entries = slices.Clone(f.Entries)
	f.Contacts = slices.Clone(f.Contacts)
	f.Visits = slices.Clone(f.Visits)
	f.UrgedOn = slices.Clone(f.UrgedOn)
	f.Agreed = slices.Clone(f.Agreed)
	f.Supervisions = slices.Clone(f.Supervisions)
	f.Proposal = pointed(f.Proposal)
	f.Decline = pointed(f.Decline)
	f.Extension = pointed(f.Extension)
	f.Draft = pointed(f.Draft)
	f.Judgement = pointed(f.Judgement)
	f.Execution = pointed(f.Execution)
	f.Review = pointed(f.Review)
	f.Remedy = pointed(f.Remedy)
	f.Last = pointed(f.Last)
	return f
}

func (w Words) clone() Words {
	w.Signers = slices.Clone(w.Signers)
	w.Attachments = slices.Clone(w.Attachments)
	return w
}

// pointed copies what a pointer points at. LastStep.Before and Words.Before
// are replaced as a whole, never changed in place, so they may be shared.
func pointed[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

func (a Args) clone() Args { return maps.Clone(a) }
