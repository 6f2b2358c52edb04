package main

import (
	"fmt"
	"io"
	"time"
)

// print writes the figures: rates and times are medians over the runs, and so
// are the ratios, each of which was taken within one run.
func (b *benchResults) print(w io.Writer) {
	say(w, "%-10s %9s %10s %10s   %s\n", "", "per s", "p50", "p99", "of the floor's rate (runs), p99 in the floor's p99")
	for _, row := range []struct {
		name string
		of   func(benchRun) block
	}{
		{"floor", func(r benchRun) block { return r.floor }},
		{"dialogue", func(r benchRun) block { return r.dialogue }},
		{"confirm", func(r benchRun) block { return r.confirm }},
	} {
		var rate, p50, p99, ratio, late []float64
		for _, run := range b.runs {
			mine := row.of(run)
			rate = append(rate, mine.rate())
			p50, p99 = append(p50, mine.quantile(.5).Seconds()), append(p99, mine.quantile(.99).Seconds())
			ratio = append(ratio, mine.rate()/run.floor.rate())
			late = append(late, mine.quantile(.99).Seconds()/run.floor.quantile(.99).Seconds())
		}
		say(w, "%-10s %9.0f %10s %10s   %.2f %s, %.1f\n", row.name, median(rate), milliseconds(median(p50)), milliseconds(median(p99)),
			median(ratio), listed(ratio), median(late))
	}
	if len(b.delivery.each) > 0 {
		say(w, "%-10s %9.0f\n", "delivery", b.delivery.rate())
	}
}

func milliseconds(seconds float64) string {
	return fmt.Sprintf("%.1f ms", seconds*float64(time.Second/time.Millisecond))
}

func listed(values []float64) string {
	out := ""
	for _, v := range values {
		out += fmt.Sprintf(" %.2f", v)
	}
	return "(" + out[min(1, len(out)):] + ")"
}
