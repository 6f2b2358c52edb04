package store

import (
	"crypto/hmac"
	"encoding/binary"

	"github.com/emmansun/gmsm/sm3"
)

// label names a subkey of the data key. Each purpose has its own, so that a
// digest made for one never equals one made for another.
type label string

const (
	labelSeal        label = "seal"
	labelAccount     label = "account"
	labelPhone       label = "phone"
	labelIdentity    label = "identity"
	labelPerson      label = "person" // recipients of notices
	labelWho         label = "who"    // sessions
	labelInbox       label = "inbox"
	labelNotice      label = "notice"
	labelReminder    label = "reminder"
	labelSketch      label = "sketch"
	labelDeferred    label = "deferred"
	labelJournal     label = "journal"
	labelCode        label = "code"
	labelGuess       label = "guess"
	labelChain       label = "chain"
	labelWords       label = "words"
	labelFingerprint label = "fingerprint"
)

// keyring derives subkeys from one data key.
type keyring struct{ root []byte }

// subkey is the 32-byte key for a purpose.
func (k keyring) subkey(l label, more ...string) []byte {
	return mac(k.root, append([]string{"onevisit", string(l)}, more...)...)
}

// digest is the keyed hash of the parts under the purpose's own key: 32 bytes.
func (k keyring) digest(l label, parts ...string) []byte {
	return mac(k.subkey(l), parts...)
}

// mac is HMAC-SM3 over the parts, each with its length, so that moving a
// character from one part to the next changes the result.
func mac(key []byte, parts ...string) []byte {
	h := hmac.New(sm3.New, key)
	for _, p := range parts {
		var n [4]byte
		binary.BigEndian.PutUint32(n[:], uint32(len(p)))
		_, _ = h.Write(n[:]) // a hash never fails to write
		_, _ = h.Write([]byte(p))
	}
	return h.Sum(nil)
}
