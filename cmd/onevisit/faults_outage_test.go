package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"onevisit/bot/simulator"
)

// cable is the line to the database server, which a test can cut.
type cable struct {
	t        *testing.T
	server   string
	dsn      string // of the server over this line
	listener net.Listener
	mu       sync.Mutex
	fault    lineFault
	ends     map[net.Conn]struct{}
	mended   chan struct{} // closed when what hangs goes on
}

// lineFault is what is wrong with a line.
type lineFault int

const (
	sound lineFault = iota
	cut             // connections break, new ones are refused
	hung            // connections stay, nothing comes through
)

// newCable lays a line to the tests' MySQL server.
func newCable(t *testing.T) *cable {
	t.Helper()
	dsn := os.Getenv("ONEVISIT_TEST_MYSQL")
	if dsn == "" {
		t.Skip("no MySQL server: set ONEVISIT_TEST_MYSQL, as .ci/test does")
	}
	_, server, found := strings.Cut(dsn, "tcp(")
	server, _, closed := strings.Cut(server, ")")
	if !found || !closed {
		t.Skip("the MySQL server is not reached by tcp")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	line := &cable{t: t, server: server, listener: listener, dsn: strings.Replace(dsn, server, listener.Addr().String(), 1), ends: map[net.Conn]struct{}{}, mended: make(chan struct{})}
	go line.serve()
	t.Cleanup(func() {
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
		line.set(cut)
	})
	return line
}

func (c *cable) serve() {
	for {
		near, err := c.listener.Accept()
		if err != nil {
			return // the test is over
		}
		go c.join(near)
	}
}

// join carries one connection until it ends or the line is cut.
func (c *cable) join(near net.Conn) {
	far, err := net.Dial("tcp", c.server)
	if err != nil {
		_ = near.Close()
		return
	}
	c.mu.Lock()
	c.ends[near], c.ends[far] = struct{}{}, struct{}{}
	broken := c.fault == cut
	c.mu.Unlock()
	carry := func(to, from net.Conn) {
		if !broken {
			_, _ = io.Copy(valve{to, c}, from) // ends with either side
		}
		_ = to.Close()
		_ = from.Close()
	}
	go carry(near, far)
	carry(far, near)
	c.mu.Lock()
	delete(c.ends, near)
	delete(c.ends, far)
	c.mu.Unlock()
}

// valve lets nothing through while the line hangs.
type valve struct {
	net.Conn
	line *cable
}

func (v valve) Write(p []byte) (int, error) {
	v.line.mu.Lock()
	fault, mended := v.line.fault, v.line.mended
	v.line.mu.Unlock()
	if fault == hung {
		<-mended
	}
	return v.Conn.Write(p)
}

// set gives the line a fault, or mends it. Connections do not outlive a fault.
func (c *cable) set(fault lineFault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.fault == hung {
		close(c.mended)
		c.mended = make(chan struct{})
	}
	c.fault = fault
	if fault == hung {
		return
	}
	for end := range c.ends {
		_ = end.Close()
	}
}

// blind is a petitioner who goes on with the dialogue whatever is answered:
// in an outage the answers come later.
type blind struct {
	phone *simulator.Phone
	lines []string
}

// blinds are petitioners with the whole dialogue before them, from the n-th on.
func (w *ward) blinds(n, count int) []blind {
	crowd := make([]blind, count)
	for i := range crowd {
		p := inventedPerson(n + i)
		crowd[i].phone = w.world.Petitioner(p.openid)
		for _, l := range p.dialogue() {
			crowd[i].lines = append(crowd[i].lines, l.say)
		}
	}
	return crowd
}

// TestFaultsOutage: the database is away, or does not answer any more, while
// petitioners write 10 messages a second; then the process is killed, and the
// database comes back. Every message was acknowledged, and its work is done, in
// order, once.
func TestFaultsOutage(t *testing.T) {
	t.Parallel() // it mostly waits
	for _, trial := range []struct {
		name  string
		fault lineFault
	}{{"stopped", cut}, {"hanging", hung}} {
		t.Run(trial.name, func(t *testing.T) { outage(t, trial.name, trial.fault) })
	}
}

func outage(t *testing.T, name string, fault lineFault) {
	const perSecond = 10
	size, begin := sizeOfFaults(), time.Now()
	petitioners := size.writers
	line := newCable(t)
	w := newWardOver(t, line, "mysql", 1, 5)
	crowd := w.blinds(0, petitioners)
	w.speakFor(crowd, time.Second, perSecond)
	line.set(fault)
	took := w.speakFor(crowd, size.outage, perSecond)
	w.tellsOfTheOutage()
	w.live[0].kill()
	line.set(sound)
	w.restart(0)
	w.speakFor(crowd, time.Hour, 10*perSecond) // until everything is said
	r := w.report(fmt.Sprintf("%s for %v", name, size.outage), petitioners, begin)
	r.messages = petitioners * len(inventedPerson(0).dialogue())
	r.faults++
	r.print(t)
	if n := w.count("SELECT COUNT(*) FROM notices WHERE to_kind = 'petitioner'"); n < len(took) {
		t.Errorf("%d late answers are owed for %d messages of the outage", n, len(took))
	}
	slices.Sort(took)
	n := len(took)
	if n == 0 {
		t.Fatal("nobody wrote during the outage")
	}
	// A figure, not a verdict: a busy machine is no lost message.
	t.Logf("%d messages during the outage, acknowledged within %v (p50), %v (p99)", n, took[n/2], took[n*99/100])
}

// speakFor lets the petitioners say their next lines in turn, so many a second,
// and returns how long each took to be acknowledged.
func (w *ward) speakFor(crowd []blind, length time.Duration, perSecond int) []time.Duration {
	w.t.Helper()
	tick := time.NewTicker(time.Second / time.Duration(perSecond))
	defer tick.Stop()
	var took []time.Duration
	for end := time.Now().Add(length); time.Now().Before(end); {
		said := false
		for i := range crowd {
			if len(crowd[i].lines) == 0 {
				continue
			}
			said = true
			took = append(took, w.speakOnce(&crowd[i]))
			<-tick.C
		}
		if !said {
			break
		}
	}
	return took
}

// speakOnce says one line until it is acknowledged.
func (w *ward) speakOnce(b *blind) time.Duration {
	w.t.Helper()
	envelope, err := b.phone.Envelope(b.lines[0])
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), processLimit)
	defer cancel()
	begin := time.Now()
	for {
		if _, err = w.world.Deliver(ctx, envelope); err == nil {
			break
		}
		if ctx.Err() != nil {
			w.t.Fatalf("never acknowledged: %v", err)
		}
		w.crowd.slow++
	}
	b.lines = b.lines[1:]
	return time.Since(begin)
}

// tellsOfTheOutage holds that readiness names it and what is kept.
func (w *ward) tellsOfTheOutage() {
	w.t.Helper()
	if status, body := w.get(0, "/readyz"); status != 503 || !strings.Contains(body, "database away") || strings.Contains(body, " 0 messages") {
		w.t.Errorf("readiness says %d %q", status, body)
	}
	if status, _ := w.get(0, "/healthz"); status != 200 {
		w.t.Errorf("health says %d", status)
	}
}
