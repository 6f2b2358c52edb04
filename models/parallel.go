package models

import (
	"runtime"
	"sync"
)

// InParallel calls f with 0 to n-1 on all CPUs and returns the first error.
func InParallel(n int, f func(i int) error) error {
	workers := min(n/16+1, runtime.GOMAXPROCS(0)) // a few are done before another goroutine has begun
	errs := make([]error, workers)
	var group sync.WaitGroup
	for w := range workers {
		part := func() {
			for i := w * n / workers; i < (w+1)*n/workers && errs[w] == nil; i++ {
				errs[w] = f(i)
			}
		}
		if w == workers-1 {
			part()
			continue
		}
		group.Go(part)
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
