package models

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"
)

// sweptSeed replays the histories of a run that failed.
var sweptSeed = flag.Uint64("swept-seed", 20260302, "seed of the histories under sweeps") // testing's own way of adding a flag

// sweptHistories is how many random cases are walked under sweeps, each of up
// to sweptSteps verbs. Those of a docket live at the same time.
const sweptHistories, sweptSteps, docketCases = 20_000, 8, 2

// docket is a bureau's few cases and what is done about them outside of cases.
type docket struct {
	books   []*book
	account *account
}

// TestHistoriesUnderSweepsForgetNothing walks random cases while one to three
// workers, whose clocks are up to a day off, sweep, tell, die and repeat
// themselves in between.
func TestHistoriesUnderSweepsForgetNothing(t *testing.T) {
	t.Parallel()
	t.Logf("-swept-seed %d", *sweptSeed)
	const parts = 4 // so that every core has some
	seen, verbs := map[string]int{}, drawn()
	var mu sync.Mutex
	t.Run("part", func(t *testing.T) {
		for part := range uint64(parts) {
			t.Run(fmt.Sprint(part), func(t *testing.T) {
				t.Parallel()
				for n := part; n < sweptHistories/docketCases; n += parts {
					d := walk(t, n, verbs)
					mu.Lock()
					d.count(seen)
					mu.Unlock()
				}
			})
		}
	})
	for _, name := range []string{
		"before-2", "before-1", "morning-0", "half-0", "evening-0", "over-0", "over-1", "over-3", "over-7", "receipt-1", "rate-7",
		"breach", "annulled", "circular", "interview", "excuse", "explain", "further year",
	} {
		if seen[name] < 10 {
			t.Errorf("%s was seen %d times: the histories are too tame", name, seen[name])
		}
	}
}

// count notes what the docket lived through.
func (d *docket) count(seen map[string]int) {
	for _, b := range d.books {
		for _, r := range b.rows {
			seen[r.Rung]++
		}
		for _, x := range b.breaches {
			if x.stands {
				seen["breach"]++
			} else {
				seen["annulled"]++
			}
		}
		if b.now.In(Zone()).Year() > 2026 {
			seen["further year"]++
		}
	}
	for _, e := range d.account.entries {
		if e.Verb == VerbIssue {
			seen[e.Args.Get(ArgWhich)]++
		}
		seen[string(e.Verb)]++
	}
}

// walk lives through the histories of one docket.
func walk(t *testing.T, n uint64, verbs []Verb) *docket {
	t.Helper()
	rng := rand.New(rand.NewPCG(*sweptSeed, n))
	d, begin := &docket{}, start()
	if n%8 == 0 { // a year ends
		begin = time.Date(2026, 12, 10+rng.IntN(20), 9, 0, 0, 0, Zone())
	}
	for i := range docketCases {
		h := &history{rng: rng, verbs: verbs}
		h.run = h.beginSwept(unwatched{t}, begin)
		h.c.ID += int64(i)
		b := &book{history: h, alarms: map[int64]time.Time{}, rows: map[string]Reminder{}, owed: map[once]int{}, told: map[once]int{}, breaches: map[due]broken{}}
		b.reckon(&Case{}, &h.c)
		d.books = append(d.books, b)
	}
	d.account = newAccount(d.books)
	for i := range docketCases * sweptSteps {
		b := d.books[i%docketCases]
		d.agree()
		before := b.c
		b.step()
		b.reckon(&before, &b.c)
		d.agree()
		if rng.IntN(4) == 0 {
			d.workers(1)
			b.regret()
		}
		d.workers(1 + rng.IntN(3))
		wholly := i >= docketCases*(sweptSteps-1) || rng.IntN(4) == 0
		b.hold(wholly)
		d.account.work(wholly)
		if t.Failed() {
			t.Fatalf("docket %d of -swept-seed %d: %s", n, *sweptSeed, d.story())
		}
	}
	return d
}

// regret lets whoever acted last take it back at once.
func (b *book) regret() {
	b.Helper()
	if len(b.done) == 0 {
		return // nothing was filed yet
	}
	before, last := b.c, b.done[len(b.done)-1].Entry
	done, err := b.try(Request{Verb: VerbRetract, Actor: last.Actor, Args: Args{}})
	if err != nil {
		return // it is final, or too late
	}
	b.holdStep(before, done)
	b.holdCase()
	b.reckon(&before, &b.c)
}

// agree sets every case to the latest moment, for there is only one.
func (d *docket) agree() {
	latest := d.books[0].now
	for _, b := range d.books {
		if b.now.After(latest) {
			latest = b.now
		}
	}
	for _, b := range d.books {
		b.now = latest
	}
}

// story is everything that happened, for whoever has to find the mistake.
func (d *docket) story() string {
	out := ""
	for _, b := range d.books {
		out += fmt.Sprintf("\ncase %d%s", b.c.ID, b.history.told())
	}
	return out + d.account.story()
}

// workers lets some workers work, the last one with the right time.
func (d *docket) workers(n int) {
	rng := d.books[0].rng
	for range n {
		off, dies := time.Duration(rng.IntN(49)-24)*time.Hour, rng.IntN(3) == 0
		for _, b := range d.books {
			b.sweep(b.now.Add(off))
			if !dies { // else before it tells
				b.tell(b.now.Add(off))
			}
		}
		d.account.sweep(d.account.now().Add(off))
	}
	for _, b := range d.books {
		b.sweep(b.now)
		b.tell(b.now)
	}
	d.account.sweep(d.account.now())
}
