package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"time"

	"onevisit/bot/simulator"
	"onevisit/messages"
	"onevisit/models"
	"onevisit/models/store"
)

// benchRun is what one run measured.
type benchRun struct {
	floor    block // the bare receiver
	dialogue block // every turn of a filing but the last
	confirm  block // the turn that makes the case
}

// benchResults are all runs and what follows them.
type benchResults struct {
	runs     []benchRun
	delivery block
}

// measure does the runs. The floor is measured before and after the program in
// each, so that a machine that grows slower meanwhile slows both.
func (r *rig) measure(ctx context.Context) (*benchResults, error) {
	if _, err := r.once(ctx, r.options.senders); err != nil { // warms pools and caches
		return nil, err
	}
	if _, err := r.deliver(ctx); err != nil {
		return nil, err
	}
	out := &benchResults{}
	for range r.options.runs {
		runtime.GC() // each run begins alike
		run, err := r.once(ctx, r.options.petitioners)
		if err != nil {
			return nil, err
		}
		out.runs = append(out.runs, run)
		sent, err := r.deliver(ctx)
		if err != nil {
			return nil, err
		}
		out.delivery = out.delivery.and(sent)
	}
	return out, nil
}

func (r *rig) once(ctx context.Context, petitioners int) (benchRun, error) {
	r.spoken++
	lines := filingLines()
	last := len(lines) - 1
	var run benchRun
	for _, part := range []struct {
		into *block
		to   *simulator.World
		say  []benchLine
	}{
		{&run.floor, r.bare, lines[:last/2]},
		{&run.dialogue, r.ours, lines[:last]},
		{&run.confirm, r.ours, lines[last:]},
		{&run.floor, r.bare, lines[last/2 : last]},
	} {
		b, err := drive(ctx, r.options.senders, petitioners, func(ctx context.Context, k int, l lap) error {
			return r.speak(ctx, part.to, k, part.say, l)
		})
		if err != nil {
			return run, err
		}
		*part.into = part.into.and(b)
	}
	return run, nil
}

// benchLine is one message of a filing, and whether its answer names a case.
type benchLine struct {
	text  string
	tells bool // what happened, which everybody tells in words of their own
	files bool
}

// filingLines are a filing as a petitioner types it, from the menu to the
// confirmation. Numbers choose.
func filingLines() []benchLine {
	const first = "1"
	done := messages.ClaimGoesOn(messages.ClaimMin, 0).Labels()[0]
	var out []benchLine
	for _, text := range []string{
		first, first, first, first, first, "", "", done, "Invented Road 5", first, "Niding Zhangsan", "13900001234",
	} {
		out = append(out, benchLine{text: text, tells: text == ""})
	}
	return append(out, benchLine{text: first, files: true})
}

// claimSize is the length of one message about what happened, in characters.
const claimSize = 60

// tale is such a message, of characters at random: no two cases are told in the
// same words, and an index over words has no hot place.
func tale(dice *rand.Rand) string {
	const first, many = 0x4e00, 3000 // the commoner Chinese characters
	out := make([]rune, claimSize)
	for i := range out {
		out[i] = first + rune(dice.IntN(many))
	}
	return string(out)
}

// speak sends one petitioner's messages, each when the one before is answered.
func (r *rig) speak(ctx context.Context, to *simulator.World, k int, say []benchLine, l lap) error {
	phone := to.Petitioner(fmt.Sprintf("oBench%s%d-%d", r.mark, r.spoken, k))
	dice := rand.New(rand.NewPCG(uint64(r.spoken), uint64(k))) // repeatable
	for _, line := range say {
		text := line.text
		if line.tells {
			text = tale(dice)
		}
		envelope, err := phone.Envelope(text)
		if err != nil {
			return err
		}
		err = l(func() error {
			answer, err := to.Deliver(ctx, envelope)
			switch {
			case err != nil:
				return err
			case answer.Reply == nil:
				return fmt.Errorf("no answer to %q", text)
			case line.files && !strings.Contains(answer.Text(), r.app.law.Bureau.Organ.CasePrefix):
				return fmt.Errorf("no case was made")
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// owedAtOnce is how many notices the delivery is measured with, each to a
// person of its own, as the platforms' limits for one person would have it.
const owedAtOnce = 5000

// deliver owes notices and sends them, as the job does.
func (r *rig) deliver(ctx context.Context) (block, error) {
	if err := r.owe(ctx); err != nil {
		return block{}, err
	}
	start := time.Now()
	n, err := r.app.delivery.Deliver(ctx)
	took := time.Since(start)
	if err != nil {
		return block{}, err
	}
	if n < owedAtOnce {
		return block{}, fmt.Errorf("%d of %d notices were dealt with", n, owedAtOnce)
	}
	return block{took: took, each: make([]time.Duration, n)}, nil
}

func (r *rig) owe(ctx context.Context) error {
	r.owed++
	return r.app.store.Act(ctx, func(tx *store.Tx) error {
		for k := range owedAtOnce {
			who := fmt.Sprintf("oOwed%s%d-%d", r.mark, r.owed, k)
			// Only who spoke lately can be sent a free message.
			if err := tx.SaveAccount(models.Account{OpenID: who, SpokeAt: tx.Now(), Follows: true}); err != nil {
				return err
			}
			err := tx.Owe(models.Notice{
				Key: "bench:" + who, To: models.Person{Kind: models.ActorPetitioner, ID: who}, Reply: true, At: tx.Now(),
				Data: models.Args{models.ArgAnswer: `{"text":"Your invented case moved on."}`},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}
