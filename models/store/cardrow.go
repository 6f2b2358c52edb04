package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"gorm.io/gorm"

	"onevisit/models"
)

// cardRow is one push to a member of staff.
type cardRow struct {
	Task        string `gorm:"primaryKey"`
	CaseID      int64
	Number      string
	ToUser      string
	Seq         int64
	Verbs       string
	Standing    models.CardStanding
	MadeAt      int64
	Attempt     int
	Worker      string
	Claim       string
	LeasedUntil int64
}

// TableName is the table.
func (cardRow) TableName() string { return "cards" }

// cardCodeRow is one response code; spent ones stay, so that a second use of a
// code is known for what it is.
type cardCodeRow struct {
	Code   string `gorm:"primaryKey"`
	Task   string
	KeptAt int64
	Spent  bool
}

// TableName is the table.
func (cardCodeRow) TableName() string { return "card_codes" }

// longestCode is what the column holds, in bytes.
const longestCode = 500

func (r *cardRow) card() models.Card {
	c := models.Card{
		Task: r.Task, CaseID: r.CaseID, Number: r.Number, To: r.ToUser, Seq: r.Seq,
		MadeAt: instant(&r.MadeAt), Standing: r.Standing, Attempt: r.Attempt,
	}
	for v := range strings.FieldsSeq(r.Verbs) {
		c.Verbs = append(c.Verbs, models.Verb(v))
	}
	return c
}

// KeepCard writes a card, or writes it again: then what it offers and its
// standing are new, unless it is done for good.
func (tx *Tx) KeepCard(c models.Card) error {
	return tx.do("keep card", func() error {
		verbs := make([]string, len(c.Verbs))
		for i, v := range c.Verbs {
			verbs[i] = string(v)
		}
		row := cardRow{
			Task: c.Task, CaseID: c.CaseID, Number: c.Number, ToUser: strings.ToLower(c.To), Seq: c.Seq,
			Verbs: strings.Join(verbs, " "), Standing: c.Standing, MadeAt: c.MadeAt.UnixMilli(),
		}
		if err := tx.db.Create(&row).Error; !duplicate(err) {
			return err
		}
		return tx.db.Model(&cardRow{}).Where("task = ? AND standing <> ?", c.Task, models.CardDone).
			Updates(map[string]any{"seq": row.Seq, "verbs": row.Verbs, "standing": row.Standing}).Error
	})
}

// Card finds a card by its task, or refuses with CodeNotFound.
func (tx *Tx) Card(task string) (models.Card, error) {
	var out models.Card
	err := tx.do("card", func() error {
		var row cardRow
		err := tx.db.Where("task = ?", task).Take(&row).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return models.Refuse(models.CodeNotFound)
		}
		out = row.card()
		return err
	})
	return out, err
}

// PushedTo lists what a person was pushed since an instant, newest first.
func (tx *Tx) PushedTo(userID string, since time.Time) ([]models.Card, error) {
	var out []models.Card
	err := tx.do("pushed to", func() error {
		var rows []cardRow
		err := tx.db.Where("to_user = ? AND made_at >= ? AND standing <> ?", strings.ToLower(userID), since.UnixMilli(), models.CardMade).
			Order("made_at DESC, task").Limit(highestList).Find(&rows).Error
		out = nil
		for i := range rows {
			out = append(out, rows[i].card())
		}
		return err
	})
	return out, err
}

// KeepCode keeps a response code of a card. It is false for a code that was
// kept before, for each works once, and for one that no platform made.
func (tx *Tx) KeepCode(task, code string) (bool, error) {
	fresh := true
	err := tx.do("keep code", func() error {
		if fresh = len(code) <= longestCode; code == "" || !fresh {
			return nil
		}
		err := tx.db.Create(&cardCodeRow{Code: code, Task: task, KeptAt: tx.now.UnixMilli()}).Error
		if fresh = !duplicate(err); fresh {
			return err
		}
		return nil
	})
	return fresh, err
}

// Code is the newest response code of a card that can still change it; empty
// if there is none.
func (tx *Tx) Code(task string) (string, error) {
	var row cardCodeRow
	err := tx.do("code", func() error {
		err := tx.db.Where("task = ? AND spent = ? AND kept_at > ?", task, false, tx.now.Add(-models.CardLife).UnixMilli()).
			Order("kept_at DESC, code").Limit(1).Take(&row).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return nil
		}
		return err
	})
	return row.Code, err
}

// SpendCode marks a response code as used.
func (tx *Tx) SpendCode(code string) error {
	return tx.do("spend code", func() error {
		return tx.db.Model(&cardCodeRow{}).Where("code = ?", code).Update("spent", true).Error
	})
}

// ClaimCards leases cards whose case went on since they were made.
func (s *Store) ClaimCards(ctx context.Context, worker string, length time.Duration, n int) ([]models.Card, error) {
	var out []models.Card
	err := s.claim(ctx, "claim cards", worker, length, func(l lease) error {
		out = nil
		var tasks []string
		err := s.db.WithContext(ctx).Table("cards").
			Joins("JOIN cases ON cases.id = cards.case_id AND cases.audit_count > cards.seq").
			Where("cards.standing = ? AND cards.leased_until <= ?", models.CardSent, l.now.UnixMilli()).
			Order("cards.made_at, cards.task").Limit(n).Pluck("cards.task", &tasks).Error
		if err != nil || len(tasks) == 0 {
			return err
		}
		var rows []cardRow
		if err := l.got(ctx, s.db.Where("standing = ?", models.CardSent), "task", tasks, "made_at, task", &rows); err != nil {
			return err
		}
		for i := range rows {
			out = append(out, rows[i].card())
		}
		return nil
	})
	return out, err
}

// SettleCard ends a lease on a card with its new standing. It is refused with
// CodeStale when the card went to another worker meanwhile.
func (tx *Tx) SettleCard(c models.Card) error {
	return tx.do("settle card", func() error {
		result := tx.db.Model(&cardRow{}).Where("task = ? AND attempt = ? AND claim <> ''", c.Task, c.Attempt).
			Updates(map[string]any{"seq": c.Seq, "standing": c.Standing, "leased_until": 0, "claim": ""})
		if result.Error == nil && result.RowsAffected == 0 {
			return models.Refuse(models.CodeStale)
		}
		return result.Error
	})
}
