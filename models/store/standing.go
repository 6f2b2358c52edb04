package store

import (
	"database/sql"
	"slices"

	"onevisit/models"
)

// sweptContent is what of a case's sealed content its clocks are told by:
// everything of caseContent but the words and the way back to the last step.
type sweptContent struct {
	Account string `json:"account"`
	Facts   struct {
		models.Facts
		Last *struct{} `json:"last"` // hides that of Facts, which is large and never asked for
	} `json:"facts"`
	Words struct {
		Accused string `json:"accused"`
		Signers []struct {
			Account string `json:"account"`
		} `json:"signers"`
	} `json:"words"`
}

// standing is what of cases their running clocks are told by: where each case
// stands, who has it, and these clocks. Of the words there is only who is
// accused and which accounts sign; of the letters only those whose delivery
// runs. There are two statements, or three, however many cases.
func (tx *Tx) standing(ids []int64) (map[int64]*models.Case, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	marks, values := tx.among(ids)
	rows, err := tx.standingRows(marks, values)
	if err != nil {
		return nil, err
	}
	cases := make([]models.Case, len(rows))
	if err := models.InParallel(len(rows), func(i int) (err error) { cases[i], err = tx.s.seal.standingOf(&rows[i]); return err }); err != nil {
		return nil, err
	}
	at := make(map[int64]*models.Case, len(cases))
	for i := range cases {
		at[cases[i].ID] = &cases[i]
	}
	delivering, err := tx.addRunning(at, marks, values)
	if err != nil || len(delivering) == 0 {
		return at, err
	}
	return at, tx.addLetters(at, slices.Compact(delivering))
}

// standingRows reads the rows of cases without what sweeps do not ask for.
func (tx *Tx) standingRows(marks string, ids []any) ([]caseRow, error) {
	var out []caseRow
	err := tx.each("SELECT id, number, version, state, round, class, category, section, chief, handler, case_officer, confidential, content FROM cases WHERE id IN ("+marks+")", ids,
		func(rows *sql.Rows) error {
			out = append(out, caseRow{})
			last := &out[len(out)-1]
			return rows.Scan(&last.ID, &last.Number, &last.Version, &last.State, &last.Round, &last.Class, &last.Category,
				&last.Section, &last.Chief, &last.Handler, &last.CaseOfficer, &last.Confidential, &last.Content)
		})
	return out, err
}

// standingOf unseals as much of a case as its clocks are told by.
func (s *sealer) standingOf(r *caseRow) (models.Case, error) {
	var content sweptContent
	if err := s.unsealJSON(placeCase, r.Number, r.Content, &content); err != nil {
		return models.Case{}, err
	}
	c := models.Case{
		ID: r.ID, Number: r.Number, Version: r.Version, State: r.State, Round: r.Round, Class: r.Class, Category: r.Category,
		Confidential: r.Confidential, Account: content.Account,
		Section: r.Section, Chief: r.Chief, Handler: r.Handler, CaseOfficer: r.CaseOfficer,
		Facts: content.Facts.Facts, Words: models.Words{Accused: content.Words.Accused},
	}
	for _, signer := range content.Words.Signers {
		c.Words.Signers = append(c.Words.Signers, models.Petitioner{Account: signer.Account})
	}
	return c, nil
}

// addRunning adds the running clocks to their cases. It returns the cases that
// deliver a letter, in the order of their ids.
func (tx *Tx) addRunning(at map[int64]*models.Case, marks string, ids []any) (delivering []int64, err error) {
	err = tx.each("SELECT case_id, id, kind, round, ref, owner, started_at, due_at, legal_due_at, start_seq FROM clocks WHERE case_id IN ("+marks+") AND stopped_at IS NULL ORDER BY case_id, id", ids,
		func(rows *sql.Rows) error {
			var r clockRow
			if err := rows.Scan(&r.CaseID, &r.ID, &r.Kind, &r.Round, &r.Ref, &r.Owner, &r.StartedAt, &r.DueAt, &r.LegalDueAt, &r.StartSeq); err != nil {
				return err
			}
			c := at[r.CaseID]
			c.Clocks = append(c.Clocks, r.clock())
			if r.Kind == models.ClockDeliver {
				delivering = append(delivering, r.CaseID)
			}
			return nil
		})
	return delivering, err
}
