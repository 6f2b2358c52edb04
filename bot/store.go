package bot

import (
	"context"
	"time"

	"onevisit/models"
)

// Store is what the conversation needs of the ledger. It is declared here,
// where the need is; the store that fulfils it knows nothing of it.
type Store interface {
	CardStore
	// Turn answers one message. It runs f in one transaction with the inbox
	// row for key and keeps f's answer there, sealed. For a key that was
	// answered before, or is being answered right now by anybody, f does
	// not count and the kept answer comes back. f may run more than once
	// and must touch nothing but tx.
	Turn(ctx context.Context, key string, f func(tx Tx) ([]byte, error)) ([]byte, error)
	// Act runs f in one transaction without a message, for jobs.
	Act(ctx context.Context, f func(tx Tx) error) error
	// Due lists the numbers of the cases whose running clock of the kind has
	// reached its due, the oldest first.
	Due(ctx context.Context, kind models.ClockKind, n int) ([]string, error)
	// Defer keeps a message that could not be answered in time. It is
	// durable when Defer returns nil; keeping it twice is harmless.
	Defer(ctx context.Context, key string, update []byte) error
	// ClaimDeferred leases up to n kept messages for the given time.
	ClaimDeferred(ctx context.Context, worker string, lease time.Duration, n int) ([]models.Deferred, error)
	// DropDeferred forgets kept messages that were answered.
	DropDeferred(ctx context.Context, keys ...string) error
	// ClaimNotices leases up to n notices to one kind of person that are due
	// to be sent: of each person the first, so that they arrive in order.
	ClaimNotices(ctx context.Context, kind models.ActorKind, worker string, lease time.Duration, n int) ([]models.Claimed, error)
	// Release gives back claimed notices that were not tried, due again at
	// the given time.
	Release(ctx context.Context, at time.Time, claimed ...models.Claimed) error
	// Settle records what became of tries and counts those that came too
	// late, because the lease went to somebody else meanwhile.
	Settle(ctx context.Context, tries ...models.Try) (late int, err error)
	// ClaimPressings leases letters whose files are still to be made.
	ClaimPressings(ctx context.Context, worker string, lease time.Duration, n int) ([]models.Pressing, error)
	// KeepLetter keeps a letter's bytes, once and for good; f owes what
	// follows in the same transaction.
	KeepLetter(ctx context.Context, p models.Pressing, data []byte, f func(tx Tx) error) error
	// OpenLetter returns a letter's file as it was made.
	OpenLetter(ctx context.Context, n models.LetterNumber) (models.LetterFile, error)
	// ClaimMedia leases attachments whose bytes are still at the platform.
	ClaimMedia(ctx context.Context, worker string, lease time.Duration, n int) ([]models.Media, error)
	// OpenSlip reads the token of a slip, or refuses with CodeNotFound.
	OpenSlip(ctx context.Context, token string) (models.SlipPass, models.Case, error)
	// KeepMedia stores fetched bytes, sealed; a nil data with a reason marks
	// the attachment as lost for a person to see.
	KeepMedia(ctx context.Context, m models.Media, data []byte, contentType, lost string) error
}

