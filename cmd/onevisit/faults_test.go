package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"onevisit/bot/simulator"
	"onevisit/models"
	"onevisit/models/store"
)

// The fault harness: real processes, the simulator as the platforms with their
// redelivery, and faults that a seed decides.
//
//	go test ./cmd/onevisit -run TestFaults -v                 the short version
//	go test ./cmd/onevisit -run TestFaults -v -timeout 1h -args -faults.long -faults.seed 7
//
// The flags are read once, at start, and never written.
var faultFlags = struct {
	long *bool
	seed *uint64
}{
	flag.Bool("faults.long", false, "run the long version of the fault harness"),
	flag.Uint64("faults.seed", 20261123, "the seed that decides when faults strike"),
}

// faultSize is how much one scenario does.
type faultSize struct {
	kills, petitioners int
	writers            int // petitioners during the outage
	outage             time.Duration
	soak               time.Duration
}

func sizeOfFaults() faultSize {
	if *faultFlags.long {
		return faultSize{kills: 20, petitioners: 300, writers: 24, outage: 30 * time.Second, soak: 10 * time.Minute}
	}
	return faultSize{kills: 3, petitioners: 16, writers: 8, outage: 4 * time.Second}
}

// faultSenders speak at the same time.
const faultSenders = 16

// faultReport is one line of the table.
type faultReport struct {
	scenario                      string
	messages, redelivered, faults int
	lost, doubled, halfMade       int
	sent, unknown, paced          int
	waiting, twice                int
	took                          time.Duration
}

// print shows the line with its head, and fails the test where a zero is due.
func (r faultReport) print(t *testing.T) {
	t.Helper()
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(cells ...any) {
		for _, c := range cells {
			_, _ = fmt.Fprintf(w, "%v\t", c)
		}
		_, _ = fmt.Fprintln(w)
	}
	row("scenario", "answers", "redelivered", "faults", "lost", "doubled", "half-made", "notices sent", "unknown", "paced", "stuck", "twice", "took")
	row(r.scenario, r.messages, r.redelivered, r.faults, r.lost, r.doubled, r.halfMade, r.sent, r.unknown, r.paced, r.waiting, r.twice, r.took.Round(100*time.Millisecond))
	_ = w.Flush() // into memory
	t.Logf("seed %d\n%s", *faultFlags.seed, &b)
	if r.lost+r.doubled+r.halfMade+r.waiting+r.twice > 0 {
		t.Errorf("%s: what must be zero is not", r.scenario)
	}
}

// ward is an installation whose processes may die.
type ward struct {
	*installation
	crowd *crowd
	live  []*process // those that run in place of the replicas
	dice  *rand.Rand
	kills int
}

func newWard(t *testing.T, engine string, replicas int, stream uint64) *ward {
	t.Helper()
	return newWardOver(t, nil, engine, replicas, stream)
}

// newWardOver reaches MySQL over a line.
func newWardOver(t *testing.T, line *cable, engine string, replicas int, stream uint64) *ward {
	t.Helper()
	in := installOver(t, line, engine, replicas)
	return &ward{
		installation: in, crowd: &crowd{installation: in, numbers: map[string]string{}},
		live: slices.Clone(in.replicas), dice: rand.New(rand.NewPCG(*faultFlags.seed, stream)),
	}
}

// killAndRestart ends one replica at once and starts it again.
func (w *ward) killAndRestart() {
	i := w.dice.IntN(len(w.live))
	w.live[i].kill()
	w.restart(i)
}

// restart starts a dead replica again, with its own journal.
func (w *ward) restart(i int) {
	w.t.Helper()
	w.begin(i, filepath.Join(w.replicas[i].command.Dir, "journal.db"))
	w.kills++
}

// begin starts a process in a replica's place. It serves elsewhere: a port that
// was left may be taken by any program.
func (w *ward) begin(i int, journal string) {
	w.t.Helper()
	w.live[i] = startProcess(w.t, append(w.environment(), "ONEVISIT_JOURNAL="+journal), "serve")
	w.addresses[i].Store(&w.live[i].address)
}

