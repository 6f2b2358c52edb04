package store

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"onevisit/models"
)

// bundleRow is what one person is to be told from one moment on. It goes when
// it is taken.
type bundleRow struct {
	ID      int64
	KeyHash []byte // of the first reminder's key
	ToKey   []byte
	TellAt  int64
	Rungs   int
	Content []byte
}

// TableName is the table.
func (bundleRow) TableName() string { return "reminder_bundles" }

// bundleContent is what of a bundle is sealed.
type bundleContent struct {
	To    models.Person `json:"to"`
	Rungs []owedRung    `json:"rungs"`
}

// owedRung is a reminder without what its bundle says for all.
type owedRung struct {
	CaseID   int64            `json:"c"`
	Number   string           `json:"n"`
	Clock    models.ClockKind `json:"k"`
	Ref      string           `json:"r,omitempty"`
	StartSeq int64            `json:"s"`
	Due      int64            `json:"d"` // in milliseconds
	Rung     string           `json:"g"`
}

// bundleRow seals the reminders of one person and moment.
func (s *sealer) bundleRow(told []keyedReminder) (bundleRow, error) {
	first := &told[0]
	content := bundleContent{To: first.To, Rungs: make([]owedRung, len(told))}
	for i := range told {
		r := &told[i]
		content.Rungs[i] = owedRung{r.CaseID, r.Number, r.Clock, r.Ref, r.StartSeq, r.Due.UnixMilli(), r.Rung}
	}
	sealed, err := s.sealJSON(placeReminder, hex.EncodeToString(first.hash), content)
	if err != nil {
		return bundleRow{}, err
	}
	return bundleRow{KeyHash: first.hash, ToKey: s.person(first.To), TellAt: first.At.UnixMilli(), Rungs: len(told), Content: sealed}, nil
}

// remindersOf unseals a bundle.
func (s *sealer) remindersOf(r *bundleRow) ([]models.Reminder, error) {
	plain, err := s.unseal(placeReminder, hex.EncodeToString(r.KeyHash), r.Content)
	if err != nil {
		return nil, err
	}
	var content bundleContent
	if json.Unmarshal(plain, &content) != nil {
		return nil, errors.New("unseal " + string(placeReminder) + ": cannot be decoded")
	}
	if len(content.Rungs) == 0 { // written before there were bundles
		var one models.Reminder
		if json.Unmarshal(plain, &one) != nil {
			return nil, errors.New("unseal " + string(placeReminder) + ": cannot be decoded")
		}
		return []models.Reminder{one}, nil
	}
	out := make([]models.Reminder, len(content.Rungs))
	for i, o := range content.Rungs {
		out[i] = models.Reminder{
			CaseID: o.CaseID, Number: o.Number, Clock: o.Clock, Ref: o.Ref, StartSeq: o.StartSeq,
			Due: time.UnixMilli(o.Due).UTC(), Rung: o.Rung, To: content.To, At: instant(&r.TellAt),
		}
		out[i].Key = out[i].Unique()
	}
	return out, nil
}
