package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"onevisit/models"
)

// mysqlEnv holds the address of a server for the suite, without a database:
// root@tcp(127.0.0.1:3306)/
const mysqlEnv = "ONEVISIT_TEST_MYSQL"

// lab is a ledger of its own for one test.
type lab struct {
	*Store
	options Options
	clock   *clock
	raw     *sql.DB // beside the store, as somebody with the database password
}

// clock is moved by hand.
type clock struct{ ms atomic.Int64 }

func (c *clock) now() time.Time          { return time.UnixMilli(c.ms.Load()).In(models.Zone()) }
func (c *clock) forward(d time.Duration) { c.ms.Add(d.Milliseconds()) }

// monday is 2026-11-23 09:30:00.123 in Asia/Shanghai.
func monday() time.Time {
	return time.Date(2026, 11, 23, 9, 30, 0, 123_000_000, models.Zone())
}

// onEach runs a test on a new SQLite ledger and on a new MySQL one.
func onEach(t *testing.T, f func(t *testing.T, l *lab)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		f(t, newLab(t, "sqlite:"+filepath.Join(t.TempDir(), "ledger.db")))
	})
	t.Run("mysql", func(t *testing.T) {
		f(t, newLab(t, mysqlDatabase(t)))
	})
}

// mysqlDatabase creates an empty database and drops it after the test.
func mysqlDatabase(t *testing.T) string {
	t.Helper()
	dsn := os.Getenv(mysqlEnv)
	if dsn == "" {
		t.Skip(mysqlEnv + " is not set: no MySQL or MariaDB to test on")
	}
	config, err := mysql.ParseDSN(dsn)
	must(t, err)
	server, err := sql.Open("mysql", config.FormatDSN())
	must(t, err)
	b := make([]byte, 6)
	_, err = rand.Read(b)
	must(t, err)
	name := "onevisit_" + hex.EncodeToString(b)
	_, err = server.Exec("CREATE DATABASE " + name)
	must(t, err)
	t.Cleanup(func() {
		_, err := server.Exec("DROP DATABASE " + name)
		must(t, errors.Join(err, server.Close()))
	})
	config.DBName = name
	return "mysql:" + config.FormatDSN()
}

func newLab(t *testing.T, database string) *lab {
	t.Helper()
	l := &lab{clock: &clock{}}
	l.clock.ms.Store(monday().UnixMilli())
	l.options = Options{
		Database: database, Key: bytes.Repeat([]byte{7}, KeySize), Now: l.clock.now, Law: law(),
		CasePrefix: "LS", Files: DirFiles(t.TempDir()),
	}
	_, err := Migrate(t.Context(), l.options)
	must(t, err)
	l.Store = l.another(t)
	e, err := engineFor(database)
	must(t, err)
	l.raw, err = e.dial(t.Context())
	must(t, err)
	t.Cleanup(func() { must(t, l.raw.Close()) })
	return l
}

// another opens the same ledger once more, as a second replica does.
func (l *lab) another(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), l.options)
	must(t, err)
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}

func (l *lab) exec(t *testing.T, query string, args ...any) {
	t.Helper()
	_, err := l.raw.Exec(query, args...)
	must(t, err)
}

func (l *lab) count(t *testing.T, query string, args ...any) int {
	t.Helper()
	var n int
	must(t, l.raw.QueryRow(query, args...).Scan(&n))
	return n
}

// act runs f in a transaction that must succeed.
func (l *lab) act(t *testing.T, f func(tx *Tx) error) {
	t.Helper()
	must(t, l.Act(t.Context(), f))
}

// submit files the invented petitioner's case and returns its number.
func (l *lab) submit(t *testing.T, who models.Petitioner) string {
	t.Helper()
	var number string
	l.act(t, func(tx *Tx) error {
		d, err := tx.Do("", filing(who))
		number = d.Case.Number
		return err
	})
	return number
}

// registered files a case and registers it.
func (l *lab) registered(t *testing.T, who models.Petitioner) string {
	t.Helper()
	number := l.submit(t, who)
	l.act(t, func(tx *Tx) error { _, err := tx.Do(number, registering()); return err })
	return number
}

func (l *lab) load(t *testing.T, number string) models.Case {
	t.Helper()
	var c models.Case
	l.act(t, func(tx *Tx) (err error) { c, err = tx.Case(number); return err })
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused asserts the code of a refusal.
func refused(t *testing.T, err error, code models.Code) {
	t.Helper()
	if models.CodeOf(err) != code {
		t.Fatalf("got %v, want a refusal %q", err, code)
	}
}

// Invented people and words. What stands here must not stand in a database.
const (
	anName    = "Niding Zhangsan"
	anPhone   = "13900001234"
	anID      = "11010519491231002X"
	anAddress = "Invented Road 5"
	aClaim    = "The reed bed behind the invented village was filled with rubble."
	aReply    = "Your invented case was filed."
)

func petitioner(openID string) models.Petitioner {
	return models.Petitioner{Name: anName, Phone: anPhone, Identity: anID, Address: anAddress, Account: openID}
}

func filing(who models.Petitioner) models.Request {
	return models.Request{
		Verb:  models.VerbSubmit,
		Actor: models.Actor{Kind: models.ActorPetitioner, ID: who.Account},
		Filing: &models.Filing{
			Channel: models.ChannelChat, Category: "fill", Petitioner: who, Claim: aClaim,
			NoticeVersion: "1", NoticeAt: monday(),
		},
	}
}

func registering() models.Request {
	return models.Request{
		Verb: models.VerbRegister, Actor: models.Actor{Kind: models.ActorStaff, ID: "li.clerk"},
		Args: models.Args{models.ArgClass: "appeal", models.ArgCategory: "fill", models.ArgRepeat: models.No},
	}
}

func assigning() models.Request {
	return models.Request{
		Verb: models.VerbAssign, Actor: models.Actor{Kind: models.ActorStaff, ID: "sun.deputy"},
		Args: models.Args{models.ArgSection: "wetland", models.ArgCaseOfficer: "li.clerk"},
	}
}

func law() *models.Law {
	return models.NewLaw(&models.Bureau{
		Organ:    models.Organ{Name: "Invented Bureau", LetterCode: "X", CasePrefix: "LS"},
		Sections: []models.Section{{Code: "wetland", Name: "Wetland Section"}},
		Staff: []models.Staff{
			{UserID: "wang.chief", Name: "Wang", Section: "wetland", Roles: []models.Role{models.RoleChief}},
			{UserID: "zhao.handler", Name: "Zhao", Section: "wetland", Roles: []models.Role{models.RoleHandler}},
			{UserID: "li.clerk", Name: "Li", Roles: []models.Role{models.RoleClerk}},
			{UserID: "qian.director", Name: "Qian", Roles: []models.Role{models.RoleDirector}},
			{UserID: "sun.deputy", Name: "Sun", Roles: []models.Role{models.RoleDeputy}},
			{UserID: "zhou.head", Name: "Zhou", Roles: []models.Role{models.RoleHead}},
		},
		Categories: []models.Category{{Code: "fill", Name: "Filling", Section: "wetland"}},
		Options:    models.Options{CutOff: 16 * 60},
	}, models.Calendar{})
}

// reply makes a turn's function that says the text.
func reply(text string) func(*Tx) ([]byte, error) {
	return func(*Tx) ([]byte, error) { return []byte(text), nil }
}

func background() context.Context { return context.Background() }

func states() (out []models.State) {
	for _, row := range models.StateRows() {
		out = append(out, row.State)
	}
	return out
}

func classes() []models.Class { return append(models.Classes(), "") }
