package store

import (
	"encoding/hex"
	"errors"

	"gorm.io/gorm"

	"onevisit/models"
)

// accountRow is what is kept of a petitioner's WeChat account.
type accountRow struct {
	AccountKey []byte `gorm:"primaryKey"`
	Content    []byte
	SpokeAt    *int64
	Sent       int
	Follows    bool
	CreatedAt  *int64 `gorm:"autoCreateTime:false"`
	Version    int64
}

// TableName is the table.
func (accountRow) TableName() string { return "accounts" }

// accountContent is what of an account is sealed.
type accountContent struct {
	OpenID  string            `json:"openid"`
	Profile models.Petitioner `json:"profile"`
}

// Account is what is kept of a petitioner; a zero Version means new.
func (tx *Tx) Account(openID string) (models.Account, error) {
	var out models.Account
	err := tx.do("account", func() error {
		if known, ok := tx.accounts[openID]; ok {
			out = known
			return nil
		}
		key := tx.s.seal.digest(labelAccount, openID)
		var row accountRow
		err := tx.db.Where("account_key = ?", key).Take(&row).Error
		if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
			return err
		}
		if err := tx.holdAccount(openID, key, row); err != nil {
			return err
		}
		out = tx.accounts[openID]
		return nil
	})
	return out, err
}

// SaveAccount keeps an account that was read, with its Version. When somebody
// else wrote it meanwhile the whole transaction is done again.
func (tx *Tx) SaveAccount(a models.Account) error {
	return tx.do("save account", func() error {
		key := tx.s.seal.digest(labelAccount, a.OpenID)
		content := accountContent{OpenID: a.OpenID, Profile: a.Profile}
		sealed, err := tx.s.seal.sealJSON(placeAccount, hex.EncodeToString(key), content)
		if err != nil {
			return err
		}
		if a.Created.IsZero() {
			a.Created = tx.now
		}
		row := accountRow{
			AccountKey: key, Content: sealed, SpokeAt: stamp(a.SpokeAt), Sent: a.Sent,
			Follows: a.Follows, CreatedAt: stamp(a.Created), Version: a.Version + 1,
		}
		stands := a.Version
		a.Version, a.SpokeAt, a.Created = row.Version, cut(a.SpokeAt), cut(a.Created)
		tx.accounts[a.OpenID] = a
		return tx.keep("account", &row, stands, "account_key", "content", "spoke_at", "sent", "follows", "created_at")
	})
}
