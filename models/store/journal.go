package store

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"time"

	"go.etcd.io/bbolt"

	"onevisit/models"
)

// Journal keeps messages on this machine's disk, sealed, while the ledger
// cannot be reached. It survives a kill; what Append confirmed is on the disk.
// Any number of goroutines may use it, but one process only.
type Journal struct {
	file *bbolt.DB
	seal *sealer

	mu      sync.Mutex
	pending map[string][]uint64 // messages by the digest of who wrote them
	count   int
}

// journalRecord is one kept message, before it is sealed.
type journalRecord struct {
	Who    string `json:"who"`
	Key    string `json:"key"`
	Update []byte `json:"update"`
}

const (
	// journalSize bounds the file: some 50,000 messages.
	journalSize = 64 << 20
	// journalWait is how long another process may hold the file: one that is
	// just ending.
	journalWait = 5 * time.Second
)

// Buckets: messages by their number, numbers by the digest of the message's
// key.
const (
	journalMessages = "messages"
	journalKeys     = "keys"
)

// OpenJournal opens or makes the journal at a path, under the ledger's data
// key.
func OpenJournal(path string, key []byte) (*Journal, error) {
	return openJournal(path, key, journalSize)
}

func openJournal(path string, key []byte, size int) (*Journal, error) {
	if len(key) != KeySize {
		return nil, errors.New("store: the data key must have 32 bytes")
	}
	seal, err := newSealer(key, Options{}.quiet().Random)
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	file, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: journalWait, MaxSize: size, OpenFile: os.OpenFile})
	if err != nil {
		return nil, fmt.Errorf("store: journal (each replica needs one of its own): %w", err)
	}
	j := &Journal{file: file, seal: seal, pending: map[string][]uint64{}}
	if err := j.load(); err != nil {
		return nil, errors.Join(fmt.Errorf("store: journal: %w", err), file.Close())
	}
	return j, nil
}

// load makes the buckets and counts what is kept.
func (j *Journal) load() error {
	return j.file.Update(func(tx *bbolt.Tx) error {
		if _, err := tx.CreateBucketIfNotExists([]byte(journalKeys)); err != nil {
			return err
		}
		messages, err := tx.CreateBucketIfNotExists([]byte(journalMessages))
		if err != nil {
			return err
		}
		return messages.ForEach(func(id, sealed []byte) error {
			r, err := j.open(id, sealed)
			if err != nil {
				return err
			}
			j.note(r.Who, binary.BigEndian.Uint64(id))
			return nil
		})
	})
}

func (j *Journal) open(id, sealed []byte) (journalRecord, error) {
	var r journalRecord
	return r, j.seal.unsealJSON(placeJournal, hex.EncodeToString(id), sealed, &r)
}

// writer is what a person is known by here.
func (j *Journal) writer(who string) string { return string(j.seal.digest(labelJournal, who)) }

// note remembers whose message is kept.
func (j *Journal) note(who string, id uint64) {
	digest := j.writer(who)
	j.pending[digest] = append(j.pending[digest], id)
	j.count++
}

// forget undoes note.
func (j *Journal) forget(who string, id uint64) {
	digest := j.writer(who)
	j.pending[digest] = slices.DeleteFunc(j.pending[digest], func(kept uint64) bool { return kept == id })
	if len(j.pending[digest]) == 0 {
		delete(j.pending, digest)
	}
	j.count--
}

// Append keeps a message behind those kept before. It is on the disk when
// Append returns nil; the same key is kept once. A full disk is an error.
func (j *Journal) Append(who, key string, update []byte) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if known, err := j.has(key); known || err != nil {
		return err
	}
	var n uint64
	err := j.file.Update(func(tx *bbolt.Tx) (err error) {
		messages, keys := tx.Bucket([]byte(journalMessages)), tx.Bucket([]byte(journalKeys))
		if n, err = messages.NextSequence(); err != nil {
			return err
		}
		id := binary.BigEndian.AppendUint64(nil, n)
		sealed, err := j.seal.sealJSON(placeJournal, hex.EncodeToString(id), journalRecord{Who: who, Key: key, Update: update})
		if err != nil {
			return err
		}
		return errors.Join(keys.Put(j.seal.digest(labelJournal, "key", key), id), messages.Put(id, sealed))
	})
	if err != nil {
		return fmt.Errorf("store: journal: %w", err)
	}
	j.note(who, n)
	return nil
}

// has reports whether a message is kept. It only reads: a repeat costs no
// write, which is what those who wait would wait for.
func (j *Journal) has(key string) (known bool, err error) {
	err = j.file.View(func(tx *bbolt.Tx) error {
		known = tx.Bucket([]byte(journalKeys)).Get(j.seal.digest(labelJournal, "key", key)) != nil
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("store: journal: %w", err)
	}
	return known, nil
}

// First is the message that was kept first; false if none is.
func (j *Journal) First() (models.Journalled, bool, error) {
	return j.read(func(messages *bbolt.Bucket) ([]byte, []byte) { return messages.Cursor().First() })
}

// FirstOf is the message of one person that was kept first; false if none is.
func (j *Journal) FirstOf(who string) (models.Journalled, bool, error) {
	j.mu.Lock()
	kept := j.pending[j.writer(who)]
	var id []byte
	if len(kept) > 0 {
		id = binary.BigEndian.AppendUint64(nil, kept[0])
	}
	j.mu.Unlock()
	if id == nil {
		return models.Journalled{}, false, nil
	}
	return j.read(func(messages *bbolt.Bucket) ([]byte, []byte) { return id, messages.Get(id) })
}

// read opens the message that pick finds; one without bytes is none.
func (j *Journal) read(pick func(*bbolt.Bucket) (id, sealed []byte)) (m models.Journalled, found bool, err error) {
	err = j.file.View(func(tx *bbolt.Tx) error {
		id, sealed := pick(tx.Bucket([]byte(journalMessages)))
		if sealed == nil {
			return nil
		}
		r, err := j.open(id, sealed)
		m = models.Journalled{ID: binary.BigEndian.Uint64(id), Who: r.Who, Key: r.Key, Update: r.Update}
		found = err == nil
		return err
	})
	if err != nil {
		return models.Journalled{}, false, fmt.Errorf("store: journal: %w", err)
	}
	return m, found, nil
}

// Drop forgets a message that was answered.
func (j *Journal) Drop(m models.Journalled) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	dropped := false
	err := j.file.Update(func(tx *bbolt.Tx) error {
		messages, keys := tx.Bucket([]byte(journalMessages)), tx.Bucket([]byte(journalKeys))
		id := binary.BigEndian.AppendUint64(nil, m.ID)
		dropped = messages.Get(id) != nil
		return errors.Join(messages.Delete(id), keys.Delete(j.seal.digest(labelJournal, "key", m.Key)))
	})
	if err != nil {
		return fmt.Errorf("store: journal: %w", err)
	}
	if dropped {
		j.forget(m.Who, m.ID)
	}
	return nil
}

// Len counts the messages kept.
func (j *Journal) Len() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.count
}

// Close closes the file.
func (j *Journal) Close() error {
	if err := j.file.Close(); err != nil {
		return fmt.Errorf("store: journal: %w", err)
	}
	return nil
}
