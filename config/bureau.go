package config

import (
	_ "embed" // for the demo bureau below
	"reflect"
	"strings"
)

// demoBureau is the invented bureau that `demo` plays with.
//
//go:embed demo.yaml
var demoBureau []byte

// Bureau is the bureau file: who handles cases, and by which rules.
type Bureau struct {
	Organ      Organ      `yaml:"organ"`
	Sections   []Section  `yaml:"sections"`
	Staff      []Person   `yaml:"staff"`
	Categories []Category `yaml:"categories"`
	Rules      Rules      `yaml:"rules"`
}

// Organ is the bureau itself, as its letters name it.
type Organ struct {
	Name string `yaml:"name"`
	// LetterCode begins every letter number.
	LetterCode string `yaml:"letter_code"`
	// CasePrefix begins every case number: 1 to 6 upper-case ASCII letters.
	CasePrefix string `yaml:"case_prefix"`
	Phone      string `yaml:"phone"`
	Address    string `yaml:"address"`
	// ReexaminationOrgan reexamines opinions (regulation, article 35).
	ReexaminationOrgan string `yaml:"reexamination_organ"`
	// ReconsiderationOrgan takes administrative reconsiderations.
	ReconsiderationOrgan string `yaml:"reconsideration_organ"`
	// Court takes administrative lawsuits.
	Court string `yaml:"court"`
}

// Section is a unit that handles cases.
type Section struct {
	Code string `yaml:"code"`
	Name string `yaml:"name"`
}

// Person is one of the staff.
type Person struct {
	// UserID is the WeCom userid. WeCom compares it without regard to case;
	// after parsing it is in lower case.
	UserID string `yaml:"userid"`
	Name   string `yaml:"name"`
	// Section is the code of a section; empty for the office and the heads.
	Section string `yaml:"section"`
	// Roles are some of handler, chief, clerk, vice-director, director,
	// deputy, head, admin.
	Roles []string `yaml:"roles"`
}

// Category sorts cases. There are two levels; one without a parent may be a
// leaf. After parsing, Section, Confidential and Kind hold what was inherited
// from the parent.
type Category struct {
	Code   string `yaml:"code"`
	Name   string `yaml:"name"`
	Parent string `yaml:"parent"`
	// Section is the code of the default section; empty when the office decides.
	Section string `yaml:"section"`
	// Confidential cases are told only to the confidential officers
	// (regulation, article 30).
	Confidential bool `yaml:"confidential"`
	// Kind is empty or the class the category implies: consult, advice,
	// report, legal, procedural or appeal (regulation, articles 29-31).
	Kind string `yaml:"kind"`
}

// DemoBureau is the invented bureau of `onevisit demo`, read through the same
// checks as every bureau file.
func DemoBureau() (Bureau, error) {
	return ParseBureau("demo.yaml", demoBureau)
}

// ParseBureau reads a bureau file. The name stands before each mistake. The
// error is a *[Mistakes].
func ParseBureau(name string, content []byte) (Bureau, error) {
	mistakes := new(Mistakes)
	bureau := parseBureau(name, content, mistakes)
	if err := mistakes.orNil(); err != nil {
		return Bureau{}, err
	}
	return bureau, nil
}

// parseBureau reads and checks a bureau file. A file that is no YAML at all is
// one mistake; everything it then lacks would only repeat that.
func parseBureau(name string, content []byte, mistakes *Mistakes) Bureau {
	bureau := Bureau{Rules: defaultRules()}
	doc := &document{name: name}
	root := doc.open(content)
	switch {
	case root != nil:
		doc.fill("", root, reflect.ValueOf(&bureau).Elem())
		doc.fillSets(&bureau.Rules)
		newBureauCheck(doc, &bureau).all()
	case len(doc.found) == 0:
		doc.at("", "nothing", "organ, sections, staff and categories, as in bureau.example.yaml")
	}
	doc.report(mistakes)
	inherit(bureau.Categories)
	lowerUserIDs(&bureau)
	return bureau
}

// lowerUserIDs writes userids in the one way in which they are compared.
func lowerUserIDs(bureau *Bureau) {
	for i := range bureau.Staff {
		bureau.Staff[i].UserID = strings.ToLower(bureau.Staff[i].UserID)
	}
	for i, userid := range bureau.Rules.ConfidentialOfficers {
		bureau.Rules.ConfidentialOfficers[i] = strings.ToLower(userid)
	}
}