// untilKilled kills replicas so often, each after a random number of further
// answers, and returns when it has, or when the crowd has said everything.
func (w *ward) untilKilled(times, span int, answers <-chan int, spoken <-chan struct{}) {
	next := w.dice.IntN(span)
	for w.kills < times {
		select {
		case n := <-answers:
			if n < next {
				continue
			}
			w.killAndRestart()
			next = n + 1 + w.dice.IntN(span)
		case <-spoken:
			return
		}
	}
}

// TestFaultsKillTheOnlyOne: processes are killed at random moments under 16 senders. What
// was acknowledged stays, nothing is doubled or half made, and every notice is
// delivered once, or listed as unknown.
//
// A trial mostly waits for the end of leases. It has no parts, so that its turn
// among the parallel tests comes before that of the many transcripts.
func TestFaultsKillTheOnlyOne(t *testing.T) {
	t.Parallel()
	killed(t, newWard(t, "sqlite", 1, 0))
}

// TestFaultsKillSomeOfThree is the same for replicas on one server.
func TestFaultsKillSomeOfThree(t *testing.T) {
	t.Parallel()
	killed(t, newWard(t, "mysql", 3, 1))
}

func killed(t *testing.T, w *ward) {
	t.Helper()
	size, begin := sizeOfFaults(), time.Now()
	answers, spoken := make(chan int, 1), make(chan struct{})
	w.crowd.onAnswer = func(n int) {
		select {
		case answers <- n:
		default: // the killer is busy; it needs to know roughly
		}
	}
	var both sync.WaitGroup
	both.Go(func() {
		// A visitor's dialogue has 20 lines, each answered once or more.
		w.untilKilled(size.kills, max(1, 20*size.petitioners/size.kills), answers, spoken)
	})
	w.crowd.speak(size.petitioners, faultSenders)
	close(spoken)
	both.Wait()
	w.killWhileSending(size)
	w.report("kill -9", size.petitioners, begin).print(t)
}

// killWhileSending owes every petitioner some notices, to a platform that takes
// its time, and kills replicas that have them in their hands.
func (w *ward) killWhileSending(size faultSize) {
	w.t.Helper()
	w.world.Faults.Add(simulator.Fault{Kind: simulator.FaultSlow, Path: "custom/send", Delay: 100 * time.Millisecond})
	var people []models.Person
	for i := range size.petitioners {
		people = append(people, models.Person{Kind: models.ActorPetitioner, ID: inventedPerson(i).openid})
	}
	w.owe(people, 3)
	for range max(2, size.kills/4) {
		before := w.world.Faults.Struck()
		limit := time.Now().Add(processLimit)
		for w.world.Faults.Struck() < before+1+w.dice.IntN(faultSenders) && time.Now().Before(limit) {
			time.Sleep(time.Millisecond) // until some are being sent
		}
		w.killAndRestart()
	}
}

