package store

import (
	"onevisit/models"
)

// caseRow is a case as the database keeps it.
type caseRow struct {
	ID           int64 `gorm:"primaryKey;autoIncrement:false"`
	Number       string
	Version      int64
	State        models.State
	Round        int
	Channel      models.Channel
	Class        models.Class
	Category     string
	Section      string
	Chief        string
	Handler      string
	CaseOfficer  string
	Confidential bool
	Anonymous    bool
	Supervised   bool
	SubmittedAt  int64
	UpdatedAt    int64 `gorm:"autoUpdateTime:false"`
	DueAt        *int64
	AuditCount   int64
	AuditHead    []byte
	Content      []byte
}

// TableName is the table.
func (caseRow) TableName() string { return "cases" }

// caseContent is what of a case is sealed. The facts are among it because
// they name accounts (who urged, who agreed, whose step was the last).
type caseContent struct {
	Account string       `json:"account,omitempty"`
	Facts   models.Facts `json:"facts"`
	Words   models.Words `json:"words"`
}

func (s *sealer) caseRow(c *models.Case) (caseRow, error) {
	sealed, err := s.sealJSON(placeCase, c.Number, caseContent{Account: c.Account, Facts: c.Facts, Words: c.Words})
	if err != nil {
		return caseRow{}, err
	}
	due, _ := c.Due()
	return caseRow{
		ID: c.ID, Number: c.Number, Version: c.Version, State: c.State, Round: c.Round,
		Channel: c.Channel, Class: c.Class, Category: c.Category,
		Section: c.Section, Chief: c.Chief, Handler: c.Handler, CaseOfficer: c.CaseOfficer,
		Confidential: c.Confidential, Anonymous: c.Anonymous, Supervised: c.OpenSupervision() != nil,
		SubmittedAt: c.SubmittedAt.UnixMilli(), UpdatedAt: c.UpdatedAt.UnixMilli(), DueAt: stamp(due),
		AuditCount: c.AuditCount, AuditHead: c.AuditHead, Content: sealed,
	}, nil
}

func (s *sealer) caseOf(r *caseRow) (models.Case, error) {
	var content caseContent
	if err := s.unsealJSON(placeCase, r.Number, r.Content, &content); err != nil {
		return models.Case{}, err
	}
	return models.Case{
		ID: r.ID, Number: r.Number, Version: r.Version, State: r.State, Round: r.Round,
		Channel: r.Channel, Class: r.Class, Category: r.Category,
		Confidential: r.Confidential, Anonymous: r.Anonymous, Account: content.Account,
		Section: r.Section, Chief: r.Chief, Handler: r.Handler, CaseOfficer: r.CaseOfficer,
		SubmittedAt: instant(&r.SubmittedAt), UpdatedAt: instant(&r.UpdatedAt),
		Facts: content.Facts, Words: content.Words,
		AuditCount: r.AuditCount, AuditHead: r.AuditHead,
	}, nil
}
