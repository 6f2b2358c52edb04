package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// smallDisk is a file system with room for the given bytes, or skips the test
// where none can be mounted.
func smallDisk(t *testing.T, options string) string {
	t.Helper()
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, options); err != nil {
		t.Skipf("no file system of our own: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// TestFaultsFullDisk: the database is away and the journal's disk is full. What
// cannot be kept is not acknowledged, readiness says why, and when both are
// back, what had been acknowledged is there.
func TestFaultsFullDisk(t *testing.T) {
	t.Parallel() // it mostly waits
	folder := smallDisk(t, "size=512k")
	line := newCable(t)
	w := newWardOver(t, line, "mysql", 1, 12)
	w.live[0].stop()
	journal := filepath.Join(folder, "journal.db")
	w.begin(0, journal)
	ballast := filepath.Join(folder, "ballast")
	if err := os.WriteFile(ballast, make([]byte, 128<<10), 0o600); err != nil {
		t.Fatal(err)
	}
	line.set(cut)
	acknowledged := 0
	for ; ; acknowledged++ {
		envelope, err := w.world.Petitioner(inventedPerson(acknowledged).openid).Envelope(strings.Repeat("长", 600))
		if err != nil {
			t.Fatal(err)
		}
		if _, err = w.world.Deliver(t.Context(), envelope); err != nil {
			break // not acknowledged: the platform would bring it again
		}
		if acknowledged > 1000 {
			t.Fatal("the disk never fills")
		}
	}
	if status, body := w.get(0, "/readyz"); status != http.StatusServiceUnavailable || !strings.Contains(body, "which refuses more") {
		t.Errorf("readiness says %d %q", status, body)
	}
	if kept := fmt.Sprintf("onevisit_journal_messages %d\n", acknowledged); !strings.Contains(w.metrics(), kept) {
		t.Errorf("the metrics do not say %s", kept)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	line.set(sound)
	answered, limit := 0, time.Now().Add(processLimit)
	for answered < acknowledged && time.Now().Before(limit) {
		time.Sleep(50 * time.Millisecond) // until the journal is replayed
		answered = w.count("SELECT COUNT(*) FROM notices WHERE to_kind = 'petitioner'")
	}
	if answered != acknowledged || acknowledged == 0 {
		t.Errorf("%d messages were acknowledged, %d are answered", acknowledged, answered)
	}
}