// owe writes some notices to each of the people into the ledger, of the kind
// that goes out at any hour.
func (w *installation) owe(people []models.Person, each int) {
	w.t.Helper()
	ctx := context.Background()
	c := w.config()
	law, err := lawOf(c.Bureau)
	if err != nil {
		w.t.Fatal(err)
	}
	ledger, err := store.Open(ctx, storeOptions(at(c, jsonLog(io.Discard)), law))
	if err != nil {
		w.t.Fatal(err)
	}
	err = ledger.Act(ctx, func(tx *store.Tx) error {
		for i := range len(people) * each {
			n := models.Notice{Key: fmt.Sprintf("fault:%d", i), To: people[i%len(people)], Verb: models.VerbRegister, Number: fmt.Sprintf("LS20261123-9%04d", i), Reply: true, At: tx.Now()}
			if err := tx.Owe(n); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, ledger.Close()); err != nil {
		w.t.Fatal(err)
	}
}

// report counts what became of everything.
func (w *ward) report(scenario string, petitioners int, begin time.Time) faultReport {
	w.t.Helper()
	w.drained(4 * time.Minute)
	for _, p := range w.live {
		p.stop()
	}
	const verbs = 3 // submit, supplement, urge
	want := fmt.Sprintf("%d cases, %d entries\n", petitioners, verbs*petitioners)
	if got := w.command("verify"); got != want {
		w.t.Errorf("verify says %q, want %q", got, want)
	}
	shown, twice := w.shown()
	r := faultReport{
		scenario: scenario, messages: w.crowd.answers, redelivered: w.crowd.slow, faults: w.kills + w.world.Faults.Struck(),
		lost: petitioners - w.count("SELECT COUNT(*) FROM cases"), twice: twice, took: time.Since(begin),
		halfMade: w.count("SELECT COUNT(*) FROM cases WHERE audit_count <> (SELECT COUNT(*) FROM audit_entries WHERE case_id = cases.id)"),
		sent:     w.count("SELECT COUNT(*) FROM notices WHERE status = 'sent'"),
		unknown:  w.count("SELECT COUNT(*) FROM notices WHERE status = 'unknown'"),
		// A member of the staff gets no more than the platform delivers.
		paced:   w.count("SELECT COUNT(*) FROM notices WHERE status = 'waiting' AND attempt = 0"),
		waiting: w.count("SELECT COUNT(*) FROM notices WHERE status = 'dead' OR status = 'waiting' AND attempt > 0"),
	}
	if r.lost < 0 {
		r.doubled, r.lost = -r.lost, 0
	}
	if shown < r.sent || shown > r.sent+r.unknown {
		w.t.Errorf("%d notices were shown, %d count as sent and %d as unknown", shown, r.sent, r.unknown)
	}
	return r
}

// shown counts the pushes that reached a phone, and those that did twice.
func (w *ward) shown() (shown, twice int) {
	seen := map[string]bool{}
	for _, p := range w.world.Pushes() {
		if p.Code != 0 || p.Repeated || len(p.To) == 0 || !strings.HasSuffix(p.Path, "send") {
			continue
		}
		shown++
		key := p.To[0] + string(p.Body)
		if seen[key] {
			twice++
		}
		seen[key] = true
	}
	return shown, twice
}

// drained waits until nothing that was tried, or that a dead process had in its
// hands, waits for its end: that takes a lease. What has not had its turn yet,
// because its recipient gets so much, may wait on.
func (w *ward) drained(limit time.Duration) {
	w.t.Helper()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	over := time.After(limit)
	for w.count("SELECT COUNT(*) FROM notices WHERE status = 'waiting' AND (attempt > 0 OR to_kind = 'petitioner')") > 0 || w.count("SELECT COUNT(*) FROM deferred") > 0 {
		select {
		case <-tick.C:
		case <-over:
			w.t.Errorf("notices still wait after %v", limit)
			return
		}
	}
}

// TestFaultsPlatform: while petitioners speak, the platform's calls fail at
// random in every way there is. Nothing is lost or shown twice.
func TestFaultsPlatform(t *testing.T) {
	t.Parallel() // it mostly waits
	begin := time.Now()
	w := newWard(t, "sqlite", 1, 9)
	for _, f := range []simulator.Fault{
		{Kind: simulator.FaultStatus, Chance: 0.1}, {Kind: simulator.FaultReset, Chance: 0.1},
		{Kind: simulator.FaultRevokeToken, Path: "send", Times: 2}, {Kind: simulator.FaultSlow, Chance: 0.1, Delay: 100 * time.Millisecond},
		{Kind: simulator.FaultCode, Path: "custom/send", Code: 45011, Times: 1},
		{Kind: simulator.FaultLoseAnswer, Path: "message/send", Times: 1},
	} {
		w.world.Faults.Add(f)
	}
	var people []models.Person
	for i := range sizeOfFaults().petitioners {
		p := inventedPerson(i)
		if _, err := w.world.Petitioner(p.openid).Say(t.Context(), "帮助"); err != nil {
			t.Fatal(err)
		}
		people = append(people, models.Person{Kind: models.ActorPetitioner, ID: p.openid})
	}
	for _, p := range w.config().Bureau.Staff {
		people = append(people, models.Person{Kind: models.ActorStaff, ID: p.UserID})
	}
	w.owe(people, 3)
	w.drained(4 * time.Minute)
	w.world.Faults.Clear()
	r := w.report("platform faults", 0, begin)
	r.print(t)
	if r.faults == 0 || r.sent == 0 {
		t.Errorf("%d faults struck, %d notices were sent", r.faults, r.sent)
	}
}
