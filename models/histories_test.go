package models

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// histories is how many random cases are walked, each of up to steps verbs.
const histories, steps = 2000, 40

// history is one random case.
type history struct {
	*run
	rng *rand.Rand
	// verbs are those to draw from.
	verbs []Verb
}

// TestRandomHistoriesKeepTheLaw walks cases with random verbs, actors,
// arguments and pauses, nonsense among them, and holds every standing against
// what law.md says of all cases.
func TestRandomHistoriesKeepTheLaw(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).Unix())
	t.Logf("seed %d", seed)
	seen, links, verbs := map[State]int{}, map[string]bool{}, drawn()
	for n := range uint64(histories) {
		h := &history{rng: rand.New(rand.NewPCG(seed, n)), verbs: verbs}
		h.run = h.begin(watched(t, n%16 == 0))
		for range steps {
			h.step()
			if t.Failed() {
				t.Fatalf("history %d of seed %d: %s", n, seed, h.told())
			}
			seen[h.c.State]++
		}
		for _, k := range h.c.Clocks {
			h.link(links, k)
		}
	}
	for _, r := range rare(t) {
		h := &history{run: r}
		for _, k := range h.c.Clocks {
			h.link(links, k)
		}
	}
	for _, s := range anyState() {
		if seen[s] < 80 {
			t.Errorf("only %d standings in %s: the histories are too tame", seen[s], s)
		}
	}
	unseen(t, links)
}

// watched is the test itself or one that watches less: comparing every case
// with itself would take most of the time.
func watched(t *testing.T, yes bool) testing.TB {
	if yes {
		return t
	}
	return unwatched{t}
}

// drawn are the verbs that the histories draw from: all but those that the
// program does on an order from outside, since people who are there stay and
// rules do not change.
func drawn() []Verb {
	var out []Verb
	for _, row := range VerbRows() {
		if !forTheProgram(row.Verb) {
			out = append(out, row.Verb)
		}
	}
	return out
}

// forTheProgram tells those.
func forTheProgram(v Verb) bool { return v == VerbRelieve || v == VerbApplyRules }

// begin files a random matter at a bureau with random options, or begins where
// a random verb is possible, so that the late states are as well trodden.
func (h *history) begin(t testing.TB) *run {
	if h.rng.IntN(2) == 0 {
		r := reach(t, h.verbs[h.rng.IntN(len(h.verbs))])
		r.law.Bureau.Options.ResolveFromAssignment = h.rng.IntN(4) == 0
		r.law.Bureau.Options.ResolveUntilDelivery = h.rng.IntN(4) == 0
		return r
	}
	f := filing()
	if h.rng.IntN(3) == 0 {
		f = paper([]Channel{ChannelVisit, ChannelLetter, ChannelCall, ChannelTransfer}[h.rng.IntN(4)])
	}
	f.Anonymous, f.Confidential = h.rng.IntN(8) == 0, h.rng.IntN(8) == 0
	if h.rng.IntN(4) == 0 {
		f.Signers = joint().Signers
	}
	f.Accused = []string{"", "", "Wang Lusheng", "Zhao Ren", "Li Deng"}[h.rng.IntN(5)]
	return file(t, f, func(b *Bureau) {
		b.Options.AssignByDirector, b.Options.SignByDeputy = h.rng.IntN(2) == 0, h.rng.IntN(4) == 0
		b.Options.ResolveFromAssignment, b.Options.ResolveUntilDelivery = h.rng.IntN(4) == 0, h.rng.IntN(4) == 0
	})
}

// step lets somebody try something and holds what comes of it.
func (h *history) step() {
	h.Helper()
	h.later(time.Duration(h.rng.IntN(30)) * time.Hour)
	if h.rng.IntN(20) == 0 {
		h.later(40 * day)
	}
	before := h.c
	a := h.anybody()
	v := h.verbs[h.rng.IntN(len(h.verbs))]
	if h.rng.IntN(8) > 0 {
		v = h.likely(a, v)
	}
	q := Request{Verb: v, Actor: a, Args: h.args(v)}
	if row, _ := h.law.Row(v); row.Records && h.rng.IntN(3) == 0 {
		q.Occurred = h.now.Add(time.Duration(h.rng.IntN(60)-50) * time.Hour)
	}
	d, err := h.try(q)
	if err != nil {
		if CodeOf(err) == "" {
			h.Errorf("%s by %s: %v has no code", v, a.ID, err)
		}
		return
	}
	h.holdStep(before, d)
	h.holdCase()
}

// likely is one of the verbs that the actor may do now, rather one that moves
// the case on than one that does not.
func (h *history) likely(a Actor, otherwise Verb) Verb {
	var before []byte
	if !h.light {
		before = h.flat(h.c)
	}
	can := slices.DeleteFunc(h.law.Possible(&h.c, a, h.now), forTheProgram)
	if !h.light && !bytes.Equal(before, h.flat(h.c)) {
		h.Errorf("asking what is possible changed the case %s", before)
	}
	if len(can) == 0 {
		return otherwise
	}
	v := can[h.rng.IntN(len(can))]
	if row, _ := h.law.Row(v); len(row.To) == 0 || v == VerbWithdraw {
		v = can[h.rng.IntN(len(can))]
	}
	return v
}

