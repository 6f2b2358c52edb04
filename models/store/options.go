package store

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"time"

	"onevisit/models"
)

// Law decides what a verb makes of a case. *models.Law is the real one.
type Law interface {
	Apply(c models.Case, r models.Request, now time.Time) (models.Done, error)
	// Moment is when a notice may go out that is owed at now.
	Moment(n models.Notice, now time.Time) time.Time
	// Reckon says what a step means for the alarms and breaches of a case.
	Reckon(before, after *models.Case, now time.Time) models.Reckoning
	// BreachOf is what is recorded when a clock of the case passes its due.
	BreachOf(c *models.Case, k *models.Clock) models.Breach
}

// Files keeps the sealed bytes of attachments. Names are chosen by the store:
// lower-case letters and digits only.
type Files interface {
	// Put keeps data under the name; it is durable when Put returns nil.
	// Putting a name again replaces it.
	Put(ctx context.Context, name string, data []byte) error
	// Get returns what was put.
	Get(ctx context.Context, name string) ([]byte, error)
}

// Options say which ledger to open and with what.
type Options struct {
	// Database is sqlite:path or mysql:dsn, the dsn as the Go MySQL driver
	// reads it: user:pass@tcp(host:3306)/name.
	Database string
	// Key is the 32-byte data key that seals personal data.
	Key []byte
	// Now is the clock, read once per transaction.
	Now func() time.Time
	Law Law
	// CasePrefix begins every case's number.
	CasePrefix string
	// Files keeps attachments; without it KeepMedia and OpenMedia fail.
	Files Files
	// Worker names the process to Migrate as one that is going to serve the
	// ledger; see Store.Beat. Empty for one that is not.
	Worker string
	// Random is crypto/rand unless a test says otherwise. It must be safe
	// for use by several goroutines.
	Random io.Reader
	// Since measures real time, to tell of slow statements; nil tells of
	// none.
	Since func(time.Time) time.Duration
	// Log takes warnings and slow statements, never their values. Nil
	// discards them.
	Log *slog.Logger
}

// KeySize is the length of a data key in bytes.
const KeySize = 32

// whole fills the defaults and names every option that is missing.
func (o Options) whole() (Options, error) {
	var wrong []error
	if len(o.Key) != KeySize {
		wrong = append(wrong, errors.New("the data key must have 32 bytes"))
	}
	if o.Now == nil {
		wrong = append(wrong, errors.New("no clock"))
	}
	if o.Law == nil {
		wrong = append(wrong, errors.New("no law"))
	}
	if o.CasePrefix == "" {
		wrong = append(wrong, errors.New("no case prefix"))
	}
	o = o.quiet()
	return o, errors.Join(wrong...)
}

// quiet fills the defaults that need nobody's choice.
func (o Options) quiet() Options {
	if o.Random == nil {
		o.Random = rand.Reader
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}
