package store

import (
	"crypto/cipher"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/emmansun/gmsm/sm4"
)

// place is a sealed column. Each has a key of its own, and its name is part
// of what a seal is bound to.
type place string

const (
	placeCase       place = "cases.content"
	placeWords      place = "audit_entries.words"
	placeLetter     place = "letters.snapshot"
	placeNotice     place = "notices.content"
	placeReply      place = "inbox.reply"
	placeDraft      place = "sessions.draft"
	placeAccount    place = "accounts.content"
	placeDeferred   place = "deferred.content"
	placeJournal    place = "journal"
	placeMedia      place = "attachments.media"
	placeAttachment place = "attachments.file"
	placeLetterFile place = "letter_files.file"
	placeReminder   place = "reminders.content"
	placeOffice     place = "office_entries.content"
	placeIssued     place = "office_letters.snapshot"
	placeDuty       place = "office_duties.content"
	placeSlip       place = "slips" // in links alone, no column
)

const (
	// sealVersion is the first byte of every sealed value.
	sealVersion = 1
	// currentKey is the second: which data key sealed it. A second key will
	// be a second number, and old values stay readable under the first.
	currentKey = 1
	nonceSize  = 12
	sealHead   = 2 + nonceSize
)

// sealer seals and unseals with SM4-GCM. It is made once and only read.
type sealer struct {
	keyring
	random io.Reader
	aeads  map[place]cipher.AEAD
}

func newSealer(key []byte, random io.Reader) (*sealer, error) {
	s := &sealer{keyring: newKeyring(key), random: random, aeads: map[place]cipher.AEAD{}}
	for _, p := range []place{
		placeCase, placeWords, placeLetter, placeNotice, placeReply,
		placeDraft, placeAccount, placeDeferred, placeJournal, placeMedia, placeAttachment, placeLetterFile, placeReminder,
		placeOffice, placeIssued, placeDuty, placeSlip,
	} {
		block, err := sm4.NewCipher(s.subkey(labelSeal, string(p))[:sm4.BlockSize])
		if err != nil {
			return nil, fmt.Errorf("sm4: %w", err)
		}
		if s.aeads[p], err = cipher.NewGCM(block); err != nil {
			return nil, fmt.Errorf("gcm: %w", err)
		}
	}
	return s, nil
}

// seal encrypts plain for one row of the place. A value sealed for one row
// does not open in another.
func (s *sealer) seal(p place, row string, plain []byte) ([]byte, error) {
	out := make([]byte, sealHead, sealHead+len(plain)+16)
	out[0], out[1] = sealVersion, currentKey
	if _, err := io.ReadFull(s.random, out[2:sealHead]); err != nil {
		return nil, fmt.Errorf("seal %s: no randomness: %w", p, err)
	}
	return s.aeads[p].Seal(out, out[2:sealHead], plain, aad(out, p, row)), nil
}

// unseal decrypts what seal made for the same place and row. Its errors name
// the place and nothing else.
func (s *sealer) unseal(p place, row string, sealed []byte) ([]byte, error) {
	if len(sealed) < sealHead || sealed[0] != sealVersion || sealed[1] != currentKey {
		return nil, fmt.Errorf("unseal %s: not sealed by this program with this key", p)
	}
	plain, err := s.aeads[p].Open(nil, sealed[2:sealHead], sealed[sealHead:], aad(sealed, p, row))
	if err != nil {
		return nil, fmt.Errorf("unseal %s: not what was sealed here", p)
	}
	return plain, nil
}

// aad binds a seal to its version, key, column and row.
func aad(head []byte, p place, row string) []byte {
	return append([]byte{head[0], head[1]}, string(p)+"\x00"+row...)
}

func (s *sealer) sealJSON(p place, row string, v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("seal %s: cannot be encoded", p)
	}
	return s.seal(p, row, plain)
}

func (s *sealer) unsealJSON(p place, row string, sealed []byte, v any) error {
	plain, err := s.unseal(p, row, sealed)
	if err != nil {
		return err
	}
	if json.Unmarshal(plain, v) != nil {
		// The cause would quote what was sealed.
		return errors.New("unseal " + string(p) + ": cannot be decoded")
	}
	return nil
}
