package store

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"
)

// onEachEmpty runs a test on a database of each kind that has nothing in it.
func onEachEmpty(t *testing.T, f func(t *testing.T, o Options)) {
	t.Helper()
	options := func(database string) Options {
		return Options{
			Database: database, Key: bytes.Repeat([]byte{7}, KeySize), Now: monday, Law: law(), CasePrefix: "LS",
		}
	}
	t.Run("sqlite", func(t *testing.T) {
		f(t, options("sqlite:"+filepath.Join(t.TempDir(), "a name with ? and # and %41.db")))
	})
	t.Run("mysql", func(t *testing.T) { f(t, options(mysqlDatabase(t))) })
}

func TestMigrateCanBeRunAgain(t *testing.T) {
	onEachEmpty(t, func(t *testing.T, o Options) {
		plan, err := Plan(t.Context(), o)
		must(t, err)
		if len(plan) == 0 || !plan[0].Applied.IsZero() || len(plan[0].SQL) < 10 {
			t.Fatalf("an empty database's plan: %d steps", len(plan))
		}
		first, err := Migrate(t.Context(), o)
		must(t, err)
		o.Now = func() time.Time { return monday().Add(time.Hour) }
		second, err := Migrate(t.Context(), o)
		must(t, err)
		shown, err := Plan(t.Context(), o)
		must(t, err)
		for _, steps := range [][]Step{first, second, shown} {
			if len(steps) != len(plan) || !steps[0].Applied.Equal(monday()) {
				t.Errorf("steps %d, first applied %v", len(steps), steps[0].Applied)
			}
		}
	})
}

func TestAMigrationThatWasCutShortGoesOn(t *testing.T) {
	onEachEmpty(t, func(t *testing.T, o Options) {
		e, err := engineFor(o.Database)
		must(t, err)
		all, err := scriptsOf(e)
		must(t, err)
		for _, part := range []int{1, len(all[0].sql) / 2, len(all[0].sql)} {
			pool, err := e.dial(t.Context())
			must(t, err)
			for _, s := range all[0].sql[:part] {
				_, err := pool.Exec(s)
				must(t, err)
			}
			must(t, pool.Close())
		}
		_, err = Migrate(t.Context(), o)
		must(t, err)
		s, err := Open(t.Context(), o)
		must(t, err)
		must(t, s.Close())
	})
}

func TestReplicasMigrateOneAfterTheOther(t *testing.T) {
	onEachEmpty(t, func(t *testing.T, o Options) {
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				if _, err := Migrate(context.Background(), o); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		s, err := Open(t.Context(), o)
		must(t, err)
		must(t, s.Close())
	})
}

func TestAnotherSchemaIsRefused(t *testing.T) {
	onEachEmpty(t, func(t *testing.T, o Options) {
		_, err := Open(t.Context(), o)
		var schema *SchemaError
		if !errors.As(err, &schema) || schema.Found != 0 || !strings.Contains(err.Error(), "run migrate") {
			t.Fatalf("an empty database: %v", err)
		}
		steps, err := Migrate(t.Context(), o)
		must(t, err)
		e, err := engineFor(o.Database)
		must(t, err)
		pool, err := e.dial(t.Context())
		must(t, err)
		defer func() { must(t, pool.Close()) }()
		newer := len(steps) + 1
		_, err = pool.Exec("INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (?, 'later', '', 0)", newer)
		must(t, err)
		for name, call := range map[string]func() error{
			"open":    func() error { _, err := Open(t.Context(), o); return err },
			"migrate": func() error { _, err := Migrate(t.Context(), o); return err },
			"plan":    func() error { _, err := Plan(t.Context(), o); return err },
		} {
			if err := call(); !errors.As(err, &schema) || schema.Found != newer || schema.Known != len(steps) {
				t.Errorf("%s of a newer schema: %v", name, err)
			}
		}
		_, err = pool.Exec("DELETE FROM schema_migrations WHERE version = ?", newer)
		must(t, err)
		_, err = pool.Exec("UPDATE schema_migrations SET checksum = 'x'")
		must(t, err)
		if _, err := Open(t.Context(), o); err == nil || !strings.Contains(err.Error(), "another text") {
			t.Errorf("a step with another text: %v", err)
		}
	})
}