// Tx is one transaction: everything in it becomes true together, or nothing.
type Tx interface {
	CardTx
	// Now is the time of the transaction, read once.
	Now() time.Time

	// Do applies a verb to a case and writes everything that follows. The
	// number is empty for submit. Refusals are *models.Error.
	Do(number string, r models.Request) (models.Done, error)
	// Case loads a case by its number, or refuses with CodeNotFound.
	Case(number string) (models.Case, error)
	// CasesOf lists a petitioner's cases, newest first, also those that
	// they signed as a representative.
	CasesOf(openID string, limit int) ([]models.Case, error)
	// Find lists cases by what staff look for, nearest due first.
	Find(q models.Query) ([]models.Case, error)
	// Each calls f with every case of the ledger, oldest first.
	Each(f func(*models.Case) error) error
	// History lists a case's audit entries, oldest first.
	History(caseID int64) ([]models.AuditEntry, error)

	// Meet reads where a petitioner stands and what is kept of them together,
	// for Session and Account.
	Meet(who, openID string) error
	// Session is where somebody stands; the zero session if nowhere. An
	// expired one is returned as it is: the caller decides.
	Session(who string) (models.Session, error)
	SaveSession(s models.Session) error
	DropSession(who string) error

	// Account is what is kept of a petitioner; a zero Version means new.
	Account(openID string) (models.Account, error)
	SaveAccount(a models.Account) error

	// NewQueryCode makes, keeps (as a keyed hash) and returns a case's code.
	NewQueryCode(number string) (string, error)
	// SealSlip makes the token that opens a slip; nothing of it is kept.
	SealSlip(p models.SlipPass) (token string, err error)
	// CheckQueryCode compares without telling time; it does not count.
	CheckQueryCode(number, code string) (bool, error)
	// Guesses counts wrong codes since the given time; CountGuess adds one.
	// Guesses survive even when the turn's answer is a refusal.
	Guesses(openID, number string, since time.Time) (models.Guesses, error)
	CountGuess(openID, number string) error

	// AddMedia keeps the platform's id of something a person sent, until a
	// job fetches it.
	AddMedia(platform, mediaID, kind string) (models.Attachment, error)
	// ReadLetter records how many parts of a letter the petitioner has seen.
	ReadLetter(caseID int64, ref string, read, parts int) error
	// Wake makes notices that wait for the person's next contact due again.
	Wake(p models.Person) error
	// Bounce records that the platform could not show a petitioner's message
	// after all: it waits for their next contact. False: no such message.
	Bounce(p models.Person, ref, failure string) (bool, error)
	// Touch records that the person tapped, scanned or followed just now.
	Touch(p models.Person) error
	// Undelivered lists notices that will not be sent again on their own,
	// oldest first.
	Undelivered(limit int) ([]models.Undelivered, error)
	// Resend makes such notices due now and returns how many there still were.
	Resend(ids ...int64) (int, error)
	// Owe writes a notice that no verb makes.
	Owe(n models.Notice) error
	// Owed reports whether a notice of the key was ever written.
	Owed(key string) (bool, error)
	// TakeHeld returns the notices of one person that waited for working hours
	// which have begun, where they are more than few; they are then not sent
	// one by one. More is false when nobody was left.
	TakeHeld(few int) (held []models.Notice, more bool, err error)

	// Alarms lists up to n running clocks that have something to tell now.
	// Other workers wait for them until the transaction ends.
	Alarms(n int) ([]models.Alarm, error)
	// Swept writes what follows from alarms; repeating it changes nothing.
	Swept(all []models.Sweep) error
	// TakeReminders takes what one person may be told now; nobody else gets
	// it again. None means that nobody has any.
	TakeReminders(n int) ([]models.Reminder, error)
	// Versions are those of cases, by their ids.
	Versions(ids []int64) (map[int64]int64, error)
	// CasesToTell loads as much of cases, by their ids, as Law.Line asks for.
	CasesToTell(ids []int64) (map[int64]*models.Case, error)

	// Substitutions lists those that have not ended, running and coming ones.
	Substitutions() ([]models.Substitution, error)
	AddSubstitution(s models.Substitution) error
	// EndSubstitutions ends all of a person's and returns how many there were.
	EndSubstitutions(person string) (int, error)

	// Office writes an office verb and everything that follows from it. What
	// counts once and stands already is refused with CodeTwice.
	Office(s models.OfficeStep) (models.OfficeStep, error)
	// OfficeEntries lists what was done outside of cases, oldest first.
	OfficeEntries(q models.OfficeQuery) ([]models.OfficeEntry, error)
	// OpenDuties lists what is owed outside of cases, the nearest due first.
	OpenDuties() ([]models.OfficeDuty, error)
	// DutiesToTell lists duties that have something to tell now; RemindDuty
	// sets when one does next.
	DutiesToTell(n int) ([]models.OfficeDuty, error)
	RemindDuty(id int64, next time.Time) error
	// SectionBreaches lists a section's breaches with a due in [from, to] and
	// the cases they are in; FreshBreaches those of all sections recorded
	// since a moment, by section and due alone. LedgerState changes when
	// what SectionBreaches lists does, or what the office did about it.
	SectionBreaches(section string, from, to time.Time) ([]models.Breach, []models.Case, error)
	FreshBreaches(recorded, due time.Time) ([]models.Breach, error)
	LedgerState(section string, from, to time.Time) (models.LedgerState, error)
	// Alike lists earlier cases that resemble one, and the cases themselves.
	Alike(c *models.Case) ([]models.Likeness, []models.Case, error)
}
