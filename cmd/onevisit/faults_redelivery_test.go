package main

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"onevisit/bot/simulator"
	"onevisit/models"
)

// fork sends callbacks to one of two replicas, as the context says.
type fork struct{ second string }

func (f *fork) RoundTrip(request *http.Request) (*http.Response, error) {
	if n, _ := request.Context().Value(replicaKey{}).(int); n%2 == 1 {
		request = request.Clone(request.Context())
		request.URL.Host = f.second
	}
	return http.DefaultTransport.RoundTrip(request)
}

// newPair opens two replicas on one database, with one clock that the test
// moves.
func newPair(t *testing.T, engine string) *theatre {
	t.Helper()
	made, err := randomSecrets()
	if err != nil {
		t.Fatal(err)
	}
	way := &fork{}
	h := &theatre{
		t: t, clock: simulator.StandingClock(time.Date(2026, 11, 23, 9, 0, 0, 0, models.Zone())), log: &safeBuffer{},
		folder: t.TempDir(), secrets: made, client: &http.Client{Transport: way},
	}
	h.database = h.emptyDatabase(engine)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.keepDoor(listener)
	h.openWorld()
	h.open(listener)
	t.Cleanup(func() { h.stop() })
	c := h.config()
	c.Journal += ".second"
	second, err := readyApp(context.Background(), surroundings{config: c, now: h.clock.Now, log: jsonLog(h.log), worker: "second"})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(second.server)
	way.second = strings.TrimPrefix(server.URL, "http://")
	t.Cleanup(func() {
		server.Close()
		if err := second.close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return h
}

// said is a message that was answered.
type said struct {
	envelope simulator.Envelope
	answer   string
}

// TestFaultsRedelivery: every callback comes one to five times, late copies
// between later messages, to two replicas by turns, and all of them once more
// a day later, signed anew. One case, one answer.
func TestFaultsRedelivery(t *testing.T) {
	t.Parallel()
	const petitioners = 4
	for _, engine := range engines() {
		t.Run(engine, func(t *testing.T) {
			h := newPair(t, engine)
			dice := rand.New(rand.NewPCG(*faultFlags.seed, 3))
			var everything, late []said
			deliveries := 0
			deliver := func(m said) string {
				deliveries++
				answer, err := h.world.Deliver(toReplica(context.Background(), dice.IntN(2)), m.envelope)
				if err != nil {
					t.Fatalf("delivery %d: %v", deliveries, err)
				}
				return answer.Text()
			}
			again := func(m said) {
				if got := deliver(m); got != m.answer {
					t.Errorf("one message, two answers:\n%s\n--\n%s", m.answer, got)
				}
			}
			for _, envelope := range h.conversation(petitioners) {
				m := said{envelope: envelope()}
				m.answer = deliver(m)
				everything = append(everything, m)
				for range dice.IntN(5) {
					late = append(late, m)
				}
				dice.Shuffle(len(late), func(i, j int) { late[i], late[j] = late[j], late[i] })
				for n := dice.IntN(len(late) + 1); n > 0; n-- {
					again(late[0])
					late = late[1:]
				}
				h.work()
			}
			h.clock.Advance(24 * time.Hour)
			late = append(late, everything...)
			dice.Shuffle(len(late), func(i, j int) { late[i], late[j] = late[j], late[i] })
			for _, m := range late {
				again(m)
			}
			h.once(petitioners)
			t.Logf("seed %d: %d messages, %d deliveries", *faultFlags.seed, len(everything), deliveries)
		})
	}
}

// conversation is what the petitioners say, in turn; each message is made when
// it is said.
func (h *theatre) conversation(petitioners int) []func() simulator.Envelope {
	var all []func() simulator.Envelope
	for line := range inventedPerson(0).dialogue() {
		for i := range petitioners {
			p := inventedPerson(i)
			all = append(all, func() simulator.Envelope {
				envelope, err := h.world.Petitioner(p.openid).Envelope(p.dialogue()[line].say)
				if err != nil {
					h.t.Fatal(err)
				}
				return envelope
			})
		}
	}
	return all
}

// once holds that every petitioner has one case with one entry for each deed,
// and that nobody was told anything twice.
func (h *theatre) once(petitioners int) {
	h.t.Helper()
	report, err := h.app.store.Verify(context.Background())
	if err != nil || int(report.Cases) != petitioners || int(report.Entries) != 3*petitioners || len(report.Broken) > 0 {
		h.t.Errorf("%d cases with %d entries, %d broken: %v", report.Cases, report.Entries, len(report.Broken), err)
	}
	seen := map[string]bool{}
	for _, p := range h.world.Pushes() {
		key := p.To[0] + string(p.Body)
		if p.Code == 0 && seen[key] {
			h.t.Errorf("%s was told something twice", p.To[0])
		}
		seen[key] = true
	}
}
