package models

import (
	"bytes"
	"testing"
	"time"
)

func entry() AuditEntry {
	return AuditEntry{
		CaseID: 1, Seq: 2, Verb: VerbAssign, Actor: Actor{ActorStaff, "sun.deputy", "qian.head"}, At: start(), Occurred: start(),
		From: Registered, To: Assigned, Round: 1, Plain: Args{ArgSection: "wet"}, Words: Args{ArgReason: "x"}, WordsDigest: []byte{1}, MAC: []byte{1},
	}
}

func TestTheChainCoversEveryFieldButTheWordsAndTheMAC(t *testing.T) {
	base := entry().Canonical()
	for name, c := range map[string]struct {
		change func(*AuditEntry)
		same   bool
	}{
		"case":                {func(e *AuditEntry) { e.CaseID++ }, false},
		"seq":                 {func(e *AuditEntry) { e.Seq++ }, false},
		"verb":                {func(e *AuditEntry) { e.Verb = VerbReassign }, false},
		"actor kind":          {func(e *AuditEntry) { e.Actor.Kind = ActorSystem }, false},
		"actor":               {func(e *AuditEntry) { e.Actor.ID = "x" }, false},
		"substituted":         {func(e *AuditEntry) { e.Actor.For = "" }, false},
		"moved boundary":      {func(e *AuditEntry) { e.Actor.ID, e.Actor.For = "sun.deputyq", "ian.head" }, false},
		"at":                  {func(e *AuditEntry) { e.At = e.At.Add(time.Millisecond) }, false},
		"occurred":            {func(e *AuditEntry) { e.Occurred = e.Occurred.Add(-time.Millisecond) }, false},
		"from":                {func(e *AuditEntry) { e.From = Submitted }, false},
		"to":                  {func(e *AuditEntry) { e.To = Accepted }, false},
		"round":               {func(e *AuditEntry) { e.Round++ }, false},
		"plain value":         {func(e *AuditEntry) { e.Plain = Args{ArgSection: "forest"} }, false},
		"plain name":          {func(e *AuditEntry) { e.Plain = Args{ArgFact: "wet"} }, false},
		"no plain":            {func(e *AuditEntry) { e.Plain = nil }, false},
		"digest":              {func(e *AuditEntry) { e.WordsDigest = []byte{2} }, false},
		"words":               {func(e *AuditEntry) { e.Words = nil }, true},
		"mac":                 {func(e *AuditEntry) { e.MAC = nil }, true},
		"the zone of at":      {func(e *AuditEntry) { e.At = e.At.UTC() }, true},
		"under a millisecond": {func(e *AuditEntry) { e.At = e.At.Add(time.Microsecond) }, true},
	} {
		e := entry()
		c.change(&e)
		if got := bytes.Equal(base, e.Canonical()); got != c.same {
			t.Errorf("%s: same %v", name, got)
		}
	}
	none, empty := entry(), entry()
	none.Plain, empty.Plain = nil, Args{}
	if !bytes.Equal(none.Canonical(), empty.Canonical()) {
		t.Error("no arguments differ from none when read back")
	}
}

func TestAnEntryKeepsWordsApartFromCodes(t *testing.T) {
	r := newRun(t)
	d, err := r.try(Request{Verb: VerbSubmit, Actor: byPetitioner(), Filing: filing()})
	r.must(d, err)
	if e := d.Entry; e.Words.Get(ArgClaim) == "" || e.Plain.Has(ArgClaim) || e.Plain.Get(ArgCategory) != "wet-fill" || e.Plain.Get(ArgNotice) != "2026-1" {
		t.Errorf("entry %+v", e)
	}
}