func TestAnotherKeyIsRefused(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		wrong := l.options
		wrong.Key = bytes.Repeat([]byte{8}, KeySize)
		_, err := Open(t.Context(), wrong)
		var key *KeyError
		if !errors.As(err, &key) || !strings.Contains(err.Error(), "data key") {
			t.Errorf("got %v", err)
		}
		l.another(t) // the right one still opens
	})
}

func TestOpenNamesEveryMissingOption(t *testing.T) {
	_, err := Open(t.Context(), Options{Database: "sqlite:x"})
	for _, want := range []string{"32 bytes", "clock", "law", "prefix"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not named: %v", want, err)
		}
	}
	if _, err := Migrate(t.Context(), Options{Database: "sqlite:x"}); err == nil {
		t.Error("migrated without a clock")
	}
}

func TestAnAddressThatCannotBeReadIsNotRepeated(t *testing.T) {
	for _, address := range []string{"", "sqlite", "sqlite:", "postgres:secret", "mysql:user:secret@tcp(", "mysql:user:secret@tcp(h)/"} {
		_, err := Plan(t.Context(), Options{Database: address})
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestAServerThatIsNotThereIsAnError(t *testing.T) {
	for _, address := range []string{"sqlite:/nowhere/at/all/ledger.db", "mysql:u:secret@tcp(127.0.0.1:1)/x"} {
		_, err := Plan(t.Context(), Options{Database: address})
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func TestCheckHasNothingToSayOfASoundServer(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		must(t, l.Ping(t.Context()))
		got, err := l.Check(t.Context())
		if err != nil || len(got) != 0 {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestCheckTellsOfMissingTriggersAndPrintsTheGrants(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		l.exec(t, "DROP TRIGGER audit_entries_no_delete")
		got, err := l.Check(t.Context())
		must(t, err)
		if len(got) != 1 || got[0].Topic != FindingTriggers || !strings.Contains(got[0].Text, "audit_entries_no_delete") ||
			!strings.Contains(got[0].Text, "GRANT SELECT, INSERT ON") {
			t.Errorf("found %+v", got)
		}
		_, err = Migrate(t.Context(), l.options) // brings it back
		must(t, err)
		if got, err := l.Check(t.Context()); err != nil || len(got) != 0 {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestCheckTellsOfUnsafeSettings(t *testing.T) {
	onEach(t, func(t *testing.T, l *lab) {
		want := []Topic{FindingDurability}
		if l.engine.name() == "sqlite" {
			_, err := l.pool.Exec("PRAGMA synchronous = NORMAL")
			must(t, err)
		} else {
			l.pool.SetMaxOpenConns(1) // so that the setting meets the check
			_, err := l.pool.Exec("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
			must(t, err)
			want = []Topic{FindingIsolation}
		}
		got, err := l.Check(t.Context())
		if err != nil || len(got) != 1 || got[0].Topic != want[0] {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestAServerThatWithholdsTriggersIsNoObstacle(t *testing.T) {
	admin := mysqlDatabase(t)
	config, err := mysql.ParseDSN(strings.TrimPrefix(admin, "mysql:"))
	must(t, err)
	e, err := engineFor(admin)
	must(t, err)
	server, err := e.dial(t.Context())
	must(t, err)
	user := "u" + config.DBName[len("onevisit_"):]
	for _, query := range []string{
		"CREATE USER " + user + "@'%' IDENTIFIED BY 'invented'",
		"GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, INDEX, REFERENCES ON " + config.DBName + ".* TO " + user + "@'%'",
	} {
		_, err := server.Exec(query)
		must(t, err)
	}
	t.Cleanup(func() {
		_, err := server.Exec("DROP USER " + user + "@'%'")
		must(t, errors.Join(err, server.Close()))
	})
	config.User, config.Passwd = user, "invented"
	var log bytes.Buffer
	o := Options{
		Database: "mysql:" + config.FormatDSN(), Key: make([]byte, KeySize), Now: monday, Law: law(), CasePrefix: "LS",
		Log: slog.New(slog.NewTextHandler(&log, nil)),
	}
	_, err = Migrate(t.Context(), o)
	must(t, err)
	if !strings.Contains(log.String(), "audit_entries_no_update") || strings.Contains(log.String(), "invented") {
		t.Errorf("migrate said %q", log.String())
	}
	s, err := Open(t.Context(), o)
	must(t, err)
	defer func() { must(t, s.Close()) }()
	got, err := s.Check(t.Context())
	if err != nil || len(got) != 1 || got[0].Topic != FindingTriggers {
		t.Errorf("%+v, %v", got, err)
	}
}
