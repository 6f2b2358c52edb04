package store

import (
	"encoding/json"
	"fmt"
	"hash"

	"onevisit/models"
)

// auditRow is one link of a case's chain.
type auditRow struct {
	CaseID      int64 `gorm:"primaryKey;autoIncrement:false"`
	Seq         int64 `gorm:"primaryKey;autoIncrement:false"`
	Verb        models.Verb
	ActorKind   models.ActorKind
	ActorID     string // empty for petitioners, whose account is sealed
	ActorFor    string
	At          int64
	OccurredAt  int64
	FromState   models.State
	ToState     models.State
	Round       int
	Plain       string
	Words       []byte
	WordsDigest []byte
	MAC         []byte `gorm:"column:mac"`
}

// TableName is the table.
func (auditRow) TableName() string { return "audit_entries" }

// auditContent is what of an entry is sealed.
type auditContent struct {
	Account string      `json:"account,omitempty"` // of a petitioner who acted
	Words   models.Args `json:"words,omitempty"`
}

// link completes an entry as the next one after the MAC before it.
func (s *sealer) link(e *models.AuditEntry, before []byte) error {
	if e.Plain == nil {
		e.Plain = models.Args{}
	}
	if e.Words == nil {
		e.Words = models.Args{}
	}
	digest, err := s.wordsDigest(e)
	if err != nil {
		return err
	}
	e.WordsDigest = digest
	e.MAC = s.chain(*e, before)
	return nil
}

// chain is the MAC of an entry: over the MAC before it and every field.
func (s *sealer) chain(e models.AuditEntry, before []byte) (sum []byte) {
	s.hashing(labelChain, func(h hash.Hash) {
		_, _ = h.Write(before) // a hash never fails to write
		_, _ = h.Write(e.Canonical())
		sum = h.Sum(nil)
	})
	return sum
}

// wordsDigest binds the sealed words to the chain, and to their entry: equal
// words elsewhere have another digest.
func (s *sealer) wordsDigest(e *models.AuditEntry) ([]byte, error) {
	words, err := json.Marshal(e.Words)
	if err != nil {
		return nil, fmt.Errorf("audit entry %d: words cannot be encoded", e.Seq)
	}
	return s.digest(labelWords, auditSeal(e.CaseID, e.Seq), string(words)), nil
}

func auditSeal(caseID, seq int64) string { return fmt.Sprintf("%d:%d", caseID, seq) }

func (s *sealer) auditRow(e models.AuditEntry) (auditRow, error) {
	plain, err := json.Marshal(e.Plain)
	if err != nil {
		return auditRow{}, fmt.Errorf("audit entry %d: arguments cannot be encoded", e.Seq)
	}
	content := auditContent{Words: e.Words}
	id := e.Actor.ID
	if e.Actor.Kind == models.ActorPetitioner {
		content.Account, id = id, ""
	}
	sealed, err := s.sealJSON(placeWords, auditSeal(e.CaseID, e.Seq), content)
	if err != nil {
		return auditRow{}, err
	}
	return auditRow{
		CaseID: e.CaseID, Seq: e.Seq, Verb: e.Verb,
		ActorKind: e.Actor.Kind, ActorID: id, ActorFor: e.Actor.For,
		At: e.At.UnixMilli(), OccurredAt: e.Occurred.UnixMilli(),
		FromState: e.From, ToState: e.To, Round: e.Round,
		Plain: string(plain), Words: sealed, WordsDigest: e.WordsDigest, MAC: e.MAC,
	}, nil
}

func (s *sealer) entryOf(r *auditRow) (models.AuditEntry, error) {
	e := models.AuditEntry{
		CaseID: r.CaseID, Seq: r.Seq, Verb: r.Verb,
		Actor: models.Actor{Kind: r.ActorKind, ID: r.ActorID, For: r.ActorFor},
		At:    instant(&r.At), Occurred: instant(&r.OccurredAt),
		From: r.FromState, To: r.ToState, Round: r.Round,
		WordsDigest: r.WordsDigest, MAC: r.MAC,
	}
	if json.Unmarshal([]byte(r.Plain), &e.Plain) != nil {
		return e, fmt.Errorf("audit entry %d: arguments cannot be decoded", r.Seq)
	}
	var content auditContent
	if err := s.unsealJSON(placeWords, auditSeal(r.CaseID, r.Seq), r.Words, &content); err != nil {
		return e, err
	}
	e.Words = content.Words
	if e.Words == nil {
		e.Words = models.Args{}
	}
	if r.ActorKind == models.ActorPetitioner && r.ActorID == "" {
		e.Actor.ID = content.Account
	}
	return e, nil
}
