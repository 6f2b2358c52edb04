package store

import (
	"errors"
	"strings"
	"testing"
	"time"
)

// later is a step that a future program brings.
func later(all []script, alone bool) []script {
	return append(all, script{
		version: len(all) + 1, name: "later", alone: alone, checksum: "-", sql: []string{"CREATE TABLE IF NOT EXISTS later (id INT)"},
	})
}

func TestAMigrationBesideOlderReplicasIsRefusedOrSafe(t *testing.T) {
	at := func(after time.Duration) func() time.Time { return func() time.Time { return monday().Add(after) } }
	for name, trial := range map[string]struct {
		alone   bool // the step
		worker  string
		left    bool // gracefully
		after   time.Duration
		refused bool
	}{
		"a step that only adds":           {worker: "old", after: time.Second},
		"a step that older ones break on": {worker: "old", alone: true, after: time.Second, refused: true},
		"the last beat is fresh":          {worker: "old", alone: true, after: replicaLife, refused: true},
		"a killed replica is forgotten":   {worker: "old", alone: true, after: replicaLife + time.Second},
		"a stopped replica left":          {worker: "old", alone: true, left: true, after: time.Second},
		"nobody serves":                   {alone: true, after: time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			onEachEmpty(t, func(t *testing.T, o Options) {
				o.Worker = trial.worker
				_, err := Migrate(t.Context(), o)
				must(t, err)
				s, err := Open(t.Context(), o)
				must(t, err)
				defer func() { must(t, s.Close()) }()
				if trial.worker != "" {
					must(t, s.Beat(t.Context(), trial.worker)) // again: one replica
				}
				if trial.left {
					must(t, s.Leave(t.Context(), trial.worker))
				}
				all, err := scriptsOf(s.engine)
				must(t, err)
				_, err = migrate(t.Context(), later(all, trial.alone), s.pool, at(trial.after))
				var beside *ReplicasError
				if errors.As(err, &beside) != trial.refused || !trial.refused && err != nil {
					t.Fatalf("got %v", err)
				}
				if trial.refused && (beside.Running != 1 || !strings.Contains(err.Error(), "stop them first")) {
					t.Errorf("says %v", err)
				}
			})
		})
	}
}

func TestReplicasOfTheSameProgramDoNotCount(t *testing.T) {
	onEachEmpty(t, func(t *testing.T, o Options) {
		o.Worker = "new"
		_, err := Migrate(t.Context(), o)
		must(t, err)
		s, err := Open(t.Context(), o)
		must(t, err)
		defer func() { must(t, s.Close()) }()
		all, err := scriptsOf(s.engine)
		must(t, err)
		all = later(all, true)
		must(t, beat(t.Context(), s.pool, "new", len(all), monday()))
		_, err = migrate(t.Context(), all, s.pool, monday)
		must(t, err)
	})
}

func TestReplicasLongGoneAreForgotten(t *testing.T) {
	onEachEmpty(t, func(t *testing.T, o Options) {
		o.Worker = "first"
		_, err := Migrate(t.Context(), o)
		must(t, err)
		s, err := Open(t.Context(), o)
		must(t, err)
		defer func() { must(t, s.Close()) }()
		must(t, beat(t.Context(), s.pool, "second", 1, monday().Add(25*time.Hour)))
		list, err := names(t.Context(), s.pool, "SELECT worker FROM replicas")
		must(t, err)
		if len(list) != 1 || list[0] != "second" {
			t.Errorf("known are %v", list)
		}
	})
}
