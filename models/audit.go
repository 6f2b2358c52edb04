package models

import (
	"encoding/binary"
	"encoding/json"
	"time"
)

// AuditEntry is one verb that was done. Entries of a case form a chain: MAC
// covers Canonical of this entry and the MAC before it. Words stand sealed
// beside it; the chain holds only their digest, so that no personal datum
// stands in it in clear.
type AuditEntry struct {
	CaseID int64
	Seq    int64 // 1, 2, … within the case
	Verb   Verb
	Actor  Actor
	// At is when it was done in the program, Occurred when the fact
	// happened: equal unless the verb records a fact of the past.
	At       time.Time
	Occurred time.Time
	From, To State
	Round    int
	// Plain are the arguments that are no person's words.
	Plain Args
	// Words are the others; sealed at rest.
	Words Args
	// WordsDigest is a keyed digest of Words.
	WordsDigest []byte
	MAC         []byte
}

// Canonical is the entry as bytes that the chain's MAC covers: every field
// but the words themselves and the MAC, each with its length, times in UTC
// milliseconds.
func (e AuditEntry) Canonical() []byte {
	args := e.Plain
	if args == nil {
		args = Args{} // no arguments are the same whether made or read back
	}
	plain, err := json.Marshal(args) // map keys are sorted; strings always encode
	if err != nil {
		plain = nil
	}
	var b []byte
	for _, field := range [][]byte{
		number(e.CaseID), number(e.Seq), []byte(e.Verb),
		[]byte(e.Actor.Kind), []byte(e.Actor.ID), []byte(e.Actor.For),
		number(e.At.UnixMilli()), number(e.Occurred.UnixMilli()),
		[]byte(e.From), []byte(e.To), number(int64(e.Round)), plain, e.WordsDigest,
	} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(field)))
		b = append(b, field...)
	}
	return b
}

func number(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }
