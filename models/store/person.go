package store

import (
	"bytes"
	"slices"
	"strings"

	"onevisit/models"
)

// personRow finds the cases of one person without saying who it is. Number 0
// is the petitioner, the others are the signers in their order.
type personRow struct {
	CaseID      int64 `gorm:"primaryKey;autoIncrement:false"`
	No          int   `gorm:"primaryKey;autoIncrement:false"`
	PhoneKey    []byte
	IdentityKey []byte
	AccountKey  []byte
}

// TableName is the table.
func (personRow) TableName() string { return "case_persons" }

// persons are the rows of everybody who brings the case.
func (s *sealer) persons(c *models.Case) []personRow {
	first := c.Words.Petitioner
	if c.Account != "" {
		first.Account = c.Account
	}
	var out []personRow
	for i, p := range append([]models.Petitioner{first}, c.Words.Signers...) {
		out = append(out, personRow{
			CaseID: c.ID, No: i,
			PhoneKey:    s.personKey(labelPhone, phone(p.Phone)),
			IdentityKey: s.personKey(labelIdentity, strings.ToUpper(strings.TrimSpace(narrow(p.Identity)))),
			AccountKey:  s.personKey(labelAccount, p.Account),
		})
	}
	return out
}

// personKey is nil for what was not given: the unknown are not one person.
func (s *sealer) personKey(l label, value string) []byte {
	if value == "" {
		return nil
	}
	return s.digest(l, value)
}

// phone is a number as it is compared: digits only, without China's prefix.
func phone(s string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, narrow(s))
	if len(digits) == 13 && strings.HasPrefix(digits, "86") {
		return digits[2:]
	}
	return digits
}

// narrow turns full-width characters, as Chinese keyboards make them, into
// ASCII.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xff01 && r <= 0xff5e:
			return r - 0xfee0
		case r == 0x3000:
			return ' '
		}
		return r
	}, s)
}

// writePersons replaces the rows of a case when somebody came or went.
func (tx *Tx) writePersons(before, after *models.Case) error {
	rows := tx.s.seal.persons(after)
	if before.Number != "" {
		if slices.EqualFunc(tx.s.seal.persons(before), rows, samePerson) {
			return nil
		}
		if err := tx.db.Where("case_id = ?", after.ID).Delete(&personRow{}).Error; err != nil {
			return err
		}
	}
	return tx.insert(&rows, "")
}

func samePerson(a, b personRow) bool {
	return a.No == b.No && bytes.Equal(a.PhoneKey, b.PhoneKey) &&
		bytes.Equal(a.IdentityKey, b.IdentityKey) && bytes.Equal(a.AccountKey, b.AccountKey)
}
