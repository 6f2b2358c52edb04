package models

import (
	"fmt"
	"testing"
	"time"
)

func TestWhatAStepMeansForAClock(t *testing.T) {
	k := Clock{ID: 3, Kind: ClockResolve, StartedAt: march(2, 9, 0), Due: march(13, 0, 0), StartSeq: 4}
	stop := func(at time.Time) func(*Clock) { return func(k *Clock) { k.StoppedAt = at } }
	move := func(k *Clock) { k.Due = march(20, 0, 0) }
	tests := map[string]struct {
		change func(*Clock)
		now    time.Time
		want   string // alarms, silent, late dues, annulled from
	}{
		"nothing":                {func(*Clock) {}, march(14, 9, 0), "0 0 [] []"},
		"stopped in time":        {stop(march(12, 9, 0)), march(14, 9, 0), "0 1 [] [03-12]"},
		"stopped late":           {stop(march(14, 9, 0)), march(14, 9, 0), "0 1 [03-13] []"},
		"moved in time":          {move, march(10, 9, 0), "1 0 [] [03-10]"},
		"moved when it was late": {move, march(14, 9, 0), "1 0 [03-13] []"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			changed := k
			test.change(&changed)
			before, after := Case{ID: 7, Section: "wet", Clocks: []Clock{k}}, Case{ID: 7, Section: "forest", Clocks: []Clock{changed}}
			r := newLaw().Reckon(&before, &after, test.now)
			var late, annulled []string
			for _, b := range r.Late {
				late = append(late, b.Due.In(Zone()).Format("01-02"))
				if b.Section != "wet" || b.CaseID != 7 || b.ClockID != 3 {
					t.Errorf("%+v", b)
				}
			}
			for _, a := range r.Annulled {
				annulled = append(annulled, a.From.In(Zone()).Format("01-02"))
			}
			if got := fmt.Sprint(len(r.Alarms), len(r.Silent), late, annulled); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
	gone := newLaw().Reckon(&Case{Clocks: []Clock{k}}, &Case{}, march(14, 9, 0))
	if len(gone.Silent) != 1 || len(gone.Annulled) != 1 || !gone.Annulled[0].From.IsZero() {
		t.Errorf("a clock that never was: %+v", gone)
	}
	fresh := newLaw().Reckon(&Case{}, &Case{Clocks: []Clock{k}}, march(2, 9, 0))
	if len(fresh.Alarms) != 1 || !fresh.Alarms[0].At.Equal(march(10, 8, 30)) {
		t.Errorf("a new clock: %+v", fresh)
	}
}

func TestWeekdaysAreThoseOfTheCalendar(t *testing.T) {
	for d := Date(-1000); d < 30_000; d++ {
		if d.Weekday() != d.Start().Weekday() {
			t.Fatalf("%s is a %s", d, d.Weekday())
		}
	}
}
