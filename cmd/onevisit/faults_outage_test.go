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
	listener net.Listener
	address  string
	mu       sync.Mutex
	cut      bool
	ends     map[net.Conn]struct{}
}

// newCable lays a line to the tests' MySQL server, over which every database
// of the test is reached from here on.
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
	line := &cable{t: t, server: server, listener: listener, address: listener.Addr().String(), ends: map[net.Conn]struct{}{}}
	go line.serve()
	t.Cleanup(func() {
		if err := listener.Close(); err != nil {
			t.Error(err)
		}
		line.set(true)
	})
	t.Setenv("ONEVISIT_TEST_MYSQL", strings.Replace(dsn, server, line.address, 1))
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
	cut := c.cut
	c.mu.Unlock()
	carry := func(to, from net.Conn) {
		if !cut {
			_, _ = io.Copy(to, from) // ends with either side
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

// set cuts the line, or mends it.
func (c *cable) set(cut bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut = cut
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

// TestFaultsOutage: the database is away while petitioners write 10 messages a
// second; then the process is killed, and the database comes back. Every
// message was acknowledged at once, and its work is done, in order, once.
func TestFaultsOutage(t *testing.T) {
	const perSecond = 10
	size, begin := sizeOfFaults(), time.Now()
	petitioners := size.writers
	line := newCable(t)
	w := newWard(t, "mysql", 1, 5)
	crowd := w.blinds(0, petitioners)
	w.speakFor(crowd, time.Second, perSecond)
	line.set(true)
	slowest := w.speakFor(crowd, size.outage, perSecond)
	w.tellsOfTheOutage()
	w.live[0].kill()
	line.set(false)
	w.restart(0)
	w.speakFor(crowd, time.Hour, 10*perSecond) // until everything is said
	r := w.report(fmt.Sprintf("outage of %v", size.outage), petitioners, begin)
	r.messages = petitioners * len(inventedPerson(0).dialogue())
	r.faults++
	r.print(t)
	if n := w.count("SELECT COUNT(*) FROM notices WHERE to_kind = 'petitioner'"); n < len(slowest) {
		t.Errorf("%d late answers are owed for %d messages of the outage", n, len(slowest))
	}
	slices.Sort(slowest)
	n := len(slowest)
	if n == 0 {
		t.Fatal("nobody wrote during the outage")
	}
	// A figure, not a verdict: a busy machine is no lost message.
	t.Logf("%d messages during the outage, acknowledged within %v (p50), %v (p99)", n, slowest[n/2], slowest[n*99/100])
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
