package store

import (
	"context"
	"encoding/base64"

	"onevisit/models"
)

// longestToken bounds what is read as a token, in bytes.
const longestToken = 512

// SealSlip makes the token that opens a slip. Nothing of it is kept.
func (tx *Tx) SealSlip(p models.SlipPass) (string, error) {
	var token string
	err := tx.do("seal slip", func() error {
		sealed, err := tx.s.seal.sealJSON(placeSlip, "", p)
		token = base64.RawURLEncoding.EncodeToString(sealed)
		return err
	})
	return token, err
}

// OpenSlip reads a token. It is refused with CodeNotFound when it is not one
// of ours, when its time is over, and when the case has another code by now.
func (s *Store) OpenSlip(ctx context.Context, token string) (models.SlipPass, models.Case, error) {
	gone := models.Refuse(models.CodeNotFound)
	var p models.SlipPass
	if len(token) > longestToken {
		return p, models.Case{}, gone
	}
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || s.seal.unsealJSON(placeSlip, "", sealed, &p) != nil || !s.now().Before(p.Until) {
		return models.SlipPass{}, models.Case{}, gone
	}
	var c models.Case
	err = s.transact(ctx, func(tx *Tx) error {
		right, err := tx.CheckQueryCode(p.Number, p.Code)
		if err == nil && !right {
			err = gone
		}
		if err != nil {
			return err
		}
		c, err = tx.Case(p.Number)
		return err
	})
	if err != nil {
		return models.SlipPass{}, models.Case{}, err
	}
	return p, c, nil
}
