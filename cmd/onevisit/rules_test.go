package main

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"onevisit/bot"
	"onevisit/config"
	"onevisit/models"
)

// assignedCases files, registers and assigns some cases at once.
func (h *theatre) assignedCases(n int) []string {
	h.t.Helper()
	staff := func(id string) models.Actor { return models.Actor{Kind: models.ActorStaff, ID: id} }
	var numbers []string
	for range n {
		number := ""
		for _, r := range []models.Request{
			{Verb: models.VerbSubmit, Actor: staff("li.clerk"), Filing: &models.Filing{
				Channel: models.ChannelLetter, Category: "wetland-fill", Claim: "有人在村后的苇塘里填土，请来看看。", NoticeVersion: "1",
				NoticeAt: h.clock.Now(), Petitioner: models.Petitioner{Name: "张三", Phone: "13800001234"},
			}},
			{Verb: models.VerbRegister, Actor: staff("li.clerk"), Args: models.Args{
				models.ArgClass: string(models.ClassAppeal), models.ArgCategory: "wetland-fill", models.ArgRepeat: models.No}},
			{Verb: models.VerbAssign, Actor: staff("sun.deputy"), Args: models.Args{models.ArgSection: "wetland", models.ArgCaseOfficer: "li.clerk"}},
		} {
			err := ledger{h.app.store}.Act(context.Background(), func(tx bot.Tx) error {
				d, err := tx.Do(number, r)
				number = d.Case.Number
				return err
			})
			if err != nil {
				h.t.Fatal(err)
			}
		}
		numbers = append(numbers, number)
	}
	return numbers
}

// acceptIn makes a second set of rules that gives sections other days to
// accept from the day on which tests begin.
func acceptIn(n int) func(*config.Rules) {
	return func(r *config.Rules) {
		set := r.Set
		set.ValidFrom = config.Date{Year: 2026, Month: time.March, Day: 2}
		set.Clocks = map[string]config.Clock{"accept": {Days: &n}}
		r.Sets = []config.Set{set}
	}
}

// told runs one of the rules commands and returns what it printed.
func (h *theatre) told(do func(*bytes.Buffer) error) string {
	h.t.Helper()
	var out bytes.Buffer
	if err := do(&out); err != nil {
		h.t.Fatal(err)
	}
	return out.String()
}

func TestOtherRulesReachOpenCasesOnlyByOrder(t *testing.T) {
	t.Parallel()
	for _, engine := range engines() {
		t.Run(engine, func(t *testing.T) {
			h := newTheatre(t, engine, time.Date(2026, 3, 2, 9, 0, 0, 0, models.Zone()))
			numbers := h.assignedCases(3)
			h.world.Staff("wang.chief") // whoever is told must have a phone
			h.rules = acceptIn(5)
			h.restart()
			ctx := context.Background()
			set := h.app.law.Sets()[1].Name
			order := rulesOrder{set: set}
			show := func(out *bytes.Buffer) error { return h.app.showRules(ctx, out) }
			if got, want := h.told(show), "always: 3 open cases, 0 closed and not archived\n"+set+": 0 open cases, 0 closed and not archived\n  accept: 5 days\n"; got != want {
				t.Errorf("shown\n%s\nwant\n%s", got, want)
			}
			preview := h.told(func(out *bytes.Buffer) error { return h.app.applyRules(ctx, out, order) })
			want := ""
			for _, number := range numbers {
				want += number + " (always)\n  accept: 2026-03-05 -> 2026-03-07\n"
			}
			if !strings.HasPrefix(preview, want+"3 cases would keep") {
				t.Errorf("preview\n%s\nwant\n%s", preview, want)
			}
			order.confirm, order.admin = true, "li.clerk"
			if err := h.app.applyRules(ctx, new(bytes.Buffer), order); err == nil || !strings.Contains(err.Error(), "admin") {
				t.Errorf("somebody who is no admin: %v", err)
			}
			h.appliedBeside(set)
			if got := h.told(show); !strings.Contains(got, set+": 3 open cases") {
				t.Errorf("afterwards\n%s", got)
			}
			for _, number := range numbers {
				h.movedOnce(number)
			}
			h.work()
			h.toldOnce("【期限调整】3 项的期限按新规则改了")
			h.rulesLost()
		})
	}
}

// appliedBeside lets two replicas apply a set at once, after one that was
// killed between two cases.
func (h *theatre) appliedBeside(set string) {
	h.t.Helper()
	plan, err := h.app.bot.PlanRules(context.Background(), set)
	if err != nil {
		h.t.Fatal(err)
	}
	err = ledger{h.app.store}.Act(context.Background(), func(tx bot.Tx) error {
		_, err := tx.Do(plan[0].Number, models.Request{
			Verb: models.VerbApplyRules, Actor: models.Actor{Kind: models.ActorSystem, ID: "rules"},
			Args: models.Args{models.ArgRules: set, models.ArgPerson: "chen.clerk"},
		})
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	var both sync.WaitGroup
	var done [2]int
	var failed [2]error
	for i := range done {
		both.Go(func() { done[i], failed[i] = h.app.bot.ApplyRules(context.Background(), set, "chen.clerk") })
	}
	both.Wait()
	if failed[0] != nil || failed[1] != nil || done[0]+done[1] != 2 {
		h.t.Errorf("changed %v, %v", done, failed)
	}
	if again, err := h.app.bot.ApplyRules(context.Background(), set, "chen.clerk"); again != 0 || err != nil {
		h.t.Errorf("again: %d, %v", again, err)
	}
}

// movedOnce asks for one entry with the old due, and for the new due.
func (h *theatre) movedOnce(number string) {
	h.t.Helper()
	err := ledger{h.app.store}.Act(context.Background(), func(tx bot.Tx) error {
		c, err := tx.Case(number)
		if err != nil {
			return err
		}
		if got := c.Running(models.ClockAccept, "").LastDay().String(); got != "2026-03-07" {
			h.t.Errorf("%s is due on %s", number, got)
		}
		entries, err := tx.History(c.ID)
		last := entries[len(entries)-1]
		if len(entries) != 4 || last.Verb != models.VerbApplyRules || last.Plain[models.ArgPerson] != "chen.clerk" || last.Plain[models.ArgDue] != "accept 2026-03-05 > 2026-03-07" {
			h.t.Errorf("%s: %d entries, the last %+v", number, len(entries), last)
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// toldOnce asks that the chief of the wetlands read something exactly once.
func (h *theatre) toldOnce(words string) {
	h.t.Helper()
	n := 0
	for _, b := range h.world.Staff("wang.chief").Bubbles() {
		n += strings.Count(b.Text, words)
	}
	if n != 1 {
		h.t.Errorf("the chief read %q %d times", words, n)
	}
}

// rulesLost asks that a changed set is refused while cases keep the old one.
func (h *theatre) rulesLost() {
	h.t.Helper()
	h.rules = acceptIn(4)
	_, err := readyApp(context.Background(), surroundings{config: h.config(), now: h.clock.Now, log: jsonLog(h.log), worker: "test"})
	if err == nil || !strings.Contains(err.Error(), "3 cases (3 of them open) began under the rules 2026-03-02-") {
		h.t.Errorf("a bureau file without the rules of 3 cases: %v", err)
	}
}
