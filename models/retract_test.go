package models

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

// bare is a case without what a retract leaves as a trace: ids, counts, the
// time of the last change, clocks and letters that are over.
func bare(c Case) Case {
	c = c.clone()
	c.Version, c.AuditCount, c.UpdatedAt, c.Facts.Last, c.Words.Before = 0, 0, time.Time{}, nil, nil
	var clocks []Clock
	for _, k := range c.Clocks {
		if k.Running() {
			clocks = append(clocks, k)
		}
	}
	var letters []Letter
	for _, l := range c.Letters {
		if !l.Void {
			letters = append(letters, l)
		}
	}
	c.Clocks, c.Letters = clocks, letters
	return c
}

func TestRetractRestoresExactlyWhatWasAndTellsWhoeverWasTold(t *testing.T) {
	for _, row := range VerbRows() {
		if row.Final || row.Verb == VerbLapse {
			continue
		}
		t.Run(string(row.Verb), func(t *testing.T) {
			r := reach(t, row.Verb)
			before, letters := bare(r.c), len(r.c.Letters)
			by := allowed(row.Verb)[0]
			d := r.do(row.Verb, by)
			r.later(9 * time.Minute)
			back := r.do(VerbRetract, by)
			if after := bare(r.c); !reflect.DeepEqual(before, after) {
				t.Errorf("before %s\nafter  %s", r.flat(before), r.flat(after))
			}
			for _, l := range r.c.Letters[letters:] {
				if !l.Void {
					t.Errorf("the letter %s is still good", l.Ref())
				}
			}
			told := map[Person]bool{}
			for _, n := range back.Notices {
				told[n.To] = true
			}
			for _, n := range d.Notices {
				if !told[n.To] {
					t.Errorf("%v was told of the deed, not of its end", n.To)
				}
			}
			if _, err := r.law.Apply(r.c, Request{Verb: row.Verb, Actor: by, Args: given(row.Verb)}, r.now); err != nil {
				t.Errorf("cannot be done again: %v", err)
			}
		})
	}
}

func TestOnlyTheLastStepIsRetractedByItsActorAndSoon(t *testing.T) {
	r := at(t, Accepted)
	r.refuse(CodeWrongActor, VerbRetract, byHandler())
	r.later(RetractWithin+time.Second).refuse(CodeTooLate, VerbRetract, byChief())
	r.now = start().Add(RetractWithin)
	r.do(VerbRetract, byChief())
	r.refuse(CodeNotOpenMatter, VerbRetract, byChief())

	r = at(t, Accepted)
	r.do(VerbSupplement, byPetitioner()) // built on it
	r.refuse(CodeWrongActor, VerbRetract, byChief())
	r.do(VerbRetract, byPetitioner())

	r = at(t, Assigned)
	r.do(VerbReturn, byChief())
	r.refuse(CodeNotOpenMatter, VerbRetract, byChief())

	r = at(t, Accepted)
	r.c.LastLetter(LetterAcceptance).Delivered = r.now
	r.refuse(CodeOpenMatter, VerbRetract, byChief())
	r = at(t, Accepted)
	r.c.AuditCount++ // an entry that Apply did not make
	r.refuse(CodeNotOpenMatter, VerbRetract, byChief())
}

func TestARecusalCanBeRetracted(t *testing.T) {
	r := at(t, Accepted)
	r.do(VerbRecuse, byHandler())
	r.refuse(CodeRecused, VerbDraft, byHandler())
	r.do(VerbRetract, byHandler())
	r.do(VerbDraft, byHandler())
}

func TestFactsHoldNoOpenID(t *testing.T) {
	r := file(t, joint()).to(Delivered)
	for _, step := range []struct {
		v Verb
		a Actor
	}{{VerbUrge, byPetitioner()}, {VerbSupplement, bySigner()}, {VerbReexamine, bySigner()}, {VerbRate, byPetitioner()}} {
		d := r.do(step.v, step.a)
		if facts := string(r.flat(r.c.Facts)); strings.Contains(facts, "openid") {
			t.Errorf("after %s: %s", step.v, facts)
		}
		for _, n := range d.Notices {
			if strings.Contains(n.Key, "openid") {
				t.Errorf("%s: key %s", step.v, n.Key)
			}
		}
	}
}
