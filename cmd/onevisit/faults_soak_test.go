package main

import (
	"fmt"
	"regexp"
	"strconv"
	"testing"
	"time"

	"onevisit/bot/simulator"
)

// TestFaultsSoak: 20 messages a second with random faults of the platform, for
// ten minutes, in the long version only. The zeros stay, and so does memory.
func TestFaultsSoak(t *testing.T) {
	size, begin := sizeOfFaults(), time.Now()
	if size.soak == 0 {
		t.Skip("the short version does not soak: -faults.long")
	}
	const perSecond, wave = 20, 10
	w := newWard(t, "mysql", 1, 7)
	for _, kind := range []simulator.FaultKind{simulator.FaultStatus, simulator.FaultReset, simulator.FaultRevokeToken} {
		w.world.Faults.Add(simulator.Fault{Kind: kind, Path: "send", Chance: 0.05})
	}
	petitioners, early := 0, 0.0
	for time.Since(begin) < size.soak {
		w.speakFor(w.blinds(petitioners, wave), time.Hour, perSecond)
		petitioners += wave
		if early == 0 && time.Since(begin) > size.soak/4 {
			early = w.memory()
		}
	}
	late := w.memory()
	w.world.Faults.Clear()
	r := w.report(fmt.Sprintf("soak of %v", size.soak), petitioners, begin)
	r.messages = petitioners * len(inventedPerson(0).dialogue())
	r.print(t)
	t.Logf("resident memory %.1f MB after a quarter, %.1f MB at the end", early/1e6, late/1e6)
	if late > early*1.25 {
		t.Error("memory grows")
	}
}

// residentLine is compiled once: what a process says of its memory, in bytes.
var residentLine = regexp.MustCompile(`(?m)^process_resident_memory_bytes (\S+)$`)

func (w *ward) memory() float64 {
	w.t.Helper()
	m := residentLine.FindStringSubmatch(w.metrics())
	if m == nil {
		w.t.Fatal("the metrics do not tell of memory")
	}
	bytes, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		w.t.Fatal(err)
	}
	return bytes
}
