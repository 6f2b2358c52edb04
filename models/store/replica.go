package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// replicaLife is how long a process counts as running after it was last seen:
// six times what lies between two beats, so that a slow one is not forgotten.
const replicaLife = time.Minute

// ReplicasError says that a migration cannot be taken while processes of an
// older program serve the ledger.
type ReplicasError struct {
	Step    Step
	Running int
}

// Error says what to do.
func (e *ReplicasError) Error() string {
	return fmt.Sprintf("store: migration %d (%s) cannot be taken beside %d running replicas of an older program: stop them first; "+
		"one that was killed counts for %v", e.Step.Version, e.Step.Name, e.Running, replicaLife)
}

// Beat tells other processes that this one serves the ledger. It is repeated
// every ten seconds or so.
func (s *Store) Beat(ctx context.Context, worker string) error {
	known, err := scriptsOf(s.engine)
	if err != nil {
		return failed("beat", err)
	}
	return failed("beat", beat(ctx, s.pool, worker, len(known), s.now()))
}

// Leave tells them that it does so no longer.
func (s *Store) Leave(ctx context.Context, worker string) error {
	_, err := s.pool.ExecContext(ctx, "DELETE FROM replicas WHERE worker = ?", worker)
	return failed("leave", err)
}

// beat notes a process and forgets those that are long gone. What other
// processes do between the statements changes nothing: each has its own row.
func beat(ctx context.Context, r runner, worker string, schema int, now time.Time) error {
	result, err := r.ExecContext(ctx, "UPDATE replicas SET schema_version = ?, seen_at = ? WHERE worker = ?", schema, *stamp(now), worker)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n > 0 {
		return err
	}
	_, insert := r.ExecContext(ctx, "INSERT INTO replicas (worker, schema_version, seen_at) VALUES (?, ?, ?)", worker, schema, *stamp(now))
	gone := now.Add(-24 * time.Hour)
	_, forget := r.ExecContext(ctx, "DELETE FROM replicas WHERE seen_at < ?", *stamp(gone))
	return errors.Join(insert, forget)
}

// refuseBeside refuses a step that older programs could not live with while
// some are running.
func refuseBeside(ctx context.Context, r runner, s Step, now time.Time) error {
	if !s.Alone {
		return nil
	}
	var running int
	err := r.QueryRowContext(ctx, "SELECT COUNT(*) FROM replicas WHERE schema_version < ? AND seen_at >= ?",
		s.Version, *stamp(now.Add(-replicaLife))).Scan(&running)
	if missingTable(err) { // the ledger of a program that did not count replicas
		return nil
	}
	if err != nil {
		return fmt.Errorf("replicas: %w", err)
	}
	if running > 0 {
		return &ReplicasError{Step: s, Running: running}
	}
	return nil
}
