package store

import (
	"context"
	"crypto/hmac"
	"errors"
	"fmt"

	"onevisit/models"
)

// ChainError says where a case's chain of audit entries is broken.
type ChainError struct {
	Number string
	// Seq is the first entry that does not hold; one more than the last
	// where entries are missing at the end.
	Seq int64
	// Why says what does not hold, without quoting it.
	Why string
}

// Error names the case, the entry and what is wrong.
func (e *ChainError) Error() string {
	return fmt.Sprintf("store: audit chain of %s is broken at entry %d: %s", e.Number, e.Seq, e.Why)
}

// Verified is what Verify found.
type Verified struct {
	Cases, Entries int64
	// Broken has one error for every case whose chain does not hold.
	Broken []*ChainError
}

// verifyBatch is how many cases are looked at in one transaction.
const verifyBatch = 200

// Verify walks the chains of all cases, also of those that are added while it
// walks.
func (s *Store) Verify(ctx context.Context) (Verified, error) {
	var out Verified
	for after := int64(0); ; {
		var rows []caseRow
		err := s.db.WithContext(ctx).Select("id", "number").Where("id > ?", after).Order("id").Limit(verifyBatch).Find(&rows).Error
		if err != nil {
			return out, failed("verify", err)
		}
		if len(rows) == 0 {
			return out, nil
		}
		for _, r := range rows {
			n, err := s.verify(ctx, r.Number)
			var broken *ChainError
			if errors.As(err, &broken) {
				out.Broken = append(out.Broken, broken)
			} else if err != nil {
				return out, err
			}
			out.Cases++
			out.Entries += n
			after = r.ID
		}
	}
}

// VerifyCase walks one case's chain. A chain that does not hold is a
// *ChainError, an unknown number is refused with CodeNotFound.
func (s *Store) VerifyCase(ctx context.Context, number string) error {
	_, err := s.verify(ctx, number)
	return err
}

// verify reads the case and its entries while nobody writes them, and returns
// how many entries there are.
func (s *Store) verify(ctx context.Context, number string) (int64, error) {
	var c models.Case
	var rows []auditRow
	err := s.Act(ctx, func(tx *Tx) error {
		return tx.do("verify", func() error {
			var row caseRow
			id, err := tx.caseID(number)
			if err != nil {
				return err
			}
			if err := tx.locked().Omit("content").Where("id = ?", id).Take(&row).Error; err != nil {
				return err
			}
			c = models.Case{ID: id, Number: number, AuditCount: row.AuditCount, AuditHead: row.AuditHead}
			return tx.db.Where("case_id = ?", id).Order("seq").Find(&rows).Error
		})
	})
	if err != nil {
		return 0, err
	}
	return int64(len(rows)), s.seal.verify(&c, rows)
}

// verify recomputes a chain from its rows.
func (s *sealer) verify(c *models.Case, rows []auditRow) error {
	var before []byte
	for i := range rows {
		seq := int64(i + 1)
		broken := func(why string) error { return &ChainError{Number: c.Number, Seq: seq, Why: why} }
		if rows[i].Seq != seq {
			return broken("the entry is missing")
		}
		e, err := s.entryOf(&rows[i])
		if err != nil {
			return broken("the entry cannot be read")
		}
		digest, err := s.wordsDigest(&e)
		if err != nil || !hmac.Equal(digest, e.WordsDigest) {
			return broken("the words were changed")
		}
		if !hmac.Equal(s.chain(e, before), e.MAC) {
			return broken("the entry was changed")
		}
		before = e.MAC
	}
	n := int64(len(rows))
	if n != c.AuditCount {
		return &ChainError{Number: c.Number, Seq: n + 1, Why: fmt.Sprintf("the case counts %d entries", c.AuditCount)}
	}
	if !hmac.Equal(before, c.AuditHead) {
		return &ChainError{Number: c.Number, Seq: n, Why: "the case remembers another last entry"}
	}
	return nil
}
