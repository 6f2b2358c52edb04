package store

import (
	"encoding/hex"
	"errors"
	"maps"
	"slices"

	"gorm.io/gorm"

	"onevisit/models"
)

// sessionRow is where somebody stands in a dialogue.
type sessionRow struct {
	WhoKey    []byte `gorm:"primaryKey"`
	Flow      string
	Step      string
	Draft     []byte
	ExpiresAt *int64
	Version   int64
}

// TableName is the table.
func (sessionRow) TableName() string { return "sessions" }

// stands says that a dialogue stands there; one that ended left its version.
func (r sessionRow) stands() bool { return r.Flow != "" }

// heldSession is a session as it stands within the transaction.
type heldSession struct {
	session models.Session // the zero session for nowhere
	read    bool           // it was looked for in the ledger
	stood   bool           // a dialogue stands there
	changed bool           // it was saved or dropped since
}

// Session is where somebody stands; the zero session if nowhere. An expired
// one is returned as it is: the caller decides. It is held until the
// transaction ends, so that two messages of one person are answered one after
// the other.
func (tx *Tx) Session(who string) (models.Session, error) {
	var out models.Session
	err := tx.do("session", func() error {
		if held, ok := tx.sessions[who]; ok {
			out = held.session
			return nil
		}
		key := tx.s.seal.digest(labelWho, who)
		var row sessionRow
		err := tx.locked().Where("who_key = ?", key).Take(&row).Error
		if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
			return err
		}
		if err := tx.holdSession(who, key, row); err != nil {
			return err
		}
		out = tx.sessions[who].session
		return nil
	})
	return out, err
}

// SaveSession keeps a session. It must be the one that was read, with its
// Version, or a new one with none; when somebody else wrote it meanwhile the
// whole transaction is done again. Saving twice in one transaction is fine.
func (tx *Tx) SaveSession(s models.Session) error {
	return tx.do("save session", func() error {
		held := tx.hold(s.Who, s.Version)
		held.session, held.changed = s, true
		return nil
	})
}

// DropSession ends somebody's dialogue. One that somebody else ended since it
// was read here is a conflict: what was about to be done is done already.
func (tx *Tx) DropSession(who string) error {
	return tx.do("drop session", func() error {
		held := tx.hold(who, 0)
		held.session, held.changed = models.Session{}, true
		return nil
	})
}

// hold is the transaction's own session of somebody; version is what stands in
// the ledger where that was not read here.
func (tx *Tx) hold(who string, version int64) *heldSession {
	held, ok := tx.sessions[who]
	if !ok {
		held = &heldSession{}
		tx.sessions[who], tx.versions[who] = held, version
	}
	return held
}

// settleSessions writes the sessions that changed, always in the same order,
// so that two transactions cannot wait for each other.
func (tx *Tx) settleSessions() error {
	for _, who := range slices.Sorted(maps.Keys(tx.sessions)) {
		held := tx.sessions[who]
		if !held.changed {
			continue
		}
		if err := tx.do("write session", func() error { return tx.writeSession(who, held) }); err != nil {
			return err
		}
		held.changed = false
	}
	return nil
}

// writeSession writes what is held of somebody. A dialogue that ended leaves an
// empty row: its version tells whoever read the dialogue before that it ended.
func (tx *Tx) writeSession(who string, held *heldSession) error {
	key := tx.s.seal.digest(labelWho, who)
	if !held.read {
		if err := tx.readUnder(who, key, held); err != nil {
			return err
		}
	}
	s, stands := held.session, tx.versions[who]
	if s.Who == "" && !held.stood {
		return nil // begun and ended here, or never begun
	}
	row := sessionRow{WhoKey: key, Flow: s.Flow, Step: s.Step, ExpiresAt: stamp(s.Expires), Version: stands + 1}
	var err error
	if row.Draft, err = tx.s.seal.seal(placeDraft, hex.EncodeToString(key), s.Draft); err != nil {
		return err
	}
	tx.versions[who], held.stood = row.Version, s.Who != ""
	return tx.keep("session", &row, stands, "who_key", "flow", "step", "draft", "expires_at")
}

// readUnder looks for the row of a session that was written without being
// read. A version that was given with it must be the row's.
func (tx *Tx) readUnder(who string, key []byte, held *heldSession) error {
	var row sessionRow
	if err := tx.locked().Where("who_key = ?", key).Take(&row).Error; err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return err
	}
	if given := tx.versions[who]; given != 0 && given != row.Version {
		return &conflict{row: "session"}
	}
	tx.versions[who], held.read, held.stood = row.Version, true, row.stands()
	return nil
}
