package store

import (
	"encoding/hex"
	"errors"

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

// Session is where somebody stands; the zero session if nowhere. An expired
// one is returned as it is: the caller decides. It is held until the
// transaction ends, so that two messages of one person are answered one after
// the other.
func (tx *Tx) Session(who string) (models.Session, error) {
	var out models.Session
	err := tx.do("session", func() error {
		key := tx.s.seal.digest(labelWho, who)
		var row sessionRow
		err := tx.locked().Where("who_key = ?", key).Take(&row).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			tx.versions[who] = 0
			return nil
		}
		if err != nil {
			return err
		}
		draft, err := tx.s.seal.unseal(placeDraft, hex.EncodeToString(key), row.Draft)
		if err != nil {
			return err
		}
		tx.versions[who] = row.Version
		out = models.Session{
			Who: who, Flow: row.Flow, Step: row.Step, Draft: draft,
			Expires: instant(row.ExpiresAt), Version: row.Version,
		}
		return nil
	})
	return out, err
}

// SaveSession keeps a session. It must be the one that was read, with its
// Version, or a new one with none; when somebody else wrote it meanwhile the
// whole transaction is done again. Saving twice in one transaction is fine.
func (tx *Tx) SaveSession(s models.Session) error {
	return tx.do("save session", func() error {
		version := s.Version
		if known, ok := tx.versions[s.Who]; ok {
			version = known
		}
		key := tx.s.seal.digest(labelWho, s.Who)
		draft, err := tx.s.seal.seal(placeDraft, hex.EncodeToString(key), s.Draft)
		if err != nil {
			return err
		}
		row := sessionRow{
			WhoKey: key, Flow: s.Flow, Step: s.Step, Draft: draft,
			ExpiresAt: stamp(s.Expires), Version: version + 1,
		}
		tx.versions[s.Who] = row.Version
		if version == 0 {
			return fresh(tx.db.Create(&row).Error, "session")
		}
		return found(tx.db.Model(&sessionRow{}).Where("who_key = ? AND version = ?", key, version).
			Select("*").Omit("who_key").Updates(&row), "session")
	})
}

// DropSession ends somebody's dialogue. One that somebody else ended since it
// was read here is a conflict: what was about to be done is done already.
func (tx *Tx) DropSession(who string) error {
	return tx.do("drop session", func() error {
		version, read := tx.versions[who]
		tx.versions[who] = 0
		db := tx.db.Where("who_key = ?", tx.s.seal.digest(labelWho, who))
		if !read || version == 0 {
			return db.Delete(&sessionRow{}).Error
		}
		return found(db.Where("version = ?", version).Delete(&sessionRow{}), "session")
	})
}

// fresh turns an insert that came second into a conflict.
func fresh(err error, row string) error {
	if duplicate(err) {
		return &conflict{row: row}
	}
	return err
}
