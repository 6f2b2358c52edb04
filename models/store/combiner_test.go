package store

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"
)

func TestThoseWhoWaitAreServedInOneGo(t *testing.T) {
	hold, served := make(chan struct{}), make(chan []int, 10)
	c := &combiner[int, int]{hands: 1, most: 3, limit: time.Minute, serve: func(_ context.Context, all []int) []answer[int] {
		served <- all
		<-hold
		out := forAll[int](len(all), nil)
		for i, n := range all {
			out[i].got = 10 * n
		}
		return out
	}}
	var group sync.WaitGroup
	ask := func(n int) {
		mine := c.ask(t.Context(), n)
		group.Go(func() {
			if got, err := answered(t.Context(), mine); got != 10*n || err != nil {
				t.Errorf("%d was answered %d, %v", n, got, err)
			}
		})
	}
	ask(1)
	if all := <-served; !slices.Equal(all, []int{1}) {
		t.Errorf("the first go served %v", all)
	}
	for n := range 4 {
		ask(n + 2)
	}
	close(hold)
	group.Wait()
	if all := <-served; !slices.Equal(all, []int{2, 3, 4}) { // no more than three at once
		t.Errorf("the second go served %v", all)
	}
	if all := <-served; !slices.Equal(all, []int{5}) {
		t.Errorf("the third go served %v", all)
	}
}

func TestAGoThatIsNotAnsweredEnds(t *testing.T) {
	c := &combiner[int, int]{hands: 1, most: 3, limit: time.Millisecond, serve: func(ctx context.Context, all []int) []answer[int] {
		<-ctx.Done() // a server that hangs
		return forAll[int](len(all), ctx.Err())
	}}
	for range 2 { // the hand is free again
		if _, err := answered(t.Context(), c.ask(t.Context(), 1)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
	}
}

func TestAGoThatFailsFailsForAllOfIt(t *testing.T) {
	broken := errors.New("broken")
	c := &combiner[int, int]{hands: 2, most: 3, limit: time.Minute, serve: func(_ context.Context, all []int) []answer[int] {
		return forAll[int](len(all), broken)
	}}
	for range 3 { // it goes on afterwards
		if _, err := answered(t.Context(), c.ask(t.Context(), 1)); !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	}
}

func TestEverybodyGetsANumberOfTheirOwnDay(t *testing.T) {
	counts := map[int64]int64{20261123: 4} // only one draw runs at a time
	draws := 0
	d := newNumberDesk(func(_ context.Context, day, k int64) (int64, error) {
		draws++
		counts[day] += k
		return counts[day], nil
	})
	got := d.serve(t.Context(), []int64{20261123, 20261124, 20261123})
	var numbers []int64
	for _, a := range got {
		must(t, a.err)
		numbers = append(numbers, a.got)
	}
	if !slices.Equal(numbers, []int64{5, 1, 6}) || draws != 2 {
		t.Errorf("numbers %v in %d draws", numbers, draws)
	}
}

func TestWhoeverStopsWaitingForANumberLeavesAGap(t *testing.T) {
	hold, value := make(chan struct{}), int64(0)
	d := newNumberDesk(func(_ context.Context, _, k int64) (int64, error) {
		<-hold
		value += k
		return value, nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := answered(ctx, d.ask(ctx, 20261123)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(hold)
	if n, err := answered(t.Context(), d.ask(t.Context(), 20261123)); n != 2 || err != nil {
		t.Errorf("the next number is %d (%v), want 2", n, err)
	}
}
