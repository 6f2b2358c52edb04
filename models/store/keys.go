package store

import (
	"crypto/hmac"
	"encoding/binary"
	"hash"
	"io"
	"sync"

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

// keyring derives subkeys from one data key. It is only read, and keeps hashes
// that took in a purpose's key already: taking it in is half of their work.
type keyring struct {
	root  []byte
	keyed map[label]*sync.Pool
}

func newKeyring(root []byte) keyring {
	k := keyring{root: root, keyed: map[label]*sync.Pool{}}
	for _, l := range []label{
		labelAccount, labelPhone, labelIdentity, labelPerson, labelWho, labelInbox, labelNotice, labelReminder, labelSketch,
		labelDeferred, labelJournal, labelCode, labelGuess, labelChain, labelWords, labelFingerprint,
	} {
		key := k.subkey(l)
		k.keyed[l] = &sync.Pool{New: func() any { return hmac.New(sm3.New, key) }}
	}
	return k
}

// subkey is the 32-byte key for a purpose.
func (k keyring) subkey(l label, more ...string) []byte {
	return mac(hmac.New(sm3.New, k.root), append([]string{"onevisit", string(l)}, more...)...)
}

// digest is the keyed hash of the parts under the purpose's own key: 32 bytes.
func (k keyring) digest(l label, parts ...string) (sum []byte) {
	k.hashing(l, func(h hash.Hash) { sum = mac(h, parts...) })
	return sum
}

// hashing lends the purpose's hash, which f may reset and use again.
func (k keyring) hashing(l label, f func(hash.Hash)) {
	pool := k.keyed[l]
	h, _ := pool.Get().(hash.Hash) // the pool makes nothing else
	h.Reset()
	f(h)
	pool.Put(h)
}

// mac is HMAC-SM3 over the parts, each with its length, so that moving a
// character from one part to the next changes the result.
func mac(h hash.Hash, parts ...string) []byte {
	for _, p := range parts {
		_, _ = h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(p)))) // a hash never fails to write
		_, _ = io.WriteString(h, p)
	}
	return h.Sum(nil)
}
