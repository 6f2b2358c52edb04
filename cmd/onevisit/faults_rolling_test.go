package main

import (
	"sync"
	"testing"
	"time"
)

// TestFaultsRollingRestart: an upgrade as an operator does it. One replica after
// the other is told to stop, finishes what it has begun, and is started again,
// while petitioners go on writing to both. Nothing is lost or doubled, and no
// notice is left in doubt: a graceful stop gives back what it has in its hands.
func TestFaultsRollingRestart(t *testing.T) {
	t.Parallel() // it mostly waits
	size, begin := sizeOfFaults(), time.Now()
	w := newWard(t, "mysql", 2, 11)
	answers, spoken := make(chan int, 1), make(chan struct{})
	w.crowd.onAnswer = func(n int) {
		select {
		case answers <- n:
		default: // the operator is busy; it needs to know roughly
		}
	}
	var both sync.WaitGroup
	both.Go(func() { w.rollThrough(20*size.petitioners, answers, spoken) })
	w.crowd.speak(size.petitioners, faultSenders)
	close(spoken)
	both.Wait()
	if w.kills < 2*len(w.live) {
		t.Errorf("only %d restarts", w.kills)
	}
	r := w.report("rolling restart", size.petitioners, begin)
	r.print(t)
	if r.unknown > 0 {
		t.Errorf("%d notices are in doubt after graceful stops", r.unknown)
	}
}

// rollThrough restarts all replicas in turn, twice, spread over so many answers.
func (w *ward) rollThrough(span int, answers <-chan int, spoken <-chan struct{}) {
	rounds := 2 * len(w.live)
	for n := range rounds {
		for heard := 0; heard < span*n/(2*rounds); {
			select {
			case heard = <-answers:
			case <-spoken:
				heard = span
			}
		}
		i := n % len(w.live)
		w.live[i].stop()
		w.restart(i)
	}
}
