package store

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
)

// next draws one number.
func next(ctx context.Context, d *numberDesk) (int64, error) {
	return drawnBy(ctx, d.ask(ctx, 20261123))
}

func TestThoseWhoWaitGetTheirNumbersInOneDraw(t *testing.T) {
	hold, asked := make(chan struct{}), make(chan int64, 10)
	value := int64(0) // only one draw runs at a time
	d := newNumberDesk(func(_ context.Context, _, k int64) (int64, error) {
		asked <- k
		<-hold
		value += k
		return value, nil
	})
	var mu sync.Mutex
	var got []int64
	var group sync.WaitGroup
	ask := func() {
		group.Go(func() {
			n, err := next(context.Background(), d)
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			got = append(got, n)
		})
	}
	ask()
	if k := <-asked; k != 1 {
		t.Errorf("the first draw is for %d", k)
	}
	for range 3 {
		ask()
	}
	for all := 0; all < 3; { // the others stand in line while the first draw runs
		d.mu.Lock()
		all = len(d.waiting[20261123])
		d.mu.Unlock()
	}
	close(hold)
	group.Wait()
	if k := <-asked; k != 3 {
		t.Errorf("the second draw is for %d, want the 3 who waited", k)
	}
	slices.Sort(got)
	if !slices.Equal(got, []int64{1, 2, 3, 4}) {
		t.Errorf("numbers %v", got)
	}
}

func TestADrawThatFailsFailsForAllWhoWaited(t *testing.T) {
	broken := errors.New("broken")
	d := newNumberDesk(func(context.Context, int64, int64) (int64, error) { return 0, broken })
	for range 2 { // the desk goes on afterwards
		if _, err := next(t.Context(), d); !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	}
}

func TestWhoeverStopsWaitingLeavesAGap(t *testing.T) {
	hold, value := make(chan struct{}), int64(0)
	d := newNumberDesk(func(_ context.Context, _, k int64) (int64, error) {
		<-hold
		value += k
		return value, nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := next(ctx, d); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	close(hold)
	if n, err := next(t.Context(), d); n != 2 || err != nil {
		t.Errorf("the next number is %d (%v), want 2", n, err)
	}
}
