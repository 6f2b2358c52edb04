package store

import (
	"context"
	"fmt"
	"log/slog"
	"path"
	"slices"
	"strings"
)

// guard creates the triggers that refuse UPDATE and DELETE of audit entries.
// Where the server withholds them the ledger works all the same; Check says so
// and prints the grants that do the same.
func guard(ctx context.Context, e engine, r runner, log *slog.Logger) error {
	missing, err := missingGuards(ctx, e, r)
	if err != nil {
		return err
	}
	for _, trigger := range missing {
		_, err := r.ExecContext(ctx, trigger.sql)
		if e.withheld(err) {
			log.WarnContext(ctx, "the server does not allow this trigger; run check for the grants instead", "trigger", trigger.name)
			continue
		}
		if err != nil {
			return fmt.Errorf("trigger %s: %w", trigger.name, err)
		}
	}
	return nil
}

// trigger is a guard by its name.
type trigger struct{ name, sql string }

// missingGuards lists the program's triggers that do not stand.
func missingGuards(ctx context.Context, e engine, r runner) ([]trigger, error) {
	text, err := scripts.ReadFile(path.Join("guards", e.name()+".sql"))
	if err != nil {
		return nil, fmt.Errorf("guards: %w", err)
	}
	have, err := e.guards(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("guards: %w", err)
	}
	var out []trigger
	for _, s := range statements(string(text)) {
		name := strings.Fields(s)[2] // CREATE TRIGGER name
		if !slices.Contains(have, name) {
			out = append(out, trigger{name: name, sql: s})
		}
	}
	return out, nil
}
