package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// tell lets a board hear events, each a second after the other, and returns
// what it printed and whether something failed.
func tell(events ...string) (printed string, failed bool) {
	var out strings.Builder
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	b := newBoard(&out, func() time.Time { return at })
	for _, e := range events {
		at = at.Add(time.Second)
		if e == "pulse" {
			b.live()
			continue
		}
		b.hear(e + "\n")
	}
	failed = b.end()
	return out.String(), failed
}

// said is the event of a test's output.
func said(test, words string) string {
	return fmt.Sprintf(`{"Action":"output","Package":"p","Test":%q,"Output":%q}`, test, words)
}

func did(action, test string, seconds float64) string {
	return fmt.Sprintf(`{"Action":%q,"Package":"p","Test":%q,"Elapsed":%g}`, action, test, seconds)
}

func TestAPackageThatPassesIsOneLine(t *testing.T) {
	got, failed := tell(
		did("run", "TestA", 0), said("TestA", "=== RUN   TestA\n"), said("TestA", "chatter\n"), did("pass", "TestA", 2),
		did("run", "TestB", 0), did("run", "TestB/part", 0), did("pass", "TestB/part", 2.5), did("pass", "TestB", 3), did("skip", "TestC", 0),
		said("", "ok\n"), did("pass", "", 7.25),
	)
	want := "ok    p  7.2 s\n4 tests in 11 s; the slowest:\n     2.5 s  TestB/part\n     2.0 s  TestA\n"
	if got != want || failed {
		t.Errorf("failed %t, printed\n%s", failed, got)
	}
}

func TestWhatFailsIsPrintedWhole(t *testing.T) {
	got, failed := tell(
		did("run", "TestA", 0), said("TestA", "a_test.go:1: <first>\n"), did("run", "TestB", 0), said("TestB", "quiet\n"),
		said("TestA", "a_test.go:2: second\n"), did("pass", "TestB", 0), said("TestA", "--- FAIL: TestA\n"), did("fail", "TestA", 1),
		said("", "FAIL\n"), did("fail", "", 3),
	)
	want := "a_test.go:1: <first>\na_test.go:2: second\n--- FAIL: TestA\nFAIL\nFAIL  p  3.0 s\n"
	if !strings.HasPrefix(got, want) || !failed {
		t.Errorf("failed %t, printed\n%s", failed, got)
	}
}

func TestATestThatItsPackageEndedWithoutIsHeard(t *testing.T) {
	got, failed := tell(did("run", "TestA", 0), said("TestA", "panic: timed out\n"), did("fail", "", 3))
	if !failed || !strings.Contains(got, "panic: timed out\nFAIL  p") {
		t.Errorf("failed %t, printed\n%s", failed, got)
	}
}

func TestAPackageThatDoesNotEndFails(t *testing.T) {
	got, failed := tell(did("start", "", 0), did("run", "TestA", 0), said("TestA", "a_test.go:1: half\n"))
	if !failed || !strings.HasPrefix(got, "--- not ended: TestA\na_test.go:1: half\nFAIL  p  did not end\n") {
		t.Errorf("failed %t, printed\n%s", failed, got)
	}
}

func TestARaceIsHeardFromATestThatPasses(t *testing.T) {
	if got, _ := tell(said("TestA", "WARNING: DATA RACE\n"), did("pass", "TestA", 0)); !strings.Contains(got, "DATA RACE") {
		t.Errorf("printed\n%s", got)
	}
}

func TestWhatDoesNotBuildFails(t *testing.T) {
	got, failed := tell("go: no such module", `{"ImportPath":"p","Action":"build-output","Output":"a.go:1: no\n"}`, `{"ImportPath":"p","Action":"build-fail"}`)
	if !failed || !strings.HasPrefix(got, "go: no such module\na.go:1: no\n") {
		t.Errorf("failed %t, printed\n%s", failed, got)
	}
}

func TestASignOfLifeNamesWhatRuns(t *testing.T) {
	events := []string{did("run", "TestA", 0), did("run", "TestA/x", 0), did("pause", "TestA/x", 0), did("run", "TestA/y", 0), did("cont", "TestA/x", 0), did("run", "TestW", 0), did("run", "TestW/x", 0), did("pause", "TestW/x", 0)}
	for _, name := range []string{"TestB", "TestC", "TestD", "TestE"} {
		events = append(events, did("run", name, 0))
	}
	got, _ := tell(append(events, did("pass", "TestE", 0), did("run", "TestF", 0), "pulse")...)
	want := "   0 min, 1 tests done; under way: TestA/y 11 s, TestA/x 10 s, TestB 6 s, TestC 5 s and 2 more\n"
	if !strings.HasPrefix(got, want) {
		t.Errorf("printed\n%s", got)
	}
}
