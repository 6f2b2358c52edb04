package store

import (
	"onevisit/models"
)

// clockRow is one clock of a case. Its ID counts within the case.
type clockRow struct {
	CaseID     int64 `gorm:"primaryKey;autoIncrement:false"`
	ID         int64 `gorm:"primaryKey;autoIncrement:false"`
	Kind       models.ClockKind
	Round      int
	Ref        string
	Owner      models.Party
	StartedAt  int64
	DueAt      int64
	LegalDueAt *int64
	StoppedAt  *int64
	StoppedBy  models.Verb
	StartSeq   int64
	StopSeq    int64
}

// TableName is the table.
func (clockRow) TableName() string { return "clocks" }

func clockRowOf(caseID int64, k models.Clock) clockRow {
	return clockRow{
		CaseID: caseID, ID: k.ID, Kind: k.Kind, Round: k.Round, Ref: k.Ref, Owner: k.Owner,
		StartedAt: k.StartedAt.UnixMilli(), DueAt: k.Due.UnixMilli(), LegalDueAt: stamp(k.LegalDue),
		StoppedAt: stamp(k.StoppedAt), StoppedBy: k.StoppedBy, StartSeq: k.StartSeq, StopSeq: k.StopSeq,
	}
}

func (r clockRow) clock() models.Clock {
	return models.Clock{
		ID: r.ID, Kind: r.Kind, Round: r.Round, Ref: r.Ref, Owner: r.Owner,
		StartedAt: instant(&r.StartedAt), Due: instant(&r.DueAt), LegalDue: instant(r.LegalDueAt),
		StoppedAt: instant(r.StoppedAt), StoppedBy: r.StoppedBy, StartSeq: r.StartSeq, StopSeq: r.StopSeq,
	}
}

// sameClock compares what the database keeps of two clocks.
func sameClock(a, b models.Clock) bool {
	return a.Kind == b.Kind && a.Round == b.Round && a.Ref == b.Ref && a.Owner == b.Owner &&
		cut(a.StartedAt).Equal(cut(b.StartedAt)) && cut(a.Due).Equal(cut(b.Due)) &&
		cut(a.LegalDue).Equal(cut(b.LegalDue)) && cut(a.StoppedAt).Equal(cut(b.StoppedAt)) &&
		a.StoppedBy == b.StoppedBy && a.StartSeq == b.StartSeq && a.StopSeq == b.StopSeq
}

// writeClocks inserts the new clocks, numbering them within the case, updates
// those that changed and deletes those that a retracted step had started.
func (tx *Tx) writeClocks(caseID int64, before, after []models.Clock) error {
	old := map[int64]models.Clock{}
	last := int64(0)
	for _, k := range before {
		old[k.ID] = k
		last = max(last, k.ID)
	}
	var fresh []clockRow
	for i := range after {
		k := &after[i]
		was, known := old[k.ID]
		delete(old, k.ID)
		switch {
		case !known:
			last++
			k.ID = last
			fresh = append(fresh, clockRowOf(caseID, *k))
		case !sameClock(was, *k):
			row := clockRowOf(caseID, *k)
			if err := tx.later().Select("*").Updates(&row).Error; err != nil {
				return err
			}
		}
	}
	for id := range old {
		if err := tx.db.Delete(&clockRow{CaseID: caseID, ID: id}).Error; err != nil {
			return err
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	return tx.insert(&fresh, "")
}
