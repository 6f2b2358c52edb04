package store

import (
	"database/sql"
	"encoding/hex"
	"errors"

	"onevisit/models"
)

// Meet reads where a petitioner stands and what is kept of them, so that
// Session and Account need not ask. On a server both come in one round trip;
// in this process there is none to save, and they are read when asked for.
func (tx *Tx) Meet(who, openID string) error {
	if !tx.s.remote() {
		return nil
	}
	return tx.do("meet", func() (err error) {
		whoKey, accountKey := tx.s.seal.digest(labelWho, who), tx.s.seal.digest(labelAccount, openID)
		rows, err := tx.db.Raw("SELECT * FROM sessions WHERE who_key = ? FOR UPDATE; "+
			"SELECT * FROM accounts WHERE account_key = ? FOR UPDATE", whoKey, accountKey).Rows()
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		var session sessionRow
		if err := tx.one(rows, &session); err != nil {
			return err
		}
		if err := tx.holdSession(who, whoKey, session); err != nil {
			return err
		}
		if !rows.NextResultSet() {
			return errors.Join(errors.New("the second answer is missing"), rows.Err())
		}
		var account accountRow
		if err := tx.one(rows, &account); err != nil {
			return err
		}
		return tx.holdAccount(openID, accountKey, account)
	})
}

// one reads the only row of an answer, if there is one.
func (tx *Tx) one(rows *sql.Rows, into any) error {
	if !rows.Next() {
		return rows.Err()
	}
	return tx.db.ScanRows(rows, into)
}

// holdSession keeps a session as it was read; a row without a version stands
// for none.
func (tx *Tx) holdSession(who string, key []byte, row sessionRow) error {
	held := &heldSession{read: true}
	if row.Version != 0 {
		draft, err := tx.s.seal.unseal(placeDraft, hex.EncodeToString(key), row.Draft)
		if err != nil {
			return err
		}
		held.session = models.Session{
			Who: who, Flow: row.Flow, Step: row.Step, Draft: draft,
			Expires: instant(row.ExpiresAt), Version: row.Version,
		}
	}
	tx.versions[who], tx.sessions[who] = row.Version, held
	return nil
}

// holdAccount keeps an account as it was read; a row without a version stands
// for none.
func (tx *Tx) holdAccount(openID string, key []byte, row accountRow) error {
	held := models.Account{OpenID: openID}
	if row.Version != 0 {
		var content accountContent
		if err := tx.s.seal.unsealJSON(placeAccount, hex.EncodeToString(key), row.Content, &content); err != nil {
			return err
		}
		held = models.Account{
			OpenID: openID, Profile: content.Profile, SpokeAt: instant(row.SpokeAt), Sent: row.Sent,
			Follows: row.Follows, Created: instant(row.CreatedAt), Version: row.Version,
		}
	}
	tx.accounts[openID] = held
	return nil
}
