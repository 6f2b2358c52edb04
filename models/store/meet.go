package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"strings"

	"onevisit/models"
)

// meeters is how many shared readings are under way at once.
const meeters = 1

// errAnswered: the message was here before. Its answer is kept.
var errAnswered = errors.New("store: this message was answered before")

// meeting is what a turn asks for first, met what the ledger has of it: rows
// without a version, where there are none.
type (
	meeting struct{ who, account, message []byte }
	met     struct {
		session  sessionRow
		account  accountRow
		answered bool
	}
)

// Meet reads where a petitioner stands and what is kept of them, so that
// Session and Account need not ask. On a server one reading serves all who come
// at once, and nothing is held: what somebody else changes meanwhile is found
// out when it is written, and then the turn is done again and holds it. In this
// process there is no journey to save, and both are read when asked for.
func (tx *Tx) Meet(who, openID string) error {
	if !tx.s.remote() {
		return nil
	}
	return tx.do("meet", func() error {
		m := meeting{tx.s.seal.digest(labelWho, who), tx.s.seal.digest(labelAccount, openID), tx.message}
		here, err := tx.meet(m)
		if err != nil {
			return err
		}
		if here.answered {
			return errAnswered
		}
		if err := tx.holdSession(who, m.who, here.session); err != nil {
			return err
		}
		return tx.holdAccount(openID, m.account, here.account)
	})
}

func (tx *Tx) meet(m meeting) (met, error) {
	if !tx.careful {
		return answered(tx.ctx, tx.s.meets.ask(tx.ctx, m))
	}
	rows, err := tx.db.Raw("SELECT "+sessionColumns+" FROM sessions WHERE who_key = ? FOR UPDATE; "+
		"SELECT "+accountColumns+" FROM accounts WHERE account_key = ? FOR UPDATE", m.who, m.account).Rows()
	if err != nil {
		return met{}, err
	}
	all, err := readMet(rows)
	return all.of(m), err
}

// newMeetDesk reads for all who come at once.
func newMeetDesk(pool *sql.DB) *combiner[meeting, met] {
	return &combiner[meeting, met]{
		hands: meeters, most: sharers, limit: readLimit,
		serve: func(ctx context.Context, all []meeting) []answer[met] {
			var who, accounts, messages []any
			for _, m := range all {
				who, accounts, messages = append(who, m.who), append(accounts, m.account), append(messages, m.message)
			}
			list := " IN (?" + strings.Repeat(",?", len(all)-1) + ")"
			rows, err := pool.QueryContext(ctx, "SELECT "+sessionColumns+" FROM sessions WHERE who_key"+list+
				"; SELECT "+accountColumns+" FROM accounts WHERE account_key"+list+
				"; SELECT key_hash FROM inbox WHERE key_hash"+list, append(append(who, accounts...), messages...)...)
			if err != nil {
				return forAll[met](len(all), err)
			}
			found, err := readMet(rows)
			out := forAll[met](len(all), err)
			for i, m := range all {
				out[i].got = found.of(m)
			}
			return out
		},
	}
}

const (
	sessionColumns = "who_key, flow, step, draft, expires_at, version"
	accountColumns = "account_key, content, spoke_at, sent, follows, created_at, version"
)

// metRows are the rows of several meetings, by their keys.
type metRows struct {
	sessions map[string]sessionRow
	accounts map[string]accountRow
	messages map[string]bool
}

// of picks what concerns one meeting.
func (r metRows) of(m meeting) met {
	return met{r.sessions[string(m.who)], r.accounts[string(m.account)], r.messages[string(m.message)]}
}

// readMet reads up to three answers: sessions, accounts, messages.
func readMet(rows *sql.Rows) (out metRows, err error) {
	defer func() { err = errors.Join(err, rows.Close()) }()
	out = metRows{map[string]sessionRow{}, map[string]accountRow{}, map[string]bool{}}
	for rows.Next() {
		var s sessionRow
		if err := rows.Scan(&s.WhoKey, &s.Flow, &s.Step, &s.Draft, &s.ExpiresAt, &s.Version); err != nil {
			return out, err
		}
		out.sessions[string(s.WhoKey)] = s
	}
	if !rows.NextResultSet() {
		return out, errors.Join(errors.New("the accounts are missing"), rows.Err())
	}
	for rows.Next() {
		var a accountRow
		if err := rows.Scan(&a.AccountKey, &a.Content, &a.SpokeAt, &a.Sent, &a.Follows, &a.CreatedAt, &a.Version); err != nil {
			return out, err
		}
		out.accounts[string(a.AccountKey)] = a
	}
	if rows.NextResultSet() {
		for rows.Next() {
			var key []byte
			if err := rows.Scan(&key); err != nil {
				return out, err
			}
			out.messages[string(key)] = true
		}
	}
	return out, rows.Err()
}

// holdSession keeps a session as it was read; one that ended is none.
func (tx *Tx) holdSession(who string, key []byte, row sessionRow) error {
	held := &heldSession{read: true, stood: row.stands()}
	if held.stood {
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
