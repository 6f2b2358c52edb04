package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// Compiled once, as the compiler of expressions is slow and these are constant.
var (
	codeForm   = regexp.MustCompile(`^[a-z0-9-]{1,40}$`)
	userIDForm = regexp.MustCompile(`^[A-Za-z0-9_.@-]{1,64}$`)
	prefixForm = regexp.MustCompile(`^[A-Z]{1,6}$`)
)

// longestName bounds names, addresses and the like, in characters.
const longestName = 100

// knownRoles are the roles a person may have, from the case outwards.
func knownRoles() []string {
	return []string{"handler", "chief", "clerk", "vice-director", "director", "deputy", "head", "admin"}
}

// knownKinds are the classes a category may imply (regulation, articles 29-31).
func knownKinds() []string {
	return []string{"consult", "advice", "report", "legal", "procedural", "appeal"}
}

// bureauCheck holds what the checks of one bureau file look up.
type bureauCheck struct {
	doc      *document
	bureau   *Bureau
	sections map[string]bool
	// userids are in lower case.
	userids map[string]bool
	// holidaysSeen are the days off and make-up workdays of all sets so far.
	holidaysSeen map[Date]bool
}

// newBureauCheck prepares the checks of a bureau.
func newBureauCheck(doc *document, bureau *Bureau) *bureauCheck {
	return &bureauCheck{doc: doc, bureau: bureau, sections: make(map[string]bool), userids: make(map[string]bool)}
}

// all runs every check; later ones use the codes the earlier ones collected.
func (c *bureauCheck) all() {
	c.organ()
	c.sectionList()
	c.staff()
	c.staffing()
	c.categories()
	c.rules()
}

// organ checks that letters and case numbers can be written.
func (c *bureauCheck) organ() {
	organ := &c.bureau.Organ
	c.text("organ.name", organ.Name, "the organ's full name")
	c.text("organ.letter_code", organ.LetterCode, "the code that begins letter numbers")
	if !prefixForm.MatchString(organ.CasePrefix) {
		c.doc.at("organ.case_prefix", shown(organ.CasePrefix), "1 to 6 letters A-Z, for example LS")
	}
	c.text("organ.phone", organ.Phone, "the phone for enquiries, for example 0427-0000000")
	c.text("organ.address", organ.Address, "the address for visits and letters")
	c.text("organ.reexamination_organ", organ.ReexaminationOrgan, "the organ that reexamines opinions")
	c.text("organ.reconsideration_organ", organ.ReconsiderationOrgan, "the organ for administrative reconsideration")
	c.text("organ.court", organ.Court, "the court for administrative lawsuits")
}

// sectionList checks the sections and collects their codes.
func (c *bureauCheck) sectionList() {
	if len(c.bureau.Sections) == 0 {
		c.doc.at("sections", "no section", "at least one, for example {code: wetland, name: ...}")
	}
	for i, section := range c.bureau.Sections {
		path := fmt.Sprintf("sections[%d]", i)
		c.code(path+".code", section.Code, c.sections)
		c.text(path+".name", section.Name, "the section's name")
	}
}

// staff checks each person and collects the userids.
func (c *bureauCheck) staff() {
	for i := range c.bureau.Staff {
		c.person(fmt.Sprintf("staff[%d]", i), &c.bureau.Staff[i])
	}
}

// person checks one of the staff.
func (c *bureauCheck) person(path string, person *Person) {
	userid := strings.ToLower(person.UserID)
	switch {
	case !userIDForm.MatchString(person.UserID):
		c.doc.at(path+".userid", shown(person.UserID), "a WeCom userid of 1 to 64 of A-Z a-z 0-9 _ . @ -, for example wang.chief")
	case c.userids[userid]:
		c.doc.at(path+".userid", shown(person.UserID)+" a second time", "each userid once (WeCom ignores upper and lower case)")
	}
	c.userids[userid] = true
	c.text(path+".name", person.Name, "the person's name")
	if person.Section != "" && !c.sections[person.Section] {
		c.doc.at(path+".section", shown(person.Section), "the code of a section: "+c.sectionCodes())
	}
	c.roles(path, person)
}

// roles checks that a person's roles are known and have the section they need.
func (c *bureauCheck) roles(path string, person *Person) {
	if len(person.Roles) == 0 {
		c.doc.at(path+".roles", "no role", "at least one of "+strings.Join(knownRoles(), ", "))
	}
	seen := make(map[string]bool)
	for i, role := range person.Roles {
		at := fmt.Sprintf("%s.roles[%d]", path, i)
		switch {
		case !slices.Contains(knownRoles(), role):
			c.doc.at(at, shown(role), oneOf(role, knownRoles()))
		case seen[role]:
			c.doc.at(at, shown(role)+" a second time", "each role once")
		case (role == "handler" || role == "chief") && person.Section == "":
			c.doc.at(path+".section", "nothing", fmt.Sprintf("the section of this %s: %s", role, c.sectionCodes()))
		}
		seen[role] = true
	}
}

// staffing checks that every open case will have an owner: a chief in each
// section, and someone for each step of the office and the heads.
func (c *bureauCheck) staffing() {
	for i, section := range c.bureau.Sections {
		if !c.anyone("chief", section.Code) {
			c.doc.at(fmt.Sprintf("sections[%d]", i), "no chief of section "+shown(section.Code),
				"at least one person with this section and the role chief")
		}
	}
	var vacant []string
	for _, role := range []string{"clerk", "director", "deputy", "head"} {
		if !c.anyone(role, "") {
			vacant = append(vacant, role)
		}
	}
	if len(vacant) > 0 {
		c.doc.at("staff", "no "+strings.Join(vacant, ", no "), "at least one person with each of these roles")
	}
}

// anyone says whether somebody has the role, in the section if one is named.
func (c *bureauCheck) anyone(role, section string) bool {
	return slices.ContainsFunc(c.bureau.Staff, func(p Person) bool {
		return slices.Contains(p.Roles, role) && (section == "" || p.Section == section)
	})
}

// code checks the form of a code and that it is new, and takes it down.
func (c *bureauCheck) code(path, code string, known map[string]bool) {
	switch {
	case !codeForm.MatchString(code):
		c.doc.at(path, shown(code), "1 to 40 of a-z 0-9 -, for example wetland")
	case known[code]:
		c.doc.at(path, shown(code)+" a second time", "each code once")
	}
	known[code] = true
}

// text checks a required text for people: one line without control
// characters. It is not repeated in the mistake, for it may be a name.
func (c *bureauCheck) text(path, text, expected string) {
	length := len([]rune(text))
	switch {
	case strings.TrimSpace(text) == "":
		c.doc.at(path, "nothing", expected)
	case length > longestName:
		c.doc.at(path, fmt.Sprintf("%d characters", length), fmt.Sprintf("%s, at most %d characters", expected, longestName))
	case strings.ContainsFunc(text, unicode.IsControl):
		c.doc.at(path, "a line break or control character", expected+", on one line")
	}
}

// choice checks that a value is one of a few.
func (c *bureauCheck) choice(path, value string, choices ...string) {
	if !slices.Contains(choices, value) {
		c.doc.at(path, shown(value), oneOf(value, choices))
	}
}

// sectionCodes lists the sections in the order of the file.
func (c *bureauCheck) sectionCodes() string {
	codes := make([]string, 0, len(c.bureau.Sections))
	for _, section := range c.bureau.Sections {
		codes = append(codes, section.Code)
	}
	return strings.Join(codes, ", ")
}