// anybody prefers those whose turn it may be.
func (h *history) anybody() Actor {
	list := everybody()
	if owner := h.law.Owner(&h.c); owner != "" && h.rng.IntN(3) == 0 {
		return Actor{Kind: ActorStaff, ID: owner}
	}
	return list[h.rng.IntN(len(list))]
}

// args are the usual ones, sometimes others that fit, sometimes nonsense.
func (h *history) args(v Verb) Args {
	a := given(v)
	row, _ := h.law.Row(v)
	for _, spec := range row.Needs {
		switch {
		case spec.Kind == KindOption && (h.rng.IntN(2) == 0 || v == VerbEnter):
			a[spec.Arg] = spec.Options[h.rng.IntN(len(spec.Options))]
		case spec.Kind == KindTicks:
			a[spec.Arg] = "clear-facts,clear-duty,easy"
		case spec.Arg == ArgEvidence && h.rng.IntN(2) == 0:
			a[spec.Arg] = "a scan of it"
		case spec.Arg == ArgTheirNumber:
			a[spec.Arg] = "C-7"
		case spec.Arg == ArgDue, spec.Arg == ArgTheirDue && h.rng.IntN(2) == 0:
			a[spec.Arg] = (DateOf(h.now) + Date(h.rng.IntN(40))).String()
		case spec.Arg == ArgHandler && h.c.Section == "forest":
			a[spec.Arg] = "lin.chief"
		case spec.Arg == ArgLetter && h.rng.IntN(2) == 0 && len(h.c.Undelivered()) > 0:
			a[spec.Arg] = h.c.Undelivered()[0].Ref()
		}
		if h.rng.IntN(60) == 0 {
			a[spec.Arg] = "nonsense"
		}
	}
	return a
}

// told is the history so far, for whoever has to find the mistake.
func (h *history) told() string {
	out := ""
	for _, d := range h.done {
		out += fmt.Sprintf("\n%d %s by %s: %s → %s", d.Entry.Seq, d.Entry.Verb, d.Entry.Actor.ID, d.Entry.From, d.Entry.To)
	}
	return out
}

// link notes which verb started and stopped a kind of clock. A redo that
// resumes nothing and a retract are no links of the table.
func (h *history) link(links map[string]bool, k Clock) {
	verb := func(seq int64) Verb { return h.done[seq-1].Entry.Verb }
	rule := h.law.Rule(k.Kind)
	if v := verb(k.StartSeq); !slices.Contains(rule.Starts, v) {
		h.Errorf("%s was started by %s: %s", k.Kind, v, h.told())
	} else {
		links["start "+string(k.Kind)+" "+string(v)] = true
	}
	if k.Running() || k.StoppedBy == VerbRetract {
		return
	}
	if !slices.Contains(rule.Stops, k.StoppedBy) || verb(k.StopSeq) != k.StoppedBy {
		h.Errorf("%s was stopped by %s: %s", k.Kind, k.StoppedBy, h.told())
	}
	links["stop "+string(k.Kind)+" "+string(k.StoppedBy)] = true
}

// rare are the histories that chance does not find.
func rare(t *testing.T) []*run {
	transferred := file(t, paper(ChannelTransfer), func(b *Bureau) { b.Options.ResolveFromAssignment = true })
	transferred.do(VerbRegister, byClerk(), given(VerbRegister).with("their-number", "C-1"))
	transferred.do(VerbAssign, byDeputy())
	transferred.do(VerbSupervise, byDirector())
	transferred.do(VerbHandBack, byClerk())

	out := []*run{transferred}
	for _, s := range []State{Disputed, FollowUp} {
		r := at(t, s)
		r.do(VerbReexamine, byPetitioner())
		r.do(VerbRecordReexamine, byDirector(), given(VerbRecordReexamine).with("result", "redo"))
		out = append(out, r)
	}
	closed := at(t, Closed).settle()
	closed.do(VerbArchive, byClerk())
	declined := at(t, Declined).settle().later(60 * day)
	declined.do(VerbArchive, byClerk())
	return append(out, closed, declined)
}

// unseen reports rows of the clock table that no history ever used.
func unseen(t *testing.T, links map[string]bool) {
	t.Helper()
	for _, rule := range ClockRows() {
		if rule.Kind == ClockExplain || rule.Kind == ClockDecision {
			continue // not about one case
		}
		for _, v := range rule.Starts {
			if !links["start "+string(rule.Kind)+" "+string(v)] {
				t.Errorf("%s never started %s", v, rule.Kind)
			}
		}
		for _, v := range rule.Stops {
			if !links["stop "+string(rule.Kind)+" "+string(v)] {
				t.Errorf("%s never stopped %s", v, rule.Kind)
			}
		}
	}
}
