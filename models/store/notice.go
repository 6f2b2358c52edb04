package store

import (
	"encoding/hex"
	"fmt"

	"gorm.io/gorm/clause"

	"onevisit/models"
)

// Standings of a notice.
const (
	noticeWaiting = "waiting" // to be sent at next_at; a worker moves it on
	noticeSent    = "sent"    // delivered, shown at the next contact, told with others, or moot
	noticeKept    = "kept"    // shown when the person comes again
	noticeUnknown = "unknown" // it may have arrived: a person looks
	noticeDead    = "dead"    // it cannot be sent as it is: a person looks
)

// noticeRow is one push that is owed.
type noticeRow struct {
	ID          int64
	KeyHash     []byte
	CaseID      int64
	ToKind      models.ActorKind
	ToKey       []byte
	Verb        models.Verb
	Rung        string
	Status      string
	Attempt     int
	Worker      string
	Claim       string
	LeasedUntil int64
	NextAt      int64
	CreatedAt   int64 `gorm:"autoCreateTime:false"`
	Content     []byte
}

// TableName is the table.
func (noticeRow) TableName() string { return "notices" }

// noticeRow seals a notice. Its key names the recipient, so only its hash
// stands in clear.
func (tx *Tx) noticeRow(n models.Notice) (noticeRow, error) {
	at := tx.s.law.Moment(n, tx.now)
	n.Later = !n.At.IsZero() && models.DateOf(at) > models.DateOf(n.At)
	hash := tx.s.seal.digest(labelNotice, n.Key)
	sealed, err := tx.s.seal.sealJSON(placeNotice, hex.EncodeToString(hash), n)
	if err != nil {
		return noticeRow{}, err
	}
	return noticeRow{
		KeyHash: hash, CaseID: n.CaseID, ToKind: n.To.Kind, ToKey: tx.s.seal.person(n.To),
		Verb: n.Verb, Rung: n.Rung, Status: noticeWaiting,
		NextAt: at.UnixMilli(), CreatedAt: tx.now.UnixMilli(), Content: sealed,
	}, nil
}

func (s *sealer) noticeOf(r *noticeRow) (models.Notice, error) {
	var n models.Notice
	if err := s.unsealJSON(placeNotice, hex.EncodeToString(r.KeyHash), r.Content, &n); err != nil {
		return n, err
	}
	n.ID, n.At, n.Due = r.ID, cut(n.At), cut(n.Due)
	return n, nil
}

// person is the key of a recipient.
func (s *sealer) person(p models.Person) []byte {
	return s.digest(labelPerson, string(p.Kind), p.ID)
}

// writeNotices owes the notices of one step, all in one statement. The law's
// keys are unique within a case; the case makes them so everywhere.
func (tx *Tx) writeNotices(c *models.Case, notices []models.Notice) error {
	var rows []noticeRow
	for i := range notices {
		n := &notices[i]
		n.Key = fmt.Sprintf("c%d:%s", c.ID, n.Key)
		n.CaseID, n.Number = c.ID, c.Number
		numberNotice(n, c.Letters)
		row, err := tx.noticeRow(*n)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.holdBack(notices, rows); err != nil {
		return err
	}
	if err := tx.untilWork(notices, rows); err != nil {
		return err
	}
	return tx.insert(&rows, "")
}

// numberNotice fills in the serial that the letter got in the meantime: the
// newest of its kind and year.
func numberNotice(n *models.Notice, letters []models.Letter) {
	if n.Letter.Kind == "" || n.Letter.Serial != 0 {
		return
	}
	for _, l := range letters {
		if l.Number.Kind == n.Letter.Kind && l.Number.Year == n.Letter.Year {
			n.Letter = l.Number
		}
	}
}

// Owe writes a notice that no verb makes, to be sent at its At (now, where it
// has none) or when the person may be written to. Its Key makes it unique: owing it again changes nothing.
func (tx *Tx) Owe(n models.Notice) error {
	return tx.do("owe", func() error {
		all, err := tx.relayed(n)
		if err != nil {
			return err
		}
		for _, n := range all {
			row, err := tx.noticeRow(n)
			if err != nil {
				return err
			}
			if err := tx.db.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
				return err
			}
			if err := tx.noteCopy(&n, row.KeyHash); err != nil {
				return err
			}
		}
		return nil
	})
}

// Owed reports whether a notice of the key was ever written by Owe.
func (tx *Tx) Owed(key string) (bool, error) {
	found := int64(0)
	err := tx.do("owed", func() error {
		return tx.db.Model(&noticeRow{}).Where("key_hash = ?", tx.s.seal.digest(labelNotice, key)).Limit(1).Count(&found).Error
	})
	return found > 0, err
}
