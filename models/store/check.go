package store

import (
	"context"
	"strings"
)

// Topic says what a finding is about.
type Topic string

// Topics of findings.
const (
	FindingDurability Topic = "durability"
	FindingIsolation  Topic = "isolation"
	FindingTriggers   Topic = "triggers"
)

// Finding is something that whoever runs the database should know. Its text
// is English and for them.
type Finding struct {
	Topic Topic
	Text  string
}

// Check looks at the database's settings. An empty list is good news. A data
// key that is not the ledger's never gets here: Open refuses it.
func (s *Store) Check(ctx context.Context) ([]Finding, error) {
	out, err := s.engine.durable(ctx, s.pool)
	if err != nil {
		return nil, failed("check", err)
	}
	missing, err := missingGuards(ctx, s.engine, s.pool)
	if err != nil {
		return nil, failed("check", err)
	}
	if len(missing) > 0 {
		var list []string
		for _, t := range missing {
			list = append(list, t.name)
		}
		out = append(out, Finding{FindingTriggers, "missing, or not shown to this account: " + strings.Join(list, ", ") + "\n" + grants})
	}
	return out, nil
}

// grants give the program's account everything but UPDATE and DELETE of audit
// entries. MySQL has no grant that takes one table out of a whole database, so
// they are given table by table.
const grants = `Audit entries are not protected by triggers here. Let the program's account have only
these rights, given table by table instead of on the whole database (run as an administrator):
  GRANT SELECT, INSERT ON <database>.audit_entries TO <account>;
  GRANT SELECT, INSERT, UPDATE, DELETE ON <database>.<every other table> TO <account>;
and run migrate with another account.`
