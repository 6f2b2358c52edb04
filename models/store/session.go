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

// heldSession is a session as it stands within the transaction.
type heldSession struct {
	session models.Session // the zero session for nowhere
	read    bool           // it was looked for in the ledger, and is as it stands there
	writes  int64          // saves and drops since
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
		held.writes++
		s.Version = tx.versions[s.Who] + held.writes
		held.session = s
		return nil
	})
}

// DropSession ends somebody's dialogue. One that somebody else ended since it
// was read here is a conflict: what was about to be done is done already.
func (tx *Tx) DropSession(who string) error {
	return tx.do("drop session", func() error {
		held := tx.hold(who, 0)
		held.writes++
		held.session = models.Session{}
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
		if held.writes == 0 {
			continue
		}
		if err := tx.do("write session", func() error { return tx.writeSession(who, held) }); err != nil {
			return err
		}
		held.writes = 0
	}
	return nil
}

func (tx *Tx) writeSession(who string, held *heldSession) error {
	key, stands := tx.s.seal.digest(labelWho, who), tx.versions[who]
	if held.session.Who == "" {
		tx.versions[who] = 0
		if stands == 0 && held.read {
			return nil // begun and ended here, or never begun
		}
		if stands == 0 {
			return tx.db.Where("who_key = ?", key).Delete(&sessionRow{}).Error
		}
		return tx.insist("session", func(db *gorm.DB) *gorm.DB {
			return db.Where("who_key = ? AND version = ?", key, stands).Delete(&sessionRow{})
		})
	}
	s := held.session
	draft, err := tx.s.seal.seal(placeDraft, hex.EncodeToString(key), s.Draft)
	if err != nil {
		return err
	}
	row := sessionRow{
		WhoKey: key, Flow: s.Flow, Step: s.Step, Draft: draft,
		ExpiresAt: stamp(s.Expires), Version: s.Version,
	}
	tx.versions[who] = s.Version
	if stands == 0 {
		return fresh(tx.db.Create(&row).Error, "session")
	}
	return tx.insist("session", func(db *gorm.DB) *gorm.DB {
		return db.Model(&sessionRow{}).Where("who_key = ? AND version = ?", key, stands).Select("*").Omit("who_key").Updates(&row)
	})
}

// fresh turns an insert that came second into a conflict.
func fresh(err error, row string) error {
	if duplicate(err) {
		return &conflict{row: row}
	}
	return err
}
