package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"

	"onevisit/bot/wire"
	"onevisit/config"
	"onevisit/messages"
	"onevisit/models/store"
)

// keygen prints a new data key. It is the one secret that must never be lost:
// without it nothing personal in the ledger can be read again.
func keygen(_ context.Context, i invocation) error {
	f, _ := i.flags("keygen")
	if err := i.parse(f); err != nil {
		return err
	}
	key := make([]byte, store.KeySize)
	if _, err := rand.Read(key); err != nil {
		return fmt.Errorf("random key: %w", err)
	}
	say(i.out, "%s\n", base64.StdEncoding.EncodeToString(key))
	return nil
}

// migrate shows and applies what the schema needs.
func migrate(ctx context.Context, i invocation) error {
	f, path := i.flags("migrate")
	plan := f.Bool("plan", false, "only show what would be done")
	if err := i.parse(f); err != nil {
		return err
	}
	c, err := settings(i, *path, config.DataKeyVariable)
	if err != nil {
		return err
	}
	law, err := lawOf(c.Bureau)
	if err != nil {
		return err
	}
	options := storeOptions(at(c, jsonLog(i.errOut)), law)
	do := store.Migrate
	if *plan {
		do = store.Plan
	}
	steps, err := do(ctx, options)
	for _, s := range steps {
		standing := "pending, safe beside running replicas"
		if s.Alone {
			standing = "pending, refused while replicas of an older program run"
		}
		if !s.Applied.IsZero() {
			standing = "applied " + s.Applied.Format("2006-01-02 15:04:05Z")
		}
		say(i.out, "%04d %s: %s\n", s.Version, s.Name, standing)
		if *plan && s.Applied.IsZero() {
			for _, statement := range s.SQL {
				say(i.out, "%s;\n", statement)
			}
		}
	}
	return err
}

// errFindings ends a check that found something.
var errFindings = errors.New("see the findings above")

// check reports what is wrong with configuration, calendar and database.
func check(ctx context.Context, i invocation) (err error) {
	f, path := i.flags("check")
	if err := i.parse(f); err != nil {
		return err
	}
	a, err := i.opened(ctx, *path, config.DataKeyVariable, config.BureauVariable)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.close(ctx)) }()
	findings, err := a.store.Check(ctx)
	if err != nil {
		return err
	}
	for _, finding := range findings {
		say(i.out, "%s: %s\n", finding.Topic, finding.Text)
	}
	strange := a.knowsRules(ctx)
	if strange != nil {
		say(i.out, "rules: %v\n", strange)
	}
	say(i.out, "holidays are known until %s\n", a.law.Calendar.Last)
	if ends := calendarEnds(a.law.Calendar, a.now()); ends != "" {
		say(i.out, "warning: %s\n", ends)
	}
	if len(findings) > 0 || strange != nil {
		return errFindings
	}
	say(i.out, "nothing found\n")
	return nil
}

// verify recomputes every chain of audit entries.
func verify(ctx context.Context, i invocation) error {
	f, path := i.flags("verify")
	if err := i.parse(f); err != nil {
		return err
	}
	a, err := i.opened(ctx, *path, config.DataKeyVariable)
	if err != nil {
		return err
	}
	report, err := a.store.Verify(ctx)
	for _, broken := range report.Broken {
		say(i.out, "%v\n", broken)
	}
	say(i.out, "%d cases, %d entries\n", report.Cases, report.Entries)
	if len(report.Broken) > 0 {
		err = errors.Join(err, errFindings)
	}
	return errors.Join(err, a.close(ctx))
}

// menu creates the menus of the official account and of the WeCom app, where
// they are configured. It is done once, and again after an upgrade that changes
// them.
func menu(ctx context.Context, i invocation) error {
	f, path := i.flags("menu")
	if err := i.parse(f); err != nil {
		return err
	}
	a, err := i.opened(ctx, *path, config.DataKeyVariable)
	if err != nil {
		return err
	}
	return errors.Join(a.createMenu(ctx), a.close(ctx))
}

// createMenu sends each platform its menu, from one description.
func (a *app) createMenu(ctx context.Context) error {
	if a.menu == nil && a.contacts == nil {
		return errors.New("neither platform is configured")
	}
	if a.menu != nil {
		if err := a.menu.CreateMenu(ctx, menuOf(messages.AccountMenu())); err != nil {
			return fmt.Errorf("menu of the official account: %w", err)
		}
	}
	if a.contacts != nil {
		if err := a.contacts.CreateMenu(ctx, menuOf(messages.AppMenu())); err != nil {
			return fmt.Errorf("menu of the WeCom app: %w", err)
		}
	}
	return nil
}

func menuOf(described []messages.MenuButton) wire.Menu {
	var out wire.Menu
	for _, b := range described {
		out = append(out, wire.Button{Name: b.Name, Key: b.Key, Sub: menuOf(b.Sub)})
	}
	return out
}
