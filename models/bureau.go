package models

import (
	"slices"
	"strings"
)

// Organ is the bureau itself, as letters name it.
type Organ struct {
	Name                 string
	LetterCode           string // begins every letter's number
	CasePrefix           string // begins every case's number, upper-case ASCII
	Phone                string
	Address              string
	ReexaminationOrgan   string // where a reexamination is asked for [R 35]
	ReconsiderationOrgan string // where an administrative reconsideration is asked for
	Court                string
}

// Section is a unit that handles cases.
type Section struct {
	Code string
	Name string
}

// Staff is one person of the bureau. UserID is the WeCom userid in lower case.
type Staff struct {
	UserID  string
	Name    string
	Section string
	Roles   []Role
}

// Has reports whether the person holds the role.
func (s Staff) Has(r Role) bool { return slices.Contains(s.Roles, r) }

// Category is one node of the two-level list of matters. Confidential
// categories make a case confidential from its first message [R 30].
type Category struct {
	Code         string
	Name         string
	Parent       string
	Section      string
	Confidential bool
}

// Bureau is the configured bureau: who works there and what it deals with.
type Bureau struct {
	Organ      Organ
	Sections   []Section
	Staff      []Staff
	Categories []Category
	Options    Options
}

// Options are the bureau's choices where the law leaves one [N][D].
type Options struct {
	AskIdentity bool // ask petitioners for their identity number
	// AssignByDirector lets the director assign, not the deputy alone.
	AssignByDirector bool
	// SignByDeputy adds the deputy's signature after approval.
	SignByDeputy bool
	// ResolveFromAssignment starts the resolve clock with the assignment
	// letter, not with acceptance.
	ResolveFromAssignment bool
	// ResolveUntilDelivery stops it with delivery, not with approval.
	ResolveUntilDelivery bool
	// CutOff is the hour of day after which registration may wait for the
	// next workday's end, in minutes after midnight; 0 is no such hour.
	CutOff int
	// Work are the office hours; zero means 8:30 to 17:30.
	Work Hours
	// Quiet is when staff are not written to. It may pass midnight; equal
	// ends mean never.
	Quiet Hours
	// Ladder says who hears of an overdue clock when, the lowest first; none
	// means the law's own.
	Ladder []LadderStep
	// Counting says how a section's breaches are counted.
	Counting Counting
	// ConfidentialOfficers are told of confidential cases, in this order.
	ConfidentialOfficers []string
}

// Person finds staff by userid, which WeCom compares without regard to case.
func (b *Bureau) Person(userID string) (Staff, bool) {
	for _, s := range b.Staff {
		if strings.EqualFold(s.UserID, userID) {
			return s, true
		}
	}
	return Staff{}, false
}

// With lists the people who hold a role, in the roster's order.
func (b *Bureau) With(r Role) []Staff {
	var out []Staff
	for _, s := range b.Staff {
		if s.Has(r) {
			out = append(out, s)
		}
	}
	return out
}

// ChiefOf is the section's chief: the first in the roster.
func (b *Bureau) ChiefOf(section string) (Staff, bool) {
	for _, s := range b.Staff {
		if s.Section == section && s.Has(RoleChief) {
			return s, true
		}
	}
	return Staff{}, false
}

// Section finds a section by its code.
func (b *Bureau) Section(code string) (Section, bool) {
	for _, s := range b.Sections {
		if s.Code == code {
			return s, true
		}
	}
	return Section{}, false
}

// Category finds a category by its code.
func (b *Bureau) Category(code string) (Category, bool) {
	for _, c := range b.Categories {
		if c.Code == code {
			return c, true
		}
	}
	return Category{}, false
}

// Under lists the categories below a parent; "" asks for the top level.
func (b *Bureau) Under(parent string) []Category {
	var out []Category
	for _, c := range b.Categories {
		if c.Parent == parent {
			out = append(out, c)
		}
	}
	return out
}

// Leaf reports whether a case may be filed under the category: nothing stands
// below it.
func (b *Bureau) Leaf(code string) bool {
	if _, ok := b.Category(code); !ok {
		return false
	}
	return len(b.Under(code)) == 0
}

// Route is the section that a category goes to unless somebody decides
// otherwise, its parent's if it has none of its own.
func (b *Bureau) Route(code string) string {
	c, ok := b.Category(code)
	if !ok {
		return ""
	}
	if c.Section == "" && c.Parent != "" {
		p, _ := b.Category(c.Parent)
		return p.Section
	}
	return c.Section
}

// Confidential reports whether a category, or its parent, is about misconduct.
func (b *Bureau) Confidential(code string) bool {
	c, ok := b.Category(code)
	if !ok {
		return false
	}
	if p, has := b.Category(c.Parent); has && p.Confidential {
		return true
	}
	return c.Confidential
}
