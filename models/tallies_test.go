package models

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// One pass counts for every section what a count of that section alone does.
func TestTalliesAreThoseOfEachSectionAlone(t *testing.T) {
	t.Parallel()
	sections := bureau().Sections
	from, to := NewDate(2026, 3, 1), NewDate(2026, 3, 31)
	together := NewTallies(from, to, sections)
	alone := map[string]*Tally{"": NewTally(from, to, "")}
	for _, s := range sections {
		alone[s.Code] = NewTally(from, to, s.Code)
	}
	counted := map[string]int{}
	for n := range uint64(300) {
		h := &history{rng: rand.New(rand.NewPCG(11, n)), verbs: drawn()}
		h.run = h.begin(unwatched{t})
		for range 12 {
			h.step()
		}
		h.c.Section = []string{h.c.Section, "wet", "forest"}[h.rng.IntN(3)]
		h.c.Number = fmt.Sprintf("LS20260302-%04d", n)
		h.c.Facts.Links = []string{fmt.Sprintf("LS20260302-%04d", h.rng.IntN(300))} // at whatever section that is
		together.Add(&h.c)
		for _, one := range alone {
			one.Add(&h.c)
		}
		counted[h.c.Section]++
	}
	settled := Ratio{}
	for section, one := range alone {
		got, want := together.Figures(section), one.Figures()
		if !reflect.DeepEqual(got, want) {
			t.Errorf("section %q: got %+v, want %+v", section, got, want)
		}
		if section != "" {
			settled.Part, settled.Whole = settled.Part+want.Settled.Part, settled.Whole+want.Settled.Whole
		}
	}
	if counted["wet"] < 20 || counted["forest"] < 20 || settled.Part == 0 || settled.Part == settled.Whole {
		t.Errorf("the cases are too tame: %v, settled %+v", counted, settled)
	}
}
